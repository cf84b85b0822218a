//! The one door: language packs, ontology and knowledge base, bundled or from folders, checked against each other.

use rayon::prelude::*;

use crate::data_folder::DataFolder;
use crate::diagnostic::{Diagnostic, Place};
use crate::extract::CompiledRules;
use crate::knowledge_base::KnowledgeBase;
use crate::language::LanguagePack;
use crate::ontology::Ontology;

/// A language with its rules compiled.
#[derive(Clone, Debug)]
pub struct Language {
    /// The data.
    pub pack: LanguagePack,
    /// Its rules, ready to run.
    pub rules: CompiledRules,
}

/// Everything stages need to know.
#[derive(Clone, Debug)]
pub struct Resources {
    /// Languages, sorted by tag.
    pub languages: Vec<Language>,
    /// Kinds of things and relations.
    pub ontology: Ontology,
    /// What we knew before reading.
    pub kb: KnowledgeBase,
}

impl Resources {
    /// What the program ships with.
    ///
    /// # Errors
    /// Never with the data as committed (a test says so); with edited data, every fault.
    pub fn bundled() -> Result<Self, Vec<Diagnostic>> {
        Self::load(
            &DataFolder::bundled_languages(),
            &DataFolder::bundled_ontology(),
            &DataFolder::bundled_knowledge_base(),
        )
    }

    /// Reads the three folders.
    ///
    /// # Errors
    /// Every fault found, each with file and line.
    pub fn load(languages: &DataFolder, ontology: &DataFolder, kb: &DataFolder) -> Result<Self, Vec<Diagnostic>> {
        // Models and names are large: everything is unpacked at the same time, and joined in a fixed order.
        let tags = languages.subfolder_names();
        let (ontology, (kb, packs)) = rayon::join(
            || Ontology::load(ontology),
            || {
                rayon::join(
                    || KnowledgeBase::load(kb),
                    || -> Vec<_> { tags.par_iter().map(|tag| LanguagePack::load(&languages.subfolder(tag))).collect() },
                )
            },
        );
        let mut faults = Vec::new();
        let ontology = ontology.unwrap_or_else(|found| {
            faults.extend(found);
            Ontology::default()
        });
        let kb = kb.unwrap_or_else(|found| {
            faults.extend(found);
            KnowledgeBase::default()
        });
        let mut loaded = Vec::new();
        for pack in packs {
            let language =
                pack.and_then(|pack| CompiledRules::new(&pack, &ontology).map(|rules| Language { pack, rules }));
            match language {
                Ok(language) => loaded.push(language),
                Err(found) => faults.extend(found),
            }
        }
        // The frame of a page (buttons, forms, notices) is often not in the language of its article.
        let frames: Vec<_> = loaded.iter().map(|language| language.pack.boilerplate.clone()).collect();
        for language in &mut loaded {
            frames.iter().for_each(|frame| language.pack.boilerplate.join(frame));
        }
        if loaded.is_empty() && faults.is_empty() {
            faults.push(
                Diagnostic::error("no-language", "the folder holds no language")
                    .at(Place::file(languages.name()))
                    .hint("each language is a sub-folder named by its tag, with a language.toml"),
            );
        }
        if faults.is_empty() { Ok(Self { languages: loaded, ontology, kb }) } else { Err(faults) }
    }

    /// The language with this tag.
    #[must_use]
    pub fn language(&self, tag: &str) -> Option<&Language> {
        self.languages.iter().find(|language| language.pack.tag() == tag)
    }
}
