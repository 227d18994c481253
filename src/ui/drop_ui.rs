//! Files that are dropped on the window, or held over it.

use egui::Ui;

use super::Cx;
use crate::state::Action;
use crate::ui::kit::theme;

/// Says what happens to a file held over the window.
pub fn drop_hint_ui(ui: &Ui, cx: &Cx<'_>) {
    if ui.input(|input| input.raw.hovered_files.is_empty()) {
        return;
    }
    let layer = egui::LayerId::new(egui::Order::Foreground, egui::Id::unique("drop hint"));
    let painter = ui.ctx().layer_painter(layer);
    let area = ui.content_rect();
    painter.rect_filled(area, 0.0, cx.palette.overlay.plate);
    painter.text(
        area.center(),
        egui::Align2::CENTER_CENTER,
        cx.text("drop-here"),
        egui::FontId::proportional(theme::TITLE),
        cx.palette.overlay.on_plate,
    );
}

pub fn dropped_files(ui: &Ui, cx: &mut Cx<'_>) {
    let files = ui.input(|input| input.raw.dropped_files.clone());
    if !files.is_empty() {
        let paths = files.iter().map(|file| file.path().to_path_buf());
        cx.push(Action::FilesDropped(paths.collect()));
    }
}
