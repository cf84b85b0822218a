//! One small graph with every value that some reader of our files is known to choke on.

use std::collections::{BTreeMap, BTreeSet};

use filature::data_folder::DataFolder;
use filature::fuse::merge;
use filature::model::{
    Attribution, Candidate, CharOffsets, CharSpan, Claim, ClaimObject, ClaimSet, Document, DocumentMetadata,
    DocumentRecord, Entity, EntityId, EntityTypeId, Evidence, MentionKind, MentionRecord, Modality, NewDocument,
    Polarity, QualifierKind, QualifierValue, RelationTypeId, RuleName, Score, Sketch, Span, Speaker, Stance, Value,
};
use filature::ontology::Ontology;

/// An ontology of its own, so that a change of the bundled one changes no golden file.
pub(super) fn ontology() -> Ontology {
    let entity_types = [
        ("person", "Person", "#0072b2"),
        ("organization", "Organization", "#e69f00"),
        ("place", "Place", "#009e73"),
        ("product", "Product", "#cc79a7"),
    ];
    let mut files = Vec::new();
    for (id, class, color) in entity_types {
        let mut text = format!(
            "[{id}]\nlabels = {{ en = \"{id}\", fr = \"{id} (fr)\" }}\ndescription = \"A {id}.\"\n\
             schema_org = \"https://schema.org/{class}\"\ncolor = \"{color}\"\n"
        );
        if id == "organization" {
            text.push_str(
                "\n[\"organization/company\"]\nlabels = { en = \"company\", fr = \"entreprise\" }\n\
                 description = \"A business.\"\nschema_org = \"https://schema.org/Corporation\"\n",
            );
        }
        files.push((format!("entity_types/{id}.toml"), text));
    }
    let relation_types = r#"
[spoke_with]
labels = { en = "spoke with", fr = "s'est entretenu avec" }
description = "Talked to each other."
domain = ["person"]
range = ["person"]
symmetric = true
qualifiers = ["date", "start", "end", "frequency", "medium"]

[donated_to]
labels = { en = "donated to", fr = "a fait un don à" }
inverse_labels = { en = "received a donation from", fr = "a reçu un don de" }
description = "Gave without return."
domain = ["person", "organization"]
range = ["person", "organization"]
qualifiers = ["date", "amount"]

[acquired]
labels = { en = "acquired", fr = "a acquis" }
inverse_labels = { en = "was acquired by", fr = "a été acquis par" }
description = "Bought as a whole."
domain = ["person", "organization"]
range = ["organization", "person"]
qualifiers = ["date", "amount"]

[leads]
labels = { en = "leads", fr = "dirige" }
inverse_labels = { en = "is led by", fr = "est dirigé par" }
description = "Is at the head."
domain = ["person"]
range = ["organization"]
qualifiers = ["start", "end", "role", "place"]

[date_of_birth]
labels = { en = "was born on", fr = "est né le" }
description = "Date of birth."
domain = ["person"]
range = "date"
qualifiers = ["place"]
"#;
    files.push(("relation_types/test.toml".to_owned(), relation_types.to_owned()));
    let files = files.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    Ontology::load(&DataFolder::in_memory("golden", files)).unwrap()
}

struct Article {
    record: DocumentRecord,
    text: String,
    offsets: CharOffsets,
}

impl Article {
    fn new(source: &str, language: &str, metadata: DocumentMetadata, text: &str) -> Self {
        let document = Document::new(NewDocument { source: source.to_owned(), text: text.to_owned(), metadata });
        let offsets = CharOffsets::new(text);
        let metadata = document.metadata;
        let record = DocumentRecord {
            id: document.id,
            source: document.source,
            title: metadata.title,
            language: language.to_owned(),
            published: metadata.published,
            publisher: metadata.publisher,
            url: metadata.url,
            sha256: document.sha256,
            length: offsets.len_chars(),
            sketch: Sketch::of(text),
        };
        Self { record, text: text.to_owned(), offsets }
    }

