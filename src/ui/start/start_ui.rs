//! The start panel: platform, token, IDs, and the demo for who has none of them.

use egui::{ComboBox, Event, RichText, ScrollArea, TextEdit, Ui};

use crate::model::paste::{PasteReport, PasteSource, Reject};
use crate::platform::{Endpoint, PRESETS};
use crate::state::{Action, State};

use super::credentials_data::Way;
use super::credentials_ui::{credentials_ui, kept, take};
use super::file_ui;
use super::recent_ui::recent_ui;
use super::start_data::{Drafts, MAX_BOX_BYTES};
use super::welcome_ui::welcome_ui;
use crate::ui::Cx;
use crate::ui::kit::focus::follow_focus;
use crate::ui::kit::tooltip::WithTooltip as _;
use crate::ui::kit::{icons, texts, theme, widgets};
use crate::ui::settings::locked_ui;

/// Width of the card in points.
const CARD_WIDTH: f32 = 640.0;
/// Height of the row that leads on, below what scrolls.
const FOOT_HEIGHT: f32 = 48.0;
/// Width that the ID box leaves for its scroll bar.
const SCROLL_BAR: f32 = 12.0;
/// Lines of the ID box.
const BOX_ROWS: usize = 9;
/// Most entries of a list of what was left out that are drawn.
const MAX_LISTED: usize = 200;

pub fn start_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, drafts: &mut Drafts) {
    let room = ui.available_height() - FOOT_HEIGHT;
    let page = ScrollArea::vertical().auto_shrink(false).max_height(room);
    page.show(ui, |ui| {
        let free = (ui.available_height() - 640.0).max(0.0);
        ui.vertical_centered(|ui| {
            ui.add_space(8.0 + free * 0.35);
            ui.set_max_width(CARD_WIDTH.min(ui.available_width()));
            title_ui(ui, cx);
            ui.add_space(16.0);
            welcome_ui(ui, cx, state);
            recent_ui(ui, cx, state, drafts);
            widgets::card(cx.palette).show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.with_layout(egui::Layout::top_down(egui::Align::Min), |ui| {
                    platform_ui(ui, cx, state, drafts);
                    ui.add_space(8.0);
                    access_ui(ui, cx, state, drafts);
                    ui.add_space(8.0);
                    ids_ui(ui, cx, state, drafts);
                });
            });
            ui.add_space(12.0);
        });
        follow_focus(ui);
    });
    // What leads on is never out of view.
    ui.vertical_centered(|ui| {
        ui.set_max_width(CARD_WIDTH.min(ui.available_width()));
        ui.add_space(theme::GAP);
        buttons_ui(ui, cx, state, drafts);
    });
}

/// A long text goes beside the box: laying it out as text to edit would stop the window.
pub fn take_long_paste(ui: &Ui, cx: &mut Cx<'_>, drafts: &mut Drafts) {
    let long = ui.input_mut(|input| {
        let is_long =
            |event: &Event| matches!(event, Event::Paste(text) if text.len() > MAX_BOX_BYTES);
        let position = input.events.iter().position(is_long)?;
        match input.events.remove(position) {
            Event::Paste(text) => Some(text),
            _ => None,
        }
    });
    if let Some(text) = long {
        drafts.set_ids(text.clone());
        cx.push(Action::IdsEdited(text));
    }
}

fn title_ui(ui: &mut Ui, cx: &Cx<'_>) {
    ui.label(
        RichText::new(cx.text("app-title"))
            .size(26.0)
            .strong()
            .family(theme::semibold()),
    );
    ui.add_space(-4.0);
    ui.label(RichText::new(cx.text("start-purpose")).color(cx.palette.weak));
}

fn step_ui(ui: &mut Ui, cx: &Cx<'_>, key: &str) -> egui::Response {
    ui.label(
        RichText::new(cx.text(key))
            .strong()
            .family(theme::semibold()),
    )
}

fn platform_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, drafts: &mut Drafts) {
    let label = step_ui(ui, cx, "start-platform");
    if let Some(platform) = state.managed.locked_platform() {
        drafts.endpoint = platform.to_string();
        ui.label(RichText::new(drafts.endpoint.as_str()).monospace())
            .labelled_by(label.id);
        locked_ui(ui, cx, &state.managed.by);
        return;
    }
    ui.horizontal(|ui| {
        let preset = drafts.preset();
        let shown = preset_text(cx, preset);
        let combo = ComboBox::from_id_salt("platform")
            .width((ui.available_width() * 0.32).clamp(110.0, 190.0))
            .selected_text(shown)
            .show_ui(ui, |ui| {
                for (key, address) in PRESETS {
                    let text = preset_text(cx, Some(key));
                    if ui.selectable_label(preset == Some(key), text).clicked() {
                        (*address).clone_into(&mut drafts.endpoint);
                    }
                }
                let other = preset_text(cx, None);
                if ui.selectable_label(preset.is_none(), other).clicked() {
                    "https://".clone_into(&mut drafts.endpoint);
                }
            });
        combo.response.labelled_by(label.id);
        let address = TextEdit::singleline(&mut drafts.endpoint)
            .id(egui::Id::unique("address of the platform"))
            .desired_width(f32::INFINITY)
            .margin(egui::Margin::symmetric(8, 6))
            .font(egui::TextStyle::Monospace);
        ui.add(address)
            .accessible_name(cx.text("start-address").as_ref());
    });
    if !drafts.endpoint.trim().is_empty() && drafts.parsed_endpoint().is_none() {
        let text = cx.text("start-address-bad").into_owned();
        widgets::message(ui, icons::WARNING, &text, cx.palette.warning);
    }
}

