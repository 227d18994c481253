//! Beside the box for IDs: a file with them, named by its path where none can be dropped.

use std::path::PathBuf;

use egui::{Button, Key, Popup, PopupCloseBehavior, RichText, TextEdit, Ui};

use crate::state::{Action, State};

use crate::ui::Cx;
use crate::ui::kit::{icons, theme, widgets};
use crate::ui::viewer::originals_ui::place;

/// Width of the menu.
const WIDTH: f32 = 320.0;

pub fn button_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, path: &mut String) {
    let name = cx.text("start-file").into_owned();
    let icon = RichText::new(icons::FOLDER_OPEN).size(theme::ICON);
    let button =
        Button::new((icon, name.as_str())).min_size(egui::vec2(0.0, theme::CONTROL_HEIGHT));
    let response = ui
        .add_enabled(!state.is_busy, button)
        .accessible_name(&name);
    Popup::menu(&response)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .show(|ui| {
            ui.set_width(WIDTH.min(ui.content_rect().width() - 40.0));
            field_ui(ui, cx, path);
            widgets::hint(ui, cx.text("start-file-hint"));
        });
}

fn field_ui(ui: &mut Ui, cx: &mut Cx<'_>, path: &mut String) {
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
        let named: Option<PathBuf> = place(path);
        let read = Button::new(cx.text("start-file-read").into_owned());
        let is_clicked = ui.add_enabled(named.is_some(), read).clicked();
        let edit = TextEdit::singleline(path)
            .id(egui::Id::unique("path of a list"))
            .hint_text(cx.text("start-file-path").into_owned())
            .margin(egui::Margin::symmetric(8, 5))
            .desired_width(f32::INFINITY);
        let field = ui
            .add(edit)
            .accessible_name(cx.text("start-file-path").as_ref());
        let is_entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if let Some(named) = named.filter(|_| is_clicked || is_entered) {
            cx.push(Action::FilesDropped(vec![named]));
            path.clear();
            ui.close();
        }
    });
}
