//! Sorting more records than memory holds: sorted runs on disk, merged as they are read.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// Records in memory before a run is written, in bytes; small in tests, so that they write several.
const RUN_BYTES: usize = if cfg!(test) { 1 << 18 } else { 64 << 20 };

/// A key and what belongs to it.
pub(super) type Record = (Vec<u8>, Vec<u8>);

/// Takes records in any order and gives them back by key; those of one key in the order they came.
#[derive(Debug)]
pub(super) struct Sorter {
    /// Where runs are written; without a folder everything stays in memory.
    folder: Option<PathBuf>,
    name: &'static str,
    /// Keys and values, one after another.
    arena: Vec<u8>,
    /// Where each record lies in `arena`: start, length of the key, length of the value.
    records: Vec<(usize, u32, u32)>,
    runs: usize,
}

impl Sorter {
    pub(super) fn new(folder: Option<&Path>, name: &'static str) -> Self {
        Self::resumed(folder, name, 0)
    }

    /// A sorter whose first `runs` runs are already on disk.
    pub(super) fn resumed(folder: Option<&Path>, name: &'static str, runs: usize) -> Self {
        Self { folder: folder.map(Path::to_owned), name, arena: Vec::new(), records: Vec::new(), runs }
    }

    /// Adds a record. Runs are written only by [`Sorter::spill`] and [`Sorter::relieve`].
    pub(super) fn push(&mut self, key: &[u8], value: &[u8]) {
        self.records.push((self.arena.len(), key.len() as u32, value.len() as u32));
        self.arena.extend_from_slice(key);
        self.arena.extend_from_slice(value);
    }

    /// Whether enough records have gathered for a run.
    pub(super) fn is_full(&self) -> bool {
        self.folder.is_some() && self.arena.len() + 16 * self.records.len() >= RUN_BYTES
    }

    /// Writes a run when enough records have gathered.
    pub(super) fn relieve(&mut self) -> io::Result<()> {
        if self.is_full() { self.spill() } else { Ok(()) }
    }

    /// Writes all records in memory as a run.
    pub(super) fn spill(&mut self) -> io::Result<()> {
        let Some(folder) = self.folder.clone() else { return Ok(()) };
        if self.records.is_empty() {
            return Ok(());
        }
        self.sort();
        let mut out = BufWriter::new(File::create(run_path(&folder, self.name, self.runs))?);
        for &(start, key, value) in &self.records {
            out.write_all(&key.to_le_bytes())?;
            out.write_all(&value.to_le_bytes())?;
            out.write_all(&self.arena[start..start + (key + value) as usize])?;
        }
        out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_data()?;
        self.runs += 1;
        self.records.clear();
        self.arena.clear();
        Ok(())
    }

    /// Runs written so far.
    pub(super) fn runs(&self) -> usize {
        self.runs
    }

    fn sort(&mut self) {
        let arena = &self.arena;
        // Stable: records of one key stay in the order they came.
        self.records.sort_by(|left, right| {
            let key = |&(start, length, _): &(usize, u32, u32)| &arena[start..start + length as usize];
            key(left).cmp(key(right))
        });
    }

    /// All records in order of their keys.
    pub(super) fn finish(mut self) -> io::Result<Merged> {
        let Some(folder) = self.folder.clone().filter(|_| self.runs > 0) else {
            self.sort();
            return Ok(Merged::Memory { arena: self.arena, records: self.records.into_iter() });
        };
        self.spill()?;
        let mut readers = Vec::with_capacity(self.runs);
        let mut heap = BinaryHeap::new();
        for run in 0..self.runs {
            let mut reader = BufReader::with_capacity(1 << 16, File::open(run_path(&folder, self.name, run))?);
            if let Some((key, value)) = read_record(&mut reader)? {
                heap.push(Reverse((key, run, value)));
            }
            readers.push(reader);
        }
        Ok(Merged::Runs { readers, heap })
    }
}

fn run_path(folder: &Path, name: &str, run: usize) -> PathBuf {
    folder.join(format!("{name}-{run:05}"))
}

fn read_record(reader: &mut impl Read) -> io::Result<Option<Record>> {
    let mut lengths = [0; 8];
    match reader.read_exact(&mut lengths) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        read => read?,
    }
    let [a, b, c, d, e, f, g, h] = lengths;
    let mut key = vec![0; u32::from_le_bytes([a, b, c, d]) as usize];
    let mut value = vec![0; u32::from_le_bytes([e, f, g, h]) as usize];
    reader.read_exact(&mut key)?;
    reader.read_exact(&mut value)?;
    Ok(Some((key, value)))
}

/// Records in order of their keys.
#[derive(Debug)]
pub(super) enum Merged {
    Memory { arena: Vec<u8>, records: std::vec::IntoIter<(usize, u32, u32)> },
    Runs { readers: Vec<BufReader<File>>, heap: BinaryHeap<Reverse<Head>> },
}

/// The next record of a run: key, number of the run, value.
type Head = (Vec<u8>, usize, Vec<u8>);

impl Iterator for Merged {
    type Item = io::Result<Record>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Memory { arena, records } => {
                let (start, key, value) = records.next()?;
                let middle = start + key as usize;
                Some(Ok((arena[start..middle].to_vec(), arena[middle..middle + value as usize].to_vec())))
            }
            Self::Runs { readers, heap } => {
                let Reverse((key, run, value)) = heap.pop()?;
                match read_record(&mut readers[run]) {
                    Ok(Some((next, more))) => heap.push(Reverse((next, run, more))),
                    Ok(None) => {}
                    Err(error) => return Some(Err(error)),
                }
                Some(Ok((key, value)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sorted(mut sorter: Sorter, records: &[(Vec<u8>, u8)], run: usize) -> Vec<Record> {
        for chunk in records.chunks(run) {
            chunk.iter().for_each(|(key, value)| sorter.push(key, &[*value]));
            sorter.spill().unwrap();
        }
        sorter.finish().unwrap().map(Result::unwrap).collect()
    }

    proptest! {
        #[test]
        fn runs_and_memory_agree_with_a_stable_sort(
            records in proptest::collection::vec((proptest::collection::vec(0_u8..4, 0..3), any::<u8>()), 0..60),
            run in 1_usize..20,
        ) {
            let folder = tempfile::tempdir().unwrap();
            let mut expected: Vec<Record> = records.iter().map(|(key, value)| (key.clone(), vec![*value])).collect();
            expected.sort_by(|left, right| left.0.cmp(&right.0));
            prop_assert_eq!(&sorted(Sorter::new(None, "x"), &records, run), &expected);
            prop_assert_eq!(&sorted(Sorter::new(Some(folder.path()), "x"), &records, run), &expected);
        }
    }
}
