//! The bar above the open ticket: steps, what it is, and how it is looked at.

use egui::{Button, Label, RichText, Ui};

use crate::model::InvoiceId;
use crate::state::{Framing, State, Viewer};

use super::{details_ui, fields_ui, page_ui, xml_card_ui};
use crate::review::Entry;
use crate::ui::Cx;
use crate::ui::commands::Command;
use crate::ui::kit::toolbar::{MenuRow, PINNED, Spot, Toolbar, ToolbarItem};
use crate::ui::kit::tooltip::WithTooltip as _;
use crate::ui::kit::{icons, texts, theme, widgets};

/// Least and largest width of the ID.
const ID_WIDTH: (f32, f32) = (70.0, 330.0);
/// Width of a character of an ID.
const MONO_WIDTH: f32 = 8.0;

/// `shown` is the zoom of the last frame, 1 for a pixel of the page on one of the screen.
pub fn viewer_bar_ui(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    state: &State,
    viewer: &Viewer,
    entry: &Entry,
    shown: Option<f32>,
) {
    let mut bar = Toolbar::new("viewer");
    bar.add(ToolbarItem::command(state, Command::Close, PINNED));
    bar.add(ToolbarItem::new("step", PINNED, |ui, cx, _| step_ui(ui, cx, state, viewer)).apart());
    bar.add(
        ToolbarItem::new("id", PINNED, |ui, cx, _| id_ui(ui, cx, state, viewer))
            .between(ID_WIDTH.0, ID_WIDTH.1)
            .apart(),
    );
    if entry.page_count() > 1 {
        let turn =
            move |ui: &mut Ui, cx: &mut Cx<'_>, _| page_ui::turn_ui(ui, cx, state, viewer, entry);
        bar.add(ToolbarItem::new("pages", 90, turn).apart());
    }
    let kind = kind_text(cx, state, viewer, entry);
    if !kind.is_empty() {
        let kind_ui = move |ui: &mut Ui, cx: &mut Cx<'_>, spot| {
            // It is said in the details as well.
            if spot == Spot::Bar {
                let text = RichText::new(kind.as_str()).color(cx.palette.weak);
                ui.add(Label::new(text).selectable(false));
            }
        };
        bar.add(ToolbarItem::new("kind", 10, kind_ui).apart());
    }
    bar.free_room();
    if !details_ui::is_shown(state) && fields_ui::is_low(ui) {
        bar.add(ToolbarItem::new("worst", 96, |ui, cx, spot| {
            worst_ui(ui, cx, state, entry, spot);
        }));
    }
    // Data has nothing to zoom or turn.
    if xml_card_ui::data_of(state, entry).is_none() {
        look_items(&mut bar, state, viewer, shown);
    }
    let shows_details = details_ui::is_shown(state);
    let details = Command::ToggleDetails;
    bar.add(ToolbarItem::toggle(state, details, 95, shows_details).apart());
    bar.add(ToolbarItem::command(state, Command::Settings, 20));
    bar.add(ToolbarItem::command(state, Command::Help, 15));
    bar.ui(ui, cx);
}

/// What changes how the page is looked at.
fn look_items<'a>(bar: &mut Toolbar<'a>, state: &'a State, viewer: &'a Viewer, shown: Option<f32>) {
    let is = |framing| viewer.framing == framing;
    bar.add(ToolbarItem::command(state, Command::ZoomOut, 50));
    bar.add(ToolbarItem::new("zoom", 55, move |ui, cx, spot| {
        zoom_ui(ui, cx, state, shown, spot);
    }));
    bar.add(ToolbarItem::command(state, Command::ZoomIn, 50));
    bar.add(ToolbarItem::toggle(
        state,
        Command::Fit,
        70,
        is(Framing::Whole),
    ));
    bar.add(ToolbarItem::toggle(
        state,
        Command::FitRegion,
        80,
        is(Framing::Region),
    ));
    bar.add(ToolbarItem::command(state, Command::TurnLeft, 60));
    bar.add(ToolbarItem::command(state, Command::TurnRight, 65));
    let settings = &state.settings;
    bar.add(ToolbarItem::toggle(state, Command::ToggleDim, 30, settings.dims_outside).apart());
    let hides = !viewer.shows_overlay;
    let eye = if hides { icons::EYE_OFF } else { icons::EYE };
    bar.add(ToolbarItem::with_icon(
        state,
        Command::ToggleOverlay,
        40,
        eye,
        hides,
    ));
    bar.add(ToolbarItem::toggle(
        state,
        Command::ToggleLens,
        35,
        settings.shows_lens,
    ));
    if state.original(viewer.nr).is_some() {
        bar.add(ToolbarItem::toggle(
            state,
            Command::ToggleCrop,
            45,
            !viewer.shows_crop,
        ));
    }
    bar.add(ToolbarItem::command(state, Command::EditRegion, 72));
    let is_locked = state.locked_look.is_some();
    bar.add(ToolbarItem::toggle(state, Command::LockView, 75, is_locked).apart());
}

