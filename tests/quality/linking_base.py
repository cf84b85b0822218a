#!/usr/bin/env python3
"""Makes the knowledge base that `filature evaluate links` is measured with.

    linking_base.py REFERENCE.tsv FOLDER GOLD.jsonl…
    filature evaluate links GOLD.jsonl… --kb FOLDER

The base holds the entities that the gold texts name, under their Wikidata labels only, and distractors: every entity of the
reference that shares a label or its last word with one of them, and one in five of all others. What the bundled tables
have already is left out: where they have a gold entity under an id of ours, by its label and kind, their table stands in
the folder with the Wikidata id in its place. Surface forms of the gold texts are never used. The output is not committed.

REFERENCE has the columns qid, kind, label, lang, source; rows whose source ends in #mention or #demonym, or that begin with
find_string, are skipped.
"""
import csv
import glob
import json
import os
import re
import sys
import unicodedata
from collections import Counter

KINDS = {"person": "person", "place": "place", "organization": "organization", "product": "product", "event": "event",
         "work": "work", "group": "group"}
# Wikidata classes of the gold files, the most telling first.
CLASSES = [("Q215627", "person"), ("Q27096213", "place"), ("Q43229", "organization"), ("Q2424752", "product"),
           ("Q1656682", "event"), ("Q11862829", "work")]
# Others that stand in for the weight of a full base.
ONE_IN = 5


def fold(text):
    text = unicodedata.normalize("NFD", text.lower())
    return re.sub(r"\s+", " ", "".join(c for c in text if not unicodedata.combining(c))).strip()


TABLES = sorted(glob.glob(os.path.join(os.path.dirname(__file__), "../../src/knowledge_base/*.tsv")))


def bundled():
    """Ids and labels of the bundled tables."""
    rows = [line.split("\t") for path in TABLES for line in open(path, encoding="utf-8")]
    return {row[0] for row in rows}, {label for row in rows for label in row[2:4]}


def renamed(gold, known, folder):
    """Bundled tables with the Wikidata ids of gold entities in place of ids of ours; returns those ids."""
    ids, twice = {}, set()
    for qid, (label, kind) in gold.items():
        if f"wd:{qid}" not in known:
            key = (fold(label), kind)
            twice.update({key} & set(ids))
            ids[key] = qid
    rows = [line.split("\t") for path in TABLES for line in open(path, encoding="utf-8") if line.startswith("kb:")]
    bearers = Counter((fold(row[2]), row[1].split("/")[0]) for row in rows if len(row) > 3)
    found = set()
    for path in TABLES:
        lines = open(path, encoding="utf-8").read().split("\n")
        changed = False
        for index, line in enumerate(lines):
            row = line.split("\t")
            if not line.startswith("kb:") or len(row) < 4:
                continue
            key = (fold(row[2]), row[1].split("/")[0])
            if key in ids and key not in twice and bearers[key] == 1:
                lines[index] = "\t".join([f"wd:{ids[key]}", *row[1:]])
                found.add(ids[key])
                changed = True
        if changed:
            with open(os.path.join(folder, os.path.basename(path)), "w", encoding="utf-8") as out:
                out.write("\n".join(lines))
    return found


def main(reference, folder, *gold_files):
    os.makedirs(folder, exist_ok=True)
    gold = {}
    for path in gold_files:
        for line in open(path, encoding="utf-8"):
            for label in json.loads(line)["labels"]:
                qid = str(label["entity_id"])
                if not re.fullmatch(r"Q\d+", qid) or not label.get("name") or label["name"] == "Unknown":
                    continue
                classes = (label.get("type") or "").split("|")
                kind = next((kind for wikidata, kind in CLASSES if wikidata in classes), "organization")
                gold.setdefault(qid, (label["name"], kind))
    entries = {}
    with open(reference, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            source = row["source"]
            if source.endswith(("#mention", "#demonym")) or source.startswith("find_string"):
                continue
            label = row["label"].strip()
            if row["kind"] not in KINDS or not label or "|" in label or row["lang"] not in ("en", "fr", "mul"):
                continue
            entry = entries.setdefault(row["qid"], {"kind": KINDS[row["kind"]], "labels": {}, "sources": set()})
            entry["labels"].setdefault(label, row["lang"])
            entry["sources"].add(source.split(":")[0])
    names = {fold(name) for name, _ in gold.values()}
    last_words = {name.split(" ")[-1] for name in names}
    known, taken = bundled()
    known |= {f"wd:{qid}" for qid in renamed(gold, known, folder)}
    out = csv.writer(open(os.path.join(folder, "gold_entities.tsv"), "w", encoding="utf-8", newline=""), delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, lineterminator="\n")
    out.writerow(["id", "type", "label_en", "label_fr", "aliases", "weight"])
    for qid in sorted(set(entries) | set(gold), key=lambda qid: int(qid[1:])):
        if f"wd:{qid}" in known:
            continue
        entry = entries.get(qid)
        if qid in gold:
            label, kind = gold[qid]
            others = [other for other in (entry or {"labels": {}})["labels"] if other != label]
        else:
            folded = {fold(label) for label in entry["labels"]}
            near = folded & names or {name.split(" ")[-1] for name in folded} & last_words
            if not near and int(qid[1:]) % ONE_IN:
                continue
            label = sorted(entry["labels"], key=lambda label: (entry["labels"][label] != "en", label))[0]
            kind, others = entry["kind"], [other for other in entry["labels"] if other != label]
        # How many sources know it stands in for how often it is spoken of.
        weight = min(30 + 8 * len(entry["sources"]) if entry else 30, 70)
        clean = [re.sub(r"[\t\n\"]", " ", text) for text in (label, *others)]
        # Tables name other entries by their label: one that the bundled tables use is told apart, and kept as an alias.
        shown = f"{clean[0]} ({qid})" if clean[0] in taken else clean[0]
        aliases = sorted(set(clean if shown != clean[0] else clean[1:]))
        out.writerow([f"wd:{qid}", kind, shown, shown, "|".join(aliases), weight])


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
