//! Small pieces of pictures on the graphics side, such as the borders of a region: one texture for each tile in view that
//! wants one, let go of soon after.

use std::collections::VecDeque;
use std::hash::Hash;
use std::sync::Arc;

use egui::{TextureHandle, TextureOptions};
use lru::LruCache;

use crate::formats::Raster;
use crate::geometry::EdgeCut;
use crate::model::PictureKey;

use super::thumbnails::color_image;
use crate::ui::ONE_FRAME_MORE;

/// Bytes of textures kept for going back and forth; those in view come on top.
const TEXTURE_BUDGET_BYTES: usize = 16 << 20;

/// Whose borders: invoices that show the same region of the same picture share them.
pub type EdgesKey = (PictureKey, EdgeCut);

/// The textures of borders.
pub type EdgeTextures = PieceTextures<EdgeCut>;

/// The textures of pieces that are told apart by picture and `Cut`.
pub struct PieceTextures<Cut: Hash + Eq> {
    held: LruCache<(PictureKey, Cut), (TextureHandle, usize)>,
    held_bytes: usize,
    arrived: VecDeque<((PictureKey, Cut), Arc<Raster>)>,
}

impl<Cut: Hash + Eq> Default for PieceTextures<Cut> {
    fn default() -> Self {
        Self {
            held: LruCache::unbounded(),
            held_bytes: 0,
            arrived: VecDeque::new(),
        }
    }
}

impl<Cut: Hash + Eq> PieceTextures<Cut> {
    /// Takes a piece in; it is uploaded by [`Self::upload`] when its turn comes.
    pub fn arrive(&mut self, key: (PictureKey, Cut), raster: Arc<Raster>) {
        self.arrived.push_back((key, raster));
    }

    /// Uploads what arrived, up to `budget_bytes` of it (one at least); the bytes it took.
    pub fn upload(&mut self, ctx: &egui::Context, budget_bytes: usize) -> usize {
        let mut uploaded = 0;
        while uploaded == 0 || uploaded < budget_bytes {
            let Some((key, raster)) = self.arrived.pop_front() else {
                break;
            };
            let bytes = raster.byte_len();
            uploaded += bytes;
            let image = color_image(&raster);
            let texture = ctx.load_texture("piece", image, TextureOptions::LINEAR);
            if let Some((_, old)) = self.held.put(key, (texture, bytes)) {
                self.held_bytes -= old;
            }
            self.held_bytes += bytes;
        }
        if !self.arrived.is_empty() {
            ctx.request_repaint_after(ONE_FRAME_MORE);
        }
        uploaded
    }

    /// Whether it is here, uploaded or not.
    pub fn has(&self, key: &(PictureKey, Cut)) -> bool {
        self.held.contains(key) || self.arrived.iter().any(|(arrived, _)| arrived == key)
    }

    /// The texture to show; marks it as used.
    pub fn get(&mut self, key: &(PictureKey, Cut)) -> Option<&TextureHandle> {
        self.held.get(key).map(|(texture, _)| texture)
    }

    /// Lets go of the least recently shown ones beyond the budget, but for `shown` of them.
    pub fn evict(&mut self, shown: usize) {
        while self.held_bytes > TEXTURE_BUDGET_BYTES && self.held.len() > shown {
            let Some((_, (_, bytes))) = self.held.pop_lru() else {
                break;
            };
            self.held_bytes -= bytes;
        }
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use euclid::{Box2D, point2};

    use super::*;
    use crate::geometry::PictureSize;
    use crate::model::PageKey;

    fn key(right: f64) -> EdgesKey {
        let region = Box2D::new(point2(0.0, 0.0), point2(right, 90.0));
        let picture = PictureKey {
            page: PageKey::new("page"),
            process: "".into(),
        };
        let cut = EdgeCut::around(region, PictureSize::new(200, 100));
        (picture, cut.expect("in the picture"))
    }

    #[test]
    fn what_is_shown_stays_and_the_rest_goes_beyond_the_budget() {
        let ctx = egui::Context::default();
        let large = || {
            let pixels = vec![0; 2048 * 1536];
            Arc::new(Raster::new(2048, 1536, pixels).expect("its pixels"))
        };
        let mut edges = EdgeTextures::default();
        for right in [100.0, 110.0, 120.0] {
            edges.arrive(key(right), large());
            assert!(edges.has(&key(right)), "not asked for again");
            edges.upload(&ctx, 1);
        }
        edges.evict(3);
        assert!(edges.get(&key(100.0)).is_some());
        edges.evict(1);
        let held = [100.0, 110.0, 120.0].map(|right| edges.has(&key(right)));
        assert_eq!(held, [true, false, false], "12 MiB each");
        edges.clear();
        assert!(!edges.has(&key(100.0)));
    }
}
