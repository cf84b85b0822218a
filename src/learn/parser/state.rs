//! The arc-hybrid transition system (Kuhlmann, Gómez-Rodríguez and Satta 2011).
//!
//! A stack and a queue of words; the artificial root stands at the end of the queue. `Shift` moves the front of
//! the queue to the stack, `Left` hangs the top of the stack on the front of the queue, `Right` hangs it on
//! the word below it. Every sequence of legal actions ends in a tree with one root, whatever the scores.

/// No word.
pub(super) const NONE: usize = usize::MAX;

/// What a word has for dependents so far.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arms {
    pub(super) left_count: u32,
    pub(super) right_count: u32,
    /// Relations seen on a side, one bit for each modulo 31.
    pub(super) left_set: u32,
    pub(super) right_set: u32,
    /// Leftmost dependent and the one right of it.
    left: [usize; 2],
    /// Rightmost dependent and the one left of it.
    right: [usize; 2],
}

impl Arms {
    const EMPTY: Self =
        Self { left_count: 0, right_count: 0, left_set: 0, right_set: 0, left: [NONE; 2], right: [NONE; 2] };
}

/// One step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Shift,
    /// With the relation's number.
    Left(usize),
    Right(usize),
}

impl Action {
    /// Its class in the model.
    pub(super) fn class(self) -> usize {
        match self {
            Self::Shift => 0,
            Self::Left(relation) => 1 + 2 * relation,
            Self::Right(relation) => 2 + 2 * relation,
        }
    }

    pub(super) fn from_class(class: usize) -> Self {
        match class {
            0 => Self::Shift,
            left if left % 2 == 1 => Self::Left((left - 1) / 2),
            right => Self::Right((right - 2) / 2),
        }
    }
}

/// A sentence half parsed.
#[derive(Debug)]
pub(super) struct State {
    stack: Vec<usize>,
    front: usize,
    heads: Vec<usize>,
    relations: Vec<u32>,
    arms: Vec<Arms>,
    /// Number of punctuation marks before each word.
    marks: Vec<u32>,
}

impl State {
    /// At the start, with the first word already on the stack; `is_mark` says which words are punctuation.
    pub(super) fn new(is_mark: impl Iterator<Item = bool>) -> Self {
        let mut marks = vec![0];
        for mark in is_mark {
            marks.push(marks[marks.len() - 1] + u32::from(mark));
        }
        let length = marks.len() - 1;
        let stack = if length > 0 { vec![0] } else { Vec::new() };
        let front = stack.len();
        let (heads, relations) = (vec![NONE; length + 1], vec![0; length + 1]);
        Self { stack, front, heads, relations, arms: vec![Arms::EMPTY; length + 1], marks }
    }

    /// Index of the artificial root.
    pub(super) fn root(&self) -> usize {
        self.heads.len() - 1
    }

    /// Whether only the root word is left, to hang on the artificial root.
    pub(super) fn is_final(&self) -> bool {
        self.front == self.root() && self.stack.len() <= 1
    }

    pub(super) fn front(&self) -> usize {
        self.front
    }

    /// The word at a depth of the stack.
    pub(super) fn stack_top(&self, depth: usize) -> usize {
        self.stack.len().checked_sub(depth + 1).map_or(NONE, |at| self.stack[at])
    }

    /// The word at the bottom of the stack.
    pub(super) fn stack_bottom(&self) -> usize {
        self.stack.first().copied().unwrap_or(NONE)
    }

    /// The word finally alone on the stack.
    pub(super) fn sole(&self) -> Option<usize> {
        self.stack.first().copied()
    }

    pub(super) fn on_stack(&self, word: usize) -> bool {
        self.stack.binary_search(&word).is_ok()
    }

    /// Head of a word: [`NONE`] until it has one.
    pub(super) fn head(&self, word: usize) -> usize {
        self.heads[word]
    }

    /// Number of the relation of a word plus one; 0 when it has none.
    pub(super) fn relation(&self, word: usize) -> u32 {
        if word == NONE { 0 } else { self.relations[word] }
    }

    pub(super) fn arms(&self, word: usize) -> &Arms {
        self.arms.get(word).unwrap_or(&Arms::EMPTY)
    }

    pub(super) fn left(&self, word: usize, nth: usize) -> usize {
        self.arms(word).left[nth]
    }

    pub(super) fn right(&self, word: usize, nth: usize) -> usize {
        self.arms(word).right[nth]
    }

    /// Punctuation marks strictly between two words, at most three; 4 when one of them is missing.
    pub(super) fn marks_between(&self, left: usize, right: usize) -> u32 {
        if left == NONE || right == NONE {
            return 4;
        }
        (self.marks[right] - self.marks[left + 1]).min(3)
    }

    /// Whether a word is a punctuation mark.
    pub(super) fn is_mark(&self, word: usize) -> bool {
        self.marks.get(word + 1).is_some_and(|&marks| marks > self.marks[word])
    }

    /// Whether the kind of action is possible; which relation does not matter.
    pub(super) fn is_legal(&self, action: Action) -> bool {
        match action {
            Action::Shift => self.front < self.root(),
            // The last word alone hangs on the root, and is not given a choice.
            Action::Left(_) => !self.stack.is_empty() && self.front < self.root(),
            Action::Right(_) => self.stack.len() >= 2,
        }
    }

    /// Takes a legal step.
    pub(super) fn apply(&mut self, action: Action) {
        match action {
            Action::Shift => {
                self.stack.push(self.front);
                self.front += 1;
            }
            Action::Left(relation) => {
                let Some(word) = self.stack.pop() else { return };
                self.attach(word, self.front, relation);
                let arms = &mut self.arms[self.front];
                arms.left = [word, arms.left[0]];
                arms.left_count += 1;
                arms.left_set |= 1 << (relation % 31);
            }
            Action::Right(relation) => {
                let Some(word) = self.stack.pop() else { return };
                let head = self.stack_top(0);
                self.attach(word, head, relation);
                let arms = &mut self.arms[head];
                arms.right = [word, arms.right[0]];
                arms.right_count += 1;
                arms.right_set |= 1 << (relation % 31);
            }
        }
    }

    fn attach(&mut self, word: usize, head: usize, relation: usize) {
        self.heads[word] = head;
        self.relations[word] = relation as u32 + 1;
    }
}
