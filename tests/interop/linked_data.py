"""Reads JSON-LD with pyld, rdflib and oxigraph: each must give the RDFC-1.0 hash of the N-Quads beside it.

usage: linked_data.py FILE.jsonld FILE.nq
"""

import hashlib
import json
import re
import sys
from pathlib import Path

import pyoxigraph
import rdflib
from pyld import jsonld


def canonical_hash(quads):
    return hashlib.sha256(quads.encode("utf-8")).hexdigest()


def canonical(quads):
    """Any N-Quads in canonical form. (pyld's own N-Quads parser does not know `\\u0001`.)"""
    dataset = pyoxigraph.Dataset(pyoxigraph.parse(quads.encode("utf-8"), format=pyoxigraph.RdfFormat.N_QUADS))
    return written(dataset)


def written(dataset):
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    write = lambda quad: pyoxigraph.serialize([quad], format=pyoxigraph.RdfFormat.N_QUADS).decode("utf-8")
    return "".join(sorted(write(quad) for quad in dataset))


def by_pyld(text):
    """pyld leaves control characters and tabs in its canonical form as they are, as drafts of RDFC-1.0 did: on texts
    with such characters its own hash is another, of the same statements."""
    quads = jsonld.normalize(json.loads(text), {"algorithm": "URDNA2015", "format": "application/n-quads"})
    return canonical(quads) if re.search(r"[\x00-\x09\x0b-\x1f\x7f]", quads) else quads


def by_rdflib(text):
    dataset = rdflib.Dataset()
    dataset.parse(data=text, format="json-ld")
    return canonical(dataset.serialize(format="nquads"))


def by_rdflib_graph(text):
    """The way most people do it: nothing may hide in a named graph."""
    graph = rdflib.Graph()
    graph.parse(data=text, format="json-ld")
    return canonical(graph.serialize(format="nt"))


def by_oxigraph(text):
    dataset = pyoxigraph.Dataset(pyoxigraph.parse(text.encode("utf-8"), format=pyoxigraph.RdfFormat.JSON_LD))
    return written(dataset)


def main():
    path, quads_path = map(Path, sys.argv[1:3])
    text = path.read_text("utf-8")
    quads = quads_path.read_text("utf-8")
    expected = canonical_hash(quads)
    lines = set(quads.splitlines())
    readers = {"itself": lambda _: canonical(quads), "pyld": by_pyld, "rdflib": by_rdflib,
               "rdflib.Graph": by_rdflib_graph, "oxigraph": by_oxigraph}
    for name, read in readers.items():
        got = read(text)
        if canonical_hash(got) != expected:
            got = set(got.splitlines())
            difference = [f"+ {line}" for line in sorted(got - lines)] + [f"- {line}" for line in sorted(lines - got)]
            sys.exit(f"{path}: {name} reads something else:\n" + "\n".join(difference[:20]))
    print(f"{path}: {len(lines)} statements, RDFC-1.0 {expected[:16]} in {', '.join(readers)}")


main()
