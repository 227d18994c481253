//! What stands in the viewer where there is no picture.

use egui::{Rect, Ui};

use crate::review::{Entry, Stage};
use crate::state::{Action, Viewer};

use crate::ui::Cx;
use crate::ui::bars::failure_ui::failure_detail_ui;
use crate::ui::grid::tile_names::retry_key;
use crate::ui::kit::{icons, texts, widgets};

/// What stands where the picture would be.
pub fn placeholder_ui(ui: &mut Ui, cx: &mut Cx<'_>, canvas: Rect, viewer: &Viewer, entry: &Entry) {
    let rect = Rect::from_center_size(
        canvas.center(),
        egui::vec2(canvas.width().min(420.0), 160.0),
    );
    ui.scope_builder(egui::UiBuilder::new().max_rect(rect), |ui| {
        widgets::card(cx.palette).show(ui, |ui| {
            ui.set_width(ui.available_width());
            let (icon, color) = match entry.stage {
                Stage::Failed => (icons::ERROR, cx.palette.error),
                Stage::NotFound => (icons::FILE_X, cx.palette.warning),
                Stage::NoPicture => (icons::FILE_TEXT, cx.palette.info),
                _ => (icons::LOADER, cx.palette.weak),
            };
            let text = match &entry.failure {
                Some(failure) => texts::failure(cx, failure),
                None => cx.text(texts::stage_key(entry.stage)).into_owned(),
            };
            widgets::message(ui, icon, &text, color);
            if let Some(failure) = &entry.failure {
                failure_detail_ui(ui, cx, failure);
            }
            if entry.stage == Stage::Failed && ui.button(cx.text(retry_key(entry))).clicked() {
                cx.push(Action::Retry(vec![viewer.nr]));
            }
        });
    });
}
