//! Borders of regions at full resolution: cut out for tiles in view, from files at hand where there are any.

use std::sync::Arc;

use super::Scheduler;
use super::pictures::CachedPixels;
use crate::engine::jobs::{PictureNr, Pixels};
use crate::engine::{EngineEvent, Failure};
use crate::formats::Raster;
use crate::geometry::EdgeCut;

impl Scheduler {
    /// Sends the borders if they are at hand; whether nothing more is to be done for them.
    pub(super) fn edges_settled(&mut self, picture: PictureNr, cut: EdgeCut) -> bool {
        if self.wanted.has_edges(picture, cut) {
            return true;
        }
        if let Some(raster) = self.pictures.edges(picture, cut) {
            self.send_edges(picture, cut, raster);
            return true;
        }
        self.pictures.get(picture).edgeless
    }

    pub(super) fn edges_decoded(&mut self, picture: PictureNr, cut: EdgeCut, raster: Arc<Raster>) {
        let invoices = &self.pictures.get(picture).invoices;
        let is_wanted = self.wanted.wants_edges(invoices, cut);
        let cached = CachedPixels::Edges(Arc::clone(&raster));
        self.pictures
            .keep_pixels(picture, Pixels::Edges(cut), cached, is_wanted);
        if is_wanted {
            self.send_edges(picture, cut, raster);
        }
    }

    /// The thumbnail shows what there is; a picture is not lost because its borders are.
    pub(super) fn edges_failed(&mut self, picture: PictureNr, failure: &Failure) {
        log::debug!("no borders of a picture: {failure}");
        self.pictures.get_mut(picture).edgeless = true;
    }

    fn send_edges(&mut self, picture: PictureNr, cut: EdgeCut, raster: Arc<Raster>) {
        self.wanted.edges_were_sent(picture, cut);
        self.events.push(EngineEvent::Edges {
            key: self.pictures.get(picture).key.clone(),
            cut,
            raster,
        });
    }
}
