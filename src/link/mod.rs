//! Mentions → entities: coreference inside the document, candidates, choice, or Nil.

mod adherent;
mod attach;
mod belonging;
mod candidates;
mod chain;
mod chaining;
mod context;
mod country;
mod disambiguate;
mod discourse;
mod memory;
mod mint;
mod name;
mod nominal;
mod office;
mod owner;
mod pronoun;
mod scene;
mod syntax;
#[cfg(test)]
mod testing;
mod unnamed;
mod weighing;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::knowledge_base::{KbEntry, KnowledgeBase};
use crate::language::LanguagePack;
use crate::language::antecedents::Seen;
use crate::model::{
    DetectedDocument, Entity, EntityId, Link, LinkedDocument, Mention, MentionId, MentionKind, Score, Span, TokenIndex,
};

use attach::Attachment;
use belonging::Found;
use chain::Chain;
use discourse::{Discourse, Referent};
use memory::Memory;
use mint::Setting;
use pronoun::Resolved;
use scene::Scene;
use unnamed::Unnamed;
use weighing::Weighing;

/// How sure a Nil is that its mentions belong together.
const NIL_SCORE: f64 = 0.8;
/// How sure it is that a name which tells its country means that country's.
const NAMED_COUNTRY_SCORE: f64 = 0.85;
/// How sure it is that a body means the one of the country that the text is about.
const THIS_COUNTRY_SCORE: f64 = 0.7;
/// How sure it is that a noun means whom it meant before.
const CALLED_BEFORE_SCORE: f64 = 0.7;
/// How sure a title or apposition is.
const ATTACHED_SCORE: f64 = 0.9;
/// An adjective of a party, once its country is known.
const ADHERENT_SCORE: f64 = 0.8;

/// Decides who is meant by each mention.
///
/// Names that call the same thing form chains; a chain means an entry of the knowledge base, or an entity minted from its
/// type and best name, so that the same unknown name is the same node in every document. Nominals and pronouns then
/// find their chain where the evidence is good; where it is not, their link is empty.
#[must_use]
pub fn link(detected: &DetectedDocument, language: &LanguagePack, kb: &KnowledgeBase) -> LinkedDocument {
    let scene = Scene::new(detected, language, kb);
    linked(&scene, None).finish()
}

/// A pronoun that looks back, and what was weighed for it: what `antecedents.tsv` is fitted to.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The pronoun.
    pub pronoun: MentionId,
    /// Its kind, named by [`kind_name`](crate::language::antecedents::kind_name).
    pub kind: usize,
    /// What may be its antecedent.
    pub possible: Vec<PossibleAntecedent>,
    /// What speaks for its having none.
    pub nothing: Seen,
}

impl Choice {
    fn of(pronoun: usize, weighing: Weighing) -> Self {
        let targets: BTreeSet<_> = weighing.possible.iter().map(|weighed| weighed.target).collect();
        let possible = weighing.possible.into_iter().map(|weighed| PossibleAntecedent {
            sentence: weighed.sentence,
            token: weighed.token,
            same: targets.range(..weighed.target).count(),
            seen: weighed.seen,
        });
        Self {
            pronoun: MentionId(pronoun),
            kind: weighing.kind,
            possible: possible.collect(),
            nothing: weighing.nothing,
        }
    }
}

/// Something that a pronoun may take up.
#[derive(Clone, Debug)]
pub struct PossibleAntecedent {
    /// Its sentence.
    pub sentence: usize,
    /// Its head there.
    pub token: TokenIndex,
    /// Which of those of this choice mean the same, as far as is known: the same number.
    pub same: usize,
    /// What is seen of it.
    pub seen: Seen,
}

/// What is weighed for each pronoun of a document that looks back, in text order.
#[must_use]
pub fn choices(detected: &DetectedDocument, language: &LanguagePack, kb: &KnowledgeBase) -> Vec<Choice> {
    let scene = Scene::new(detected, language, kb);
    linked(&scene, Some(Vec::new())).choices.unwrap_or_default()
}

/// The document with all that is decided in it; with the choices, where they are asked for.
fn linked<'a>(scene: &'a Scene<'a>, choices: Option<Vec<Choice>>) -> Linking<'a> {
    // Titles and appositions show what names are, and that helps to tell which names belong together.
    let first = chaining::chains(scene, &FxHashMap::default());
    let evidence = attach::evidence(scene, &attach::attachments(scene, &first));
    let mut chains = chaining::chains(scene, &evidence);
    let attachments = attach::attachments(scene, &chains);
    attach::learn_genders(scene, &mut chains, &attachments);
    let mut linking = Linking {
        links: vec![Link::default(); scene.detected.mentions.len()],
        discourse: Discourse::new(scene),
        called: BTreeMap::new(),
        choices,
    };
    linking.link_names(&chains);
    linking.link_attached(&attachments);
    linking.link_adherents();
    linking.link_the_rest();
    linking
}

