//! Reads an ontology folder and says everything that is wrong with it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use toml::Spanned;

use super::{EntityType, Ontology, Range, RelationType, SHAPES};
use crate::data_folder::DataFolder;
use crate::diagnostic::{Diagnostic, Place};
use crate::model::{EntityTypeId, QualifierKind, RelationTypeId};

/// The sixteen event classes of PLOVER as used by POLECAT (Halterman et al. 2023).
const PLOVER_CLASSES: [&str; 16] = [
    "ACCUSE",
    "AGREE",
    "AID",
    "ASSAULT",
    "COERCE",
    "CONCEDE",
    "CONSULT",
    "COOPERATE",
    "MOBILIZE",
    "PROTEST",
    "REJECT",
    "REQUEST",
    "RETREAT",
    "SANCTION",
    "SUPPORT",
    "THREATEN",
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EntityTypeForm {
    labels: Spanned<BTreeMap<String, String>>,
    description: String,
    schema_org: Option<Spanned<String>>,
    wikidata: Option<Spanned<String>>,
    color: Option<Spanned<String>>,
    shape: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RelationTypeForm {
    labels: Spanned<BTreeMap<String, String>>,
    inverse_labels: Option<Spanned<BTreeMap<String, String>>>,
    description: String,
    domain: Vec<Spanned<String>>,
    range: Spanned<RangeForm>,
    #[serde(default)]
    symmetric: bool,
    #[serde(default)]
    done_by_saying: bool,
    #[serde(default)]
    qualifiers: Vec<Spanned<String>>,
    wikidata: Option<Spanned<String>>,
    schema_org: Option<Spanned<String>>,
    plover: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RangeForm {
    Literal(String),
    Entities(Vec<String>),
}

/// Reads `entity_types/*.toml`, then `relation_types/*.toml`, collecting faults instead of stopping at the first.
pub(super) fn load(folder: &DataFolder) -> Result<Ontology, Vec<Diagnostic>> {
    let mut loader = Loader { folder, faults: Vec::new() };
    let entity_forms = loader.forms::<EntityTypeForm>("entity_types");
    let relation_forms = loader.forms::<RelationTypeForm>("relation_types");
    let languages: BTreeSet<String> = entity_forms
        .iter()
        .map(|found| &found.form.labels)
        .chain(relation_forms.iter().map(|found| &found.form.labels))
        .flat_map(|labels| labels.get_ref().keys().cloned())
        .collect();
    let mut ontology = Ontology::default();
    for found in entity_forms {
        let entity_type = loader.entity_type(&found, &languages);
        ontology.entity_types.insert(entity_type.id.clone(), entity_type);
    }
    loader.complete_subtypes(&mut ontology);
    for found in relation_forms {
        let relation_type = loader.relation_type(&found, &languages, &ontology);
        ontology.relation_types.insert(relation_type.id.clone(), relation_type);
    }
    if loader.faults.is_empty() { Ok(ontology) } else { Err(loader.faults) }
}

/// A filled-in form and where it stands.
struct Found<F> {
    id: String,
    file: String,
    text: String,
    start: usize,
    form: F,
}

impl<F> Found<F> {
    fn line(&self, offset: usize) -> usize {
        line_of(&self.text, offset)
    }
}

struct Loader<'a> {
    folder: &'a DataFolder,
    faults: Vec<Diagnostic>,
}

impl Loader<'_> {
    /// All forms of a sub-folder, each id once.
    fn forms<F: serde::de::DeserializeOwned>(&mut self, subfolder: &str) -> Vec<Found<F>> {
        let mut all: Vec<Found<F>> = Vec::new();
        let mut seen: BTreeMap<String, Place> = BTreeMap::new();
        let files: Vec<_> =
            self.folder.file_names().filter(|file| file.starts_with(subfolder)).map(str::to_owned).collect();
        for file in files.iter().filter(|file| file.ends_with(".toml")) {
            let parsed = self
                .folder
                .toml::<BTreeMap<Spanned<String>, F>>(file)
                .and_then(|forms| Ok((forms, self.folder.text(file)?)));
            let (forms, text) = match parsed {
                Ok(parsed) => parsed,
                Err(fault) => {
                    self.faults.push(fault);
                    continue;
                }
            };
            for (id, form) in forms {
                let start = id.span().start;
                let id = id.into_inner();
                let place = self.folder.place(file, line_of(&text, start));
                if let Some(first) = seen.get(&id) {
                    self.faults.push(
                        Diagnostic::error("duplicate-id", format!("`{id}` is already defined at {first}")).at(place),
                    );
                    continue;
                }
                seen.insert(id.clone(), place);
                all.push(Found { id, file: file.clone(), text: text.clone().into_owned(), start, form });
            }
        }
        if all.is_empty() && self.faults.is_empty() {
            self.faults.push(
                Diagnostic::error("empty-ontology", format!("no `{subfolder}/*.toml` defines anything"))
                    .at(Place::file(self.folder.name()))
                    .hint("the README of the bundled folder shows the form to fill"),
            );
        }
        all
    }

    fn fault<F>(&mut self, found: &Found<F>, offset: usize, code: &'static str, message: String) {
        self.faults.push(Diagnostic::error(code, message).at(self.folder.place(&found.file, found.line(offset))));
    }

    fn entity_type(&mut self, found: &Found<EntityTypeForm>, languages: &BTreeSet<String>) -> EntityType {
        let form = &found.form;
        self.check_labels(found, &form.labels, languages);
        self.check_description(found, &form.description);
        if let Some(iri) = &form.schema_org {
            self.check_schema_org(found, iri);
        }
        if let Some(class) = &form.wikidata {
            self.check_wikidata(found, class, 'Q');
        }
        if let Some(color) = &form.color {
            let hex = color.get_ref().strip_prefix('#').unwrap_or_default();
            if hex.len() != 6 || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                let message = format!("`{}` is not a color; write it as #rrggbb", color.get_ref());
                self.fault(found, color.span().start, "invalid-color", message);
            }
        } else if !found.id.contains('/') {
            self.fault(found, found.start, "missing-color", format!("`{}` has no color", found.id));
        }
        if let Some(shape) = form.shape.as_ref().filter(|shape| !SHAPES.contains(&shape.get_ref().as_str())) {
            let message = format!("`{}` is not a shape; known are {}", shape.get_ref(), SHAPES.join(", "));
            self.fault(found, shape.span().start, "invalid-shape", message);
        }
        if let Some((top, _)) = found.id.split_once('/') {
            let known = self.folder.file_names().any(|file| file == format!("entity_types/{top}.toml"));
            if !known {
                let message = format!("`{}` is a subtype of `{top}`, which has no file of its own", found.id);
                self.fault(found, found.start, "unknown-entity-type", message);
            }
        }
        EntityType {
            id: EntityTypeId::from_text(&found.id),
            labels: form.labels.get_ref().clone(),
            description: form.description.clone(),
            schema_org: form.schema_org.as_ref().map(|iri| iri.get_ref().clone()),
            wikidata: form.wikidata.as_ref().map(|class| class.get_ref().clone()),
            color: form.color.as_ref().map(|color| color.get_ref().clone()).unwrap_or_default(),
            shape: form.shape.as_ref().map(|shape| shape.get_ref().clone()).unwrap_or_default(),
        }
    }

    /// A subtype takes color, shape and schema.org class from its top type where it states none.
    fn complete_subtypes(&mut self, ontology: &mut Ontology) {
        for top in ontology.entity_types.values_mut().filter(|known| !known.id.as_str().contains('/')) {
            if top.shape.is_empty() {
                SHAPES[0].clone_into(&mut top.shape);
            }
        }
        let tops: BTreeMap<_, _> = ontology
            .entity_types
            .values()
            .filter(|entity_type| !entity_type.id.as_str().contains('/'))
            .map(|top| (top.id.as_str().to_owned(), top.clone()))
            .collect();
        for entity_type in ontology.entity_types.values_mut() {
            let Some(top) = tops.get(entity_type.id.top()) else { continue };
            if entity_type.color.is_empty() {
                entity_type.color.clone_from(&top.color);
            }
            if entity_type.shape.is_empty() {
                entity_type.shape.clone_from(&top.shape);
            }
            if entity_type.schema_org.is_none() {
                entity_type.schema_org.clone_from(&top.schema_org);
            }
        }
    }

    fn relation_type(
        &mut self,
        found: &Found<RelationTypeForm>,
        languages: &BTreeSet<String>,
        ontology: &Ontology,
    ) -> RelationType {
        let form = &found.form;
        self.check_labels(found, &form.labels, languages);
        self.check_description(found, &form.description);
        for (iri, letter) in [(&form.wikidata, Some('P')), (&form.schema_org, None)] {
            match (iri, letter) {
                (Some(property), Some(letter)) => self.check_wikidata(found, property, letter),
                (Some(iri), None) => self.check_schema_org(found, iri),
                (None, _) => {}
            }
        }
        if let Some(class) = form.plover.as_ref().filter(|class| !PLOVER_CLASSES.contains(&class.get_ref().as_str())) {
            let message = format!("`{}` is not one of {}", class.get_ref(), PLOVER_CLASSES.join(", "));
            self.fault(found, class.span().start, "unknown-plover-class", message);
        }
        let domain: Vec<_> = form.domain.iter().map(|name| (name.get_ref().as_str(), name.span().start)).collect();
        let domain = self.types(found, &domain, ontology);
        if domain.is_empty() {
            self.fault(found, found.start, "empty-domain", format!("`{}` admits no subject", found.id));
        }
        let range_start = form.range.span().start;
        let range = match form.range.get_ref() {
            RangeForm::Literal(literal) if literal == "date" => Range::Date,
            RangeForm::Literal(literal) if literal == "text" => Range::Text,
            RangeForm::Literal(other) => {
                let message = format!("`{other}` is not a range; write \"date\", \"text\" or a list of entity types");
                self.fault(found, range_start, "invalid-range", message);
                Range::Text
            }
            RangeForm::Entities(names) => {
                let names: Vec<_> = names.iter().map(|name| (name.as_str(), range_start)).collect();
                Range::Entities(self.types(found, &names, ontology))
            }
        };
        let mut qualifiers = Vec::new();
        for name in &form.qualifiers {
            match name.get_ref().parse::<QualifierKind>() {
                Ok(kind) if qualifiers.contains(&kind) => {
                    self.fault(found, name.span().start, "duplicate-qualifier", format!("`{kind}` stands twice"));
                }
                Ok(kind) => qualifiers.push(kind),
                Err(message) => self.fault(found, name.span().start, "unknown-qualifier", message),
            }
        }
        let theme = found.file.rsplit('/').next().unwrap_or_default().trim_end_matches(".toml").to_owned();
        RelationType {
            id: RelationTypeId::from_text(&found.id),
            theme,
            labels: form.labels.get_ref().clone(),
            inverse_labels: self.inverse_labels(found, &range, languages),
            description: form.description.clone(),
            domain,
            range,
            symmetric: form.symmetric,
            done_by_saying: form.done_by_saying,
            qualifiers,
            wikidata: form.wikidata.as_ref().map(|property| property.get_ref().clone()),
            schema_org: form.schema_org.as_ref().map(|iri| iri.get_ref().clone()),
            plover: form.plover.as_ref().map(|class| class.get_ref().clone()),
        }
    }

    /// A symmetric relation reads the same from both ends; one that takes a literal is never read from there.
    fn inverse_labels(
        &mut self,
        found: &Found<RelationTypeForm>,
        range: &Range,
        languages: &BTreeSet<String>,
    ) -> BTreeMap<String, String> {
        let form = &found.form;
        let between_entities = matches!(range, Range::Entities(_));
        match &form.inverse_labels {
            Some(labels) if form.symmetric || !between_entities => {
                let message = format!("`{}` needs no inverse labels: it is symmetric or takes a literal", found.id);
                self.fault(found, labels.span().start, "superfluous-inverse", message);
                BTreeMap::new()
            }
            Some(labels) => {
                self.check_labels(found, labels, languages);
                labels.get_ref().clone()
            }
            None if form.symmetric && !between_entities => {
                let message = format!("`{}` cannot be symmetric: a literal is no subject", found.id);
                self.fault(found, found.start, "symmetric-literal", message);
                BTreeMap::new()
            }
            None if form.symmetric => form.labels.get_ref().clone(),
            None if between_entities => {
                let message = format!("`{}` has no inverse_labels", found.id);
                self.fault(found, found.start, "missing-label", message);
                BTreeMap::new()
            }
            None => BTreeMap::new(),
        }
    }

    fn types<F>(&mut self, found: &Found<F>, names: &[(&str, usize)], ontology: &Ontology) -> Vec<EntityTypeId> {
        let mut types: Vec<EntityTypeId> = Vec::new();
        for &(name, offset) in names {
            let id = EntityTypeId::from_text(name);
            if types.contains(&id) {
                self.fault(found, offset, "duplicate-entity-type", format!("`{name}` stands twice"));
            } else if ontology.entity_type(&id).is_none() {
                self.fault(found, offset, "unknown-entity-type", format!("`{name}` is not an entity type"));
            } else {
                types.push(id);
            }
        }
        types
    }

    /// Every language that labels anything labels everything.
    fn check_labels<F>(
        &mut self,
        found: &Found<F>,
        labels: &Spanned<BTreeMap<String, String>>,
        languages: &BTreeSet<String>,
    ) {
        for language in languages {
            if labels.get_ref().get(language).is_none_or(|label| label.trim().is_empty()) {
                let message = format!("`{}` has no label in `{language}`", found.id);
                self.fault(found, labels.span().start, "missing-label", message);
            }
        }
        for language in labels.get_ref().keys().filter(|language| !languages.contains(*language)) {
            let message = format!("`{}` has an inverse label in `{language}`, a language without labels", found.id);
            self.fault(found, labels.span().start, "unknown-language", message);
        }
    }

    fn check_description<F>(&mut self, found: &Found<F>, description: &str) {
        if description.trim().is_empty() {
            self.fault(found, found.start, "missing-description", format!("`{}` says not what it means", found.id));
        }
    }

    fn check_wikidata<F>(&mut self, found: &Found<F>, id: &Spanned<String>, letter: char) {
        let digits = id.get_ref().strip_prefix(letter).unwrap_or_default();
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            let message = format!("`{}` is not a Wikidata id of the form {letter}123", id.get_ref());
            self.fault(found, id.span().start, "invalid-wikidata-id", message);
        }
    }

    fn check_schema_org<F>(&mut self, found: &Found<F>, iri: &Spanned<String>) {
        if !iri.get_ref().starts_with("https://schema.org/") {
            let message = format!("`{}` does not begin with https://schema.org/", iri.get_ref());
            self.fault(found, iri.span().start, "invalid-iri", message);
        }
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes().iter().take(offset).filter(|&&byte| byte == b'\n').count() + 1
}
