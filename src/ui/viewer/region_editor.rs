//! The region on the canvas while it is being corrected: its handles, what the pointer does with them, and the suggestion.

use egui::{
    CursorIcon, Id, PointerButton, Pos2, Rect, Response, Role, Sense, Ui, WidgetInfo, vec2,
};

use crate::formats::Edge;
use crate::geometry::{Grip, Orientation, PageBox, PagePoint, Side};
use crate::state::{Action, Framing, RegionAction, RegionEdit, State, Suggestion, ViewerAction};

use super::canvas::{CanvasView, Scene};
use crate::ui::Cx;
use crate::ui::kit::tooltip::WithTooltip as _;
use crate::ui::paint::overlay;

/// Side of a handle, in points.
const HANDLE: f32 = 10.0;
/// Distance from a handle's middle, along each axis, at which it is still taken.
const REACH: f32 = 9.0;
/// A border shorter than this has no handle of its own between those of its corners.
const LEAST_BORDER: f32 = 48.0;

/// What the pointer has hold of.
#[derive(Default)]
pub struct RegionEditor {
    drag: Option<Drag>,
}

struct Drag {
    grip: Grip,
    from: PageBox,
    pressed_at: PagePoint,
}

impl RegionEditor {
    /// Whether the pointer moves the region, and not the page below it.
    pub fn is_dragging(&self) -> bool {
        self.drag.is_some()
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "each is one thing that is drawn on or with"
    )]
    pub fn ui(
        &mut self,
        ui: &Ui,
        cx: &mut Cx<'_>,
        state: &State,
        response: &Response,
        scene: &Scene<'_>,
        view: &CanvasView,
        is_shown: bool,
    ) {
        let Some(edit) = &state.region_edit else {
            self.drag = None;
            return;
        };
        hold_still(cx, state, edit, view);
        self.follow(ui, cx, response, edit, view);
        if !is_shown {
            return;
        }
        let painter = ui.painter().with_clip_rect(view.canvas);
        let turn = view.viewport.turn;
        for grip in handles(edit.rect(), view) {
            let at = view.point(grip.at(edit.rect()));
            let is_held = self.drag.as_ref().is_some_and(|drag| drag.grip == grip);
            overlay::handle(&painter, at, HANDLE, is_held, &cx.palette.overlay);
            let rect = Rect::from_center_size(at, vec2(HANDLE, HANDLE));
            // The canvas itself follows the pointer: this is for those who do not see it.
            let node = ui.interact(rect, Id::unique(("region handle", grip)), Sense::hover());
            let name = handle_name(cx, grip, turn);
            node.widget_info(|| WidgetInfo::labeled(Role::Image, true, name.as_str()));
        }
        if let Some(suggestion) = &edit.suggestion {
            suggestion_ui(ui, cx, suggestion, view);
        }
        if !scene.undelivered(edit.rect()).is_empty() {
            let below = if scene.picture.full.is_none() {
                64.0
            } else {
                36.0
            };
            let at = view.canvas.left_top() + vec2(8.0, below);
            let text = cx.text("region-undelivered");
            overlay::plate(&painter, at, &text, &cx.palette.overlay);
        }
    }

    fn follow(
        &mut self,
        ui: &Ui,
        cx: &mut Cx<'_>,
        response: &Response,
        edit: &RegionEdit,
        view: &CanvasView,
    ) {
        if response.drag_started_by(PointerButton::Primary)
            && let Some(pressed) = ui.input(|input| input.pointer.press_origin())
        {
            self.drag = grip_at(edit.rect(), view, pressed).map(|grip| Drag {
                grip,
                from: edit.rect(),
                pressed_at: view.page_point(pressed),
            });
        }
        if !response.dragged_by(PointerButton::Primary) && !response.drag_stopped() {
            self.drag = None;
        }
        let pointer = ui.input(|input| input.pointer.interact_pos());
        if let (Some(drag), Some(pointer)) = (&self.drag, pointer) {
            let by = view.page_point(pointer) - drag.pressed_at;
            cx.push(Action::Region(RegionAction::Drag {
                grip: drag.grip,
                from: drag.from,
                by,
            }));
        }
        let held = self.drag.as_ref().map(|drag| drag.grip);
        let hovered = response.hover_pos();
        let grip = held.or_else(|| grip_at(edit.rect(), view, hovered?));
        if let Some(grip) = grip {
            ui.set_cursor_icon(cursor(grip, view.viewport.turn));
        }
        if response.drag_stopped() {
            self.drag = None;
        }
    }
}

