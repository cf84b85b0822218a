"""Validates FollowTheMoney entities with its own library, and holds them against the claims file of the same graph.

usage: ftm.py FILE.ftm.json FILE.jsonl
"""

import json
import re
import sys
from pathlib import Path

from followthemoney import model
from followthemoney.exc import InvalidData

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


def entities(path):
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        data = json.loads(line)
        try:
            # Cleaned values must be the ones we wrote: what cleaning drops is lost in Aleph.
            entity = model.get_proxy(data, cleaned=False)
            entity.schema.validate(data)
        except InvalidData as error:
            sys.exit(f"{path}:{number}: {error} {getattr(error, 'errors', '')}")
        for name, values in data["properties"].items():
            # It takes control characters out of every text, which is right.
            if lost := {CONTROL.sub("", value) for value in values} - set(entity.get(name)):
                sys.exit(f"{path}:{number}: FollowTheMoney drops {name} {sorted(lost)}")
        yield data, entity


def is_plain(claim):
    """Whether a claim may be told without its polarity: all of it affirmed, somebody says so, nobody denies it."""
    evidence = claim["evidence"]
    stances = {said["stance"] for item in evidence for said in item["attribution"]}
    asserted = "asserts" in stances or any(not item["attribution"] for item in evidence)
    plain = any(item["modality"] in ("stated", "reported") for item in evidence)
    affirmed = all(item["polarity"] == "affirmed" for item in evidence)
    return affirmed and asserted and "denies" not in stances and plain


def main():
    path, claims_path = map(Path, sys.argv[1:3])
    read = list(entities(path))
    records = [json.loads(line) for line in claims_path.read_text("utf-8").splitlines()]
    claims = {record["id"]: record for record in records if record["kind"] == "claim" and record["object"] is not None}
    links = {record_id: data for data, _ in read for record_id in data["properties"].get("recordId", [])}
    wanted = {key for key, claim in claims.items() if is_plain(claim)}
    if wanted != links.keys():
        sys.exit(f"{path}: other claims than those told plainly: {sorted(wanted ^ links.keys())[:5]}")
    known = {data["id"] for data, _ in read}
    for data, entity in read:
        for prop, value in entity.itervalues():
            if prop.type.name == "entity" and value not in known:
                sys.exit(f"{path}: {data['id']}: {prop.name} leads nowhere: {value}")
    names = {name for data, _ in read for name in data["properties"].get("name", [])}
    if lost := {record["label"].strip() for record in records if record["kind"] == "entity"} - names:
        # Named, but no node: nothing is said about it and it is only referred to.
        nodes = {mention["entity"] for mention in records if mention["kind"] == "mention" and mention["form"] == "name"}
        labels = {record["label"].strip() for record in records if record["kind"] == "entity" and record["id"] in nodes}
        if lost & labels:
            sys.exit(f"{path}: names are missing: {sorted(lost)[:5]}")
    schemata = sorted({data["schema"] for data, _ in read})
    print(f"{path}: {len(read)} entities valid, {len(links)} of {len(claims)} claims; {', '.join(schemata)}")


main()
