//! Outputs that appear whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use filature::diagnostic::{Diagnostic, Place};
use tempfile::NamedTempFile;

use crate::report::Failure;

/// An output to be written later. Made before the work begins, so that a folder that does not exist or may not
/// be written is known before an hour of reading.
pub(crate) struct Output {
    name: String,
    target: Target,
}

enum Target {
    /// Standard output.
    Standard,
    /// A device or a named pipe: written through, never replaced.
    Special(File),
    /// A file beside the real one, which it will replace.
    Beside { file: NamedTempFile, path: PathBuf },
}

impl Output {
    /// Prepares an output; `-` is standard output.
    pub(crate) fn create(path: &Path) -> Result<Self, Failure> {
        let name = path.display().to_string();
        if name == "-" {
            return Ok(Self { name: "standard output".to_owned(), target: Target::Standard });
        }
        Self::target(path)
            .map(|target| Self { name: name.clone(), target })
            .map_err(|error| unwritable(&name, &error).into())
    }

    /// Standard output.
    pub(crate) fn standard() -> Self {
        Self { name: "standard output".to_owned(), target: Target::Standard }
    }

    fn target(path: &Path) -> io::Result<Target> {
        // A link is kept; what it points to is replaced.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let existing = match fs::metadata(&path) {
            Ok(existing) => Some(existing),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        if existing.as_ref().is_some_and(fs::Metadata::is_dir) {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "this is a folder"));
        }
        if existing.as_ref().is_some_and(|existing| existing.permissions().readonly()) {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file is write-protected"));
        }
        if existing.as_ref().is_some_and(|existing| !existing.is_file()) {
            return Ok(Target::Special(File::options().write(true).open(&path)?));
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        builder.prefix(".filature-");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            // What a new file gets anywhere else: the system takes the user's mask off it.
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let file = builder.tempfile_in(folder)?;
        if let Some(existing) = existing {
            file.as_file().set_permissions(existing.permissions())?;
        }
        Ok(Target::Beside { file, path })
    }

    /// Whether what is written here is read while it is written.
    pub(crate) fn is_stream(&self) -> bool {
        !matches!(self.target, Target::Beside { .. })
    }

    /// Begins to write. Nothing is seen under the output's name before [`Writer::finish`].
    pub(crate) fn open(self) -> Writer {
        let sink = match self.target {
            Target::Standard => Sink::Standard(BufWriter::with_capacity(1 << 16, io::stdout())),
            Target::Special(file) => Sink::Special(BufWriter::new(file)),
            Target::Beside { file, path } => Sink::Beside(Box::new(BufWriter::with_capacity(1 << 16, file)), path),
        };
        Writer { name: self.name, sink }
    }
}

/// An output being written.
pub(crate) struct Writer {
    name: String,
    sink: Sink,
}

enum Sink {
    Standard(BufWriter<io::Stdout>),
    Special(BufWriter<File>),
    Beside(Box<BufWriter<NamedTempFile>>, PathBuf),
}

impl Writer {
    /// The output's name in messages.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Makes the output visible under its name.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        let Self { name, sink } = self;
        let finished = match sink {
            Sink::Standard(mut out) => out.flush(),
            Sink::Special(mut out) => out.flush(),
            Sink::Beside(out, path) => out
                .into_inner()
                .map_err(io::IntoInnerError::into_error)
                .and_then(|file| file.persist(path).map(drop).map_err(|error| error.error)),
        };
        finished.map_err(|error| Failure::write(&name, &error))
    }
}

impl Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.sink {
            Sink::Standard(out) => out.write(bytes),
            Sink::Special(out) => out.write(bytes),
            Sink::Beside(out, _) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.sink {
            Sink::Standard(out) => out.flush(),
            Sink::Special(out) => out.flush(),
            Sink::Beside(out, _) => out.flush(),
        }
    }
}

/// An output that cannot be written.
pub(crate) fn unwritable(name: &str, error: &io::Error) -> Diagnostic {
    let (message, hint) = match error.kind() {
        io::ErrorKind::NotFound => {
            ("the folder it should stand in does not exist".to_owned(), "make the folder first, or choose another")
        }
        io::ErrorKind::PermissionDenied => (error.to_string(), "choose a place you may write to"),
        io::ErrorKind::IsADirectory => ("this is a folder".to_owned(), "name a file in it"),
        io::ErrorKind::NotADirectory => ("part of its path is a file".to_owned(), "choose another path"),
        io::ErrorKind::StorageFull => ("the disk is full".to_owned(), "nothing was written; make room and run again"),
        _ => (error.to_string(), "nothing was written there"),
    };
    Diagnostic::error("unwritable-output", message).at(Place::file(name)).hint(hint)
}
