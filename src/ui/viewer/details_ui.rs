//! Facts about the open invoice: what it is, its numbers, what was noticed, what else is on its page.

use egui::{Align, Color32, Layout, RichText, Ui};
use euclid::Box2D;

use crate::geometry::PageBox;
use crate::model::{FindingCode, Located, Severity, Stamp};
use crate::review::Entry;
use crate::state::{Action, JudgeAction, Room, State, Viewer};

use super::{originals_ui, region_bar_ui};
use crate::ui::Cx;
use crate::ui::commands::Command;
use crate::ui::kit::{icons, texts, theme, widgets};

/// The page's original, and all numbers, which one need not see for every ticket.
pub fn details_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, viewer: &Viewer, entry: &Entry) {
    if let Some(located) = &entry.located {
        section_ui(ui, cx, "details-shows");
        ui.add(egui::Label::new(originals_ui::shown_text(cx, state, viewer, located)).wrap());
    }
    ui.add_space(theme::GAP * 2.0);
    let title = RichText::new(cx.text("details-facts")).color(cx.palette.weak);
    egui::CollapsingHeader::new(title)
        .id_salt("facts")
        .show_unindented(ui, |ui| {
            identity_ui(ui, cx, state, viewer, entry);
            if let Some(located) = &entry.located {
                numbers_ui(ui, cx, entry, located);
            }
        });
    // Last, as they come and go.
    originals_ui::section_ui(ui, cx, state, entry);
    region_bar_ui::details_ui(ui, cx, state, viewer);
}

/// Whether the details are open, beside the ticket or over it.
pub fn is_shown(state: &State) -> bool {
    match state.room {
        Room::Wide => state.settings.shows_details,
        Room::Narrow { is_drawer_open } => is_drawer_open,
    }
}

/// What part of the page the delivered picture is.
/// `pieces` more of the same page are known from its other invoices.
pub fn placement_text(cx: &Cx<'_>, located: &Located, pieces: usize) -> String {
    let Some(placement) = &located.placement else {
        return cx.text("placement-unknown").into_owned();
    };
    if placement.whole_page {
        return cx.text("placement-whole").into_owned();
    }
    if pieces > 0 {
        return cx.with("placement-rebuilt", &[("count", (pieces + 1).into())]);
    }
    let offset = placement.delivered_in_page.min.round();
    cx.with(
        "placement-crop",
        &[
            ("x", (offset.x as i64).to_string().into()),
            ("y", (offset.y as i64).to_string().into()),
        ],
    )
}

pub fn section_ui(ui: &mut Ui, cx: &Cx<'_>, key: &str) {
    ui.add_space(theme::GAP * 2.0);
    heading_ui(ui, cx, key);
}

/// The same without room above it, for a row.
pub fn heading_ui(ui: &mut Ui, cx: &Cx<'_>, key: &str) {
    ui.label(
        RichText::new(cx.text(key))
            .small()
            .strong()
            .family(theme::semibold())
            .color(cx.palette.weak),
    );
}

fn identity_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, viewer: &Viewer, entry: &Entry) {
    section_ui(ui, cx, "details-invoice");
    ui.horizontal(|ui| {
        let id = state.shown_id(viewer.nr).unwrap_or(&entry.id);
        let id = RichText::new(id.as_str()).monospace();
        widgets::command_button(ui, cx, state, Command::CopyId);
        ui.add(egui::Label::new(id).selectable(true).wrap());
    });
    widgets::fact(
        ui,
        &cx.text("details-state"),
        &cx.text(texts::stage_key(entry.stage)),
    );
    if let Some(invoice) = &entry.invoice {
        widgets::fact(ui, &cx.text("details-file"), &invoice.file_name);
        widgets::fact(ui, &cx.text("details-source"), &invoice.source);
    }
    if let Some(facts) = &entry.facts {
        let size = format!("{} × {} px", facts.size.width, facts.size.height);
        widgets::fact(ui, &cx.text("details-picture"), &size);
        widgets::fact(ui, &cx.text("details-kind"), facts.media_type.mime());
    }
}

