//! Settings of the keyboard: every command with its keys, which can be others, and where two commands share one.

use egui::{Button, Event, Key, RichText, Ui};

use crate::state::{Action, Settings};

use super::sections::is_said;
use crate::ui::Cx;
use crate::ui::commands::{Command, Place, Trigger, label_of};
use crate::ui::kit::{icons, theme, widgets};

/// Width of what a command does, as a part of the page's.
const TEXT_PART: f32 = 0.56;

/// What the page waits for.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum AwaitedKey {
    #[default]
    Nothing,
    /// The next key, for this command.
    Key(Command),
    /// A word on whether a key that others have is this command's from now on.
    Word {
        command: Command,
        label: String,
        others: Vec<Command>,
    },
}

/// Takes the key that is waited for out of the frame, before anything else does; Esc gives it up.
pub fn take_key(ui: &Ui, cx: &mut Cx<'_>, awaited: &mut AwaitedKey) {
    let command = match awaited {
        AwaitedKey::Nothing => return,
        AwaitedKey::Key(command) => *command,
        AwaitedKey::Word { .. } => {
            if ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Escape)) {
                *awaited = AwaitedKey::Nothing;
            }
            return;
        }
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
    *awaited = AwaitedKey::Nothing;
    if key == Key::Escape {
        return;
    }
    // Digits are understood by their place on the keyboard.
    let digit = physical.filter(|key| key.name().len() == 1 && key.name() < "A");
    let Some(label) = label_of(modifiers, digit.unwrap_or(key)) else {
        return;
    };
    let others = cx.keymap.conflicts(command, &label);
    if others.is_empty() {
        add(cx, command, label);
    } else {
        *awaited = AwaitedKey::Word {
            command,
            label,
            others,
        };
    }
}

fn add(cx: &mut Cx<'_>, command: Command, label: String) {
    let mut keys = cx.keymap.labels(command);
    if !keys.contains(&label) {
        keys.push(label);
    }
    set(cx, command, Some(keys));
}

fn remove(cx: &mut Cx<'_>, command: Command, label: &str) {
    let mut keys = cx.keymap.labels(command);
    keys.retain(|it| it != label);
    set(cx, command, Some(keys));
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

/// The commands that a search finds, by what they do or by a key of theirs.
pub fn found(cx: &Cx<'_>, wanted: &str) -> Vec<Command> {
    let is_found = |command: &Command| {
        let labels = cx.keymap.labels(*command);
        let has_key = labels.iter().any(|it| it.to_lowercase() == wanted);
        has_key || is_said([command.title()], wanted)
    };
    let listed = Command::ALL.iter().copied().filter(|it| is_listed(*it));
    listed.filter(is_found).collect()
}

/// The same, drawn with where they are understood.
pub fn found_ui(ui: &mut Ui, cx: &mut Cx<'_>, found: &[Command], awaited: &mut AwaitedKey) {
    for place in Place::ALL {
        let here: Vec<Command> = found
            .iter()
            .copied()
            .filter(|it| it.place() == place)
            .collect();
        if !here.is_empty() {
            widgets::hint(ui, cx.text(place.heading()));
        }
        for command in here {
            row_ui(ui, cx, command, awaited);
        }
    }
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
                remove(cx, command, label);
            }
        }
        let add = cx.with("keys-add", &[("what", name.as_str().into())]);
        if *awaited == AwaitedKey::Key(command) {
            press_ui(ui, cx);
        } else if widgets::icon_button(ui, icons::ADD, &add, "").clicked() {
            *awaited = AwaitedKey::Key(command);
        }
        if cx.keymap.is_chosen(command) {
            let reset = cx.with("keys-reset", &[("what", name.as_str().into())]);
            if widgets::icon_button(ui, icons::UNDO, &reset, "").clicked() {
                set(cx, command, None);
            }
        }
    });
    word_ui(ui, cx, command, awaited);
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

/// That the next key is waited for: as loud as a button that leads on, since nothing else of the page says it.
fn press_ui(ui: &mut Ui, cx: &Cx<'_>) {
    let text = RichText::new(cx.text("keys-press")).color(cx.palette.on_accent);
    egui::Frame::new()
        .fill(cx.palette.accent)
        .corner_radius(theme::RADIUS)
        .inner_margin(egui::Margin::symmetric(10, 4))
        .show(ui, |ui| ui.add(egui::Label::new(text).extend()));
}

/// Asks whether a key of others is to be this command's, if that is what is waited for.
fn word_ui(ui: &mut Ui, cx: &mut Cx<'_>, command: Command, awaited: &mut AwaitedKey) {
    let AwaitedKey::Word {
        command: asking,
        label,
        others,
    } = &*awaited
    else {
        return;
    };
    if *asking != command {
        return;
    }
    let held = others.iter().find(|it| it.is_fixed());
    let Some(&other) = held.or(others.first()) else {
        return;
    };
    let values = [
        ("key", label.as_str().into()),
        ("other", name(cx, other).into()),
        ("what", name(cx, command).into()),
    ];
    let question = if held.is_some() {
        "keys-held"
    } else {
        "keys-taken"
    };
    let text = cx.with(question, &values);
    widgets::message(ui, icons::WARNING, &text, cx.palette.warning);
    let mut is_answered = false;
    ui.horizontal_wrapped(|ui| {
        ui.add_space(1.5 * theme::ICON);
        if held.is_none() && ui.button(cx.text("keys-take")).clicked() {
            for other in others {
                remove(cx, *other, label);
            }
            add(cx, command, label.clone());
            is_answered = true;
        }
        is_answered |= ui.button(cx.text("keys-keep")).clicked();
    });
    if is_answered {
        *awaited = AwaitedKey::Nothing;
    }
}

/// What it is called by itself.
fn name(cx: &Cx<'_>, command: Command) -> String {
    cx.text(command.title()).into_owned()
}
