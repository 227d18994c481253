//! The lane for notices: what just happened, or what must be done before work can go on. It lies over what is there, so
//! that nothing moves when it comes or goes, and where it hides least: in the viewer over the tools, in sheet mode over its
//! line, in the grid over the lowest row, which can be scrolled from under it.

use egui::{Align2, Color32, Frame, Id, Order, Rect, RichText, Ui};

use crate::engine::{Failure, RunState};
use crate::model::{BillKey, TestOutcome};
use crate::review::Filter;
use crate::state::{Action, NoticeKind, ReviewsAction, State};

use super::address_ui::AddressLane;
use super::failure_ui::failure_detail_ui;
use super::run_ui::{hampered_ui, is_hampered};
use crate::ui::Cx;
use crate::ui::kit::{icons, texts, widgets};
use crate::ui::start::credentials_data::CredentialDrafts;
use crate::ui::start::credentials_ui::{fields_ui, remember_ui, take, way_ui};
use crate::ui::start::start_data::Drafts;
use crate::ui::team::{self, tests_ui, unheard_ui};
use crate::ui::viewer::originals_ui;

/// Width of a secret's field in points.
const FIELD_WIDTH: f32 = 190.0;

/// Seconds after which a notice goes by itself, unless it is of something that went wrong.
const LASTS: f64 = 8.0;
/// The same of a notice that says where something was written, or what was missed.
const LASTS_LONG: f64 = 30.0;
/// Of the names of an imported file that mean nothing, so many are said.
const NAMED_SETTINGS: usize = 5;

/// Since when the notice is shown.
#[derive(Default)]
pub struct NoticeLane {
    since: Option<(NoticeKind, f64)>,
    address: AddressLane,
}

/// Where in an area notices are.
#[derive(Clone, Copy, Debug)]
pub enum Lane {
    Top(Rect),
    Bottom(Rect),
}

impl NoticeLane {
    /// Draws it in `lane`, over what is there.
    pub fn ui(&mut self, ui: &Ui, cx: &mut Cx<'_>, state: &State, drafts: &mut Drafts, lane: Lane) {
        self.end(ui, cx, state);
        if !has_notice(state) {
            return;
        }
        let margin = egui::Margin::symmetric(12, 4);
        let (area, pivot) = match lane {
            Lane::Top(area) => (area, Align2::LEFT_TOP),
            Lane::Bottom(area) => (area, Align2::LEFT_BOTTOM),
        };
        let width = area.width() - margin.sum().x;
        egui::Area::new(Id::unique("notices"))
            .order(Order::Middle)
            .pivot(pivot)
            .fixed_pos(pivot.pos_in_rect(&area))
            .constrain(false)
            .show(ui.ctx(), |ui| {
                let frame = Frame::new()
                    .fill(cx.palette.raised)
                    .stroke(egui::Stroke::new(1.0, cx.palette.line))
                    .inner_margin(margin);
                frame.show(ui, |ui| {
                    ui.set_width(width);
                    self.address.ui(ui, cx, state);
                    notice_ui(ui, cx, state, drafts);
                });
            });
    }

    /// What was only to be known goes once it was there long enough.
    fn end(&mut self, ui: &Ui, cx: &mut Cx<'_>, state: &State) {
        let now = ui.input(|input| input.time);
        let Some(notice) = state.notice.as_ref().filter(|notice| passes(notice)) else {
            self.since = None;
            return;
        };
        let since = match &self.since {
            Some((shown, since)) if shown == notice => *since,
            _ => {
                self.since = Some((notice.clone(), now));
                now
            }
        };
        let lasts = match notice {
            NoticeKind::Exported { .. }
            | NoticeKind::Tested(TestOutcome::Missed | TestOutcome::Unsure, _) => LASTS_LONG,
            _ => LASTS,
        };
        let left = since + lasts - now;
        if left <= 0.0 {
            cx.push(Action::DismissNotice);
        } else {
            ui.ctx().request_repaint_after_secs(left as f32);
        }
    }
}

/// Whether there is anything to say.
fn has_notice(state: &State) -> bool {
    state.notice.is_some()
        || state.wrong_address().is_some()
        || matches!(state.run, RunState::Blocked(_))
        || is_hampered(&state.run)
}

