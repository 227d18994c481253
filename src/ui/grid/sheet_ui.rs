//! Sheet mode: a screen of tickets at region zoom, none of them cut off; a click marks an exception.

use std::collections::HashSet;
use std::ops::Range;

use egui::emath::GuiRounding as _;
use egui::{
    Event, Mesh, MouseWheelUnit, Painter, Rect, RichText, Role, Sense, Slider, Stroke, StrokeKind,
    Ui, WidgetInfo, pos2, vec2,
};

use crate::formats::Pixels;
use crate::model::{InvoiceNr, Stamp, Verdict};
use crate::review::Stage;
use crate::state::{Action, JudgeAction, MOST_MARGIN_PERCENT, SelectAction, SheetAction, State};

use super::empty_ui::empty_ui;
use super::grid_layout::GridLayout;
use super::grid_ui::{context_menu_ui, on_page, retry_ui, texture};
use super::sheet_tile::{SheetPicture, SheetTextures, key_of};
use super::tile_names::tile_name;
use super::tile_texts::{Basis, TileTextCache};
use super::tile_ui::{Tile, is_exact_crop};
use super::tile_words::tile_texts;
use crate::ui::Cx;
use crate::ui::bars::said_ui::verdict_text;
use crate::ui::frame_shown::FrameShown;
use crate::ui::kit::tooltip::WithTooltip as _;
use crate::ui::kit::{icons, theme, widgets};
use crate::ui::paint::overlay;
use crate::ui::paint::thumbnails::Thumbnails;

/// Height of the line above the tiles.
const LINE_HEIGHT: f32 = 36.0;
/// Points of a wheel without notches that count as one.
const NOTCH: f32 = 60.0;

/// What sheet mode remembers from frame to frame.
#[derive(Default)]
pub struct SheetGrid {
    pub textures: SheetTextures,
    texts: TileTextCache,
    menu_of: Option<InvoiceNr>,
    /// Whose tile was clicked last: two clicks on two tiles are no double click.
    clicked: Option<InvoiceNr>,
    /// The wheel was turned so far towards the next screen.
    wheel: f32,
    /// Of the last frame: what of which tickets would be sharper, those in view first.
    wanted: Vec<(InvoiceNr, Pixels)>,
    /// Those whose tiles were as sharp as they should be.
    sharp: HashSet<InvoiceNr>,
}

/// What was laid out.
pub struct SheetScreen {
    pub layout: GridLayout,
    pub visible: Range<usize>,
    pub drawn: FrameShown,
}

/// A tile with the picture of its region.
struct SheetTile<'a> {
    nr: InvoiceNr,
    tile: Tile<'a>,
    picture: Option<SheetPicture>,
    part: Option<egui::TextureId>,
    is_sharp: bool,
}

impl SheetGrid {
    /// Whether all that makes this tile sharp was on the screen.
    pub fn is_sharp(&self, nr: InvoiceNr) -> bool {
        self.sharp.contains(&nr)
    }

    /// What is wanted and not here, for the background.
    pub fn wanted(&self) -> &[(InvoiceNr, Pixels)] {
        &self.wanted
    }

    pub fn ui(
        &mut self,
        ui: &mut Ui,
        cx: &mut Cx<'_>,
        state: &State,
        thumbnails: &mut Thumbnails,
    ) -> SheetScreen {
        let area = ui.available_rect_before_wrap();
        let mut view = area;
        view.min.y += LINE_HEIGHT;
        let shown = state.listing.shown();
        let layout = GridLayout::sheet(shown.len(), view.size(), state.settings.tile_points);
        let per = layout.columns() * layout.rows_per_page();
        let here = state.current.and_then(|nr| state.listing.position(nr));
        let screen = here.unwrap_or_default() / per;
        let visible = screen * per..(screen * per + per).min(shown.len());
        let background = ui.interact(view, egui::Id::unique("sheet"), Sense::hover());
        background.widget_info(|| WidgetInfo::labeled(Role::Grid, true, cx.text("grid-name")));
        if shown.is_empty() {
            empty_ui(ui, cx, state, view);
        }
        let line = Rect::from_min_max(area.min, pos2(area.right(), view.top()));
        line_ui(
            ui,
            cx,
            state,
            line,
            (screen, shown.len().div_ceil(per)),
            per,
        );
        self.follow_wheel(ui, cx, view, per);
        let drawn = self.tiles_ui(ui, cx, state, thumbnails, view, (layout, visible.clone()));
        let ahead = visible.end..(visible.end + per).min(shown.len());
        self.ask_ahead(state, ui.pixels_per_point(), layout, ahead);
        SheetScreen {
            layout,
            visible,
            drawn,
        }
    }

