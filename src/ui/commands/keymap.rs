//! Which keys ask for which command: those of the table, but for the ones that the user chose.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use egui::{InputState, Key, Modifiers};

use crate::state::State;

use super::{Command, Trigger};

/// The keys of all commands.
#[derive(Clone, Debug, PartialEq)]
pub struct Keymap {
    /// As the settings have them; what the map was made from.
    chosen: BTreeMap<String, Vec<String>>,
    /// Those with more modifiers first, as a key alone is also taken where Shift is held; of equal ones in the table's
    /// order.
    triggers: Vec<(Command, Trigger)>,
}

impl Default for Keymap {
    fn default() -> Self {
        Self::new(&BTreeMap::new())
    }
}

impl Keymap {
    /// `chosen` has keys as [`Trigger::label`] writes them, by the names of commands. What is no command or no key is
    /// passed over.
    pub fn new(chosen: &BTreeMap<String, Vec<String>>) -> Self {
        let mut triggers = Vec::new();
        for &command in Command::ALL {
            match chosen.get(command.id()) {
                Some(keys) => {
                    let keys = keys.iter().filter_map(|key| command.trigger_of(key));
                    triggers.extend(keys.map(|trigger| (command, trigger)));
                }
                None => triggers.extend(command.triggers().iter().map(|it| (command, *it))),
            }
        }
        triggers.sort_by_key(|(_, trigger)| Reverse(trigger.modifiers()));
        Self {
            chosen: chosen.clone(),
            triggers,
        }
    }

    /// Follows the settings; cheap where they are as they were.
    pub fn follow(&mut self, chosen: &BTreeMap<String, Vec<String>>) {
        if self.chosen != *chosen {
            *self = Self::new(chosen);
        }
    }

    pub fn of(&self, command: Command) -> impl Iterator<Item = Trigger> {
        let own = self.triggers.iter().filter(move |(it, _)| *it == command);
        own.map(|(_, trigger)| *trigger)
    }

    /// Its keys as people write them, in the table's order.
    pub fn labels(&self, command: Command) -> Vec<String> {
        if !self.chosen.contains_key(command.id()) {
            let own = command.triggers().iter();
            return own.filter_map(Trigger::label).collect();
        }
        self.of(command).filter_map(|it| it.label()).collect()
    }

    /// The key that a tooltip names; empty where there is none.
    pub fn shortcut(&self, command: Command) -> String {
        self.labels(command).into_iter().next().unwrap_or_default()
    }

    /// Whether the user chose its keys.
    pub fn is_chosen(&self, command: Command) -> bool {
        self.chosen.contains_key(command.id())
    }

    /// Other commands that this key of `command` asks for as well, where both are understood.
    pub fn conflicts(&self, command: Command, label: &str) -> Vec<Command> {
        let mut found = Vec::new();
        for (other, trigger) in &self.triggers {
            let meets = *other != command && command.place().meets(other.place());
            let is_same = trigger.label().is_some_and(|it| it == label);
            if meets && is_same && !found.contains(other) {
                found.push(*other);
            }
        }
        found
    }

    /// Which of two that share a key is asked for where both could be.
    pub fn winner(&self, first: Command, second: Command, label: &str) -> Command {
        let has_key = |trigger: &Trigger| trigger.label().is_some_and(|it| it == label);
        let found = self
            .triggers
            .iter()
            .find(|(it, trigger)| (*it == first || *it == second) && has_key(trigger));
        found.map_or(first, |(it, _)| *it)
    }

    /// Those that this frame's only event asks for, which is taken out of it.
    pub(in crate::ui) fn asked_for(
        &self,
        input: &mut InputState,
        state: &State,
        has_focus: bool,
    ) -> Vec<Command> {
        let mut asked: Vec<Command> = Vec::new();
        for (command, trigger) in &self.triggers {
            // A key alone that does nothing here is left to others: a field takes Esc, a button Space. One with a
            // modifier would pass for the key alone.
            let is_awaited = command.is_available(state) || trigger.modifiers() > 0;
            let is_here = command.place().is_here(state) && !asked.contains(command);
            if is_here && is_awaited && trigger.takes(input, has_focus) {
                asked.push(*command);
            }
        }
        asked.retain(|it| it.is_available(state));
        asked
    }
}

impl Command {
    /// The trigger that a key makes for this command; one that acts while it is held stays such.
    fn trigger_of(self, label: &str) -> Option<Trigger> {
        let (modifiers, key) = parse(label)?;
        let is_held = self
            .triggers()
            .iter()
            .any(|it| matches!(it, Trigger::Held(_)));
        Some(match key {
            key if is_held => Trigger::Held(key),
            Key::Space | Key::Enter if modifiers.is_none() => Trigger::Unfocused(key),
            key if modifiers.is_none() && DIGITS.contains(&key) => Trigger::Digit(key),
            key => Trigger::Key(modifiers, key),
        })
    }
}

