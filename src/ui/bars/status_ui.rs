//! In the bar at the bottom: how far loading is, what failed, and the switch that stops the work.
//! Every number is a button that shows what it counts.

use std::time::Duration;

use egui::{RichText, Ui};

use crate::engine::RunState;
use crate::review::{Filter, Stage};
use crate::state::{Action, ExportAction, HandOverPage, State};

use crate::ui::Cx;
use crate::ui::commands::Command;
use crate::ui::kit::tooltip::WithTooltip as _;
use crate::ui::kit::{icons, theme, widgets};

/// Points that the button takes which stops the work.
const RUN_WIDTH: f32 = 40.0;
/// Between two looks at how far an export is.
const LOOK: Duration = Duration::from_millis(500);

/// `has_room` for the bar beside its numbers. How far loading is, is said while something loads.
pub fn status_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, has_room: bool) {
    let library = &state.library;
    let total = library.len();
    let settled = total - Filter::Unfinished.count(library);
    ui.horizontal(|ui| {
        run_ui(ui, cx, state);
        if settled < total && !matches!(state.run, RunState::Blocked(_)) {
            if has_room {
                bar_ui(ui, cx, settled, total);
            }
            let values = [("done", settled.into()), ("of", total.into())];
            let text = cx.with("status-loaded", &values);
            count_ui(ui, cx, &text, cx.palette.text, Filter::Unfinished);
        }
        reading_ui(ui, cx, state, settled == total);
        let failed = library.count(Stage::Failed);
        if failed > 0 {
            let text = cx.with("status-failed", &[("count", failed.into())]);
            count_ui(
                ui,
                cx,
                &format!("{} {text}", icons::ERROR),
                cx.palette.error,
                Filter::Failed,
            );
            if ui.available_width() > 2.0 * theme::CONTROL_HEIGHT {
                widgets::command_button(ui, cx, state, Command::RetryFailed);
            }
        }
        let missing = library.count(Stage::NotFound);
        if missing > 0 {
            let text = cx.with("status-not-found", &[("count", missing.into())]);
            count_ui(ui, cx, &text, cx.palette.warning, Filter::NotFound);
        }
    });
}

/// How much was read, while not all is: what nobody read yet has no finding that says so.
fn reading_ui(ui: &mut Ui, cx: &Cx<'_>, state: &State, is_loaded: bool) {
    let (read, ready) = (
        state.library.count_with_print(),
        state.library.count(Stage::Ready),
    );
    if !is_loaded || !state.settings.reads_pictures || read >= ready {
        return;
    }
    let values = [("done", read.into()), ("of", ready.into())];
    let text = cx.with("status-read", &values);
    if widgets::fits(ui, &text, &egui::TextStyle::Body) {
        let tip = cx.text("status-read-tip").into_owned();
        let label = egui::Label::new(RichText::new(text).color(cx.palette.weak));
        ui.add(label).with_tooltip(tip);
    }
}

/// How far an export is that goes on behind the window; a click shows its dialog again.
pub fn export_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    let exporting = &state.exporting;
    let Some(watch) = exporting
        .running
        .as_ref()
        .filter(|_| exporting.page.is_none())
    else {
        return;
    };
    let (_, done, of) = watch.progress();
    let values = [("done", done.min(of).into()), ("of", of.into())];
    let text = format!("{} {}", icons::EXPORT, cx.with("status-exporting", &values));
    let shown = if widgets::fits(ui, &text, &egui::TextStyle::Button) {
        text.as_str()
    } else {
        icons::EXPORT
    };
    let button = egui::Button::new(RichText::new(shown).color(cx.palette.info));
    let response = ui.add(button.frame_when_inactive(false));
    if widgets::named(response, &text, "").clicked() {
        cx.push(Action::Export(ExportAction::Show(Some(
            HandOverPage::Export,
        ))));
    }
    ui.ctx().request_repaint_after(LOOK);
}

fn count_ui(ui: &mut Ui, cx: &mut Cx<'_>, text: &str, color: egui::Color32, filter: Filter) {
    let button = egui::Button::new(RichText::new(text).color(color)).frame_when_inactive(false);
    // What there is no room for stands among the filters as well.
    if !widgets::fits(ui, text, &egui::TextStyle::Button) {
        return;
    }
    if ui.add(button).clicked() {
        cx.push(Action::ShowAll(filter));
    }
}

/// Width of the button that stops the work, where there is any to be stopped or to go on.
pub fn run_width(state: &State) -> f32 {
    let is_offered = [Command::Pause, Command::Resume]
        .iter()
        .any(|it| it.is_available(state));
    if is_offered { RUN_WIDTH } else { 0.0 }
}

/// Stops the work and lets it go on, where there is any.
fn run_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    for command in [Command::Pause, Command::Resume] {
        if command.is_available(state) && ui.available_width() >= RUN_WIDTH {
            widgets::command_button(ui, cx, state, command);
        }
    }
    let paused = cx.text("status-paused");
    if matches!(state.run, RunState::Paused) && widgets::fits(ui, &paused, &egui::TextStyle::Body) {
        ui.label(RichText::new(paused).color(cx.palette.warning));
    }
}

/// A quiet bar: how much of what is to come is there.
fn bar_ui(ui: &mut Ui, cx: &Cx<'_>, done: usize, of: usize) {
    let (rect, response) = ui.allocate_exact_size(egui::vec2(140.0, 6.0), egui::Sense::hover());
    let share = if of == 0 {
        1.0
    } else {
        done as f32 / of as f32
    };
    response.widget_info(|| {
        let mut info = egui::WidgetInfo::labeled(
            egui::Role::ProgressIndicator,
            true,
            cx.text("status-progress"),
        );
        info.value = Some(f64::from(share) * 100.0);
        info
    });
    let radius = rect.height() / 2.0;
    ui.painter().rect_filled(rect, radius, cx.palette.line);
    let mut filled = rect;
    filled.set_width((rect.width() * share).max(theme::GAP));
    ui.painter().rect_filled(filled, radius, cx.palette.accent);
}
