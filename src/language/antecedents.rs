//! What tells the antecedent of a pronoun from others, and how much each clue counts: `antecedents.tsv`.

use crate::data_folder::DataFolder;
use crate::diagnostic::Diagnostic;
use crate::language::coreference::{Number, PronounClass, PronounUse, Referent};

macro_rules! clues {
    ($($(#[doc = $doc:literal])+ $clue:ident $name:literal,)+) => {
        /// Something seen of a pronoun together with a possible antecedent, or of the pronoun alone.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Clue {
            $($(#[doc = $doc])+ $clue,)+
        }

        impl Clue {
            /// All of them, in the order of the enumeration.
            pub const ALL: &'static [Self] = &[$(Self::$clue,)+];

            /// Its name in `antecedents.tsv`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$clue => $name,)+
                }
            }
        }
    };
}

clues! {
    /// The antecedent stands in the sentence of the pronoun.
    Here "here",
    /// In the sentence before.
    OneBack "one back",
    /// Two sentences before.
    TwoBack "two back",
    /// Farther back.
    FartherBack "farther back",
    /// Behind the pronoun, as the subject of the clause that its phrase opens: "Dans son discours, Jane Doe …".
    Ahead "ahead",
    /// In another paragraph.
    OtherParagraph "other paragraph",
    /// No other antecedent that agrees stands between.
    Nearest "nearest",
    /// How many agreeing antecedents stand between, as a logarithm.
    Between "between",
    /// The first agreeing antecedent of its sentence.
    First "first",
    /// It is a subject.
    Subject "subject",
    /// It is an object.
    Object "object",
    /// It hangs on a verb by a preposition.
    Oblique "oblique",
    /// It hangs on a noun.
    Complement "complement",
    /// It is joined to another by a conjunction, or stands beside it.
    Conjunct "conjunct",
    /// A noun that the sentence is built on, as in headlines.
    Root "root",
    /// Subject of the same sentence.
    SubjectHere "subject here",
    /// Subject of the sentence before.
    SubjectOneBack "subject one back",
    /// Object or oblique of the sentence before.
    OtherOneBack "other one back",
    /// Under the same predicate as the pronoun.
    OwnClause "own clause",
    /// Subject of the predicate that the pronoun stands under.
    OwnSubject "own subject",
    /// Subject of a predicate that governs the clause of the pronoun.
    GoverningSubject "governing subject",
    /// The pronoun stands in a relative clause of the antecedent.
    InRelativeClause "in relative clause",
    /// What is possessed is joined to it: "Jane Doe and her brother".
    Joined "joined",
    /// A name.
    Name "name",
    /// A noun behind a definite article.
    Definite "definite",
    /// Any other noun.
    Indefinite "indefinite",
    /// A personal pronoun.
    Personal "personal",
    /// A possessive.
    Possessive "possessive",
    /// A relative pronoun, known whom it repeats.
    Relative "relative",
    /// A pronoun of the same gender and number.
    SamePronoun "same pronoun",
    /// A person.
    Person "person",
    /// An organization or a group.
    Body "body",
    /// A place.
    Place "place",
    /// A thing of another kind.
    OtherKind "other kind",
    /// Nothing is known of what kind it is.
    UnknownKind "unknown kind",
    /// Somebody or something with a name.
    Named "named",
    /// Spoken of before, never by name.
    Unnamed "unnamed",
    /// Its gender is the pronoun's.
    SameGender "same gender",
    /// The pronoun shows a gender, the antecedent none.
    UnknownGender "unknown gender",
    /// How often it has been spoken of before, as a logarithm.
    Frequency "frequency",
    /// Spoken of more often than all others that agree.
    MostFrequent "most frequent",
    /// A headline speaks of it.
    OfHeadline "of headline",
    /// It stands in a headline and the pronoun does not.
    InHeadline "in headline",
    /// Topic of the headline in which the pronoun stands: "X : Y annonce son départ".
    HeadlineTopic "headline topic",
    /// The pronoun is quoted and the antecedent is not in the same quotation.
    OutsideQuote "outside quote",
    /// The antecedent is quoted and the pronoun is not.
    Quoted "quoted",
    /// It speaks.
    Speaks "speaks",
    /// It speaks and the pronoun speaks.
    SpeakingOn "speaking on",
    /// Several that a conjunction joins.
    Together "together",
    /// One body of people for a pronoun of several.
    Several "several",
    /// One of several that are joined, for a pronoun of one.
    OneOfSeveral "one of several",
    /// The pronoun owns or does what things of the antecedent's kind do.
    Fits "fits",
    /// The pronoun owns or does what only things of other kinds do.
    Misfits "misfits",
    /// Of the pronoun: that it takes up nothing.
    Nothing "nothing",
    /// Of the pronoun that takes up nothing: it is quoted.
    NothingInQuote "nothing in quote",
    /// Of the pronoun that takes up nothing: it is the subject of a copula.
    NothingOfCopula "nothing of copula",
    /// Of the pronoun that takes up nothing: a clause follows in its clause.
    NothingBeforeClause "nothing before clause",
    /// Of the pronoun that takes up nothing: nothing that agrees stands in its sentence or the one before.
    NothingNear "nothing near",
}

/// How many clues there are.
pub const CLUES: usize = Clue::ALL.len();

/// What is seen of one possible antecedent: a value for each clue, mostly 0 or 1.
pub type Seen = [f64; CLUES];

/// What a pronoun shows of what may stand behind it.
const CLASSES: [&str; 4] = ["person", "thing", "any", "several"];
/// What a pronoun is in its clause.
const PLACES: [&str; 3] = ["subject", "object", "possessive"];

/// How many kinds of pronouns are weighed apart.
pub const KINDS: usize = CLASSES.len() * PLACES.len();

/// The kind of a pronoun that looks back, below [`KINDS`]: what it shows of its antecedent, and its place in the clause.
#[must_use]
pub fn kind(class: &PronounClass, subject: bool) -> usize {
    let shown = match (class.number, class.referent) {
        (Some(Number::Plural), _) => 3,
        (_, Referent::Person) => 0,
        (_, Referent::Thing) => 1,
        (_, Referent::Any) => 2,
    };
    let place = match class.usage {
        PronounUse::Possessive => 2,
        _ if subject => 0,
        _ => 1,
    };
    shown * PLACES.len() + place
}

/// The name of a kind of pronouns: `person.subject`.
#[must_use]
pub fn kind_name(kind: usize) -> String {
    let class = CLASSES.get(kind / PLACES.len()).copied().unwrap_or_default();
    format!("{class}.{}", PLACES[kind % PLACES.len()])
}

/// How much each clue counts for each kind of pronoun: logarithms of odds.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    table: Vec<Seen>,
}

