//! The sheet of keys.

use egui::{Grid, Id, Modal, RichText, ScrollArea, Ui};

use crate::state::Action;

use super::Cx;
use crate::ui::commands::{self, Place};
use crate::ui::kit::widgets;

/// Height of the sheet's title, button and edges, in points.
const AROUND_HEIGHT: f32 = 160.0;

pub fn help_ui(ui: &mut Ui, cx: &mut Cx<'_>) {
    let modal = Modal::new(Id::unique("help")).show(ui.ctx(), |ui| {
        ui.set_width(500.0);
        ui.heading(cx.text("help-title"));
        ui.add_space(8.0);
        let room = (ui.ctx().content_rect().height() - AROUND_HEIGHT).max(120.0);
        ScrollArea::vertical().max_height(room).show(ui, |ui| {
            Grid::new("keys")
                .num_columns(2)
                .spacing([24.0, 2.0])
                .show(ui, |ui| lines_ui(ui, cx));
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
fn lines_ui(ui: &mut Ui, cx: &Cx<'_>) {
    let lines = commands::help_lines(cx.keymap);
    for place in Place::ALL {
        widgets::hint(ui, cx.text(place.heading()));
        ui.end_row();
        for line in lines.iter().filter(|it| it.place == place) {
            ui.label(RichText::new(line.keys.join("  ")).monospace());
            ui.label(cx.text(line.text));
            ui.end_row();
        }
    }
}