struct Linking<'a> {
    links: Vec<Link>,
    discourse: Discourse<'a>,
    /// Nominals that mean somebody named, by their noun.
    called: BTreeMap<String, Vec<usize>>,
    /// What was weighed for pronouns, where somebody asks.
    choices: Option<Vec<Choice>>,
}

impl Linking<'_> {
    fn link_names(&mut self, chains: &[Chain]) {
        let scene = self.discourse.scene;
        let when = self.discourse.when();
        let candidates = chains.iter().map(|chain| candidates::candidates(scene, chain, when)).collect();
        let counts: Vec<usize> = chains.iter().map(|chain| chain.mentions.len()).collect();
        let decisions = disambiguate::decide(candidates, &counts);
        let chosen = decisions.iter().zip(&counts);
        let spoken =
            country::Spoken::of(chosen.filter_map(|(decision, &count)| Some((decision.chosen.as_ref()?, count))));
        let here = spoken.leading();
        self.discourse.country = spoken.country(scene).map(EntityId::from_text);
        for (chain, decision) in chains.iter().zip(decisions) {
            let named = decision.chosen.is_none().then(|| country::of_named_country(scene, chain)).flatten();
            let local = || here.as_ref().filter(|_| country::is_any_countrys(scene, chain));
            let (entity, entry, score) = match (decision.chosen, named) {
                (Some(chosen), _) => {
                    let entity = mint::entity_of_entry(&chosen.entry, Some(chain));
                    (Some(entity), Some(chosen.entry), decision.score)
                }
                (None, Some(country::Found::Known(entry))) => {
                    (Some(mint::entity_of_entry(&entry, Some(chain))), Some(entry), Score::new(NAMED_COUNTRY_SCORE))
                }
                (None, Some(country::Found::Unnamed(institution, owner))) => {
                    let owner = mint::entity_of_entry(&owner, None);
                    let entity = belonging::entity(scene.language.tag(), institution, &owner);
                    (entity, None, Score::new(NAMED_COUNTRY_SCORE))
                }
                (None, None) => match local() {
                    Some(country) => self.of_this_country(chain, country),
                    None if decision.of_some_country || candidates::is_common_noun(scene, chain) => {
                        (None, None, Score::default())
                    }
                    None => (self.minted(chain), None, Score::new(NIL_SCORE)),
                },
            };
            for &mention in &chain.mentions {
                self.links[mention].candidates.clone_from(&decision.shown);
            }
            let Some(entity) = entity else { continue };
            let person = entity.entity_type.top() == "person";
            let gender =
                if person { chain.person_gender(scene, entry.as_deref()) } else { chain.grammatical_gender(scene) };
            let plural = !person && (entity.entity_type.top() == "group" || chain.is_plural(scene));
            let referent = self.discourse.add(Referent { entry, gender, plural, ..Referent::new(entity) });
            for &mention in &chain.mentions {
                self.refer(mention, referent, score);
            }
        }
    }

    /// An entity for a chain that no entry stands for.
    fn minted(&self, chain: &Chain) -> Option<Entity> {
        let scene = self.discourse.scene;
        let setting =
            chain.mentions.iter().map(|&mention| scene.setting(mention)).max().unwrap_or(Setting::Capitalized);
        let entity_type = mint::evident_type(chain, setting, scene.words())?;
        mint::minted_entity(chain, &entity_type, scene.words())
    }

    /// "le ministère de la Défense" in a text about one country: that country's, known or not.
    fn of_this_country(&self, chain: &Chain, country: &str) -> (Option<Entity>, Option<Rc<KbEntry>>, Score) {
        let scene = self.discourse.scene;
        let owner = scene.kb.position(&EntityId::from_text(country)).and_then(|position| scene.entry(position));
        let Some(owner) = owner else { return (self.minted(chain), None, Score::new(NIL_SCORE)) };
        let score = Score::new(THIS_COUNTRY_SCORE);
        match chain.names.iter().find_map(|name| country::of_country(scene, &owner, &name.name.text)) {
            Some(country::Found::Known(entry)) => {
                (Some(mint::entity_of_entry(&entry, Some(chain))), Some(entry), score)
            }
            Some(country::Found::Unnamed(institution, owner)) => {
                let owner = mint::entity_of_entry(&owner, None);
                (belonging::entity(scene.language.tag(), institution, &owner), None, score)
            }
            None => {
                let entity = self.minted(chain).map(|entity| mint::owned(entity, &owner, scene.language.tag()));
                (entity, None, Score::new(NIL_SCORE))
            }
        }
    }

    /// Titles, appositions and predicates of names.
    fn link_attached(&mut self, attachments: &[Attachment]) {
        let scene = self.discourse.scene;
        for attachment in attachments {
            let Some(referent) = self.discourse.referent_of(attachment.name) else { continue };
            self.refer(attachment.nominal, referent, Score::new(ATTACHED_SCORE));
            if let Some(role) = nominal::role(scene, &self.discourse, attachment.nominal) {
                self.discourse.referents[referent].roles.push(role);
            }
        }
    }

    /// Adjectives and letters that tell somebody's party.
    fn link_adherents(&mut self) {
        let scene = self.discourse.scene;
        for mention in scene.mentions_of(MentionKind::Name) {
            let parties = adherent::parties(scene, scene.mention(mention));
            if parties.is_empty() {
                continue;
            }
            let party = adherent::party(&self.discourse, mention, &parties);
            if let Some(referent) = party.and_then(|party| self.referent_for(&party)) {
                self.refer(mention, referent, Score::new(ADHERENT_SCORE));
            }
        }
    }

    /// Nominals and pronouns that stand beside no name, in text order.
    fn link_the_rest(&mut self) {
        let scene = self.discourse.scene;
        let quotes = pronoun::quotes(scene.text());
        let mut memory = Memory::new();
        let mut unnamed = Unnamed::default();
        let mut speakers = Vec::new();
        let mentions: Vec<usize> = (0..self.links.len()).collect();
        for here in mentions.chunk_by(|&a, &b| scene.mention(a).sentence == scene.mention(b).sentence) {
            memory.enter(&self.discourse, scene.mention(here[0]).sentence, here);
            for &mention in here {
                if self.discourse.referent_of(mention).is_some() {
                    continue;
                }
                let found = match scene.mention(mention).kind {
                    MentionKind::Name => None,
                    MentionKind::Nominal => self.nominal(mention, &memory, &quotes, &mut unnamed),
                    MentionKind::Pronoun if pronoun::is_speaker(scene, mention) => {
                        let said = pronoun::said_by(&self.discourse, &quotes, mention);
                        if said.is_none() {
                            speakers.push(mention);
                        }
                        said
                    }
                    MentionKind::Pronoun => match self.looking_back(mention, &mut memory, &quotes) {
                        Some(pronoun::Antecedent { referent, score: Some(score) }) => Some((referent, score)),
                        Some(likely) => {
                            self.follow(mention, likely.referent);
                            None
                        }
                        None => None,
                    },
                };
                if let Some((referent, score)) = found {
                    self.refer(mention, referent, score);
                    memory.note(scene.mention(mention).head, referent, &self.discourse);
                }
            }
        }
        // "I", whom "he said" names only behind the words.
        for mention in speakers {
            let (referent, score) = match pronoun::said_by(&self.discourse, &quotes, mention) {
                Some(known) => known,
                None => {
                    let (quote, several) = pronoun::unknown_speaker(scene, &quotes, mention);
                    (unnamed.speaker(&mut self.discourse, mention, quote, several), Score::default())
                }
            };
            self.refer(mention, referent, score);
        }
    }

    /// Whom a pronoun takes up that looks back.
    fn looking_back(
        &mut self,
        mention: usize,
        memory: &mut Memory<'_>,
        quotes: &[Span],
    ) -> Option<pronoun::Antecedent> {
        let scene = self.discourse.scene;
        let Resolved { antecedent, weighing } = pronoun::resolve(&self.discourse, memory, quotes, mention)?;
        let Some(weighing) = weighing else { return antecedent };
        memory.guess(scene.mention(mention).head, &weighing.outcome);
        if let Some(choices) = &mut self.choices {
            choices.push(Choice::of(mention, weighing));
        }
        antecedent
    }

    /// Who a nominal means: somebody named, something spoken of before, or something new.
    fn nominal(
        &mut self,
        mention: usize,
        memory: &Memory<'_>,
        quotes: &[Span],
        unnamed: &mut Unnamed,
    ) -> Option<(usize, Score)> {
        /// From here on it is the text or the knowledge base that says who is meant, not nearness.
        const TOLD: f64 = 0.85;
        let scene = self.discourse.scene;
        let named = nominal::resolve(scene, &self.discourse, mention)
            .and_then(|(id, score)| Some((self.referent_for(&id)?, score)))
            .or_else(|| self.belonging(mention, memory, quotes))
            .or_else(|| self.called_before(mention));
        let taken_up = unnamed.taken_up(&self.discourse, mention);
        let last = |referent: usize| self.discourse.referents[referent].mentions.range(..mention).next_back().copied();
        match (named, taken_up) {
            (Some((referent, score)), Some(other)) if score.value() < TOLD && last(other) > last(referent) => {
                Some((other, Score::default()))
            }
            (Some(named), _) => Some(named),
            (None, Some(other)) => Some((other, Score::default())),
            (None, None) => Some((unnamed.add(&mut self.discourse, mention)?, Score::default())),
        }
    }

    /// "l'armée" behind "l'armée égyptienne": whom the same noun has meant, if only one.
    fn called_before(&self, mention: usize) -> Option<(usize, Score)> {
        /// How many sentences back.
        const FAR: usize = 8;
        let scene = self.discourse.scene;
        let nominal = scene.mention(mention);
        let sense = scene.language.expressions.nominal_sense(scene.sentence_of(nominal), nominal.head)?;
        if !nominal::takes_up(scene, nominal, sense) {
            return None;
        }
        let before = self
            .called
            .get(&sense.noun)?
            .iter()
            .filter(|&&other| other < mention && nominal.sentence - scene.mention(other).sentence <= FAR);
        let mut referents: Vec<usize> = before.filter_map(|&other| self.discourse.referent_of(other)).collect();
        referents.dedup();
        match referents.as_slice() {
            &[only] => Some((only, Score::new(CALLED_BEFORE_SCORE))),
            _ => None,
        }
    }

    /// "la campagne de Jane Doe", "sa campagne": by the owner.
    fn belonging(&mut self, mention: usize, memory: &Memory<'_>, quotes: &[Span]) -> Option<(usize, Score)> {
        let scene = self.discourse.scene;
        let nominal = scene.mention(mention);
        let possessive = |&(_, other): &(usize, &Mention)| {
            let head = scene.sentence_of(other).tokens.get(other.head).and_then(|token| token.head);
            other.sentence == nominal.sentence && other.kind == MentionKind::Pronoun && head == Some(nominal.head)
        };
        let inside = scene.detected.mentions.iter().enumerate().skip(mention + 1);
        let possessive = inside.take_while(|(_, other)| other.span.start < nominal.span.end).find(possessive);
        let owner = match possessive {
            Some((pronoun, _)) if self.persons_before(mention) < 2 => {
                let owner = pronoun::resolve(&self.discourse, memory, quotes, pronoun)?.antecedent;
                owner.filter(|owner| owner.score.is_some())?.referent
            }
            // "A soutient B et finance sa campagne": whose campaign is anybody's guess.
            Some(_) => return None,
            None => {
                let owner = nominal::owner(scene, &self.discourse, mention)?;
                self.referent_for(&owner)?
            }
        };
        match belonging::resolve(&self.discourse, mention, owner)? {
            Found::Known(id, score) => Some((self.referent_for(&id)?, score)),
            Found::New(referent, score) => Some((self.discourse.add(*referent), score)),
        }
    }

    /// How many persons its sentence speaks of before a mention.
    fn persons_before(&self, mention: usize) -> usize {
        let scene = self.discourse.scene;
        let sentence = scene.mention(mention).sentence;
        let before = (0..mention).rev().take_while(|&other| scene.mention(other).sentence == sentence);
        let persons = before
            .filter_map(|other| self.discourse.referent_of(other))
            .filter(|&referent| self.discourse.referents[referent].is_person())
            .filter(|&referent| !self.discourse.referents[referent].unnamed);
        persons.collect::<BTreeSet<_>>().len()
    }

    /// The referent of an entity; one that the text does not name comes from the knowledge base.
    fn referent_for(&mut self, id: &EntityId) -> Option<usize> {
        if let Some(known) = self.discourse.referent_by_id(id) {
            return Some(known);
        }
        let scene = self.discourse.scene;
        let entry = scene.entry(scene.kb.position(id)?)?;
        let gender = candidates::gender(&entry);
        let entity = mint::entity_of_entry(&entry, None);
        Some(self.discourse.add(Referent { entry: Some(entry), gender, ..Referent::new(entity) }))
    }

    fn refer(&mut self, mention: usize, referent: usize, score: Score) {
        let known = &self.discourse.referents[referent];
        if known.unnamed {
            self.follow(mention, referent);
        } else {
            let link = &mut self.links[mention];
            link.entity = Some(known.entity.id.clone());
            link.score = score;
            let scene = self.discourse.scene;
            let nominal = scene.mention(mention);
            if nominal.kind == MentionKind::Nominal
                && let Some(sense) = scene.language.expressions.nominal_sense(scene.sentence_of(nominal), nominal.head)
            {
                self.called.entry(sense.noun.clone()).or_default().push(mention);
            }
        }
        self.discourse.refer(mention, referent);
    }

    /// Ties a mention to what was spoken of before without saying who that is.
    fn follow(&mut self, mention: usize, referent: usize) {
        let mut before = self.discourse.referents[referent].mentions.range(..mention);
        self.links[mention].antecedent = before.next_back().map(|&last| MentionId(last));
    }

    fn finish(self) -> LinkedDocument {
        let scene = self.discourse.scene;
        let owners = owner::owners(&self.discourse);
        let mut entities: Vec<Entity> = self
            .discourse
            .referents
            .into_iter()
            .filter(|referent| !referent.mentions.is_empty() && !referent.unnamed)
            .map(|referent| referent.entity)
            .collect();
        let known: BTreeSet<_> = entities.iter().map(|entity| entity.id.clone()).collect();
        let missing: BTreeSet<_> = owners.values().filter(|id| !known.contains(*id)).collect();
        let entries = missing.into_iter().filter_map(|id| scene.entry(scene.kb.position(id)?));
        entities.extend(entries.map(|entry| mint::entity_of_entry(&entry, None)));
        entities.sort_by(|a, b| a.id.cmp(&b.id));
        LinkedDocument { links: self.links, entities, owners }
    }
}

