use std::io::Write as _;

use filature::explain::{Explanation, LEGEND, Question, mentions};
use filature::model::ClaimSet;

use crate::args::Explain;
use crate::claims_files;
use crate::outputs::Output;
use crate::report::{Failure, Outcome, Report};

pub(crate) fn run(arguments: &Explain, report: &Report) -> Result<Outcome, Failure> {
    let claims = claims_files::read_all(std::slice::from_ref(&arguments.claims))?;
    if let Some(text) = &arguments.mention {
        return explain_mention(&claims, text, report);
    }
    let question = Question {
        subject: arguments.subject.clone(),
        relation: arguments.relation.clone(),
        object: arguments.object.clone(),
    };
    let found = question.claims(&claims);
    if found.is_empty() {
        let similar = question.similar_names(&claims);
        let hint = if similar.is_empty() { String::new() } else { format!("; named alike: {}", similar.join(", ")) };
        report.note(&format!("no claim fits{hint}"));
        return Ok(Outcome::Partial);
    }
    let mut out = Output::standard().open();
    let written = found.iter().try_for_each(|claim| writeln!(out, "{}", Explanation::new(&claims, claim)));
    written.map_err(|error| Failure::write(out.name(), &error))?;
    out.finish()?;
    report.note(LEGEND);
    Ok(Outcome::Done)
}

fn explain_mention(claims: &ClaimSet, text: &str, report: &Report) -> Result<Outcome, Failure> {
    let found = mentions(claims, text);
    if found.is_empty() {
        report.note("nothing written so was given an entity");
        return Ok(Outcome::Partial);
    }
    let mut out = Output::standard().open();
    let written = found.iter().try_for_each(|mention| writeln!(out, "{mention}"));
    written.map_err(|error| Failure::write(out.name(), &error))?;
    out.finish()?;
    Ok(Outcome::Done)
}
