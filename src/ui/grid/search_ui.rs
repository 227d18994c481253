//! The search field: what it found of how many, a button that empties it, Enter to the first that was found.

use egui::{Event, ImeEvent, Key, RichText, TextEdit, Ui};

use crate::review::Filter;
use crate::state::{Action, Move, State};

use crate::ui::Cx;
use crate::ui::kit::{icons, theme, widgets};

/// Least width of the field itself, with its icon.
const LEAST_FIELD: f32 = 150.0;
/// Width that is enough for it.
const MOST_FIELD: f32 = 300.0;

/// Least and largest width of all of it.
pub fn room(ui: &Ui, cx: &Cx<'_>, state: &State) -> (f32, f32) {
    let beside = match found_text(cx, state) {
        Some(text) => {
            let font = egui::FontId::proportional(theme::SMALL);
            let galley = ui.painter().layout_no_wrap(text, font, cx.palette.weak);
            galley.size().x + theme::CONTROL_HEIGHT + 3.0 * theme::GAP
        }
        None => 0.0,
    };
    (LEAST_FIELD + beside, MOST_FIELD + beside)
}

/// How many of how many; `None` while nothing is searched.
fn found_text(cx: &Cx<'_>, state: &State) -> Option<String> {
    if state.listing.view.search.trim().is_empty() {
        return None;
    }
    let found = state.listing.counts().of(Filter::All);
    let values = [("found", found.into()), ("of", state.library.len().into())];
    Some(cx.with("search-found", &values))
}

/// `is_focused`: it is to get the focus, once.
pub fn search_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, is_focused: bool) {
    let found = found_text(cx, state);
    // What an input method has not done with is not searched for: half a word would empty the grid.
    let id = egui::Id::unique("search in the grid");
    let composed = ui.data(|data| data.get_temp::<String>(id));
    let mut text = composed.unwrap_or_else(|| state.listing.view.search.clone());
    let (least, most) = room(ui, cx, state);
    let beside = least - LEAST_FIELD;
    let width = ui.available_width().clamp(least, most) - beside;
    let edit = TextEdit::singleline(&mut text)
        .id(id)
        .hint_text(cx.text("top-search").into_owned())
        .prefix(RichText::new(icons::SEARCH).color(cx.palette.weak))
        .margin(egui::Margin::symmetric(8, 5))
        .desired_width(width - 16.0);
    let response = ui.add(edit).accessible_name(cx.text("top-search").as_ref());
    if is_focused {
        response.request_focus();
    }
    if response.changed() && is_composing(ui) {
        ui.data_mut(|data| data.insert_temp(id, text));
    } else if response.changed() {
        ui.data_mut(|data| data.remove_temp::<String>(id));
        cx.push(Action::Search(text));
    }
    if response.lost_focus() {
        ui.data_mut(|data| data.remove_temp::<String>(id));
        if ui.input(|input| input.key_pressed(Key::Escape)) {
            cx.push(Action::Search(String::new()));
        } else if ui.input(|input| input.key_pressed(Key::Enter)) {
            cx.push(Action::MoveSelection(Move::First));
        }
    }
    if let Some(found) = found {
        let name = cx.text("search-clear").into_owned();
        if widgets::icon_button(ui, icons::CLOSE, &name, "Esc").clicked() {
            cx.push(Action::Search(String::new()));
        }
        widgets::hint(ui, found);
    }
}

/// Whether an input method shows letters in the field that are no word yet.
fn is_composing(ui: &Ui) -> bool {
    ui.input(|input| {
        let mut of_method = input.events.iter().rev().filter_map(|event| match event {
            Event::Ime(event) => Some(event),
            _ => None,
        });
        matches!(of_method.next(), Some(ImeEvent::Preedit { text, .. }) if !text.is_empty())
    })
}
