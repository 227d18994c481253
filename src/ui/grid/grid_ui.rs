//! The grid: only what is in view is laid out, however many invoices there are.

use std::ops::Range;

use egui::emath::GuiRounding as _;
use egui::{Mesh, Painter, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2};

use crate::model::InvoiceNr;
use crate::review::{Entry, Stage};
use crate::state::{Action, SelectAction, State};

use super::empty_ui::empty_ui;
use super::grid_layout::{CAPTION_HEIGHT, GridLayout};
use super::sheet_ui::SheetGrid;
use super::tile_edges::{LARGE_TILE, TileEdges};
use super::tile_names::{offers_retry, retry_key, tile_name, tooltip_ui};
use super::tile_texts::{Basis, TileTextCache};
use super::tile_ui::{Tile, is_tall};
use super::tile_words::tile_texts;
use crate::ui::Cx;
use crate::ui::frame_shown::FrameShown;
use crate::ui::kit::scroll::{BAR_WIDTH, Scroll};
use crate::ui::kit::{icons, tooltip, widgets};
use crate::ui::paint::thumbnails::Thumbnails;

/// Screens below the view whose pictures are fetched ahead.
const SCREENS_AHEAD: usize = 2;

/// Width of what the pointer brings up over a small tile.
const LEAST_TOOLTIP: f32 = 180.0;

/// What the grid remembers from frame to frame.
#[derive(Default)]
pub struct Grid {
    scroll: Scroll,
    layout: Option<GridLayout>,
    visible: Range<usize>,
    reveal: Option<InvoiceNr>,
    /// Of the last frame.
    drawn: FrameShown,
    /// Whose menu may be open, and what the pointer was on last.
    menu_of: Option<InvoiceNr>,
    pointed: Option<InvoiceNr>,
    texts: TileTextCache,
    pub sheet: SheetGrid,
    /// Whether the last frame showed a screen of it.
    is_sheet: bool,
}

impl Grid {
    /// Brings a tile into view with the next frame.
    pub fn reveal(&mut self, nr: InvoiceNr) {
        self.reveal = Some(nr);
    }

    pub fn drawn(&self) -> FrameShown {
        self.drawn
    }

    /// Places in the list of the tiles that are in view from edge to edge; where none has room, of those that are in view.
    pub fn whole(&self) -> Range<usize> {
        let whole = |layout: GridLayout| layout.whole(self.scroll.offset());
        let range = self.layout.filter(|_| !self.is_sheet).map(whole);
        range
            .filter(|range| !range.is_empty())
            .unwrap_or_else(|| self.visible.clone())
    }

    pub fn columns(&self) -> usize {
        self.layout.map_or(1, |layout| layout.columns())
    }

    pub fn tiles_per_page(&self) -> usize {
        self.layout
            .map_or(1, |layout| layout.columns() * layout.rows_per_page())
    }

    /// Whether tiles are so large that they show the borders of their regions.
    pub fn shows_edges(&self, state: &State) -> bool {
        let is_large = |layout: GridLayout| layout.tile_width() >= LARGE_TILE;
        !state.sheet.is_on && state.settings.shows_lens && self.layout.is_some_and(is_large)
    }