#[cfg(test)]
mod tests {
    use super::testing::{dated, document, knowledge_base, language, readable};
    use super::*;

    const ENTRIES: &str = "id;type;label_en;label_fr;aliases;acronyms;demonyms_fr;demonyms_en;common_words;weight;gender;country;occupation;industry;product_of
        kb:ruritania;place/country;Ruritania;Ruritanie;;;ruritanien|ruritanienne;Ruritanian;;60;;;;;
        kb:rudolf;person;Rudolf Elphberg;Rodolphe Elphberg;Elphberg;;;;;70;m;kb:ruritania;;;
        kb:flavia;person;Flavia Strofzin;Flavia Strofzin;;;;;;40;f;kb:ruritania;;;
        kb:zenda;place/city;Zenda;Zenda;;;;;;60;;kb:ruritania;;;
        kb:hentzau;organization/company;Hentzau;Hentzau;Hentzau Motors;;;;;60;;kb:ruritania;;carmaker;
        kb:rupert;person;Rupert Hentzau;Rupert Hentzau;;;;;;40;m;;billionaire;;
        kb:castle;organization/government;Castle;Château;;;;;Castle|Château;60;;kb:ruritania;;;
        kb:q;product/platform;Q;Q;Chirper;;;;Q;60;;;;;kb:hentzau
        kb:borduria;place/country;Borduria;Bordurie;;;;;;60;;;;;
        kb:justice;organization/government;Bordurian Ministry of Justice;ministère de la Justice;;;;;;60;;kb:borduria;;;
        kb:zenda-journal;organization/media;Zenda Journal;Zenda Journal;;;;;;60;;kb:ruritania;;;
        kb:spring-city;place/city;Spring;Printemps;;;;;Spring|Printemps;30;;;;;
        kb:spring-paper;organization/media;Spring;Printemps;;;;;Spring|Printemps;30;;;;;";
    const FACTS: &str = "entry;property;value;start;end
        kb:ruritania;head_of_state;kb:rudolf;2020-01-01;
        kb:ruritania;head_of_state;kb:flavia;2010-01-01;2020-01-01
        kb:ruritania;finance_minister;kb:flavia;2020-01-01;
        kb:rupert;leads;kb:hentzau;2012-01-01;";

