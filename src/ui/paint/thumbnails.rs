//! Thumbnails on the graphics side: uploaded a few a frame, kept within a byte budget, the least
//! recently shown let go first.

use std::collections::VecDeque;
use std::sync::Arc;

use egui::{Color32, ColorImage, TextureHandle, TextureOptions};
use lru::LruCache;

use crate::engine::THUMBNAIL_SIDE;
use crate::formats::Raster;
use crate::model::{InvoiceNr, PictureKey};
use crate::state::MemoryBudgets;

use super::edge_textures::EdgeTextures;
use crate::ui::ONE_FRAME_MORE;

/// Bytes of thumbnails handed to the graphics driver in one frame.
pub const UPLOAD_BYTES_PER_FRAME: usize = 4 << 20;

/// The same with tiles of the open picture: somebody waits for those, and where a frame takes long without a graphics
/// processor, many frames take longer than the textures.
pub const OPEN_BYTES_PER_FRAME: usize = 12 << 20;

/// So many are kept beside those that are wanted, for scrolling back. The background has the rest in less memory, and
/// without a graphics processor textures are the program's own.
const SPARE: usize = 32;

/// The textures of what the grid shows.
pub struct Thumbnails {
    held: LruCache<PictureKey, Thumbnail>,
    held_bytes: usize,
    /// Bytes of textures that are kept.
    budget_bytes: usize,
    arrived: VecDeque<Arrival>,
    /// Borders of regions, for large tiles.
    pub edges: EdgeTextures,
}

struct Thumbnail {
    texture: TextureHandle,
    bytes: usize,
    members: Vec<InvoiceNr>,
}

struct Arrival {
    key: PictureKey,
    members: Vec<InvoiceNr>,
    raster: Arc<Raster>,
}

impl Default for Thumbnails {
    fn default() -> Self {
        Self::with_budget(MemoryBudgets::default().textures_bytes())
    }
}

impl Thumbnails {
    fn with_budget(budget_bytes: usize) -> Self {
        Self {
            held: LruCache::unbounded(),
            held_bytes: 0,
            budget_bytes,
            arrived: VecDeque::new(),
            edges: EdgeTextures::default(),
        }
    }

    pub fn set_budget(&mut self, budget_bytes: usize) {
        self.budget_bytes = budget_bytes;
    }

    /// How many of the largest thumbnails the budget holds.
    pub fn capacity(&self) -> usize {
        self.budget_bytes / (THUMBNAIL_SIDE * THUMBNAIL_SIDE * 4) as usize
    }

    /// Takes in a thumbnail; it is uploaded by [`Self::upload`] when its turn comes.
    pub fn arrive(&mut self, key: PictureKey, members: Vec<InvoiceNr>, raster: Arc<Raster>) {
        self.arrived.push_back(Arrival {
            key,
            members,
            raster,
        });
    }

    /// Uploads what arrived, up to `budget_bytes` of it (one at least); the bytes it took.
    pub fn upload(&mut self, ctx: &egui::Context, budget_bytes: usize) -> usize {
        let mut uploaded = 0;
        while uploaded == 0 || uploaded < budget_bytes {
            let Some(arrival) = self.arrived.pop_front() else {
                break;
            };
            uploaded += arrival.raster.byte_len();
            let texture = ctx.load_texture(
                "thumbnail",
                color_image(&arrival.raster),
                TextureOptions::LINEAR,
            );
            self.hold(arrival, texture);
        }
        if !self.arrived.is_empty() {
            ctx.request_repaint_after(ONE_FRAME_MORE);
        }
        uploaded
    }

    fn hold(&mut self, arrival: Arrival, texture: TextureHandle) {
        let bytes = arrival.raster.byte_len();
        let mut members = arrival.members;
        if let Some(old) = self.held.pop(&arrival.key) {
            self.held_bytes -= old.bytes;
            members.extend(old.members);
            members.sort_unstable();
            members.dedup();
        }
        self.held_bytes += bytes;
        self.held.put(
            arrival.key,
            Thumbnail {
                texture,
                bytes,
                members,
            },
        );
    }