fn step_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, viewer: &Viewer) {
    widgets::command_button(ui, cx, state, Command::Previous);
    let count = state.listing.shown().len();
    let position = state.listing.position(state.place_of(viewer.nr));
    let position = position.map_or(0, |position| position + 1);
    // As wide as the widest, so that nothing moves from one ticket to the next.
    let digits = count.to_string().len();
    let text = format!("{position:>digits$} / {count}");
    ui.label(RichText::new(text).monospace());
    widgets::command_button(ui, cx, state, Command::Next);
}

/// That the ticket has findings, where no sentence of them fits below it; a click opens the details, which have them all.
fn worst_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, entry: &Entry, spot: Spot) {
    let Some(finding) = entry.worst_finding().filter(|_| spot == Spot::Bar) else {
        // As wide, so that nothing moves from one ticket to the next.
        ui.add_space(theme::CONTROL_HEIGHT);
        return;
    };
    let (icon, color) = details_ui::weight_of(cx, entry, finding.code);
    let said = texts::finding(cx, &finding);
    let button = Button::new(RichText::new(icon).size(theme::ICON).color(color)).frame(false);
    let response = ui.add(button.min_size(egui::Vec2::splat(theme::CONTROL_HEIGHT)));
    let details = Command::ToggleDetails;
    if widgets::named(response, &said, &cx.keymap.shortcut(details)).clicked() {
        cx.ask(state, details);
    }
}

/// The ID with its end in view, and a way to copy it.
fn id_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, viewer: &Viewer) {
    widgets::command_button(ui, cx, state, Command::CopyId);
    let room = ui.available_width() / MONO_WIDTH;
    let id = state.shown_id(viewer.nr).map_or("", InvoiceId::as_str);
    let text = widgets::elided(id, (room as usize).max(5));
    let label = Label::new(RichText::new(text).monospace()).truncate();
    ui.add(label).with_tooltip(id);
}

/// What kind of file it is, and which of the tickets on its page.
fn kind_text(cx: &Cx<'_>, state: &State, viewer: &Viewer, entry: &Entry) -> String {
    let kind = entry.facts.map_or("", |facts| facts.media_type.name());
    let members = state.library.on_same_page(viewer.nr);
    let position = members.iter().position(|&nr| nr == viewer.nr);
    match position.filter(|_| members.len() > 1) {
        Some(position) => {
            let values = [
                ("position", (position + 1).into()),
                ("count", members.len().into()),
            ];
            let page = cx.with("viewer-same-page", &values);
            format!("{kind} · {page}")
        }
        None => kind.to_owned(),
    }
}

/// The zoom in percent; a click shows a pixel on a pixel.
fn zoom_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, shown: Option<f32>, spot: Spot) {
    let command = Command::ActualSize;
    let name = cx.text(command.name()).into_owned();
    let key = cx.keymap.shortcut(command);
    let response = match spot {
        Spot::Menu => MenuRow::new("", &name).key(&key).ui(ui),
        Spot::Bar => {
            let percent =
                shown.map_or_else(|| "–".to_owned(), |zoom| format!("{:.0} %", zoom * 100.0));
            let size = egui::vec2(64.0, theme::CONTROL_HEIGHT);
            widgets::named(ui.add(Button::new(percent).min_size(size)), &name, &key)
        }
    };
    if response.clicked() {
        cx.ask(state, command);
        if spot == Spot::Menu {
            ui.close();
        }
    }
}
