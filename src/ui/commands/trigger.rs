//! How a command is asked for on the keyboard.

use egui::{Event, InputState, Key, Modifiers};

/// A key, or what the system makes of some keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    Key(Modifiers, Key),
    /// One that nobody needs to be told of: another way to type the same.
    Alias(Modifiers, Key),
    /// A digit by its place on the keyboard, whatever a layout or Shift makes of it.
    Digit(Key),
    /// One that belongs to a button while one has the focus.
    Unfocused(Key),
    /// One that acts while it is held down; looked at once a frame, not press by press.
    Held(Key),
    /// A character, on whichever key a keyboard has it.
    Char(&'static str),
    Copy,
    Paste,
}

pub const fn key(key: Key) -> Trigger {
    Trigger::Key(Modifiers::NONE, key)
}

pub const fn shift(key: Key) -> Trigger {
    Trigger::Key(Modifiers::SHIFT, key)
}

pub const fn ctrl(key: Key) -> Trigger {
    Trigger::Key(Modifiers::COMMAND, key)
}

impl Trigger {
    /// Whether the frame's only event is it; a key is taken out of the frame. A key without a modifier is also taken
    /// with Shift or Alt held, which leaves keyboards their ways to type a character.
    pub(super) fn takes(&self, input: &mut InputState, has_focus: bool) -> bool {
        match *self {
            Self::Key(modifiers, key) | Self::Alias(modifiers, key) => {
                input.consume_key(modifiers, key)
            }
            Self::Unfocused(key) => !has_focus && input.consume_key(Modifiers::NONE, key),
            Self::Digit(key) => takes_digit(input, key),
            Self::Held(_) => false,
            Self::Char(wanted) => is_some(input, |event| match event {
                Event::Text(text) => text == wanted,
                _ => false,
            }),
            Self::Copy => is_some(input, |event| matches!(event, Event::Copy)),
            Self::Paste => is_some(input, |event| matches!(event, Event::Paste(_))),
        }
    }

    /// How many modifiers it has.
    pub(super) fn modifiers(&self) -> u8 {
        match self {
            Self::Key(modifiers, _) | Self::Alias(modifiers, _) => {
                u8::from(modifiers.command) + u8::from(modifiers.shift) + u8::from(modifiers.alt)
            }
            _ => 0,
        }
    }

    /// As people write it; `None` where it need not be said.
    pub fn label(&self) -> Option<String> {
        Some(match *self {
            Self::Key(modifiers, key) => {
                let ctrl = if modifiers.command { "Ctrl+" } else { "" };
                let alt = if modifiers.alt { "Alt+" } else { "" };
                let shift = if modifiers.shift { "Shift+" } else { "" };
                format!("{ctrl}{alt}{shift}{}", key_label(key))
            }
            Self::Unfocused(key) | Self::Held(key) | Self::Digit(key) => key_label(key).to_owned(),
            Self::Char(text) if text.is_ascii() => text.to_owned(),
            Self::Copy => "Ctrl+C".to_owned(),
            Self::Paste => "Ctrl+V".to_owned(),
            Self::Alias(..) | Self::Char(_) => return None,
        })
    }
}

/// Takes the digit out of the frame, where its key was pressed without Ctrl and Alt.
fn takes_digit(input: &mut InputState, wanted: Key) -> bool {
    let is_it = |event: &Event| match event {
        Event::Key {
            key,
            physical_key,
            pressed: true,
            modifiers,
            ..
        } => {
            !modifiers.command
                && !modifiers.alt
                && (physical_key.unwrap_or(*key) == wanted || *key == wanted)
        }
        _ => false,
    };
    let before = input.events.len();
    input.events.retain(|event| !is_it(event));
    input.events.len() < before
}

fn is_some(input: &InputState, is_it: impl Fn(&Event) -> bool) -> bool {
    input.events.iter().any(is_it)
}

/// The key that is written so.
pub(super) fn key_of(label: &str) -> Option<Key> {
    let written = Key::ALL.iter().find(|key| key_label(**key) == label);
    written.copied().or_else(|| Key::from_name(label))
}

fn key_label(key: Key) -> &'static str {
    match key {
        Key::ArrowLeft => "←",
        Key::ArrowRight => "→",
        Key::ArrowUp => "↑",
        Key::ArrowDown => "↓",
        Key::PageUp => "PgUp",
        Key::PageDown => "PgDn",
        Key::Escape => "Esc",
        Key::OpenBracket => "[",
        Key::CloseBracket => "]",
        Key::Plus => "+",
        Key::Minus => "-",
        Key::Slash => "/",
        Key::Comma => ",",
        Key::Period => ".",
        other => other.name(),
    }
}
