use std::io::Write as _;

use filature::model::{Claim, ClaimObject, ClaimSet};

use crate::args::Diff;
use crate::claims_files;
use crate::outputs::Output;
use crate::report::{Failure, Outcome, Report, count};

pub(crate) fn run(arguments: &Diff, report: &Report) -> Result<Outcome, Failure> {
    let old = claims_files::read_all(std::slice::from_ref(&arguments.old))?;
    let new = claims_files::read_all(std::slice::from_ref(&arguments.new))?;
    let gained = new.claims.values().filter(|claim| !old.claims.contains_key(&claim.id));
    let lost = old.claims.values().filter(|claim| !new.claims.contains_key(&claim.id));
    let changed = new.claims.values().filter(|claim| old.claims.get(&claim.id).is_some_and(|before| before != *claim));
    let mut lines = Vec::new();
    lines.extend(lost.map(|claim| (shown(&old, claim), '-')));
    lines.extend(gained.map(|claim| (shown(&new, claim), '+')));
    lines.extend(changed.map(|claim| (shown(&new, claim), '~')));
    lines.sort();
    let mut out = Output::standard().open();
    let written = lines.iter().try_for_each(|(text, sign)| writeln!(out, "{sign} {text}"));
    written.map_err(|error| Failure::write(out.name(), &error))?;
    out.finish()?;
    let number = |wanted| lines.iter().filter(|(_, sign)| *sign == wanted).count();
    let claims = count(number('+'), "claim", "claims");
    report.note(&format!("{claims} gained, {} lost, {} with other evidence", number('-'), number('~')));
    Ok(if lines.is_empty() { Outcome::Done } else { Outcome::Partial })
}

/// Subject, relation, object, in one line; the id last, because two claims may differ in nothing but qualifiers.
fn shown(claims: &ClaimSet, claim: &Claim) -> String {
    let label = |id| claims.entities.get(id).map_or_else(|| id.to_string(), |entity| entity.label.clone());
    let object = match &claim.object {
        ClaimObject::Entity(id) => label(id),
        ClaimObject::Value(value) => value.to_string(),
    };
    format!("{} | {} | {object} | {}", label(&claim.subject), claim.relation, claim.id)
}
