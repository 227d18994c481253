//! Which text of the locale says what: keys for stages, failures and findings.

use crate::engine::Failure;
use crate::id_list::IdListError;
use crate::keyring::KeyringError;
use crate::model::paste::{PasteColumn, Reject, RejectReason};
use crate::model::region::RawRegion;
use crate::model::{FieldName, FieldValue, Finding, InvoiceType, Reason, Verdict, plain_line};
use crate::platform::RootsError;
use crate::report::words;
use crate::review::{Filter, Group, ListOrder, ReasonKind, Stage};
use crate::state::ReadError;
use crate::store::StoreError;

use crate::ui::Cx;

pub fn stage_key(stage: Stage) -> &'static str {
    match stage {
        Stage::Waiting => "stage-waiting",
        Stage::Linked => "stage-linked",
        Stage::Loading => "stage-loading",
        Stage::Ready => "stage-ready",
        Stage::Failed => "stage-failed",
        Stage::NotFound => "stage-not-found",
        Stage::NoPicture => "stage-no-picture",
    }
}

/// A verdict, by what is wrong where that was said.
pub fn verdict(cx: &Cx<'_>, verdict: &Verdict) -> String {
    match verdict.reason() {
        Some(Reason::Other(words)) => plain_line(words, usize::MAX),
        Some(reason) => words::reason(reason, cx.locale),
        None => words::verdict(verdict, cx.locale),
    }
}

/// Why a review cannot be kept or opened.
pub fn store_error(cx: &Cx<'_>, error: StoreError) -> String {
    cx.locale.store_error(error.code())
}

/// What a group of invoices is called.
pub fn filter_name(cx: &Cx<'_>, filter: Filter) -> String {
    let key = match filter {
        Filter::All => "filter-all",
        Filter::Unfinished => "filter-unfinished",
        Filter::Ready => "filter-ready",
        Filter::Findings => "filter-findings",
        Filter::NothingNoticed => "filter-nothing-noticed",
        Filter::NoFinding => "filter-no-finding",
        Filter::Finding(code) => return cx.locale.finding_name(code.code()),
        Filter::Failed => "filter-failed",
        Filter::NotFound => "filter-not-found",
        Filter::NoPicture => "filter-no-picture",
        Filter::Unjudged => "filter-unjudged",
        Filter::Correct => "verdict-correct",
        Filter::Wrong => "verdict-wrong",
        Filter::WrongFor(ReasonKind::CutOff) => "reason-cut-off",
        Filter::WrongFor(ReasonKind::TooLoose) => "reason-too-loose",
        Filter::WrongFor(ReasonKind::WrongTicket) => "reason-wrong-ticket",
        Filter::WrongFor(ReasonKind::Unreadable) => "reason-unreadable",
        Filter::WrongFor(ReasonKind::Other) => "filter-own-words",
        Filter::WrongFor(ReasonKind::Unsaid) => "filter-no-reason",
        Filter::Unsure => "verdict-unsure",
        Filter::CannotBeJudged => "filter-cannot-be-judged",
        Filter::Kind(kind) => return kind.name().to_owned(),
        Filter::KindUnknown => "filter-kind-unknown",
        Filter::Type(kind) => match kind.kind() {
            Some(kind) => return invoice_type(cx, &kind),
            None => "type-unlisted",
        },
        Filter::TypeUnknown => "filter-type-unknown",
        Filter::Noted => "filter-noted",
        Filter::Changed => "filter-changed",
        Filter::Corrected => "filter-corrected",
        Filter::Misread => "filter-misread",
        Filter::SharesPage => "filter-shares-page",
        Filter::NotNoted => "filter-not-noted",
        Filter::NotChanged => "filter-not-changed",
        Filter::NotCorrected => "filter-not-corrected",
        Filter::NotMisread => "filter-not-misread",
        Filter::AloneOnPage => "filter-alone-on-page",
    };
    cx.text(key).into_owned()
}

pub fn group_key(group: Group) -> &'static str {
    match group {
        Group::Verdicts => "filter-verdicts",
        Group::Findings => "filter-noticed",
        Group::Loading => "filter-loading",
        Group::Types => "filter-types",
        Group::Kinds => "filter-kinds",
        Group::Page | Group::Region | Group::Fields | Group::Note | Group::Change => "filter-marks",
    }
}

pub fn order_key(order: ListOrder) -> &'static str {
    match order {
        ListOrder::Listed => "order-listed",
        ListOrder::ByPage => "order-by-page",
        ListOrder::ByFinding => "order-by-finding",
        ListOrder::ByRegionSize => "order-by-region-size",
        ListOrder::ByFileName => "order-by-file-name",
    }
}