    /// What was in view in the last frame, and what follows it, where there is room for so many thumbnails.
    pub fn interest(
        &self,
        shown: &[InvoiceNr],
        capacity: usize,
    ) -> (Vec<InvoiceNr>, Vec<InvoiceNr>) {
        let end = self.visible.end.min(shown.len());
        let visible = shown.get(self.visible.start.min(end)..end);
        // More than the textures' budget holds would push out what is in view, and be asked for again.
        let room = capacity.saturating_sub(self.visible.len());
        let ahead = (SCREENS_AHEAD * self.visible.len()).min(room);
        let ahead_end = (end + ahead).min(shown.len());
        let ahead = shown.get(end..ahead_end);
        (
            visible.unwrap_or_default().to_vec(),
            ahead.unwrap_or_default().to_vec(),
        )
    }

    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, state: &State, thumbnails: &mut Thumbnails) {
        self.is_sheet = state.sheet.is_on;
        if self.is_sheet {
            let screen = self.sheet.ui(ui, cx, state, thumbnails);
            self.layout = Some(screen.layout);
            self.visible = screen.visible;
            self.drawn = screen.drawn;
            return;
        }
        let area = ui.available_rect_before_wrap();
        let mut view = area;
        view.max.x -= BAR_WIDTH;
        let shown = state.listing.shown();
        let layout = GridLayout::new(shown.len(), view.size(), state.settings.tile_points);
        self.keep_place(layout);
        self.follow(ui, state, view, layout);
        self.visible = layout.visible(self.scroll.offset());
        let background = ui.interact(view, egui::Id::unique("grid"), Sense::click());
        background.widget_info(|| WidgetInfo::labeled(Role::Grid, true, cx.text("grid-name")));
        if shown.is_empty() {
            empty_ui(ui, cx, state, view);
        }
        self.tiles_ui(ui, cx, state, thumbnails, view, layout);
        let strip = Rect::from_min_max(pos2(view.max.x, area.min.y), area.max);
        let (height, max) = (f64::from(view.height()), layout.max_scroll());
        let name = cx.text("grid-scroll").into_owned();
        let bar = &mut self.scroll;
        let dragged = bar.bar_ui(ui, cx.palette, strip, height, max, &name);
        if let Some(y) = dragged {
            let shown = layout.visible(self.scroll.offset());
            position_ui(ui, cx, view, y, &shown, state.listing.shown().len());
        }
    }

    /// After a change of the layout: the tile at the top stays there.
    fn keep_place(&mut self, layout: GridLayout) {
        if let Some(old) = self.layout.replace(layout)
            && old != layout
        {
            let (index, part) = old.at_top(self.scroll.offset());
            let offset = layout.scroll_to_top(index, part);
            self.scroll.set(offset, layout.max_scroll());
        }
    }

    /// Moves by what the user scrolled and by what is to be revealed.
    fn follow(&mut self, ui: &Ui, state: &State, view: Rect, layout: GridLayout) {
        let mut offset = self.scroll.offset();
        if ui.rect_contains_pointer(view) {
            offset -= f64::from(ui.input(|input| input.smooth_scroll_delta.y));
        }
        if let Some(position) = self.reveal.take().and_then(|nr| state.listing.position(nr)) {
            offset = layout.scroll_to_reveal(position, offset);
        }
        self.scroll.set(offset, layout.max_scroll());
    }

    fn tiles_ui(
        &mut self,
        ui: &mut Ui,
        cx: &mut Cx<'_>,
        state: &State,
        thumbnails: &mut Thumbnails,
        view: Rect,
        layout: GridLayout,
    ) {
        let shown = state.listing.shown();
        let painter = ui.painter().with_clip_rect(view);
        let mut tiles = Vec::with_capacity(self.visible.len());
        let shows_edges = self.shows_edges(state);
        let ppp = ui.pixels_per_point();
        let basis = Basis {
            generation: state.library.generation(),
            lang: cx.locale.lang(),
            color: cx.palette.text,
            tile_width: layout.tile_width(),
        };
        self.texts.begin_frame(&painter, basis);
        for index in self.visible.clone() {
            let Some((nr, entry)) = shown
                .get(index)
                .and_then(|&nr| Some((nr, state.library.get(nr)?)))
            else {
                continue;
            };
            let in_view = layout.tile_in_view(index, self.scroll.offset());
            let corner = view.min + in_view.min.to_vec2();
            let rect = Rect::from_min_size(corner.round_to_pixels(ppp), in_view.size());
            let response = ui.interact(
                rect.intersect(view),
                ui.scope_id().with(("tile", nr)),
                Sense::click(),
            );
            let is_selected = state.selection.has(nr);
            response.widget_info(|| {
                let name = tile_name(cx, entry, is_selected, index + 1, shown.len());
                WidgetInfo::selected(Role::Button, true, state.current == Some(nr), name)
            });
            // A third quick click is the second one of a pair; Enter on a tile that Tab reached is a click.
            let is_opened = response.double_clicked()
                || response.triple_clicked()
                || response.has_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
            if is_opened {
                cx.push(Action::Open(nr));
            } else if response.clicked() {
                cx.push(clicked(ui, nr));
            }
            self.popups_ui(&response, cx, state, nr, entry);
            let is_tall = !shows_edges && is_tall(entry, rect.width());
            tiles.push((
                nr,
                Tile {
                    rect,
                    entry,
                    texture: texture(thumbnails, entry),
                    edges: shows_edges
                        .then(|| TileEdges::new(entry, &mut thumbnails.edges))
                        .flatten(),
                    is_current: state.current == Some(nr),
                    is_selected,
                    is_hovered: response.hovered(),
                    is_tall,
                    needs_token: state.needs_token(),
                    texts: self.texts.get(nr, || {
                        let on_page = on_page(state, nr);
                        tile_texts(&painter, cx, entry, rect, is_tall, on_page)
                    }),
                },
            ));
        }
        self.drawn = FrameShown {
            first: self.visible.start,
            tiles: tiles.len(),
            tiles_ready: tiles.iter().filter(|(_, it)| it.texture.is_some()).count(),
            is_settled: !tiles.iter().any(|(_, it)| it.awaits_picture()),
            ..FrameShown::default()
        };
        paint(&tiles, &painter, cx);
        for (nr, tile) in &tiles {
            retry_ui(ui, cx, *nr, tile, view);
        }
    }

    /// The menu and the tooltip of the one tile that has them: asking every tile would cost more than drawing it.
    fn popups_ui(
        &mut self,
        response: &Response,
        cx: &mut Cx<'_>,
        state: &State,
        nr: InvoiceNr,
        entry: &Entry,
    ) {
        if response.secondary_clicked() {
            self.menu_of = Some(nr);
        }
        if self.menu_of == Some(nr) && !context_menu_ui(response, cx, state, nr) {
            self.menu_of = None;
        }
        if response.contains_pointer() {
            self.pointed = Some(nr);
        }
        if self.pointed != Some(nr) {
            return;
        }
        // Over its own picture and no other tile, and only while the pointer is on its words: a picture that is looked at
        // stays in view.
        let mut words = response.rect;
        words.min.y = words.max.y - CAPTION_HEIGHT;
        let pointer = response.ctx.input(|input| input.pointer.hover_pos());
        if pointer.is_some_and(|at| words.contains(at)) {
            let width = words.width().max(LEAST_TOOLTIP);
            tooltip::show_above(response, words, width, |ui| tooltip_ui(ui, cx, entry));
        }
    }
}

