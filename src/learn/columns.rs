//! The plain container of compiled files: numbers as LEB128, byte strings with their length before them.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

/// What is wrong with a compiled file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed(pub &'static str);

/// Writes columns one after another.
#[derive(Debug, Default)]
pub struct ColumnWriter {
    bytes: Vec<u8>,
}

impl ColumnWriter {
    /// A number, seven bits a byte, lowest first.
    pub fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    /// Bytes after their length.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.bytes.extend_from_slice(bytes);
    }

    /// Text after its length in bytes.
    pub fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    /// What was written.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        self.bytes
    }
}

/// Reads columns in the order in which they were written.
#[derive(Clone, Debug)]
pub struct ColumnReader<'a> {
    rest: &'a [u8],
}

impl<'a> ColumnReader<'a> {
    /// Starts at the beginning.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The next number.
    ///
    /// # Errors
    /// At the end of the file, or when it does not fit 64 bits.
    pub fn number(&mut self) -> Result<u64, Malformed> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (&byte, rest) = self.rest.split_first().ok_or(Malformed("the file ends early"))?;
            self.rest = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(Malformed("a number beyond 64 bits"))
    }

    /// A number of things that follow, each at least one byte long: a damaged count cannot ask for more memory
    /// than the file is long.
    ///
    /// # Errors
    /// As [`ColumnReader::number`], or when the rest of the file is shorter.
    pub fn count(&mut self) -> Result<usize, Malformed> {
        let count = self.number()?;
        usize::try_from(count)
            .ok()
            .filter(|&count| count <= self.rest.len())
            .ok_or(Malformed("a count beyond the end of the file"))
    }

    /// The next byte string.
    ///
    /// # Errors
    /// When the file ends before it.
    pub fn bytes(&mut self) -> Result<&'a [u8], Malformed> {
        let length = self.count()?;
        let (bytes, rest) = self.rest.split_at(length);
        self.rest = rest;
        Ok(bytes)
    }

    /// The next text.
    ///
    /// # Errors
    /// When the file ends before it, or it is not UTF-8.
    pub fn text(&mut self) -> Result<&'a str, Malformed> {
        std::str::from_utf8(self.bytes()?).map_err(|_| Malformed("text that is not UTF-8"))
    }
}

/// Writes numbers of any number of bits, lowest bit first.
#[derive(Debug, Default)]
pub struct BitWriter {
    bytes: Vec<u8>,
    /// Bits not yet a byte, and how many.
    open: u64,
    count: u32,
}

impl BitWriter {
    /// The lowest `width` bits of a number, at most 32.
    pub fn bits(&mut self, number: u32, width: u32) {
        self.open |= u64::from(number) << self.count;
        self.count += width;
        while self.count >= 8 {
            self.bytes.push(self.open as u8);
            self.open >>= 8;
            self.count -= 8;
        }
    }

    /// A number after Rice (1979): what exceeds `width` bits as so many ones and a zero, then `width` bits.
    pub fn rice(&mut self, number: u32, width: u32) {
        for _ in 0..number >> width {
            self.bits(1, 1);
        }
        self.bits(0, 1);
        self.bits(number & ((1 << width) - 1), width);
    }

    /// What was written.
    #[must_use]
    pub fn finish(mut self) -> Vec<u8> {
        if self.count > 0 {
            self.bytes.push(self.open as u8);
        }
        self.bytes
    }
}

/// The `width` for [`BitWriter::rice`] of the distances between `count` numbers in order, spread over a range of 2 to
/// the power of `range_bits`.
#[must_use]
pub fn rice_width(count: usize, range_bits: u32) -> u32 {
    ((1_u64 << range_bits) / count.max(1) as u64).max(1).ilog2().min(31)
}

/// Reads what [`BitWriter`] wrote.
#[derive(Clone, Debug)]
pub struct BitReader<'a> {
    rest: &'a [u8],
    open: u64,
    count: u32,
}

impl<'a> BitReader<'a> {
    /// Starts at the beginning.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, open: 0, count: 0 }
    }

    /// A number of `width` bits, at most 32.
    ///
    /// # Errors
    /// At the end of the bytes.
    pub fn bits(&mut self, width: u32) -> Result<u32, Malformed> {
        while self.count < width {
            let (&byte, rest) = self.rest.split_first().ok_or(Malformed("the file ends early"))?;
            self.rest = rest;
            self.open |= u64::from(byte) << self.count;
            self.count += 8;
        }
        let number = (self.open & ((1_u64 << width) - 1)) as u32;
        self.open >>= width;
        self.count -= width;
        Ok(number)
    }

    /// A number written by [`BitWriter::rice`].
    ///
    /// # Errors
    /// At the end of the bytes, or when the number does not fit 32 bits.
    pub fn rice(&mut self, width: u32) -> Result<u32, Malformed> {
        let mut high = 0_u32;
        while self.bits(1)? == 1 {
            high += 1;
        }
        let high = high.checked_mul(1 << width).ok_or(Malformed("a number beyond 32 bits"))?;
        Ok(high | self.bits(width)?)
    }
}

/// Packs a compiled file: the name of its format, then deflated bytes.
#[must_use]
pub fn pack(format: &str, content: &[u8]) -> Vec<u8> {
    let mut packed = format.as_bytes().to_vec();
    packed.push(b'\n');
    let mut encoder = DeflateEncoder::new(packed, Compression::best());
    // Writing into memory cannot fail.
    let _ = encoder.write_all(content);
    encoder.finish().unwrap_or_default()
}

/// Largest content a compiled file may unpack to: a hundred times what ours do, small enough to survive.
const LARGEST: u64 = 512 << 20;

/// Unpacks what [`pack`] made.
///
/// # Errors
/// When the format is another one, or the bytes are damaged.
pub fn unpack(format: &str, packed: &[u8]) -> Result<Vec<u8>, Malformed> {
    let deflated = packed
        .strip_prefix(format.as_bytes())
        .and_then(|rest| rest.strip_prefix(b"\n"))
        .ok_or(Malformed("not a file of the format this version of filature reads"))?;
    let mut content = Vec::with_capacity(deflated.len() * 3);
    DeflateDecoder::new(deflated)
        .take(LARGEST)
        .read_to_end(&mut content)
        .map_err(|_| Malformed("the compressed part is damaged"))?;
    Ok(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trip() {
        let mut writer = ColumnWriter::default();
        for number in [0, 127, 128, u64::MAX] {
            writer.number(number);
        }
        writer.text("é");
        let packed = pack("test 1", &writer.finish());
        let content = unpack("test 1", &packed).unwrap();
        let mut reader = ColumnReader::new(&content);
        let numbers: Vec<_> = (0..4).map(|_| reader.number().unwrap()).collect();
        assert_eq!(numbers, [0, 127, 128, u64::MAX]);
        assert_eq!(reader.text(), Ok("é"));
        assert!(reader.number().is_err());
        assert!(unpack("test 2", &packed).is_err());
    }

    #[test]
    fn bits_round_trip() {
        let mut writer = BitWriter::default();
        for number in [0, 1, 511, 512, 5000] {
            writer.rice(number, 9);
            writer.bits(number, 13);
        }
        writer.bits(u32::MAX, 32);
        let bytes = writer.finish();
        let mut reader = BitReader::new(&bytes);
        for number in [0, 1, 511, 512, 5000] {
            assert_eq!([reader.rice(9), reader.bits(13)], [Ok(number), Ok(number)]);
        }
        assert_eq!(reader.bits(32), Ok(u32::MAX));
        assert!(reader.bits(8).is_err());
    }
}