    fn known(tag: &str, date: Option<&str>, lines: &[&str]) -> Vec<String> {
        let mut detected = document(tag, lines);
        if let Some(date) = date {
            detected = dated(detected, date);
        }
        let linked = link(&detected, language(tag), &knowledge_base(ENTRIES, FACTS));
        readable(&detected, &linked)
    }

    #[test]
    fn names_mean_entries_or_nobody() {
        for (line, expected) in [
            ("[person Rodolphe Elphberg ] parle .", "Rodolphe Elphberg → kb:rudolf"),
            ("[person RODOLPHE ELPHBERG ] parle .", "RODOLPHE ELPHBERG → kb:rudolf"),
            ("[person Elphberg ] parle .", "Elphberg → kb:rudolf"),
            // Another given name is another person.
            ("[person Michael Elphberg ] parle .", "Michael Elphberg → ent:person.michael-elphberg"),
            ("Mme [person Elphberg ] parle .", "Elphberg → ent:person.elphberg"),
            ("M. [person Zenda ] parle .", "Zenda → ent:person.zenda"),
            ("À [place Zenda ] il pleut .", "Zenda → kb:zenda"),
            // A city acts, and stays the city.
            ("[organization Zenda ] menace de partir .", "Zenda → kb:zenda"),
            ("[organization Hentzau Motors ] recrute .", "Hentzau Motors → kb:hentzau"),
            ("[organization Hentzau SA ] recrute .", "Hentzau SA → kb:hentzau"),
            // Two bear the name and nothing tells which.
            ("[ Printemps ] arrive .", "Printemps → -"),
            ("[organization Printemps ] écrit .", "Printemps → kb:spring-paper"),
        ] {
            assert_eq!(known("fr", None, &[line]), [expected], "{line}");
        }
    }