/// A preset's name; without one the address is one of the user's own.
fn preset_text(cx: &Cx<'_>, preset: Option<&str>) -> String {
    let key = format!("platform-{}", preset.unwrap_or("other"));
    cx.text(&key).into_owned()
}

fn access_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, drafts: &mut Drafts) {
    let endpoint = drafts.parsed_endpoint();
    credentials_ui(ui, cx, state, &mut drafts.credentials, endpoint.as_ref());
}

fn ids_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, drafts: &mut Drafts) {
    let label = ui.horizontal(|ui| {
        let label = step_ui(ui, cx, "start-ids");
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            file_ui::button_ui(ui, cx, state, &mut drafts.path);
        });
        label
    });
    let label = label.inner;
    if drafts.long_ids.is_some() {
        long_ids_ui(ui, cx, drafts);
    } else {
        box_ui(ui, cx, drafts, label.id);
    }
    report_ui(ui, cx, &state.pasted, drafts);
}

fn box_ui(ui: &mut Ui, cx: &mut Cx<'_>, drafts: &mut Drafts, label: egui::Id) {
    let height = BOX_ROWS as f32 * 18.0 + 12.0;
    let width = ui.available_width();
    ScrollArea::vertical()
        .id_salt("ids")
        .max_height(height)
        .min_scrolled_height(height)
        .show(ui, |ui| {
            // Of its own: what the keyring answers meanwhile must not take the keyboard away.
            let edit = TextEdit::multiline(&mut drafts.ids)
                .id(egui::Id::unique("pasted IDs"))
                .font(egui::TextStyle::Monospace)
                .margin(egui::Margin::symmetric(8, 6))
                .hint_text(cx.text("start-ids-placeholder").into_owned())
                .desired_width(width - SCROLL_BAR)
                .desired_rows(BOX_ROWS);
            let response = ui.add(edit).labelled_by(label);
            if response.changed() {
                cx.push(Action::IdsEdited(drafts.ids.clone()));
                let ids = std::mem::take(&mut drafts.ids);
                drafts.set_ids(ids);
            }
        });
}

/// Stands for a text that is too long for the box.
fn long_ids_ui(ui: &mut Ui, cx: &mut Cx<'_>, drafts: &mut Drafts) {
    let Some((text, lines)) = &drafts.long_ids else {
        return;
    };
    let mut is_cleared = false;
    egui::Frame::new()
        .fill(cx.palette.raised)
        .stroke(egui::Stroke::new(1.0, cx.palette.line))
        .corner_radius(theme::RADIUS)
        .inner_margin(12)
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            for line in text.lines().take(4) {
                ui.label(RichText::new(widgets::elided(line, 70)).monospace());
            }
            ui.horizontal(|ui| {
                ui.label(
                    RichText::new(cx.with("start-long", &[("lines", (*lines).into())])).weak(),
                );
                is_cleared = ui.button(cx.text("start-clear")).clicked();
            });
        });
    if is_cleared {
        drafts.long_ids = None;
        cx.push(Action::IdsEdited(String::new()));
    }
}

/// The live line: what was understood of the text, where it stood, and what was left out.
fn report_ui(ui: &mut Ui, cx: &mut Cx<'_>, report: &PasteReport, drafts: &mut Drafts) {
    ui.horizontal_wrapped(|ui| {
        if report.lines == 0 {
            widgets::hint(ui, cx.text("start-ids-hint"));
            return;
        }
        let text = cx.with(
            "start-report",
            &[
                ("lines", report.lines.into()),
                ("bills", report.bills.len().into()),
                ("ids", report.ids.len().into()),
                ("repeated", report.repeated_count.into()),
                ("rejected", report.rejected_count.into()),
            ],
        );
        ui.label(text);
        if report.repeated_count + report.rejected_count > 0 {
            let key = if drafts.shows_rejected {
                "start-hide"
            } else {
                "start-show"
            };
            if ui.link(cx.text(key)).clicked() {
                drafts.shows_rejected = !drafts.shows_rejected;
            }
        }
        source_ui(ui, cx, report, drafts);
    });
    if drafts.shows_rejected {
        ScrollArea::vertical()
            .id_salt("rejected")
            .max_height(120.0)
            .show(ui, |ui| {
                let mut rejects: Vec<&Reject> =
                    report.rejected.iter().chain(&report.repeated).collect();
                rejects.sort_by_key(|reject| (&reject.sheet, reject.line));
                rejects.truncate(MAX_LISTED);
                for reject in &rejects {
                    widgets::hint(ui, texts::reject(cx, reject));
                }
                let count = report.repeated_count + report.rejected_count - rejects.len();
                if count > 0 {
                    widgets::hint(
                        ui,
                        cx.with("start-more-rejected", &[("count", count.into())]),
                    );
                }
            });
    }
}

