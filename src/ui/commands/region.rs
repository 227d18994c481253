//! What the commands that correct a region come down to.

use egui::{Event, Key, Modifiers};

use crate::geometry::UiVector;
use crate::state::{Action, RegionAction, RegionPart};

use super::trigger::Trigger;
use super::{Request, Situation};

/// Page pixels that a key moves a border by, and with Shift.
const STEP: f64 = 1.0;
const LONG_STEP: f64 = 10.0;

pub(super) const fn arrows(modifiers: Modifiers) -> [Trigger; 4] {
    [
        Trigger::Key(modifiers, Key::ArrowLeft),
        Trigger::Key(modifiers, Key::ArrowRight),
        Trigger::Key(modifiers, Key::ArrowUp),
        Trigger::Key(modifiers, Key::ArrowDown),
    ]
}

pub(super) fn ask(action: RegionAction) -> Request {
    Request::Action(Action::Region(action))
}

pub(super) fn push(situation: &Situation<'_>, part: RegionPart) -> Request {
    let Some(Event::Key { key, modifiers, .. }) = situation.event else {
        return Request::Nothing;
    };
    let step = if modifiers.shift { LONG_STEP } else { STEP };
    let by = match key {
        Key::ArrowLeft => UiVector::new(-step, 0.0),
        Key::ArrowRight => UiVector::new(step, 0.0),
        Key::ArrowUp => UiVector::new(0.0, -step),
        Key::ArrowDown => UiVector::new(0.0, step),
        _ => return Request::Nothing,
    };
    ask(RegionAction::Push { part, by })
}

/// A key that is held down does not take what it asked for itself.
pub(super) fn snap(situation: &Situation<'_>) -> Request {
    match situation.event {
        Some(Event::Key { repeat: true, .. }) => Request::Nothing,
        _ => ask(RegionAction::Snap),
    }
}