/// One sentence: what happened and what to do.
pub fn invoice_type(cx: &Cx<'_>, kind: &InvoiceType) -> String {
    words::ticket_type(kind, cx.locale)
}

pub fn field_name(cx: &Cx<'_>, name: &FieldName) -> String {
    words::field_name(name, cx.locale)
}

/// As people write it.
pub fn field_value(cx: &Cx<'_>, value: &FieldValue) -> String {
    match value.text() {
        Some(text) => text.into_owned(),
        None if *value == FieldValue::Flag(true) => cx.text("field-yes").into_owned(),
        None => cx.text("field-no").into_owned(),
    }
}

pub fn failure(cx: &Cx<'_>, failure: &Failure) -> String {
    cx.locale.failure(failure.kind.code())
}

/// One sentence about a finding, with what it is about.
pub fn finding(cx: &Cx<'_>, finding: &Finding) -> String {
    cx.locale.finding(finding.code.code(), &finding.subject)
}

/// The same in a few words, for where there is little room.
pub fn finding_short(cx: &Cx<'_>, finding: &Finding) -> String {
    cx.locale.finding(finding.code.code(), "")
}

/// The region's numbers as they were sent.
pub fn raw_region(cx: &Cx<'_>, region: &RawRegion) -> String {
    if region.not_numbers {
        return cx.text("details-not-numbers").into_owned();
    }
    if region.is_absent() {
        return cx.text("details-nothing-sent").into_owned();
    }
    let numbers: Vec<String> = region.numbers.iter().map(ToString::to_string).collect();
    numbers.join(", ")
}

/// Why a piece of a pasted text gave no new ID, with its line.
pub fn reject(cx: &Cx<'_>, reject: &Reject) -> String {
    let key = match reject.why {
        RejectReason::NotAnId => "start-rejected",
        RejectReason::Repeated if reject.sheet.is_empty() => "start-repeated",
        RejectReason::Repeated => "start-repeated-on-sheet",
        RejectReason::OtherColumn => "start-other-column",
        RejectReason::OtherField => "start-other-field",
        RejectReason::OtherSheet => "start-other-sheet",
        RejectReason::BesideAnId => "start-beside-an-id",
        RejectReason::Rounded => "start-rounded",
        RejectReason::Secret => "start-secret",
    };
    let (line, text) = (reject.line.into(), reject.text.as_str().into());
    let sheet = reject.sheet.as_str().into();
    cx.with(key, &[("line", line), ("text", text), ("sheet", sheet)])
}

/// What a column of a pasted table is called.
pub fn column(cx: &Cx<'_>, column: &PasteColumn) -> String {
    if column.name.is_empty() {
        return cx.with("start-column", &[("number", (column.index + 1).into())]);
    }
    cx.with(
        "start-column-named",
        &[("name", column.name.as_str().into())],
    )
}

pub fn read_error(cx: &Cx<'_>, error: &ReadError) -> String {
    let with_detail =
        |key: &str, detail: &str| cx.with(key, &[("detail", detail.to_owned().into())]);
    match error {
        ReadError::List(IdListError::TooLarge) => cx.text("read-too-large").into_owned(),
        ReadError::List(IdListError::NotText) => cx.text("read-not-text").into_owned(),
        ReadError::List(IdListError::Io(detail)) => with_detail("read-io", detail),
        ReadError::List(IdListError::Workbook(detail)) => with_detail("read-workbook", detail),
        ReadError::List(IdListError::TooMuch) => cx.text("read-workbook-too-much").into_owned(),
        ReadError::List(IdListError::NoFile) => cx.text("read-no-file").into_owned(),
        ReadError::NoPlace(detail) => with_detail("read-no-place", detail),
        ReadError::Demo(detail) => with_detail("read-demo", detail),
    }
}

/// Why the keyring did not do it, as part of a sentence.
pub fn keyring_error(cx: &Cx<'_>, error: KeyringError) -> String {
    let key = match error {
        KeyringError::Absent => "keyring-absent",
        KeyringError::Locked => "keyring-locked",
        KeyringError::TimedOut => "keyring-timed-out",
        KeyringError::TooLong => "keyring-too-long",
        KeyringError::Damaged => "keyring-damaged",
        KeyringError::Failed => "keyring-failed",
    };
    cx.text(key).into_owned()
}

pub fn roots_error(cx: &Cx<'_>, error: &RootsError) -> String {
    match error {
        RootsError::Io(detail) => cx.with("ca-file-io", &[("detail", detail.as_str().into())]),
        RootsError::TooLarge | RootsError::NoCertificate => {
            cx.text("ca-file-no-certificate").into_owned()
        }
    }
}
