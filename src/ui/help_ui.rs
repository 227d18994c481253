//! The sheet of keys.

use egui::{Grid, Id, Modal, RichText, ScrollArea, Ui};

use crate::state::Action;

use super::{Cx, widgets};

/// Keys and the text that says what each does.
const KEYS: [(&str, &str); 21] = [
    ("← → ↑ ↓", "help-arrows"),
    ("PgUp PgDn Home End", "help-pages"),
    ("Enter", "help-open"),
    ("Esc  G", "help-close"),
    ("D  A", "help-step"),
    ("[  ]", "help-page"),
    ("F  Ctrl+0", "help-fit"),
    ("Z", "help-region"),
    ("Ctrl+1", "help-actual"),
    ("+  -", "help-zoom"),
    ("Ctrl+← → ↑ ↓", "help-pan"),
    ("R  Shift+R", "help-rotate"),
    ("H  Shift+H", "help-hide"),
    ("B", "help-dim"),
    ("K", "help-lens"),
    ("C", "help-crop"),
    ("Ctrl+C", "help-copy"),
    ("Ctrl+V", "help-paste"),
    ("Ctrl+F  /", "help-search"),
    ("F5", "help-retry"),
    ("F8  F9", "help-panels"),
];

/// Height of the sheet's title, button and edges, in points.
const AROUND_HEIGHT: f32 = 160.0;

pub fn help_ui(ui: &mut Ui, cx: &mut Cx<'_>) {
    let modal = Modal::new(Id::unique("help")).show(ui.ctx(), |ui| {
        ui.set_width(460.0);
        ui.heading(cx.text("help-title"));
        ui.add_space(8.0);
        let room = (ui.ctx().content_rect().height() - AROUND_HEIGHT).max(120.0);
        ScrollArea::vertical().max_height(room).show(ui, |ui| {
            Grid::new("keys")
                .num_columns(2)
                .spacing([24.0, 2.0])
                .show(ui, |ui| {
                    for (keys, text) in KEYS {
                        ui.label(RichText::new(keys).monospace());
                        ui.label(cx.text(text));
                        ui.end_row();
                    }
                });
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
