//! The viewer: the open invoice's page with its region, tools above it and facts beside it.

use egui::{Rect, Role, Sense, Ui, WidgetInfo};

use crate::formats::PagePart;
use crate::geometry::PageBox;
use crate::model::{Invoice, InvoiceNr, Located, PictureFacts, Sibling};
use crate::review::Entry;
use crate::state::{Action, Room, State, Viewer, ViewerAction};

use super::canvas::{CanvasView, PagePicture, Scene};
use super::edge_spots::{COLUMN_WIDTH, EdgeSpots, Spotted};
use super::fields_ui::{FieldDraft, field_keys, fields_ui, line_ui};
use super::note_ui::NoteField;
use super::page_map::{go_to_sibling, page_map_ui};
use super::page_ui;
use super::placeholder_ui::placeholder_ui;
use super::plates::{badge_ui, loading_ui, out_of_view_ui};
use super::region_bar_ui::region_bar_ui;
use super::region_editor::RegionEditor;
use super::viewer_bar::viewer_bar_ui;
use super::xml_card_ui::{self, XmlCard};
use super::zoom::Zoom;
use super::{details_ui, originals_ui, read_ui};
use crate::ui::Cx;
use crate::ui::frame_shown::OpenPicture;
use crate::ui::kit::toolbar::TOOLBAR_HEIGHT;
use crate::ui::kit::{tooltip, widgets};
use crate::ui::paint::thumbnails::Thumbnails;
use crate::ui::paint::tiles::Tiles;

/// Zoom of one notch of the wheel (50 points) is about 1.2.
const ZOOM_PER_POINT: f32 = 1.0 / 270.0;

/// Width of the details beside the canvas at least: two edge spots and their margins.
const DETAILS_WIDTH: f32 = 320.0;
/// The same in a small window at most, and how much of its width: the ticket keeps the greater part.
const DRAWER_WIDTH: f32 = 300.0;
const DRAWER_SHARE: f32 = 0.45;
/// In a smaller window there is no room for edge spots.
const SPOTS_FROM: egui::Vec2 = egui::vec2(640.0, 400.0);

/// What the viewer remembers from frame to frame.
#[derive(Default)]
pub struct ViewerPanel {
    pub tiles: Tiles,
    /// Whether the key that hides the overlay is held now.
    pub hides_overlay: bool,
    /// Zoom asked for by a key, carried out with the next frame at the canvas's middle.
    pub zoom: Option<Zoom>,
    pub(in crate::ui) shown: Option<f32>,
    /// How much of the open picture the last frame showed.
    pub(in crate::ui) drawn: OpenPicture,
    /// What of the open picture was looked at too closely for what is here of it, as of the last frame; the most wanted
    /// first.
    pub(in crate::ui) wanted_parts: Vec<PagePart>,
    spots: EdgeSpots,
    /// Whether the key that enlarges the borders is held now.
    pub enlarges_edges: bool,
    xml_card: XmlCard,
    field_draft: FieldDraft,
    region_editor: RegionEditor,
    pub note: NoteField,
}

/// The open ticket, and what there is to show of it.
struct Open<'a> {
    state: &'a State,
    viewer: &'a Viewer,
    entry: &'a Entry,
    scene: Option<&'a Scene<'a>>,
}

