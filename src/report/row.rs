//! One invoice of a report, in the shape of the report's format. No token and no link has a place in it.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::tz::Offset;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Number, Value};

use crate::geometry::{PageBox, PictureBox, intersection_over_union};
use crate::locale::Locale;
use crate::model::region::{Convention, RawRegion};
use crate::model::{
    Finding, Invoice, InvoiceId, Learned, Located, Particulars, PictureFacts, Reason, Severity,
    TicketState, Verdict,
};

use super::head::by_clock;
use super::{FieldCorrectionRow, FieldRow, SecondRow};

/// How an invoice ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Ready,
    NotFound,
    Failed,
    /// An XML invoice: data without a picture.
    NoPicture,
    /// Nobody asked for it yet, or the answer was not awaited.
    NotChecked,
}

impl Status {
    pub fn code(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::NotFound => "not-found",
            Self::Failed => "failed",
            Self::NoPicture => "no-picture",
            Self::NotChecked => "not-checked",
        }
    }
}

/// Why an invoice has no picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowError {
    pub code: &'static str,
    pub message: String,
}

/// An entry of `invoices`. What was not learned is `null`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    pub id: InvoiceId,
    pub status: Status,
    pub error: Option<RowError>,
    pub file_name: Option<String>,
    pub source: Option<String>,
    pub media_type: Option<&'static str>,
    pub page_key: Option<String>,
    pub page_number: Option<u32>,
    /// Its place among the invoices of the report that are on the same page, from 1 on: what a finding calls it.
    pub page_position: Option<usize>,
    /// How many of them there are.
    pub page_invoices: Option<usize>,
    pub picture: Option<PictureSide>,
    /// The server cut it out: what lies around it is not known.
    #[serde(skip)]
    pub is_crop: bool,
    pub region: Option<RegionRow>,
    pub corrected_region: Option<[Value; 4]>,
    /// Intersection over union of the corrected region and OCR's.
    pub corrected_iou: Option<Value>,
    /// In two columns: `verdict` and `reason`.
    #[serde(flatten, serialize_with = "verdict_columns")]
    pub verdict: Option<Verdict>,
    pub note: String,
    pub reviewer: Option<String>,
    pub judged: Option<String>,
    /// The same by the clock where the reviewer sat, for people.
    #[serde(skip)]
    pub judged_there: Option<String>,
    /// Whether it was accepted together with the rest of a whole screen, and not by itself.
    pub accepted_by_sheet: bool,
    /// What a second reviewer said who was not shown the first verdict.
    pub second: Option<SecondRow>,
    pub findings: Vec<FindingRow>,
    /// The bill that gave it: its number or its ID, as it was asked for.
    pub bill: Option<String>,
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub fields: Option<Vec<FieldRow>>,
    /// Why it is not known what OCR read, where the platform could not be asked.
    pub fields_error: Option<RowError>,
    pub field_corrections: Vec<FieldCorrectionRow>,
    pub reading: Option<ReadingRow>,
    /// All that was learned of it, for a run that goes on where this one ended.
    pub learned: Option<Learned>,
}

/// Which of a page's invoices it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PagePlace {
    /// From 1 on.
    pub position: usize,
    pub of: usize,
}

/// What the program itself read in the region.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadingRow {
    /// `printed`, `nearly`, `not_printed` or, where the region was not read whole, `not_read`; `null` where none is known.
    pub number: Option<Cow<'static, str>>,
    pub amount: Option<Cow<'static, str>>,
    pub date: Option<Cow<'static, str>>,
    /// From top to bottom.
    pub lines: Vec<String>,
}

/// Delivered, upright pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PictureSide {
    pub width: u32,
    pub height: u32,
}

/// A region that can be placed. Corners are left, top, right, bottom; those in the picture are not clipped to it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RegionRow {
    /// As the platform sent it.
    pub raw: Vec<Value>,
    pub convention: Convention,
    pub page: [Value; 4],
    pub picture: [Value; 4],
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FindingRow {
    pub code: &'static str,
    pub severity: Severity,
    pub message: String,
    /// [`Finding::subject`]: the numbers and names of the message, in no particular language.
    pub about: String,
}

impl Row {
    /// A row with what the platform answered and what the picture turned out to be, so far as that is known.
    pub fn new(id: InvoiceId, status: Status, error: Option<RowError>) -> Self {
        Self {
            id,
            status,
            error,
            file_name: None,
            source: None,
            media_type: None,
            page_key: None,
            page_number: None,
            page_position: None,
            page_invoices: None,
            picture: None,
            is_crop: false,
            region: None,
            corrected_region: None,
            corrected_iou: None,
            verdict: None,
            note: String::new(),
            reviewer: None,
            judged: None,
            judged_there: None,
            accepted_by_sheet: false,
            second: None,
            findings: Vec::new(),
            bill: None,
            kind: None,
            fields: None,
            fields_error: None,
            field_corrections: Vec::new(),
            reading: None,
            learned: None,
        }
    }

    pub fn with_invoice(mut self, invoice: &Invoice) -> Self {
        self.file_name = Some(invoice.file_name.to_string());
        self.source = Some(invoice.source.to_string());
        self.page_key = Some(invoice.picture_key.page.as_str().to_owned());
        self.page_number = Some(1);
        self
    }

