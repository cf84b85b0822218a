//! Compressed streams, known by their first bytes.

use std::io::{self, BufRead, BufReader, Read};

use bzip2::bufread::MultiBzDecoder;
use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// A way of compressing that is read through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compression {
    Gzip,
    Bzip2,
    Zstandard,
}

impl Compression {
    /// What the first bytes say.
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        match head {
            [0x1f, 0x8b, ..] => Some(Self::Gzip),
            [b'B', b'Z', b'h', b'1'..=b'9', ..] => Some(Self::Bzip2),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Self::Zstandard),
            _ => None,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Bzip2 => "bzip2",
            Self::Zstandard => "zstd",
        }
    }

    /// The stream inside. Several compressed streams one after another are one stream.
    pub(super) fn decode(self, stream: Box<dyn BufRead + Send>) -> Box<dyn BufRead + Send> {
        match self {
            Self::Gzip => Box::new(BufReader::new(MultiGzDecoder::new(stream))),
            Self::Bzip2 => Box::new(BufReader::new(MultiBzDecoder::new(stream))),
            Self::Zstandard => Box::new(BufReader::new(ZstandardFrames::new(stream))),
        }
    }
}

/// All Zstandard frames of a stream, one after another; `ruzstd` itself reads a single one.
struct ZstandardFrames {
    stream: Box<dyn BufRead + Send>,
    frame: FrameDecoder,
    inside: bool,
}

impl ZstandardFrames {
    fn new(stream: Box<dyn BufRead + Send>) -> Self {
        Self { stream, frame: FrameDecoder::new(), inside: false }
    }

    /// Goes to the next frame that holds something; `false` at the end of the stream.
    fn enter(&mut self) -> io::Result<bool> {
        while !self.stream.fill_buf()?.is_empty() {
            match self.frame.reset(&mut self.stream) {
                Ok(()) => {
                    self.inside = true;
                    return Ok(true);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                    io::copy(&mut (&mut self.stream).take(u64::from(length)), &mut io::sink())?;
                }
                Err(error) => return Err(io::Error::other(error)),
            }
        }
        Ok(false)
    }
}

impl Read for ZstandardFrames {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.inside && !self.enter()? {
                return Ok(0);
            }
            while self.frame.can_collect() == 0 && !self.frame.is_finished() {
                self.frame
                    .decode_blocks(&mut self.stream, BlockDecodingStrategy::UptoBlocks(1))
                    .map_err(io::Error::other)?;
            }
            let read = self.frame.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            self.inside = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn zstandard(text: &[u8]) -> Vec<u8> {
        ruzstd::encoding::compress_to_vec(text, ruzstd::encoding::CompressionLevel::Fastest)
    }

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn bzip2(text: &[u8]) -> Vec<u8> {
        let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn decode(bytes: Vec<u8>) -> io::Result<String> {
        let compression = Compression::of(&bytes).expect("known magic");
        let mut text = String::new();
        compression.decode(Box::new(io::Cursor::new(bytes))).read_to_string(&mut text)?;
        Ok(text)
    }

    #[test]
    fn joined_streams_are_one_stream() {
        for compress in [gzip, bzip2, zstandard] {
            let bytes = [compress(b"first "), compress(b""), compress(b"second")].concat();
            assert_eq!(decode(bytes).unwrap(), "first second");
        }
    }

    #[test]
    fn a_cut_stream_is_an_error() {
        for compress in [gzip, bzip2, zstandard] {
            let mut bytes = compress("filature ".repeat(100).as_bytes());
            bytes.truncate(bytes.len() - 9);
            assert!(decode(bytes).is_err());
        }
    }
}
