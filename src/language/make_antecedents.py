"""Fits antecedents.tsv: how much each clue counts for each kind of pronoun, by what gold chains say is right.

    filature evaluate coreference GUM*.conll --language en --choices en.jsonl
    filature evaluate coreference press_dev.conll --language fr --choices fr.jsonl
    make_antecedents.py en=en.jsonl fr=fr.jsonl src/language

A pronoun takes up one of what stands before it, or nothing; the probability of each is proportional to exp(weights of its
clues), that of a chain the sum of its mentions'. A weight is the sum of one for all pronouns, one for what the pronoun
shows, one for its place in the clause and one for the language, each held near what is expected without examples, mostly 0, so that languages and kinds with few
examples learn from the others. `--folds N` measures on documents left out instead of writing. Needs numpy.
"""

import json
import sys

import numpy as np

HOLD = {"all": 1.0, "class": 2.0, "place": 2.0, "language": 3.0}
ROUNDS, STEP = 400, 0.05

# What is expected without any example, after the salience factors of Lappin and Leass (1994), in odds by hand.
EXPECTED = {
    ("all",): {
        "here": 2.0, "ahead": 0.5, "one back": 1.0, "two back": -0.5, "farther back": -1.5, "subject": 1.5, "root": 1.0, "object": 0.3,
        "complement": -0.5, "name": 0.5, "named": 0.3, "in headline": -0.5, "outside quote": -1.0, "speaking on": 1.5, "joined": 2.0, "headline topic": 3.0,
        "unknown gender": -0.7, "frequency": 0.5, "fits": 0.7, "misfits": -1.5, "several": -2.0, "between": -0.5, "unknown kind": -0.5,
    },
    ("class", "any"): {"person": 1.0},
    ("class", "person"): {"person": 0.5},
    ("place", "possessive"): {"own clause": 0.7, "own subject": 1.0},
}


def read(arguments):
    examples = []
    for argument in arguments:
        language, path = argument.split("=")
        for line in open(path, encoding="utf-8"):
            examples.append(json.loads(line) | {"language": language})
    return examples


class Fit:
    def __init__(self, examples):
        seen = {clue for e in examples for c in [{"clues": e["nothing"]}, *e["possible"]] for clue in c["clues"]}
        self.clues = sorted(seen.union(*EXPECTED.values()))
        number = {clue: index for index, clue in enumerate(self.clues)}
        self.kinds = sorted({(e["language"], e["kind"]) for e in examples})
        kind_number = {kind: index for index, kind in enumerate(self.kinds)}
        # A kind's weights are the sum of the parts it has a share in.
        parts = sorted({part for kind in self.kinds for part in self.parts(kind)})
        self.share = np.zeros((len(self.kinds), len(parts)))
        for kind in self.kinds:
            for part in self.parts(kind):
                self.share[kind_number[kind], parts.index(part)] = 1
        self.hold = np.array([HOLD[part[0]] for part in parts])[:, None]
        self.expected = np.array([[EXPECTED.get(part, {}).get(clue, 0.0) for clue in self.clues] for part in parts])
        rows, right, group, kinds = [], [], [], []
        for index, e in enumerate(examples):
            candidates = [(c["clues"], c["right"]) for c in e["possible"]]
            candidates.append((e["nothing"], not any(c["right"] for c in e["possible"])))
            for clues, is_right in candidates:
                row = np.zeros(len(self.clues))
                for clue, value in clues.items():
                    row[number[clue]] = value
                rows.append(row)
                right.append(is_right)
                group.append(index)
                kinds.append(kind_number[e["language"], e["kind"]])
        self.rows, self.right = np.array(rows), np.array(right)
        self.group, self.kind, self.groups = np.array(group), np.array(kinds), len(examples)
        self.weights = self.expected.copy()

    @staticmethod
    def parts(kind):
        language, (shown, place) = kind[0], kind[1].split(".")
        return [("all",), ("class", shown), ("place", place), ("language", language)]

    def probabilities(self, keep=None):
        table = self.share @ self.weights
        scores = np.exp((self.rows * table[self.kind]).sum(axis=1))
        if keep is not None:
            scores = scores * keep
        return scores / np.bincount(self.group, scores, self.groups)[self.group].clip(1e-300)

    def run(self, used):
        used = used[self.group]
        first, second = np.zeros_like(self.weights), np.zeros_like(self.weights)
        for round in range(1, ROUNDS + 1):
            drawn, wanted = self.probabilities(), self.probabilities(self.right)
            error = (drawn - wanted) * used
            slope = np.zeros((len(self.kinds), len(self.clues)))
            np.add.at(slope, self.kind, error[:, None] * self.rows)
            slope = self.share.T @ slope + self.hold * (self.weights - self.expected)
            first = 0.9 * first + 0.1 * slope
            second = 0.99 * second + 0.01 * slope**2
            step = STEP * (1 - round / ROUNDS) + 0.002
            self.weights -= step * (first / (1 - 0.9**round)) / (np.sqrt(second / (1 - 0.99**round)) + 1e-8)


