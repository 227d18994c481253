//! The key map. No key acts while a text field has the focus, and arrows only ever move.
//!
//! Keys are read one by one, in the order in which they were pressed: a slow frame may hold several presses, and none is
//! lost or overtakes another.

use std::mem;

use egui::{Context, Event, InputState, Key, Modifiers, vec2};

use crate::geometry::QuarterTurn;
use crate::state::{Action, Move, NoticeKind, State, ViewerAction};

use super::zoom::{ZOOM_STEP, Zoom};

/// Points that a panning key moves the page by.
const PAN_STEP: f32 = 60.0;
/// Points by which a notch of Ctrl and the wheel changes the tiles.
const TILE_STEP: f32 = 20.0;

/// What a key asks for.
#[derive(Debug, Default)]
pub struct Pressed {
    pub actions: Vec<Action>,
    pub zoom: Option<Zoom>,
    pub focuses_search: bool,
    /// A text pasted while a token is asked for.
    pub pasted_token: Option<String>,
    /// A text for the clipboard.
    pub copied: Option<String>,
}

/// The grid's shape, which decides how far a row or a page of it is.
#[derive(Clone, Copy, Debug)]
pub struct GridShape {
    pub columns: usize,
    pub tiles_per_page: usize,
}

/// Whether keys act at all.
fn are_ours(ctx: &Context, state: &State) -> bool {
    !ctx.text_edit_focused() && !state.shows_help
}

/// Reads one event of this frame, the others being put aside: what it asks for may change what the next one means. An
/// event that is no key of ours goes back to the frame.
pub fn pressed(ctx: &Context, state: &State, grid: GridShape, event: Event) -> Pressed {
    let mut pressed = Pressed::default();
    let is_key = matches!(
        event,
        Event::Key { .. } | Event::Text(_) | Event::Paste(_) | Event::Copy
    );
    if !is_key || !are_ours(ctx, state) {
        ctx.input_mut(|input| input.events.push(event));
        return pressed;
    }
    let has_focus = ctx.memory(egui::Memory::focused).is_some();
    ctx.input_mut(|input| {
        let before = mem::replace(&mut input.events, vec![event]);
        if state.viewer.is_some() {
            viewer_keys(input, &mut pressed);
        } else {
            grid_keys(input, state, grid, has_focus, &mut pressed);
        }
        common_keys(input, state, &mut pressed);
        let left = mem::replace(&mut input.events, before);
        input.events.extend(left);
    });
    pressed
}

