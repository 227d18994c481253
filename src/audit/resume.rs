//! A report of an earlier run as the list of the next: what is done of it is kept, what is left is done.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::engine::{Failure, FailureKind};
use crate::handover::Done;
use crate::locale::Locale;
use crate::model::{BillKey, Finding, FindingCode, InvoiceId, Learned, MAX_LINES, is_line};
use crate::report::{BillsSummary, ReadingRow, Scope, VERSION};
use crate::review::Stage;

/// Why a report cannot be gone on with.
#[derive(Debug, thiserror::Error)]
pub enum ResumeError {
    #[error("{}: {source}", path.display())]
    Read {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error("{} is no whole report of this program", .0.display())]
    Broken(PathBuf),
    #[error("{} is of a newer version of the program", .0.display())]
    Newer(PathBuf),
    /// Only some of the invoices are in it, or somebody judged them.
    #[error("{} is no report of an audit", .0.display())]
    NoAudit(PathBuf),
}

impl ResumeError {
    /// One sentence for the user.
    pub fn sentence(&self, locale: &Locale) -> String {
        let (key, path, detail) = match self {
            Self::Read { path, source } => ("resume-unreadable", path, source.to_string()),
            Self::Broken(path) => ("resume-broken", path, String::new()),
            Self::Newer(path) => ("resume-newer", path, String::new()),
            Self::NoAudit(path) => ("resume-no-audit", path, String::new()),
        };
        let path = path.display().to_string();
        locale.with(key, &[("path", path.into()), ("detail", detail.into())])
    }
}

/// What an earlier run left.
pub struct Resume {
    /// Where the IDs are from, as the report names it.
    pub platform: Option<String>,
    /// All invoices in the order of the report.
    pub(super) order: Vec<InvoiceId>,
    pub(super) done: Vec<Done>,
    pub(super) left: Vec<InvoiceId>,
    /// What became of bills; those that could not be asked about are to be asked again.
    pub(super) bills: Option<BillsSummary>,
    /// How many pieces of the list were repeated, and how many gave no ID.
    pub(super) left_out: Option<(usize, usize)>,
}

/// The parts of a report that are needed; all others are passed over.
#[derive(Deserialize)]
struct Report {
    #[serde(default)]
    platform: Option<String>,
    scope: String,
    summary: EarlierCounts,
    reconciliation: EarlierLeftOut,
    invoices: Vec<ReportLine>,
}

#[derive(Deserialize)]
struct EarlierCounts {
    asked: usize,
    unjudged: usize,
    #[serde(default)]
    bills: Option<BillsSummary>,
}

#[derive(Deserialize)]
struct EarlierLeftOut {
    repeated: Option<usize>,
    left_out: Option<usize>,
}

#[derive(Deserialize)]
struct ReportLine {
    id: String,
    status: String,
    error: Option<Code>,
    #[serde(default)]
    fields_error: Option<Code>,
    #[serde(default)]
    learned: Option<Learned>,
    #[serde(default)]
    reading: Option<ReadingRow>,
    #[serde(default)]
    findings: Vec<FindingLine>,
}

#[derive(Deserialize)]
struct FindingLine {
    code: String,
    /// Earlier versions did not write it.
    #[serde(default)]
    about: Option<String>,
}

#[derive(Deserialize)]
struct Code {
    code: String,
}

/// Read before all else, since a newer report may look otherwise.
#[derive(Deserialize)]
struct Version {
    version: u32,
    #[serde(rename = "invoices")]
    _invoices: IgnoredAny,
}

/// What a run is to find out beside pictures and regions.
#[derive(Clone, Copy, Debug)]
pub struct AskedFor {
    /// What OCR read.
    pub fields: bool,
    /// What is printed.
    pub reading: bool,
}

impl Resume {
    /// What was not read, or what the platform could not say what OCR read of, is not done where that is wanted now.
    pub fn read(path: &Path, asked: AskedFor) -> Result<Self, ResumeError> {
        let open = || {
            let file = File::open(path).map_err(|source| ResumeError::Read {
                path: path.to_owned(),
                source,
            })?;
            Ok(BufReader::new(file))
        };
        let broken = |error: serde_json::Error| match error.classify() {
            serde_json::error::Category::Io => ResumeError::Read {
                path: path.to_owned(),
                source: error.into(),
            },
            _ => ResumeError::Broken(path.to_owned()),
        };
        let head: Version = serde_json::from_reader(open()?).map_err(broken)?;
        if head.version > VERSION {
            return Err(ResumeError::Newer(path.to_owned()));
        }
        let report: Report = serde_json::from_reader(open()?).map_err(broken)?;
        let is_whole =
            report.scope == Scope::All.code() && report.summary.unjudged == report.summary.asked;
        if !is_whole {
            return Err(ResumeError::NoAudit(path.to_owned()));
        }
        Self::of(report, asked).ok_or_else(|| ResumeError::Broken(path.to_owned()))
    }

