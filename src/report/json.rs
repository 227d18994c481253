//! The report as one JSON object: stable, versioned, written whole or not at all.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::Serialize;

use crate::model::{FindingCode, FindingSet, Verdict};
use crate::redact::RedactingWriter;

use super::row::{Row, Status};

/// Version of the report's format.
const VERSION: u32 = 1;

/// All invoices of a run, with their counts.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    version: u32,
    /// UTC, to the second.
    generated: String,
    summary: Summary,
    invoices: Vec<Row>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
struct Summary {
    asked: usize,
    ready: usize,
    not_found: usize,
    failed: usize,
    no_picture: usize,
    correct: usize,
    wrong: usize,
    unsure: usize,
    /// Of the correct ones, those that were accepted with a whole screen.
    accepted_by_sheet: usize,
    /// Kinds of findings that the reviewers left out of account.
    ignored_findings: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bills: Option<BillsSummary>,
}

/// What became of the bills that were given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BillsSummary {
    pub asked: usize,
    /// Those of which the platform knows no invoice.
    pub empty: Vec<String>,
    /// Those that the platform could not be asked about.
    pub failed: Vec<String>,
}

/// Why a report could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    #[error("the folder {} cannot be written to: {source}", folder.display())]
    Folder { folder: PathBuf, source: io::Error },
    /// Another program has the file open, or it must not be written. `kept` is where the new report lies instead, if
    /// there was one to keep.
    #[error("{} cannot be replaced: {source}", path.display())]
    Replace {
        path: PathBuf,
        kept: Option<PathBuf>,
        source: io::Error,
    },
    #[error("the report cannot be written: {0}")]
    Write(#[source] io::Error),
}

impl Report {
    /// A report on `invoices`, in their order.
    pub fn new(invoices: Vec<Row>, generated: Timestamp) -> Self {
        let count = |status| invoices.iter().filter(|row| row.status == status).count();
        let judged = |is_it: fn(&Verdict) -> bool| {
            let verdicts = invoices.iter().filter_map(|row| row.verdict.as_ref());
            verdicts.filter(|verdict| is_it(verdict)).count()
        };
        Self {
            version: VERSION,
            generated: generated.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            summary: Summary {
                asked: invoices.len(),
                ready: count(Status::Ready),
                not_found: count(Status::NotFound),
                failed: count(Status::Failed),
                no_picture: count(Status::NoPicture),
                correct: judged(|it| matches!(it, Verdict::Correct)),
                wrong: judged(|it| matches!(it, Verdict::Wrong(_))),
                unsure: judged(|it| matches!(it, Verdict::Unsure)),
                accepted_by_sheet: invoices.iter().filter(|row| row.accepted_by_sheet).count(),
                ignored_findings: Vec::new(),
                bills: None,
            },
            invoices,
        }
    }

    /// The same of a review in which these kinds of findings say nothing.
    pub fn ignoring(mut self, kinds: FindingSet) -> Self {
        self.summary.ignored_findings = kinds.codes().map(FindingCode::code).collect();
        self
    }

    /// The same with what is said of bills.
    #[must_use]
    pub fn with_bills(mut self, bills: Option<BillsSummary>) -> Self {
        self.summary.bills = bills;
        self
    }

    /// Writes it beside `path`, syncs it and puts it in `path`'s place: a reader sees the old report or the new one.
    /// A report whose place is held by another program is kept under the next free name.
    pub fn write(&self, path: &Path) -> Result<(), WriteError> {
        let beside = beside(path);
        if let Err(error) = self.write_new(&beside) {
            // Nothing more can be done about a leftover that cannot be removed either.
            drop(fs::remove_file(&beside));
            return Err(error);
        }
        if let Err(source) = fs::rename(&beside, path) {
            let other = free_name(path);
            let is_kept = fs::rename(&beside, &other).is_ok();
            return Err(WriteError::Replace {
                path: path.to_owned(),
                kept: Some(if is_kept { other } else { beside }),
                source,
            });
        }
        sync_folder(folder_of(path)).map_err(WriteError::Write)
    }

    fn write_new(&self, path: &Path) -> Result<(), WriteError> {
        let file = create(path)?;
        let mut writer = RedactingWriter::new(BufWriter::new(file));
        serde_json::to_writer_pretty(&mut writer, self)
            .map_err(|error| WriteError::Write(error.into()))?;
        writer.write_all(b"\n").map_err(WriteError::Write)?;
        let writer = writer.into_inner().map_err(WriteError::Write)?;
        let file = writer
            .into_inner()
            .map_err(|error| WriteError::Write(error.into_error()))?;
        file.sync_all().map_err(WriteError::Write)
    }
}

/// Notices early that no report could be written to `path`. Leaves nothing behind.
pub fn can_write(path: &Path) -> Result<(), WriteError> {
    if path.is_dir() {
        return Err(WriteError::Replace {
            path: path.to_owned(),
            kept: None,
            source: io::ErrorKind::IsADirectory.into(),
        });
    }
    let beside = beside(path);
    drop(create(&beside)?);
    fs::remove_file(&beside).map_err(WriteError::Write)
}

