//! Which text of the locale says what: keys for stages, failures and findings.

use crate::engine::Failure;
use crate::model::Finding;
use crate::model::region::RawRegion;
use crate::state::{Filter, ReadError, Stage};

use super::Cx;

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

pub fn filter_key(filter: Filter) -> &'static str {
    match filter {
        Filter::All => "filter-all",
        Filter::Unfinished => "filter-unfinished",
        Filter::Ready => "filter-ready",
        Filter::Findings => "filter-findings",
        Filter::Failed => "filter-failed",
        Filter::NotFound => "filter-not-found",
        Filter::NoPicture => "filter-no-picture",
    }
}

/// One sentence: what happened and what to do.
pub fn failure(cx: &Cx<'_>, failure: &Failure) -> String {
    cx.locale.failure(failure.kind.code())
}

/// One sentence about a finding, with what it is about.
pub fn finding(cx: &Cx<'_>, finding: &Finding) -> String {
    cx.locale.finding(finding.code.as_str(), &finding.subject)
}

/// The same in a few words, for where there is little room.
pub fn finding_short(cx: &Cx<'_>, finding: &Finding) -> String {
    cx.locale.finding(finding.code.as_str(), "")
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

pub fn read_error(cx: &Cx<'_>, error: &ReadError) -> String {
    match error {
        ReadError::TooLarge => cx.text("read-too-large").into_owned(),
        ReadError::Io(detail) => cx.with("read-io", &[("detail", detail.as_str().into())]),
        ReadError::NotText => cx.text("read-not-text").into_owned(),
        ReadError::NoPlace(detail) => {
            cx.with("read-no-place", &[("detail", detail.as_str().into())])
        }
        ReadError::Demo(detail) => cx.with("read-demo", &[("detail", detail.as_str().into())]),
    }
}