/// Whether the notice may go before anybody closed it.
fn passes(notice: &NoticeKind) -> bool {
    match notice {
        NoticeKind::Added { rejected, .. } => *rejected == 0,
        NoticeKind::SheetRead(_)
        | NoticeKind::OriginalsTaken { .. }
        | NoticeKind::NothingToAdd
        | NoticeKind::NoOriginals
        | NoticeKind::AttachmentsSearched { .. }
        | NoticeKind::Copied(_)
        | NoticeKind::Remembered
        | NoticeKind::Forgotten
        | NoticeKind::CaFile(_)
        | NoticeKind::ReviewGoesOn { .. }
        | NoticeKind::SentLater(_)
        | NoticeKind::ReviewDeleted
        | NoticeKind::ExportCancelled
        | NoticeKind::SettingsExported(_)
        | NoticeKind::SettingsReset
        | NoticeKind::Tested(..)
        | NoticeKind::Exported { .. } => true,
        NoticeKind::SettingsImported { unknown } => unknown.is_empty(),
        NoticeKind::FileFailed(_)
        | NoticeKind::ChangedSince(_)
        | NoticeKind::SettingsFileFailed(_)
        | NoticeKind::NoSettings(_)
        | NoticeKind::ManagedFailed(_)
        | NoticeKind::BillsEmpty
        | NoticeKind::BillsFailed
        | NoticeKind::AttachmentsFailed(..)
        | NoticeKind::TaskCrashed
        | NoticeKind::NotRemembered(_)
        | NoticeKind::NotLoaded(_)
        | NoticeKind::NotForgotten(_)
        | NoticeKind::CaFileFailed(_)
        | NoticeKind::ReviewNotOpened(_)
        | NoticeKind::Collided { .. }
        | NoticeKind::SecondTaken(_)
        | NoticeKind::HiddenVerdicts(_)
        | NoticeKind::ReviewRecovered { .. }
        | NoticeKind::EventsUnreadable(_)
        | NoticeKind::ReviewsPassedOver { .. }
        | NoticeKind::ReviewsSetAside(..)
        | NoticeKind::CopiesSetAside(..)
        | NoticeKind::SavedElsewhere(_)
        | NoticeKind::ReviewNotDeleted(_) => false,
    }
}

fn notice_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, drafts: &mut Drafts) {
    if state.wrong_address().is_none() {
        if let RunState::Blocked(failure) = &state.run {
            blocked_ui(ui, cx, state, failure, drafts);
        }
        hampered_ui(ui, cx, &state.run);
    }
    let Some(notice) = &state.notice else {
        return;
    };
    let (icon, color, text) = said(cx, state, notice);
    ui.horizontal(|ui| {
        ui.label(RichText::new(icon).color(color));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if widgets::icon_button(ui, icons::CLOSE, &cx.text("notice-close"), "").clicked() {
                cx.push(Action::DismissNotice);
            }
            if *notice == NoticeKind::BillsFailed
                && ui.button(cx.text("notice-bills-again")).clicked()
            {
                cx.push(Action::DismissNotice);
                cx.push(Action::RetryBills);
            }
            if matches!(notice, NoticeKind::ChangedSince(_))
                && ui.button(cx.text("notice-changed-since-show")).clicked()
            {
                cx.push(Action::DismissNotice);
                cx.push(Action::ShowAll(Filter::Changed));
            }
            if matches!(notice, NoticeKind::Collided { .. }) {
                unheard_ui::button_ui(ui, cx);
            }
            if matches!(notice, NoticeKind::Tested(..)) {
                tests_ui::button_ui(ui, cx);
            }
            if matches!(notice, NoticeKind::ReviewGoesOn { .. })
                && ui.button(cx.text("review-start-anew")).clicked()
            {
                cx.push(Action::Reviews(ReviewsAction::StartAnew));
            }
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                ui.add(egui::Label::new(text).wrap());
            });
        });
    });
}

