//! The one-line bar under the top: what just happened, or what must be done before work can go on.

use egui::{Color32, RichText, Ui};

use crate::engine::{Failure, RunState};
use crate::state::{Action, NoticeKind, ReviewsAction, State};

use super::failure_ui::failure_detail_ui;
use super::run_ui::{hampered_ui, is_hampered};
use crate::ui::Cx;
use crate::ui::kit::{icons, texts, widgets};
use crate::ui::start::credentials_data::CredentialDrafts;
use crate::ui::start::credentials_ui::{fields_ui, remember_ui, take, way_ui};
use crate::ui::start::start_data::Drafts;
use crate::ui::viewer::originals_ui;

/// Width of a secret's field in points.
const FIELD_WIDTH: f32 = 190.0;

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
    let (icon, color, text) = said(cx, notice);
    ui.horizontal(|ui| {
        ui.label(RichText::new(icon).color(color));
        ui.label(text);
        if matches!(notice, NoticeKind::ReviewGoesOn { .. })
            && ui.button(cx.text("review-start-anew")).clicked()
        {
            cx.push(Action::Reviews(ReviewsAction::StartAnew));
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if widgets::icon_button(ui, icons::CLOSE, &cx.text("notice-close"), "").clicked() {
                cx.push(Action::DismissNotice);
            }
        });
    });
}

/// Icon, colour and sentence of a notice.
fn said(cx: &Cx<'_>, notice: &NoticeKind) -> (&'static str, Color32, String) {
    let palette = cx.palette;
    let good = |icon, key| (icon, palette.good, cx.text(key).into_owned());
    let error = |text| (icons::ERROR, palette.error, text);
    match notice {
        NoticeKind::Added {
            added,
            known,
            rejected,
        } => {
            let values = [
                ("added", (*added).into()),
                ("known", (*known).into()),
                ("rejected", (*rejected).into()),
            ];
            (icons::ADD, palette.good, cx.with("notice-added", &values))
        }
        NoticeKind::NothingToAdd => {
            let text = cx.text("notice-nothing").into_owned();
            (icons::INFO, palette.info, text)
        }
        NoticeKind::SheetRead(sheet) => {
            let values = [("sheet", sheet.as_str().into())];
            let text = cx.with("notice-sheet", &values);
            (icons::FILE_TEXT, palette.info, text)
        }
        NoticeKind::FileFailed(problem) => error(texts::read_error(cx, problem)),
        NoticeKind::OriginalsTaken { .. } => (
            icons::FOLDER_OPEN,
            palette.good,
            originals_ui::taken_text(cx, notice),
        ),
        NoticeKind::NoOriginals => {
            let text = cx.text("originals-none-found").into_owned();
            (icons::INFO, palette.info, text)
        }
        NoticeKind::Copied(text) => {
            let values = [("text", text.as_str().into())];
            (icons::COPY, palette.good, cx.with("notice-copied", &values))
        }
        NoticeKind::TaskCrashed => error(cx.text("notice-crashed").into_owned()),
        NoticeKind::Remembered => good(icons::LOCK, "notice-remembered"),
        NoticeKind::Forgotten => good(icons::TRASH, "notice-forgotten"),
        NoticeKind::NotRemembered(cause) => {
            let values = [("cause", texts::keyring_error(cx, *cause).into())];
            let text = cx.with("notice-not-remembered", &values);
            (icons::WARNING, palette.warning, text)
        }
        NoticeKind::NotLoaded(cause) => {
            let values = [("cause", texts::keyring_error(cx, *cause).into())];
            let text = cx.with("notice-not-loaded", &values);
            (icons::WARNING, palette.warning, text)
        }
        NoticeKind::NotForgotten(cause) => {
            let values = [("cause", texts::keyring_error(cx, *cause).into())];
            error(cx.with("notice-not-forgotten", &values))
        }
        NoticeKind::CaFile(count) => {
            let values = [("count", (*count).into())];
            (
                icons::LOCK,
                palette.good,
                cx.with("notice-ca-file", &values),
            )
        }
        NoticeKind::CaFileFailed(problem) => error(texts::roots_error(cx, problem)),
        NoticeKind::ReviewGoesOn { judged, total } => {
            let values = [("judged", (*judged).into()), ("total", (*total).into())];
            (
                icons::HISTORY,
                palette.info,
                cx.with("review-goes-on", &values),
            )
        }
        NoticeKind::ReviewNotOpened(problem) => {
            let values = [("why", texts::store_error(cx, *problem).into())];
            error(cx.with("review-not-opened", &values))
        }
        NoticeKind::ReviewRecovered { events, kept_as } => {
            let values = [
                ("count", (*events).into()),
                ("kept", kept_as.as_str().into()),
            ];
            let text = cx.with("review-recovered", &values);
            (icons::WARNING, palette.warning, text)
        }
        NoticeKind::ReviewsPassedOver { count, first } => {
            let values = [("count", (*count).into()), ("first", first.as_str().into())];
            error(cx.with("review-passed-over", &values))
        }
        NoticeKind::ReviewDeleted => good(icons::TRASH, "review-deleted"),
        NoticeKind::ReviewNotDeleted(problem) => {
            let values = [("why", texts::store_error(cx, *problem).into())];
            error(cx.with("review-not-deleted", &values))
        }
    }
}

/// Work stands still: says why, and takes a new token where that is the cure.
fn blocked_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, failure: &Failure, drafts: &mut Drafts) {
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(icons::KEY).color(cx.palette.error));
        let sentence = ui.label(RichText::new(texts::failure(cx, failure)).color(cx.palette.error));
        if state.needs_token() {
            reconnect_ui(ui, cx, state, &mut drafts.credentials, sentence.id);
        } else if ui.button(cx.text("status-resume")).clicked() {
            cx.push(Action::TogglePause);
        }
    });
    failure_detail_ui(ui, cx, failure);
}

/// Takes something else in the place of what was refused.
fn reconnect_ui(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    state: &State,
    drafts: &mut CredentialDrafts,
    label: egui::Id,
) {
    way_ui(ui, cx, drafts);
    fields_ui(ui, cx, drafts, label, FIELD_WIDTH);
    remember_ui(ui, cx, drafts);
    let text = cx.text("notice-reconnect").into_owned();
    let is_typed = drafts.is_complete();
    if widgets::primary_button(ui, cx.palette, &text, is_typed).clicked()
        && let Some(endpoint) = &state.endpoint
        && let Some((credentials, remember)) = take(ui, drafts, endpoint)
    {
        cx.push(Action::Reconnect { credentials });
        cx.actions.extend(remember);
    }
}
