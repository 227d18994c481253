//! What is said of a corrected region: in the bar that stands in the place of the tools while one is edited, and among
//! the details.

use egui::{Button, RichText, Ui};

use crate::geometry::{Grip, PageBox, Side, intersection_over_union};
use crate::state::{RegionEdit, RegionWord, State, Viewer};

use super::details_ui;
use super::region_editor::side_key;
use crate::ui::Cx;
use crate::ui::commands::Command;
use crate::ui::kit::tooltip::WithTooltip as _;
use crate::ui::kit::{icons, theme, widgets};

/// Below this width buttons show no keys.
const KEYS_WIDTH: f32 = 820.0;

/// As high as the tools whose place it takes, so that nothing moves.
pub fn region_bar_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, edit: &RegionEdit) {
    let shows_keys = ui.available_width() >= KEYS_WIDTH;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::GAP;
        ui.label(
            RichText::new(icons::EDIT_REGION)
                .size(theme::ICON)
                .color(cx.palette.info),
        );
        ui.label(
            RichText::new(cx.text("region-editing"))
                .strong()
                .family(theme::semibold()),
        );
        ui.separator();
        for command in [
            Command::KeepRegion,
            Command::GiveUpRegion,
            Command::SnapRegion,
            Command::RevertRegion,
        ] {
            button_ui(ui, cx, state, command, shows_keys);
        }
        ui.separator();
        if let Some(ocr) = state.ocr_region(edit.nr) {
            // What is proposed is compared before it is taken.
            let proposed = edit.suggestion.as_ref().map(|it| it.rect);
            figures_ui(ui, cx, state, ocr, proposed.unwrap_or(edit.rect()));
        }
    });
}

fn button_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, command: Command, shows_key: bool) {
    let edit = state.region_edit.as_ref();
    let is_proposed = edit.is_some_and(|edit| edit.suggestion.is_some());
    let name = match command {
        Command::SnapRegion if is_proposed => cx.text("region-take-edges").into_owned(),
        _ => cx.text(command.name()).into_owned(),
    };
    // The only place where it is said that the same key takes them, if the window is low.
    let shows_key = shows_key || (is_proposed && command == Command::SnapRegion);
    let key = cx.keymap.shortcut(command);
    let text = if shows_key {
        format!("{name}  {key}")
    } else {
        name.clone()
    };
    let is_main = command == Command::KeepRegion;
    let text = if is_main {
        RichText::new(text).strong().family(theme::semibold())
    } else {
        RichText::new(text)
    };
    let button = Button::new(text).min_size(egui::vec2(0.0, theme::CONTROL_HEIGHT));
    let enabled = command.is_available(state);
    if widgets::named(ui.add_enabled(enabled, button), &name, &key).clicked() {
        cx.ask(state, command);
    }
}

/// Width and height, how far each border lies further out than OCR's, and how much the two have in common, which comes
/// first where there is no room for all.
fn figures_ui(ui: &mut Ui, cx: &Cx<'_>, state: &State, ocr: PageBox, now: PageBox) {
    let change = [Side::Left, Side::Top, Side::Right, Side::Bottom].map(|side| {
        let change = Grip::of_side(side, state.seen_turn()).outward_change(ocr, now);
        format!("{} {}", cx.text(side_key(side)), signed(change))
    });
    let (size, change) = (size_text(state, now), change.join("  "));
    let shared = cx.with("region-shared", &[("percent", percent(ocr, now).into())]);
    let short = cx.with(
        "region-shared-short",
        &[("percent", percent(ocr, now).into())],
    );
    let all = format!("{size}   {change}   {shared}");
    let texts = [all.clone(), format!("{short}   {change}"), short];
    let style = egui::TextStyle::Body;
    let fitting = texts.iter().find(|text| widgets::fits(ui, text, &style));
    let text = fitting.unwrap_or(&texts[2]);
    let hover = format!("{all}\n{}", cx.text("details-borders-hint"));
    ui.add(egui::Label::new(text).truncate())
        .with_tooltip(hover);
}

/// As it is seen.
fn size_text(state: &State, rect: PageBox) -> String {
    let number = details_ui::number;
    let size = state
        .seen_turn()
        .turned_size::<_, _, euclid::UnknownUnit>(rect.size());
    format!("{} × {} px", number(size.width), number(size.height))
}

fn percent(ocr: PageBox, now: PageBox) -> String {
    let percent = intersection_over_union(ocr, now) * 100.0;
    // What is not the same must not look so.
    let percent = if ocr == now {
        percent
    } else {
        percent.min(99.9)
    };
    format!("{percent:.1}")
}

fn signed(change: f64) -> String {
    let text = details_ui::number(change.abs());
    match text.as_str() {
        "0" => text,
        _ if change < 0.0 => format!("−{text}"),
        _ => format!("+{text}"),
    }
}

/// The same among the details, of a region that was kept as well.
pub fn details_ui(ui: &mut Ui, cx: &Cx<'_>, state: &State, viewer: &Viewer) {
    let (Some(ocr), Some(now)) = (
        state.ocr_region(viewer.nr),
        state.corrected_region(viewer.nr),
    ) else {
        return;
    };
    details_ui::section_ui(ui, cx, "details-corrected");
    details_ui::region_ui(ui, cx, &now);
    let turn = state.seen_turn();
    let changes = [Side::Left, Side::Top, Side::Right, Side::Bottom].map(|side| {
        let change = Grip::of_side(side, turn).outward_change(ocr, now);
        format!("{} {}", cx.text(side_key(side)), signed(change))
    });
    widgets::fact(ui, &cx.text("details-borders"), &changes.join(", "))
        .with_tooltip(cx.text("details-borders-hint"));
    let shared = format!("{} %", percent(ocr, now));
    widgets::fact(ui, &cx.text("details-shared"), &shared)
        .with_tooltip(cx.text("details-shared-hint"));
}

/// Key of what is said about a region.
pub fn region_word_key(word: RegionWord) -> &'static str {
    match word {
        RegionWord::NoPicture => "region-word-no-picture",
        RegionWord::NotShownYet => "region-word-not-shown-yet",
        RegionWord::NoRegion => "region-word-no-region",
        RegionWord::NotPlaced => "region-word-not-placed",
        RegionWord::OtherPage => "region-word-other-page",
        RegionWord::GivenUp => "region-word-given-up",
        RegionWord::Kept => "region-word-kept",
        RegionWord::Reverted => "region-word-reverted",
        RegionWord::NotCorrected => "region-word-not-corrected",
        RegionWord::Suggested => "region-word-suggested",
        RegionWord::NothingFound => "region-word-nothing-found",
        RegionWord::IsThere => "region-word-is-there",
        RegionWord::SomeAreThere => "region-word-some-are-there",
    }
}
