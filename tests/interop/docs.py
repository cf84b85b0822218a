"""Runs every command, query and script of the manual's pages, as a reader would, page by page from the top.

usage: docs.py PAGES_FOLDER ARTICLES_FOLDER ROOM

Each page gets a folder of its own with `articles/` in it. `sh` blocks run with the programs of PATH, `python` blocks
with this Python, `sparql` blocks are saved under the name the page gives before the first of them. `cypher` blocks are
Neo4jReads.java's.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

# A command that needs the name of something the examples do not have, or a server, is not in a block.
BLOCK = re.compile(r"^```(sh|python|sparql)\n(.*?)^```", re.DOTALL | re.MULTILINE)
SAVED_AS = re.compile(r"Save it as `([^`]+)`")


def run(page, command, text, room):
    done = subprocess.run(command, cwd=room, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        sys.exit(f"{page}: this fails:\n{text}\n{done.stdout}{done.stderr}")
    return done.stdout


def check(page, articles, room):
    shutil.rmtree(room, ignore_errors=True)
    shutil.copytree(articles, room / "articles")
    # The story of the first page, so that there is something that somebody denies.
    story = [line[2:] for line in Path("README.md").read_text("utf-8").splitlines() if line.startswith("> ")]
    (room / "articles" / "story.txt").write_text(" ".join(story) + "\n", "utf-8")
    text = page.read_text("utf-8")
    query = SAVED_AS.search(text)
    count = 0
    for language, block in BLOCK.findall(text):
        if language == "sh":
            run(page, ["bash", "-euo", "pipefail", "-c", block], block, room)
        elif language == "python":
            if not run(page, [sys.executable, "-c", block], block, room) and "print" in block:
                sys.exit(f"{page}: this prints nothing:\n{block}")
        elif query:
            (room / query.group(1)).write_text(block, "utf-8")
            query = None
        count += 1
    return count


def main():
    folder, articles, room = map(Path, sys.argv[1:4])
    counts = []
    for page in sorted(folder.glob("*.md")):
        counts.append(f"{page.stem} {check(page, articles, room / page.stem)}")
    print(f"{folder}: commands, queries and scripts that run: {', '.join(counts)}")


main()
