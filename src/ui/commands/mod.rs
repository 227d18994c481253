//! What the user can ask for by a key or a button. One table ([`table`]) says of each command by which keys, under which
//! name and icon, where and when; keys, help sheet, buttons, tooltips and README's list of keys all read it.

#[macro_use]
mod choosing;
mod does;
#[macro_use]
mod entry;
mod table;
mod trigger;

use egui::{Event, InputState};

use crate::state::{Action, State};

use crate::ui::viewer::zoom::Zoom;

pub use table::Command;
pub use trigger::Trigger;

/// All that is said of one command.
struct Spec {
    /// Key of its name, on buttons and in tooltips; empty where it has no button.
    name: &'static str,
    /// Key of what it does, in the help sheet; commands with the same text share a line.
    help: &'static str,
    icon: &'static str,
    /// The first is the one that a tooltip names. With a modifier before without, see [`Trigger::takes`].
    triggers: &'static [Trigger],
    place: Place,
    /// Whether it does anything now.
    when: fn(&State) -> bool,
    does: fn(&Situation<'_>) -> Request,
}

impl Spec {
    const DEFAULT: Self = Self {
        name: "",
        help: "",
        icon: "",
        triggers: &[],
        place: Place::Review,
        when: |_| true,
        does: |_| Request::Nothing,
    };
}

/// Where a command is understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Grid,
    Viewer,
    /// In both.
    Review,
}

impl Place {
    pub const ALL: [Self; 3] = [Self::Grid, Self::Viewer, Self::Review];

    /// Key of its heading in the help sheet.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Grid => "help-in-grid",
            Self::Viewer => "help-in-viewer",
            Self::Review => "help-in-review",
        }
    }

    fn is_here(self, state: &State) -> bool {
        match self {
            Self::Grid => state.viewer.is_none(),
            Self::Viewer => state.viewer.is_some(),
            Self::Review => true,
        }
    }
}

/// What a command may depend on.
pub struct Situation<'a> {
    pub state: &'a State,
    pub grid: GridShape,
    /// What asked for it, unless it was a button.
    pub event: Option<&'a Event>,
}

impl<'a> Situation<'a> {
    /// A button was clicked.
    pub fn of_button(state: &'a State) -> Self {
        Self {
            state,
            grid: GridShape::default(),
            event: None,
        }
    }
}

/// The grid's shape, which decides how far a row or a page of it is.
#[derive(Clone, Copy, Debug)]
pub struct GridShape {
    pub columns: usize,
    pub tiles_per_page: usize,
}

impl Default for GridShape {
    fn default() -> Self {
        Self {
            columns: 1,
            tiles_per_page: 1,
        }
    }
}

/// What a command comes down to.
#[derive(Debug)]
pub enum Request {
    Nothing,
    Action(Action),
    /// Of the open picture, with the next frame.
    Zoom(Zoom),
    FocusSearch,
    /// A token that was pasted where one is asked for.
    Token(String),
    /// A text for the clipboard, and the word that it is there.
    Copy(String, Action),
}

/// A line of the help sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpLine {
    pub place: Place,
    pub keys: Vec<String>,
    /// Key of its text.
    pub text: &'static str,
}

impl Command {
    /// Key of its name.
    pub fn name(self) -> &'static str {
        self.spec().name
    }

    /// Key of what it does.
    pub fn help(self) -> &'static str {
        self.spec().help
    }

    pub fn icon(self) -> &'static str {
        self.spec().icon
    }

    pub fn triggers(self) -> &'static [Trigger] {
        self.spec().triggers
    }

    pub fn place(self) -> Place {
        self.spec().place
    }

    /// The key that a tooltip names; empty where there is none.
    pub fn shortcut(self) -> String {
        let first = self.triggers().iter().find_map(Trigger::label);
        first.unwrap_or_default()
    }

    /// Whether it is understood and does something.
    pub fn is_available(self, state: &State) -> bool {
        self.place().is_here(state) && (self.spec().when)(state)
    }

    pub fn request(self, situation: &Situation<'_>) -> Request {
        (self.spec().does)(situation)
    }

    /// Those that this frame's only event asks for, which is taken out of it; in the table's order.
    pub(super) fn asked_for(input: &mut InputState, state: &State, has_focus: bool) -> Vec<Self> {
        let here = Self::ALL.iter().filter(|it| it.place().is_here(state));
        let mut asks = |command: &&Self| {
            let mut triggers = command.triggers().iter();
            triggers.any(|trigger| trigger.takes(input, has_focus))
        };
        let asked: Vec<Self> = here.filter(|it| asks(it)).copied().collect();
        asked
            .into_iter()
            .filter(|it| it.is_available(state))
            .collect()
    }
}

/// The help sheet's lines: by place, in the table's order.
pub fn help_lines() -> Vec<HelpLine> {
    let mut lines: Vec<HelpLine> = Vec::new();
    for place in Place::ALL {
        for command in Command::ALL.iter().filter(|it| it.place() == place) {
            let keys = command.triggers().iter().filter_map(Trigger::label);
            let keys: Vec<String> = keys.collect();
            if keys.is_empty() {
                continue;
            }
            let text = command.help();
            match lines.iter_mut().find(|it| it.text == text) {
                Some(line) => line.keys.extend(keys),
                None => lines.push(HelpLine { place, keys, text }),
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meet(a: Place, b: Place) -> bool {
        a == b || a == Place::Review || b == Place::Review
    }

    #[test]
    fn no_key_asks_for_two_things_in_one_place() {
        for (index, command) in Command::ALL.iter().enumerate() {
            for other in &Command::ALL[index + 1..] {
                if !meet(command.place(), other.place()) {
                    continue;
                }
                for trigger in command.triggers() {
                    let shared = other.triggers().contains(trigger);
                    assert!(!shared, "{trigger:?} of {command:?} and {other:?}");
                }
            }
        }
    }

    #[test]
    fn a_key_with_a_modifier_is_looked_for_before_the_key_alone() {
        let all = Command::ALL.iter();
        let triggers: Vec<(Command, Trigger)> = all
            .flat_map(|it| it.triggers().iter().map(|trigger| (*it, *trigger)))
            .collect();
        for (index, (command, trigger)) in triggers.iter().enumerate() {
            for (later, other) in &triggers[index + 1..] {
                let hides = trigger.hides(other) && command != later;
                let hides = hides && meet(command.place(), later.place());
                assert!(!hides, "{command:?} comes before {later:?}");
            }
        }
    }

    #[test]
    fn every_command_with_a_key_says_what_it_does() {
        for command in Command::ALL {
            let has_keys = command.triggers().iter().any(|it| it.label().is_some());
            assert_eq!(has_keys, !command.help().is_empty(), "{command:?}");
            let has_button = !command.icon().is_empty();
            assert!(!has_button || !command.name().is_empty(), "{command:?}");
        }
    }
}