    /// A notch is a screen.
    fn follow_wheel(&mut self, ui: &Ui, cx: &mut Cx<'_>, view: Rect, per: usize) {
        if !ui.rect_contains_pointer(view) {
            self.wheel = 0.0;
            return;
        }
        let turned = |event: &Event| match event {
            Event::MouseWheel {
                unit,
                delta,
                modifiers,
                ..
            } if !modifiers.command => Some(match unit {
                MouseWheelUnit::Point => delta.y / NOTCH,
                MouseWheelUnit::Line | MouseWheelUnit::Page => delta.y,
            }),
            _ => None,
        };
        let turned: f32 = ui.input(|input| input.events.iter().filter_map(turned).sum());
        self.wheel -= turned;
        if self.wheel.abs() >= 1.0 {
            let by = self.wheel.signum() as isize;
            self.wheel = 0.0;
            cx.push(Action::Sheet(SheetAction::Turn { by, per }));
        }
    }

    fn tiles_ui(
        &mut self,
        ui: &mut Ui,
        cx: &mut Cx<'_>,
        state: &State,
        thumbnails: &mut Thumbnails,
        view: Rect,
        (layout, visible): (GridLayout, Range<usize>),
    ) -> FrameShown {
        let shown = state.listing.shown();
        let painter = ui.painter().with_clip_rect(view);
        let ppp = ui.pixels_per_point();
        self.texts.begin_frame(
            &painter,
            Basis {
                generation: state.library.generation(),
                lang: cx.locale.lang(),
                color: cx.palette.text,
                tile_width: layout.tile_width(),
            },
        );
        let scroll = layout.scroll_to_top(visible.start, 0.0);
        let margin = margin(state);
        let mut tiles = Vec::with_capacity(visible.len());
        self.wanted.clear();
        self.sharp.clear();
        for index in visible {
            let Some((nr, entry)) = shown
                .get(index)
                .and_then(|&nr| Some((nr, state.library.get(nr)?)))
            else {
                continue;
            };
            let in_view = layout.tile_in_view(index, scroll);
            let corner = view.min + in_view.min.to_vec2();
            let rect = Rect::from_min_size(corner.round_to_pixels(ppp), in_view.size());
            let response = ui.interact(rect, ui.scope_id().with(("tile", nr)), Sense::click());
            let is_selected = state.selection.has(nr);
            response.widget_info(|| {
                let name = tile_name(cx, entry, is_selected, index + 1, shown.len());
                WidgetInfo::selected(Role::Button, true, state.current == Some(nr), name)
            });
            let texture = texture(thumbnails, entry);
            let is_there = texture.is_some() || entry.stage != Stage::Ready;
            self.clicks(ui, cx, state, &response, (nr, is_there));
            let tile = Tile {
                rect,
                entry,
                texture,
                edges: None,
                is_current: state.current == Some(nr),
                is_selected,
                is_hovered: response.hovered(),
                is_tall: false,
                needs_token: state.needs_token(),
                texts: self.texts.get(nr, || {
                    tile_texts(&painter, cx, entry, rect, false, on_page(state, nr))
                }),
            };
            let picture = SheetPicture::new(entry, tile.picture_area(), margin, f64::from(ppp));
            let wanted = picture.and_then(|it| it.wanted);
            let key = wanted.and_then(|part| key_of(entry, part));
            let part = key.as_ref().and_then(|key| self.textures.get(key));
            let part = part.map(egui::TextureHandle::id);
            let is_sharp =
                tile.texture.is_some() && picture.is_some() && (wanted.is_none() || part.is_some());
            if is_sharp {
                self.sharp.insert(nr);
            }
            self.want(nr, key);
            tiles.push(SheetTile {
                nr,
                tile,
                picture,
                part,
                is_sharp,
            });
        }
        paint(&tiles, &painter, cx);
        for it in &tiles {
            retry_ui(ui, cx, it.nr, &it.tile, view);
        }
        let has_texture = |it: &&SheetTile<'_>| it.tile.texture.is_some();
        FrameShown {
            tiles: tiles.len(),
            tiles_ready: tiles.iter().filter(has_texture).count(),
            is_settled: !tiles.iter().any(|it| it.tile.awaits_picture()),
            ..FrameShown::default()
        }
    }