    pub fn with_place(mut self, place: Option<PagePlace>) -> Self {
        self.page_position = place.map(|it| it.position);
        self.page_invoices = place.map(|it| it.of);
        self
    }

    /// What the platform says of it beside its picture.
    pub fn with_particulars(mut self, particulars: &Particulars) -> Self {
        self.bill = particulars.bill.as_ref().map(ToString::to_string);
        self.kind = particulars.kind.as_ref().map(|it| it.code().to_owned());
        let fields = particulars.fields.as_ref();
        self.fields = fields.map(|it| it.entries.iter().map(FieldRow::from).collect());
        self
    }

    pub fn with_fields_error(mut self, error: Option<RowError>) -> Self {
        self.fields_error = error;
        self
    }

    pub fn with_findings<'a>(
        mut self,
        findings: impl Iterator<Item = Cow<'a, Finding>>,
        locale: &Locale,
    ) -> Self {
        self.findings = findings.map(|it| finding_row(&it, locale)).collect();
        self
    }

    pub fn with_reading(mut self, reading: Option<ReadingRow>) -> Self {
        self.reading = reading;
        self
    }

    /// What reviewers made of it; `region` is where OCR put it, on the page.
    pub fn with_ticket(mut self, ticket: &TicketState, region: Option<PageBox>) -> Self {
        self.corrected_region = ticket.corrected.map(|corners| corners.map(number));
        let regions = region.zip(ticket.corrected_box());
        self.corrected_iou = regions.map(|(ocr, own)| number(intersection_over_union(ocr, own)));
        let corrections = ticket.corrections().iter();
        self.field_corrections = corrections.map(FieldCorrectionRow::from).collect();
        ticket.note.as_ref().clone_into(&mut self.note);
        self.accepted_by_sheet = ticket.is_by_sheet();
        self.second = SecondRow::of(ticket);
        if let Some(judgement) = &ticket.judgement {
            self.verdict = Some(judgement.verdict.clone());
            let reviewer = Some(judgement.reviewer.to_string());
            self.reviewer = reviewer.filter(|name| !name.is_empty());
            let judged = Timestamp::from_millisecond(judgement.at_utc_ms).ok();
            self.judged = judged.map(|it| it.strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
            let offset = Offset::from_seconds(i32::from(judgement.offset_min) * 60);
            let there = judged.zip(offset.ok());
            let there = there.map(|(it, offset)| it.to_zoned(offset.to_time_zone()));
            self.judged_there = there.as_ref().map(by_clock);
        }
        self
    }

    pub fn with_picture(
        mut self,
        invoice: &Invoice,
        facts: &PictureFacts,
        located: &Located,
    ) -> Self {
        self.media_type = Some(facts.media_type.mime());
        self.picture = Some(PictureSide {
            width: facts.size.width,
            height: facts.size.height,
        });
        self.is_crop = invoice.chain().page_crop().is_some();
        self.region = region_row(invoice, located);
        self
    }
}

#[expect(clippy::ref_option, reason = "serde hands a reference to the field")]
fn verdict_columns<S: Serializer>(
    verdict: &Option<Verdict>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Columns<'a> {
        verdict: Option<&'static str>,
        reason: Option<&'a str>,
    }
    let verdict = verdict.as_ref();
    let columns = Columns {
        verdict: verdict.map(Verdict::code),
        reason: verdict.and_then(Verdict::reason).map(Reason::code),
    };
    columns.serialize(serializer)
}

fn region_row(invoice: &Invoice, located: &Located) -> Option<RegionRow> {
    let region = located.region.as_ref()?;
    Some(RegionRow {
        raw: raw(&invoice.region),
        convention: region.convention,
        page: page_corners(&region.page),
        picture: picture_corners(&located.in_picture?),
    })
}

fn finding_row(finding: &Finding, locale: &Locale) -> FindingRow {
    FindingRow {
        code: finding.code.code(),
        severity: finding.code.severity(),
        message: locale.finding(finding.code.code(), &finding.subject),
        about: finding.subject.to_string(),
    }
}

fn raw(region: &RawRegion) -> Vec<Value> {
    region.numbers.iter().copied().map(number).collect()
}

fn page_corners(rect: &PageBox) -> [Value; 4] {
    [rect.min.x, rect.min.y, rect.max.x, rect.max.y].map(number)
}

fn picture_corners(rect: &PictureBox) -> [Value; 4] {
    [rect.min.x, rect.min.y, rect.max.x, rect.max.y].map(number)
}

/// Whole pixels without a point, parts of a pixel to a thousandth; what is no number as `null`.
fn number(value: f64) -> Value {
    let rounded = (value * 1000.0).round() / 1000.0;
    if rounded.fract() == 0.0 && rounded.abs() < 1e15 {
        return Value::from(rounded as i64);
    }
    Number::from_f64(rounded).map_or(Value::Null, Value::Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_pixels_have_no_point() {
        assert_eq!(number(901.0).to_string(), "901");
        assert_eq!(number(-0.0).to_string(), "0");
        assert_eq!(number(12.34567).to_string(), "12.346");
        assert_eq!(number(f64::NAN), Value::Null);
    }
}
