//! The bar at the top of the review: what is reviewed, search, order, tile size.

use egui::{RichText, TextEdit, Ui};

use crate::review::Order;
use crate::state::{Action, Settings, State, TILE_POINTS};

use crate::ui::kit::{icons, texts, theme, widgets};
use crate::ui::viewer::originals_ui;
use crate::ui::{Cx, commands::Command};

/// What the bar remembers from frame to frame.
#[derive(Default)]
pub struct TopBar {
    pub search: String,
    /// Whether the search field is to get the focus with the next frame.
    pub focuses_search: bool,
}

impl TopBar {
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = theme::GAP;
            let shows = state.settings.shows_filters;
            widgets::command_toggle(ui, cx, state, Command::ToggleFilters, shows);
            widgets::command_button(ui, cx, state, Command::NewReview);
            ui.label(RichText::new(cx.text("app-title")).strong());
            source_ui(ui, cx, state);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = theme::GAP;
                widgets::command_button(ui, cx, state, Command::Settings);
                originals_ui::button_ui(ui, cx, state);
                widgets::command_button(ui, cx, state, Command::Help);
                ui.separator();
                tile_size_ui(ui, cx, &state.settings);
                order_ui(ui, cx, state);
                ui.separator();
                self.search_ui(ui, cx);
            });
        });
    }

    fn search_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) {
        let edit = TextEdit::singleline(&mut self.search)
            .id(egui::Id::unique("search in the grid"))
            .hint_text(cx.text("top-search").into_owned())
            .prefix(RichText::new(icons::SEARCH).color(cx.palette.weak))
            .margin(egui::Margin::symmetric(8, 5))
            .desired_width(180.0);
        let response = ui.add(edit).accessible_name(cx.text("top-search").as_ref());
        if std::mem::take(&mut self.focuses_search) {
            response.request_focus();
        }
        if response.changed() {
            cx.push(Action::Search(self.search.clone()));
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

/// The menu of orders.
fn order_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    let current = state.listing.view.order;
    let name = cx.text("order").into_owned();
    let is_changed = current != Order::default();
    let response = widgets::icon_toggle(ui, icons::SORT, &name, "", is_changed);
    egui::Popup::menu(&response).show(|ui| {
        widgets::hint(ui, &name);
        for order in Order::ALL {
            let text = cx.text(texts::order_key(order));
            if ui.selectable_label(order == current, text).clicked() {
                cx.push(Action::SetOrder(order));
            }
        }
    });
}

fn tile_size_ui(ui: &mut Ui, cx: &mut Cx<'_>, settings: &Settings) {
    let mut points = settings.tile_points;
    ui.spacing_mut().slider_width = 90.0;
    let slider = egui::Slider::new(&mut points, TILE_POINTS)
        .show_value(false)
        .step_by(10.0);
    let name = cx.text("top-tile-size").into_owned();
    let response = widgets::named(ui.add(slider), &name, &cx.text("top-tile-size-keys"));
    if response.changed() {
        cx.push(Action::SetTileSize(points));
    }
    ui.label(
        RichText::new(icons::GRID)
            .size(theme::ICON)
            .color(cx.palette.weak),
    );
}
