//! Who has been spoken of so far: the memory that nominals and pronouns look into.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::scene::Scene;
use crate::knowledge_base::{KbEntry, KbFact};
use crate::language::coreference::Gender;
use crate::language::expressions::{NominalSense, RoleTime};
use crate::model::{Entity, EntityId, PartialDate, RelationTypeId, TokenIndex, Value};

/// An entity of the document and what the text shows of it.
#[derive(Clone, Debug)]
pub(super) struct Referent {
    pub(super) entity: Entity,
    /// Its entry, where it has one.
    pub(super) entry: Option<Rc<KbEntry>>,
    /// Natural gender of a person, grammatical gender of the name of a thing.
    pub(super) gender: Option<Gender>,
    /// Whether its name is plural: "les États-Unis".
    pub(super) plural: bool,
    /// What the text says it is.
    pub(super) roles: Vec<Role>,
    /// Its mentions found so far: all names, nominals and pronouns up to where reading has come.
    pub(super) mentions: BTreeSet<usize>,
    /// Whether nobody names it: it ties its mentions together and gives no node.
    pub(super) unnamed: bool,
}

impl Referent {
    /// An entity of which nothing else is known yet.
    pub(super) fn new(entity: Entity) -> Self {
        Self {
            entity,
            entry: None,
            gender: None,
            plural: false,
            roles: Vec::new(),
            mentions: BTreeSet::new(),
            unnamed: false,
        }
    }

    pub(super) fn is_person(&self) -> bool {
        self.entity.entity_type.top() == "person"
    }
}

/// What the text says an entity is: "porte-parole du Kremlin".
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Role {
    /// The noun as the table of nominals has it.
    pub(super) noun: String,
    /// What the noun states between its bearer and the complement.
    pub(super) relation: Option<RelationTypeId>,
    /// Of whom or what.
    pub(super) complement: Option<EntityId>,
    /// Whether it is over, or still to come.
    pub(super) time: RoleTime,
}

/// The entities of a document and where they were spoken of.
pub(super) struct Discourse<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) referents: Vec<Referent>,
    /// Those that somebody names; the others are far more, and seldom meant by a noun.
    named: Vec<usize>,
    by_mention: Vec<Option<usize>>,
    at: BTreeMap<(usize, TokenIndex), usize>,
    by_id: BTreeMap<EntityId, usize>,
    when: When,
    /// The country the document is about.
    pub(super) country: Option<EntityId>,
}

/// What is known of a document's date.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct When {
    /// As the document states it.
    pub(super) date: Option<PartialDate>,
    /// The latest day the text names: it is hardly older than that.
    pub(super) not_before: Option<PartialDate>,
}

impl When {
    /// Whether a fact may have held when the document was written.
    pub(super) fn allows(self, fact: &KbFact) -> bool {
        match (self.date, self.not_before) {
            (None, Some(day)) => fact.end.is_none_or(|end| day.first_day() <= end.last_day()),
            (date, _) => fact.may_hold(date),
        }
    }

    /// Whether a fact may have been over.
    pub(super) fn allows_as_past(self, fact: &KbFact) -> bool {
        let Some(end) = fact.end else { return false };
        self.date.is_none_or(|date| end.first_day() <= date.last_day())
    }
}

impl<'a> Discourse<'a> {
    pub(super) fn new(scene: &'a Scene<'a>) -> Self {
        let by_mention = vec![None; scene.detected.mentions.len()];
        let days = scene.detected.values.iter().filter_map(|value| match value.value {
            Value::Date(date) => date.day().is_some().then_some(date),
            _ => None,
        });
        let when = When { date: scene.detected.annotated.document.metadata.published, not_before: days.max() };
        Self {
            scene,
            referents: Vec::new(),
            named: Vec::new(),
            by_mention,
            at: BTreeMap::new(),
            by_id: BTreeMap::new(),
            when,
            country: None,
        }
    }

    /// Adds an entity, or gives the one known by its id.
    pub(super) fn add(&mut self, referent: Referent) -> usize {
        if let Some(&known) = self.by_id.get(&referent.entity.id) {
            let existing = &mut self.referents[known];
            existing.entity.aliases.extend(referent.entity.aliases);
            existing.gender = existing.gender.or(referent.gender);
            existing.roles.extend(referent.roles);
            return known;
        }
        let index = self.referents.len();
        if !referent.unnamed {
            self.named.push(index);
        }
        self.by_id.insert(referent.entity.id.clone(), index);
        self.referents.push(referent);
        index
    }

