//! Names that differ from one looked up by one slip of the pen.

use fst::Automaton;

/// Accepts what differs from a name by at most one letter left out, added, mistaken or swapped with the next; its first byte
/// must agree. The restricted Damerau–Levenshtein distance of at most one, as a nondeterministic automaton whose states are
/// bits.
pub(super) struct OneSlip<'a> {
    name: &'a [u8],
}

/// Where in the name reading may stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Positions {
    /// Without a slip so far: at most one bit.
    exact: u128,
    /// With one slip.
    slipped: u128,
    /// In the middle of two swapped letters: the position of the first of them.
    swapping: u128,
}

impl<'a> OneSlip<'a> {
    /// `None` for a name too long to be told by bits.
    pub(super) fn new(name: &'a str) -> Option<Self> {
        (1..127).contains(&name.len()).then_some(Self { name: name.as_bytes() })
    }

    /// The positions at which this byte stands in the name.
    fn places(&self, byte: u8) -> u128 {
        self.name.iter().enumerate().filter(|&(_, &other)| other == byte).fold(0, |places, (at, _)| places | 1 << at)
    }
}

impl Automaton for OneSlip<'_> {
    type State = Positions;

    fn start(&self) -> Positions {
        Positions { exact: 1, ..Positions::default() }
    }

    fn is_match(&self, state: &Positions) -> bool {
        let end = 1_u128 << self.name.len();
        (state.exact | state.slipped) & end != 0
    }

    fn can_match(&self, state: &Positions) -> bool {
        state.exact | state.slipped | state.swapping != 0
    }

    fn accept(&self, state: &Positions, byte: u8) -> Positions {
        let here = self.places(byte);
        let exact = (state.exact & here) << 1;
        if state.exact == 1 {
            // The first letter is hardly ever mistaken, and most names begin with another.
            return Positions { exact, slipped: exact << 1, swapping: 0 };
        }
        let mistaken = (state.exact << 1) & ((1 << (self.name.len() + 1)) - 1);
        let slipped = (state.slipped & here) << 1 | mistaken | state.exact | (state.swapping & here) << 2 | exact << 1;
        // The second of two swapped letters comes first.
        Positions { exact, slipped, swapping: state.exact & (here >> 1) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(name: &str, other: &str) -> bool {
        let automaton = OneSlip::new(name).unwrap();
        let end = other.bytes().fold(automaton.start(), |state, byte| automaton.accept(&state, byte));
        automaton.is_match(&end)
    }

    #[test]
    fn one_slip_is_what_the_distance_says() {
        let names =
            ["nations", "natoins", "nation", "nationss", "notions", "mations", "naitosn", "nationsxy", "n", "na", "an"];
        for name in names {
            for other in names {
                let same_start = name.as_bytes()[0] == other.as_bytes()[0];
                let expected = same_start && strsim::osa_distance(name, other) <= 1;
                assert_eq!(accepts(name, other), expected, "{name} {other}");
            }
        }
    }
}
