//! The open picture on the graphics side: cut into tiles of every level, uploaded as they come into view,
//! so that no texture is larger than any graphics driver takes and no frame waits for a large upload.

use std::sync::Arc;

use egui::{Color32, ColorImage, TextureHandle, TextureOptions};
use lru::LruCache;

use crate::formats::{PagePart, Raster};
use crate::model::PictureKey;
use crate::state::MemoryBudgets;

/// Side of a tile in pixels, without the border shared with its neighbours.
pub const TILE_SIDE: u32 = 512;
/// Pixels that a tile shows of its neighbours, so that filtering leaves no seam.
const BORDER: u32 = 1;

/// One tile of one level of a picture.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TileKey {
    pub picture: PictureKey,
    /// Of a document, counted from 0.
    pub page: u32,
    /// Drawn sharper than the page, and cut out of this.
    pub part: Option<PagePart>,
    pub level: usize,
    pub column: u32,
    pub row: u32,
    /// Whether single pixels are shown as squares, for looking closely.
    pub is_sharp: bool,
}

impl TileKey {
    /// The first tile of a picture at its full size; `page` is counted from 0.
    pub fn first(picture: PictureKey, page: u32) -> Self {
        Self {
            picture,
            page,
            part: None,
            level: 0,
            column: 0,
            row: 0,
            is_sharp: false,
        }
    }
}

/// A tile that can be drawn: a texture, and the part of it that is the tile without its border.
pub struct Uploaded {
    texture: TextureHandle,
    uv: egui::Rect,
    bytes: usize,
}

impl Uploaded {
    pub fn texture(&self) -> egui::TextureId {
        self.texture.id()
    }

    pub fn uv(&self) -> egui::Rect {
        self.uv
    }
}

/// The tiles held, the least recently drawn let go first.
pub struct Tiles {
    held: LruCache<TileKey, Uploaded>,
    held_bytes: usize,
    /// Bytes of textures that are kept.
    budget_bytes: usize,
    /// Bytes that may still be uploaded in this frame.
    left_bytes: usize,
    is_waiting: bool,
}

impl Default for Tiles {
    fn default() -> Self {
        Self {
            held: LruCache::unbounded(),
            held_bytes: 0,
            budget_bytes: MemoryBudgets::default().textures_bytes(),
            left_bytes: 0,
            is_waiting: false,
        }
    }
}

impl Tiles {
    /// Begins a frame in which so many bytes may be uploaded.
    pub fn begin_frame(&mut self, budget_bytes: usize) {
        self.left_bytes = budget_bytes;
        self.is_waiting = false;
        while self.held_bytes > self.budget_bytes {
            let Some((_, tile)) = self.held.pop_lru() else {
                break;
            };
            self.held_bytes -= tile.bytes;
        }
    }

    pub fn set_budget(&mut self, budget_bytes: usize) {
        self.budget_bytes = budget_bytes;
    }

    pub fn held_bytes(&self) -> usize {
        self.held_bytes
    }

    /// Whether tiles were asked for that this frame's budget had no room for.
    pub fn is_waiting(&self) -> bool {
        self.is_waiting
    }

    /// Whether the tile is there, without a word that it is wanted.
    pub fn holds(&self, key: &TileKey) -> bool {
        self.held.contains(key)
    }

    /// The tile, uploaded now if the frame's budget allows.
    pub fn get(
        &mut self,
        ctx: &egui::Context,
        key: &TileKey,
        level: &Arc<Raster>,
    ) -> Option<&Uploaded> {
        if !self.holds(key) {
            if self.left_bytes == 0 {
                self.is_waiting = true;
                return None;
            }
            let tile = upload(ctx, key, level)?;
            self.left_bytes = self.left_bytes.saturating_sub(tile.bytes);
            self.held_bytes += tile.bytes;
            self.held.put(key.clone(), tile);
        }
        self.held.get(key)
    }

    pub fn clear(&mut self) {
        self.held.clear();
        self.held_bytes = 0;
    }
}

