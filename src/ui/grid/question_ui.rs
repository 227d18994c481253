//! The question before many tickets are judged at once.

use egui::{Id, Key, RichText, Ui};

use crate::model::Stamp;
use crate::state::{Action, Given, Question, SelectAction};

use crate::ui::Cx;
use crate::ui::kit::{icons, texts, widgets};

pub fn question_ui(ui: &mut Ui, cx: &mut Cx<'_>, question: &Question) {
    let modal = widgets::dialog(ui, Id::unique("selection question")).show(ui.ctx(), |ui| {
        ui.set_width(400.0);
        ui.heading(cx.text("selection-title"));
        ui.add_space(8.0);
        let count = question.numbers.len();
        let what = match &question.given {
            Given::Verdict(verdict) => cx.with(
                "selection-judge",
                &[
                    ("count", count.into()),
                    ("verdict", texts::verdict(cx, verdict).into()),
                ],
            ),
            Given::Nothing => cx.with("selection-clear", &[("count", count.into())]),
        };
        ui.label(what);
        if question.left_out > 0 {
            let values = [("count", question.left_out.into())];
            ui.label(RichText::new(cx.with("selection-left-out", &values)).weak());
        }
        for (key, count) in [
            ("selection-overwritten", question.overwritten),
            ("selection-warned", question.warned),
        ] {
            if count > 0 {
                let text = cx.with(key, &[("count", count.into())]);
                let text = format!("{} {text}", icons::WARNING);
                ui.label(RichText::new(text).color(cx.palette.warning));
            }
        }
        ui.add_space(12.0);
        ui.horizontal(|ui| {
            let yes = cx.with("selection-yes", &[("count", count.into())]);
            let yes = widgets::primary_button(ui, cx.palette, &yes, true);
            let no = ui.button(cx.text("selection-no"));
            let is_entered = !no.has_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            (yes.clicked() || is_entered, no.clicked())
        })
        .inner
    });
    let (is_yes, is_no) = modal.inner;
    if is_yes {
        cx.push(Action::Selecting(SelectAction::Confirm(Stamp::now())));
    } else if is_no || modal.should_close() {
        cx.push(Action::Selecting(SelectAction::Decline));
    }
}