fn create(path: &Path) -> Result<File, WriteError> {
    File::create(path).map_err(|source| WriteError::Folder {
        folder: folder_of(path).to_owned(),
        source,
    })
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// The unfinished report's path, in the same folder so that it can take the finished one's place.
fn beside(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.part", std::process::id()));
    path.with_file_name(name)
}

/// `report-2.json` for `report.json`, or the next number that nobody has.
fn free_name(path: &Path) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default();
    let named = |number: u32| {
        let mut name = stem.to_owned();
        name.push(format!("-{number}."));
        name.push(path.extension().unwrap_or_default());
        path.with_file_name(name)
    };
    let mut numbers = 2..u32::MAX;
    let free = numbers.find(|&number| !named(number).exists());
    named(free.unwrap_or(u32::MAX))
}

/// Makes the rename last through a power cut. Only Unix lets a folder be opened for that.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{InvoiceId, Reason};
    use crate::report::RowError;

    fn report() -> Report {
        let id = |text| InvoiceId::new(text).expect("an ID");
        let error = RowError {
            code: "timeout",
            message: "the server takes too long".to_owned(),
        };
        let rows = vec![
            Row::new(id("ID01xO4NESQ6gD"), Status::Ready, None),
            Row::new(id("ID01unknown000"), Status::NotFound, None),
            Row::new(id("ID01failed0000"), Status::Failed, Some(error)),
        ];
        let generated = "2026-11-22T10:00:00.5Z".parse().expect("a time");
        Report::new(rows, generated)
    }

    #[test]
    fn the_format_is_as_written_down() {
        let json = serde_json::to_value(report()).expect("serialisable");
        assert_eq!(json["version"], 1);
        assert_eq!(json["generated"], "2026-11-22T10:00:00Z");
        assert_eq!(json["summary"]["asked"], 3);
        assert_eq!(json["summary"]["not_found"], 1);
        assert_eq!(json["invoices"][1]["status"], "not_found");
        assert_eq!(json["invoices"][2]["error"]["code"], "timeout");
        assert_eq!(json["invoices"][0]["note"], "");
        assert!(json["invoices"][0]["verdict"].is_null());
        assert!(json["invoices"][0]["reason"].is_null());
    }

    #[test]
    fn verdicts_are_counted_and_stand_in_two_columns() {
        let mut rows = report().invoices;
        let own = Reason::Other("印章遮住了".to_owned());
        rows[0].verdict = Some(Verdict::Correct);
        rows[1].verdict = Some(Verdict::Wrong(Some(own)));
        rows[2].verdict = Some(Verdict::Wrong(Some(Reason::CutOff)));
        let generated = "2026-11-22T10:00:00Z".parse().expect("a time");
        let json = serde_json::to_value(Report::new(rows, generated)).expect("serialisable");
        let column = |name: &str| -> Vec<serde_json::Value> {
            let rows = json["invoices"].as_array().expect("rows");
            rows.iter().map(|row| row[name].clone()).collect()
        };
        assert_eq!(column("verdict"), ["correct", "wrong", "wrong"]);
        let reasons = column("reason");
        assert!(reasons[0].is_null());
        assert_eq!(reasons[1..], ["印章遮住了", "cut_off"]);
        let count = |name| json["summary"][name].as_u64();
        assert_eq!(
            [count("correct"), count("wrong"), count("unsure")],
            [Some(1), Some(2), Some(0)]
        );
    }

    #[test]
    fn a_secret_in_a_text_of_the_platform_is_not_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("report.json");
        let mut report = report();
        let name = "a\"b.jpg?Signature=s3cret\\\"&x=1";
        report.invoices[0].file_name = Some(name.to_owned());
        report.write(&path).expect("written");
        let text = fs::read_to_string(&path).expect("readable");
        assert!(!text.contains("s3cret"), "{text}");
        let json: serde_json::Value = serde_json::from_str(&text).expect("still JSON");
        let shown = json["invoices"][0]["file_name"].as_str().expect("a text");
        assert!(shown.starts_with("a\"b.jpg?Signature=…"), "{shown}");
    }

    #[test]
    fn writing_replaces_and_leaves_nothing_beside() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("report.json");
        fs::write(&path, "old").expect("written");
        report().write(&path).expect("written");
        let text = fs::read_to_string(&path).expect("readable");
        assert!(text.starts_with('{') && text.ends_with("}\n"));
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 1);
    }

    #[test]
    fn a_report_whose_place_is_held_is_kept_under_another_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("report.json");
        fs::create_dir_all(path.join("held")).expect("a folder in its place");
        fs::write(folder.path().join("report-2.json"), "older").expect("written");
        let error = report().write(&path).expect_err("it is held");
        let WriteError::Replace { kept, .. } = error else {
            panic!("{error}");
        };
        assert_eq!(kept, Some(folder.path().join("report-3.json")));
        let text = fs::read_to_string(folder.path().join("report-3.json")).expect("readable");
        assert!(text.starts_with('{') && text.ends_with("}\n"));
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 3);
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("missing").join("report.json");
        for result in [report().write(&path), can_write(&path)] {
            let error = result.expect_err("no such folder");
            assert!(error.to_string().contains("missing"), "{error}");
        }
        assert_eq!(folder_of(Path::new("report.json")), Path::new("."));
    }

    #[test]
    fn asking_whether_a_report_can_be_written_leaves_nothing_behind() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("report.json");
        fs::write(&path, "old").expect("written");
        can_write(&path).expect("it can");
        assert_eq!(fs::read_to_string(&path).expect("readable"), "old");
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 1);
        let error = can_write(folder.path()).expect_err("a folder in its place");
        assert!(matches!(error, WriteError::Replace { .. }), "{error}");
    }
}
