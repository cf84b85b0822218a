use std::io::{self, Write};

use serde::Serialize;

use super::lines::{
    ClaimLine, DocumentLine, EntityLine, ErrorLine, ErrorRecord, MentionLine, SummaryLine, SummaryRecord,
};
use crate::model::ClaimSet;

/// Writes a claim set: documents, entities, mentions, claims, each sorted; the same set gives the same bytes.
///
/// Sets of single documents written one after the other are a claims file as well.
///
/// # Errors
/// Those of `out`.
pub fn write_claims(claims: &ClaimSet, out: &mut (impl Write + ?Sized)) -> io::Result<()> {
    for document in claims.documents.values() {
        write_line(out, &DocumentLine::from(document))?;
    }
    for entity in claims.entities.values() {
        write_line(out, &EntityLine::from(entity))?;
    }
    for mention in &claims.mentions {
        write_line(out, &MentionLine::from(mention))?;
    }
    for claim in claims.claims.values() {
        write_line(out, &ClaimLine::from(claim))?;
    }
    Ok(())
}

/// Writes an `error` record.
///
/// # Errors
/// Those of `out`.
pub fn write_error(error: &ErrorRecord, out: &mut (impl Write + ?Sized)) -> io::Result<()> {
    write_line(out, &ErrorLine::from(error))
}

/// Writes a `summary` record.
///
/// # Errors
/// Those of `out`.
pub fn write_summary(summary: &SummaryRecord, out: &mut (impl Write + ?Sized)) -> io::Result<()> {
    write_line(out, &SummaryLine::from(summary))
}

fn write_line(out: &mut (impl Write + ?Sized), record: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, record)?;
    out.write_all(b"\n")
}
