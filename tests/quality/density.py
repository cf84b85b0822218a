#!/usr/bin/env python3
"""Claims per 1,000 words and their precision, per relation, from a run over real articles and the verdicts on it.

    filature extract FOLDER > CLAIMS.jsonl
    density.py LANGUAGE CLAIMS.jsonl FOLDER/*.txt

The texts are those that CLAIMS.jsonl was read from; words are what stands between spaces. A claim counts once in each
document. Its verdict is the row of `verdicts.tsv` of that language with its id; the document may have another name there,
so rows of one id must agree or are told apart by their order. Claims without a verdict count for density and not for
precision; a warning says how many. The rows of LANGUAGE in `density.tsv` are replaced, all others stay.
"""
import collections
import csv
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
COLUMNS = ["language", "relation", "claims", "per_1000_words", "judged", "right", "precision"]


def table(name):
    with open(os.path.join(HERE, name), encoding="utf-8", newline="") as file:
        rows = (line for line in file if not line.startswith("#"))
        return list(csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))


def main(language, claims_file, texts):
    words = 0
    for text in texts:
        with open(text, encoding="utf-8") as file:
            words += len(file.read().split())
    verdicts = collections.defaultdict(list)
    for row in table("verdicts.tsv"):
        if row["language"] == language:
            verdicts[row["claim"]].append(row["verdict"] == "right")
    found, judged, right = collections.Counter(), collections.Counter(), collections.Counter()
    unjudged = 0
    with open(claims_file, encoding="utf-8") as file:
        for record in map(json.loads, file):
            if record["kind"] != "claim":
                continue
            for _document in sorted({evidence["document"] for evidence in record["evidence"]}):
                relation = record["relation"]
                found[relation] += 1
                if not verdicts[record["id"]]:
                    unjudged += 1
                    continue
                judged[relation] += 1
                right[relation] += verdicts[record["id"]].pop(0)
    if unjudged:
        print(f"{unjudged} claims have no verdict", file=sys.stderr)
    path = os.path.join(HERE, "density.tsv")
    kept = [row for row in table("density.tsv") if row["language"] != language] if os.path.exists(path) else []
    rows = [(language, "(all)", sum(found.values()), sum(judged.values()), sum(right.values()))]
    rows += [(language, relation, found[relation], judged[relation], right[relation]) for relation in sorted(found)]
    for name, relation, claims, checked, correct in rows:
        kept.append({
            "language": name, "relation": relation, "claims": claims, "per_1000_words": f"{1000 * claims / words:.2f}",
            "judged": checked, "right": correct, "precision": f"{100 * correct / checked:.1f}" if checked else "",
        })
    kept.sort(key=lambda row: (row["language"], row["relation"]))
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE)
        writer.writeheader()
        writer.writerows(kept)


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
