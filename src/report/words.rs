//! What verdicts, reasons, kinds of tickets and fields are called, in reports and in the window alike.

use crate::locale::Locale;
use crate::model::{FieldName, InvoiceType, Reason, Verdict};

/// Without what is wrong.
pub fn verdict(verdict: &Verdict, locale: &Locale) -> String {
    let key = match verdict {
        Verdict::Correct => "verdict-correct",
        Verdict::Wrong(_) => "verdict-wrong",
        Verdict::Unsure => "verdict-unsure",
    };
    locale.with(key, &[])
}

/// Own words as they are.
pub fn reason(reason: &Reason, locale: &Locale) -> String {
    let key = match reason {
        Reason::CutOff => "reason-cut-off",
        Reason::TooLoose => "reason-too-loose",
        Reason::WrongTicket => "reason-wrong-ticket",
        Reason::Unreadable => "reason-unreadable",
        Reason::Other(words) => return words.clone(),
    };
    locale.with(key, &[])
}

/// The platform's own name where it is none of those that it documents.
pub fn ticket_type(kind: &InvoiceType, locale: &Locale) -> String {
    match kind {
        InvoiceType::Unlisted(name) => name.to_string(),
        listed => locale.with(&format!("type-{}", listed.code()), &[]),
    }
}

/// The platform's own label where it is none of those that are known.
pub fn field_name(name: &FieldName, locale: &Locale) -> String {
    match name.label() {
        Some(label) => label.to_owned(),
        None => locale.with(&format!("field-{}", name.code()), &[]),
    }
}
