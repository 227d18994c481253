//! Verdicts read back out of a report: who judged in a spreadsheet puts them into the review. Nothing is overwritten;
//! what does not fit is listed.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use crate::id_list::decode_text;
use crate::locale::{Lang, Locale};
use crate::model::{Deed, Event, InvoiceId, Reason, Stamp, Verdict};
use crate::report::{Column, table, unguarded, words};
use crate::review::Library;
use crate::store::{self, Record, ReviewFile, StoreError};

use super::reviewed::{ReviewedError, library_of};

/// What became of the lines.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Verdicts and notes that the review has now and had not before.
    pub taken: usize,
    /// Lines that say what the review says already, or nothing.
    pub unchanged: usize,
    /// Lines that did not fit: their number, counted from 1, what they are about, and the key of why.
    pub unfit: Vec<(usize, String, &'static str)>,
}

/// Reads the verdicts of a CSV report into a review.
pub fn import_report(review: &Path, from: &Path) -> Result<Imported, ReviewedError> {
    let bytes = fs::read(from).map_err(|source| ReviewedError::From {
        path: from.to_owned(),
        source,
    })?;
    let text = decode_text(&bytes).ok_or(ReviewedError::NoReport)?;
    let lines = table(&text);
    let columns = lines.first().and_then(|heading| ImportColumns::of(heading));
    let columns = columns.ok_or(ReviewedError::NoReport)?;
    let mut file = ReviewFile::open_to_write(review)?;
    let mut library = library_of(store::read(review)?);
    let mut imported = Imported::default();
    for (index, line) in lines.iter().enumerate().skip(1) {
        match columns.read(line) {
            Err(why) => {
                let id = line.get(columns.id).filter(|it| !it.trim().is_empty());
                let what = id.or(line.first()).cloned().unwrap_or_default();
                imported.unfit.push((index + 1, what, why));
            }
            Ok(said) => match take(&mut library, &mut file, &said)? {
                ImportOutcome::Taken => imported.taken += 1,
                ImportOutcome::Unchanged => imported.unchanged += 1,
                ImportOutcome::Unfit(why) => {
                    imported.unfit.push((index + 1, said.id.to_string(), why));
                }
            },
        }
        if let Some(id) = columns.lost_corrections(line, &library) {
            imported.unfit.push((index + 1, id, "import-corrections"));
        }
    }
    Ok(imported)
}

/// Where in a line what stands.
struct ImportColumns {
    id: usize,
    verdict: usize,
    reason: Option<usize>,
    note: Option<usize>,
    reviewer: Option<usize>,
    judged: Option<usize>,
    corrections: Option<usize>,
}

/// What a line says of one invoice.
struct ImportedWord {
    id: InvoiceId,
    verdict: Option<Verdict>,
    note: String,
    reviewer: Arc<str>,
    /// Milliseconds since 1970 and minutes east of UTC.
    judged: Option<(i64, i16)>,
}

enum ImportOutcome {
    Taken,
    Unchanged,
    Unfit(&'static str),
}

impl ImportColumns {
    /// By the headings of either language.
    fn of(heading: &[String]) -> Option<Self> {
        let at = |column: Column| {
            let names = Lang::ALL.map(|lang| column.heading(Locale::shared(lang)));
            let is_it = |cell: &String| names.iter().any(|name| name == cell.trim());
            heading.iter().position(is_it)
        };
        Some(Self {
            id: at(Column::Id)?,
            verdict: at(Column::Verdict)?,
            reason: at(Column::Reason),
            note: at(Column::Note),
            reviewer: at(Column::Reviewer),
            judged: at(Column::Judged),
            corrections: at(Column::Corrections),
        })
    }

    /// The invoice of a line that says which fields are wrong, where the review does not say so: it is not read back.
    fn lost_corrections(&self, line: &[String], library: &Library) -> Option<String> {
        let said = line.get(self.corrections?)?;
        let id = line.get(self.id)?.trim();
        let nr = library.number_of(&InvoiceId::new(id).ok()?)?;
        let has_some = !library.get(nr)?.ticket.corrections().is_empty();
        (!said.trim().is_empty() && !has_some).then(|| id.to_owned())
    }

