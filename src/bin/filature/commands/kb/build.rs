use std::collections::BTreeMap;
use std::io::{BufRead, Cursor, Read as _};
use std::path::Path;

use filature::data_folder::DataFolder;
use filature::diagnostic::{Diagnostic, Place};
use filature::knowledge_base::{BaseBuilder, Told, WikidataOptions};
use filature::read::open_decompressed;

use crate::args::{EntryFormat, KbBuild};
use crate::data;
use crate::report::{Failure, Outcome, Report, count};

/// How much of an input is looked at to tell its format.
const HEAD_BYTES: u64 = 1 << 16;

pub(crate) fn run(arguments: &KbBuild, report: &Report) -> Result<Outcome, Failure> {
    let lower = data::knowledge_base(&arguments.bases)?;
    let options = wikidata_options(arguments)?;
    let inputs: Vec<String> = arguments.inputs.iter().map(|path| fingerprint(path)).collect::<Result<_, _>>()?;
    let mut builder = BaseBuilder::new(&arguments.output, &inputs, stated_options(arguments, &options), lower)?;
    if let Some((source, records)) = builder.resumed_at() {
        let path = arguments.inputs.get(source).map(|path| path.display().to_string()).unwrap_or_default();
        report.note(&format!("going on with {path} behind record {records}"));
    }
    let mut faulty = false;
    for path in &arguments.inputs {
        let mut say = |told: Told| match told {
            Told::Fault(fault) => {
                faulty = true;
                report.diagnostic(&fault);
            }
            Told::Records(records) => report.advance_by(records),
        };
        add(&mut builder, path, arguments.format, &options, &mut say)?;
    }
    report.end_progress();
    let built = builder.finish()?;
    for source in &built.sources {
        report.note(&format!(
            "{}: {} read, {} taken, {} faulty",
            source.name,
            count(source.read as usize, "record", "records"),
            source.taken,
            source.faulty
        ));
    }
    if built.unresolved > 0 {
        let facts = count(built.unresolved as usize, "fact", "facts");
        report.note(&format!("{facts} left out: no entry here or in the bundled base has the id or label"));
    }
    let entries = count(built.entries as usize, "entry", "entries");
    report.note(&format!("{}: {entries}, {} bytes", arguments.output.display(), built.size));
    if built.entries == 0 {
        return Err(Failure::NothingRead("no entry was taken from any input".to_owned()));
    }
    Ok(if faulty { Outcome::Partial } else { Outcome::Done })
}

fn wikidata_options(arguments: &KbBuild) -> Result<WikidataOptions, Failure> {
    let mut options = WikidataOptions {
        min_sitelinks: arguments.min_sitelinks,
        types: arguments.types.clone(),
        subclasses: arguments.subclasses.clone(),
        mapping: arguments.mapping.as_deref().map(DataFolder::on_disk).transpose()?,
        ..WikidataOptions::default()
    };
    if !arguments.languages.is_empty() {
        options.languages.clone_from(&arguments.languages);
    }
    Ok(options)
}

/// The options as the base will state them.
fn stated_options(arguments: &KbBuild, options: &WikidataOptions) -> BTreeMap<String, String> {
    let mut stated = BTreeMap::from([
        ("languages".to_owned(), options.languages.join(",")),
        ("min-sitelinks".to_owned(), options.min_sitelinks.to_string()),
    ]);
    if !options.types.is_empty() {
        stated.insert("types".to_owned(), options.types.join(","));
    }
    for (name, path) in [("mapping", &arguments.mapping), ("subclasses", &arguments.subclasses)] {
        if let Some(path) = path {
            stated.insert(name.to_owned(), path.display().to_string());
        }
    }
    stated
}

/// Name and size: what tells whether an interrupted build is the same.
fn fingerprint(path: &Path) -> Result<String, Diagnostic> {
    let size = std::fs::metadata(path).map_err(|error| unreadable(path, &error))?.len();
    Ok(format!("{} {size}", path.display()))
}

fn add(
    builder: &mut BaseBuilder,
    path: &Path,
    format: Option<EntryFormat>,
    options: &WikidataOptions,
    say: &mut dyn FnMut(Told),
) -> Result<(), Failure> {
    // The base states names, not where the files lay.
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    if path.is_dir() {
        return Ok(builder.add_tables(&name, &DataFolder::on_disk(path)?)?);
    }
    let stream = open_decompressed(path).map_err(|error| unreadable(path, &error))?;
    let (format, stream) = match format {
        Some(format) => (format, stream),
        None => told_by_content(path, stream)?,
    };
    match format {
        EntryFormat::Wikidata => builder.add_wikidata(&name, stream, options, say)?,
        EntryFormat::Followthemoney => builder.add_followthemoney(&name, stream, say)?,
        EntryFormat::Entries => builder.add_entries(&name, false, stream, say)?,
        EntryFormat::Csv => builder.add_entries(&name, true, stream, say)?,
    }
    Ok(())
}

/// Tells the format by extension, else by what the first record has.
fn told_by_content(
    path: &Path,
    mut stream: Box<dyn BufRead + Send>,
) -> Result<(EntryFormat, Box<dyn BufRead + Send>), Diagnostic> {
    let mut head = Vec::new();
    (&mut stream).take(HEAD_BYTES).read_to_end(&mut head).map_err(|error| unreadable(path, &error))?;
    let text = String::from_utf8_lossy(&head);
    let has = |key: &str| text.contains(&format!("\"{key}\""));
    let format = match text.trim_start_matches(['\u{feff}', '[']).trim_start().chars().next() {
        Some('{') if has("schema") && has("properties") => EntryFormat::Followthemoney,
        Some('{') if has("labels") && (has("claims") || has("sitelinks") || text.trim_start().starts_with('[')) => {
            EntryFormat::Wikidata
        }
        Some('{') => EntryFormat::Entries,
        _ if path.to_string_lossy().contains(".csv") => EntryFormat::Csv,
        _ => {
            return Err(Diagnostic::error("unknown-format", "its first bytes are no record that filature knows")
                .at(Place::file(path.display().to_string()))
                .hint("say what it is with --format"));
        }
    };
    Ok((format, Box::new(Cursor::new(head).chain(stream))))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error("unreadable-input", error.to_string()).at(Place::file(path.display().to_string()))
}
