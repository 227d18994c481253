//! The picture of a sheet's tile: the region at its own zoom with some of its surroundings, from pixels that are sharp
//! enough to judge it.

use egui::{Mesh, Painter, Pos2, Rect, TextureId, Vec2, pos2, vec2};

use crate::engine::{DecodedPixels, EngineEvent, THUMBNAIL_SIDE};
use crate::formats::{PagePart, Pixels, Pyramid};
use crate::geometry::{PictureBox, PictureSize};
use crate::model::PictureKey;
use crate::review::{Entry, Stage};

use crate::ui::kit::theme::Palette;
use crate::ui::paint::edge_textures::PieceTextures;
use crate::ui::paint::overlay;

/// Parts of pictures that tiles of sheets show.
pub type SheetTextures = PieceTextures<PagePart>;

/// So many pixels for each of the screen still look sharp.
const ENOUGH: f64 = 0.8;
/// Points that a picture's pixel is shown as at most.
const MOST_ZOOM: f64 = 3.0;
/// A document is drawn so many times larger at most.
const MOST_SCALE: f64 = 4.0;
/// Steps of the surroundings that are fetched: a slider that is moved a little needs nothing new.
const MARGIN_STEPS: [f64; 4] = [0.1, 0.3, 0.6, 1.0];

/// What there is to show of a ticket, and where in its tile.
#[derive(Clone, Copy, Debug)]
pub struct SheetPicture {
    area: Rect,
    size: PictureSize,
    region: PictureBox,
    /// What of the picture is in the middle of the tile.
    middle: (f64, f64),
    /// Points for each pixel of the picture.
    scale: f64,
    /// The part that would be sharp; `None` where the thumbnail is.
    pub wanted: Option<PagePart>,
}

impl SheetPicture {
    /// `None` before the picture and its region are known.
    pub fn new(entry: &Entry, area: Rect, margin: f64, pixels_per_point: f64) -> Option<Self> {
        let (facts, located) = (entry.facts?, entry.located.as_ref()?);
        if entry.stage != Stage::Ready {
            return None;
        }
        let region = located.in_picture.filter(is_sane)?;
        let scale = fitting(&region, area.size(), margin);
        let middle = region.center();
        let mut picture = Self {
            area,
            size: facts.size,
            region,
            middle: (middle.x, middle.y),
            scale,
            wanted: None,
        };
        let needed = scale * pixels_per_point;
        let longest = f64::from(facts.size.width.max(facts.size.height).max(1));
        let thumbnail = (f64::from(THUMBNAIL_SIDE) / longest).min(1.0);
        let is_document = facts.is_document();
        // A picture has no more pixels than it has.
        let best = if is_document { needed } else { needed.min(1.0) };
        if thumbnail < ENOUGH * best {
            picture.wanted = picture.part(margin, needed, is_document);
        }
        Some(picture)
    }

    /// All that the tile may show while the slider is near.
    fn part(&self, margin: f64, needed: f64, is_document: bool) -> Option<PagePart> {
        let step = MARGIN_STEPS.into_iter().find(|step| margin <= *step);
        let scale = fitting(&self.region, self.area.size(), step.unwrap_or(1.0));
        let half = vec2(self.area.width(), self.area.height()) / 2.0;
        let (half_width, half_height) = (f64::from(half.x) / scale, f64::from(half.y) / scale);
        let (x, y) = self.middle;
        let seen = PictureBox::new(
            euclid::point2(x - half_width, y - half_height),
            euclid::point2(x + half_width, y + half_height),
        );
        let whole = PictureBox::from_size(self.size.to_f64());
        let seen = seen.intersection(&whole)?;
        let mut shrink = 1;
        while !is_document && f64::from(shrink * 2) * needed <= 1.0 {
            shrink *= 2;
        }
        let enlarged = if is_document {
            needed.ceil().clamp(1.0, MOST_SCALE) as u32
        } else {
            1
        };
        let down = |edge: f64| edge as u32 / shrink * shrink;
        let up = |edge: f64, most: u32| (edge.ceil() as u32).next_multiple_of(shrink).min(most);
        let (left, top) = (down(seen.min.x), down(seen.min.y));
        let (right, bottom) = (
            up(seen.max.x, self.size.width),
            up(seen.max.y, self.size.height),
        );
        (right > left && bottom > top).then(|| PagePart {
            page: 0,
            scale: enlarged,
            shrink,
            left,
            top,
            width: right - left,
            height: bottom - top,
        })
    }

    fn at(&self, x: f64, y: f64) -> Pos2 {
        let from_middle = vec2((x - self.middle.0) as f32, (y - self.middle.1) as f32);
        self.area.center() + from_middle * self.scale as f32
    }

    fn rect(&self, of: &PictureBox) -> Rect {
        Rect::from_min_max(self.at(of.min.x, of.min.y), self.at(of.max.x, of.max.y))
    }

