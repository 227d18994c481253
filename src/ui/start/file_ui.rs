//! Beside the box for IDs: a file with them, named by its path where none can be dropped.

use egui::{Button, Popup, PopupCloseBehavior, RichText, Ui};

use crate::state::{Action, ChoicePurpose, ChoosingAction, State};

use crate::ui::Cx;
use crate::ui::kit::path_field::PathField;
use crate::ui::kit::{icons, theme, widgets};

/// Width of the menu.
const WIDTH: f32 = 320.0;

pub fn button_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, path: &mut String) {
    let name = cx.text("start-file").into_owned();
    let icon = RichText::new(icons::FOLDER_OPEN).size(theme::ICON);
    let button =
        Button::new((icon, name.as_str())).min_size(egui::vec2(0.0, theme::CONTROL_HEIGHT));
    let response = ui
        .add_enabled(!state.is_reading_ids && !state.is_busy, button)
        .accessible_name(&name);
    if state.choosing.is_list_chosen {
        Popup::close_id(ui.ctx(), Popup::default_response_id(&response));
        cx.push(Action::Choosing(ChoosingAction::Taken));
    }
    Popup::menu(&response)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .show(|ui| {
            ui.set_width(WIDTH.min(ui.content_rect().width() - 40.0));
            field_ui(ui, cx, state, path);
            widgets::hint(ui, cx.text("start-file-hint"));
        });
}

fn field_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, path: &mut String) {
    let field = PathField {
        purpose: ChoicePurpose::List,
        id: "path of a list",
        hint: "start-file-path",
        button: "start-file-read",
    };
    if let Some(named) = field.ui(ui, cx, &state.choosing, path) {
        cx.push(Action::FilesDropped(vec![named]));
        ui.close();
    }
}
