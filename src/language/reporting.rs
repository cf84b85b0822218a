//! Verbs and nouns of saying, hedges and negation of a language.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::data_folder::DataFolder;
use crate::diagnostic::Diagnostic;

/// What `reporting.toml` and `factuality.toml` state: who says it, and how far it is so.
#[derive(Clone, Debug, Default)]
pub struct ReportingResources {
    /// Who says it.
    pub saying: Saying,
    /// How far it is so.
    pub factuality: FactualityWords,
}

/// What `reporting.toml` states; the comments of that file say what each list is for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saying {
    /// Verbs that give somebody's word as so: "déclarer".
    pub asserting: BTreeSet<String>,
    /// Verbs that charge somebody with what follows: "accuser".
    pub accusing: BTreeSet<String>,
    /// Verbs that say it is not so: "nier".
    pub denying: BTreeSet<String>,
    /// Verbs that doubt: "se demander".
    pub questioning: BTreeSet<String>,
    /// Prepositions before a source: "selon", "according to".
    pub source_prepositions: BTreeSet<String>,
    /// Nouns for something said, that a later sentence can take up: "information", "accusation".
    pub said_things: BTreeSet<String>,
    /// Verbs that confirm such a thing: "confirmer".
    pub confirming: BTreeSet<String>,
    /// Pronouns that take up something said: "it", "cela".
    pub said_pronouns: BTreeSet<String>,
    /// Verbs of denial that need no object: "dément".
    pub answering: BTreeSet<String>,
    /// Verbs that introduce words given to the letter, and say nothing of a clause behind them: "s'exclamer".
    pub uttering: BTreeSet<String>,
    /// Conjunctions between a verb of saying and what is said: "que".
    pub clause_markers: BTreeSet<String>,
    /// Words that with such a conjunction make another one: "alors que", "so that".
    pub marker_parts: BTreeSet<String>,
    /// Whether such a conjunction may be missing: "said he would come".
    pub bare_clauses: bool,
    /// Verbs of hearing from somebody: "apprendre".
    pub learning: BTreeSet<String>,
    /// Prepositions before whom it was heard from: "auprès de".
    pub learned_from: BTreeSet<String>,
    /// Prepositions of a view, at the head of a sentence before a person: "pour X, …".
    pub viewpoints: BTreeSet<String>,
    /// Nouns of texts and utterances that speak for whoever made them: "le rapport de X".
    pub carriers: BTreeSet<String>,
}

/// What `factuality.toml` states; the comments of that file say what each list is for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactualityWords {
    /// Words that negate the clause they stand in: "pas", "jamais".
    pub negations: BTreeSet<String>,
    /// Words that negate only together with a particle: "plus" with "ne".
    pub particle_negations: BTreeSet<String>,
    /// Such particles: "ne".
    pub negation_particles: BTreeSet<String>,
    /// Determiners and pronouns that negate it from an argument: "aucun", "nobody".
    pub negative_quantifiers: BTreeSet<String>,
    /// Prepositions and markers that negate what follows: "sans".
    pub without: BTreeSet<String>,
    /// Verbs under which what follows does not happen: "refuser de".
    pub preventing: BTreeSet<String>,
    /// Verbs under which what follows is meant to happen: "promettre de", "prévoir".
    pub intending: BTreeSet<String>,
    /// Nouns under which what follows is meant to happen: "projet", "intention".
    pub intentions: BTreeSet<String>,
    /// Auxiliaries that mark the future: "will".
    pub future_auxiliaries: BTreeSet<String>,
    /// Auxiliaries and verbs that leave it open: "pouvoir", "might".
    pub possibility: BTreeSet<String>,
    /// Adverbs that leave it open: "peut-être".
    pub possibly: BTreeSet<String>,
    /// Adverbs and adjectives that give it as somebody's word: "prétendument", "alleged".
    pub allegedly: BTreeSet<String>,
    /// Nouns under which what follows is not so: "absence", "refus".
    pub absences: BTreeSet<String>,
    /// Verbs that say of their subject that it happens: "avoir lieu" (by its verb).
    pub occurring: BTreeSet<String>,
    /// Verbs under which an infinitive is owed, and done where they are told as over: "must", "devoir".
    pub obligations: BTreeSet<String>,
    /// Verbs whose progressive speaks of what is to come: "is leaving".
    pub futurates: BTreeSet<String>,
    /// Conjunctions of time, whose clause is to come where what it hangs on is: "quand", "before".
    pub temporal: BTreeSet<String>,
    /// Nouns under which what follows may happen: "risque", "chance".
    pub possibilities: BTreeSet<String>,
    /// Adverbs that keep an infinitive from happening: "trop", "too".
    pub excess: BTreeSet<String>,
    /// Verbs of wanting that a conditional only makes polite: "voudrait", "would like".
    pub wishing: BTreeSet<String>,
    /// Auxiliaries that do so: "would".
    pub wishes: BTreeSet<String>,
    /// Words that say of a clause that it is not so: "faux", "untrue".
    pub untrue: BTreeSet<String>,
    /// Verbs of fear and hope, whose clause may come true: "craindre que".
    pub fearing: BTreeSet<String>,
    /// Verbs of going and coming: who has done so has done what it was for.
    pub motions: BTreeSet<String>,
    /// Prepositions and markers of a purpose: "pour", "in order to".
    pub purposes: BTreeSet<String>,
    /// Verbs and adjectives under which an infinitive has happened: "réussir à", "manage to".
    pub implicative: BTreeSet<String>,
    /// Words that single out who did it, before an infinitive: "le seul à", "the first to".
    pub singling_out: BTreeSet<String>,
    /// Conjunctions that leave a clause told open: "si", "whether".
    pub open_questions: BTreeSet<String>,
    /// Words behind a negation that take it back: "pas seulement", "not only".
    pub restrictions: BTreeSet<String>,
    /// Nouns under which what follows is somebody's word: "rumeur", "accusation".
    pub allegations: BTreeSet<String>,
}

impl ReportingResources {
    /// Reads `reporting.toml` and `factuality.toml` of a language folder.
    ///
    /// # Errors
    /// Every fault, with file and line.
    pub fn load(folder: &DataFolder) -> Result<Self, Vec<Diagnostic>> {
        match (folder.toml("reporting.toml"), folder.toml("factuality.toml")) {
            (Ok(saying), Ok(factuality)) => Ok(Self { saying, factuality }),
            (saying, factuality) => Err(saying.err().into_iter().chain(factuality.err()).collect()),
        }
    }
}
