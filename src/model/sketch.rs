use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

/// A few numbers by which two texts are seen to be word for word the same in large part, without the texts.
///
/// The smallest hashes of all runs of five words (a bottom-k sketch, Broder 1997: "On the resemblance and containment of
/// documents"). Letter case, punctuation and space do not count. Made from content alone, so that it is the same on every
/// machine; empty for texts too short to tell.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sketch(Vec<u32>);

/// Words of a run: long enough that two reports of one event share few, short enough to survive an editor.
const RUN: usize = 5;

impl Sketch {
    /// How many hashes are kept: the resemblance is right within about 0.07.
    pub const SIZE: usize = 48;
    /// Fewer hashes tell nothing.
    pub const FEWEST: usize = 12;

    /// The sketch of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let words: Vec<String> =
            text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
        let mut hashes: Vec<u32> = words
            .windows(RUN)
            .map(|run| {
                let digest = Sha256::digest(run.join(" "));
                u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]])
            })
            .collect();
        hashes.sort_unstable();
        hashes.dedup();
        hashes.truncate(Self::SIZE);
        if hashes.len() < Self::FEWEST {
            hashes.clear();
        }
        Self(hashes)
    }

    /// The hashes, smallest first.
    #[must_use]
    pub fn hashes(&self) -> &[u32] {
        &self.0
    }

    /// Whether the text was too short.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Which share of the runs that either text has both have, estimated; 0 where one is empty.
    #[must_use]
    pub fn resemblance(&self, other: &Self) -> f64 {
        if self.is_empty() || other.is_empty() {
            return 0.0;
        }
        let mut union: Vec<u32> = self.0.iter().chain(&other.0).copied().collect();
        union.sort_unstable();
        union.dedup();
        // Beyond the shorter sketch's last hash nothing is known of that text, unless it was kept whole.
        union.truncate(Self::SIZE);
        let both =
            union.iter().filter(|hash| self.0.binary_search(hash).is_ok() && other.0.binary_search(hash).is_ok());
        both.count() as f64 / union.len() as f64
    }
}

impl fmt::Display for Sketch {
    /// Eight hexadecimal digits a hash.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|hash| write!(f, "{hash:08x}"))
    }
}

impl FromStr for Sketch {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fault = || "a sketch is hashes of eight hexadecimal digits each, smallest first".to_owned();
        if !text.is_ascii() || !text.len().is_multiple_of(8) {
            return Err(fault());
        }
        let hashes: Result<Vec<u32>, _> =
            (0..text.len() / 8).map(|index| u32::from_str_radix(&text[index * 8..index * 8 + 8], 16)).collect();
        let hashes = hashes.map_err(|_| fault())?;
        if hashes.is_sorted_by(|one, next| one < next) { Ok(Self(hashes)) } else { Err(fault()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: std::ops::Range<usize>) -> String {
        words.map(|word| format!("Word{word}, ")).collect()
    }

    #[test]
    fn copies_resemble_and_others_do_not() {
        let whole = Sketch::of(&text(0..400));
        assert!((whole.resemblance(&Sketch::of(&text(0..400).to_uppercase())) - 1.0).abs() < f64::EPSILON);
        let cut = whole.resemblance(&Sketch::of(&text(0..250)));
        assert!((0.4..0.85).contains(&cut), "{cut}");
        assert!(whole.resemblance(&Sketch::of(&text(400..800))) < 0.01);
        assert!(whole.resemblance(&Sketch::of("too short to tell")) < 0.01);
    }

    #[test]
    fn reads_back_what_it_writes() {
        let sketch = Sketch::of(&text(0..100));
        assert_eq!(sketch.to_string().parse(), Ok(sketch));
        assert!("0000000".parse::<Sketch>().is_err());
        assert!("0000000200000001".parse::<Sketch>().is_err());
    }
}
