//! A part of a document's page that was drawn sharper, laid over the page.

use egui::Painter;

use crate::formats::PagePart;
use crate::geometry::PictureSize;
use crate::state::SharpPart;

use super::canvas::{PagePicture, Shrink, View};
use super::sharpen;
use super::tiles::{TileKey, Tiles};

impl PagePicture<'_> {
    /// The part that is wanted sharper, as the canvas shows it now.
    pub fn wanted_part(&self, view: &View, pixels_per_point: f32) -> Option<PagePart> {
        if !self.is_document {
            return None;
        }
        let scale = self.screen_pixels_per_picture_pixel(view) * f64::from(pixels_per_point);
        let seen = self.visible_in_picture(view)?;
        let held = self.sharp.map(|sharp| sharp.part);
        sharpen::part(self.page, self.size, &seen, scale, held)
    }

    pub(super) fn paint_sharp(
        &self,
        painter: &Painter,
        view: &View,
        sharp: &SharpPart,
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
}
