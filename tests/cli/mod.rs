//! What a person at a terminal sees: exit code, standard output, standard error.

mod bad_input;
mod commands;
mod knowledge_base;
mod own_rules;
mod same_bytes;
mod streams;

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A folder of its own to run the program in.
struct Shell {
    folder: TempDir,
}

/// What a run left behind.
struct Ran {
    code: i32,
    stdout: String,
    stderr: String,
}

impl Shell {
    fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    /// A folder with one file of French prose, `good.txt`, that anything else can go wrong beside.
    fn with_good_document() -> Self {
        let shell = Self::new();
        shell.write("good.txt", GOOD.as_bytes());
        shell
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn has(&self, name: &str) -> bool {
        self.path(name).exists()
    }

    /// Runs `filature` with these arguments, parted by blanks.
    fn run(&self, arguments: &str) -> Ran {
        self.run_with_input(arguments, b"")
    }

    fn run_with_input(&self, arguments: &str, input: &[u8]) -> Ran {
        let mut child = Command::new(env!("CARGO_BIN_EXE_filature"))
            .args(arguments.split_whitespace())
            .current_dir(self.folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_vec();
        // A program that reads nothing closes the pipe; that is its business.
        let writer = std::thread::spawn(move || _ = stdin.write_all(&input));
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        Ran {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Copies the example articles into the folder.
    fn copy_examples(&self) {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/articles");
        for entry in fs::read_dir(from).unwrap() {
            let path = entry.unwrap().path();
            self.write(&format!("articles/{}", path.file_name().unwrap().to_str().unwrap()), &fs::read(&path).unwrap());
        }
    }
}

impl Ran {
    /// The exit code and all of standard error.
    #[track_caller]
    fn expect(self, code: i32, stderr: &str) -> Self {
        assert_eq!((self.code, self.stderr.trim()), (code, stderr.trim()));
        self
    }

    /// The kinds of the records on standard output, in order.
    fn kinds(&self) -> Vec<String> {
        self.records().iter().map(|record| record["kind"].as_str().unwrap().to_owned()).collect()
    }

    fn records(&self) -> Vec<serde_json::Value> {
        self.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

const GOOD: &str = "Le maire de Lyon a quitté ses fonctions lundi, selon la préfecture.\n";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
