//! Pages of a document: turning them, and which of them stands on the canvas.

use egui::{Rect, Ui};

use crate::engine::Failure;
use crate::formats::PagePart;
use crate::model::{Located, PictureFacts};
use crate::review::Entry;
use crate::state::{State, Viewer};

use super::canvas::{PagePicture, Scene};
use super::details_ui;
use super::plates::{badge_ui, loading_ui};
use super::viewer_ui::{ViewerPanel, canvas_response};
use crate::ui::Cx;
use crate::ui::commands::Command;
use crate::ui::kit::{icons, texts, widgets};

/// Page n of m with buttons to turn it; nothing where there is only one.
pub fn turn_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, viewer: &Viewer, entry: &Entry) {
    let count = entry.page_count();
    if count < 2 {
        return;
    }
    let page = viewer.page + 1;
    for (command, is_end) in [
        (Command::PreviousPage, page == 1),
        (Command::NextPage, page == count),
    ] {
        ui.add_enabled_ui(!is_end, |ui| {
            widgets::command_button(ui, cx, state, command);
        });
    }
    ui.label(cx.with(
        "viewer-page",
        &[("page", page.into()), ("count", count.into())],
    ));
}

/// A further page of the open document.
pub enum FurtherPage<'a> {
    Here(PictureFacts, PagePicture<'a>),
    OnItsWay,
    Failed(&'a Failure),
}

/// The page that is shown, unless it is the first one: that is the invoice's picture.
pub fn further_page<'a>(
    state: &'a State,
    viewer: &Viewer,
    entry: &'a Entry,
) -> Option<FurtherPage<'a>> {
    if viewer.page == 0 {
        return None;
    }
    let key = &entry.invoice.as_ref()?.picture_key;
    Some(match state.documents.page(key, viewer.page) {
        None => FurtherPage::OnItsWay,
        Some(Err(failure)) => FurtherPage::Failed(failure),
        Some(Ok(picture)) => {
            let facts = picture.facts;
            let page = PagePicture {
                key,
                page: viewer.page,
                sharp: state.documents.parts(key),
                has_parts: true,
                is_document: true,
                full: Some(picture),
                thumbnail: None,
                size: facts.size,
                placement: None,
            };
            FurtherPage::Here(facts, page)
        }
    })
}

impl ViewerPanel {
    /// Another page of the document than the one with the region.
    pub(in crate::ui) fn further_page_ui(
        &mut self,
        ui: &mut Ui,
        cx: &mut Cx<'_>,
        state: &State,
        viewer: &Viewer,
        page: FurtherPage<'_>,
    ) {
        let response = &canvas_response(ui, cx, ui.available_rect_before_wrap());
        let painter = ui.painter().with_clip_rect(response.rect);
        let (facts, mut picture) = match page {
            FurtherPage::Here(facts, picture) => (facts, picture),
            FurtherPage::OnItsWay => {
                self.shown = None;
                loading_ui(&painter, cx, response.rect);
                return;
            }
            FurtherPage::Failed(failure) => {
                self.shown = None;
                let text = texts::failure(cx, failure);
                failed_ui(ui, cx, response.rect, &text, &failure.detail);
                return;
            }
        };
        let located = Located::further_page(&facts);
        picture.placement = located.placement.as_deref();
        let scene = Scene {
            picture,
            located: &located,
            corrected: None,
            siblings: &[],
            others: Vec::new(),
        };
        let view = scene.view(response.rect, viewer.framing, viewer.turn);
        scene.paint(&painter, cx, &view, &mut self.tiles);
        self.shown = Some((view.viewport.zoom * f64::from(ui.pixels_per_point())) as f32);
        let part = scene.picture.wanted_part(&view, ui.pixels_per_point());
        self.wanted_parts = part.into_iter().collect();
        self.drawn = scene.picture.drawn(state, &self.tiles, &self.wanted_parts);
        let badge = details_ui::placement_text(cx, &located, 0);
        badge_ui(&painter, cx, response.rect, &scene, &badge);
        self.follow(ui, cx, viewer.nr, response, &scene, &view);
    }
}

/// Stands where a page of a document would be.
fn failed_ui(ui: &mut Ui, cx: &Cx<'_>, canvas: Rect, text: &str, detail: &str) {
    let size = egui::vec2(canvas.width().min(420.0), 160.0);
    let rect = Rect::from_center_size(canvas.center(), size);
    ui.scope_builder(egui::UiBuilder::new().max_rect(rect), |ui| {
        widgets::card(cx.palette).show(ui, |ui| {
            ui.set_width(ui.available_width());
            widgets::message(ui, icons::ERROR, text, cx.palette.error);
            if !detail.is_empty() {
                widgets::hint(ui, detail);
            }
        });
    });
}

/// Those of the wanted parts that are not here yet.
pub fn lacking(state: &State, wanted: &[PagePart]) -> Vec<PagePart> {
    let open = state.viewer.as_ref().and_then(|viewer| {
        let invoice = state.library.get(viewer.nr)?.invoice.as_ref()?;
        Some((viewer.page, state.documents.parts(&invoice.picture_key)))
    });
    let Some((page, held)) = open else {
        return Vec::new();
    };
    let is_here = |part: &PagePart| held.iter().any(|held| held.part == *part);
    let lacks = |part: &&PagePart| part.page == page && !is_here(part);
    wanted.iter().filter(lacks).copied().collect()
}