    #[test]
    fn companies_are_not_their_namesakes() {
        let lines = ["[person Rupert Hentzau ] dirige [organization Hentzau ] .", "M. [person Hentzau ] parle ."];
        assert_eq!(
            known("fr", None, &lines),
            ["Rupert Hentzau → kb:rupert", "Hentzau → kb:hentzau", "Hentzau → kb:rupert"]
        );
    }

    #[test]
    fn former_names_and_slashes_are_one_node() {
        for line in [
            "[ Q ] , anciennement [ Chirper ] , ferme .",
            "[organization Q ] / [ Chirper ] ferme .",
            "[ Chirper ] , renommé [ Q ] .",
        ] {
            let found = known("fr", None, &[line]);
            assert!(found.iter().all(|link| link.ends_with("→ kb:q")), "{line}: {found:?}");
        }
    }

    #[test]
    fn offices_have_holders_at_the_date() {
        let he = "[n:person le_DET_2_det président_NOUN_4_nsubj ruritanien_ADJ_2_amod ] parle_VERB_0_root";
        let she =
            "[n:person la_DET_2_det présidente_NOUN_4_nsubj ruritanienne_ADJ_2_amod_Gender=Fem ] parle_VERB_0_root";
        for (line, date, expected) in [
            (he, Some("2024-05-01"), "le président ruritanien → kb:rudolf"),
            (she, Some("2015-05-01"), "la présidente ruritanienne → kb:flavia"),
            (he, None, "le président ruritanien → -"),
        ] {
            assert_eq!(known("fr", date, &[line]), [expected], "{date:?}");
        }
        let former = "[n:person l'_DET_3_det ancienne_ADJ_3_amod_Gender=Fem_ancien présidente_NOUN_5_nsubj ruritanienne_ADJ_3_amod ] parle_VERB_0_root";
        let named = "[person Flavia_PROPN_3_nsubj Strofzin_PROPN_1_flat ] part_VERB_0_root";
        assert_eq!(
            known("fr", Some("2024-05-01"), &[named, former])[1],
            "l'ancienne présidente ruritanienne → kb:flavia"
        );
        assert_eq!(known("fr", Some("2024-05-01"), &[former])[0], "l'ancienne présidente ruritanienne → -");
    }