    /// States that a mention means a referent.
    pub(super) fn refer(&mut self, mention: usize, referent: usize) {
        self.by_mention[mention] = Some(referent);
        self.referents[referent].mentions.insert(mention);
        let (sentence, head) = (self.scene.mention(mention).sentence, self.scene.mention(mention).head);
        self.at.insert((sentence, head), referent);
    }

    /// Who a mention means, as far as is known.
    pub(super) fn referent_of(&self, mention: usize) -> Option<usize> {
        self.by_mention[mention]
    }

    /// Who the mention with this head means.
    pub(super) fn referent_at(&self, sentence: usize, head: TokenIndex) -> Option<usize> {
        self.at.get(&(sentence, head)).copied()
    }

    /// The referent with this id.
    pub(super) fn referent_by_id(&self, id: &EntityId) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// Whether the document names the entity.
    pub(super) fn is_present(&self, id: &EntityId) -> bool {
        self.by_id.contains_key(id)
    }

    /// When the document was written.
    pub(super) fn when(&self) -> When {
        self.when
    }

    /// Referents the text gives a role that passes.
    pub(super) fn bearers(&self, passes: impl Fn(&Role) -> bool) -> Vec<usize> {
        self.named.iter().copied().filter(|&index| self.referents[index].roles.iter().any(&passes)).collect()
    }

    /// Named referents of the kind a noun names. Organizations, their products and their works are not told apart: a
    /// paper is all three.
    pub(super) fn persons_and_things<'s>(&'s self, sense: &'s NominalSense) -> impl Iterator<Item = usize> + 's {
        const MAKERS: [&str; 3] = ["organization", "product", "work"];
        let wanted = sense.entity_type.top();
        self.named.iter().copied().filter(move |&index| {
            let known = &self.referents[index].entity.entity_type;
            let top = known.top();
            // "le mouvement" may be one of people.
            let is_movement = known.is_a("group/movement") && wanted == "organization";
            top == wanted || is_movement || MAKERS.contains(&top) && MAKERS.contains(&wanted)
        })
    }

    /// Sentence of the last mention of a referent before this one.
    pub(super) fn last_sentence(&self, referent: usize, before: usize) -> Option<usize> {
        let last = self.referents[referent].mentions.range(..before).next_back()?;
        Some(self.scene.mention(*last).sentence)
    }

    /// The one of some referents that is meant where `mention` stands: the only one spoken of within `window`
    /// sentences, or the one just spoken of while the others have not been for a while.
    pub(super) fn clearest(&self, referents: &[usize], mention: usize, window: usize) -> Option<usize> {
        match self.near(referents, mention, window).as_slice() {
            [(first, nearest), (second, _), ..] if *first <= 1 && second - first >= 2 => Some(*nearest),
            near => self.only_or_dominant(near),
        }
    }

    /// The only one of some referents spoken of within `window` sentences, or the one that the text is about.
    pub(super) fn only(&self, referents: &[usize], mention: usize, window: usize) -> Option<usize> {
        self.only_or_dominant(&self.near(referents, mention, window))
    }

    /// Those of some referents spoken of within `window` sentences, behind how many sentences ago, the nearest first.
    fn near(&self, referents: &[usize], mention: usize, window: usize) -> Vec<(usize, usize)> {
        let here = self.scene.mention(mention).sentence;
        let aged = referents.iter().filter_map(|&referent| {
            let age = here - self.last_sentence(referent, mention)?;
            (age <= window).then_some((age, referent))
        });
        let mut near: Vec<_> = aged.collect();
        near.sort_unstable();
        near
    }

    /// The only one of some referents, or the one that the text is about: spoken of far more often than the others.
    fn only_or_dominant(&self, near: &[(usize, usize)]) -> Option<usize> {
        const FAR_MORE: usize = 3;
        let mut counts: Vec<(usize, usize)> =
            near.iter().map(|&(_, referent)| (self.referents[referent].mentions.len(), referent)).collect();
        counts.sort_unstable_by(|a, b| b.cmp(a));
        match counts.as_slice() {
            [(_, only)] => Some(*only),
            [(most, first), (second, _), ..] if *most >= FAR_MORE * second => Some(*first),
            _ => None,
        }
    }
}
