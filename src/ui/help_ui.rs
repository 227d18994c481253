//! The sheet of keys.

use egui::{Grid, Id, RichText, ScrollArea, Ui};

use crate::state::Action;

use super::Cx;
use crate::ui::commands::{self, Place};
use crate::ui::kit::widgets;

/// Width of the sheet where the window has as much, of what is around it, and of its keys.
const WIDTH: f32 = 560.0;
const AROUND_WIDTH: f32 = 56.0;
const KEYS_WIDTH: f32 = 190.0;
/// Between keys and what they do.
const SPACE: f32 = 24.0;
/// Height of the sheet's title, button and edges, in points.
const AROUND_HEIGHT: f32 = 160.0;

pub fn help_ui(ui: &mut Ui, cx: &mut Cx<'_>) {
    let modal = widgets::dialog(ui, Id::unique("help")).show(ui.ctx(), |ui| {
        let width = WIDTH.min(ui.ctx().content_rect().width() - AROUND_WIDTH);
        ui.set_width(width);
        let text_width = width - KEYS_WIDTH;
        ui.heading(cx.text("help-title"));
        ui.add_space(8.0);
        let room = (ui.ctx().content_rect().height() - AROUND_HEIGHT).max(120.0);
        ScrollArea::vertical().max_height(room).show(ui, |ui| {
            Grid::new("keys")
                .num_columns(2)
                .spacing([SPACE, 2.0])
                .show(ui, |ui| lines_ui(ui, cx, text_width));
            ui.add_space(8.0);
            widgets::hint(ui, cx.text("help-mouse"));
        });
        ui.add_space(8.0);
        ui.button(cx.text("help-done")).clicked()
    });
    if modal.should_close() || modal.inner {
        cx.push(Action::ToggleHelp);
    }
}

/// A heading for each place, and below it the keys that are understood there.
fn lines_ui(ui: &mut Ui, cx: &Cx<'_>, text_width: f32) {
    let lines = commands::help_lines(cx.keymap);
    for place in Place::ALL {
        widgets::hint(ui, cx.text(place.heading()));
        ui.end_row();
        for line in lines.iter().filter(|it| it.place == place) {
            let keys = RichText::new(line.keys.join("  ")).monospace();
            cell_ui(ui, KEYS_WIDTH - SPACE, keys);
            cell_ui(ui, text_width, cx.text(line.text).into_owned());
            ui.end_row();
        }
    }
}

/// Text of this width at most, on as many lines as it takes.
fn cell_ui(ui: &mut Ui, width: f32, text: impl Into<egui::WidgetText>) {
    ui.scope(|ui| {
        ui.set_max_width(width);
        ui.add(egui::Label::new(text).wrap());
    });
}
