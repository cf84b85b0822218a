//! Which classes, properties and values of Wikidata become what: the tables of `src/knowledge_base/wikidata/`.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io::BufRead;
use std::path::PathBuf;

use rustc_hash::FxHashMap;

use super::super::super::NameKind;
use super::super::super::tables::table;
use crate::data_folder::DataFolder;
use crate::diagnostic::{Diagnostic, Place};

/// What is taken from a dump.
#[derive(Clone, Debug)]
pub struct WikidataOptions {
    /// Languages of names, descriptions and pages. Names that Wikidata gives for all languages (`mul`) are always taken.
    pub languages: Vec<String>,
    /// Items with fewer Wikipedia pages are left out.
    pub min_sitelinks: u32,
    /// Entity types to take, with all below them; empty for all.
    pub types: Vec<String>,
    /// A folder with tables in place of the bundled ones of the same name.
    pub mapping: Option<DataFolder>,
    /// A table of subclasses, `subclass` and `superclass` a line: items whose class is not mapped get the type of the
    /// nearest class above it.
    pub subclasses: Option<PathBuf>,
}

impl Default for WikidataOptions {
    fn default() -> Self {
        let languages = DataFolder::bundled_languages().subfolder_names();
        Self { languages, min_sitelinks: 5, types: Vec::new(), mapping: None, subclasses: None }
    }
}

/// What becomes of a property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Becomes {
    Class,
    Superclass,
    Entry(String),
    Inverse(String),
    Word(String),
    Text(String),
    Date(String),
    Name(NameKind),
    Holder,
    Jurisdiction,
    Start,
    End,
}

impl Becomes {
    fn parse(kind: &str, property: &str) -> Option<Self> {
        let property = property.to_owned();
        Some(match kind {
            "class" => Self::Class,
            "superclass" => Self::Superclass,
            "entry" => Self::Entry(property),
            "inverse" => Self::Inverse(property),
            "word" => Self::Word(property),
            "text" => Self::Text(property),
            "date" => Self::Date(property),
            "alias" => Self::Name(NameKind::Alias),
            "acronym" => Self::Name(NameKind::Acronym),
            "demonym" => Self::Name(NameKind::Demonym),
            "holder" => Self::Holder,
            "jurisdiction" => Self::Jurisdiction,
            "start" => Self::Start,
            "end" => Self::End,
            _ => return None,
        })
    }
}

/// The tables, loaded.
#[derive(Debug)]
pub(in super::super) struct Mapping {
    languages: Vec<String>,
    pub(super) min_sitelinks: u32,
    /// Class → its place in the table and its type; those not wanted are left out.
    classes: FxHashMap<String, (usize, String)>,
    properties: FxHashMap<String, Becomes>,
    words: FxHashMap<String, String>,
    offices: BTreeMap<String, String>,
    not_wikipedias: BTreeSet<String>,
    /// Class → classes directly above it, as numbers.
    superclasses: FxHashMap<u32, Vec<u32>>,
}

