"""Makes `reader/glued_words.txt`: small words that are no likely end, or beginning, of a name.

    python make_glued_words.py word_clusters.tsv TREEBANK.conllu > LANGUAGE/reader/glued_words.txt

Texts that lost a line break, or a space behind a link, read "Duboisà" or "avecDubois". Cutting there is safe only
where real names do not look so: "Simonet" is not Simon + et. A word of a closed class is listed when among the
capitalised words of the cluster table (some two hundred thousand) at most 25 are another one with it at the end.
"""

import collections
import sys

CLOSED = {"ADP", "AUX", "CCONJ", "DET", "PART", "PRON", "SCONJ"}
MOST_ACCIDENTS = 25
SEEN = 5

names = set()
for line in open(sys.argv[1], encoding="utf-8"):
    word = line.split("\t")[0]
    if word[0].isupper() and word[1:].islower() and word.isalpha():
        names.add(word)
seen = collections.Counter()
for line in open(sys.argv[2], encoding="utf-8"):
    cells = line.split("\t")
    if len(cells) == 10 and cells[0].isdigit() and cells[3] in CLOSED:
        word = cells[1].lower()
        if word.isalpha() and (len(word) > 1 or not word.isascii()):
            seen[word] += 1
        # The contractions, which treebanks take apart.
    elif len(cells) == 10 and "-" in cells[0] and cells[1].isalpha():
        seen[cells[1].lower()] += 1
small = {word for word, count in seen.items() if count >= SEEN}
accidents = collections.Counter()
for name in names:
    for border in range(3, len(name)):
        if name[border:] in small and name[:border] in names:
            accidents[name[border:]] += 1
print("# Small words that are no likely end of a name; made by make_glued_words.py, see ../../README.md.")
for word in sorted(small):
    if accidents[word] <= MOST_ACCIDENTS:
        print(word)
