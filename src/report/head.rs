//! What stands before the rows of a report: counts that add up, and figures about the reviewing.

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};

use crate::model::Verdict;

use super::row::Status;
use super::{SecondFigures, TestFigures};

/// Which invoices of the review a report has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    #[default]
    All,
    /// Those with a verdict, whichever.
    Judged,
    /// Those judged wrong.
    Wrong,
}

impl Scope {
    pub const ALL: [Self; 3] = [Self::All, Self::Judged, Self::Wrong];

    /// The name on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Judged => "judged",
            Self::Wrong => "wrong",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.code() == code)
    }

    /// Whether an invoice with this verdict is in the report.
    pub fn has(self, verdict: Option<&Verdict>) -> bool {
        match self {
            Self::All => true,
            Self::Judged => verdict.is_some(),
            Self::Wrong => matches!(verdict, Some(Verdict::Wrong(_))),
        }
    }
}

/// All that a report says but its rows.
#[derive(Clone, Debug)]
pub struct Head {
    pub generated: Timestamp,
    /// Address prefix of the platform that the IDs are from, without its scheme; the name of the demo's.
    pub platform: Option<String>,
    pub scope: Scope,
    pub summary: Summary,
    pub reconciliation: Reconciliation,
    pub review: ReviewFigures,
}

impl Head {
    /// UTC, to the second.
    pub fn generated(&self) -> String {
        self.generated.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    pub fn generated_here(&self) -> String {
        here(self.generated)
    }
}

/// The time as a reader of the report looks for it: by the clock of the machine that made it, with its offset.
pub(super) fn here(at: Timestamp) -> String {
    by_clock(&at.to_zoned(TimeZone::system()))
}

/// What the clock showed there, with its offset.
pub(super) fn by_clock(there: &Zoned) -> String {
    there.strftime("%Y-%m-%d %H:%M:%S%:z").to_string()
}

/// Counts over the whole review, whatever part of it the rows are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    pub asked: usize,
    pub ready: usize,
    pub not_found: usize,
    pub failed: usize,
    pub no_picture: usize,
    /// Nobody asked for them yet, or the answer was not awaited.
    pub not_checked: usize,
    pub correct: usize,
    pub wrong: usize,
    pub unsure: usize,
    pub unjudged: usize,
    /// Of the correct ones, those that were accepted with a whole screen.
    pub accepted_by_sheet: usize,
    /// Kinds of findings that the reviewers left out of account.
    pub ignored_findings: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bills: Option<BillsSummary>,
}

/// What became of the bills that were given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillsSummary {
    pub asked: usize,
    /// Those of which the platform knows no invoice.
    pub empty: Vec<String>,
    /// Those that the platform could not be asked about.
    pub failed: Vec<String>,
}

impl Summary {
    /// Counts one more invoice.
    pub fn count(&mut self, status: Status, verdict: Option<&Verdict>) {
        self.asked += 1;
        *match status {
            Status::Ready => &mut self.ready,
            Status::NotFound => &mut self.not_found,
            Status::Failed => &mut self.failed,
            Status::NoPicture => &mut self.no_picture,
            Status::NotChecked => &mut self.not_checked,
        } += 1;
        *match verdict {
            Some(Verdict::Correct) => &mut self.correct,
            Some(Verdict::Wrong(_)) => &mut self.wrong,
            Some(Verdict::Unsure) => &mut self.unsure,
            None => &mut self.unjudged,
        } += 1;
    }

    pub fn judged(&self) -> usize {
        self.correct + self.wrong + self.unsure
    }
}

/// From the pasted pieces to what was judged: `pasted = unique + repeated + left_out`,
/// `unique = ready + missing + without_picture + failed + not_checked` and `unique = judged + unjudged`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Reconciliation {
    /// `None` where the list itself is not known any more, only what was taken of it.
    pub pasted: Option<usize>,
    pub unique: usize,
    pub repeated: Option<usize>,
    pub left_out: Option<usize>,
    pub missing: usize,
    pub without_picture: usize,
    pub failed: usize,
    pub not_checked: usize,
    pub ready: usize,
    pub judged: usize,
    pub unjudged: usize,
}

