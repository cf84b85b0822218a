//! The data folders a command works with.

use std::path::PathBuf;

use filature::data_folder::DataFolder;
use filature::knowledge_base::KnowledgeBase;
use filature::ontology::Ontology;
use filature::resources::Resources;

use crate::args::{BaseArguments, ResourceArguments};
use crate::report::Failure;

/// Loads what the program ships with, and over it or instead of it what the arguments name.
pub(crate) fn resources(arguments: &ResourceArguments) -> Result<Resources, Failure> {
    let languages = language_folders(arguments)?;
    let alone = arguments.own_data_only && !arguments.bases.kb.is_empty();
    let tables = tables(&arguments.bases, alone)?;
    let mut resources = Resources::load(&languages, &ontology_folder(arguments)?, &tables)?;
    resources.kb = stacked(&arguments.bases, resources.kb)?;
    Ok(resources)
}

/// The folders of languages.
pub(crate) fn language_folders(arguments: &ResourceArguments) -> Result<DataFolder, Failure> {
    folder(arguments, &arguments.languages, DataFolder::bundled_languages)
}

/// The ontology alone, for commands that read no text.
pub(crate) fn ontology(arguments: &ResourceArguments) -> Result<Ontology, Failure> {
    Ok(Ontology::load(&ontology_folder(arguments)?)?)
}

/// The knowledge base alone.
pub(crate) fn knowledge_base(arguments: &BaseArguments) -> Result<KnowledgeBase, Failure> {
    stacked(arguments, KnowledgeBase::load(&tables(arguments, false)?)?)
}

/// The tables: bundled ones, and folders laid over them, the first uppermost.
fn tables(arguments: &BaseArguments, alone: bool) -> Result<DataFolder, Failure> {
    let bundled = !alone && !arguments.no_bundled_kb;
    let mut tables = if bundled { DataFolder::bundled_knowledge_base() } else { DataFolder::default() };
    for path in arguments.kb.iter().rev().filter(|path| path.is_dir()) {
        tables = tables.overlaid_with(DataFolder::on_disk(path)?);
    }
    Ok(tables)
}

/// Compiled bases on top of another, the first uppermost.
fn stacked(arguments: &BaseArguments, lowest: KnowledgeBase) -> Result<KnowledgeBase, Failure> {
    let mut stack = lowest;
    for path in arguments.kb.iter().rev().filter(|path| !path.is_dir()) {
        stack = KnowledgeBase::open(path)?.above(stack);
    }
    Ok(stack)
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