impl Mapping {
    /// Loads the tables and checks them.
    ///
    /// # Errors
    /// Every fault, with file and line.
    pub(in super::super) fn new(options: &WikidataOptions) -> Result<Self, Vec<Diagnostic>> {
        let mut folder = DataFolder::bundled_knowledge_base().subfolder("wikidata");
        if let Some(own) = &options.mapping {
            folder = folder.overlaid_with(own.clone());
        }
        let mut faults = Vec::new();
        let mut mapping = Self {
            languages: options.languages.clone(),
            min_sitelinks: options.min_sitelinks,
            classes: FxHashMap::default(),
            properties: FxHashMap::default(),
            words: FxHashMap::default(),
            offices: BTreeMap::new(),
            not_wikipedias: BTreeSet::new(),
            superclasses: FxHashMap::default(),
        };
        for (order, (class, [entity_type])) in
            table(&folder, "classes.tsv", ["type"], &mut faults).into_iter().enumerate()
        {
            let below = |wanted: &String| {
                entity_type.strip_prefix(wanted.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            };
            if options.types.is_empty() || options.types.iter().any(below) {
                mapping.classes.insert(class, (order, entity_type));
            }
        }
        for (property, [becomes, kind]) in table(&folder, "properties.tsv", ["becomes", "kind"], &mut faults) {
            match Becomes::parse(&kind, &becomes) {
                Some(becomes) => _ = mapping.properties.insert(property, becomes),
                None => faults.push(
                    Diagnostic::error("invalid-mapping", format!("`{kind}` of {property} is no kind"))
                        .at(folder.place("properties.tsv", 0))
                        .hint("the head of the file lists the kinds"),
                ),
            }
        }
        mapping
            .words
            .extend(table(&folder, "words.tsv", ["word"], &mut faults).into_iter().map(|(item, [word])| (item, word)));
        let offices = table(&folder, "offices.tsv", ["property"], &mut faults);
        mapping.offices.extend(offices.into_iter().map(|(class, [property])| (class, property)));
        match folder.entries("not_wikipedias.txt") {
            Ok(sites) => mapping.not_wikipedias.extend(sites.into_iter().map(|(_, site)| site)),
            Err(fault) => faults.push(fault),
        }
        if let Some(path) = &options.subclasses
            && let Err(fault) = mapping.read_subclasses(path)
        {
            faults.push(fault);
        }
        if faults.is_empty() { Ok(mapping) } else { Err(faults) }
    }

    /// Reads `Q1 Q2`, or the IRIs that the Wikidata query service gives, separated by tab or comma.
    fn read_subclasses(&mut self, path: &std::path::Path) -> Result<(), Diagnostic> {
        let place = |line: usize| Place::line(path.display().to_string(), line);
        let unreadable = |error: std::io::Error| Diagnostic::error("unreadable-table", error.to_string()).at(place(0));
        let file = std::io::BufReader::new(std::fs::File::open(path).map_err(unreadable)?);
        for (number, line) in (1..).zip(file.lines()) {
            let line = line.map_err(unreadable)?;
            let mut classes = line.split(['\t', ',']).map(class_number);
            match (classes.next().flatten(), classes.next().flatten()) {
                (Some(class), Some(above)) => self.superclasses.entry(class).or_default().push(above),
                _ if number == 1 || line.trim().is_empty() => {}
                _ => {
                    return Err(Diagnostic::error("invalid-table", "the line does not hold two items such as Q5")
                        .at(place(number)));
                }
            }
        }
        Ok(())
    }

    pub(super) fn becomes(&self, property: &str) -> Option<&Becomes> {
        self.properties.get(property)
    }

    pub(super) fn word(&self, item: &str) -> Option<&str> {
        self.words.get(item).map(String::as_str)
    }

    /// Whether names of this language are taken.
    pub(super) fn wants(&self, language: &str) -> bool {
        language == "mul" || self.languages.iter().any(|wanted| wanted == language)
    }

    /// Whether a site is a Wikipedia.
    pub(super) fn is_wikipedia(&self, site: &str) -> bool {
        site.ends_with("wiki") && !self.not_wikipedias.contains(site)
    }

    /// The type of an item of these classes.
    pub(super) fn type_of(&self, classes: &[&str]) -> Option<&str> {
        self.nearest(classes, |class| self.classes.get(class)).map(|(_, entity_type)| entity_type.as_str())
    }

    /// The property that a position of these classes stands for.
    pub(super) fn office_of(&self, classes: &[&str]) -> Option<&str> {
        self.nearest(classes, |class| self.offices.get_key_value(class)).map(|(_, property)| property.as_str())
    }

    /// The smallest of what is mapped for the nearest of some classes or of those above them.
    fn nearest<T: Ord>(&self, classes: &[&str], mapped: impl Fn(&str) -> Option<T>) -> Option<T> {
        let direct = classes.iter().filter_map(|class| mapped(class)).min();
        if direct.is_some() || self.superclasses.is_empty() {
            return direct;
        }
        let mut level: VecDeque<u32> = classes.iter().filter_map(|class| class_number(class)).collect();
        let mut seen: BTreeSet<u32> = level.iter().copied().collect();
        while !level.is_empty() {
            let above = level.iter().filter_map(|class| self.superclasses.get(class)).flatten().copied();
            level = above.filter(|&class| seen.insert(class)).collect();
            let found = level.iter().filter_map(|class| mapped(&format!("Q{class}"))).min();
            if found.is_some() {
                return found;
            }
        }
        None
    }
}

fn class_number(text: &str) -> Option<u32> {
    let text = text.trim().trim_matches(['"', '<', '>']);
    text.rsplit('/').next()?.strip_prefix('Q')?.parse().ok()
}
