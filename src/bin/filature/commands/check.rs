use std::path::Path;

use filature::data_folder::DataFolder;
use filature::diagnostic::{Diagnostic, Place};
use filature::evaluate::examples::check_examples;
use filature::resources::Resources;

use crate::args::Check;
use crate::report::{Failure, Outcome, Report, count};

pub(crate) fn run(arguments: &Check, report: &Report) -> Result<Outcome, Failure> {
    let mut folders = Folders::default();
    if let Some(folder) = &arguments.folder {
        folders = Folders::found_in(folder)?;
    }
    let over = |bundled: DataFolder, own: Option<DataFolder>| match own {
        Some(own) if arguments.own_data_only => own,
        Some(own) => bundled.overlaid_with(own),
        None => bundled,
    };
    let languages = over(DataFolder::bundled_languages(), folders.languages);
    let ontology = over(DataFolder::bundled_ontology(), folders.ontology);
    let kb = over(DataFolder::bundled_knowledge_base(), folders.kb);
    let resources = Resources::load(&languages, &ontology, &kb)?;
    let faults = check_examples(&resources);
    if !faults.is_empty() {
        return Err(Failure::Refused(faults));
    }
    let rules: usize = resources.languages.iter().map(|language| language.pack.rules.len()).sum();
    report.note(&format!(
        "no fault: {}, {}, {}, {}, {}",
        count(resources.languages.len(), "language", "languages"),
        count(rules, "rule", "rules"),
        count(resources.ontology.entity_types().count(), "entity type", "entity types"),
        count(resources.ontology.relation_types().count(), "relation type", "relation types"),
        count(resources.kb.len(), "known entity", "known entities"),
    ));
    Ok(Outcome::Done)
}

/// The data folders a person may have made.
#[derive(Default)]
struct Folders {
    languages: Option<DataFolder>,
    ontology: Option<DataFolder>,
    kb: Option<DataFolder>,
}

impl Folders {
    /// Tells by its content which data a folder holds.
    fn found_in(folder: &Path) -> Result<Self, Failure> {
        let mut found = Self::default();
        let inside: [(&[&str], &mut Option<DataFolder>); 3] = [
            (&["language", "languages"], &mut found.languages),
            (&["ontology"], &mut found.ontology),
            (&["knowledge_base", "kb"], &mut found.kb),
        ];
        for (names, slot) in inside {
            if let Some(path) = names.iter().map(|name| folder.join(name)).find(|path| path.is_dir()) {
                *slot = Some(DataFolder::on_disk(&path)?);
            }
        }
        if found.languages.is_none() && found.ontology.is_none() && found.kb.is_none() {
            let whole = DataFolder::on_disk(folder)?;
            let holds = |part: &str| whole.file_names().any(|name| format!("/{name}").contains(part));
            if holds("/entity_types/") || holds("/relation_types/") {
                found.ontology = Some(whole);
            } else if folder.join("language.toml").is_file() || folder.join("rules").is_dir() {
                found.languages = Some(whole.as_subfolder(&name(folder)));
            } else if holds("/language.toml") || holds("/rules/") {
                found.languages = Some(whole);
            } else if holds(".tsv") {
                found.kb = Some(whole);
            } else {
                return Err(Diagnostic::error("no-data", "the folder holds no data that filature knows")
                    .at(Place::file(folder.display().to_string()))
                    .hint("it is a language folder, a folder of them, an ontology or a knowledge base; the manuals are the README files of the bundled folders")
                    .into());
            }
        }
        Ok(found)
    }
}

/// The folder's own name, which for a language is its tag.
fn name(folder: &Path) -> String {
    let absolute = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    absolute.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