/// The icon and the colour of what was noticed of a ticket.
pub fn weight_of(cx: &Cx<'_>, entry: &Entry, code: FindingCode) -> (&'static str, Color32) {
    match entry.weight(code) {
        Severity::Error => (icons::ERROR, cx.palette.error),
        Severity::Warning => (icons::WARNING, cx.palette.warning),
        Severity::Info => (icons::INFO, cx.palette.info),
    }
}

pub fn findings_ui(ui: &mut Ui, cx: &mut Cx<'_>, entry: &Entry) {
    for finding in entry.findings() {
        let is_ignored = entry.ignored.has(finding.code);
        let (icon, color) = if is_ignored {
            (icons::EYE_OFF, cx.palette.weak)
        } else {
            weight_of(cx, entry, finding.code)
        };
        let text = texts::finding(cx, &finding);
        if finding.code.severity() == Severity::Info {
            widgets::message(ui, icon, &text, color);
            continue;
        }
        // From the right, so that the row is never wider than its panel, whatever the button's margins are.
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            ignore_ui(ui, cx, finding.code, is_ignored);
            ui.with_layout(Layout::top_down(Align::Min), |ui| {
                widgets::message(ui, icon, &text, color);
            });
        });
    }
}

/// Has this kind of finding say nothing in the review, or heeds it again.
fn ignore_ui(ui: &mut Ui, cx: &mut Cx<'_>, finding: FindingCode, is_ignored: bool) {
    let (icon, key) = if is_ignored {
        (icons::EYE, "finding-heed")
    } else {
        (icons::EYE_OFF, "finding-ignore")
    };
    let kind = cx.locale.finding_name(finding.code());
    let name = cx.with(key, &[("finding", kind.into())]);
    if widgets::icon_button(ui, icon, &name, "").clicked() {
        cx.push(Action::Judge(JudgeAction::Ignore {
            finding,
            is_ignored: !is_ignored,
            stamp: Stamp::now(),
        }));
    }
}

/// Where a region lies on its page, and its size.
pub fn region_ui(ui: &mut Ui, cx: &Cx<'_>, region: &PageBox) {
    widgets::fact(ui, &cx.text("details-on-page"), &corners(region));
    let (width, height) = (number(region.width()), number(region.height()));
    let size = format!("{width} × {height} px");
    widgets::fact(ui, &cx.text("details-region-size"), &size);
}

/// The upper left and the lower right corner.
fn corners<U>(rect: &Box2D<f64, U>) -> String {
    let [left, top] = [rect.min.x, rect.min.y].map(number);
    let [right, bottom] = [rect.max.x, rect.max.y].map(number);
    format!("{left}, {top} – {right}, {bottom}")
}

fn numbers_ui(ui: &mut Ui, cx: &Cx<'_>, entry: &Entry, located: &Located) {
    section_ui(ui, cx, "details-region");
    if let Some(invoice) = &entry.invoice {
        widgets::fact(
            ui,
            &cx.text("details-sent"),
            &texts::raw_region(cx, &invoice.region),
        );
    }
    if let Some(region) = &located.region {
        region_ui(ui, cx, &region.page);
    }
    if let Some(picture) = &located.in_picture {
        widgets::fact(ui, &cx.text("details-in-picture"), &corners(picture));
    }
    section_ui(ui, cx, "details-page");
    let placement = located.original.as_deref().or(located.placement.as_deref());
    if let Some(size) = placement.and_then(|it| it.page_size) {
        let size = format!("{} × {} px", number(size.width), number(size.height));
        widgets::fact(ui, &cx.text("details-page-size"), &size);
    }
}

/// A pixel position with as many digits as it needs, one decimal at most.
pub fn number(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    format!("{rounded}")
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn pixels_show_no_more_digits_than_they_need() {
        assert_eq!(number(901.0), "901");
        assert_eq!(number(12.25), "12.3");
        assert_eq!(number(-0.5), "-0.5");
    }
}
