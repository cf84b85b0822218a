//! A folder of data files, inside the binary or on disk: loaders read both the same way.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Place};

mod bundled {
    include!(concat!(env!("OUT_DIR"), "/bundled.rs"));
}

/// Data files by their name relative to the folder, `/` between parts, in sorted order.
#[derive(Clone, Debug, Default)]
pub struct DataFolder {
    /// How the folder is called in messages.
    name: String,
    files: BTreeMap<String, Content>,
    /// How messages call the files that another folder brought, see [`DataFolder::overlaid_with`].
    foreign_names: BTreeMap<String, String>,
}

#[derive(Clone, Debug)]
enum Content {
    Bundled(&'static [u8]),
    OnDisk(PathBuf),
    InMemory(Vec<u8>),
}

impl DataFolder {
    /// The languages shipped with the program: one sub-folder each.
    #[must_use]
    pub fn bundled_languages() -> Self {
        Self::from_table("src/language", bundled::LANGUAGE)
    }

    /// The ontology shipped with the program.
    #[must_use]
    pub fn bundled_ontology() -> Self {
        Self::from_table("src/ontology", bundled::ONTOLOGY)
    }

    /// The knowledge base shipped with the program, as readable tables.
    #[must_use]
    pub fn bundled_knowledge_base() -> Self {
        Self::from_table("src/knowledge_base", bundled::KNOWLEDGE_BASE)
    }

    fn from_table(name: &str, table: &[(&str, &'static [u8])]) -> Self {
        let files = table.iter().map(|&(file, bytes)| (file.to_owned(), Content::Bundled(bytes))).collect();
        Self { name: name.to_owned(), files, ..Self::default() }
    }

    /// Files given directly; what tests use.
    #[must_use]
    pub fn in_memory<'a>(name: &str, files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let files = files
            .into_iter()
            .map(|(file, text)| (file.to_owned(), Content::InMemory(text.as_bytes().to_vec())))
            .collect();
        Self { name: name.to_owned(), files, ..Self::default() }
    }

    /// A folder on disk, with its sub-folders. Manuals (`.md`) and files whose name begins with a dot are not data.
    ///
    /// # Errors
    /// When the folder, or one below it, cannot be listed.
    pub fn on_disk(folder: &Path) -> Result<Self, Diagnostic> {
        let mut files = BTreeMap::new();
        collect(folder, "", &mut files)?;
        Ok(Self { name: folder.display().to_string(), files, ..Self::default() })
    }

    /// This folder with another laid over it: files of the same name are replaced, others are added. This is how
    /// relation types and rules of one's own join those that are bundled.
    #[must_use]
    pub fn overlaid_with(mut self, top: Self) -> Self {
        for (file, content) in top.files {
            let foreign_name = top.foreign_names.get(&file).cloned().unwrap_or_else(|| format!("{}/{file}", top.name));
            self.foreign_names.insert(file.clone(), foreign_name);
            self.files.insert(file, content);
        }
        self
    }

    /// The folder as if these files were not in it.
    #[must_use]
    pub fn without(mut self, files: &[&str]) -> Self {
        self.files.retain(|name, _| !files.contains(&name.as_str()));
        self
    }

    /// A folder that holds this one under `name`; messages go on calling its files as before.
    #[must_use]
    pub fn as_subfolder(self, name: &str) -> Self {
        let mut parent = Self { name: self.name.clone(), ..Self::default() };
        for (file, content) in self.files {
            let known_as = self.foreign_names.get(&file).cloned().unwrap_or_else(|| format!("{}/{file}", self.name));
            parent.foreign_names.insert(format!("{name}/{file}"), known_as);
            parent.files.insert(format!("{name}/{file}"), content);
        }
        parent
    }

    /// How the folder is called in messages.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The place of a file of this folder, for diagnostics.
    #[must_use]
    pub fn place(&self, file: &str, line: usize) -> Place {
        let foreign_name = self.foreign_names.get(file).cloned();
        Place::line(foreign_name.unwrap_or_else(|| format!("{}/{file}", self.name)), line)
    }

    /// Names of all files, sorted.
    pub fn file_names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Names of the direct sub-folders, sorted.
    #[must_use]
    pub fn subfolder_names(&self) -> Vec<String> {
        let mut names: Vec<_> =
            self.files.keys().filter_map(|file| file.split_once('/')).map(|(folder, _)| folder.to_owned()).collect();
        names.dedup();
        names
    }

    /// A sub-folder; empty when there is none of that name.
    #[must_use]
    pub fn subfolder(&self, folder: &str) -> Self {
        let below = |file: &str| file.strip_prefix(folder)?.strip_prefix('/').map(str::to_owned);
        let files = self.files.iter().filter_map(|(file, content)| Some((below(file)?, content.clone())));
        let foreign_names = self.foreign_names.iter().filter_map(|(file, name)| Some((below(file)?, name.clone())));
        Self { name: format!("{}/{folder}", self.name), files: files.collect(), foreign_names: foreign_names.collect() }
    }

    /// Whether there is such a file.
    #[must_use]
    pub fn contains(&self, file: &str) -> bool {
        self.files.contains_key(file)
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// When the file is missing or cannot be read; the message says which folder should hold it.
    pub fn bytes(&self, file: &str) -> Result<Cow<'static, [u8]>, Diagnostic> {
        match self.files.get(file) {
            None => Err(Diagnostic::error("missing-data-file", format!("the folder has no file `{file}`"))
                .at(Place::file(&self.name))
                .hint("the README of the bundled folder says what each file holds")),
            Some(Content::Bundled(bytes)) => Ok(Cow::Borrowed(bytes)),
            Some(Content::InMemory(bytes)) => Ok(Cow::Owned(bytes.clone())),
            Some(Content::OnDisk(path)) => std::fs::read(path).map(Cow::Owned).map_err(|error| {
                Diagnostic::error("unreadable-data-file", error.to_string()).at(Place::file(path.display().to_string()))
            }),
        }
    }

    /// The text of a file.
    ///
    /// # Errors
    /// When the file is missing, cannot be read, or is not UTF-8.
    pub fn text(&self, file: &str) -> Result<Cow<'static, str>, Diagnostic> {
        let not_utf8 = |valid_up_to: usize, bytes: &[u8]| {
            let line = bytes[..valid_up_to].iter().filter(|&&byte| byte == b'\n').count() + 1;
            Diagnostic::error("not-utf8", "the file is not UTF-8")
                .at(self.place(file, line))
                .hint("save it again as UTF-8")
        };
        match self.bytes(file)? {
            Cow::Borrowed(bytes) => {
                std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| not_utf8(error.valid_up_to(), bytes))
            }
            Cow::Owned(bytes) => String::from_utf8(bytes)
                .map(Cow::Owned)
                .map_err(|error| not_utf8(error.utf8_error().valid_up_to(), error.as_bytes())),
        }
    }

