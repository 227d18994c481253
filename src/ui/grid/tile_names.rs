//! What is said of a tile elsewhere than on it: to assistive tools, on hover, and what another try is called.

use crate::engine::{Failure, FailureKind};
use crate::model::Verdict;
use crate::report::words;
use crate::review::{Entry, Stage};

use super::tile_words::{note, whose, wrong_fields};
use crate::ui::Cx;
use crate::ui::kit::{texts, widgets};
use crate::ui::viewer::fields_ui::fields_line;

/// Whether another try may help, so that the tile offers one.
pub fn offers_retry(entry: &Entry) -> bool {
    entry.stage == Stage::Failed
}

/// What the offer of another try is called: where a decoder took too long, it says what will be different.
pub fn retry_key(entry: &Entry) -> &'static str {
    match &entry.failure {
        Some(failure) if failure.kind == FailureKind::DecodeTimeout => "tile-retry-longer",
        _ => "tile-retry",
    }
}

/// What the pointer brings up: all that there is no room for on the tile.
pub fn tooltip_ui(ui: &mut egui::Ui, cx: &Cx<'_>, entry: &Entry) {
    ui.label(egui::RichText::new(entry.id.as_str()).monospace());
    if let Some(invoice) = &entry.invoice {
        widgets::hint(ui, &*invoice.file_name);
    }
    if let Some(bill) = &entry.particulars.bill {
        widgets::hint(ui, cx.with("tile-bill", &[("bill", bill.as_str().into())]));
    }
    if let Some(fields) = fields_line(cx, entry) {
        ui.label(fields);
    }
    if let Some(failure) = &entry.failure {
        ui.label(texts::failure(cx, failure));
        if !failure.detail.is_empty() {
            widgets::hint(ui, failure.detail.as_str());
        }
    }
    for finding in entry.findings() {
        let text = texts::finding(cx, &finding);
        if entry.ignored.has(finding.code) {
            widgets::hint(ui, &text);
        } else {
            ui.label(text);
        }
    }
}

/// What assistive tools read for a tile.
pub fn tile_name(
    cx: &Cx<'_>,
    entry: &Entry,
    is_selected: bool,
    position: usize,
    count: usize,
) -> String {
    let progress = match &entry.failure {
        Some(failure) => texts::failure(cx, failure as &Failure),
        None => cx.text(texts::stage_key(entry.stage)).into_owned(),
    };
    let state = match (entry.ticket.verdict(), entry.worst_finding()) {
        // That it is there goes without saying.
        (Some(verdict), _) if entry.stage == Stage::Ready => judged(cx, verdict),
        (Some(verdict), _) => format!("{}, {progress}", judged(cx, verdict)),
        (None, Some(finding)) => format!("{progress}, {}", texts::finding_short(cx, &finding)),
        (None, None) => progress,
    };
    let state = match entry.ticket.corrected_box() {
        Some(_) => format!("{state}, {}", cx.text("region-corrected")),
        None => state,
    };
    let said = [
        whose(cx, entry).map(str::to_owned),
        held(cx, entry),
        wrong_fields(cx, entry),
        note(entry).map(|note| format!("{} {note}", cx.text("details-note"))),
    ];
    let state = said
        .into_iter()
        .flatten()
        .fold(state, |state, said| format!("{state}, {said}"));
    let state = if is_selected {
        format!("{}, {state}", cx.text("selection-selected"))
    } else {
        state
    };
    cx.with(
        "tile-name",
        &[
            ("id", entry.id.as_str().into()),
            ("state", state.into()),
            ("position", position.into()),
            ("count", count.into()),
        ],
    )
}

/// Who else is at it.
fn held(cx: &Cx<'_>, entry: &Entry) -> Option<String> {
    let holder = entry.holder.as_ref()?.to_string();
    Some(cx.with("tile-held", &[("reviewer", holder.into())]))
}

/// The verdict, and its reason where it has one.
fn judged(cx: &Cx<'_>, verdict: &Verdict) -> String {
    let word = words::verdict(verdict, cx.locale);
    match verdict.reason() {
        Some(_) => format!("{word}, {}", texts::verdict(cx, verdict)),
        None => word,
    }
}