/// In passes over all tiles, so that what needs no texture is one mesh and not hundreds of shapes.
fn paint(tiles: &[(InvoiceNr, Tile<'_>)], painter: &Painter, cx: &Cx<'_>) {
    let ppp = painter.ctx().pixels_per_point();
    for (_, tile) in tiles {
        tile.paint_back(painter, cx.palette);
    }
    let mut regions = Mesh::default();
    for (_, tile) in tiles {
        tile.paint_picture(painter);
        tile.paint_edges(painter);
        tile.add_region(&mut regions, 1.0 / ppp, cx.palette);
    }
    painter.add(regions);
    for (_, tile) in tiles {
        tile.paint_front(painter, cx);
    }
}

/// With Ctrl one more or one less is selected, with Shift all up to this one; without them, none but the focus.
fn clicked(ui: &Ui, nr: InvoiceNr) -> Action {
    let modifiers = ui.input(|input| input.modifiers);
    if modifiers.command {
        Action::Selecting(SelectAction::Toggle(nr))
    } else if modifiers.shift {
        Action::Selecting(SelectAction::Range(nr))
    } else {
        Action::Select(nr)
    }
}

pub(super) fn texture(
    thumbnails: &mut Thumbnails,
    entry: &Entry,
) -> Option<(egui::TextureId, egui::Vec2)> {
    if entry.stage == Stage::Failed {
        return None;
    }
    let invoice = entry.invoice.as_ref()?;
    let texture = thumbnails.get(&invoice.picture_key)?;
    Some((texture.id(), texture.size_vec2()))
}

pub(super) fn on_page(state: &State, nr: InvoiceNr) -> Option<(usize, usize)> {
    let members = state.library.on_same_page(nr);
    if members.len() < 2 {
        return None;
    }
    let position = members.iter().position(|member| *member == nr)?;
    Some((position + 1, members.len()))
}

/// A small button in the corner of a failed tile.
pub(super) fn retry_ui(ui: &mut Ui, cx: &mut Cx<'_>, nr: InvoiceNr, tile: &Tile<'_>, view: Rect) {
    if !offers_retry(tile.entry) {
        return;
    }
    let corner = tile.rect.right_bottom() - egui::vec2(38.0, 36.0);
    let rect = Rect::from_min_size(corner, egui::vec2(36.0, 34.0));
    if !view.contains_rect(rect) {
        return;
    }
    let builder = egui::UiBuilder::new().id_salt(("retry", nr)).max_rect(rect);
    let clicked = ui
        .scope_builder(builder, |ui| {
            widgets::icon_button(ui, icons::RETRY, &cx.text(retry_key(tile.entry)), "").clicked()
        })
        .inner;
    if clicked {
        cx.push(Action::Retry(vec![nr]));
    }
}

/// Whether it is open.
pub(super) fn context_menu_ui(
    response: &Response,
    cx: &mut Cx<'_>,
    state: &State,
    nr: InvoiceNr,
) -> bool {
    let menu = response.context_menu(|ui| {
        let Some(entry) = state.library.get(nr) else {
            return;
        };
        if ui.button(cx.text("menu-open")).clicked() {
            cx.push(Action::Open(nr));
            ui.close();
        }
        if ui.button(cx.text("menu-copy-id")).clicked() {
            widgets::copy(ui, entry.id.as_str());
            cx.push(Action::Notify(crate::state::NoticeKind::Copied(
                entry.id.to_string(),
            )));
            ui.close();
        }
        if offers_retry(entry) && ui.button(cx.text(retry_key(entry))).clicked() {
            cx.push(Action::Retry(vec![nr]));
            ui.close();
        }
    });
    menu.is_some()
}

/// Beside the scroll bar while it is dragged: which part of the list is in view.
fn position_ui(ui: &Ui, cx: &Cx<'_>, view: Rect, y: f32, shown: &Range<usize>, of: usize) {
    let values = [
        ("first", (shown.start + 1).into()),
        ("last", shown.end.into()),
        ("of", of.into()),
    ];
    let text = cx.with("grid-position", &values);
    let overlay = &cx.palette.overlay;
    let font = egui::TextStyle::Body.resolve(ui.style());
    let galley = ui.painter().layout_no_wrap(text, font, overlay.on_plate);
    let size = galley.size() + egui::vec2(16.0, 10.0);
    let top = (y - size.y / 2.0).clamp(view.top(), (view.bottom() - size.y).max(view.top()));
    let rect = Rect::from_min_size(pos2(view.right() - size.x - 8.0, top), size);
    let painter = ui.painter();
    painter.rect_filled(rect, 6.0, overlay.plate);
    painter.galley(rect.min + egui::vec2(8.0, 5.0), galley, overlay.on_plate);
}
