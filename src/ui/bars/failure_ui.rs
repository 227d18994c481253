//! What a failure says beyond its sentence: for the curious and for support, folded away, to be copied.

use egui::{CollapsingHeader, Label, RichText, Ui};

use crate::engine::Failure;
use crate::state::{Action, NoticeKind};

use crate::ui::Cx;
use crate::ui::kit::{icons, widgets};

/// Status, the server's own code and request number; nothing where none are known.
pub fn failure_detail_ui(ui: &mut Ui, cx: &mut Cx<'_>, failure: &Failure) {
    if failure.detail.is_empty() {
        return;
    }
    let title = RichText::new(cx.text("failure-details")).small().weak();
    CollapsingHeader::new(title)
        .id_salt("failure-details")
        .show(ui, |ui| {
            ui.horizontal_top(|ui| {
                let name = cx.text("failure-copy").into_owned();
                if widgets::icon_button(ui, icons::COPY, &name, "").clicked() {
                    widgets::copy(ui, &failure.to_string());
                    cx.push(Action::Notify(NoticeKind::Copied(failure.to_string())));
                }
                let detail = RichText::new(failure.to_string()).small().monospace();
                ui.add(Label::new(detail).selectable(true).wrap());
            });
        });
}
