//! The dialog of settings: pages, a search over all of them, and a way out that is always in view.

use egui::{Align, ComboBox, Id, Layout, RichText, ScrollArea, TextEdit, Ui};

use crate::state::{Action, SettingsPage, State};

use super::about::AboutPage;
use super::findings;
use super::keyboard::{self, AwaitedKey, keyboard_ui, take_key};
use super::sections::{SECTIONS, is_said};
use super::transfer::Transfer;
use crate::ui::Cx;
use crate::ui::kit::focus::follow_focus;
use crate::ui::kit::{icons, theme, widgets};

/// Size in points, where the window has as much.
const WIDTH: f32 = 640.0;
const HEIGHT: f32 = 440.0;
/// What the dialog's edges, title and foot take of the window's height, and its edges of the width.
const AROUND: egui::Vec2 = egui::vec2(56.0, 170.0);
/// Of the column of pages; a narrower dialog has a list that opens instead.
const COLUMN: f32 = 128.0;
const LEAST_FOR_COLUMN: f32 = 520.0;

/// What is searched for and typed, and whether a key is waited for.
#[derive(Default)]
pub struct SettingsDialog {
    search: String,
    awaited: AwaitedKey,
    transfer: Transfer,
    about: AboutPage,
}

impl SettingsDialog {
    pub fn ui(&mut self, ui: &Ui, cx: &mut Cx<'_>, state: &State, page: SettingsPage) {
        take_key(ui, cx, &mut self.awaited);
        let window = ui.ctx().content_rect().size();
        let width = WIDTH.min(window.x - AROUND.x);
        let height = HEIGHT.min(window.y - AROUND.y).max(80.0);
        let has_column = width >= LEAST_FOR_COLUMN;
        let modal = widgets::dialog(ui, Id::unique("settings")).show(ui.ctx(), |ui| {
            ui.set_width(width);
            self.head_ui(ui, cx, page, has_column);
            ui.separator();
            ui.horizontal_top(|ui| {
                if has_column {
                    self.column_ui(ui, cx, page, height);
                    ui.add_space(2.0 * theme::GAP);
                }
                ui.with_layout(Layout::top_down(Align::Min), |ui| {
                    ScrollArea::vertical()
                        .id_salt(page)
                        .max_height(height)
                        .min_scrolled_height(height)
                        .auto_shrink(false)
                        .show(ui, |ui| {
                            self.page_ui(ui, cx, state, page);
                            follow_focus(ui);
                        });
                });
            });
            ui.separator();
            ui.button(cx.text("help-done")).clicked()
        });
        if modal.should_close() || modal.inner {
            *self = Self::default();
            cx.push(Action::ShowSettings(None));
        }
    }