    #[test]
    fn offices_are_those_of_the_country_the_text_is_about() {
        let minister =
            "[n:person la_DET_2_det ministre_NOUN_0_root des_ADP_4_case Finances_NOUN_2_nmod ] parle_VERB_2_dep";
        let here = ["[place Zenda ] et [place Ruritanie ] et [person Rodolphe Elphberg ] .", minister];
        assert_eq!(known("fr", Some("2024-05-01"), &here)[3], "la ministre des Finances → kb:flavia");
        let nowhere = ["[place Zenda ] et [place Bordurie ] .", minister];
        assert_eq!(known("fr", Some("2024-05-01"), &nowhere)[2], "la ministre des Finances → -");
        // Not before she took office.
        assert_eq!(known("fr", Some("2015-05-01"), &here)[3], "la ministre des Finances → -");
    }

    #[test]
    fn bodies_have_heads() {
        for (noun, expected) in [
            (
                "[n:person le_DET_2_det patron_NOUN_0_root de_ADP_4_case [organization Hentzau_PROPN_2_nmod ] ]",
                "kb:rupert",
            ),
            ("[n:person un_DET_2_det patron_NOUN_0_root de_ADP_4_case [organization Hentzau_PROPN_2_nmod ] ]", "-"),
            ("[n:person la_DET_2_det patronne_NOUN_0_root de_ADP_4_case [organization Hentzau_PROPN_2_nmod ] ]", "-"),
            // A company's chairman is another.
            ("[n:person le_DET_2_det président_NOUN_0_root de_ADP_4_case [organization Hentzau_PROPN_2_nmod ] ]", "-"),
            (
                "[n:person le_DET_2_det patron_NOUN_0_root adjoint_ADJ_2_amod de_ADP_5_case [organization Hentzau_PROPN_2_nmod ] ]",
                "-",
            ),
        ] {
            let found = known("fr", Some("2024-05-01"), &[noun]);
            assert!(found[0].ends_with(&format!("→ {expected}")), "{noun}: {found:?}");
        }
    }

