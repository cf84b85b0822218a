//! What the parser looks at: the top of the stack, the front of the queue, and what hangs on them already.

use super::state::{NONE, State};
use crate::learn::linear_model::{atom, feature};
use crate::learn::words::Word;
use crate::model::{Token, Upos};

/// A word as the parser sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    /// Lower-case form.
    form: u32,
    /// Part of speech.
    tag: u32,
    /// Part of speech with features.
    morphology: u32,
    lemma: u32,
    /// Groups of two grain sizes.
    fine: u32,
    coarse: u32,
    /// Finite verbs before it.
    finite: u32,
    /// Words before it that open a clause: subordinating conjunctions, relative and interrogative pronouns.
    openers: u32,
}

impl Node {
    const ABSENT: Self = Self::constant(u32::MAX);
    const ROOT: Self = Self::constant(u32::MAX - 1);

    const fn constant(atom: u32) -> Self {
        Self { form: atom, tag: atom, morphology: atom, lemma: atom, fine: atom, coarse: atom, finite: 0, openers: 0 }
    }

    fn new(word: &Word, token: &Token) -> Self {
        let tag = token.upos as u32;
        Self {
            form: word.lower,
            tag,
            morphology: feature(tag, &[atom(token.feats.as_conllu())]),
            lemma: atom(&token.lemma),
            fine: word.clusters[1],
            coarse: word.clusters[2],
            finite: 0,
            openers: 0,
        }
    }
}

fn is_finite(token: &Token) -> bool {
    matches!(token.upos, Upos::Verb | Upos::Aux) && token.feats.get("VerbForm") == Some("Fin")
}

fn opens_clause(token: &Token) -> bool {
    token.upos == Upos::Sconj || matches!(token.feats.get("PronType"), Some("Rel" | "Int" | "Int,Rel"))
}

/// The nodes of a sentence, the artificial root behind the last word.
pub(super) fn nodes(words: &[Word], tokens: &[Token]) -> Vec<Node> {
    let mut nodes: Vec<Node> =
        words.iter().zip(tokens).map(|(word, token)| Node::new(word, token)).chain([Node::ROOT]).collect();
    let (mut finite, mut openers) = (0, 0);
    for (at, node) in nodes.iter_mut().enumerate() {
        (node.finite, node.openers) = (finite, openers);
        if let Some(token) = tokens.get(at) {
            finite += u32::from(is_finite(token));
            openers += u32::from(opens_clause(token));
        }
    }
    nodes
}

/// One thing to look at. The first two letters name the place: `S0`, `S1`, `S2` the stack from its top, `B0`, `B1`,
/// `B2` the queue; the small letters a dependent (`l` leftmost, `m` second from the left, `r` rightmost, `q`
/// second from the right). The last letter names the property: `W` form, `T` tag, `M` morphology, `L` lemma,
/// `K` fine and `C` coarse group, `D` relation.
#[derive(Clone, Copy)]
#[repr(u8)]
enum Look {
    S0W,
    S0T,
    S0M,
    S0L,
    S0K,
    S0C,
    S1W,
    S1T,
    S1M,
    S1L,
    S1K,
    S1C,
    S2L,
    S2T,
    S2C,
    B0W,
    B0T,
    B0M,
    B0L,
    B0K,
    B0C,
    B1W,
    B1T,
    B1M,
    B1C,
    B2W,
    B2T,
    B3T,
    S0lW,
    S0lT,
    S0lD,
    S0mT,
    S0mD,
    S0rW,
    S0rT,
    S0rD,
    S0qT,
    S0qD,
    S1lW,
    S1lT,
    S1lD,
    #[expect(dead_code, reason = "filled with its neighbours, in no combination")]
    S1mT,
    S1mD,
    S1rW,
    S1rT,
    S1rD,
    S1qT,
    S1qD,
    B0lW,
    B0lT,
    B0lD,
    B0mT,
    B0mD,
    /// Number of dependents to the left, to the right.
    S0NL,
    S0NR,
    S1NL,
    S1NR,
    B0NL,
    /// Relations of all dependents to the left, to the right, as a set.
    S0SL,
    S0SR,
    S1SR,
    S1SL,
    B0SL,
    /// Distances between S0 and B0, S1 and S0, in classes.
    Near,
    Far,
    /// Marks of punctuation between S1 and S0, between S0 and B0.
    MarkFar,
    MarkNear,
    /// Finite verbs before B0, behind it, before and behind S0 up to B0; openers of clauses before B0 likewise.
    VBefore,
    VBehind,
    VNear,
    OBefore,
    ONear,
    /// The lowest word of the stack, which nothing but the root can take any more, and its relations to the right.
    LowT,
    LowM,
    LowSR,
    /// The token before B0 in the text.
    P0W,
    P0T,
    Count,
}

