//! The data folders a command works with.

use std::path::PathBuf;

use filature::data_folder::DataFolder;
use filature::ontology::Ontology;
use filature::resources::Resources;

use crate::args::ResourceArguments;
use crate::report::Failure;

/// Loads what the program ships with, and over it or instead of it what the arguments name.
pub(crate) fn resources(arguments: &ResourceArguments) -> Result<Resources, Failure> {
    let languages = language_folders(arguments)?;
    let kb = folder(arguments, &arguments.kb, DataFolder::bundled_knowledge_base)?;
    Ok(Resources::load(&languages, &ontology_folder(arguments)?, &kb)?)
}

/// The folders of languages.
pub(crate) fn language_folders(arguments: &ResourceArguments) -> Result<DataFolder, Failure> {
    folder(arguments, &arguments.languages, DataFolder::bundled_languages)
}

/// The ontology alone, for commands that read no text.
pub(crate) fn ontology(arguments: &ResourceArguments) -> Result<Ontology, Failure> {
    Ok(Ontology::load(&ontology_folder(arguments)?)?)
}

fn ontology_folder(arguments: &ResourceArguments) -> Result<DataFolder, Failure> {
    folder(arguments, &arguments.ontology, DataFolder::bundled_ontology)
}

fn folder(
    arguments: &ResourceArguments,
    given: &Option<PathBuf>,
    bundled: fn() -> DataFolder,
) -> Result<DataFolder, Failure> {
    match given {
        None => Ok(bundled()),
        Some(path) if arguments.own_data_only => Ok(DataFolder::on_disk(path)?),
        Some(path) => Ok(bundled().overlaid_with(DataFolder::on_disk(path)?)),
    }
}
