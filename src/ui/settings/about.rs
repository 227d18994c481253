//! What program this is, under which licences it and all that is built into it stand, and what to send with a question.

use egui::{RichText, ScrollArea, Ui};

use crate::state::State;
use crate::ui::Cx;
use crate::ui::kit::{icons, theme, widgets};

use super::diagnostics::diagnostics;
use super::licences::{Licences, LicensedPart};
use super::sections::is_said;

/// The page, as it was left.
#[derive(Default)]
pub struct AboutPage {
    licences: Licences,
    /// The one whose text is shown.
    shown: Option<usize>,
    is_copied: bool,
}

impl AboutPage {
    /// Whether a search finds it.
    pub fn has(wanted: &str) -> bool {
        is_said(["settings-about", "settings-words-about"], wanted)
    }

    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
        let version = env!("CARGO_PKG_VERSION");
        let name = cx.with("about-version", &[("version", version.into())]);
        widgets::section(ui, &name);
        ui.add(egui::Label::new(cx.text("start-purpose")).wrap());
        widgets::hint(ui, cx.text("about-licence"));
        ui.horizontal_wrapped(|ui| {
            let text = format!("{}  {}", icons::COPY, cx.text("about-copy"));
            let name = cx.text("about-copy").into_owned();
            if ui.button(text).accessible_name(&name).clicked() {
                widgets::copy(ui, &diagnostics(ui, state));
                self.is_copied = true;
            }
            if self.is_copied {
                ui.label(RichText::new(cx.text("about-copied")).color(cx.palette.good));
            }
        });
        widgets::hint(ui, cx.text("about-copy-hint"));
        let parts = self.licences.parts();
        let count = [("count", parts.len().into())];
        widgets::section(ui, &cx.with("about-parts", &count));
        for (index, part) in parts.iter().enumerate() {
            let is_shown = self.shown == Some(index);
            if part_ui(ui, part, is_shown) {
                self.shown = (!is_shown).then_some(index);
            }
            if is_shown {
                text_ui(ui, self.licences.text(part));
            }
        }
    }
}

/// Whether it was clicked.
fn part_ui(ui: &mut Ui, part: &LicensedPart, is_shown: bool) -> bool {
    let name = format!("{} {}", part.name, part.version);
    let text = format!("{name}   {}", part.licence);
    let button = egui::Button::selectable(is_shown, RichText::new(text).size(theme::SMALL))
        .wrap()
        .min_size(egui::vec2(ui.available_width(), theme::CONTROL_HEIGHT));
    ui.add(button).clicked()
}

fn text_ui(ui: &mut Ui, text: &str) {
    ScrollArea::vertical()
        .id_salt("text of a licence")
        .max_height(220.0)
        .show(ui, |ui| {
            let text = RichText::new(text).size(theme::SMALL).weak();
            ui.add(egui::Label::new(text).wrap().selectable(true));
        });
}
