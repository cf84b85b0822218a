//! Which actions lose nothing: the dynamic oracle of the arc-hybrid system.
//!
//! Goldberg and Nivre (2013), "Training deterministic parsers with non-deterministic oracles".

use super::state::{Action, NONE, State};

/// The right tree, made projective.
#[derive(Clone, Debug)]
pub(super) struct GoldTree {
    /// Head of each word; the number of words stands for the artificial root.
    heads: Vec<usize>,
    /// The relations each word may have.
    relations: Vec<Vec<usize>>,
    /// Dependents left of each word.
    left: Vec<Vec<usize>>,
    /// Rightmost dependent of each word, 0 when there is none to its right.
    rightmost: Vec<usize>,
}

impl GoldTree {
    /// From heads, lifted until no two arcs cross. `relations` names, for each word, the accepted relations.
    pub(super) fn new(mut heads: Vec<usize>, relations: Vec<Vec<usize>>) -> Self {
        projectivize(&mut heads);
        let mut left = vec![Vec::new(); heads.len() + 1];
        let mut rightmost = vec![0; heads.len() + 1];
        for (word, &head) in heads.iter().enumerate() {
            if word < head {
                left[head].push(word);
            } else {
                rightmost[head] = rightmost[head].max(word);
            }
        }
        Self { heads, relations, left, rightmost }
    }

    /// The relations accepted for a word, in ascending order.
    pub(super) fn relations(&self, word: usize) -> &[usize] {
        &self.relations[word]
    }

    /// Whether some right arc that can still be made is lost by this kind of action.
    pub(super) fn loses(&self, state: &State, action: Action) -> bool {
        let (top, below, front) = (state.stack_top(0), state.stack_top(1), state.front());
        match action {
            Action::Shift => {
                let head = self.heads[front];
                head < front && head != top && state.on_stack(head)
                    || self.left[front].iter().any(|&word| state.on_stack(word))
            }
            Action::Left(_) => {
                let head = self.heads[top];
                (head == below && below != NONE) || head > front || self.rightmost[top] >= front
            }
            Action::Right(_) => self.heads[top] >= front || self.rightmost[top] >= front,
        }
    }
}

/// Hangs a word whose arc crosses another on the head of its head, shortest arcs first, until none crosses
/// (Nivre and Nilsson 2005).
fn projectivize(heads: &mut [usize]) {
    let count = heads.len();
    let dominates = |heads: &[usize], ancestor: usize, mut word: usize| {
        for _ in 0..=count {
            if word == ancestor {
                return true;
            }
            match heads.get(word) {
                Some(&head) => word = head,
                None => return false,
            }
        }
        false
    };
    // Each lift shortens the path of one word to the root, so that count² lifts are enough.
    for _ in 0..count * count {
        let crossing = (0..count)
            .filter(|&word| {
                let head = heads[word];
                let (from, to) = (word.min(head), word.max(head));
                head < count && (from + 1..to).any(|between| !dominates(heads, head, between))
            })
            .min_by_key(|&word| word.abs_diff(heads[word]));
        let Some(word) = crossing else { return };
        heads[word] = heads[heads[word]];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crossing_arcs_are_lifted() {
        // Word 0 hangs on 2, word 1 on 3: they cross.
        let mut heads = vec![2, 3, 3, 4];
        projectivize(&mut heads);
        assert_eq!(heads, [3, 3, 3, 4]);
        let mut tree = vec![1, 4, 1, 2];
        projectivize(&mut tree);
        assert_eq!(tree, [1, 4, 1, 2]);
    }

    #[test]
    fn following_the_oracle_gives_the_tree() {
        for heads in [vec![1, 4, 1, 2], vec![4, 0, 1, 2], vec![3, 2, 3, 4], vec![2, 2, 4, 2]] {
            let tree = GoldTree::new(heads.clone(), vec![vec![0]; heads.len()]);
            let mut state = State::new(heads.iter().map(|_| false));
            while !state.is_final() {
                let actions = [Action::Shift, Action::Left(0), Action::Right(0)];
                let action = actions.into_iter().find(|&a| state.is_legal(a) && !tree.loses(&state, a)).unwrap();
                state.apply(action);
            }
            let found: Vec<_> =
                (0..heads.len()).map(|w| if state.head(w) == NONE { 4 } else { state.head(w) }).collect();
            assert_eq!(found, heads);
        }
    }
}
