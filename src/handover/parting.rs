//! What is said of splitting a review and of merging: why not, and what two reviewers said otherwise.

use std::path::Path;

use jiff::Timestamp;
use jiff::tz::Offset;

use crate::locale::Locale;
use crate::model::Verdict;
use crate::report::words;
use crate::store::{Conflict, Said, Saying, SplitError, StoreError};

/// Invoice, what is said here, what is said there: three columns with tabs between them.
pub fn conflict_line(conflict: &Conflict, locale: &Locale) -> String {
    let about = match &conflict.invoice {
        Some(id) => id.to_string(),
        None => locale.with("merge-whole", &[]),
    };
    let side = |key: &str, it: &Said| locale.with(key, &[("said", said(it, locale).into())]);
    let here = side("merge-here", &conflict.here);
    let there = side("merge-there", &conflict.there);
    format!("{about}\t{here}\t{there}")
}

/// Why a review was not split.
pub fn split_sentence(error: &SplitError, locale: &Locale) -> String {
    match error {
        SplitError::Review(error) => {
            let why = locale.store_error(error.code());
            locale.with("review-not-opened", &[("why", why.into())])
        }
        SplitError::TooFew { pages } => locale.with("split-too-few", &[("pages", (*pages).into())]),
        SplitError::Part { path, error } => {
            file_sentence("split-not-written", path, *error, locale)
        }
    }
}

/// What is wrong with this file.
pub fn file_sentence(key: &str, path: &Path, error: StoreError, locale: &Locale) -> String {
    let values = [
        ("path", path.display().to_string().into()),
        ("why", locale.store_error(error.code()).into()),
    ];
    locale.with(key, &values)
}

/// What was said, by whom and when.
fn said(said: &Said, locale: &Locale) -> String {
    let values = [
        ("what", what(&said.what, locale).into()),
        ("reviewer", said.reviewer.to_string().into()),
        ("at", moment(said).into()),
    ];
    locale.with("merge-said", &values)
}

fn what(saying: &Saying, locale: &Locale) -> String {
    let with = |key: &str, value: String| locale.with(key, &[("value", value.into())]);
    match saying {
        Saying::Verdict(Some(verdict)) => verdict_with_reason(verdict, locale),
        Saying::Verdict(None) => locale.with("merge-no-verdict", &[]),
        Saying::Note(note) if note.is_empty() => locale.with("merge-no-note", &[]),
        Saying::Note(note) => with("merge-note", note.to_string()),
        Saying::Region(None) => locale.with("merge-no-region", &[]),
        Saying::Region(Some(corners)) => {
            let corners = corners.map(|it| format!("{it:.0}"));
            with("merge-region", corners.join(", "))
        }
        Saying::Field(name, None) => with("merge-field-right", words::field_name(name, locale)),
        Saying::Field(name, Some(correction)) => {
            let values = [
                ("field", words::field_name(name, locale).into()),
                ("value", correction.right.clone().unwrap_or_default().into()),
            ];
            locale.with("merge-field-wrong", &values)
        }
        Saying::Sample(size) => locale.with("merge-sample", &[("count", (*size).into())]),
    }
}

fn verdict_with_reason(verdict: &Verdict, locale: &Locale) -> String {
    let said = words::verdict(verdict, locale);
    let Some(reason) = verdict.reason() else {
        return said;
    };
    let values = [
        ("verdict", said.into()),
        ("reason", words::reason(reason, locale).into()),
    ];
    locale.with("merge-verdict-reason", &values)
}

/// Where the reviewer sits.
fn moment(said: &Said) -> String {
    let at = Timestamp::from_millisecond(said.at_utc_ms).ok();
    let offset = Offset::from_seconds(i32::from(said.offset_min) * 60).ok();
    let there = at
        .zip(offset)
        .map(|(at, offset)| at.to_zoned(offset.to_time_zone()));
    there.map_or_else(String::new, |it| {
        it.strftime("%Y-%m-%d %H:%M:%S").to_string()
    })
}
