//! The reviews of earlier days on the start page, files and those of teams: what they are called, how far they are, and
//! going on with one.

use std::time::{Duration, UNIX_EPOCH};

use egui::{Button, RichText, Ui};

use crate::platform::{Credentials, Endpoint};
use crate::state::{Action, JoinAction, ReviewsAction, State, TeamRecent};
use crate::store::{DatabaseAddress, Recent, ReviewAddress};

use super::credentials_ui::{kept, take};
use super::start_data::Drafts;
use crate::ui::Cx;
use crate::ui::kit::tooltip::WithTooltip as _;
use crate::ui::kit::{icons, theme, widgets};

/// Reviews that are offered at once.
const OFFERED: usize = 5;

/// One of the list.
enum RecentRow<'a> {
    File(&'a Recent),
    Team(&'a TeamRecent, DatabaseAddress),
}

/// Those opened last, of either kind.
fn rows(state: &State) -> Vec<RecentRow<'_>> {
    let files = state.reviews.recent.iter();
    let files = files.map(|it| (it.changed, RecentRow::File(it)));
    let teams = state.settings.team_reviews.iter().filter_map(|it| {
        let seen = Duration::from_millis(it.seen_utc_ms.unsigned_abs());
        let address = it.address.parse().ok()?;
        Some((UNIX_EPOCH + seen, RecentRow::Team(it, address)))
    });
    let mut rows: Vec<_> = files.chain(teams).collect();
    rows.sort_by_key(|(changed, _)| std::cmp::Reverse(*changed));
    rows.into_iter().take(OFFERED).map(|(_, row)| row).collect()
}

/// Draws nothing where there are none.
pub fn recent_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, drafts: &mut Drafts) {
    let rows = rows(state);
    if rows.is_empty() {
        return;
    }
    widgets::card(cx.palette)
        .inner_margin(egui::Margin::symmetric(24, 14))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.with_layout(egui::Layout::top_down(egui::Align::Min), |ui| {
                ui.label(
                    RichText::new(cx.text("recent-title"))
                        .strong()
                        .family(theme::semibold()),
                );
                for row in &rows {
                    match row {
                        RecentRow::File(recent) => row_ui(ui, cx, state, drafts, recent),
                        RecentRow::Team(recent, address) => {
                            team_row_ui(ui, cx, state, drafts, recent, address);
                        }
                    }
                }
                if let Some(folder) = &state.reviews.folder {
                    let values = [("folder", folder.display().to_string().into())];
                    widgets::hint(ui, cx.with("recent-folder", &values));
                }
            });
        });
    ui.add_space(12.0);
}

fn row_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, drafts: &mut Drafts, recent: &Recent) {
    let progress = if recent.is_damaged {
        cx.text("recent-damaged").into_owned()
    } else {
        progress_text(cx, recent.judged, recent.total)
    };
    let name = recent.name();
    ui.horizontal(|ui| {
        let face = format!("{}  {}", icons::HISTORY, widgets::elided(&name, 44));
        if is_chosen(ui, cx, state, [&face, &name, &progress, &recent.platform]) {
            let at = ReviewAddress::File(recent.path.clone());
            go_on(ui, cx, state, drafts, &recent.platform, at);
        }
        let (what, sure) = ("recent-delete-what", "recent-delete-sure");
        if is_taken_away(ui, cx, "recent-delete", &name, [what, sure]) {
            let path = recent.path.clone();
            cx.push(Action::Reviews(ReviewsAction::Delete(path)));
        }
    });
}

fn team_row_ui(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    state: &State,
    drafts: &mut Drafts,
    recent: &TeamRecent,
    address: &DatabaseAddress,
) {
    let progress = progress_text(cx, recent.judged, recent.total);
    let name = address.review.clone();
    ui.horizontal(|ui| {
        let whose = cx.with("recent-team", &[("name", name.as_str().into())]);
        let face = format!("{}  {}", icons::SHARE, widgets::elided(&whose, 44));
        if is_chosen(ui, cx, state, [&face, &whose, &progress, &recent.address]) {
            let at = ReviewAddress::Database(address.clone());
            go_on(ui, cx, state, drafts, &recent.platform, at);
        }
        let (what, sure) = ("recent-forget-what", "recent-forget-sure");
        if is_taken_away(ui, cx, "recent-forget", &name, [what, sure]) {
            cx.push(Action::Join(JoinAction::Forget(recent.address.clone())));
        }
    });
}

fn progress_text(cx: &Cx<'_>, judged: usize, total: usize) -> String {
    let values = [("judged", judged.into()), ("total", total.into())];
    cx.with("recent-progress", &values)
}

/// The row of a review: its face, its name, how far it is, and where it is. Whether it was clicked.
fn is_chosen(ui: &mut Ui, cx: &Cx<'_>, state: &State, said: [&str; 4]) -> bool {
    let [face, name, progress, place] = said;
    let room = (ui.available_width() - 48.0).max(100.0);
    let button = Button::new(face)
        .right_text(RichText::new(progress).color(cx.palette.weak))
        .truncate()
        .min_size(egui::vec2(room, theme::CONTROL_HEIGHT));
    ui.add_enabled(!state.is_busy, button)
        .with_tooltip(place)
        .accessible_name(format!("{name}, {progress}"))
        .clicked()
}

/// Goes on with it; what is given on the start page is used where it is for the review's own platform.
fn go_on(
    ui: &Ui,
    cx: &mut Cx<'_>,
    state: &State,
    drafts: &mut Drafts,
    platform: &str,
    at: ReviewAddress,
) {
    let endpoint = Endpoint::parse(platform).ok();
    let endpoint = endpoint.filter(|it| drafts.parsed_endpoint().as_ref() == Some(it));
    let access = given_access(ui, cx, state, drafts, endpoint);
    cx.push(Action::Reviews(ReviewsAction::Open { at, access }));
}

/// What is given on the start page to be let in to this platform.
pub fn given_access(
    ui: &Ui,
    cx: &mut Cx<'_>,
    state: &State,
    drafts: &mut Drafts,
    endpoint: Option<Endpoint>,
) -> Option<(Endpoint, Credentials)> {
    let endpoint = endpoint?;
    if let Some(saved) = kept(state, &drafts.credentials, Some(&endpoint)) {
        return Some((endpoint, saved.credentials.clone()));
    }
    let (credentials, remember) = take(ui, &mut drafts.credentials, &endpoint)?;
    cx.actions.extend(remember);
    Some((endpoint, credentials))
}

/// Asks before it takes a review away: the keys of what that means, and of the button that does it.
fn is_taken_away(ui: &mut Ui, cx: &Cx<'_>, key: &str, name: &str, asked: [&str; 2]) -> bool {
    let label = cx.with(key, &[("name", name.into())]);
    let response = widgets::icon_button(ui, icons::TRASH, &label, "");
    let popup = egui::Popup::menu(&response).show(|ui| {
        ui.set_max_width(280.0);
        let [what, sure] = asked.map(|key| cx.with(key, &[]));
        ui.label(what);
        ui.button(RichText::new(sure).color(cx.palette.error))
            .clicked()
    });
    popup.is_some_and(|it| it.inner)
}
