//! The bar at the top of the review: what is reviewed, search, tile size, and the window's settings.

use egui::{RichText, TextEdit, Ui};

use crate::state::{
    Action, CONNECTIONS, MEMORY_MIB, MemoryBudgets, SCALES_PERCENT, Settings, State, TILE_POINTS,
    ThemeChoice,
};

use crate::geometry::FramePreference;
use crate::locale::Lang;
use crate::model::region::Convention;
use crate::review::Order;
use crate::ui::kit::{icons, texts, theme, widgets};
use crate::ui::start::trust_ui::trust_ui;
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
                settings_ui(ui, cx, &state.settings);
                originals_ui::button_ui(ui, cx, state);
                widgets::command_button(ui, cx, state, Command::Help);
                ui.separator();
                tile_size_ui(ui, cx, &state.settings);
                widgets::command_toggle(ui, cx, state, Command::SheetMode, state.sheet.is_on);
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

/// Points above and below the menu.
const MENU_AROUND: f32 = 70.0;

/// The menu with language, theme and scale, also shown on the start panel.
pub fn settings_ui(ui: &mut Ui, cx: &mut Cx<'_>, settings: &Settings) {
    let name = cx.text("settings").into_owned();
    let response = widgets::icon_button(ui, icons::SETTINGS, &name, "");
    egui::Popup::menu(&response)
        .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside)
        .show(|ui| {
            ui.set_min_width(220.0);
            let room = (ui.ctx().content_rect().height() - MENU_AROUND).max(160.0);
            egui::ScrollArea::vertical()
                .max_height(room)
                .min_scrolled_height(room)
                .show(ui, |ui| settings_page_ui(ui, cx, settings));
        });
}

fn settings_page_ui(ui: &mut Ui, cx: &mut Cx<'_>, settings: &Settings) {
    judging_ui(ui, cx, settings);
    ui.separator();
    language_ui(ui, cx, settings);
    ui.separator();
    theme_ui(ui, cx, settings);
    ui.separator();
    scale_ui(ui, cx, settings);
    ui.separator();
    regions_ui(ui, cx, settings);
    ui.separator();
    connections_ui(ui, cx, settings);
    ui.separator();
    memory_ui(ui, cx, settings);
    ui.separator();
    trust_ui(ui, cx, settings);
}

/// How regions are read where links do not say it.
fn regions_ui(ui: &mut Ui, cx: &mut Cx<'_>, settings: &Settings) {
    widgets::hint(ui, cx.text("settings-regions"));
    ui.horizontal(|ui| {
        for (convention, key) in [
            (None, "regions-automatic"),
            (Some(Convention::Corners), "regions-corners"),
            (Some(Convention::Size), "regions-size"),
        ] {
            let is_current = settings.convention == convention;
            if ui.selectable_label(is_current, cx.text(key)).clicked() {
                cx.push(Action::SetConvention(convention));
            }
        }
    });
    let mut counts_upright = settings.frame == FramePreference::Upright;
    if ui
        .checkbox(&mut counts_upright, cx.text("regions-upright"))
        .changed()
    {
        cx.push(Action::SetFrame(if counts_upright {
            FramePreference::Upright
        } else {
            FramePreference::Stored
        }));
    }
}

/// Fewer downloads at a time are kinder to a slow network and to others at the same bucket.
fn connections_ui(ui: &mut Ui, cx: &mut Cx<'_>, settings: &Settings) {
    widgets::hint(ui, cx.text("settings-connections"));
    ui.horizontal(|ui| {
        for count in CONNECTIONS {
            let is_current = settings.connections == count;
            if ui.selectable_label(is_current, count.to_string()).clicked() {
                cx.push(Action::SetConnections(count));
            }
        }
    });
}

/// One of the three.
type Budget = fn(&mut MemoryBudgets) -> &mut u32;

/// What is kept of pictures, so that it is there at once when it is looked at again.
fn memory_ui(ui: &mut Ui, cx: &mut Cx<'_>, settings: &Settings) {
    widgets::hint(ui, cx.text("settings-memory"));
    let memory = settings.memory;
    let budgets: [(&str, u32, Budget); 3] = [
        ("memory-files", memory.files_mib, |it| &mut it.files_mib),
        ("memory-pixels", memory.pixels_mib, |it| &mut it.pixels_mib),
        ("memory-textures", memory.textures_mib, |it| {
            &mut it.textures_mib
        }),
    ];
    egui::Grid::new("memory").show(ui, |ui| {
        for (key, current, budget) in budgets {
            ui.label(cx.text(key));
            for mib in MEMORY_MIB {
                let name = format!("{} {mib}", cx.text(key));
                let button = egui::Button::selectable(current == mib, mib.to_string());
                if ui.add(button).accessible_name(name).clicked() {
                    let mut chosen = memory;
                    *budget(&mut chosen) = mib;
                    cx.push(Action::SetMemory(chosen));
                }
            }
            ui.end_row();
        }
    });
}

/// Who judges, and what follows a verdict.
fn judging_ui(ui: &mut Ui, cx: &mut Cx<'_>, settings: &Settings) {
    let label = widgets::hint(ui, cx.text("settings-reviewer"));
    let mut name = settings.reviewer.clone();
    let field = TextEdit::singleline(&mut name)
        .char_limit(60)
        .desired_width(200.0);
    if ui.add(field).labelled_by(label.id).changed() {
        cx.push(Action::SetReviewer(name));
    }
    let mut advances = settings.advances;
    if ui
        .checkbox(&mut advances, cx.text("settings-advances"))
        .changed()
    {
        cx.push(Action::ToggleAdvance);
    }
}

fn language_ui(ui: &mut Ui, cx: &mut Cx<'_>, settings: &Settings) {
    widgets::hint(ui, cx.text("settings-language"));
    ui.horizontal(|ui| {
        for lang in Lang::ALL {
            let name = cx.text(lang.name_key()).into_owned();
            if ui.selectable_label(settings.lang() == lang, name).clicked() {
                cx.push(Action::SetLang(lang));
            }
        }
    });
}

fn theme_ui(ui: &mut Ui, cx: &mut Cx<'_>, settings: &Settings) {
    widgets::hint(ui, cx.text("settings-theme"));
    ui.horizontal(|ui| {
        for (choice, icon, key) in [
            (ThemeChoice::System, icons::MONITOR, "theme-system"),
            (ThemeChoice::Light, icons::SUN, "theme-light"),
            (ThemeChoice::Dark, icons::MOON, "theme-dark"),
        ] {
            let text = format!("{icon} {}", cx.text(key));
            let button = egui::Button::selectable(settings.theme == choice, text);
            if ui
                .add(button)
                .accessible_name(cx.text(key).as_ref())
                .clicked()
            {
                cx.push(Action::SetTheme(choice));
            }
        }
    });
}

fn scale_ui(ui: &mut Ui, cx: &mut Cx<'_>, settings: &Settings) {
    widgets::hint(ui, cx.text("settings-scale"));
    ui.horizontal_wrapped(|ui| {
        for percent in SCALES_PERCENT {
            let is_current = settings.scale_percent == percent;
            if ui
                .selectable_label(is_current, format!("{percent} %"))
                .clicked()
            {
                cx.push(Action::SetScale(percent));
            }
        }
    });
}
