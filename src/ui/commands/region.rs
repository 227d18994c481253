//! Commands that correct a region: their part of the table, and what they come down to.
//!
//! They come first: while a region is being edited its keys mean nothing else.

use egui::{Event, Key, Modifiers};

use crate::geometry::UiVector;
use crate::state::{Action, Part, RegionAction};

use super::trigger::Trigger;
use super::{Request, Situation};

/// Page pixels that a key moves a border by, and with Shift.
const STEP: f64 = 1.0;
const LONG_STEP: f64 = 10.0;

/// Hands its entries to the table's macro, followed by the others.
macro_rules! with_region_commands {
    ($table:ident! { $($others:tt)* }) => { $table! {
        // While a region is edited
        MoveBottomRight {
            help: "help-edit-far",
            triggers: &region::arrows(Modifiers::COMMAND),
            place: Place::Editing,
            does: |it| region::push(it, Part::Far),
        }
        MoveTopLeft {
            help: "help-edit-near",
            triggers: &region::arrows(Modifiers::ALT),
            place: Place::Editing,
            does: |it| region::push(it, Part::Near),
        }
        MoveRegion {
            help: "help-edit-move",
            triggers: &region::arrows(Modifiers::NONE),
            place: Place::Editing,
            does: |it| region::push(it, Part::Whole),
        }
        SnapRegion {
            name: "region-snap",
            help: "help-edit-snap",
            triggers: &[key(Key::T)],
            place: Place::Editing,
            does: region::snap,
        }
        KeepRegion {
            name: "region-keep",
            help: "help-edit-keep",
            triggers: &[Trigger::Unfocused(Key::Enter)],
            place: Place::Editing,
            does: |_| region::ask(RegionAction::Keep(Stamp::now())),
        }
        GiveUpRegion {
            name: "region-give-up",
            help: "help-edit-give-up",
            triggers: &[key(Key::Escape)],
            place: Place::Editing,
            does: |_| region::ask(RegionAction::GiveUp),
        }
        EditRegion {
            name: "region-edit",
            help: "help-edit",
            icon: icons::EDIT_REGION,
            triggers: &[key(Key::E)],
            place: Place::Viewer,
            does: |_| region::ask(RegionAction::Edit(Stamp::now())),
        }
        RevertRegion {
            name: "region-revert",
            help: "help-edit-revert",
            triggers: &[key(Key::Delete)],
            place: Place::Viewer,
            does: |_| region::ask(RegionAction::Revert(Stamp::now())),
        }
        $($others)*
    } };
}
pub(super) use with_region_commands;

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

pub(super) fn push(situation: &Situation<'_>, part: Part) -> Request {
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
