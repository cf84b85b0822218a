//! The ledger of who is the same in several documents: a table that people read and write.
//!
//! Tab-separated, four cells a line: `decision`, `left`, `right`, `reason`. A party is the id of an entity, or an id, `@`
//! and the id of a document, for the entity as that document speaks of it. `never` and `always` are a user's; they win in
//! every later run and are kept as they stand. `joined` and `apart` tell what the last run did; they are written anew.

use std::io::{self, Write};

use crate::diagnostic::{Diagnostic, Place};
use crate::fuse::{Decision, Ledger, Party, Verdict};
use crate::model::{DocumentId, EntityId};

const HEADER: &str = "decision\tleft\tright\treason";

/// Reads a ledger.
///
/// # Errors
/// Every line that is none, with its number.
pub fn read_ledger(text: &str, file: &str) -> Result<Ledger, Vec<Diagnostic>> {
    let mut ledger = Ledger::default();
    let mut faults = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') || line == HEADER {
            continue;
        }
        match decision(line) {
            Ok(decision) if decision.verdict.is_users() => ledger.users.push(decision),
            Ok(decision) => ledger.ours.push(decision),
            Err(message) => faults.push(
                Diagnostic::error("invalid-ledger", message)
                    .at(Place::line(file, index + 1))
                    .hint("a line is: never|always, a tab, an entity id, a tab, another, a tab, why"),
            ),
        }
    }
    if faults.is_empty() { Ok(ledger) } else { Err(faults) }
}

fn decision(line: &str) -> Result<Decision, String> {
    let mut cells = line.split('\t');
    let word = cells.next().unwrap_or_default().trim();
    let verdict = Verdict::ALL.into_iter().find(|verdict| verdict.as_str() == word);
    let verdict = verdict.ok_or_else(|| format!("`{word}` is no decision"))?;
    let mut party = || {
        let cell = cells.next().map(str::trim).unwrap_or_default();
        let (entity, document) = match cell.split_once('@') {
            Some((entity, document)) => (entity, Some(DocumentId::from_text(document))),
            None => (cell, None),
        };
        if entity.contains(':') {
            Ok(Party { entity: EntityId::from_text(entity), document })
        } else {
            Err(format!("`{cell}` is no id"))
        }
    };
    Ok(Decision { verdict, left: party()?, right: party()?, reason: cells.collect::<Vec<_>>().join(" ") })
}

/// Writes a ledger: a user's lines in their order, then what was done, sorted.
///
/// # Errors
/// Those of the writer.
pub fn write_ledger(ledger: &Ledger, out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        "# Who is the same in several documents. Lines with `never` and `always` are yours and win in every later run;"
    )?;
    writeln!(out, "# lines with `joined` and `apart` tell what the last run did, and are written anew.")?;
    writeln!(out, "{HEADER}")?;
    let party = |party: &Party| match &party.document {
        Some(document) => format!("{}@{document}", party.entity),
        None => party.entity.to_string(),
    };
    for decision in ledger.users.iter().chain(&ledger.ours) {
        let Decision { verdict, left, right, reason } = decision;
        let reason = reason.replace(['\t', '\n', '\r'], " ");
        writeln!(out, "{}\t{}\t{}\t{reason}", verdict.as_str(), party(left), party(right))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ledger_reads_back_and_a_bad_line_is_told() {
        let text =
            "# mine\nnever\tent:person.a@doc:1\tent:person.a@doc:2\tfather and son\nalways\tent:person.b\twd:Q1\t\n";
        let ledger = read_ledger(text, "l.tsv").unwrap();
        let mut written = Vec::new();
        write_ledger(&ledger, &mut written).unwrap();
        let written = String::from_utf8(written).unwrap();
        assert!(written.contains("never\tent:person.a@doc:1\tent:person.a@doc:2\tfather and son\n"), "{written}");
        assert_eq!(read_ledger(&written, "l.tsv").unwrap(), ledger);
        let faults =
            read_ledger("never\tent:a\tent:b\nsometimes\tent:a\tent:b\t\nnever\tJane\tent:b\t\n", "l.tsv").unwrap_err();
        assert_eq!(faults.len(), 2);
        assert_eq!(faults[0].place, Some(Place::line("l.tsv", 2)));
    }
}
