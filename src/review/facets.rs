//! What filters ask of an invoice, in a few bytes beside each: a hundred thousand of them are counted in a moment.

use std::cmp::Reverse;

use crate::model::{FindingCode, FindingSet, MediaType, Reason, Severity, Verdict};

use super::{Entry, Judged, Stage, TicketType};

/// An invoice as filters see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is asked for by itself")]
pub struct Facets {
    pub judged: Judged,
    /// Where it was judged wrong.
    pub fault: Option<ReasonKind>,
    pub stage: Stage,
    /// `None`: not known yet.
    pub kind: Option<MediaType>,
    /// `None`: nobody said.
    pub ticket_type: Option<TicketType>,
    /// Whether something was noticed that is worth a look.
    pub is_suspicious: bool,
    /// The worst of what was noticed; of what matters alike, that which is declared first.
    pub worst: Option<FindingCode>,
    findings: FindingSet,
    pub is_noted: bool,
    pub is_changed: bool,
    pub is_corrected: bool,
    pub is_misread: bool,
    pub shares_page: bool,
}

/// What is wrong, as it is counted: all own words are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReasonKind {
    CutOff,
    TooLoose,
    WrongTicket,
    Unreadable,
    Other,
    /// The reviewer did not say.
    Unsaid,
}

impl ReasonKind {
    pub const ALL: [Self; 6] = [
        Self::CutOff,
        Self::TooLoose,
        Self::WrongTicket,
        Self::Unreadable,
        Self::Other,
        Self::Unsaid,
    ];

    fn of(verdict: &Verdict) -> Option<Self> {
        let Verdict::Wrong(reason) = verdict else {
            return None;
        };
        Some(match reason {
            None => Self::Unsaid,
            Some(Reason::CutOff) => Self::CutOff,
            Some(Reason::TooLoose) => Self::TooLoose,
            Some(Reason::WrongTicket) => Self::WrongTicket,
            Some(Reason::Unreadable) => Self::Unreadable,
            Some(Reason::Other(_)) => Self::Other,
        })
    }
}

impl Facets {
    /// `shares_page`: whether other invoices are known to be on its page.
    pub fn of(entry: &Entry, shares_page: bool) -> Self {
        let codes = entry.finding_codes();
        let worst = codes
            .clone()
            .min_by_key(|code| (Reverse(entry.weight(*code)), *code));
        let kind = match (entry.stage, entry.facts) {
            (Stage::NoPicture, _) => Some(MediaType::Xml),
            (_, facts) => facts.map(|it| it.media_type),
        };
        Self {
            judged: Judged::of(entry),
            fault: entry.ticket.verdict().and_then(ReasonKind::of),
            stage: entry.stage,
            kind,
            ticket_type: entry.particulars.kind.as_ref().map(TicketType::of),
            is_suspicious: worst.is_some_and(|it| entry.weight(it) > Severity::Info),
            worst,
            findings: codes.collect(),
            is_noted: !entry.ticket.note.is_empty(),
            is_changed: entry.wants_another_look(),
            is_corrected: entry.ticket.corrected.is_some(),
            is_misread: !entry.ticket.corrections().is_empty(),
            shares_page,
        }
    }

    /// Whether one of these was noticed.
    pub(super) fn has_any(self, of: FindingSet) -> bool {
        self.findings.has_any(of)
    }

    pub(super) fn findings(self) -> FindingSet {
        self.findings
    }
}
