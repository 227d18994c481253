//! What the user can ask for by a key or a button. One table ([`table`]) says of each command by which keys, under which
//! name and icon, where and when; keys, help sheet, buttons, tooltips and README's list of keys all read it.

mod does;
mod keymap;
mod region;
mod table;
mod trigger;

use egui::Event;

use crate::state::{Action, State};

use crate::ui::viewer::zoom::Zoom;

pub use keymap::{DIGITS, Keymap, label_of};
pub use table::Command;
pub use trigger::Trigger;

/// All that is said of one command.
struct Spec {
    /// Key of its name, on buttons, in tooltips and among the keys of the settings; empty where it has no button and its
    /// line in the help sheet is its own.
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
    /// In the viewer, while a region is edited: before what its keys mean there otherwise.
    Editing,
    /// In both.
    Review,
}

impl Place {
    pub const ALL: [Self; 4] = [Self::Grid, Self::Viewer, Self::Editing, Self::Review];

    /// Key of its heading in the help sheet.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Grid => "help-in-grid",
            Self::Viewer => "help-in-viewer",
            Self::Editing => "help-in-editing",
            Self::Review => "help-in-review",
        }
    }

    /// Whether keys of both may be understood at once.
    fn meets(self, other: Self) -> bool {
        self == other || self == Self::Review || other == Self::Review
    }

    fn is_here(self, state: &State) -> bool {
        match self {
            Self::Grid => state.viewer.is_none(),
            Self::Viewer => state.viewer.is_some(),
            Self::Editing => state.region_edit.is_some(),
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
    /// Ask for the number or the ID of an invoice.
    GoTo,
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

    /// Key of what it is called by itself, whether it has a button or not.
    pub fn title(self) -> &'static str {
        match self.name() {
            "" => self.help(),
            name => name,
        }
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

    /// Whether its keys are the system's or say directions, and cannot be others.
    pub fn is_fixed(self) -> bool {
        if matches!(
            self,
            Self::MoveRegion | Self::MoveTopLeft | Self::MoveBottomRight
        ) {
            return true;
        }
        let of_system = |it: &Trigger| matches!(it, Trigger::Copy | Trigger::Paste);
        self.triggers().iter().any(of_system)
    }

    /// Whether it is understood and does something.
    pub fn is_available(self, state: &State) -> bool {
        self.place().is_here(state) && (self.spec().when)(state)
    }

    pub fn request(self, situation: &Situation<'_>) -> Request {
        (self.spec().does)(situation)
    }
}

/// The help sheet's lines: by place, in the table's order; where several commands share a line, which names them from the
/// simplest key on, those with fewer modifiers first.
pub fn help_lines(keymap: &Keymap) -> Vec<HelpLine> {
    let mut lines: Vec<(Place, &'static str, Vec<Vec<String>>)> = Vec::new();
    for place in Place::ALL {
        for command in Command::ALL.iter().filter(|it| it.place() == place) {
            let keys = keymap.labels(*command);
            if keys.is_empty() {
                continue;
            }
            let text = command.help();
            match lines.iter_mut().find(|(_, it, _)| *it == text) {
                Some((_, _, of_line)) => of_line.push(keys),
                None => lines.push((place, text, vec![keys])),
            }
        }
    }
    let line = |(place, text, mut of_line): (_, _, Vec<Vec<String>>)| {
        of_line.sort_by_key(|keys| modifiers(keys));
        let keys = of_line.concat();
        HelpLine { place, keys, text }
    };
    lines.into_iter().map(line).collect()
}

/// The most of them that one of these keys is pressed with.
fn modifiers(keys: &[String]) -> usize {
    let count = |key: &String| {
        let held = ["Ctrl+", "Alt+", "Shift+"];
        held.iter().filter(|it| key.contains(*it)).count()
    };
    keys.iter().map(count).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_asks_for_two_things_in_one_place() {
        for (index, command) in Command::ALL.iter().enumerate() {
            for other in &Command::ALL[index + 1..] {
                if !command.place().meets(other.place()) {
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
    fn every_command_with_a_key_says_what_it_does() {
        for command in Command::ALL {
            let has_keys = command.triggers().iter().any(|it| it.label().is_some());
            assert_eq!(has_keys, !command.help().is_empty(), "{command:?}");
            let has_button = !command.icon().is_empty();
            assert!(!has_button || !command.name().is_empty(), "{command:?}");
        }
    }

    #[test]
    fn no_two_commands_of_a_place_have_one_name() {
        for (index, command) in Command::ALL.iter().enumerate() {
            for other in &Command::ALL[index + 1..] {
                let is_same = !command.help().is_empty() && command.title() == other.title();
                let is_told = command.place() != other.place() || !is_same;
                assert!(is_told, "{command:?} and {other:?}");
            }
        }
    }
}