    fn want(
        &mut self,
        nr: InvoiceNr,
        key: Option<(crate::model::PictureKey, crate::formats::PagePart)>,
    ) {
        if let Some(key) = key.filter(|key| !self.textures.has(key)) {
            self.wanted.push((nr, Pixels::Part(key.1)));
        }
    }

    /// Once the screen is sharp, what the next one will want.
    fn ask_ahead(&mut self, state: &State, ppp: f32, layout: GridLayout, ahead: Range<usize>) {
        if !self.wanted.is_empty() {
            return;
        }
        for &nr in &state.listing.shown()[ahead] {
            let Some(entry) = state.library.get(nr) else {
                continue;
            };
            let area = Tile::picture_area_of(layout.tile_in_view(0, 0.0));
            let picture = SheetPicture::new(entry, area, margin(state), f64::from(ppp));
            let key = picture.and_then(|it| key_of(entry, it.wanted?));
            self.want(nr, key);
        }
    }

    fn clicks(
        &mut self,
        ui: &Ui,
        cx: &mut Cx<'_>,
        state: &State,
        response: &egui::Response,
        (nr, is_there): (InvoiceNr, bool),
    ) {
        let modifiers = ui.input(|input| input.modifiers);
        let is_entered =
            response.has_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        if is_entered {
            cx.push(Action::Open(nr));
        } else if response.double_clicked() && self.clicked == Some(nr) {
            cx.push(Action::Sheet(SheetAction::Open(nr, Stamp::now())));
        } else if response.clicked() && modifiers.command {
            cx.push(Action::Selecting(SelectAction::Toggle(nr)));
        } else if response.clicked() && modifiers.shift {
            cx.push(Action::Selecting(SelectAction::Range(nr)));
        } else if response.clicked() && is_there {
            cx.push(Action::Sheet(SheetAction::Mark(nr, Stamp::now())));
        } else if response.clicked() {
            cx.push(Action::Judge(JudgeAction::NotYet));
        }
        if response.clicked() {
            self.clicked = Some(nr);
        }
        if response.secondary_clicked() {
            self.menu_of = Some(nr);
        }
        if self.menu_of == Some(nr) && !context_menu_ui(response, cx, state, nr) {
            self.menu_of = None;
        }
    }
}

fn margin(state: &State) -> f64 {
    f64::from(state.settings.sheet_margin_percent) / 100.0
}

