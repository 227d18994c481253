//! The question before verdicts that are not on the disk are lost: where else they are to be saved, or whether to leave
//! them.

use egui::{Id, Key, RichText, TextEdit, Ui};

use crate::state::{Action, LeaveAction, Leaving, State};

use crate::ui::Cx;
use crate::ui::kit::{icons, texts, theme, widgets};

const WIDTH: f32 = 460.0;

pub fn leaving_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, leaving: Leaving) {
    if !state.would_lose() && state.exporting.running.is_some() {
        return exporting_ui(ui, cx, state, leaving);
    }
    if !state.would_lose() {
        return saved_ui(ui, cx, leaving);
    }
    let modal = widgets::dialog(ui, Id::unique("leaving")).show(ui.ctx(), |ui| {
        ui.set_width(WIDTH);
        ui.heading(cx.text("leaving-title"));
        ui.add_space(theme::GAP);
        let values = [("count", state.judging.unsaved().into())];
        ui.label(cx.with("leaving-what", &values));
        ui.add_space(1.5 * theme::GAP);
        elsewhere_ui(ui, cx, state);
        ui.add_space(1.5 * theme::GAP);
        ui.separator();
        ui.add_space(0.5 * theme::GAP);
        ui.horizontal(|ui| {
            let stay = ui.button(cx.text("leaving-stay"));
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

/// Everything was saved while the question stood there.
fn saved_ui(ui: &mut Ui, cx: &mut Cx<'_>, leaving: Leaving) {
    let modal = widgets::dialog(ui, Id::unique("leaving saved")).show(ui.ctx(), |ui| {
        ui.set_width(WIDTH);
        ui.heading(cx.text("leaving-saved-title"));
        ui.add_space(theme::GAP);
        ui.label(cx.text("leaving-saved"));
        ui.add_space(1.5 * theme::GAP);
        ui.horizontal(|ui| {
            if widgets::primary_button(ui, cx.palette, &cx.text("leaving-go"), true).clicked() {
                cx.push(Action::Leave(LeaveAction::Go(leaving)));
            }
            ui.button(cx.text("leaving-stay-here")).clicked()
        })
        .inner
    });
    if modal.should_close() || modal.inner {
        cx.push(Action::Leave(LeaveAction::Stay));
    }
}

/// The question before an export under way is given up.
fn exporting_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, leaving: Leaving) {
    let modal = widgets::dialog(ui, Id::unique("leaving an export")).show(ui.ctx(), |ui| {
        ui.set_width(WIDTH);
        ui.heading(cx.text("leaving-export"));
        ui.add_space(theme::GAP);
        if state.exporting.closes_after {
            ui.horizontal(|ui| {
                ui.spinner();
                ui.label(cx.text("leaving-export-waits"));
            });
        } else {
            ui.label(cx.text("leaving-export-what"));
        }
        ui.add_space(1.5 * theme::GAP);
        ui.horizontal_wrapped(|ui| {
            let name = cx.text("leaving-export-wait").into_owned();
            let can_wait = !state.exporting.closes_after;
            if widgets::primary_button(ui, cx.palette, &name, can_wait).clicked() {
                cx.push(Action::Leave(LeaveAction::AfterExport));
            }
            let give_up = RichText::new(cx.text("leaving-export-lose")).color(cx.palette.error);
            if ui.button(give_up).clicked() {
                cx.push(Action::Leave(LeaveAction::Go(leaving)));
            }
            ui.button(cx.text("leaving-export-stay")).clicked()
        })
        .inner
    });
    if modal.should_close() || modal.inner {
        cx.push(Action::Leave(LeaveAction::Stay));
    }
}

/// Another file for the whole review.
fn elsewhere_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    let id = Id::unique("file elsewhere");
    let typed: Option<String> = ui.data(|data| data.get_temp(id));
    let mut text = typed.unwrap_or_else(|| state.proposed_file().display().to_string());
    let is_saving = state.elsewhere.is_saving;
    let label = ui.label(cx.text("leaving-elsewhere"));
    let edit = TextEdit::singleline(&mut text)
        .desired_width(f32::INFINITY)
        .margin(egui::Margin::symmetric(8, 5));
    let field = ui.add_enabled(!is_saving, edit).labelled_by(label.id);
    let is_entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    ui.data_mut(|data| data.insert_temp(id, text.clone()));
    ui.add_space(0.5 * theme::GAP);
    let save = ui
        .horizontal(|ui| {
            let name = cx.text("leaving-save").into_owned();
            let save = widgets::primary_button(ui, cx.palette, &name, !is_saving);
            if is_saving {
                ui.spinner();
                ui.label(RichText::new(cx.text("leaving-saving")).weak());
            }
            save
        })
        .inner;
    if let Some(error) = state.elsewhere.trouble {
        let why = texts::store_error(cx, error);
        let text = cx.with("leaving-not-saved", &[("why", why.into())]);
        let text = format!("{} {text}", icons::ERROR);
        ui.label(RichText::new(text).color(cx.palette.error));
    }
    if !is_saving && (save.clicked() || is_entered) {
        cx.push(Action::Leave(LeaveAction::SaveTo(text)));
    }
}