/// Where the IDs were found; of a table the column, which can be another one.
fn source_ui(ui: &mut Ui, cx: &mut Cx<'_>, report: &PasteReport, drafts: &Drafts) {
    let (chosen, shown) = match &report.source {
        PasteSource::Column {
            column,
            rows,
            rows_with_ids,
        } => {
            let values = [
                ("column", texts::column(cx, column).into()),
                ("with", (*rows_with_ids).into()),
                ("rows", (*rows).into()),
            ];
            (Some(column.index), cx.with("start-from-column", &values))
        }
        PasteSource::Json => (None, cx.text("start-from-json").into_owned()),
        PasteSource::Row => (None, cx.text("start-from-row").into_owned()),
        PasteSource::Text if report.columns.is_empty() => return,
        PasteSource::Text => (None, cx.text("start-from-everywhere").into_owned()),
    };
    if report.columns.is_empty() {
        ui.label(RichText::new(shown).weak());
        return;
    }
    let response = ui
        .link(format!("{shown} {}", icons::DOWN))
        .with_tooltip(cx.text("start-columns"))
        .accessible_name(&shown);
    egui::Popup::menu(&response).show(|ui| {
        widgets::hint(ui, cx.text("start-columns"));
        for column in &report.columns {
            let name = texts::column(cx, column);
            let is_chosen = chosen == Some(column.index);
            if ui.selectable_label(is_chosen, name).clicked() {
                cx.push(Action::PickColumn(
                    drafts.ids_text().to_owned(),
                    column.index,
                ));
            }
        }
    });
}

fn buttons_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, drafts: &mut Drafts) {
    let endpoint = drafts.parsed_endpoint();
    let missing = missing_key(state, drafts, endpoint.as_ref());
    ui.horizontal(|ui| {
        let (ids, bills) = (state.pasted.ids.len(), state.pasted.bills.len());
        let values = [("count", ids.into()), ("bills", bills.into())];
        let text = cx.with("start-load", &values);
        let load = widgets::primary_button(ui, cx.palette, &text, missing.is_none());
        let is_entered = missing.is_none() && is_entered(ui);
        if (load.clicked() || is_entered)
            && let Some(endpoint) = endpoint
        {
            load_invoices(ui, cx, state, drafts, endpoint);
        }
        let demo = egui::Button::new(cx.text("start-demo").into_owned())
            .min_size(egui::vec2(0.0, theme::CONTROL_HEIGHT + theme::GAP));
        if ui.add_enabled(!state.is_busy, demo).clicked() {
            cx.push(Action::StartDemo);
        }
        if let Some(key) = missing {
            widgets::hint(ui, cx.text(key));
        }
    });
}

/// Whether Enter asks to begin: anywhere with Ctrl, and by itself where it neither breaks a line nor presses a button.
fn is_entered(ui: &Ui) -> bool {
    let has_focus = ui.ctx().memory(|memory| memory.focused().is_some());
    ui.input(|input| input.key_pressed(egui::Key::Enter) && (input.modifiers.command || !has_focus))
}

fn load_invoices(ui: &Ui, cx: &mut Cx<'_>, state: &State, drafts: &mut Drafts, endpoint: Endpoint) {
    let kept = kept(state, &drafts.credentials, Some(&endpoint));
    let given = match kept {
        Some(saved) => Some((saved.credentials.clone(), None)),
        None => take(ui, &mut drafts.credentials, &endpoint),
    };
    let Some((credentials, remember)) = given else {
        return;
    };
    drafts.clear_ids();
    cx.push(Action::Start {
        endpoint,
        credentials,
    });
    cx.actions.extend(remember);
}

/// What is still to be given before loading can begin.
fn missing_key(
    state: &State,
    drafts: &Drafts,
    endpoint: Option<&Endpoint>,
) -> Option<&'static str> {
    let credentials = &drafts.credentials;
    let is_let_in = credentials.is_complete() || kept(state, credentials, endpoint).is_some();
    if state.is_reading_ids || state.is_busy {
        Some("start-reading")
    } else if endpoint.is_none() {
        Some("start-missing-address")
    } else if !is_let_in {
        Some(match credentials.way {
            Way::Token => "start-missing-token",
            Way::Key => "start-missing-key",
        })
    } else if state.pasted.ids.is_empty() && state.pasted.bills.is_empty() {
        Some("start-missing-ids")
    } else {
        None
    }
}