    /// The entries of a word list with their line numbers: one entry a line, blank lines and lines that begin
    /// with `#` skipped, space around an entry cut.
    ///
    /// # Errors
    /// As [`DataFolder::text`].
    pub fn entries(&self, file: &str) -> Result<Vec<(usize, String)>, Diagnostic> {
        let text = self.text(file)?;
        Ok(text
            .lines()
            .enumerate()
            .map(|(index, line)| (index + 1, line.trim()))
            .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
            .map(|(line, entry)| (line, entry.to_owned()))
            .collect())
    }

    /// A TOML file as a typed value.
    ///
    /// # Errors
    /// When the file cannot be read, is not TOML or lacks a field; the place names line and column.
    pub fn toml<T: serde::de::DeserializeOwned>(&self, file: &str) -> Result<T, Diagnostic> {
        let text = self.text(file)?;
        toml::from_str(&text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            let before = text.get(..start).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            Diagnostic::error("invalid-toml", error.message()).at(Place { column, ..self.place(file, line) })
        })
    }
}

fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Content>) -> Result<(), Diagnostic> {
    let unreadable = |error: std::io::Error| {
        Diagnostic::error("unreadable-data-folder", error.to_string()).at(Place::file(folder.display().to_string()))
    };
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()).filter(|name| !name.starts_with('.')) else {
            continue;
        };
        let name = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}/{name}") };
        if path.is_dir() {
            collect(&path, &name, files)?;
        } else if !matches!(path.extension().and_then(|extension| extension.to_str()), Some("rs" | "md" | "py")) {
            files.insert(name, Content::OnDisk(path));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_overlay_replaces_and_adds_and_keeps_its_name() {
        let base = DataFolder::in_memory("base", [("fr/a.txt", "a"), ("fr/b.txt", "b")]);
        let own = DataFolder::in_memory("own", [("fr/b.txt", "own b"), ("fr/c.txt", "own c")]);
        let both = base.overlaid_with(own).subfolder("fr");
        assert_eq!(both.file_names().collect::<Vec<_>>(), ["a.txt", "b.txt", "c.txt"]);
        assert_eq!(both.text("b.txt").unwrap(), "own b");
        assert_eq!(both.place("a.txt", 1).to_string(), "base/fr/a.txt:1");
        assert_eq!(both.place("b.txt", 1).to_string(), "own/fr/b.txt:1");
    }
}
