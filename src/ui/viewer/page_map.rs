//! The other tickets of the page: a small map of it and a list, to go to with a click.

use egui::{Rect, RichText, Role, Sense, Ui, WidgetInfo, vec2};

use crate::model::{InvoiceId, InvoiceNr, Verdict};
use crate::state::{Action, Framing, State, Viewer};

use super::canvas::{CanvasView, Scene};
use super::details_ui::section_ui;
use crate::ui::Cx;
use crate::ui::kit::{icons, theme, widgets};
use crate::ui::paint::overlay;
use crate::ui::paint::tiles::Tiles;

/// Height of the map in points.
const HEIGHT: f32 = 150.0;
/// Tickets that are listed; the map shows the others too.
const MAX_LISTED: usize = 60;

pub fn page_map_ui(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    state: &State,
    viewer: &Viewer,
    scene: Option<&Scene<'_>>,
    tiles: &mut Tiles,
) {
    let members = state.library.on_same_page(viewer.nr);
    if members.len() < 2 {
        return;
    }
    section_ui(ui, cx, "details-same-page");
    if let Some(scene) = scene.filter(|scene| scene.region().is_some()) {
        map_ui(ui, cx, viewer, scene, tiles);
    }
    for (index, &nr) in members.iter().enumerate().take(MAX_LISTED) {
        if let Some(id) = state.shown_id(nr) {
            let verdict = state.verdict_on_page(nr);
            row_ui(ui, cx, index, (verdict, id), nr == viewer.nr, nr);
        }
    }
}

fn map_ui(ui: &mut Ui, cx: &mut Cx<'_>, viewer: &Viewer, scene: &Scene<'_>, tiles: &mut Tiles) {
    let size = vec2(ui.available_width().min(296.0), HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let name = cx.text("details-map").into_owned();
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
    let view = scene.view(rect, Framing::Whole, viewer.turn);
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    painter.rect_filled(rect, 0.0, cx.palette.picture_back);
    scene.paint(&painter, cx, &view, tiles);
    scene.paint_overlay(&painter, cx, &view, false);
    go_to_sibling(ui, cx, scene, &view, &response);
}

/// A click on a sibling's region goes there. Where several lie under the pointer, the smallest is meant.
pub fn go_to_sibling(
    ui: &Ui,
    cx: &mut Cx<'_>,
    scene: &Scene<'_>,
    view: &CanvasView,
    response: &egui::Response,
) {
    let Some(pointer) = response.hover_pos() else {
        return;
    };
    let own = scene.region().map(|region| view.rect(region));
    let area = |rect: &Rect| rect.width() * rect.height();
    let under = scene
        .siblings
        .iter()
        .map(|sibling| (sibling.nr, view.rect(sibling.region)))
        .filter(|(_, rect)| rect.contains(pointer))
        .min_by(|(_, a), (_, b)| area(a).total_cmp(&area(b)));
    let Some((nr, rect)) = under else {
        return;
    };
    // Within both, the open ticket keeps what is its own.
    if own.is_some_and(|own| own.contains(pointer) && area(&own) <= area(&rect)) {
        return;
    }
    ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
    overlay::plate(
        &ui.painter().with_clip_rect(view.canvas),
        pointer + vec2(14.0, 10.0),
        &cx.text("viewer-go-sibling"),
        &cx.palette.overlay,
    );
    if response.clicked() {
        cx.push(Action::Open(nr));
    }
}

fn row_ui(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    index: usize,
    (verdict, id): (Option<&Verdict>, &InvoiceId),
    is_open: bool,
    nr: InvoiceNr,
) {
    let mark = match verdict {
        Some(Verdict::Correct) => icons::CORRECT,
        Some(Verdict::Wrong(_)) => icons::WRONG,
        Some(Verdict::Unsure) => icons::UNSURE,
        None => "·",
    };
    let id = widgets::elided(id.as_str(), 26);
    let text = RichText::new(format!("{}  {mark}  {id}", index + 1)).size(theme::SMALL);
    if ui.selectable_label(is_open, text).clicked() && !is_open {
        cx.push(Action::Open(nr));
    }
}
