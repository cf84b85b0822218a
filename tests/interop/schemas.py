"""Checks a claims file against its JSON Schema and quads against the SHACL shapes and the vocabulary, and that both
would notice a fault.

usage: schemas.py SCHEMAS_FOLDER FILE.jsonl FILE.nq
"""

import json
import re
import sys
from pathlib import Path

import jsonschema
import pyshacl
import rdflib

FIL = "https://w3id.org/filature/ns#"


def check_claims(folder, path):
    schema = json.loads((folder / "claims.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for number, record in enumerate(records, 1):
        if error := jsonschema.exceptions.best_match(validator.iter_errors(record)):
            sys.exit(f"{path}:{number}: {error.message}")
    for record in records:
        broken = {**record, "surprise": 1}
        if record["kind"] == "claim":
            broken = {**record, "evidence": []}
        if validator.is_valid(broken):
            sys.exit(f"the schema of {record['kind']} lets anything pass")
    return len(records)


def conforms(data, shapes):
    result, _, text = pyshacl.validate(data, shacl_graph=shapes, advanced=False, inference="none")
    return result, text


def check_shapes(folder, path):
    shapes = rdflib.Graph().parse(folder / "shapes.ttl")
    data = rdflib.Graph().parse(path, format="nt")
    good, text = conforms(data, shapes)
    if not good:
        sys.exit(f"{path}: does not keep to the shapes:\n{text[:3000]}")
    # One fault of each kind must be noticed.
    fil = rdflib.Namespace(FIL)
    claim = next(data.subjects(rdflib.RDF.type, fil.Claim), None)
    evidence = next(data.subjects(rdflib.RDF.type, fil.Evidence), None)
    if claim is None:
        return data
    faults = [
        (claim, fil.polarity, fil.Negated if (claim, fil.polarity, fil.Affirmed) in data else fil.Affirmed),
        (claim, rdflib.RDF.object, rdflib.URIRef("http://example.org/second")),
        (evidence, fil.rule, rdflib.Literal("second")),
    ]
    for fault in faults:
        data.add(fault)
        if conforms(data, shapes)[0]:
            sys.exit(f"the shapes let {fault} pass")
        data.remove(fault)
    return data


def check_vocabulary(folder, data):
    vocabulary = rdflib.Graph().parse(folder / "vocabulary.ttl")
    known = {str(subject) for subject in vocabulary.subjects()}
    used = {str(term) for triple in data for term in triple if str(term).startswith(FIL)}
    # Relations that a user's own ontology or the open extraction brings are described in the data.
    used -= {str(relation) for relation in data.subjects(rdflib.RDF.type, rdflib.RDF.Property)}
    if unknown := used - known:
        sys.exit(f"not in the vocabulary: {sorted(unknown)}")
    return len(used)


def check_query(folder, data):
    """The query that the manual of the schemas shows."""
    query = re.search(r"```sparql\n(.*?)```", (folder / "README.md").read_text("utf-8"), re.DOTALL).group(1)
    rows = list(data.query(query))
    fil = rdflib.Namespace(FIL)
    denials = set(data.subjects(rdflib.RDF.type, fil.Denial))
    # Who denies is always named; what is denied may be a date, which has no name.
    answerable = any((data.value(denial, rdflib.RDF.object), None, None) in data for denial in denials)
    if answerable and not rows:
        sys.exit("the query of schemas/README.md finds no denial")
    return len(rows)


def main():
    folder, claims, quads = map(Path, sys.argv[1:4])
    records = check_claims(folder, claims)
    data = check_shapes(folder, quads)
    terms = check_vocabulary(folder, data)
    denials = check_query(folder, data)
    print(f"{claims}: {records} records by the schema; {quads}: by the shapes, {terms} terms of the vocabulary, "
          f"{denials} answers to who denies what")


main()