impl Reconciliation {
    /// `left_out`: how many pieces of the list were repeated, and how many gave no ID.
    pub fn new(summary: &Summary, left_out: Option<(usize, usize)>) -> Self {
        Self {
            pasted: left_out.map(|(repeated, rejected)| summary.asked + repeated + rejected),
            unique: summary.asked,
            repeated: left_out.map(|(repeated, _)| repeated),
            left_out: left_out.map(|(_, rejected)| rejected),
            missing: summary.not_found,
            without_picture: summary.no_picture,
            failed: summary.failed,
            not_checked: summary.not_checked,
            ready: summary.ready,
            judged: summary.judged(),
            unjudged: summary.unjudged,
        }
    }

    /// Each line in the order in which it is read, by the name of its text.
    pub fn lines(&self) -> [(&'static str, Option<usize>); 11] {
        [
            ("pasted", self.pasted),
            ("unique", Some(self.unique)),
            ("repeated", self.repeated),
            ("left_out", self.left_out),
            ("ready", Some(self.ready)),
            ("missing", Some(self.missing)),
            ("without_picture", Some(self.without_picture)),
            ("failed", Some(self.failed)),
            ("not_checked", Some(self.not_checked)),
            ("judged", Some(self.judged)),
            ("unjudged", Some(self.unjudged)),
        ]
    }
}

/// What can be said of the reviewing as a whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ReviewFigures {
    pub reviewers: Vec<String>,
    /// Time of the first and the last verdict that stands.
    pub from: Option<String>,
    pub to: Option<String>,
    /// Verdicts in an hour, over the last ones, pauses left out.
    pub per_hour: Option<u32>,
    /// Time that the rest takes at this rate, in seconds.
    pub remaining_secs: Option<u64>,
    /// What is wrong, how often; the most frequent first. Own words as they are, no reason as `null`.
    pub reasons: Vec<ReasonCount>,
    /// How often each finding was borne out.
    pub findings: Vec<FindingAgreement>,
    pub sample: Option<SampleFigures>,
    /// `None`: nobody asked for second verdicts.
    pub second: Option<SecondFigures>,
    /// `None`: nobody asked for test tickets.
    pub tests: Option<TestFigures>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReasonCount {
    pub reason: Option<String>,
    pub count: usize,
}

/// Of the invoices with a finding: how they were judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct FindingAgreement {
    pub code: &'static str,
    pub wrong: usize,
    pub correct: usize,
    pub unsure: usize,
    pub unjudged: usize,
}

impl FindingAgreement {
    /// Nobody judged anything yet.
    pub fn new(code: &'static str) -> Self {
        Self {
            code,
            wrong: 0,
            correct: 0,
            unsure: 0,
            unjudged: 0,
        }
    }

    /// One more invoice with the finding.
    pub fn count(&mut self, verdict: Option<&Verdict>) {
        *match verdict {
            Some(Verdict::Wrong(_)) => &mut self.wrong,
            Some(Verdict::Correct) => &mut self.correct,
            Some(Verdict::Unsure) => &mut self.unsure,
            None => &mut self.unjudged,
        } += 1;
    }

    pub fn total(&self) -> usize {
        self.wrong + self.correct + self.unsure + self.unjudged
    }

    /// Of those judged correct or wrong, how many were wrong, in percent.
    pub fn percent(&self) -> Option<u32> {
        let decided = self.wrong + self.correct;
        (decided > 0).then(|| ((self.wrong * 200 + decided) / (decided * 2)) as u32)
    }
}

/// A random sample, and what it says of the whole.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct SampleFigures {
    pub size: usize,
    pub seed: u64,
    /// Judged correct or wrong.
    pub judged: usize,
    pub wrong: usize,
    /// The error rate is at most this, with 95 % certainty (Clopper–Pearson); `None` before anything is judged.
    pub upper_bound: Option<f64>,
}
