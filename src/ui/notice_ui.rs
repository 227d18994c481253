//! The one-line bar under the top: what just happened, or what must be done before work can go on.

use egui::{RichText, Ui};

use crate::engine::{Failure, RunState};
use crate::state::{Action, NoticeKind, State};

use super::failure_ui::failure_detail_ui;
use super::run_ui::{hampered_ui, is_hampered};
use super::start_data::Drafts;
use super::start_ui::{forget_token_undo, token_field_ui};
use super::{Cx, icons, originals_ui, texts, widgets};

/// Whether there is anything to say.
pub fn has_notice(state: &State) -> bool {
    state.notice.is_some() || matches!(state.run, RunState::Blocked(_)) || is_hampered(&state.run)
}

pub fn notice_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, drafts: &mut Drafts) {
    if let RunState::Blocked(failure) = &state.run {
        blocked_ui(ui, cx, state, failure, drafts);
    }
    hampered_ui(ui, cx, &state.run);
    let Some(notice) = &state.notice else {
        return;
    };
    let (icon, color, text) = match notice {
        NoticeKind::Added {
            added,
            known,
            rejected,
        } => (
            icons::ADD,
            cx.palette.good,
            cx.with(
                "notice-added",
                &[
                    ("added", (*added).into()),
                    ("known", (*known).into()),
                    ("rejected", (*rejected).into()),
                ],
            ),
        ),
        NoticeKind::NothingToAdd => (
            icons::INFO,
            cx.palette.info,
            cx.text("notice-nothing").into_owned(),
        ),
        NoticeKind::FileFailed(error) => {
            (icons::ERROR, cx.palette.error, texts::read_error(cx, error))
        }
        NoticeKind::OriginalsTaken { .. } => (
            icons::FOLDER_OPEN,
            cx.palette.good,
            originals_ui::taken_text(cx, notice),
        ),
        NoticeKind::NoOriginals => (
            icons::INFO,
            cx.palette.info,
            cx.text("originals-none-found").into_owned(),
        ),
        NoticeKind::Copied(text) => (
            icons::COPY,
            cx.palette.good,
            cx.with("notice-copied", &[("text", text.as_str().into())]),
        ),
    };
    ui.horizontal(|ui| {
        ui.label(RichText::new(icon).color(color));
        ui.label(text);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if widgets::icon_button(ui, icons::CLOSE, &cx.text("notice-close"), "").clicked() {
                cx.push(Action::DismissNotice);
            }
        });
    });
}

/// Work stands still: says why, and takes a new token where that is the cure.
fn blocked_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, failure: &Failure, drafts: &mut Drafts) {
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(icons::KEY).color(cx.palette.error));
        let sentence = ui.label(RichText::new(texts::failure(cx, failure)).color(cx.palette.error));
        if state.needs_token() {
            ui.scope(|ui| {
                ui.set_max_width(260.0);
                token_field_ui(ui, cx, drafts, sentence.id);
            });
            let text = cx.text("notice-reconnect").into_owned();
            let is_typed = drafts.has_token();
            if widgets::primary_button(ui, cx.palette, &text, is_typed).clicked()
                && let Some(token) = drafts.take_token()
            {
                forget_token_undo(ui.ctx());
                cx.push(Action::Reconnect {
                    credentials: token.into(),
                });
            }
        } else if ui.button(cx.text("status-resume")).clicked() {
            cx.push(Action::TogglePause);
        }
    });
    failure_detail_ui(ui, cx, failure);
}
