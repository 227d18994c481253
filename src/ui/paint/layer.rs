//! What a picture is painted from, the finer over the coarser: mip levels of its pyramid, parts with more of its
//! pixels.

use std::sync::Arc;

use egui::Painter;

use crate::formats::Raster;
use crate::geometry::{PictureBox, PictureSize};

use super::tiles::{TILE_SIDE, TileKey, Tiles};
use crate::ui::viewer::canvas::{CanvasView, PagePicture};

/// Pixels of a picture or of a part of it, cut into tiles.
pub(in crate::ui) struct Layer<'a> {
    raster: &'a Arc<Raster>,
    /// What it shows, in picture pixels.
    place: PictureBox,
    shrink: Shrink,
    /// Of its first tile.
    key: TileKey,
}

impl<'a> Layer<'a> {
    /// `raster` shows `place`, in picture pixels.
    pub fn new(raster: &'a Arc<Raster>, place: PictureBox, key: TileKey) -> Self {
        let (width, height) = raster.size();
        let size = PictureSize::new(place.width() as u32, place.height() as u32);
        Self {
            raster,
            place,
            shrink: Shrink::new(size, width, height),
            key,
        }
    }

    /// Whether it shows all of `visible`, in picture pixels, with tiles that are there already.
    pub fn covers(&self, visible: &PictureBox, tiles: &Tiles) -> bool {
        let mut shown = self.tiles(visible);
        self.place.contains_box(visible) && shown.all(|(key, _)| tiles.holds(&key))
    }

    /// Paints its part of `visible`, as far as its tiles are there or can be uploaded in this frame.
    pub fn paint(
        &self,
        painter: &Painter,
        picture: &PagePicture<'_>,
        view: &CanvasView,
        visible: &PictureBox,
        tiles: &mut Tiles,
    ) {
        for (key, place) in self.tiles(visible) {
            if let Some(tile) = tiles.get(painter.ctx(), &key, self.raster) {
                picture.paint_quad(painter, view, tile.texture(), place, tile.uv());
            }
        }
    }

    /// The tiles that show a part of `visible`, and where in the picture they stand.
    fn tiles(&self, visible: &PictureBox) -> impl Iterator<Item = (TileKey, PictureBox)> {
        let shown = visible.intersection(&self.place);
        let corner = self.place.min.to_vector();
        let (columns, rows) = shown.map_or((0..0, 0..0), |shown| {
            self.shrink.tiles_in(&shown.translate(-corner))
        });
        rows.flat_map(move |row| {
            columns.clone().map(move |column| {
                let place = self.shrink.tile_in_picture(column, row);
                let key = TileKey {
                    column,
                    row,
                    ..self.key.clone()
                };
                (key, place.translate(corner))
            })
        })
    }
}

/// How a raster's pixels lie on what it shows.
struct Shrink {
    /// Picture pixels per pixel of the raster.
    x: f64,
    y: f64,
    width: u32,
    height: u32,
}

impl Shrink {
    fn new(size: PictureSize, width: u32, height: u32) -> Self {
        Self {
            x: f64::from(size.width) / f64::from(width.max(1)),
            y: f64::from(size.height) / f64::from(height.max(1)),
            width,
            height,
        }
    }

    /// Columns and rows of the tiles that show something of `part`.
    fn tiles_in(&self, part: &PictureBox) -> (std::ops::Range<u32>, std::ops::Range<u32>) {
        let side = f64::from(TILE_SIDE);
        let span = |min: f64, max: f64, per: f64, length: u32| {
            let first = (min / per / side).floor().max(0.0) as u32;
            let end = (max / per / side).ceil().max(0.0) as u32;
            first..end.min(length.div_ceil(TILE_SIDE))
        };
        (
            span(part.min.x, part.max.x, self.x, self.width),
            span(part.min.y, part.max.y, self.y, self.height),
        )
    }

    fn tile_in_picture(&self, column: u32, row: u32) -> PictureBox {
        let edge = |index: u32, length: u32| f64::from((index * TILE_SIDE).min(length));
        PictureBox::new(
            euclid::point2(
                edge(column, self.width) * self.x,
                edge(row, self.height) * self.y,
            ),
            euclid::point2(
                edge(column + 1, self.width) * self.x,
                edge(row + 1, self.height) * self.y,
            ),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{PageKey, PictureKey};

    #[test]
    fn tiles_cover_the_picture_without_gaps() {
        let shrink = Shrink::new(PictureSize::new(2001, 1301), 1001, 651);
        let whole = PictureBox::from_size(PictureSize::new(2001, 1301).to_f64());
        let (columns, rows) = shrink.tiles_in(&whole);
        assert_eq!((columns.clone(), rows.clone()), (0..2, 0..2));
        let first = shrink.tile_in_picture(0, 0);
        let second = shrink.tile_in_picture(1, 1);
        assert_eq!(first.max, second.min);
        assert!((second.max.x - 2001.0).abs() < 1e-9 && (second.max.y - 1301.0).abs() < 1e-9);
    }

    #[test]
    fn only_tiles_in_view_are_asked_for() {
        let shrink = Shrink::new(PictureSize::new(10_000, 10_000), 10_000, 10_000);
        let part = seen(5000.0, 600.0, 5100.0, 1100.0);
        assert_eq!(shrink.tiles_in(&part), (9..10, 1..3));
    }

    fn seen(left: f64, top: f64, right: f64, bottom: f64) -> PictureBox {
        PictureBox::new(euclid::point2(left, top), euclid::point2(right, bottom))
    }

    #[test]
    fn a_layer_covers_what_it_has_all_tiles_of() {
        let ctx = egui::Context::default();
        let raster = Raster::new(600, 100, vec![0; 60_000]).expect("as many pixels as it says");
        let raster = Arc::new(raster);
        let picture = PictureKey {
            page: PageKey::new("page"),
            process: "".into(),
        };
        let key = TileKey::first(picture, 0);
        // Twice as large in the picture, from (1000, 0) on: its second tile begins at 2024.
        let layer = Layer::new(&raster, seen(1000.0, 0.0, 2200.0, 200.0), key);
        let places: Vec<PictureBox> = layer
            .tiles(&seen(900.0, 0.0, 3000.0, 200.0))
            .map(|(_, place)| place)
            .collect();
        let both = [
            seen(1000.0, 0.0, 2024.0, 200.0),
            seen(2024.0, 0.0, 2200.0, 200.0),
        ];
        assert_eq!(places, both);
        let mut tiles = Tiles::default();
        tiles.begin_frame(1);
        let first = seen(1000.0, 0.0, 1500.0, 200.0);
        assert!(!layer.covers(&first, &tiles), "nothing is uploaded");
        for (key, _) in layer.tiles(&first) {
            assert!(tiles.get(&ctx, &key, &raster).is_some());
        }
        assert!(layer.covers(&first, &tiles));
        assert!(!layer.covers(&seen(1500.0, 0.0, 2100.0, 200.0), &tiles));
        assert!(!layer.covers(&seen(990.0, 0.0, 1500.0, 200.0), &tiles));
    }
}