use Look::*;

/// Combinations, after Zhang and Nivre (2011), "Transition-based dependency parsing with rich non-local features",
/// turned to the arc-hybrid system and extended by lemmas and groups.
#[rustfmt::skip]
const TEMPLATES: &[&[Look]] = &[
    // One place.
    &[S0W, S0T], &[S0W], &[S0T], &[S0M], &[S0L, S0T], &[S0K, S0T], &[S0C, S0T],
    &[S1W, S1T], &[S1W], &[S1T], &[S1M], &[S1L, S1T], &[S1K, S1T], &[S1C, S1T],
    &[B0W, B0T], &[B0W], &[B0T], &[B0M], &[B0L, B0T], &[B0K, B0T], &[B0C, B0T],
    &[B1W, B1T], &[B1W], &[B1T], &[B1C, B1T], &[B2W, B2T], &[B2T], &[S2L, S2T], &[S2T],
    // Two places.
    &[S0W, S0T, B0W, B0T], &[S0W, S0T, B0T], &[S0T, B0W, B0T], &[S0W, B0W], &[S0T, B0T], &[S0M, B0M],
    &[S0K, B0K], &[S0C, B0C, S0T, B0T], &[S0L, B0T], &[S0T, B0L], &[S0L, B0L], &[S0L, B0C], &[S0C, B0L],
    &[S1W, S1T, S0W, S0T], &[S1W, S1T, S0T], &[S1T, S0W, S0T], &[S1W, S0W], &[S1T, S0T], &[S1M, S0M],
    &[S1K, S0K], &[S1C, S0C, S1T, S0T], &[S1L, S0T], &[S1T, S0L], &[S1L, S0L], &[S1L, S0C], &[S1C, S0L],
    &[S1T, B0T], &[S1W, B0T], &[S1T, B0W], &[S1M, B0M], &[S1C, B0C],
    &[B0T, B1T], &[B0W, B1T], &[B0T, B1W], &[B0M, B1M], &[S0T, B1T], &[S0W, B1T], &[S0L, B1W],
    &[P0W, S0T, B0T], &[P0T, S0T, B0T], &[P0W, B0W],
    // Three and more places.
    &[S0T, B0T, B1T], &[S1T, S0T, B0T], &[S2T, S1T, S0T], &[B0T, B1T, B2T], &[S0T, B0T, B1T, B2T],
    &[S1T, S0T, B0T, B1T], &[S2T, S1T, S0T, B0T], &[S0W, B0T, B1T], &[S1W, S0T, B0T], &[S1T, S0W, B0T],
    &[S1T, S0T, B0W], &[S0T, B0W, B1T], &[S1M, S0M, B0T], &[S1T, S0M, B0M], &[S1C, S0C, B0C], &[B0T, B1T, B2T, B3T],
    &[S1L, S0T, B0L], &[S1L, S0T, B0T], &[S2C, S1C, S0C],
    // Dependents.
    &[S0T, S0lT, B0T], &[S0T, S0rT, B0T], &[S0T, B0T, B0lT], &[S0T, S0mT, B0T], &[S0T, S0qT, B0T],
    &[S1T, S1lT, S0T], &[S1T, S1rT, S0T], &[S1T, S0T, S0lT], &[S1T, S0T, S0rT], &[S1T, S1qT, S0T],
    &[S0T, S0lT, S0mT], &[S0T, S0rT, S0qT], &[S1T, S1rT, S1qT], &[B0T, B0lT, B0mT],
    &[S0T, S0lD], &[S0T, S0rD], &[S1T, S1lD], &[S1T, S1rD], &[B0T, B0lD], &[S0L, S0lD], &[S0L, S0rD],
    &[S1L, S1rD], &[S1L, S1lD], &[S0T, S0lD, S0mD], &[S0T, S0rD, S0qD], &[S1T, S1rD, S1qD], &[S1T, S1lD, S1mD],
    &[B0T, B0lD, B0mD], &[S0T, S0rD, B0T], &[S1T, S1rD, S0T], &[S1T, S1rD, S0T, S0lW], &[S0T, S0rW, B0T],
    &[S1L, S1rD, S0T, S0lW], &[S1T, S1rT, S1rW, S0T],
    // A preposition or conjunction that already hangs on its noun or verb.
    &[S0lW, S0T], &[S1lW, S1T], &[B0lW, B0T], &[S1L, S0lW, S0T], &[S1T, S0lW, S0L], &[S1K, S0lW, S0K],
    &[S1C, S0lW, S0C, S1T], &[S1T, S0lW, S0T, B0T], &[S0L, B0lW, B0T], &[S0C, B0lW, B0C], &[S0T, B0lW, B0T],
    &[S2T, S1T, S0lW, S0T], &[S2C, S1C, S0lW, S0C], &[S1lW, S0lW, S1T, S0T], &[S1L, S0lW, S0C], &[S0lW, B0lW, S0T, B0T],
    &[S1T, S0T, S0lW, B0W], &[S2L, S1T, S0lW, S0T],
    // Numbers and sets of dependents.
    &[S0T, S0NL], &[S0T, S0NR], &[S1T, S1NL], &[S1T, S1NR], &[B0T, B0NL], &[S0W, S0NL], &[S0W, S0NR],
    &[S1W, S1NR], &[S0T, S0SL], &[S0T, S0SR], &[S1T, S1SR], &[S1T, S1SL], &[B0T, B0SL], &[S0T, S0SL, B0T],
    &[S0T, S0SR, B0T], &[S1T, S1SR, S0T], &[S1L, S1SR], &[S0T, B0T, B0SL], &[S1T, S1SR, S0T, S0SL], &[S0L, S0SR],
    // Distance and punctuation.
    &[S0T, B0T, Near], &[S0W, Near], &[B0W, Near], &[S1T, S0T, Far], &[S1L, S0T, Far], &[S1T, S0lW, S0T, Far],
    &[S0T, B0T, MarkNear], &[S1T, S0T, MarkFar], &[S1T, S0T, MarkFar, S1SR], &[S1L, S0T, MarkFar], &[S1T, S0T, B0T, MarkFar],
    // Verbs still to come or already there: whether a participle must be the predicate, a noun the subject.
    &[B0M, VBefore, VBehind], &[B0M, VBefore, VBehind, OBefore], &[S0T, B0M, VBehind], &[S0T, B0T, VBefore, VBehind],
    &[S0T, B0M, VNear, ONear], &[S1T, S0T, VNear, VBehind], &[S0T, B0T, VBehind, S0SL], &[S0M, VBehind, VBefore],
    &[S0L, VNear, ONear], &[LowT, S0T, B0T], &[LowM, B0M], &[LowM, B0M, VBehind], &[LowT, LowSR, B0M], &[LowM, S0T, VBehind],
    &[LowT, S0T, B0M, VBehind],
];