    /// Where nothing of the page is known.
    pub fn paint_back(&self, painter: &Painter, palette: &Palette) {
        let picture = self.rect(&PictureBox::from_size(self.size.to_f64()));
        if !picture.contains_rect(self.area) {
            let mut mesh = Mesh::default();
            overlay::unknown_into(&mut mesh, self.area, palette);
            painter.add(mesh);
        }
    }

    /// The thumbnail, and over it what is sharper.
    pub fn paint(&self, painter: &Painter, thumbnail: TextureId, part: Option<TextureId>) {
        let painter = painter.with_clip_rect(self.area.intersect(painter.clip_rect()));
        let all = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        let white = egui::Color32::WHITE;
        let whole = PictureBox::from_size(self.size.to_f64());
        painter.image(thumbnail, self.rect(&whole), all, white);
        if let (Some(texture), Some(part)) = (part, self.wanted) {
            // At the picture's edge the last pixel of a shrunk part stands for fewer of the picture's.
            let covered = |length: u32| f64::from(length.next_multiple_of(part.shrink.max(1)));
            let min = euclid::point2(f64::from(part.left), f64::from(part.top));
            let size = euclid::size2(covered(part.width), covered(part.height));
            let place = PictureBox::from_origin_and_size(min, size);
            painter.image(texture, self.rect(&place), all, white);
        }
    }

    /// The region, where OCR meant it.
    pub fn add_region(&self, mesh: &mut Mesh, pixel: f32, palette: &Palette) {
        let rect = self.rect(&self.region);
        overlay::thin_outline(mesh, rect, self.area, pixel, &palette.overlay);
    }
}

/// Points for each pixel, so that the region fits with its surroundings.
fn fitting(region: &PictureBox, room: Vec2, margin: f64) -> f64 {
    let all = 1.0 + 2.0 * margin;
    let across = f64::from(room.x) / (region.width() * all);
    let down = f64::from(room.y) / (region.height() * all);
    across.min(down).min(MOST_ZOOM)
}

/// Something that can be shown at some zoom.
fn is_sane(region: &PictureBox) -> bool {
    let is_fine = |length: f64| length.is_finite() && length >= 1.0;
    is_fine(region.width()) && is_fine(region.height()) && region.center().to_vector().is_finite()
}

/// Takes parts out of what the background sent.
pub fn take(textures: &mut SheetTextures, event: &EngineEvent) {
    if let EngineEvent::Pixels {
        key,
        pixels: Pixels::Part(part),
        result: Ok(DecodedPixels::Raster { raster, .. }),
    } = event
    {
        // A document's page may come much larger than a tile; print would shimmer.
        let pyramid = Pyramid::build((**raster).clone());
        if let Some(smallest) = pyramid.levels().last() {
            textures.arrive((key.clone(), *part), std::sync::Arc::clone(smallest));
        }
    }
}

/// Whose part it is.
pub fn key_of(entry: &Entry, part: PagePart) -> Option<(PictureKey, PagePart)> {
    Some((entry.invoice.as_ref()?.picture_key.clone(), part))
}

#[cfg(test)]
mod tests {
    use euclid::{Box2D, point2, size2};

    use super::*;

    fn picture(region: [f64; 4], area: Rect) -> SheetPicture {
        let [left, top, right, bottom] = region;
        let region: PictureBox = Box2D::new(point2(left, top), point2(right, bottom));
        let middle = region.center();
        SheetPicture {
            area,
            size: size2(4000, 3000),
            region,
            middle: (middle.x, middle.y),
            scale: fitting(&region, area.size(), 0.1),
            wanted: None,
        }
    }

    #[test]
    fn the_region_stands_in_the_middle_with_its_surroundings() {
        let area = Rect::from_min_max(pos2(10.0, 20.0), pos2(250.0, 200.0));
        let it = picture([1000.0, 500.0, 2000.0, 1000.0], area);
        let rect = it.rect(&it.region);
        assert!((rect.center() - area.center()).length() < 0.01);
        assert!((rect.width() - 200.0).abs() < 0.01, "{rect:?}");
        assert!((rect.height() - 100.0).abs() < 0.01, "{rect:?}");
    }

    #[test]
    fn a_part_is_asked_for_that_covers_the_tile_and_is_sharp() {
        let area = Rect::from_min_max(pos2(0.0, 0.0), pos2(240.0, 180.0));
        let it = picture([1000.0, 500.0, 2000.0, 1000.0], area);
        let part = it.part(0.1, it.scale, false).expect("a part");
        // A fifth of a point for each pixel: four pixels become one.
        assert_eq!((part.scale, part.shrink), (1, 4));
        assert_eq!((part.left, part.width), (900, 1200));
        assert!(part.top <= 300 && part.top + part.height >= 1200);
        assert_eq!(it.part(0.05, it.scale, false), Some(part), "the same step");
        let of_page = it.part(0.1, it.scale * 8.0, true).expect("a part");
        assert_eq!((of_page.scale, of_page.shrink), (2, 1));
    }
}