fn upload(ctx: &egui::Context, key: &TileKey, level: &Raster) -> Option<Uploaded> {
    let (left, top) = (key.column * TILE_SIDE, key.row * TILE_SIDE);
    let (level_width, level_height) = level.size();
    if left >= level_width || top >= level_height {
        return None;
    }
    let (x0, y0) = (left.saturating_sub(BORDER), top.saturating_sub(BORDER));
    let right = (left + TILE_SIDE).min(level_width);
    let bottom = (top + TILE_SIDE).min(level_height);
    let (x1, y1) = (
        (right + BORDER).min(level_width),
        (bottom + BORDER).min(level_height),
    );
    let image = cut(level, x0, y0, x1, y1);
    let bytes = image.pixels.len() * 4;
    let options = if key.is_sharp {
        TextureOptions {
            magnification: egui::TextureFilter::Nearest,
            ..TextureOptions::LINEAR
        }
    } else {
        TextureOptions::LINEAR
    };
    let texture = ctx.load_texture("picture tile", image, options);
    let (width, height) = ((x1 - x0) as f32, (y1 - y0) as f32);
    let uv = egui::Rect::from_min_max(
        egui::pos2((left - x0) as f32 / width, (top - y0) as f32 / height),
        egui::pos2((right - x0) as f32 / width, (bottom - y0) as f32 / height),
    );
    Some(Uploaded { texture, uv, bytes })
}

fn cut(level: &Raster, x0: u32, y0: u32, x1: u32, y1: u32) -> ColorImage {
    let stride = level.size().0 as usize;
    let pixels: &[Color32] = bytemuck::cast_slice(level.pixels());
    let mut cut = Vec::with_capacity(((x1 - x0) * (y1 - y0)) as usize);
    for row in y0..y1 {
        let start = row as usize * stride;
        cut.extend_from_slice(&pixels[start + x0 as usize..start + x1 as usize]);
    }
    ColorImage::new([(x1 - x0) as usize, (y1 - y0) as usize], cut)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::PageKey;

    fn key(column: u32, row: u32) -> TileKey {
        let picture = PictureKey {
            page: PageKey::new("page"),
            process: "".into(),
        };
        TileKey {
            column,
            row,
            ..TileKey::first(picture, 0)
        }
    }

    fn level(width: u32, height: u32) -> Arc<Raster> {
        let pixels = (0..width * height).collect();
        Arc::new(Raster::new(width, height, pixels).expect("as many pixels as it says"))
    }

    #[test]
    fn a_tile_knows_its_part_of_the_texture() {
        let ctx = egui::Context::default();
        let level = level(1100, 600);
        let inner = upload(&ctx, &key(1, 0), &level).expect("within");
        assert_eq!(inner.texture.size(), [514, 513]);
        assert!((inner.uv.min.x - 1.0 / 514.0).abs() < 1e-6 && inner.uv.min.y.abs() < 1e-6);
        let last = upload(&ctx, &key(2, 1), &level).expect("within");
        assert_eq!(last.texture.size(), [1100 - 1024 + 1, 600 - 512 + 1]);
        assert!((last.uv.max.x - 1.0).abs() < 1e-6);
        assert!(upload(&ctx, &key(3, 0), &level).is_none());
    }

    #[test]
    fn pixels_are_cut_row_by_row() {
        let image = cut(&level(10, 10), 2, 3, 5, 5);
        let first: u32 = bytemuck::cast(image.pixels[0].to_array());
        let below: u32 = bytemuck::cast(image.pixels[3].to_array());
        assert_eq!((first, below), (32, 42));
    }

    #[test]
    fn uploads_stop_at_the_frames_budget() {
        let ctx = egui::Context::default();
        let level = level(1100, 600);
        let mut tiles = Tiles::default();
        tiles.begin_frame(1);
        assert!(tiles.get(&ctx, &key(0, 0), &level).is_some());
        assert!(tiles.get(&ctx, &key(1, 0), &level).is_none());
        assert!(tiles.is_waiting());
        tiles.begin_frame(1);
        assert!(tiles.get(&ctx, &key(0, 0), &level).is_some(), "held");
        assert!(tiles.get(&ctx, &key(1, 0), &level).is_some());
    }

    #[test]
    fn nothing_is_kept_without_a_budget() {
        let ctx = egui::Context::default();
        let mut tiles = Tiles::default();
        tiles.begin_frame(1);
        assert!(tiles.get(&ctx, &key(0, 0), &level(600, 600)).is_some());
        tiles.begin_frame(1);
        assert!(tiles.held_bytes() > 0);
        tiles.set_budget(0);
        tiles.begin_frame(1);
        assert_eq!(tiles.held_bytes(), 0);
    }
}