/// The view must not follow what is drawn.
fn hold_still(cx: &mut Cx<'_>, state: &State, edit: &RegionEdit, view: &CanvasView) {
    let follows = state
        .viewer
        .as_ref()
        .is_some_and(|viewer| !matches!(viewer.framing, Framing::Free(_)));
    if follows {
        cx.push(Action::Viewer(ViewerAction::Look(edit.nr, view.viewport)));
    }
}

/// The handles for which there is room.
fn handles(rect: PageBox, view: &CanvasView) -> Vec<Grip> {
    let seen = view.rect(rect);
    let turn = view.viewport.turn;
    let has_room = |grip: &Grip| match grip.seen_on(turn).first() {
        Some(side) if side.is_level() => seen.width() >= LEAST_BORDER,
        _ => seen.height() >= LEAST_BORDER,
    };
    let borders = Grip::BORDERS.into_iter().filter(has_room);
    Grip::CORNERS.into_iter().chain(borders).collect()
}

/// What is under the pointer: the nearest handle, or else the whole.
fn grip_at(rect: PageBox, view: &CanvasView, pointer: Pos2) -> Option<Grip> {
    let distance = |grip: &Grip| {
        let away = (view.point(grip.at(rect)) - pointer).abs();
        away.x.max(away.y)
    };
    let near = handles(rect, view)
        .into_iter()
        .filter(|grip| distance(grip) <= REACH)
        .min_by(|a, b| distance(a).total_cmp(&distance(b)));
    near.or_else(|| view.rect(rect).contains(pointer).then_some(Grip::WHOLE))
}

fn cursor(grip: Grip, turn: Orientation) -> CursorIcon {
    match grip.seen_on(turn)[..] {
        [Side::Top | Side::Bottom] => CursorIcon::ResizeVertical,
        [Side::Left | Side::Right] => CursorIcon::ResizeHorizontal,
        [Side::Top, Side::Left] | [Side::Bottom, Side::Right] => CursorIcon::ResizeNwSe,
        [_, _] => CursorIcon::ResizeNeSw,
        _ => CursorIcon::Move,
    }
}

fn handle_name(cx: &Cx<'_>, grip: Grip, turn: Orientation) -> String {
    let sides: Vec<_> = grip.seen_on(turn).into_iter().map(side_key).collect();
    let sides: Vec<_> = sides.into_iter().map(|key| cx.text(key)).collect();
    cx.with("region-handle", &[("sides", sides.join(" ").into())])
}

/// Key of the name of a side as it is seen.
pub fn side_key(side: Side) -> &'static str {
    match side {
        Side::Top => "side-top",
        Side::Bottom => "side-bottom",
        Side::Left => "side-left",
        Side::Right => "side-right",
    }
}

/// Where the borders could go: dashed, each with the word what is there. A click on a word takes it.
fn suggestion_ui(ui: &Ui, cx: &mut Cx<'_>, suggestion: &Suggestion, view: &CanvasView) {
    let painter = ui.painter().with_clip_rect(view.canvas);
    let colors = &cx.palette.overlay;
    let seen = view.rect(suggestion.rect);
    overlay::suggested_outline(&painter, seen, colors);
    // Where the word is seen also if the border's middle is not.
    let room = view.canvas.shrink(12.0);
    for (grip, edge) in &suggestion.found {
        let key = match edge {
            Edge::Paper => "region-edge-paper",
            Edge::Ink => "region-edge-ink",
        };
        let text = cx.text(key);
        let galley = overlay::plate_text(&painter, text.to_string(), colors);
        let size = galley.size() + vec2(10.0, 4.0);
        let middle = view.point(grip.at(suggestion.rect));
        let inwards = match grip.seen_on(view.viewport.turn).first() {
            Some(Side::Top) => vec2(-size.x / 2.0, 8.0),
            Some(Side::Bottom) => vec2(-size.x / 2.0, -8.0 - size.y),
            Some(Side::Left) => vec2(8.0, -size.y / 2.0),
            _ => vec2(-8.0 - size.x, -size.y / 2.0),
        };
        let corner = (middle + inwards).clamp(room.min, (room.max - size).max(room.min));
        let rect = Rect::from_min_size(corner, size);
        let id = Id::unique(("suggested border", *grip));
        let response = ui.interact(rect, id, Sense::click());
        let name = cx.with("region-take", &[("edge", text.as_ref().into())]);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name.as_str()));
        overlay::plate_of(&painter, corner, galley, colors);
        let response = response.with_tooltip(cx.text("region-take-hint"));
        if response.on_hover_cursor(CursorIcon::PointingHand).clicked() {
            cx.push(Action::Region(RegionAction::Snap));
            break;
        }
    }
}