/// Fills `features` for a state. Most combinations are looked up and not found, so the work here is hashing.
pub(super) fn extract(nodes: &[Node], state: &State, features: &mut Vec<u32>) {
    let node = |at: usize| nodes.get(at).unwrap_or(&Node::ABSENT);
    let (s0, s1, s2) = (state.stack_top(0), state.stack_top(1), state.stack_top(2));
    let front = state.front();
    let mut looks = [0_u32; Count as usize];
    let mut whole = |first: Look, at: usize| {
        let node = node(at);
        let first = first as usize;
        let properties = [node.form, node.tag, node.morphology, node.lemma, node.fine, node.coarse];
        looks[first..first + 6].copy_from_slice(&properties);
    };
    whole(S0W, s0);
    whole(S1W, s1);
    whole(B0W, front);
    let second = node(s2);
    (looks[S2L as usize], looks[S2T as usize], looks[S2C as usize]) = (second.lemma, second.tag, second.coarse);
    let next = node(front + 1);
    looks[B1W as usize] = next.form;
    looks[B1T as usize] = next.tag;
    looks[B1M as usize] = next.morphology;
    looks[B1C as usize] = next.coarse;
    looks[B2W as usize] = node(front + 2).form;
    looks[B2T as usize] = node(front + 2).tag;
    looks[B3T as usize] = node(front + 3).tag;
    let before = node(front.wrapping_sub(1));
    looks[P0W as usize] = before.form;
    looks[P0T as usize] = before.tag;
    let (last, here, behind) = (node(state.root()), node(front), node(front + 1));
    looks[VBefore as usize] = here.finite.min(2);
    looks[VBehind as usize] = last.finite.saturating_sub(behind.finite).min(2);
    looks[OBefore as usize] = here.openers.min(2);
    if s0 != NONE {
        looks[VNear as usize] = 1 + (here.finite - node(s0).finite).min(2);
        looks[ONear as usize] = 1 + (here.openers - node(s0).openers).min(2);
    }
    let low = node(state.stack_bottom());
    looks[LowT as usize] = low.tag;
    looks[LowM as usize] = low.morphology;
    looks[LowSR as usize] = state.arms(state.stack_bottom()).right_set;
    let mut dependents = |at: usize, left: Look, right: Option<Look>| {
        let (first, second) = (state.left(at, 0), state.left(at, 1));
        let left = left as usize;
        looks[left] = node(first).form;
        looks[left + 1] = node(first).tag;
        looks[left + 2] = state.relation(first);
        looks[left + 3] = node(second).tag;
        looks[left + 4] = state.relation(second);
        if let Some(right) = right {
            let (first, second) = (state.right(at, 0), state.right(at, 1));
            let right = right as usize;
            looks[right] = node(first).form;
            looks[right + 1] = node(first).tag;
            looks[right + 2] = state.relation(first);
            looks[right + 3] = node(second).tag;
            looks[right + 4] = state.relation(second);
        }
    };
    dependents(s0, S0lW, Some(S0rW));
    dependents(s1, S1lW, Some(S1rW));
    dependents(front, B0lW, None);
    let (of_s0, of_s1, of_b0) = (state.arms(s0), state.arms(s1), state.arms(front));
    looks[S0NL as usize] = of_s0.left_count.min(5);
    looks[S0NR as usize] = of_s0.right_count.min(5);
    looks[S1NL as usize] = of_s1.left_count.min(5);
    looks[S1NR as usize] = of_s1.right_count.min(5);
    looks[B0NL as usize] = of_b0.left_count.min(5);
    looks[S0SL as usize] = of_s0.left_set;
    looks[S0SR as usize] = of_s0.right_set;
    looks[S1SR as usize] = of_s1.right_set;
    looks[S1SL as usize] = of_s1.left_set;
    looks[B0SL as usize] = of_b0.left_set;
    looks[Near as usize] = distance(s0, front);
    looks[Far as usize] = distance(s1, s0);
    looks[MarkFar as usize] = state.marks_between(s1, s0);
    looks[MarkNear as usize] = state.marks_between(s0, front);

    features.clear();
    let mut atoms = [0_u32; 4];
    for (template, places) in TEMPLATES.iter().enumerate() {
        for (atom, &place) in atoms.iter_mut().zip(*places) {
            *atom = looks[place as usize];
        }
        features.push(feature(300 + template as u32, &atoms[..places.len()]));
    }
}

fn distance(left: usize, right: usize) -> u32 {
    if left == NONE || right == NONE {
        return 0;
    }
    match right - left {
        near @ 0..=4 => near as u32,
        5..=6 => 5,
        7..=10 => 6,
        _ => 7,
    }
}