/// Which screen it is, and how much of the surroundings is shown.
fn line_ui(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    state: &State,
    line: Rect,
    (screen, screens): (usize, usize),
    per: usize,
) {
    ui.painter().rect_filled(line, 0.0, cx.palette.panel);
    let builder = egui::UiBuilder::new()
        .max_rect(line.shrink2(vec2(2.0 * theme::GAP, theme::GAP)))
        .layout(egui::Layout::left_to_right(egui::Align::Center));
    ui.scope_builder(builder, |ui| {
        ui.spacing_mut().item_spacing.x = theme::GAP;
        for (icon, name, key, by) in [
            (icons::PREVIOUS, "sheet-previous", "PgUp", -1),
            (icons::NEXT, "sheet-next", "PgDn", 1),
        ] {
            if widgets::icon_button(ui, icon, &cx.text(name), key).clicked() {
                cx.push(Action::Sheet(SheetAction::Turn { by, per }));
            }
        }
        let values = [
            ("number", (screen + 1).into()),
            ("count", screens.max(1).into()),
        ];
        ui.label(cx.with("sheet-number", &values));
        ui.separator();
        let label = ui.label(RichText::new(cx.text("sheet-margin")).weak());
        let mut percent = state.settings.sheet_margin_percent;
        ui.spacing_mut().slider_width = 110.0;
        let slider = Slider::new(&mut percent, 0..=MOST_MARGIN_PERCENT)
            .suffix(" %")
            .step_by(5.0);
        let slider = ui.add(slider).labelled_by(label.id);
        let slider = widgets::named(slider, &cx.text("sheet-margin-name"), "");
        if slider.changed() {
            cx.push(Action::SetSheetMargin(percent));
        }
        ui.separator();
        let hint = cx.text("sheet-hint");
        let fits = widgets::fits(ui, &hint, &egui::TextStyle::Small);
        let text = if fits {
            &hint
        } else {
            &cx.text("sheet-hint-short")
        };
        let label = egui::Label::new(RichText::new(text.as_ref()).small().weak()).truncate();
        ui.add(label).with_tooltip(hint.as_ref());
    });
}

/// In passes over all tiles, as the grid is painted.
fn paint(tiles: &[SheetTile<'_>], painter: &Painter, cx: &Cx<'_>) {
    let palette = cx.palette;
    let pixel = 1.0 / painter.ctx().pixels_per_point();
    let mut regions = Mesh::default();
    for it in tiles {
        it.tile.paint_back(painter, palette);
        match (it.picture, it.tile.texture) {
            (Some(picture), Some((thumbnail, _))) => {
                picture.paint_back(painter, palette);
                picture.paint(painter, thumbnail, it.part);
                // Where the crop is the region, a frame around it would always fit.
                if !is_exact_crop(it.tile.entry) {
                    picture.add_region(&mut regions, pixel, palette);
                }
            }
            // Without a region, all that there is.
            _ => it.tile.paint_picture(painter),
        }
    }
    painter.add(regions);
    for it in tiles {
        it.paint_marks(painter, cx);
        it.tile.paint_front(painter, cx);
    }
}

impl SheetTile<'_> {
    /// An exception has a frame and its name over the picture; what the picture lacks is said.
    fn paint_marks(&self, painter: &Painter, cx: &Cx<'_>) {
        let area = self.tile.picture_area();
        let verdict = self.tile.entry.ticket.verdict();
        let overlay = &cx.palette.overlay;
        if let Some(verdict) = verdict {
            let (text, color) = verdict_text(cx, verdict);
            if *verdict != Verdict::Correct {
                let stroke = Stroke::new(3.0, color);
                painter.rect_stroke(area, 3.0, stroke, StrokeKind::Inside);
            }
            let at = area.left_bottom() + vec2(4.0, -24.0);
            overlay::plate(painter, at, &text, overlay);
        }
        if self.picture.is_none() || self.tile.texture.is_none() {
            return;
        }
        if self.is_sharp {
            return;
        }
        let galley = overlay::plate_text(painter, cx.text("sheet-coarse").into_owned(), overlay);
        let aside = if self.tile.is_selected { 24.0 } else { 0.0 };
        let at = area.right_bottom() - vec2(galley.size().x + 14.0 + aside, 24.0);
        overlay::plate_of(painter, at, galley, overlay);
    }
}
