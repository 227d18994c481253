//! The bar at the top of the review: what is reviewed, search, order, tile size.

use egui::{RichText, Ui};

use crate::review::ListOrder;
use crate::state::{Action, DENSITIES, Keeping, Settings, State};

use crate::ui::grid::{order_ui, search_ui};
use crate::ui::kit::toolbar::{MenuRow, PINNED, Spot, Toolbar, ToolbarItem};
use crate::ui::kit::tooltip::WithTooltip as _;
use crate::ui::kit::{icons, theme, widgets};
use crate::ui::viewer::originals_ui;
use crate::ui::{Cx, commands::Command};

/// Characters of the review's name.
const TITLE_CHARS: usize = 32;

/// What the bar remembers from frame to frame.
#[derive(Default)]
pub struct TopBar {
    /// Whether the search field is to get the focus with the next frame.
    pub focuses_search: bool,
    /// What is typed as the name of a view.
    view_name: String,
}

impl TopBar {
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
        let mut bar = Toolbar::new("grid");
        let shows = state.settings.shows_filters;
        bar.add(ToolbarItem::toggle(
            state,
            Command::ToggleFilters,
            90,
            shows,
        ));
        bar.add(ToolbarItem::new("lists", 80, move |ui, cx, spot| {
            lists_ui(ui, cx, state, spot);
        }));
        bar.add(ToolbarItem::new("title", 10, move |ui, cx, spot| {
            if spot == Spot::Bar {
                title_ui(ui, cx, state);
            }
        }));
        bar.free_room();
        let focuses_search = &mut self.focuses_search;
        let (least, most) = search_ui::room(ui, cx, state);
        let search = ToolbarItem::new("search", PINNED, move |ui, cx, _| {
            search_ui::search_ui(ui, cx, state, std::mem::take(focuses_search));
        });
        bar.add(search.between(least, most));
        bar.add(ToolbarItem::command(state, Command::GoTo, 50));
        let view_name = &mut self.view_name;
        bar.add(ToolbarItem::new("order", 100, move |ui, cx, spot| {
            order_ui::order_ui(ui, cx, state, spot, view_name);
        }));
        let is_by_suspicion = state.listing.view.order == ListOrder::ByFinding;
        let suspicious = Command::SuspiciousFirst;
        bar.add(ToolbarItem::toggle(state, suspicious, 75, is_by_suspicion));
        let is_by_sheets = state.sheet.is_on;
        bar.add(ToolbarItem::toggle(
            state,
            Command::SheetMode,
            70,
            is_by_sheets,
        ));
        bar.add(ToolbarItem::new("tiles", 20, move |ui, cx, spot| {
            tile_size_item_ui(ui, cx, state, spot);
        }));
        bar.add(ToolbarItem::command(state, Command::Figures, 35));
        bar.add(ToolbarItem::command(state, Command::Export, 65));
        let (with_others, matters) = if state.judging.is_in_database() {
            (Command::Team, 67)
        } else {
            (Command::Share, 10)
        };
        bar.add(ToolbarItem::command(state, with_others, matters));
        bar.add(ToolbarItem::command(state, Command::Help, 60).apart());
        bar.add(ToolbarItem::new("originals", 40, move |ui, cx, spot| {
            originals_item_ui(ui, cx, state, spot);
        }));
        bar.add(ToolbarItem::command(state, Command::Settings, PINNED));
        bar.ui(ui, cx);
    }
}

/// In the menu of the bar there is no room for another menu: what it has in it stands there.
fn originals_item_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, spot: Spot) {
    match spot {
        Spot::Bar => originals_ui::button_ui(ui, cx, state),
        Spot::Menu => {
            let name = cx.text("originals").into_owned();
            egui::CollapsingHeader::new(format!("{}  {name}", icons::FOLDER_OPEN))
                .id_salt("originals")
                .show(ui, |ui| originals_ui::files_ui(ui, cx, state));
        }
    }
}

fn tile_size_item_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, spot: Spot) {
    match spot {
        Spot::Bar => tile_size_ui(ui, cx, &state.settings),
        Spot::Menu => {
            ui.horizontal(|ui| {
                ui.label(cx.text("top-tile-size"));
                tile_size_ui(ui, cx, &state.settings);
            });
        }
    }
}

/// The way to the start page, where the lists are: named, as an arrow would promise a step back.
fn lists_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, spot: Spot) {
    let command = Command::NewReview;
    let name = cx.text(command.name()).into_owned();
    let response = match spot {
        Spot::Bar => {
            let icon = RichText::new(command.icon()).size(theme::ICON);
            let face = (icon, cx.text("top-lists").into_owned());
            let button = egui::Button::new(face)
                .min_size(egui::vec2(0.0, theme::CONTROL_HEIGHT))
                .frame_when_inactive(false);
            widgets::named(ui.add(button), &name, "")
        }
        Spot::Menu => MenuRow::new(command.icon(), &name).ui(ui),
    };
    if response.clicked() {
        cx.ask(state, command);
        if spot == Spot::Menu {
            ui.close();
        }
    }
}

/// What is reviewed: the name of its file or in its database, or its platform.
fn title_ui(ui: &mut Ui, cx: &Cx<'_>, state: &State) {
    let text = match (&state.judging.keeping, &state.endpoint) {
        _ if state.is_demo => cx.text("top-demo").into_owned(),
        (Keeping::Kept { at, .. }, _) => widgets::elided(&at.name(), TITLE_CHARS),
        (_, Some(endpoint)) => widgets::elided(&endpoint.to_string(), TITLE_CHARS),
        _ => return,
    };
    let label = ui.label(RichText::new(text).small().weak());
    if let Some(endpoint) = &state.endpoint {
        label.with_tooltip(endpoint.to_string());
    }
}

/// Three sizes, and any in between by the wheel.
fn tile_size_ui(ui: &mut Ui, cx: &mut Cx<'_>, settings: &Settings) {
    let distance = |points: f32| (points - settings.tile_points).abs();
    let nearest = DENSITIES
        .into_iter()
        .min_by(|a, b| distance(*a).total_cmp(&distance(*b)));
    ui.spacing_mut().item_spacing.x = 0.0;
    for (points, key) in DENSITIES.into_iter().zip(["small", "medium", "large"]) {
        let name = cx.text(&format!("tiles-{key}")).into_owned();
        let is_chosen = Some(points) == nearest;
        let face = cx.text(&format!("tiles-{key}-short")).into_owned();
        let button = egui::Button::selectable(is_chosen, face)
            .min_size(egui::Vec2::splat(theme::CONTROL_HEIGHT));
        let response = widgets::named(ui.add(button), &name, &cx.text("top-tile-size-keys"));
        if response.clicked() {
            cx.push(Action::SetTileSize(points));
        }
    }
}