    #[test]
    fn unnamed_things_are_no_nodes_and_keep_together() {
        let lines = [
            "[person Jean_PROPN_3_nsubj Durand_PROPN_1_flat ] parle_VERB_0_root",
            "[n:person un_DET_2_det chauffeur_NOUN_3_nsubj ] écoute_VERB_0_root",
            "[n:person le_DET_2_det chauffeur_NOUN_3_nsubj ] part_VERB_0_root",
            "[n:person le_DET_2_det chauffeur_NOUN_4_nsubj belge_ADJ_2_amod ] reste_VERB_0_root",
        ];
        let detected = document("fr", &lines);
        let linked = link(&detected, language("fr"), &KnowledgeBase::default());
        let antecedents: Vec<_> = linked.links.iter().map(|link| link.antecedent.map(|mention| mention.0)).collect();
        assert_eq!(antecedents, [None, None, Some(1), None]);
        assert_eq!(linked.entities.len(), 1);
    }

    #[test]
    fn institutions_are_of_the_country_the_text_is_about() {
        let elsewhere = [
            "[place Zenda ] et [place Ruritanie ] et [person Rodolphe Elphberg ] .",
            "[organization/government ministère_NOUN_0_root de_ADP_3_case la_DET_4_det Justice_NOUN_1_nmod ] parle_VERB_1_dep",
        ];
        let theirs = "ministère de la Justice → ent:organization.ruritania-ministere-de-la-justice";
        assert_eq!(known("fr", None, &elsewhere)[3], theirs);
        assert_eq!(known("fr", None, &elsewhere[1..])[0], "ministère de la Justice → kb:justice");
    }

    #[test]
    fn a_translated_title_is_part_of_the_name() {
        let line =
            "[n:organization/media le_DET_2_det journal_NOUN_0_root ] [place Zenda_PROPN_2_flat ] écrit_VERB_2_dep";
        assert_eq!(known("fr", None, &[line]), ["le journal → kb:zenda-journal", "Zenda → kb:zenda-journal"]);
    }

    #[test]
    fn nouns_take_up_what_is_known() {
        let lines = [
            "[person Rupert_PROPN_3_nsubj Hentzau_PROPN_1_flat ] parle_VERB_0_root",
            "[n:person le_DET_2_det milliardaire_NOUN_3_nsubj ] part_VERB_0_root",
            "[n:person le_DET_2_det footballeur_NOUN_3_nsubj ] part_VERB_0_root",
        ];
        assert_eq!(known("fr", None, &lines)[1..], ["le milliardaire → kb:rupert", "le footballeur → -"]);
        let lines = [
            "[organization Hentzau_PROPN_2_nsubj ] recrute_VERB_0_root",
            "[n:organization/company le_DET_2_det constructeur_NOUN_3_nsubj ] embauche_VERB_0_root",
        ];
        assert_eq!(known("fr", None, &lines)[1], "le constructeur → kb:hentzau");
    }

    fn links(tag: &str, lines: &[&str]) -> Vec<String> {
        let detected = document(tag, lines);
        let linked = link(&detected, language(tag), &KnowledgeBase::default());
        readable(&detected, &linked)
    }

    #[test]
    fn unknown_names_are_minted() {
        let lines = ["M. [person Durand ] dirige [organization Zorbec SA ] .", "[ Quux ] manque ."];
        assert_eq!(
            links("fr", &lines),
            ["Durand → ent:person.durand", "Zorbec SA → ent:organization.zorbec", "Quux → -"]
        );
    }

    #[test]
    fn nominals_beside_names() {
        let apposition = [
            "[n:person le_DET_2_det porte-parole_NOUN_9_nsubj de_ADP_4_case [organization Zorbec_PROPN_2_nmod ] ] ,_PUNCT_6_punct [person Jean_PROPN_2_appos Durand_PROPN_7_flat ] ,_PUNCT_6_punct parle_VERB_0_root",
        ];
        assert_eq!(
            links("fr", &apposition),
            [
                "le porte-parole de Zorbec → ent:person.jean-durand",
                "Zorbec → ent:organization.zorbec",
                "Jean Durand → ent:person.jean-durand"
            ]
        );
        // The tree is wrong, the comma is right.
        let neighbor = [
            "[person Jean_PROPN_6_nsubj Durand_PROPN_1_flat ] ,_PUNCT_6_punct [n:person directeur_NOUN_6_obj de_ADP_5_case [organization Zorbec_PROPN_6_obl ] ] ,_PUNCT_6_punct parle_VERB_0_root",
        ];
        assert_eq!(links("fr", &neighbor)[1], "directeur de Zorbec → ent:person.jean-durand");
        let predicate = [
            "[person Jane_PROPN_5_nsubj Roe_PROPN_1_flat ] is_AUX_5_cop [n:person the_DET_5_det founder_NOUN_0_root of_ADP_7_case [organization Zorbec_PROPN_5_nmod ] ]",
        ];
        assert_eq!(links("en", &predicate)[1], "the founder of Zorbec → ent:person.jane-roe");
        let negated = [
            "[person Jane_PROPN_6_nsubj Roe_PROPN_1_flat ] is_AUX_6_cop not_PART_6_advmod_Polarity=Neg [n:person the_DET_6_det founder_NOUN_0_root ]",
        ];
        assert_eq!(links("en", &negated)[1], "the founder → -");
    }