impl Weights {
    /// Reads `antecedents.tsv`: a line of kinds, then a clue a line with a weight for each kind. What is missing is 0.
    ///
    /// # Errors
    /// Every line that names an unknown kind or clue, or has no number, with file and line.
    pub fn load(folder: &DataFolder) -> Result<Self, Vec<Diagnostic>> {
        let file = "antecedents.tsv";
        let mut table = vec![[0.0; CLUES]; KINDS];
        let mut faults = Vec::new();
        let mut columns: Option<Vec<usize>> = None;
        for (line, entry) in folder.entries(file).map_err(|fault| vec![fault])? {
            let mut fault = |message: String| {
                faults.push(Diagnostic::error("invalid-antecedent-weight", message).at(folder.place(file, line)));
            };
            let mut cells = entry.split('\t');
            let first = cells.next().unwrap_or_default();
            let Some(kinds) = &columns else {
                let known = |name: &str| (0..KINDS).find(|&kind| kind_name(kind) == name);
                let names: Vec<&str> = cells.collect();
                if let Some(unknown) = names.iter().find(|name| known(name).is_none()) {
                    fault(format!("`{unknown}` is no kind of pronouns"));
                }
                columns = Some(names.into_iter().map(|name| known(name).unwrap_or_default()).collect());
                continue;
            };
            let Some(clue) = Clue::ALL.iter().find(|clue| clue.name() == first) else {
                fault(format!("`{first}` is no clue"));
                continue;
            };
            for (&kind, cell) in kinds.iter().zip(cells) {
                match cell.parse() {
                    Ok(weight) => table[kind][*clue as usize] = weight,
                    Err(_) => fault(format!("`{cell}` is no number")),
                }
            }
        }
        if faults.is_empty() { Ok(Self { table }) } else { Err(faults) }
    }

    /// How much speaks for an antecedent of a pronoun of some kind.
    #[must_use]
    pub fn of(&self, kind: usize, seen: &Seen) -> f64 {
        self.table[kind].iter().zip(seen).map(|(weight, value)| weight * value).sum()
    }
}