    /// `None` where it counts other invoices than it has.
    fn of(report: Report, asked: AskedFor) -> Option<Self> {
        if report.invoices.len() != report.summary.asked {
            return None;
        }
        let (repeated, left_out) = (
            report.reconciliation.repeated,
            report.reconciliation.left_out,
        );
        let mut resume = Self {
            platform: report.platform,
            order: Vec::with_capacity(report.invoices.len()),
            done: Vec::new(),
            left: Vec::new(),
            bills: report.summary.bills,
            left_out: repeated.zip(left_out),
        };
        for mut line in report.invoices {
            let id = InvoiceId::new(&line.id).ok()?;
            line.reading = line.reading.filter(is_reading);
            resume.order.push(id.clone());
            match ended(&line, asked) {
                Some((stage, failure)) => resume.done.push(Done {
                    id,
                    stage,
                    failure: failure.map(failed_as),
                    learned: line.learned,
                    reading: line.reading,
                    without_fields: line.fields_error.as_ref().and_then(kind_of).map(failed_as),
                    noticed: line.findings.iter().filter_map(noticed).collect(),
                }),
                None => resume.left.push(id),
            }
        }
        Some(resume)
    }

    /// Bills to be asked again.
    pub(super) fn open_bills(&self) -> Vec<BillKey> {
        let failed = self.bills.iter().flat_map(|it| &it.failed);
        failed.filter_map(|it| BillKey::new(it)).collect()
    }

    /// What became of bills in both runs.
    pub(super) fn with_bills(&self, now: Option<BillsSummary>) -> Option<BillsSummary> {
        let mut bills = self.bills.clone()?;
        bills.failed.clear();
        if let Some(now) = now {
            bills.empty.extend(now.empty);
            bills.failed = now.failed;
        }
        Some(bills)
    }
}

/// What only the picture says, which is not fetched again.
fn noticed(line: &FindingLine) -> Option<Finding> {
    let code = FindingCode::from_code(&line.code).filter(|it| it.is_of_pixels())?;
    let about = line.about.clone().filter(|it| is_line(it))?;
    Some(Finding::about(code, about))
}

fn kind_of(error: &Code) -> Option<FailureKind> {
    FailureKind::from_code(&error.code)
}

/// The report has no details.
fn failed_as(kind: FailureKind) -> Arc<Failure> {
    Arc::new(Failure::new(kind, ""))
}

/// Whether the program itself can have written it: a report is a file like any other.
fn is_reading(reading: &ReadingRow) -> bool {
    let ReadingRow {
        number,
        amount,
        date,
        lines,
    } = reading;
    let mut codes = [number, amount, date].into_iter().flatten();
    codes.all(|code| is_line(code))
        && lines.len() <= MAX_LINES
        && lines.iter().all(|line| is_line(line))
}

/// How an invoice ended; `None` where it did not, or where another run may have it.
fn ended(line: &ReportLine, asked: AskedFor) -> Option<(Stage, Option<FailureKind>)> {
    let has_facts = || line.learned.as_ref().is_some_and(|it| it.facts.is_some());
    let may_pass = |error: &Code| kind_of(error).is_some_and(FailureKind::may_pass);
    let lacks_fields = asked.fields && line.fields_error.as_ref().is_some_and(may_pass);
    let lacks_reading = asked.reading && line.reading.is_none();
    match line.status.as_str() {
        "ready" if lacks_fields || lacks_reading => None,
        "ready" => has_facts().then_some((Stage::Ready, None)),
        "not_found" => Some((Stage::NotFound, None)),
        "no_picture" => Some((Stage::NoPicture, None)),
        "failed" => {
            let kind = line.error.as_ref().and_then(kind_of)?;
            (!kind.may_pass()).then_some((Stage::Failed, Some(kind)))
        }
        _ => None,
    }
}