/// The keys of the digits, each in its own place.
pub const DIGITS: [Key; 10] = [
    Key::Num0,
    Key::Num1,
    Key::Num2,
    Key::Num3,
    Key::Num4,
    Key::Num5,
    Key::Num6,
    Key::Num7,
    Key::Num8,
    Key::Num9,
];

/// A pressed key as [`Trigger::label`] writes it.
pub fn label_of(modifiers: Modifiers, key: Key) -> Option<String> {
    let kept = Modifiers {
        command: modifiers.command,
        shift: modifiers.shift,
        ..Modifiers::NONE
    };
    Trigger::Key(kept, key).label()
}

fn parse(label: &str) -> Option<(Modifiers, Key)> {
    let (modifiers, rest) = match label.strip_prefix("Ctrl+") {
        Some(rest) if !rest.is_empty() => (Modifiers::COMMAND, rest),
        _ => (Modifiers::NONE, label),
    };
    let (modifiers, rest) = match rest.strip_prefix("Alt+") {
        Some(rest) if !rest.is_empty() => (modifiers.plus(Modifiers::ALT), rest),
        _ => (modifiers, rest),
    };
    let (modifiers, rest) = match rest.strip_prefix("Shift+") {
        Some(rest) if !rest.is_empty() => (modifiers.plus(Modifiers::SHIFT), rest),
        _ => (modifiers, rest),
    };
    Some((modifiers, super::trigger::key_of(rest)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(keys: &[(&str, &[&str])]) -> Keymap {
        let own = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect();
        let chosen = keys.iter().map(|(id, keys)| ((*id).to_owned(), own(keys)));
        Keymap::new(&chosen.collect())
    }

    #[test]
    fn every_key_of_the_table_can_be_written_and_read() {
        for command in Command::ALL {
            for trigger in command.triggers() {
                let (Some(label), false) = (
                    trigger.label(),
                    matches!(trigger, Trigger::Char(_) | Trigger::Copy | Trigger::Paste),
                ) else {
                    continue;
                };
                let read = command.trigger_of(&label).and_then(|it| it.label());
                assert_eq!(read.as_deref(), Some(label.as_str()), "{command:?}");
            }
        }
    }

    #[test]
    fn chosen_keys_take_the_place_of_the_tables_and_conflicts_are_known() {
        let keymap = with(&[
            ("JudgeCorrect", &["J", "Ctrl+Shift+K"]),
            ("JudgeWrong", &[]),
            ("NoSuchCommand", &["Q"]),
        ]);
        assert_eq!(keymap.labels(Command::JudgeCorrect), ["Ctrl+Shift+K", "J"]);
        assert_eq!(keymap.shortcut(Command::JudgeWrong), "");
        assert!(keymap.is_chosen(Command::JudgeWrong));
        assert!(!keymap.is_chosen(Command::JudgeUnsure));
        assert!(keymap.conflicts(Command::JudgeCorrect, "J").is_empty());

        let doubled = with(&[("JudgeCorrect", &["7"])]);
        let found = doubled.conflicts(Command::JudgeCorrect, "7");
        assert_eq!(found, [Command::JudgeUnsure]);
        let back = doubled.conflicts(Command::JudgeUnsure, "7");
        assert_eq!(back, [Command::JudgeCorrect]);
        let (one, other) = (Command::JudgeCorrect, Command::JudgeUnsure);
        assert_eq!(
            doubled.winner(one, other, "7"),
            doubled.winner(other, one, "7")
        );
    }

    #[test]
    fn the_table_has_no_conflicts() {
        let keymap = Keymap::default();
        for &command in Command::ALL {
            for label in keymap.labels(command) {
                assert!(
                    keymap.conflicts(command, &label).is_empty(),
                    "{command:?} {label}"
                );
            }
        }
    }

    #[test]
    fn what_is_no_key_is_passed_over() {
        let keymap = with(&[("JudgeCorrect", &["", "Ctrl+", "NoKey", "Ctrl+J", "+", "-"])]);
        assert_eq!(keymap.labels(Command::JudgeCorrect), ["Ctrl+J", "+", "-"]);
    }

    #[test]
    fn a_key_with_more_modifiers_is_looked_for_first() {
        let keymap = with(&[("JudgeCorrect", &["R"]), ("JudgeWrong", &["Shift+R"])]);
        let position = |wanted: Command| keymap.triggers.iter().position(|(it, _)| *it == wanted);
        assert!(position(Command::JudgeWrong) < position(Command::JudgeCorrect));
    }
}
