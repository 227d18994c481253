//! What a first start says: what this is in three steps, and the demo for who has nothing to load yet.

use egui::{RichText, Ui};

use crate::state::{Action, State};
use crate::ui::Cx;
use crate::ui::kit::{theme, widgets};

/// Keys of the steps and of what is said of each.
const STEPS: [(&str, &str); 3] = [
    ("welcome-load", "welcome-load-how"),
    ("welcome-judge", "welcome-judge-how"),
    ("welcome-hand-over", "welcome-hand-over-how"),
];

/// Draws nothing where there is a review already, or may be.
pub fn welcome_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    if !state.reviews.is_first_start() {
        return;
    }
    widgets::card(cx.palette)
        .inner_margin(egui::Margin::symmetric(24, 14))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.with_layout(egui::Layout::top_down(egui::Align::Min), |ui| {
                for (title, how) in STEPS {
                    ui.horizontal_wrapped(|ui| {
                        ui.label(
                            RichText::new(cx.text(title))
                                .strong()
                                .family(theme::semibold()),
                        );
                        ui.label(RichText::new(cx.text(how)).color(cx.palette.weak));
                    });
                }
                let demo = egui::Button::new(cx.text("welcome-demo").into_owned());
                if ui.add_enabled(!state.is_busy, demo).clicked() {
                    cx.push(Action::StartDemo);
                }
            });
        });
    ui.add_space(12.0);
}
