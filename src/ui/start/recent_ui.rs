//! The reviews of earlier days on the start page: what they are called, how far they are, and going on with one.

use std::path::Path;

use egui::{Button, RichText, Ui};

use crate::platform::Endpoint;
use crate::state::{Action, ReviewsAction, State};
use crate::store::Recent;

use super::credentials_ui::{kept, take};
use super::start_data::Drafts;
use crate::ui::Cx;
use crate::ui::kit::tooltip::WithTooltip as _;
use crate::ui::kit::{icons, theme, widgets};

/// Reviews that are offered at once.
const OFFERED: usize = 5;

/// Draws nothing where there are none.
pub fn recent_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, drafts: &mut Drafts) {
    if state.reviews.recent.is_empty() {
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
                for recent in state.reviews.recent.iter().take(OFFERED) {
                    row_ui(ui, cx, state, drafts, recent);
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
    let values = [
        ("judged", recent.judged.into()),
        ("total", recent.total.into()),
    ];
    let progress = if recent.is_damaged {
        cx.text("recent-damaged").into_owned()
    } else {
        cx.with("recent-progress", &values)
    };
    let name = recent.name();
    ui.horizontal(|ui| {
        let room = (ui.available_width() - 40.0).max(100.0);
        let text = format!("{}  {}", icons::HISTORY, widgets::elided(&name, 44));
        let button = Button::new(text)
            .right_text(RichText::new(&progress).color(cx.palette.weak))
            .truncate()
            .min_size(egui::vec2(room, theme::CONTROL_HEIGHT));
        let response = ui
            .add_enabled(!state.is_busy, button)
            .with_tooltip(recent.platform.as_str())
            .accessible_name(format!("{name}, {progress}"));
        if response.clicked() {
            go_on(ui, cx, state, drafts, recent);
        }
        delete_ui(ui, cx, &name, &recent.path);
    });
}

/// Goes on with it; what is given on the start page is used where it is for the review's own platform.
fn go_on(ui: &Ui, cx: &mut Cx<'_>, state: &State, drafts: &mut Drafts, recent: &Recent) {
    let endpoint = Endpoint::parse(&recent.platform).ok();
    let endpoint = endpoint.filter(|it| drafts.parsed_endpoint().as_ref() == Some(it));
    let access = endpoint.and_then(|endpoint| {
        if let Some(saved) = kept(state, &drafts.credentials, Some(&endpoint)) {
            return Some((endpoint, saved.credentials.clone()));
        }
        let (credentials, remember) = take(ui, &mut drafts.credentials, &endpoint)?;
        cx.actions.extend(remember);
        Some((endpoint, credentials))
    });
    cx.push(Action::Reviews(ReviewsAction::Open {
        path: recent.path.clone(),
        access,
    }));
}

/// Asks before it takes a review away for good.
fn delete_ui(ui: &mut Ui, cx: &mut Cx<'_>, name: &str, path: &Path) {
    let label = cx.with("recent-delete", &[("name", name.into())]);
    let response = widgets::icon_button(ui, icons::TRASH, &label, "");
    egui::Popup::menu(&response).show(|ui| {
        ui.set_max_width(280.0);
        ui.label(cx.text("recent-delete-what"));
        let sure = RichText::new(cx.text("recent-delete-sure")).color(cx.palette.error);
        if ui.button(sure).clicked() {
            cx.push(Action::Reviews(ReviewsAction::Delete(path.to_owned())));
        }
    });
}