/// Whether the key that hides the overlay is held.
pub fn hides_overlay(ctx: &Context, state: &State) -> bool {
    let is_held = |input: &InputState| input.key_down(Key::H) && !input.modifiers.shift;
    state.viewer.is_some() && are_ours(ctx, state) && ctx.input(is_held)
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

/// Whether the event is this key.
fn take(input: &mut InputState, modifiers: Modifiers, key: Key) -> bool {
    input.consume_key(modifiers, key)
}

fn common_keys(input: &mut InputState, state: &State, pressed: &mut Pressed) {
    let actions = &mut pressed.actions;
    if take(input, Modifiers::NONE, Key::F1) || input.events.iter().any(is_question_mark) {
        actions.push(Action::ToggleHelp);
    }
    if take(input, Modifiers::NONE, Key::K) {
        actions.push(Action::ToggleLens);
    }
    if take(input, Modifiers::NONE, Key::F8) {
        actions.push(Action::ToggleFilters);
    }
    if take(input, Modifiers::NONE, Key::F9) {
        actions.push(Action::ToggleDetails);
    }
    if take(input, Modifiers::NONE, Key::F5) {
        actions.push(Action::RetryFailed);
    }
    let current = state
        .viewer
        .as_ref()
        .map(|viewer| viewer.nr)
        .or(state.current);
    for event in &input.events {
        match event {
            // A token would pass for an ID and be shown.
            Event::Paste(text) if state.needs_token() => {
                pressed.pasted_token = Some(text.clone());
            }
            Event::Paste(text) => actions.push(Action::AddIds(text.clone())),
            Event::Copy => {
                if let Some(entry) = current.and_then(|nr| state.library.get(nr)) {
                    let id = entry.id.to_string();
                    actions.push(Action::Notify(NoticeKind::Copied(id.clone())));
                    pressed.copied = Some(id);
                }
            }
            _ => {}
        }
    }
}

fn is_question_mark(event: &Event) -> bool {
    matches!(event, Event::Text(text) if text == "?" || text == "？")
}

fn grid_keys(
    input: &mut InputState,
    state: &State,
    grid: GridShape,
    has_focus: bool,
    pressed: &mut Pressed,
) {
    let row = grid.columns as isize;
    let page = grid.tiles_per_page as isize;
    for (key, to) in [
        (Key::ArrowRight, Move::By(1)),
        (Key::ArrowLeft, Move::By(-1)),
        (Key::ArrowDown, Move::By(row)),
        (Key::ArrowUp, Move::By(-row)),
        (Key::PageDown, Move::By(page)),
        (Key::PageUp, Move::By(-page)),
        (Key::D, Move::By(1)),
        (Key::A, Move::By(-1)),
        (Key::Home, Move::First),
        (Key::End, Move::Last),
    ] {
        if take(input, Modifiers::NONE, key) {
            pressed.actions.push(Action::MoveSelection(to));
        }
    }
    // With a focused button, Enter belongs to the button.
    let opens = !has_focus && take(input, Modifiers::NONE, Key::Enter);
    if (opens || take(input, Modifiers::NONE, Key::G))
        && let Some(nr) = state.current
    {
        pressed.actions.push(Action::Open(nr));
    }
    if take(input, Modifiers::COMMAND, Key::F) || take(input, Modifiers::NONE, Key::Slash) {
        pressed.focuses_search = true;
    }
}

fn viewer_keys(input: &mut InputState, pressed: &mut Pressed) {
    pan_keys(input, pressed);
    let plain = [
        (Key::ArrowRight, ViewerAction::Step(1)),
        (Key::ArrowDown, ViewerAction::Step(1)),
        (Key::D, ViewerAction::Step(1)),
        (Key::PageDown, ViewerAction::TurnPage(1)),
        (Key::ArrowLeft, ViewerAction::Step(-1)),
        (Key::ArrowUp, ViewerAction::Step(-1)),
        (Key::A, ViewerAction::Step(-1)),
        (Key::PageUp, ViewerAction::TurnPage(-1)),
        (Key::OpenBracket, ViewerAction::StepOnPage(-1)),
        (Key::CloseBracket, ViewerAction::StepOnPage(1)),
        (Key::F, ViewerAction::Fit),
        (Key::Z, ViewerAction::FitRegion),
        (Key::B, ViewerAction::ToggleDim),
        (Key::C, ViewerAction::ToggleCrop),
    ];
    let plain = plain.map(|(key, action)| (Modifiers::NONE, key, action));
    let others = [
        (Modifiers::COMMAND, Key::Num0, ViewerAction::Fit),
        (
            Modifiers::SHIFT,
            Key::R,
            ViewerAction::Turn(QuarterTurn::Left),
        ),
        (
            Modifiers::NONE,
            Key::R,
            ViewerAction::Turn(QuarterTurn::Right),
        ),
        (Modifiers::SHIFT, Key::H, ViewerAction::ToggleOverlay),
    ];
    for (modifiers, key, action) in plain.into_iter().chain(others) {
        if take(input, modifiers, key) {
            pressed.actions.push(Action::Viewer(action));
        }
    }
    if take(input, Modifiers::NONE, Key::Escape) || take(input, Modifiers::NONE, Key::G) {
        pressed.actions.push(Action::CloseViewer);
    }
    zoom_keys(input, pressed);
}

fn pan_keys(input: &mut InputState, pressed: &mut Pressed) {
    for (key, delta) in [
        (Key::ArrowRight, vec2(-PAN_STEP, 0.0)),
        (Key::ArrowLeft, vec2(PAN_STEP, 0.0)),
        (Key::ArrowDown, vec2(0.0, -PAN_STEP)),
        (Key::ArrowUp, vec2(0.0, PAN_STEP)),
    ] {
        if take(input, Modifiers::COMMAND, key) {
            pressed.zoom = Some(Zoom::Pan(delta));
        }
    }
}

fn zoom_keys(input: &mut InputState, pressed: &mut Pressed) {
    if take(input, Modifiers::COMMAND, Key::Num1) {
        pressed.zoom = Some(Zoom::ActualSize);
    }
    for key in [Key::Plus, Key::Equals] {
        let is_in = take(input, Modifiers::NONE, key)
            || take(input, Modifiers::SHIFT, key)
            || take(input, Modifiers::COMMAND, key);
        if is_in {
            pressed.zoom = Some(Zoom::By(ZOOM_STEP));
        }
    }
    if take(input, Modifiers::NONE, Key::Minus) || take(input, Modifiers::COMMAND, Key::Minus) {
        pressed.zoom = Some(Zoom::By(1.0 / ZOOM_STEP));
    }
}
