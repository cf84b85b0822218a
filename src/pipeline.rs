//! The only place that knows the order of the stages: document in, claims out.

use crate::annotate::annotate;
use crate::detect::detect;
use crate::diagnostic::Diagnostic;
use crate::extract::{ExtractOptions, Extracted, extract};
use crate::fuse::fuse;
use crate::link::link;
use crate::model::{
    AnnotatedDocument, ClaimSet, DetectedDocument, Document, LinkedDocument, Quotation, RelationMention,
};
use crate::read::identify_language;
use crate::resources::{Language, Resources};

/// Reads documents with one set of resources.
///
/// Reading is a plain function of document and resources: a pipeline holds no state, so documents may be
/// read in any order and on any number of threads.
#[derive(Clone, Debug)]
pub struct Pipeline {
    resources: Resources,
    options: ExtractOptions,
}

/// Every noun a document passes through, for those who want to look inside.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Sentences, tokens, mentions, values.
    pub detected: DetectedDocument,
    /// Who is meant.
    pub linked: LinkedDocument,
    /// What was found where.
    pub relations: Vec<RelationMention>,
    /// Whose words are given back.
    pub quotations: Vec<Quotation>,
    /// The claims of this one document.
    pub claims: ClaimSet,
}

impl Pipeline {
    /// A pipeline over these resources.
    #[must_use]
    pub fn new(resources: Resources) -> Self {
        Self { resources, options: ExtractOptions::default() }
    }

    /// Says what to look for from now on.
    pub fn set_options(&mut self, options: ExtractOptions) {
        self.options = options;
    }

    /// A pipeline over what the program ships with.
    ///
    /// # Errors
    /// As [`Resources::bundled`].
    pub fn bundled() -> Result<Self, Vec<Diagnostic>> {
        Resources::bundled().map(Self::new)
    }

    /// What it reads with.
    #[must_use]
    pub fn resources(&self) -> &Resources {
        &self.resources
    }

    /// The language a document is read in: the one its metadata names if there is a pack for it, else the one
    /// its text looks like.
    #[must_use]
    pub fn language_of(&self, document: &Document) -> Option<&Language> {
        let stated = document.metadata.language.as_deref().map(primary_subtag);
        stated.and_then(|tag| self.resources.language(&tag)).or_else(|| {
            let packs = self.resources.languages.iter().map(|language| &language.pack);
            self.resources.language(identify_language(&document.text, packs)?.tag())
        })
    }

    /// Sentences and tokens; `None` when no pack reads the document's language.
    #[must_use]
    pub fn annotate(&self, document: Document) -> Option<AnnotatedDocument> {
        let language = self.language_of(&document)?;
        Some(annotate(document, &language.pack))
    }

    /// Everything a document says; `None` when no pack reads its language.
    #[must_use]
    pub fn read(&self, document: Document) -> Option<Reading> {
        let annotated = self.annotate(document)?;
        Some(self.read_annotated(annotated))
    }

    /// As [`Pipeline::read`], from sentences and tokens made elsewhere.
    ///
    /// # Panics
    /// When the resources have no pack for the language of `annotated`; [`Pipeline::annotate`] gives none such.
    #[must_use]
    pub fn read_annotated(&self, annotated: AnnotatedDocument) -> Reading {
        let Resources { ontology, kb, .. } = &self.resources;
        let Some(language) = self.resources.language(&annotated.language) else {
            unreachable!("annotated in {}, a language without a pack", annotated.language)
        };
        let detected = detect(annotated, &language.pack, kb);
        let linked = link(&detected, &language.pack, kb);
        let Extracted { relations, quotations } =
            extract(&detected, &language.pack, &language.rules, ontology, self.options);
        let claims = fuse(&detected, &linked, &relations, ontology);
        Reading { detected, linked, relations, quotations, claims }
    }
}

/// `fr` of `fr-CA` or `FR_ca`.
fn primary_subtag(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()
}
