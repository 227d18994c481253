//! Parts that have more pixels than what is there as a whole: of a document's page that was drawn sharper, of a picture
//! that was too large to come whole. They are laid over it.

use egui::Painter;

use crate::formats::PagePart;
use crate::geometry::PictureSize;
use crate::state::{SharpPart, State};

use super::canvas::{PagePicture, SHARP_FROM, Shrink, View};
use super::drawn::OpenPicture;
use super::page_ui;
use super::sharpen::{self, Whole};
use super::tiles::{TileKey, Tiles};

/// Pixels of a part on one pixel of the screen at most: with more of them some would be left out, and print shimmer.
const MOST_PIXELS: f64 = 2.1;

impl PagePicture<'_> {
    /// Pixels of the picture as it came for each pixel that it has.
    pub(super) fn density(&self) -> f64 {
        let Some(full) = self.full else {
            return 1.0;
        };
        f64::from(full.pyramid.full_size().0) / f64::from(self.size.width.max(1))
    }

    /// Whether it came smaller than it is.
    pub(super) fn is_reduced(&self) -> bool {
        self.full.is_some_and(|full| {
            let (width, height) = full.pyramid.full_size();
            width < self.size.width || height < self.size.height
        })
    }

    /// The part that is wanted sharper, as the canvas shows it now.
    pub fn wanted_part(&self, view: &View, pixels_per_point: f32) -> Option<PagePart> {
        if !self.has_parts || !(self.is_document || self.is_reduced()) {
            return None;
        }
        let whole = Whole {
            page: self.page,
            size: self.size,
            density: self.density(),
            is_document: self.is_document,
        };
        let scale = self.screen_pixels_per_picture_pixel(view) * f64::from(pixels_per_point);
        let seen = self.visible_in_picture(view)?;
        let held = self.sharp.iter().map(|sharp| sharp.part);
        sharpen::part(&whole, &seen, scale, &held)
    }

    pub(super) fn paint_sharp(&self, painter: &Painter, view: &View, tiles: &mut Tiles) {
        let ppp = f64::from(painter.ctx().pixels_per_point());
        let scale = self.screen_pixels_per_picture_pixel(view) * ppp;
        let mut parts: Vec<&SharpPart> = self
            .sharp
            .iter()
            .filter(|sharp| sharp.part.page == self.page)
            .filter(|sharp| sharpen::density_of(&sharp.part) <= MOST_PIXELS * scale)
            .collect();
        parts.sort_by(|a, b| sharpen::density_of(&a.part).total_cmp(&sharpen::density_of(&b.part)));
        for sharp in parts {
            let density = sharpen::density_of(&sharp.part);
            let is_sharp = !self.is_document && sharp.part.shrink == 1 && scale >= SHARP_FROM;
            for pass in view.passes(density / scale, ppp) {
                self.paint_part(painter, &pass, sharp, is_sharp, tiles);
            }
        }
    }

    fn paint_part(
        &self,
        painter: &Painter,
        view: &View,
        sharp: &SharpPart,
        is_sharp: bool,
        tiles: &mut Tiles,
    ) {
        let (width, height) = sharp.raster.size();
        let place = sharpen::rect(&sharp.part);
        let of_part = PictureSize::new(sharp.part.width, sharp.part.height);
        let shrink = Shrink::new(of_part, width, height);
        let Some(visible) = self
            .visible_in_picture(view)
            .and_then(|visible| visible.intersection(&place))
        else {
            return;
        };
        let (columns, rows) = shrink.tiles_in(&visible.translate(-place.min.to_vector()));
        for row in rows {
            for column in columns.clone() {
                let key = TileKey {
                    part: Some(sharp.part),
                    is_sharp,
                    ..self.tile_key(0, column, row)
                };
                let Some(tile) = tiles.get(painter.ctx(), &key, &sharp.raster) else {
                    continue;
                };
                let (texture, uv) = (tile.texture(), tile.uv());
                let part = shrink.tile_in_picture(column, row);
                let part = part.translate(place.min.to_vector());
                self.paint_quad(painter, view, texture, part, uv);
            }
        }
    }

    /// What of it stands on the canvas once it is painted; `wanted` parts that are not here make it less than all.
    pub(super) fn drawn(&self, state: &State, tiles: &Tiles, wanted: &[PagePart]) -> OpenPicture {
        let is_whole = !tiles.is_waiting() && page_ui::lacking(state, wanted).is_empty();
        match (self.full, self.thumbnail) {
            (Some(_), _) if is_whole => OpenPicture::Full,
            (None, None) => OpenPicture::None,
            _ => OpenPicture::Thumbnail,
        }
    }
}
