//! A checksum that reads as fast as memory gives.

/// FNV-1a over eight-byte words: finds any changed word.
#[derive(Debug)]
pub(super) struct Checksum {
    sum: u64,
    /// Bytes of a word not yet whole.
    rest: [u8; 8],
    held: usize,
}

impl Default for Checksum {
    fn default() -> Self {
        Self { sum: 0xcbf2_9ce4_8422_2325, rest: [0; 8], held: 0 }
    }
}

impl Checksum {
    fn add(&mut self, word: u64) {
        self.sum = (self.sum ^ word).wrapping_mul(0x0000_0100_0000_01b3);
    }

    fn take(&mut self, mut bytes: &[u8]) {
        if self.held > 0 {
            let missing = (8 - self.held).min(bytes.len());
            self.rest[self.held..self.held + missing].copy_from_slice(&bytes[..missing]);
            self.held += missing;
            bytes = &bytes[missing..];
            if self.held < 8 {
                return;
            }
            self.add(u64::from_le_bytes(self.rest));
            self.held = 0;
        }
        let mut words = bytes.chunks_exact(8);
        for word in &mut words {
            self.add(word.try_into().map_or(0, u64::from_le_bytes));
        }
        let rest = words.remainder();
        self.rest[..rest.len()].copy_from_slice(rest);
        self.held = rest.len();
    }

    pub(super) fn value(mut self) -> u64 {
        let rest = self.rest;
        rest[..self.held].iter().for_each(|&byte| self.add(u64::from(byte)));
        self.sum
    }
}

impl std::io::Write for Checksum {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.take(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The checksum of bytes that lie together.
pub(super) fn checksum(bytes: &[u8]) -> u64 {
    let mut sum = Checksum::default();
    sum.take(bytes);
    sum.value()
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn pieces_and_the_whole_agree(bytes in proptest::collection::vec(any::<u8>(), 0..80), at in 0_usize..80, to in 0_usize..80) {
            let (first, second) = (at.min(to).min(bytes.len()), at.max(to).min(bytes.len()));
            let mut sum = Checksum::default();
            for piece in [&bytes[..first], &bytes[first..second], &bytes[second..]] {
                sum.write_all(piece).unwrap();
            }
            prop_assert_eq!(sum.value(), checksum(&bytes));
        }
    }
}
