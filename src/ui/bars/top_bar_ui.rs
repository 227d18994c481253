//! The bar at the top of the review: what is reviewed, search, order, tile size.

use egui::{RichText, Ui};

use crate::state::{Action, Settings, State, TILE_POINTS};

use crate::ui::grid::{order_ui, search_ui};
use crate::ui::kit::toolbar::{PINNED, Spot, Toolbar, ToolbarItem};
use crate::ui::kit::{icons, theme, widgets};
use crate::ui::viewer::originals_ui;
use crate::ui::{Cx, commands::Command};

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
        bar.add(ToolbarItem::command(state, Command::NewReview, 80));
        bar.add(ToolbarItem::new("title", 10, move |ui, cx, spot| {
            if spot == Spot::Bar {
                ui.label(RichText::new(cx.text("app-title")).strong());
            }
            source_ui(ui, cx, state);
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

fn source_ui(ui: &mut Ui, cx: &Cx<'_>, state: &State) {
    let text = match &state.endpoint {
        _ if state.is_demo => cx.text("top-demo").into_owned(),
        Some(endpoint) => endpoint.to_string(),
        None => return,
    };
    ui.label(RichText::new(text).small().weak());
}

fn tile_size_ui(ui: &mut Ui, cx: &mut Cx<'_>, settings: &Settings) {
    let mut points = settings.tile_points;
    ui.label(
        RichText::new(icons::GRID)
            .size(theme::ICON)
            .color(cx.palette.weak),
    );
    ui.spacing_mut().slider_width = 90.0;
    let slider = egui::Slider::new(&mut points, TILE_POINTS)
        .show_value(false)
        .step_by(10.0);
    let name = cx.text("top-tile-size").into_owned();
    let response = widgets::named(ui.add(slider), &name, &cx.text("top-tile-size-keys"));
    if response.changed() {
        cx.push(Action::SetTileSize(points));
    }
}
