//! The bar at the top of the review: what is reviewed, search, order, tile size, and the window's settings.

use egui::{RichText, TextEdit, Ui};

use crate::state::{
    Action, CONNECTIONS, MEMORY_MIB, MemoryBudgets, SCALES_PERCENT, Settings, State, TILE_POINTS,
    ThemeChoice,
};

use crate::geometry::FramePreference;
use crate::locale::Lang;
use crate::model::region::Convention;
use crate::ui::grid::{order_ui, search_ui};
use crate::ui::kit::toolbar::{PINNED, Spot, Toolbar, ToolbarItem};
use crate::ui::kit::{icons, theme, widgets};
use crate::ui::start::trust_ui::trust_ui;
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
        bar.add(ToolbarItem::new("tiles", 20, move |ui, cx, spot| {
            tile_size_item_ui(ui, cx, state, spot);
        }));
        bar.add(ToolbarItem::command(state, Command::Help, 60).apart());
        bar.add(ToolbarItem::new("originals", 40, move |ui, cx, spot| {
            originals_item_ui(ui, cx, state, spot);
        }));
        bar.add(ToolbarItem::new("settings", PINNED, move |ui, cx, _| {
            settings_ui(ui, cx, &state.settings);
        }));
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