def main():
    arguments = [a for a in sys.argv[1:] if not a.startswith("--")]
    folds = [int(a.split("=")[1]) for a in sys.argv if a.startswith("--folds=")]
    examples = read([a for a in arguments if "=" in a])
    fit = Fit(examples)
    if folds:
        documents = sorted({e["document"] for e in examples})
        fold = np.array([documents.index(e["document"]) % folds[0] for e in examples])
        drawn = np.zeros(len(fit.rows))
        for left_out in range(folds[0]):
            fit.weights[:] = fit.expected
            fit.run((fold != left_out).astype(float))
            here = fold[fit.group] == left_out
            drawn[here] = fit.probabilities()[here]
        report(fit, examples, drawn)
        return
    fit.run(np.ones(len(examples)))
    table = fit.share @ fit.weights
    for language in sorted({kind[0] for kind in fit.kinds}):
        columns = [(kind, row) for kind, row in zip(fit.kinds, table) if kind[0] == language]
        with open(f"{arguments[-1]}/{language}/antecedents.tsv", "w", encoding="utf-8") as out:
            out.write("# How much each clue counts for each kind of pronoun. Made by make_antecedents.py; manual: src/language/README.md.\n")
            out.write("\t".join(["clue", *(kind[1] for kind, _ in columns)]) + "\n")
            for index, clue in enumerate(fit.clues):
                out.write("\t".join([clue, *(f"{row[index]:.2f}" for _, row in columns)]) + "\n")


def report(fit, examples, drawn):
    """Of the pronouns that most likely mean something named, how many do, by language and probability."""
    rows = {}
    for e, (start, end) in zip(examples, ranges(fit.group)):
        sums, right, kinds = {}, {}, {}
        for index, candidate in enumerate(e["possible"]):
            same = candidate["same"]
            sums[same] = sums.get(same, 0) + drawn[start + index]
            right[same] = right.get(same, False) or candidate["right"]
            if "named" in candidate["clues"]:
                kinds[same] = "person" if "person" in candidate["clues"] else "thing"
        wanted = {kinds[same] for same in kinds if right[same]}
        best = max(sums, key=sums.get, default=None)
        for least in (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8):
            for kind in ("person", "thing"):
                cell = rows.setdefault((e["language"], kind, least), [0, 0, 0])
                cell[2] += kind in wanted
                if best is not None and kinds.get(best) == kind and sums[best] >= least:
                    cell[0] += 1
                    cell[1] += right[best]
    for name, (taken, right, wanted) in sorted(rows.items()):
        print(*name, f"precision {right}/{taken} {100 * right / max(taken, 1):.1f}, recall {right}/{wanted} {100 * right / max(wanted, 1):.1f}")
    print(f"log likelihood {-np.log(np.bincount(fit.group, drawn * fit.right, fit.groups).clip(1e-9)).mean():.4f}")


def ranges(group):
    starts = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
    return list(zip(starts, np.r_[starts[1:], len(group)]))


main()