    /// Where some words stand; a test text says each only once, or means the first.
    fn at(&self, words: &str) -> CharSpan {
        let start = self.text.find(words).unwrap_or_else(|| panic!("`{words}` is not in {}", self.record.source));
        self.offsets.to_chars(Span::new(start, start + words.len()))
    }

    fn evidence(&self, quote: &str, [subject, trigger, object]: [&str; 3]) -> Evidence {
        Evidence {
            document: self.record.id.clone(),
            span: self.at(quote),
            quote: quote.to_owned(),
            subject: self.at(subject),
            trigger: self.at(trigger),
            object: self.at(object),
            qualifiers: BTreeMap::new(),
            polarity: Polarity::Affirmed,
            modality: Modality::Stated,
            attribution: Vec::new(),
            rule: RuleName::from_text("fr/test/golden"),
            confidence: Score::new(0.9),
        }
    }

    fn mention(&self, text: &str, kind: MentionKind, entity: &str) -> MentionRecord {
        MentionRecord {
            document: self.record.id.clone(),
            span: self.at(text),
            text: text.to_owned(),
            kind,
            entity: Some(id(entity)),
            score: Score::new(0.97),
            candidates: vec![Candidate { entity: id(entity), score: Score::new(0.97) }],
        }
    }
}

fn id(text: &str) -> EntityId {
    EntityId::from_text(text)
}

fn said(article: &Article, speaker: &str, stance: Stance, cue: &str) -> Attribution {
    Attribution { speaker: Speaker::Entity(id(speaker)), stance, cue: article.at(cue) }
}

fn unnamed(article: &Article, words: &str, stance: Stance) -> Attribution {
    Attribution { speaker: Speaker::Unnamed(words.to_owned()), stance, cue: article.at(words) }
}

fn names(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|&(language, name)| (language.to_owned(), name.to_owned())).collect()
}

fn entity(entity_id: &str, entity_type: &str, label: &str, labels: &[(&str, &str)], aliases: &[&str]) -> Entity {
    Entity {
        id: id(entity_id),
        entity_type: EntityTypeId::from_text(entity_type),
        label: label.to_owned(),
        labels: names(labels),
        aliases: aliases.iter().map(|&alias| alias.to_owned()).collect(),
        same_as: BTreeSet::new(),
        descriptions: BTreeMap::new(),
    }
}

fn claim(
    subject: &str,
    relation: &str,
    object: ClaimObject,
    qualifiers: impl IntoIterator<Item = (QualifierKind, QualifierValue)>,
    evidence: impl IntoIterator<Item = Evidence>,
) -> Claim {
    let (subject, relation) = (id(subject), RelationTypeId::from_text(relation));
    let qualifiers = qualifiers.into_iter().collect();
    let claim_id = Claim::make_id(&subject, &relation, &object, &qualifiers);
    Claim { id: claim_id, subject, relation, object, qualifiers, evidence: evidence.into_iter().collect() }
}

fn thing(text: &str) -> ClaimObject {
    ClaimObject::Entity(id(text))
}

fn date(text: &str) -> QualifierValue {
    QualifierValue::Value(Value::Date(text.parse().unwrap()))
}

fn text(text: &str) -> QualifierValue {
    QualifierValue::Value(Value::Text(text.to_owned()))
}

fn money(value: &str, currency: &str) -> QualifierValue {
    use filature::model::{Currency, Money};
    let (value, currency) = (value.parse().unwrap(), Currency::new(currency).unwrap());
    QualifierValue::Value(Value::Money(Money { value, currency }))
}

const FRENCH: &str = "🚀 Élodie Martel \"aime\" \"parler\" avec Карим depuis 2022, selon la Gazette ; des proches de Карим le démentent.\n\
    Élodie Martel n'a pas parlé avec Карим, dit-il.\r\n\
    Elle a versé 9007199254740993 yens & 118 millions de dollars à <Acme> pour le traité INF ]]> le 5\u{a0}mai.\n";