    fn read(&self, line: &[String]) -> Result<ImportedWord, &'static str> {
        let cell = |at: Option<usize>| {
            let cell = at.and_then(|at| line.get(at));
            cell.map_or("", |cell| unguarded(cell))
        };
        let id = InvoiceId::new(cell(Some(self.id)).trim()).map_err(|_none| "import-no-id")?;
        let verdict = verdict(cell(Some(self.verdict)).trim(), cell(self.reason))?;
        let judged = match cell(self.judged).trim() {
            "" => None,
            text => Some(moment(text).ok_or("import-no-time")?),
        };
        Ok(ImportedWord {
            id,
            verdict,
            note: cell(self.note).to_owned(),
            reviewer: cell(self.reviewer).into(),
            judged,
        })
    }
}

/// `2026-11-22 18:00:05+08:00`, or with a `Z`.
fn moment(text: &str) -> Option<(i64, i16)> {
    let at: Timestamp = text.parse().ok()?;
    let offset = text.rsplit_once(['+', '-']).and_then(|(_, offset)| {
        let (hours, minutes) = offset.split_once(':')?;
        let minutes = hours.parse::<i16>().ok()? * 60 + minutes.parse::<i16>().ok()?;
        Some(if text.contains('+') {
            minutes
        } else {
            -minutes
        })
    });
    Some((at.as_millisecond(), offset.unwrap_or_default()))
}

fn verdict(word: &str, reason: &str) -> Result<Option<Verdict>, &'static str> {
    let is = |verdict: &Verdict| {
        in_any_language(|locale| words::verdict(verdict, locale).eq_ignore_ascii_case(word))
    };
    if word.is_empty() {
        return Ok(None);
    }
    let said = [
        Verdict::Correct,
        Verdict::Unsure,
        Verdict::Wrong(self::reason(reason)),
    ];
    let found = said.into_iter().find(is);
    found.map(Some).ok_or("import-no-verdict")
}

fn reason(said: &str) -> Option<Reason> {
    let is =
        |reason: &Reason| in_any_language(|locale| words::reason(reason, locale) == said.trim());
    let own = || (!said.trim().is_empty()).then(|| Reason::Other(said.to_owned()));
    Reason::NAMED.into_iter().find(is).or_else(own)
}

fn in_any_language(is: impl Fn(&Locale) -> bool) -> bool {
    Lang::ALL.into_iter().any(|lang| is(Locale::shared(lang)))
}

fn take(
    library: &mut Library,
    file: &mut ReviewFile,
    said: &ImportedWord,
) -> Result<ImportOutcome, StoreError> {
    let Some(nr) = library.number_of(&said.id) else {
        return Ok(ImportOutcome::Unfit("import-unknown"));
    };
    let Some(entry) = library.get(nr) else {
        return Ok(ImportOutcome::Unfit("import-unknown"));
    };
    let ticket = &entry.ticket;
    let mut deeds = Vec::new();
    if let Some(verdict) = &said.verdict {
        match ticket.verdict() {
            None if *verdict == Verdict::Correct && !entry.can_be_correct() => {
                return Ok(ImportOutcome::Unfit("import-not-correct"));
            }
            None => deeds.push(Deed::Judged {
                verdict: verdict.clone(),
                on: entry.judged_on(),
            }),
            Some(own) if own == verdict => {}
            Some(_) => return Ok(ImportOutcome::Unfit("import-other-verdict")),
        }
    }
    if !said.note.is_empty() && *said.note != *ticket.note {
        if !ticket.note.is_empty() {
            return Ok(ImportOutcome::Unfit("import-other-note"));
        }
        deeds.push(Deed::Noted(said.note.clone()));
    }
    if deeds.is_empty() {
        return Ok(ImportOutcome::Unchanged);
    }
    let mut state = ticket.as_ref().clone();
    for deed in deeds {
        let mut stamp = Stamp::now();
        if let (Some((at, offset)), Deed::Judged { .. }) = (said.judged, &deed) {
            stamp.at_utc_ms = at;
            stamp.offset_min = offset;
        }
        let event = Event {
            stamp,
            reviewer: Arc::clone(&said.reviewer),
            invoice: Some(said.id.clone()),
            base: state.newest,
            deed,
        };
        state = state.after(&event).unwrap_or(state);
        file.append(&Record {
            states: vec![(said.id.clone(), state.clone())],
            event,
        })?;
    }
    library.judge(nr, state);
    Ok(ImportOutcome::Taken)
}

#[cfg(test)]
#[path = "import_tests.rs"]
mod tests;
