//! Keys and the wheel: what the frame's events ask for. While a text field has the focus only those act that it knows
//! nothing to do with.
//!
//! Keys are read one by one, in the order in which they were pressed: a slow frame may hold several presses, and none is
//! lost or overtakes another. Which key asks for what is in the table of commands.

use std::mem;

use egui::{Context, Event, InputState, Key};

use crate::state::{Action, Screen, SheetAction, State};

use crate::ui::commands::{Command, GridShape, Keymap, Request, Situation, Trigger};

/// Points by which a notch of Ctrl and the wheel changes the tiles.
const TILE_STEP: f32 = 20.0;

/// Whether keys act at all.
fn are_ours(ctx: &Context, state: &State) -> bool {
    !ctx.text_edit_focused() && is_alone(ctx, state)
}

/// Whether nothing lies over the window that has keys of its own.
fn is_alone(ctx: &Context, state: &State) -> bool {
    !egui::Popup::is_any_open(ctx)
        && !state.shows_help
        && state.settings_page.is_none()
        && state.judging.asks.is_none()
        && state.marking().is_none()
        && state.leaving.is_none()
        && state.exporting.page.is_none()
        && state.selection.question.is_none()
}

/// Reads one event of this frame, the others being put aside: what it asks for may change what the next one means. An
/// event that is no key of ours goes back to the frame.
pub fn pressed(
    ctx: &Context,
    state: &State,
    keymap: &Keymap,
    grid: GridShape,
    event: Event,
) -> Vec<Request> {
    let is_key = matches!(
        event,
        Event::Key { .. } | Event::Text(_) | Event::Paste(_) | Event::Copy
    );
    let are_ours = are_ours(ctx, state) || means_no_text(&event) && is_alone(ctx, state);
    if !is_key || !are_ours {
        ctx.input_mut(|input| input.events.push(event));
        return Vec::new();
    }
    let has_focus = ctx.memory(egui::Memory::focused).is_some();
    let asked = ctx.input_mut(|input| {
        let before = mem::replace(&mut input.events, vec![event.clone()]);
        let asked = keymap.asked_for(input, state, has_focus);
        let left = mem::replace(&mut input.events, before);
        input.events.extend(left);
        asked
    });
    // All others are about tickets.
    let is_about_window = |it: &Command| state.screen == Screen::Review || *it == Command::Settings;
    let asked = asked.into_iter().filter(is_about_window);
    let situation = Situation {
        state,
        grid,
        event: Some(&event),
    };
    let is_repeat = matches!(event, Event::Key { repeat: true, .. });
    let requests = asked.map(|it| it.request(&situation));
    // A key that is held down looks at nothing between its repeats.
    requests
        .filter(|it| !(is_repeat && is_judging(it)))
        .collect()
}

/// Whether a text field knows nothing to do with it: help and settings are asked for from there as well, on the start
/// page above all, where a field has the focus from the beginning.
pub fn means_no_text(event: &Event) -> bool {
    match event {
        Event::Key { key, modifiers, .. } => {
            *key == Key::F1 || *key == Key::Comma && modifiers.command
        }
        _ => false,
    }
}

fn is_judging(request: &Request) -> bool {
    matches!(
        request,
        Request::Action(
            Action::Judge(_) | Action::Sheet(SheetAction::Accept(_) | SheetAction::Toggle)
        )
    )
}

/// Whether a key of this command is held down.
pub fn is_held(ctx: &Context, state: &State, keymap: &Keymap, command: Command) -> bool {
    let is_down = |input: &InputState| {
        keymap.of(command).any(|trigger| match trigger {
            Trigger::Held(key) => input.key_down(key) && !input.modifiers.shift,
            _ => false,
        })
    };
    command.is_available(state) && are_ours(ctx, state) && ctx.input(is_down)
}

/// What the wheel does to the grid while Ctrl is held.
pub fn tile_size(ctx: &Context, state: &State) -> Option<Action> {
    if state.viewer.is_some() || !are_ours(ctx, state) {
        return None;
    }
    let turn = ctx.input(InputState::zoom_delta) - 1.0;
    (turn.abs() > f32::EPSILON).then(|| {
        let step = turn.signum() * TILE_STEP * turn.abs().clamp(0.1, 1.0);
        Action::SetTileSize(state.settings.tile_points + step)
    })
}