const ENGLISH: &str = "Acme will buy itself for $44,000,000,000.55, the \u{1}Gazette\u{1} reported. \
    Élodie Martel was born in 1971.\n\u{202b}שלום Acme\u{202c} may be led by Карим, ex-director, in Paris.";

/// The claims. Everything in them is invented.
pub(super) fn claims() -> ClaimSet {
    let french = Article::new(
        "articles/l'un & l'autre.txt",
        "fr",
        DocumentMetadata {
            title: Some("« Élodie » & <Карим>".to_owned()),
            publisher: Some("La Gazette".to_owned()),
            url: Some("https://example.org/été?a=1&b=\"2\" 3".to_owned()),
            published: Some("2024-10-25".parse().unwrap()),
            language: None,
        },
        FRENCH,
    );
    let english = Article::new(
        "news.jsonl#7",
        "en",
        DocumentMetadata { published: Some("2024-10".parse().unwrap()), ..DocumentMetadata::default() },
        ENGLISH,
    );
    let first = FRENCH.lines().next().unwrap();
    let second = "Élodie Martel n'a pas parlé avec Карим, dit-il.";
    let third = FRENCH.lines().last().unwrap();
    let bid = ENGLISH.split_inclusive("reported.").next().unwrap();
    let born = "Élodie Martel was born in 1971.";
    let led = ENGLISH.lines().last().unwrap();

    let elodie = {
        let mut elodie = entity(
            "wd:Q1000001",
            "person",
            "Élodie Martel",
            &[
                ("en", "Élodie Martel"),
                ("fr", "Élodie Martel"),
                ("ru", "Элоди Мартель"),
                ("zh_CN", "埃洛迪"),
                ("simple", "Elodie"),
            ],
            &["Martel", "Мартель", "马特尔", "مارتل", "מרטל", "É. \"la Juste\" Martel", "Martel; dite 'C:\\users\\'"],
        );
        elodie.same_as = [
            "http://www.wikidata.org/entity/Q1000001".to_owned(),
            "https://fr.wikipedia.org/wiki/Élodie Martel".to_owned(),
        ]
        .into();
        elodie.descriptions = names(&[("en", "signed the INF treaty"), ("fr", "a signé le traité INF")]);
        elodie
    };
    let entities = [
        elodie,
        entity("ent:person.карим", "person", "Карим", &[], &[]),
        entity("kb:acme/holding", "organization/company", "<Acme>\u{1}", &[("en", "Acme & Co.")], &["Acme"]),
        entity("ent:organization.la-gazette", "organization", "La Gazette", &[], &["the Gazette"]),
        entity("wd:Q90", "place", "Paris", &[("en", "Paris"), ("fr", "Paris")], &[]),
        // Named, but nothing is said of it.
        entity("ent:product.inf", "product", "INF", &[], &[]),
    ];

    let mut spoke = french.evidence(first, ["Élodie Martel", "parler", "Карим"]);
    spoke.qualifiers = [(QualifierKind::Start, french.at("2022"))].into();
    spoke.modality = Modality::Reported;
    spoke.attribution = vec![
        said(&french, "ent:organization.la-gazette", Stance::Asserts, "selon"),
        unnamed(&french, "des proches de Карим", Stance::Denies),
    ];
    let mut not_spoke = french.evidence(second, ["Élodie Martel", "parlé", "Карим"]);
    not_spoke.polarity = Polarity::Negated;
    not_spoke.attribution = vec![said(&french, "ent:person.карим", Stance::Asserts, "dit-il")];
    let mut paid = french.evidence(third, ["Elle", "versé", "<Acme>"]);
    paid.qualifiers =
        [(QualifierKind::Amount, french.at("118 millions de dollars")), (QualifierKind::Date, french.at("5\u{a0}mai"))]
            .into();
    let mut paid_yen = french.evidence(third, ["Elle", "versé", "<Acme>"]);
    paid_yen.qualifiers = [(QualifierKind::Amount, french.at("9007199254740993 yens"))].into();
    let mut buys = english.evidence(bid, ["Acme", "buy", "itself"]);
    buys.modality = Modality::Planned;
    buys.qualifiers = [(QualifierKind::Amount, english.at("$44,000,000,000.55"))].into();
    buys.attribution = vec![said(&english, "ent:organization.la-gazette", Stance::Questions, "reported")];
    let mut leads = english.evidence(led, ["Карим", "led", "Acme"]);
    leads.modality = Modality::Possible;
    leads.attribution = vec![unnamed(&english, "Acme", Stance::Denies)];

    let spoke_since =
        [(QualifierKind::Start, date("2022")), (QualifierKind::Frequency, text("\"souvent\" \"parfois\""))];
    let claims = [
        // Three parallel edges of mixed polarity and standing, two of them one claim.
        claim("wd:Q1000001", "spoke_with", thing("ent:person.карим"), spoke_since, [spoke]),
        claim("wd:Q1000001", "spoke_with", thing("ent:person.карим"), [], [not_spoke]),
        claim(
            "wd:Q1000001",
            "donated_to",
            thing("kb:acme/holding"),
            [(QualifierKind::Date, date("2022-05-05")), (QualifierKind::Amount, money("118000000", "USD"))],
            [paid],
        ),
        claim(
            "wd:Q1000001",
            "donated_to",
            thing("kb:acme/holding"),
            [(QualifierKind::Amount, money("9007199254740993", "JPY"))],
            [paid_yen],
        ),
        // A loop.
        claim(
            "kb:acme/holding",
            "acquired",
            thing("kb:acme/holding"),
            [(QualifierKind::Amount, money("44000000000.55", "USD"))],
            [buys],
        ),
        // Said only by way of denying it; no record describes `open:`.
        claim(
            "ent:person.карим",
            "leads",
            thing("kb:acme/holding"),
            [
                (QualifierKind::End, text("ended")),
                (QualifierKind::Role, text("ex-director")),
                (QualifierKind::Place, QualifierValue::Entity(id("wd:Q90"))),
            ],
            [leads.clone()],
        ),
        claim(
            "ent:person.карим",
            "open:être proche de/à".replace(' ', "_").as_str(),
            thing("wd:Q90"),
            [],
            [Evidence { attribution: Vec::new(), ..leads }],
        ),
        // A literal.
        claim(
            "wd:Q1000001",
            "date_of_birth",
            ClaimObject::Value(Value::Date("1971".parse().unwrap())),
            [],
            [english.evidence(born, ["Élodie Martel", "was born", "1971"])],
        ),
    ];
    let mentions = [
        french.mention("Élodie Martel", MentionKind::Name, "wd:Q1000001"),
        french.mention("Elle", MentionKind::Pronoun, "wd:Q1000001"),
        english.mention("Élodie Martel", MentionKind::Name, "wd:Q1000001"),
        french.mention("Карим", MentionKind::Name, "ent:person.карим"),
        french.mention("Acme", MentionKind::Name, "kb:acme/holding"),
        english.mention("itself", MentionKind::Pronoun, "kb:acme/holding"),
        french.mention("INF", MentionKind::Name, "ent:product.inf"),
        english.mention("Paris", MentionKind::Name, "wd:Q90"),
        french.mention("la Gazette", MentionKind::Name, "ent:organization.la-gazette"),
    ];
    let set = ClaimSet {
        documents: [&french, &english].map(|article| (article.record.id.clone(), article.record.clone())).into(),
        entities: entities.into_iter().map(|entity| (entity.id.clone(), entity)).collect(),
        mentions: mentions.into(),
        claims: BTreeMap::new(),
    };
    claims.into_iter().fold(set, |set, claim| {
        merge(set, ClaimSet { claims: [(claim.id.clone(), claim)].into(), ..ClaimSet::default() })
    })
}
