#!/usr/bin/env python3
"""Checks every Wikidata id of the tables against a reference.

    python3 check_ids.py REFERENCE.tsv [TABLE.tsv …]

The reference is a tab-separated file with a header that names at least the columns `qid` and `label`; one row per
name that some source gives an item. An id is confirmed when one of its reference labels is, letter case, accents,
punctuation and a remark in brackets aside, a label or alias of its row. Prints what is not, and ends with status 1 if
there is any.
"""

import collections
import csv
import pathlib
import re
import sys
import unicodedata

NAME_COLUMNS = re.compile(r"(label|aliases|acronyms)(_\w+)?$")


def fold(name):
    """Letters and digits only, lower case, without accents and without what stands in brackets at the end."""
    name = re.sub(r" \([^)]*\)$", "", name)
    plain = unicodedata.normalize("NFKD", name.lower().replace("ł", "l").replace("ø", "o").replace("ı", "i").replace("đ", "d"))
    return "".join(c for c in plain if c.isalnum())


def read_table(path):
    with open(path, encoding="utf-8") as file:
        lines = [line.rstrip("\n").split("\t") for line in file if line.strip() and not line.startswith("#")]
    header, rows = lines[0], lines[1:]
    return [dict(zip(header, row)) for row in rows]


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    csv.field_size_limit(1 << 24)
    names = collections.defaultdict(set)
    with open(sys.argv[1], encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            names[row["qid"]].add(row["label"])
    tables = sys.argv[2:] or sorted(pathlib.Path(__file__).parent.glob("*.tsv"))
    checked = mismatches = 0
    for path in tables:
        for row in read_table(path):
            identifier = row.get("id", "")
            if not identifier.startswith("wd:"):
                continue
            checked += 1
            known = names.get(identifier[3:], set())
            ours = {name for column, cell in row.items() if column and NAME_COLUMNS.match(column) for name in cell.split("|")}
            if not {fold(name) for name in known} & {fold(name) for name in ours}:
                mismatches += 1
                print(f"{path}: {identifier} is {row['label_en']!r} here; reference: {sorted(known)[:5] or 'unknown'}")
    print(f"{checked} ids checked, {mismatches} not confirmed")
    sys.exit(1 if mismatches else 0)


if __name__ == "__main__":
    main()