impl ViewerPanel {
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, state: &State, thumbnails: &mut Thumbnails) {
        let Some((viewer, entry)) = state
            .viewer
            .as_ref()
            .and_then(|viewer| Some((viewer, state.shown_entry(viewer.nr)?)))
        else {
            return;
        };
        let tools = egui::Panel::top("viewer tools")
            .frame(widgets::bar(cx.palette))
            .exact_size(TOOLBAR_HEIGHT)
            .show_separator_line(false)
            .show(ui, |ui| {
                match &state.region_edit {
                    // In the place of the tools, so that nothing moves.
                    Some(edit) => region_bar_ui(ui, cx, state, edit),
                    None => viewer_bar_ui(ui, cx, state, viewer, entry, self.shown),
                }
            });
        field_keys(ui, cx, state, &mut self.field_draft);
        tooltip::keep_clear(ui.ctx(), "tools", tools.response.rect);
        self.wanted_parts.clear();
        self.drawn = OpenPicture::None;
        let mut siblings = state.library.siblings(viewer.nr);
        for sibling in &mut siblings {
            let corrected = state.library.get(sibling.nr);
            if let Some(corrected) = corrected.and_then(|it| it.ticket.corrected_box()) {
                sibling.region = corrected;
            }
        }
        let scene = scene_of(state, thumbnails, viewer, entry, &siblings);
        let open = Open {
            state,
            viewer,
            entry,
            scene: scene.as_ref(),
        };
        self.side_ui(ui, cx, &open);
        line_ui(ui, cx, state, entry);
        egui::CentralPanel::default()
            .frame(egui::Frame::new().fill(cx.palette.picture_back))
            .show(ui, |ui| self.canvas_ui(ui, cx, &open));
    }

    /// Beside the canvas, where nothing of the ticket is hidden by it: the details with the edge spots, or these alone.
    fn side_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, open: &Open<'_>) {
        let settings = &open.state.settings;
        if settings.shows_details && open.state.room == Room::Wide {
            egui::Panel::right("details")
                .frame(egui::Frame::new().fill(cx.palette.panel).inner_margin(12))
                .default_size(DETAILS_WIDTH)
                .size_range(DETAILS_WIDTH..=480.0)
                .show(ui, |ui| self.details_ui(ui, cx, open));
            return;
        }
        if details_ui::is_shown(open.state) {
            let width = DRAWER_WIDTH.min(ui.available_width() * DRAWER_SHARE);
            egui::Panel::right("details drawer")
                .frame(egui::Frame::new().fill(cx.palette.panel).inner_margin(8))
                .exact_size(width)
                .resizable(false)
                .show(ui, |ui| self.details_ui(ui, cx, open));
            return;
        }
        let room = ui.ctx().content_rect().size();
        let has_room = room.x >= SPOTS_FROM.x && room.y >= SPOTS_FROM.y;
        let area = ui.available_rect_before_wrap();
        if settings.shows_lens && has_room && Self::spotted(open, area).is_some() {
            egui::Panel::right("edges")
                .frame(egui::Frame::new().fill(cx.palette.panel).inner_margin(4))
                .exact_size(COLUMN_WIDTH)
                .resizable(false)
                .show(ui, |ui| self.spots_ui(ui, cx, open, true));
        }
    }

    fn details_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, open: &Open<'_>) {
        egui::ScrollArea::vertical()
            .auto_shrink(false)
            .show(ui, |ui| {
                // The drawer has no room for two beside each other.
                if open.state.settings.shows_lens && open.state.room == Room::Wide {
                    self.spots_ui(ui, cx, open, false);
                }
                details_ui::findings_ui(ui, cx, open.entry);
                fields_ui(ui, cx, open.state, open.entry, &mut self.field_draft);
                page_map_ui(ui, cx, open.state, open.viewer, open.scene, &mut self.tiles);
                self.note.ui(ui, cx, open.state, open.viewer.nr, open.entry);
                details_ui::details_ui(ui, cx, open.state, open.viewer, open.entry);
            });
    }

    /// What the edge spots show; `None` where no region is on the shown picture.
    fn spotted<'a>(open: &Open<'a>, canvas: Rect) -> Option<(&'a Scene<'a>, PageBox, CanvasView)> {
        let scene = open.scene?;
        let region = scene.current_region()?;
        Some((
            scene,
            region,
            scene.view(canvas, open.viewer.framing, open.viewer.turn),
        ))
    }

    fn spots_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, open: &Open<'_>, is_column: bool) {
        let canvas = ui.ctx().content_rect();
        let Some((scene, region, view)) = Self::spotted(open, canvas) else {
            return;
        };
        let of = self.spots_of(open, scene, region, &view);
        let wanted = self.spots.ui(ui, cx, &of, &mut self.tiles, is_column);
        self.wanted_parts.extend(wanted);
    }

    fn spots_of<'a>(
        &self,
        open: &Open<'_>,
        scene: &'a Scene<'a>,
        region: PageBox,
        view: &'a CanvasView,
    ) -> Spotted<'a> {
        Spotted {
            nr: open.viewer.nr,
            scene,
            region,
            view,
            shows_overlay: self.shows_overlay(open.state, open.viewer),
            dims_outside: open.state.settings.dims_outside,
        }
    }

    /// What is being drawn hides only while somebody peeks below it.
    fn shows_overlay(&self, state: &State, viewer: &Viewer) -> bool {
        (viewer.shows_overlay || state.region_edit.is_some()) && !self.hides_overlay
    }

    fn canvas_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, open: &Open<'_>) {
        let (state, viewer, entry) = (open.state, open.viewer, open.entry);
        if let Some(data) = xml_card_ui::data_of(state, entry) {
            self.shown = None;
            self.xml_card.ui(ui, cx, viewer.nr, data);
            return;
        }
        if let Some(page) = page_ui::further_page(state, viewer, entry) {
            self.further_page_ui(ui, cx, state, viewer, page);
            return;
        }
        let canvas = ui.available_rect_before_wrap();
        let response = canvas_response(ui, cx, canvas);
        let Some(scene) = open.scene else {
            self.shown = None;
            placeholder_ui(ui, cx, canvas, viewer, entry);
            return;
        };
        let view = scene.view(canvas, viewer.framing, viewer.turn);
        let painter = ui.painter().with_clip_rect(canvas);
        scene.paint(&painter, cx, &view, &mut self.tiles);
        let shows_overlay = self.shows_overlay(state, viewer);
        if shows_overlay {
            scene.paint_overlay(&painter, cx, &view, state.settings.dims_outside);
            let others = state.library.regions_beside(viewer.nr);
            read_ui::paint_noticed(&painter, cx, &view, open.entry, &others);
        }
        let editor = &mut self.region_editor;
        editor.ui(ui, cx, state, &response, scene, &view, shows_overlay);
        self.shown = Some((view.viewport.zoom * f64::from(ui.pixels_per_point())) as f32);
        let part = scene.picture.wanted_part(&view, ui.pixels_per_point());
        self.wanted_parts.splice(0..0, part);
        self.drawn = scene.picture.drawn(state, &self.tiles, &self.wanted_parts);
        if let Some(region) = scene.current_region() {
            out_of_view_ui(&painter, cx, &view, region);
        }
        let badge = originals_ui::badge_text(cx, state, viewer, scene.located);
        badge_ui(&painter, cx, canvas, scene, &badge);
        if let Some(region) = scene.current_region().filter(|_| self.enlarges_edges) {
            let of = self.spots_of(open, scene, region, &view);
            let wanted = self.spots.large_ui(ui, cx, &of, &mut self.tiles);
            self.wanted_parts.extend(wanted);
            return;
        }
        if shows_overlay && state.region_edit.is_none() {
            go_to_sibling(ui, cx, scene, &view, &response);
        }
        self.follow(ui, cx, viewer.nr, &response, scene, &view);
        if scene.picture.full.is_none() {
            if entry.failure.is_some() {
                placeholder_ui(ui, cx, canvas, viewer, entry);
            } else {
                loading_ui(&painter, cx, canvas);
            }
        }
    }

    /// Parts of the open picture that are wanted and not here yet, the most wanted first.
    pub fn lacking_parts(&self, state: &State) -> Vec<PagePart> {
        page_ui::lacking(state, &self.wanted_parts)
    }

    /// What the pointer and the zoom keys do to the view.
    pub(in crate::ui) fn follow(
        &mut self,
        ui: &Ui,
        cx: &mut Cx<'_>,
        nr: InvoiceNr,
        response: &egui::Response,
        scene: &Scene<'_>,
        view: &CanvasView,
    ) {
        let mut look = None;
        if response.dragged() && !self.region_editor.is_dragging() {
            look = Some(view.panned(response.drag_delta(), scene.whole()));
        }
        if let Some(pointer) = response.hover_pos() {
            let (wheel, pinch) =
                ui.input(|input| (input.smooth_scroll_delta.y, input.zoom_delta()));
            let factor = pinch * (wheel * ZOOM_PER_POINT).exp();
            if (factor - 1.0).abs() > f32::EPSILON {
                look = Some(view.zoomed(pointer, factor));
            }
        }
        let middle = view.canvas.center();
        match self.zoom.take() {
            Some(Zoom::By(factor)) => look = Some(view.zoomed(middle, factor)),
            Some(Zoom::ActualSize) => {
                let mut viewport = view.viewport;
                viewport.actual_size(f64::from(ui.pixels_per_point()));
                look = Some(viewport);
            }
            Some(Zoom::Pan(delta)) => look = Some(view.panned(delta, scene.whole())),
            None => {}
        }
        if let Some(viewport) = look {
            cx.push(Action::Viewer(ViewerAction::Look(nr, viewport)));
        }
        if response.double_clicked() {
            cx.push(Action::Viewer(ViewerAction::Fit));
        }
    }
}

