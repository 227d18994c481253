//! Says whether a line of text stands on its head.

use std::sync::Arc;

use rten::ThreadPool;

use super::network::Network;
use super::patch;
use crate::formats::{FormatError, Raster};
use crate::model::TextLine;

/// What the network looks at, in pixels.
const SIZE: (usize, usize) = (192, 48);
/// From here on a line is taken to stand on its head.
const SURE: f32 = 0.7;

pub(super) struct Direction(Network);

impl Direction {
    pub fn load(pool: &Arc<ThreadPool>) -> Result<Self, FormatError> {
        let model = include_bytes!("../../../assets/models/ppocr-mobile-v2-cls.onnx");
        Ok(Self(Network::load(model, pool)?))
    }

    pub fn is_turned(&self, raster: &Raster, line: &TextLine) -> Result<bool, FormatError> {
        let (length, height) = line.extent();
        let width = (length / height.max(1.0) * SIZE.1 as f32).ceil() as usize;
        let input = patch::line(raster, line, width.clamp(1, SIZE.0), SIZE, false);
        let ([_, classes], scores) = self.0.run::<2>(&input, SIZE)?;
        Ok(classes == 2 && scores.get(1).is_some_and(|score| *score >= SURE))
    }
}
