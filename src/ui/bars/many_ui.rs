//! In the verdict bar, what concerns many tickets: the button that accepts a screen, and how many are selected.

use egui::{RichText, Ui, vec2};

use crate::state::{Action, SelectAction, State};

use crate::ui::Cx;
use crate::ui::commands::Command;
use crate::ui::kit::tooltip::WithTooltip as _;
use crate::ui::kit::{icons, theme, widgets};

/// Room in the verdict bar for more than a word on the button that accepts.
const ACCEPT_WIDTH: f32 = 480.0;

/// The button that accepts the screen, and what it leaves out.
pub fn accept_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    let acceptance = state.acceptance();
    let count = [("count", acceptance.numbers.len().into())];
    let name = cx.with("sheet-accept", &count);
    let has_room = ui.available_width() >= ACCEPT_WIDTH;
    let text = if has_room {
        name.clone()
    } else {
        cx.with("sheet-accept-short", &count)
    };
    let parts = [
        ("sheet-unread", acceptance.unread),
        ("sheet-left-judged", acceptance.judged),
        ("sheet-left-warned", acceptance.warned),
        ("sheet-left-unseen", acceptance.unseen),
        ("sheet-left-impossible", acceptance.impossible),
    ];
    let parts = parts.into_iter().filter(|(_, count)| *count > 0);
    let parts: Vec<String> = parts
        .map(|(key, count)| cx.with(key, &[("count", count.into())]))
        .collect();
    let left = parts.join(" · ");
    let mut button = egui::Button::new(
        RichText::new(text.as_str())
            .color(cx.palette.good)
            .strong()
            .family(theme::semibold()),
    )
    .small()
    .min_size(vec2(0.0, 6.0 * theme::GAP));
    let key = cx.keymap.shortcut(Command::AcceptSheet);
    let with_key = format!("{text}  {key}");
    if has_room || widgets::fits(ui, &with_key, &egui::TextStyle::Button) {
        button = button.shortcut_text(RichText::new(key).color(cx.palette.weak));
    }
    if !has_room && !widgets::fits(ui, &text, &egui::TextStyle::Button) {
        return;
    }
    let has_any = !acceptance.numbers.is_empty();
    let response = ui.add_enabled(has_any, button).accessible_name(&name);
    let hover = format!("{}\n{left}", cx.text("help-accept"));
    if response.with_tooltip(hover.trim_end()).clicked() {
        cx.ask(state, Command::AcceptSheet);
    }
    if has_room && !left.is_empty() {
        let label = egui::Label::new(RichText::new(left).small().color(cx.palette.weak));
        ui.add(label.truncate());
        ui.separator();
    }
}

/// How many are selected.
pub fn selected_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    let count = state.selection.len();
    let text = cx.with("selection-count", &[("count", count.into())]);
    let text = format!("{} {text}", icons::CORRECT);
    if !widgets::fits(ui, &text, &egui::TextStyle::Button) {
        return;
    }
    ui.label(RichText::new(text).strong().family(theme::semibold()));
    let name = cx.text("help-select-nothing").into_owned();
    if widgets::icon_button(ui, icons::CLOSE, &name, "Esc").clicked() {
        cx.push(Action::Selecting(SelectAction::GiveUp));
    }
}