    fn head_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, page: SettingsPage, has_column: bool) {
        ui.horizontal(|ui| {
            ui.heading(cx.text("settings"));
            if !has_column {
                self.list_ui(ui, cx, page);
            }
            let name = cx.text("settings-search").into_owned();
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let edit = TextEdit::singleline(&mut self.search)
                    .id(Id::unique("search in the settings"))
                    .hint_text(name.as_str())
                    .prefix(RichText::new(icons::SEARCH).color(cx.palette.weak))
                    .margin(egui::Margin::symmetric(8, 5))
                    .desired_width(180.0);
                ui.add(edit).accessible_name(&name);
            });
        });
    }

    /// All pages, one below the other.
    fn column_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, page: SettingsPage, height: f32) {
        ui.allocate_ui_with_layout(
            egui::vec2(COLUMN, height),
            Layout::top_down_justified(Align::Min),
            |ui| {
                ui.set_width(COLUMN);
                ui.spacing_mut().item_spacing.y = theme::GAP / 2.0;
                // A low window has no room for all of them.
                ScrollArea::vertical()
                    .id_salt("pages of settings")
                    .max_height(height)
                    .show(ui, |ui| {
                        ui.set_width(COLUMN);
                        for other in SettingsPage::ALL {
                            self.page_button(ui, cx, page, other);
                        }
                    });
            },
        );
    }

    /// The same as a list that opens.
    fn list_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, page: SettingsPage) {
        let shown = cx.text(page_key(page)).into_owned();
        ComboBox::from_id_salt("page of settings")
            .width(110.0)
            .height(400.0)
            .selected_text(shown)
            .show_ui(ui, |ui| {
                for other in SettingsPage::ALL {
                    self.page_button(ui, cx, page, other);
                }
            })
            .response
            .accessible_name(cx.text("settings-page").as_ref());
    }

    fn page_button(
        &mut self,
        ui: &mut Ui,
        cx: &mut Cx<'_>,
        page: SettingsPage,
        other: SettingsPage,
    ) {
        let is_shown = other == page && self.search.trim().is_empty();
        let button = egui::Button::selectable(is_shown, cx.text(page_key(other)));
        if ui.add(button).clicked() {
            self.search.clear();
            cx.push(Action::ShowSettings(Some(other)));
        }
    }

    fn page_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, state: &State, page: SettingsPage) {
        let wanted = self.search.trim().to_lowercase();
        if !wanted.is_empty() {
            self.found_ui(ui, cx, state, &wanted);
            return;
        }
        match page {
            SettingsPage::Keyboard => keyboard_ui(ui, cx, &state.settings, &mut self.awaited),
            SettingsPage::Findings => findings::findings_ui(ui, cx, state),
            SettingsPage::Transfer => self.transfer.ui(ui, cx, state),
            SettingsPage::About => self.about.ui(ui, cx, state),
            SettingsPage::General
            | SettingsPage::Reading
            | SettingsPage::Reports
            | SettingsPage::Network => {
                for section in SECTIONS.iter().filter(|it| it.page == page) {
                    widgets::section(ui, &cx.text(section.title));
                    (section.draw)(ui, cx, state);
                }
            }
        }
    }

    /// What a search finds, below the names of its pages.
    fn found_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, state: &State, wanted: &str) {
        let mut found: Vec<SettingsPage> = Vec::new();
        for section in SECTIONS {
            if section.has(wanted) || is_said([page_key(section.page)], wanted) {
                page_heading_ui(ui, cx, section.page, &mut found);
                widgets::section(ui, &cx.text(section.title));
                (section.draw)(ui, cx, state);
            }
        }
        for code in findings::found(wanted) {
            page_heading_ui(ui, cx, SettingsPage::Findings, &mut found);
            findings::row_ui(ui, cx, state, code);
        }
        if Transfer::has(wanted) {
            page_heading_ui(ui, cx, SettingsPage::Transfer, &mut found);
            self.transfer.ui(ui, cx, state);
        }
        let commands = keyboard::found(cx, wanted);
        if !commands.is_empty() {
            page_heading_ui(ui, cx, SettingsPage::Keyboard, &mut found);
            keyboard::found_ui(ui, cx, &commands, &mut self.awaited);
        }
        if AboutPage::has(wanted) {
            page_heading_ui(ui, cx, SettingsPage::About, &mut found);
            self.about.ui(ui, cx, state);
        }
        if found.is_empty() {
            widgets::hint(ui, cx.text("settings-search-nothing"));
        }
    }
}

/// The page's name above the first thing that was found on it.
fn page_heading_ui(ui: &mut Ui, cx: &Cx<'_>, page: SettingsPage, named: &mut Vec<SettingsPage>) {
    if named.contains(&page) {
        return;
    }
    if !named.is_empty() {
        ui.add_space(theme::GAP);
        ui.separator();
    }
    let name = RichText::new(cx.text(page_key(page)));
    ui.label(name.color(cx.palette.info).family(theme::semibold()));
    named.push(page);
}

fn page_key(page: SettingsPage) -> &'static str {
    match page {
        SettingsPage::General => "settings-general",
        SettingsPage::Reading => "settings-reading",
        SettingsPage::Findings => "settings-findings",
        SettingsPage::Reports => "settings-reports",
        SettingsPage::Network => "settings-network",
        SettingsPage::Keyboard => "settings-keyboard",
        SettingsPage::Transfer => "settings-transfer",
        SettingsPage::About => "settings-about",
    }
}
