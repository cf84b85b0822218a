//! `filature kb …`: knowledge bases are built, looked into, counted.

mod build;

use std::io::{self, Write as _};

use filature::knowledge_base::{BaseInfo, KbEntry, KnowledgeBase, NameMatch};
use filature::model::EntityId;

use crate::args::{Kb, KbCommand, KbInfo, KbLookup};
use crate::data;
use crate::outputs::Output;
use crate::report::{Failure, Outcome, Report, count};

pub(crate) fn run(arguments: &Kb, report: &Report) -> Result<Outcome, Failure> {
    match &arguments.command {
        KbCommand::Build(command) => build::run(command, report),
        KbCommand::Lookup(command) => lookup(command, report),
        KbCommand::Info(command) => info(command),
    }
}

fn lookup(arguments: &KbLookup, report: &Report) -> Result<Outcome, Failure> {
    let kb = data::knowledge_base(&arguments.bases)?;
    let by_id = kb.position(&EntityId::from_text(&arguments.name));
    let found: Vec<(usize, String)> = match by_id {
        Some(entry) => vec![(entry, "its id".to_owned())],
        None => kb.named(&arguments.name).iter().map(|found| (found.entry, reason(found, &kb, arguments))).collect(),
    };
    if found.is_empty() {
        report.note(&format!("no entry is called `{}`", arguments.name));
        return Ok(Outcome::Partial);
    }
    let mut out = Output::standard().open();
    let written = found.iter().try_for_each(|(position, reason)| -> io::Result<()> {
        let Some(entry) = kb.entry(*position) else { return Ok(()) };
        let label = label(&entry, &arguments.language);
        writeln!(out, "{:.2}  {}  {}  {label}", entry.prior, entry.id, entry.entity_type)?;
        writeln!(out, "      {reason}; from {}", base_name(&kb, *position))?;
        if let Some(description) = entry.descriptions.get(&arguments.language) {
            writeln!(out, "      {description}")?;
        }
        for fact in entry.facts.iter().filter(|_| arguments.facts) {
            let date =
                |date: Option<filature::model::PartialDate>| date.map(|date| date.to_string()).unwrap_or_default();
            let value = named_value(&kb, &fact.value, &arguments.language);
            match (fact.start, fact.end) {
                (None, None) => writeln!(out, "      {} = {value}", fact.property)?,
                (start, end) => writeln!(out, "      {} = {value}  ({}..{})", fact.property, date(start), date(end))?,
            }
        }
        Ok(())
    });
    written.map_err(|error| Failure::write(out.name(), &error))?;
    out.finish()?;
    Ok(Outcome::Done)
}

/// Which of its names fits, and how well.
fn reason(found: &NameMatch, kb: &KnowledgeBase, arguments: &KbLookup) -> String {
    let kind = found.kind.word();
    let language = match found.language.as_str() {
        "" => "in all languages, or several".to_owned(),
        known if known == arguments.language => format!("in `{known}`"),
        other => format!("in `{other}`; in a `{}` text it must be written exactly so", arguments.language),
    };
    let names = kb.names(found.entry).len();
    let exact = if found.exact { "exactly" } else { "but for letter case, accents or hyphens" };
    format!("{kind} {language}, {exact}; {}", count(names, "name", "names"))
}

fn label<'e>(entry: &'e KbEntry, language: &str) -> &'e str {
    let label = entry.labels.get(language).or_else(|| entry.labels.get("mul")).or_else(|| entry.labels.values().next());
    label.map_or(entry.id.as_str(), String::as_str)
}

/// The label of an entry that is a value, with its id; a word as it is.
fn named_value(kb: &KnowledgeBase, value: &str, language: &str) -> String {
    match kb.position(&EntityId::from_text(value)).and_then(|position| kb.entry(position)) {
        Some(entry) => format!("{} {value}", label(&entry, language)),
        None => value.to_owned(),
    }
}

/// Which base of the stack an entry comes from.
fn base_name(kb: &KnowledgeBase, position: usize) -> String {
    let mut first = 0;
    for base in kb.info() {
        if position < first + base.entries {
            return sources(&base);
        }
        first += base.entries;
    }
    "nowhere".to_owned()
}

fn sources(base: &BaseInfo) -> String {
    base.about.sources.iter().map(|source| source.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn info(arguments: &KbInfo) -> Result<Outcome, Failure> {
    let kb = data::knowledge_base(&arguments.bases)?;
    kb.verify()?;
    let mut out = Output::standard().open();
    let written = kb.info().iter().enumerate().try_for_each(|(number, base)| -> io::Result<()> {
        if number > 0 {
            writeln!(out)?;
        }
        writeln!(out, "{}", sources(base))?;
        writeln!(out, "  {:>12}  entries", base.entries)?;
        writeln!(out, "  {:>12}  names", base.names)?;
        writeln!(out, "  {:>12}  bytes", base.size)?;
        for (title, counts) in [("entries of type", &base.types), ("names in", &base.languages)] {
            for (name, number) in counts {
                let name = if name.is_empty() { "all languages" } else { name.as_str() };
                writeln!(out, "  {number:>12}  {title} {name}")?;
            }
        }
        for source in &base.about.sources {
            writeln!(
                out,
                "  read from {} ({}): {} records, {} taken, {} faulty",
                source.name, source.format, source.read, source.taken, source.faulty
            )?;
        }
        base.about.options.iter().try_for_each(|(option, value)| writeln!(out, "  built with {option} = {value}"))
    });
    written.map_err(|error| Failure::write(out.name(), &error))?;
    out.finish()?;
    Ok(Outcome::Done)
}