    /// Whether there is a texture to show for a picture.
    pub fn has(&self, key: &PictureKey) -> bool {
        self.held.contains(key)
    }

    /// The texture to show for a picture; marks it as used.
    pub fn get(&mut self, key: &PictureKey) -> Option<&TextureHandle> {
        self.held.get(key).map(|thumbnail| &thumbnail.texture)
    }

    /// Lets go of the least recently shown ones beyond the budget and beyond a few to spare, but for `wanted` of
    /// them, which are shown or about to be; whose they were.
    pub fn evict(&mut self, wanted: usize) -> Vec<InvoiceNr> {
        let mut dropped = Vec::new();
        while self.held.len() > wanted + SPARE
            || (self.held_bytes > self.budget_bytes && self.held.len() > wanted)
        {
            let Some((_, thumbnail)) = self.held.pop_lru() else {
                break;
            };
            self.held_bytes -= thumbnail.bytes;
            dropped.extend(thumbnail.members);
        }
        dropped
    }

    pub fn clear(&mut self) {
        self.held.clear();
        self.held_bytes = 0;
        self.arrived.clear();
        self.edges.clear();
    }
}

/// The raster in the toolkit's form: one copy, no conversion.
pub fn color_image(raster: &Raster) -> ColorImage {
    let pixels: &[Color32] = bytemuck::cast_slice(raster.pixels());
    let (width, height) = raster.size();
    let size = [width as usize, height as usize];
    ColorImage::new(size, pixels.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::PageKey;

    fn key(name: &str) -> PictureKey {
        PictureKey {
            page: PageKey::new(name),
            process: "".into(),
        }
    }

    fn raster() -> Arc<Raster> {
        Arc::new(Raster::new(8, 8, vec![u32::MAX; 64]).expect("64 pixels"))
    }

    #[test]
    fn the_least_recently_shown_go_first_with_all_that_show_them() {
        let ctx = egui::Context::default();
        let mut thumbnails = Thumbnails::with_budget(2 * 8 * 8 * 4);
        for (index, name) in ["a", "b", "c"].into_iter().enumerate() {
            let members = vec![InvoiceNr(index as u32), InvoiceNr(10 + index as u32)];
            thumbnails.arrive(key(name), members, raster());
        }
        thumbnails.upload(&ctx, usize::MAX);
        assert!(thumbnails.get(&key("a")).is_some());
        assert!(thumbnails.evict(3).is_empty(), "all three are wanted");
        assert_eq!(thumbnails.evict(0), [InvoiceNr(1), InvoiceNr(11)]);
        assert!(thumbnails.get(&key("b")).is_none());
        assert!(thumbnails.get(&key("c")).is_some());
        assert!(thumbnails.evict(0).is_empty());
    }

    #[test]
    fn few_are_kept_beside_those_that_are_wanted() {
        let ctx = egui::Context::default();
        let mut thumbnails = Thumbnails::default();
        for index in 0..SPARE + 5 {
            let members = vec![InvoiceNr::from_index(index)];
            thumbnails.arrive(key(&index.to_string()), members, raster());
        }
        thumbnails.upload(&ctx, usize::MAX);
        assert!(thumbnails.evict(5).is_empty());
        assert_eq!(thumbnails.evict(3), [InvoiceNr(0), InvoiceNr(1)]);
    }

    #[test]
    fn a_frame_uploads_within_its_budget() {
        let ctx = egui::Context::default();
        let mut thumbnails = Thumbnails::default();
        for name in ["a", "b", "c"] {
            thumbnails.arrive(key(name), vec![InvoiceNr(0)], raster());
        }
        assert_eq!(thumbnails.upload(&ctx, 1), 256);
        assert!(thumbnails.get(&key("a")).is_some());
        assert!(thumbnails.get(&key("b")).is_none());
        assert_eq!(thumbnails.upload(&ctx, usize::MAX), 512);
    }
}
