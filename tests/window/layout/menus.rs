//! The menus of the bars, opened one after the other: what a bar has no room for, and what its chips hold.

use egui::{Key, Pos2};

use super::checks::{self, Fault};
use super::frame::Frame;
use crate::harness::App;

/// The texts that name buttons which open a menu.
const OPENERS: [&str; 10] = [
    "toolbar-more",
    "originals",
    "verdict-reasons",
    "filter-verdicts",
    "filter-noticed",
    "filter-loading",
    "filter-kinds",
    "filter-types",
    "filter-marks",
    "order",
];

/// What is wrong with any of them, in the window as it is.
pub fn of(app: &mut App) -> Vec<Fault> {
    let mut faults = Vec::new();
    for opener in openers(app) {
        app.click_at(opener);
        faults.extend(checks::of(&Frame::of(&app.harness).above()));
        app.press(Key::Escape);
    }
    faults
}

/// Where they are clicked.
fn openers(app: &App) -> Vec<Pos2> {
    let names = OPENERS.map(|key| app.text(key));
    let frame = Frame::of(&app.harness);
    let found = frame.controls().filter(|it| names.contains(&it.name));
    let seen = found.filter(|it| it.visible.is_positive());
    seen.map(|it| it.visible.center()).collect()
}
