"""Holds what every reader got against the one expected table, and writes the table of losses.

usage: compare.py EXPECTED.json LOSSES.toml TABLES_FOLDER LOSSES.md

Every difference must be one that `losses.toml` foresees for that reader and format, and every loss it foresees must
occur: the list is what we publish. With UPDATE_GOLDEN=1 LOSSES.md is written, without it must be up to date.
"""

import json
import os
import re
import sys
import tomllib
from pathlib import Path

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

# How a value may differ, as `becomes` says it.
CHANGES = {
    "missing": lambda expected, got: got is None,
    "text": lambda expected, got: isinstance(expected, list) and isinstance(got, str) and as_list(got) == expected,
    "marked": lambda expected, got: isinstance(expected, str) and got == CONTROL.sub("\ufffd", expected),
    "infinity": lambda expected, got: isinstance(expected, str) and got == expected.replace("INF", "Infinity"),
    "one line": lambda expected, got: isinstance(expected, str) and got == re.sub(r"[\r\n\x0b\x0c\x85\u2028\u2029]", " ", expected),
    "commas": lambda expected, got: isinstance(expected, list) and got == [item.replace(";", ",") for item in expected],
}


def as_list(text):
    try:
        return json.loads(text)
    except ValueError:
        return None


def same(expected, got):
    if isinstance(expected, bool) or isinstance(got, bool):
        return expected is got
    if isinstance(expected, (int, float)) and isinstance(got, (int, float)):
        return float(expected) == float(got)
    return expected == got


def differences(expected, table):
    """(kind of thing, id, attribute, expected, got)."""
    for kind in ("nodes", "edges"):
        read = table[kind]
        for key in expected[kind].keys() | read.keys():
            if key not in read:
                yield kind, key, "", "there", None
            elif key not in expected[kind]:
                yield kind, key, "", None, "there"
            else:
                for name, value in expected[kind][key].items():
                    if not same(value, read[key].get(name)):
                        yield kind, key, name, value, read[key].get(name)


def foresees(loss, kind, name, expected, got):
    named = {f"{kind}.{name}" if name else kind} & set(loss["loses"])
    return bool(named) and CHANGES[loss["becomes"]](expected, got)


def check(expected, losses, path):
    consumer, form = re.fullmatch(r"(.+)\.([a-z0-9-]+)\.json", path.name).groups()
    table = json.loads(path.read_text("utf-8"))
    own = [loss for loss in losses if consumer in loss["readers"] and form in loss["formats"]]
    seen = set()
    problems = []
    for kind, key, name, value, got in differences(expected, table):
        fitting = [index for index, loss in enumerate(own) if foresees(loss, kind, name, value, got)]
        seen.update(fitting)
        if not fitting:
            problems.append(f"{consumer}, {form}, {key}: {name or kind} is {got!r}, expected {value!r}")
    for index, loss in enumerate(own):
        if index not in seen:
            problems.append(f"{consumer}, {form}: loses no longer {', '.join(loss['loses'])}; say so in losses.toml")
    values = sum(len(row) for kind in ("nodes", "edges") for row in expected[kind].values())
    print(f"{consumer:14} {form:12} {len(table['nodes'])} nodes, {len(table['edges'])} edges, {values} values, "
          f"{len(own)} known losses")
    return problems


def published(losses):
    lines = [
        "# What readers lose",
        "",
        "Made by `tests/interop/run` from `losses.toml`: each line was seen to happen on the golden graph, and nothing else",
        "was lost. “Everything” is what stands in `tests/golden/expected.json`.",
        "",
        "| reader | format | loses | because | so we |",
        "|---|---|---|---|---|",
    ]
    for loss in losses:
        readers, formats = ", ".join(loss["readers"]), ", ".join(loss["formats"])
        lines.append(f"| {readers} | {formats} | {loss['what']} | {loss['because']} | {loss['so_we']} |")
    return "\n".join(lines) + "\n"


def main():
    expected_path, losses_path, folder, page = map(Path, sys.argv[1:5])
    expected = json.loads(expected_path.read_text("utf-8"))
    losses = tomllib.loads(losses_path.read_text("utf-8"))["loss"]
    problems = []
    tables = sorted(folder.glob("*.json"))
    for path in tables:
        problems += check(expected, losses, path)
    seen = {path.name for path in tables}
    for loss in losses:
        for consumer in loss["readers"]:
            for form in loss["formats"]:
                if f"{consumer}.{form}.json" not in seen and not loss.get("seen_elsewhere"):
                    problems.append(f"nobody read {form} with {consumer}")
    if problems:
        sys.exit("\n".join(problems[:40]))
    text = published(losses)
    if "UPDATE_GOLDEN" in os.environ:
        page.write_text(text, "utf-8")
    elif not page.exists() or page.read_text("utf-8") != text:
        sys.exit(f"{page} is not what losses.toml says; write it anew with UPDATE_GOLDEN=1 {sys.argv[0]}")
    print(f"{len(tables)} readings as expected")


main()