    #[test]
    fn institutions_are_called_after_their_owner() {
        let of = "[n:organization la_DET_2_det campagne_NOUN_6_nsubj de_ADP_4_case [person Jane_PROPN_2_nmod Roe_PROPN_4_flat ] ] gagne_VERB_0_root";
        assert_eq!(links("fr", &[of])[0], "la campagne de Jane Roe → ent:organization.jane-roe-campaign");
        // The possessor counts, not a name inside.
        let possessive = [
            "[person Jane_PROPN_3_nsubj Roe_PROPN_1_flat ] finance_VERB_0_root [n:organization [p sa_DET_5_det_Number=Sing ] campagne_NOUN_3_obj ]",
        ];
        assert_eq!(links("fr", &possessive)[1], "sa campagne → ent:organization.jane-roe-campaign");
        let of_nobody = ["[n:organization la_DET_2_det campagne_NOUN_3_nsubj ] commence_VERB_0_root"];
        assert_eq!(links("fr", &of_nobody), ["la campagne → -"]);
    }

    #[test]
    fn definite_nouns_take_up_stated_roles() {
        let lines = [
            "[person Jane_PROPN_4_nsubj Roe_PROPN_1_flat ] ,_PUNCT_1_punct [n:person milliardaire_NOUN_1_appos ] ,_PUNCT_1_punct parle_VERB_0_root",
            "[person Jean_PROPN_3_nsubj Durand_PROPN_1_flat ] écoute_VERB_0_root",
            "[n:person la_DET_2_det milliardaire_NOUN_3_nsubj ] part_VERB_0_root",
            "[n:person un_DET_2_det milliardaire_NOUN_3_nsubj ] arrive_VERB_0_root",
        ];
        let found = links("fr", &lines);
        assert_eq!(found[3], "la milliardaire → ent:person.jane-roe");
        assert_eq!(found[4], "un milliardaire → -");
    }

    #[test]
    fn pronouns_agree_and_look_to_the_subject() {
        let lines = [
            "[person Jane_PROPN_3_nsubj Roe_PROPN_1_flat ] met_VERB_0_root [person John_PROPN_3_obj Ash_PROPN_4_flat ]",
            "[p She_PRON_2_nsubj ] praised_VERB_0_root [p his_PRON_4_nmod:poss ] work_NOUN_2_obj",
        ];
        let found = links("en", &lines);
        assert_eq!(found[2..], ["She → ent:person.jane-roe", "his → ent:person.john-ash"]);
        let relative = [
            "[person Jean_PROPN_0_root Durand_PROPN_1_flat ] ,_PUNCT_1_punct [p qui_PRON_5_nsubj ] dirige_VERB_1_acl:relcl [organization Zorbec_PROPN_5_obj ]",
        ];
        assert_eq!(links("fr", &relative)[1], "qui → ent:person.jean-durand");
    }

    #[test]
    fn pronouns_that_could_mean_two_mean_nobody() {
        let lines = [
            "[person Jean_PROPN_5_nsubj Durand_PROPN_1_flat ] et_CCONJ_4_cc [person Paul_PROPN_1_conj ] parlent_VERB_0_root",
            "[p Il_PRON_2_nsubj_Gender=Masc ] part_VERB_0_root",
        ];
        assert_eq!(links("fr", &lines)[2], "Il → -");
        // An unnamed spokesman stands nearer.
        let lines = [
            "[person John_PROPN_3_nsubj Ash_PROPN_1_flat ] left_VERB_0_root",
            "[n:person a_DET_2_det spokesman_NOUN_3_nsubj ] spoke_VERB_0_root",
            "[p He_PRON_2_nsubj ] denied_VERB_0_root [p it_PRON_2_obj ]",
        ];
        assert_eq!(links("en", &lines)[2..], ["He → -", "it → -"]);
    }

    #[test]
    fn the_one_quoted_says_i() {
        let lines = [
            "«_PUNCT_3_punct [p Je_PRON_3_nsubj ] pars_VERB_6_ccomp »_PUNCT_3_punct ,_PUNCT_6_punct dit_VERB_0_root [person Jean_PROPN_6_nsubj Durand_PROPN_7_flat ]",
        ];
        assert_eq!(links("fr", &lines)[0], "Je → ent:person.jean-durand");
    }
}