/// Icon, colour and sentence of a notice.
#[expect(clippy::too_many_lines, reason = "a line or a few for each notice")]
pub fn said(cx: &Cx<'_>, state: &State, notice: &NoticeKind) -> (&'static str, Color32, String) {
    let palette = cx.palette;
    let good = |icon, key| (icon, palette.good, cx.text(key).into_owned());
    let error = |text| (icons::ERROR, palette.error, text);
    match notice {
        NoticeKind::Added {
            bills,
            added,
            known,
            repeated,
            rejected,
        } => {
            let values = [
                ("bills", (*bills).into()),
                ("added", (*added).into()),
                ("known", (*known).into()),
                ("repeated", (*repeated).into()),
                ("rejected", (*rejected).into()),
            ];
            (icons::ADD, palette.good, cx.with("notice-added", &values))
        }
        NoticeKind::SettingsExported(path) => {
            let values = [("path", path.as_str().into())];
            let text = cx.with("notice-settings-exported", &values);
            (icons::EXPORT, palette.good, text)
        }
        NoticeKind::SettingsImported { unknown } => {
            let named = unknown.iter().take(NAMED_SETTINGS);
            let named: Vec<String> = named.map(|it| widgets::elided(it, 40)).collect();
            let values = [
                ("unknown", unknown.len().into()),
                ("names", named.join(", ").into()),
            ];
            let text = cx.with("notice-settings-imported", &values);
            (icons::SETTINGS, palette.good, text)
        }
        NoticeKind::SettingsReset => good(icons::SETTINGS, "notice-settings-reset"),
        NoticeKind::SettingsFileFailed(trouble) => {
            let path = trouble.path.display().to_string();
            let values = [
                ("path", path.into()),
                ("why", trouble.why(cx.locale).into()),
            ];
            error(cx.with("notice-settings-file", &values))
        }
        NoticeKind::NoSettings(true) => error(cx.text("notice-settings-newer").into_owned()),
        NoticeKind::NoSettings(false) => error(cx.text("notice-settings-none").into_owned()),
        NoticeKind::ManagedFailed(why) => error(why.sentence(cx.locale)),
        NoticeKind::BillsEmpty => {
            let text = bills_text(cx, "notice-bills-empty", state.bills.empty());
            (icons::WARNING, palette.warning, text)
        }
        NoticeKind::BillsFailed => {
            let text = bills_text(cx, "notice-bills-failed", state.bills.failed());
            let why = state.bills.failure().map(|it| texts::failure(cx, it));
            error(format!("{text} {}", why.unwrap_or_default()))
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
        NoticeKind::ChangedSince(count) => {
            let text = cx.with("notice-changed-since", &[("count", (*count).into())]);
            (icons::WARNING, palette.warning, text)
        }
        NoticeKind::AttachmentsSearched { matched, lacking } => {
            let said = [
                ("notice-attachments-matched", *matched),
                ("notice-attachments-lack", *lacking),
            ];
            let said = said.into_iter().filter(|(_, count)| *count > 0);
            let said = said.map(|(key, count)| cx.with(key, &[("count", count.into())]));
            let text = said.collect::<Vec<_>>().join(" ");
            (icons::INFO, palette.info, text)
        }
        NoticeKind::AttachmentsFailed(count, failure) => {
            let why = texts::failure(cx, failure);
            let values = [("count", (*count).into()), ("why", why.into())];
            error(cx.with("notice-attachments-failed", &values))
        }
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
        NoticeKind::SentLater(count) => {
            let text = cx.with("team-sent-later", &[("count", (*count).into())]);
            (icons::CORRECT, palette.good, text)
        }
        NoticeKind::ReviewNotOpened(problem) => {
            let values = [("why", texts::store_error(cx, *problem).into())];
            error(cx.with("review-not-opened", &values))
        }
        NoticeKind::Collided { .. }
        | NoticeKind::SecondTaken(_)
        | NoticeKind::HiddenVerdicts(_)
        | NoticeKind::EventsUnreadable(_)
        | NoticeKind::Tested(..) => team::said(cx, notice),
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
        NoticeKind::ExportCancelled => good(icons::CLOSE, "export-cancelled"),
        NoticeKind::Exported { path, others } => {
            let values = [("path", path.as_str().into()), ("others", (*others).into())];
            (icons::EXPORT, palette.good, cx.with("export-done", &values))
        }
        NoticeKind::ReviewsSetAside(count, first) => {
            let values = [("count", (*count).into()), ("first", first.as_str().into())];
            error(cx.with("review-set-aside", &values))
        }
        NoticeKind::CopiesSetAside(count, first) => {
            let values = [("count", (*count).into()), ("first", first.as_str().into())];
            let text = cx.with("review-copies-set-aside", &values);
            (icons::WARNING, palette.warning, text)
        }
        NoticeKind::SavedElsewhere(file) => {
            let values = [("file", file.as_str().into())];
            let text = cx.with("review-saved-elsewhere", &values);
            (icons::CORRECT, palette.good, text)
        }
        NoticeKind::ReviewDeleted => good(icons::TRASH, "review-deleted"),
        NoticeKind::ReviewNotDeleted(problem) => {
            let values = [("why", texts::store_error(cx, *problem).into())];
            error(cx.with("review-not-deleted", &values))
        }
    }
}

/// Bills by name, as far as a line has room for them.
fn bills_text<'a>(
    cx: &Cx<'_>,
    key: &str,
    bills: impl ExactSizeIterator<Item = &'a BillKey>,
) -> String {
    /// So many are named.
    const NAMED: usize = 4;
    let count = bills.len();
    let mut named: Vec<&str> = bills.take(NAMED).map(BillKey::as_str).collect();
    if count > NAMED {
        named.push("…");
    }
    let values = [("count", count.into()), ("bills", named.join(", ").into())];
    cx.with(key, &values)
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
    label: Id,
) {
    way_ui(ui, cx, drafts);
    let is_entered = fields_ui(ui, cx, drafts, label, FIELD_WIDTH);
    remember_ui(ui, cx, drafts);
    let text = cx.text("notice-reconnect").into_owned();
    let is_typed = drafts.is_complete();
    let is_clicked = widgets::primary_button(ui, cx.palette, &text, is_typed).clicked();
    if (is_clicked || is_entered && is_typed)
        && let Some(endpoint) = &state.endpoint
        && let Some((credentials, remember)) = take(ui, drafts, endpoint)
    {
        cx.push(Action::Reconnect { credentials });
        cx.actions.extend(remember);
    }
}
