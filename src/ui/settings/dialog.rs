//! The dialog of settings: pages, a search over all of them, and a way out that is always in view.

use egui::{Id, Modal, RichText, ScrollArea, TextEdit, Ui};

use crate::state::{Action, Settings, SettingsPage, State};

use super::keyboard::{Awaited, found_ui, keyboard_ui, take_key};
use super::{general, network, reading};
use crate::ui::Cx;
use crate::ui::kit::{icons, theme, widgets};

/// Size in points, where the window has as much.
const WIDTH: f32 = 520.0;
const HEIGHT: f32 = 420.0;
/// What the dialog's edges, title and foot take of the window's height, and its edges of the width.
const AROUND: egui::Vec2 = egui::vec2(56.0, 210.0);

/// A group of settings under a heading.
struct Section {
    page: SettingsPage,
    /// Key of its heading; empty where the settings say it themselves.
    title: &'static str,
    /// Keys of what else a search finds it by.
    words: &'static [&'static str],
    draw: fn(&mut Ui, &mut Cx<'_>, &Settings),
}

const SECTIONS: &[Section] = &[
    Section {
        page: SettingsPage::General,
        title: "settings-judging",
        words: &["settings-reviewer", "settings-advances"],
        draw: general::judging_ui,
    },
    Section {
        page: SettingsPage::General,
        title: "settings-language",
        words: &["language-en", "language-zh-cn"],
        draw: general::language_ui,
    },
    Section {
        page: SettingsPage::General,
        title: "settings-theme",
        words: &["theme-system", "theme-light", "theme-dark"],
        draw: general::theme_ui,
    },
    Section {
        page: SettingsPage::General,
        title: "settings-scale",
        words: &[],
        draw: general::scale_ui,
    },
    Section {
        page: SettingsPage::Reading,
        title: "settings-print",
        words: &["settings-reads"],
        draw: reading::print_ui,
    },
    Section {
        page: SettingsPage::Reading,
        title: "settings-regions",
        words: &[
            "regions-automatic",
            "regions-corners",
            "regions-size",
            "regions-upright",
        ],
        draw: reading::regions_ui,
    },
    Section {
        page: SettingsPage::Reading,
        title: "settings-memory",
        words: &["memory-files", "memory-pixels", "memory-textures"],
        draw: reading::memory_ui,
    },
    Section {
        page: SettingsPage::Network,
        title: "settings-connections",
        words: &[],
        draw: network::connections_ui,
    },
    Section {
        page: SettingsPage::Network,
        title: "settings-trust",
        words: &[
            "settings-ca-file",
            "settings-private-addresses",
            "keyring-forget-all",
        ],
        draw: network::trust_ui,
    },
];

/// What is searched for, and whether a key is waited for.
#[derive(Default)]
pub struct SettingsDialog {
    search: String,
    awaited: Awaited,
}

impl SettingsDialog {
    pub fn ui(&mut self, ui: &Ui, cx: &mut Cx<'_>, state: &State, page: SettingsPage) {
        take_key(ui, cx, &mut self.awaited);
        let window = ui.ctx().content_rect().size();
        let width = WIDTH.min(window.x - AROUND.x);
        let height = HEIGHT.min(window.y - AROUND.y).max(80.0);
        let modal = Modal::new(Id::unique("settings")).show(ui.ctx(), |ui| {
            ui.set_width(width);
            self.head_ui(ui, cx, page);
            ui.separator();
            ScrollArea::vertical()
                .id_salt(page)
                .max_height(height)
                .min_scrolled_height(height)
                .auto_shrink(false)
                .show(ui, |ui| self.page_ui(ui, cx, &state.settings, page));
            ui.separator();
            ui.button(cx.text("help-done")).clicked()
        });
        if modal.should_close() || modal.inner {
            self.search.clear();
            self.awaited = None;
            cx.push(Action::ShowSettings(None));
        }
    }

    fn head_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, page: SettingsPage) {
        ui.horizontal(|ui| {
            ui.heading(cx.text("settings"));
            let name = cx.text("settings-search").into_owned();
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let edit = TextEdit::singleline(&mut self.search)
                    .id(Id::unique("search in the settings"))
                    .hint_text(name.as_str())
                    .prefix(RichText::new(icons::SEARCH).color(cx.palette.weak))
                    .margin(egui::Margin::symmetric(8, 5))
                    .desired_width(160.0);
                ui.add(edit).accessible_name(&name);
            });
        });
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = theme::GAP;
            for other in SettingsPage::ALL {
                let is_shown = other == page && self.search.trim().is_empty();
                if ui
                    .selectable_label(is_shown, cx.text(page_key(other)))
                    .clicked()
                {
                    self.search.clear();
                    cx.push(Action::ShowSettings(Some(other)));
                }
            }
        });
    }

    fn page_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, settings: &Settings, page: SettingsPage) {
        let wanted = self.search.trim().to_lowercase();
        if wanted.is_empty() && page == SettingsPage::Keyboard {
            keyboard_ui(ui, cx, settings, &mut self.awaited);
            return;
        }
        let mut is_empty = true;
        for section in SECTIONS {
            let is_shown = if wanted.is_empty() {
                section.page == page
            } else {
                section.has(cx, &wanted)
            };
            if !is_shown {
                continue;
            }
            if !is_empty {
                ui.add_space(2.0 * theme::GAP);
            }
            is_empty = false;
            ui.label(
                RichText::new(cx.text(section.title))
                    .strong()
                    .family(theme::semibold()),
            );
            (section.draw)(ui, cx, settings);
        }
        let has_keys = !wanted.is_empty() && found_ui(ui, cx, &wanted, &mut self.awaited);
        if is_empty && !has_keys {
            widgets::hint(ui, cx.text("settings-search-nothing"));
        }
    }
}

impl Section {
    fn has(&self, cx: &Cx<'_>, wanted: &str) -> bool {
        let mut keys = self.words.iter().chain([&self.title]);
        keys.any(|key| cx.text(key).to_lowercase().contains(wanted))
    }
}

fn page_key(page: SettingsPage) -> &'static str {
    match page {
        SettingsPage::General => "settings-general",
        SettingsPage::Reading => "settings-reading",
        SettingsPage::Network => "settings-network",
        SettingsPage::Keyboard => "settings-keyboard",
    }
}
