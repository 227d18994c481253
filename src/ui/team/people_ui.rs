//! Who works on what of a team's review, how far they are, and what collided.

use std::time::Duration;

use egui::{Grid, Id, RichText, ScrollArea, Ui};

use crate::locale::grouped;
use crate::state::{Action, Colleague, ExportAction, Progress, State};
use crate::ui::Cx;
use crate::ui::kit::widgets;

use super::second_ui::SecondPage;
use super::tests_ui::tests_ui;
use super::unheard_ui::unheard_ui;

const WIDTH: f32 = 520.0;
/// What the dialog's edges, title and foot take of the window's height, and its edges of the width.
const AROUND: egui::Vec2 = egui::vec2(56.0, 170.0);

/// What it says of everybody, made anew where something changed: each takes a pass over the whole review.
#[derive(Default)]
pub struct PeoplePage {
    /// The review and what was told of its people, as of when it was made.
    made_of: Option<(u64, u64)>,
    progress: Progress,
    colleagues: Vec<Colleague>,
    second: SecondPage,
}

impl PeoplePage {
    pub fn ui(&mut self, ui: &Ui, cx: &mut Cx<'_>, state: &State) {
        self.follow(state);
        self.page_ui(ui, cx, state);
    }

    fn follow(&mut self, state: &State) {
        let now = (state.library.generation(), state.claims.revision);
        if self.made_of != Some(now) {
            self.made_of = Some(now);
            self.progress = state.progress();
            self.colleagues = state.colleagues();
            self.second.make(state);
        }
    }

    fn page_ui(&mut self, ui: &Ui, cx: &mut Cx<'_>, state: &State) {
        let window = ui.ctx().content_rect().size();
        let modal = widgets::dialog(ui, Id::unique("team")).show(ui.ctx(), |ui| {
            ui.set_width(WIDTH.min(window.x - AROUND.x));
            ui.heading(cx.text("team"));
            ui.add_space(4.0);
            ScrollArea::vertical()
                .id_salt("team contents")
                .max_height((window.y - AROUND.y).max(60.0))
                .show(ui, |ui| {
                    whole_ui(ui, cx, self.progress);
                    ui.add_space(8.0);
                    table_ui(ui, cx, &self.colleagues);
                    widgets::hint(ui, cx.text("team-hint"));
                    unheard_ui(ui, cx, state);
                    self.second.ui(ui, cx, state);
                    tests_ui(ui, cx, state);
                });
            ui.add_space(10.0);
            ui.button(cx.text("help-done")).clicked()
        });
        if modal.should_close() || modal.inner {
            cx.push(Action::Export(ExportAction::Show(None)));
        }
    }
}

/// How far all are together.
fn whole_ui(ui: &mut Ui, cx: &Cx<'_>, progress: Progress) {
    let values = [
        ("judged", progress.judged.into()),
        ("total", progress.total.into()),
        ("held", progress.held.into()),
        ("free", progress.free.into()),
    ];
    ui.label(cx.with("team-whole", &values));
}

fn table_ui(ui: &mut Ui, cx: &Cx<'_>, colleagues: &[Colleague]) {
    Grid::new("colleagues")
        .num_columns(4)
        .spacing(egui::vec2(24.0, 6.0))
        .striped(true)
        .show(ui, |ui| {
            for key in ["team-reviewer", "team-held", "team-judged", "team-active"] {
                ui.label(RichText::new(cx.text(key)).small().color(cx.palette.weak));
            }
            ui.end_row();
            for it in colleagues {
                let name = if it.is_self {
                    cx.with("team-self", &[("reviewer", it.reviewer.to_string().into())])
                } else {
                    widgets::elided(&it.reviewer, 24)
                };
                ui.label(name);
                ui.label(grouped(it.held));
                ui.label(grouped(it.judged));
                ui.label(RichText::new(idle_text(cx, it.idle)).color(cx.palette.weak));
                ui.end_row();
            }
        });
}

/// Roughly when somebody did something last.
fn idle_text(cx: &Cx<'_>, idle: Option<Duration>) -> String {
    const HOUR: u64 = 60;
    const DAY: u64 = 24 * HOUR;
    let Some(idle) = idle else {
        return cx.text("team-active-unknown").into_owned();
    };
    let minutes = idle.as_secs() / 60;
    let (key, count) = match minutes {
        0 => return cx.text("team-active-now").into_owned(),
        1..HOUR => ("team-active-minutes", minutes),
        HOUR..DAY => ("team-active-hours", minutes / HOUR),
        _ => ("team-active-days", minutes / DAY),
    };
    cx.with(key, &[("count", count.into())])
}
