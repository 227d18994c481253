//! The question before verdicts that are not on the disk are lost.

use egui::{Id, Modal, RichText, Ui};

use crate::state::{Action, LeaveAction, Leaving, State};

use crate::ui::Cx;
use crate::ui::kit::widgets;

pub fn leaving_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, leaving: Leaving) {
    let modal = Modal::new(Id::unique("leaving")).show(ui.ctx(), |ui| {
        ui.set_width(400.0);
        ui.heading(cx.text("leaving-title"));
        ui.add_space(8.0);
        let values = [("count", state.judging.unsaved().into())];
        ui.label(cx.with("leaving-what", &values));
        ui.add_space(12.0);
        ui.horizontal(|ui| {
            let stay = widgets::primary_button(ui, cx.palette, &cx.text("leaving-stay"), true);
            let lose = RichText::new(cx.text("leaving-lose")).color(cx.palette.error);
            if ui.button(lose).clicked() {
                cx.push(Action::Leave(LeaveAction::Go(leaving)));
            }
            stay.clicked()
        })
        .inner
    });
    if modal.should_close() || modal.inner {
        cx.push(Action::Leave(LeaveAction::Stay));
    }
}
