//! Settings of the keyboard: every command with its keys, which can be others, and where two commands share one.

use egui::{Button, Event, Key, RichText, Ui};

use crate::state::{Action, Settings};

use crate::ui::Cx;
use crate::ui::commands::{Command, Place, Trigger, label_of};
use crate::ui::kit::{icons, theme, widgets};

/// Width of what a command does, as a part of the page's.
const TEXT_PART: f32 = 0.56;

/// The command whose next key is being waited for.
pub type AwaitedKey = Option<Command>;

/// Takes the key that is waited for out of the frame, before anything else does; Esc gives it up.
pub fn take_key(ui: &Ui, cx: &mut Cx<'_>, awaited: &mut AwaitedKey) {
    let Some(command) = *awaited else {
        return;
    };
    let pressed = ui.input_mut(|input| {
        let is_press = |event: &Event| matches!(event, Event::Key { pressed: true, .. });
        let position = input.events.iter().position(is_press)?;
        match input.events.remove(position) {
            Event::Key {
                key,
                physical_key,
                modifiers,
                ..
            } => Some((key, physical_key, modifiers)),
            _ => None,
        }
    });
    let Some((key, physical, modifiers)) = pressed else {
        return;
    };
    *awaited = None;
    if key == Key::Escape {
        return;
    }
    // Digits are understood by their place on the keyboard.
    let digit = physical.filter(|key| key.name().len() == 1 && key.name() < "A");
    if let Some(label) = label_of(modifiers, digit.unwrap_or(key)) {
        let mut keys = cx.keymap.labels(command);
        if !keys.contains(&label) {
            keys.push(label);
        }
        set(cx, command, Some(keys));
    }
}

/// Keys that are the command's own again are nobody's choice.
fn set(cx: &mut Cx<'_>, command: Command, keys: Option<Vec<String>>) {
    let own = command.triggers().iter().filter_map(Trigger::label);
    let keys = keys.filter(|keys| !own.eq(keys.iter().cloned()));
    cx.push(Action::SetKeys(command.id().to_owned(), keys));
}

pub fn keyboard_ui(ui: &mut Ui, cx: &mut Cx<'_>, settings: &Settings, awaited: &mut AwaitedKey) {
    widgets::hint(ui, cx.text("keys-hint"));
    // Always there, so that the rows stay where they are.
    let reset = Button::new(cx.text("keys-reset-all").into_owned());
    if ui.add_enabled(!settings.keys.is_empty(), reset).clicked() {
        for id in settings.keys.keys() {
            cx.push(Action::SetKeys(id.clone(), None));
        }
    }
    for place in Place::ALL {
        ui.add_space(theme::GAP);
        widgets::hint(ui, cx.text(place.heading()));
        for &command in Command::ALL {
            if command.place() == place && is_listed(command) {
                row_ui(ui, cx, command, awaited);
            }
        }
    }
}

/// The commands that a search finds, by what they do or by a key of theirs; whether there are any.
pub fn found_ui(ui: &mut Ui, cx: &mut Cx<'_>, wanted: &str, awaited: &mut AwaitedKey) -> bool {
    let mut is_any = false;
    for &command in Command::ALL.iter().filter(|it| is_listed(**it)) {
        let labels = cx.keymap.labels(command);
        let has_key = labels.iter().any(|it| it.to_lowercase() == wanted);
        if has_key || name(cx, command).to_lowercase().contains(wanted) {
            row_ui(ui, cx, command, awaited);
            is_any = true;
        }
    }
    is_any
}

fn is_listed(command: Command) -> bool {
    !command.help().is_empty() && !command.is_fixed()
}

fn row_ui(ui: &mut Ui, cx: &mut Cx<'_>, command: Command, awaited: &mut AwaitedKey) {
    let name = name(cx, command);
    let labels = cx.keymap.labels(command);
    let conflicts: Vec<(String, Command)> = labels
        .iter()
        .flat_map(|label| {
            let others = cx.keymap.conflicts(command, label);
            others.into_iter().map(move |it| (label.clone(), it))
        })
        .collect();
    ui.horizontal_wrapped(|ui| {
        let width = ui.available_width() * TEXT_PART;
        let height = ui.spacing().interact_size.y;
        ui.allocate_ui(egui::vec2(width, height), |ui| {
            ui.set_width(width);
            ui.add(egui::Label::new(name.as_str()).wrap());
        });
        for label in &labels {
            let text = format!("{label}  {}", icons::CLOSE);
            let taken = cx.with(
                "keys-remove",
                &[
                    ("key", label.as_str().into()),
                    ("what", name.as_str().into()),
                ],
            );
            let button = Button::new(RichText::new(text).size(theme::SMALL));
            if widgets::named(ui.add(button), &taken, "").clicked() {
                let left = labels.iter().filter(|it| *it != label).cloned();
                set(cx, command, Some(left.collect()));
            }
        }
        let is_awaited = *awaited == Some(command);
        let add = cx.with("keys-add", &[("what", name.as_str().into())]);
        if is_awaited {
            let press = RichText::new(cx.text("keys-press")).color(cx.palette.info);
            ui.add(egui::Label::new(press).extend());
        } else if widgets::icon_button(ui, icons::ADD, &add, "").clicked() {
            *awaited = Some(command);
        }
        if cx.keymap.is_chosen(command) {
            let reset = cx.with("keys-reset", &[("what", name.as_str().into())]);
            if widgets::icon_button(ui, icons::UNDO, &reset, "").clicked() {
                set(cx, command, None);
            }
        }
    });
    for (key, other) in conflicts {
        let winner = cx.keymap.winner(command, other, &key);
        let values = [
            ("key", key.into()),
            ("what", self::name(cx, other).into()),
            ("winner", self::name(cx, winner).into()),
        ];
        let text = cx.with("keys-conflict", &values);
        widgets::message(ui, icons::WARNING, &text, cx.palette.warning);
    }
}

/// What it does; where others of its place do the like, with the key that the program gives it.
fn name(cx: &Cx<'_>, command: Command) -> String {
    let key = |command: Command| {
        let name = command.name();
        if name.is_empty() {
            command.help()
        } else {
            name
        }
    };
    let text = cx.text(key(command)).into_owned();
    let is_same = |other: &Command| {
        *other != command && other.place() == command.place() && key(*other) == key(command)
    };
    if !Command::ALL.iter().any(is_same) {
        return text;
    }
    let labels = command.triggers().iter().filter_map(Trigger::label);
    labels
        .take(1)
        .fold(text, |text, label| format!("{text} ({label})"))
}
