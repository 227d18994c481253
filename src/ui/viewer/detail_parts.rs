//! Tiles of a finer level of detail, with more pixels than what is there as a whole: of a document's page that was
//! drawn sharper, of a picture that was too large to come whole. They are laid over it.

use crate::formats::PagePart;
use crate::state::{DetailPart, State};

use super::canvas::{CanvasView, PagePicture, SHARP_FROM};
use super::detail_level::{self, WholeLevel};
use super::page_ui;
use crate::ui::frame_shown::OpenPicture;
use crate::ui::paint::layer::Layer;
use crate::ui::paint::tiles::{TileKey, Tiles};

/// Pixels of a part on one pixel of the screen at most: with more of them some would be left out, and print shimmer.
const MOST_PIXELS: f64 = 2.1;

impl<'a> PagePicture<'a> {
    /// Pixels of the picture as it came for each pixel that it has.
    pub(in crate::ui) fn density(&self) -> f64 {
        let Some(full) = self.full else {
            return 1.0;
        };
        f64::from(full.pyramid.full_size().0) / f64::from(self.size.width.max(1))
    }

    /// Whether it came smaller than it is.
    pub(in crate::ui) fn is_reduced(&self) -> bool {
        self.full.is_some_and(|full| {
            let (width, height) = full.pyramid.full_size();
            width < self.size.width || height < self.size.height
        })
    }

    /// The part that is wanted sharper, as the canvas shows it now.
    pub fn wanted_part(&self, view: &CanvasView, pixels_per_point: f32) -> Option<PagePart> {
        if !self.has_parts || !(self.is_document || self.is_reduced()) {
            return None;
        }
        let whole = WholeLevel {
            page: self.page,
            size: self.size,
            density: self.density(),
            is_document: self.is_document,
        };
        let scale = self.screen_pixels_per_picture_pixel(view) * f64::from(pixels_per_point);
        let seen = self.visible_in_picture(view)?;
        let held = self.sharp.iter().map(|sharp| sharp.part);
        detail_level::part(&whole, &seen, scale, &held)
    }

    /// Parts of the page that have no more pixels than the screen can show, the sharpest last.
    pub(in crate::ui) fn sharp_parts(
        &self,
        view: &CanvasView,
        pixels_per_point: f64,
    ) -> Vec<Layer<'a>> {
        let scale = self.screen_pixels_per_picture_pixel(view) * pixels_per_point;
        let mut parts: Vec<&'a DetailPart> = self
            .sharp
            .iter()
            .filter(|sharp| sharp.part.page == self.page)
            .filter(|sharp| detail_level::density_of(&sharp.part) <= MOST_PIXELS * scale)
            .collect();
        parts.sort_by(|a, b| {
            detail_level::density_of(&a.part).total_cmp(&detail_level::density_of(&b.part))
        });
        let layer = |sharp: &'a DetailPart| {
            let key = TileKey {
                part: Some(sharp.part),
                is_sharp: !self.is_document && sharp.part.shrink == 1 && scale >= SHARP_FROM,
                ..self.first_tile()
            };
            Layer::new(&sharp.raster, detail_level::rect(&sharp.part), key)
        };
        parts.into_iter().map(layer).collect()
    }

    /// What of it stands on the canvas once it is painted; `wanted` parts that are not here make it less than all.
    pub(in crate::ui) fn drawn(
        &self,
        state: &State,
        tiles: &Tiles,
        wanted: &[PagePart],
    ) -> OpenPicture {
        let is_whole = !tiles.is_waiting() && page_ui::lacking(state, wanted).is_empty();
        match (self.full, self.thumbnail) {
            (Some(_), _) if is_whole => OpenPicture::Full,
            (None, None) => OpenPicture::None,
            _ => OpenPicture::Thumbnail,
        }
    }
}