pub(in crate::ui) fn canvas_response(ui: &Ui, cx: &Cx<'_>, canvas: Rect) -> egui::Response {
    let response = ui.interact(canvas, egui::Id::unique("canvas"), Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, cx.text("viewer-canvas")));
    response
}

/// The page of the open ticket as far as it is here. `None` where there is no picture to show.
fn scene_of<'a>(
    state: &'a State,
    thumbnails: &mut Thumbnails,
    viewer: &Viewer,
    entry: &'a Entry,
    siblings: &'a [Sibling],
) -> Option<Scene<'a>> {
    if xml_card_ui::data_of(state, entry).is_some() {
        return None;
    }
    // A document is delivered whole: an original would show no more of it.
    let is_document = entry.facts.is_some_and(|facts| facts.is_document());
    let located = entry.located.as_ref()?;
    let picture = match originals_ui::shown(state, viewer).filter(|_| !is_document) {
        Some(original) => original,
        None => page_picture(
            state,
            thumbnails,
            entry.invoice.as_ref()?,
            entry.facts?,
            located,
        ),
    };
    let others = originals_ui::pieces(state, viewer)
        .into_iter()
        .filter_map(|nr| {
            let entry = state.library.get(nr)?;
            let (invoice, facts) = (entry.invoice.as_ref()?, entry.facts?);
            let located = entry.located.as_ref()?;
            Some(page_picture(state, thumbnails, invoice, facts, located))
        })
        .collect();
    Some(Scene {
        picture,
        located,
        corrected: state.corrected_region(viewer.nr),
        siblings,
        others,
    })
}

/// What is here of the picture of one invoice.
fn page_picture<'a>(
    state: &'a State,
    thumbnails: &mut Thumbnails,
    invoice: &'a Invoice,
    facts: PictureFacts,
    located: &'a Located,
) -> PagePicture<'a> {
    let key = &invoice.picture_key;
    PagePicture {
        key,
        page: 0,
        sharp: state.documents.parts(key),
        has_parts: true,
        is_document: facts.is_document(),
        full: state.pictures.get(key).map(AsRef::as_ref),
        thumbnail: thumbnails.get(key).map(egui::TextureHandle::id),
        size: facts.size,
        placement: located.placement.as_deref(),
    }
}
