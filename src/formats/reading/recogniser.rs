//! Says what a line of text says: a class for each step along the line, of which repeats and gaps are taken out.

use std::sync::Arc;

use rten::ThreadPool;

use super::network::Network;
use super::patch;
use crate::formats::{FormatError, Raster};
use crate::model::{MAX_LINE_CHARS, TextLine};

/// What the network looks at is so high, in pixels.
const HEIGHT: usize = 48;
/// A line shorter than this is padded.
const LEAST_WIDTH: usize = 320;
/// A line longer than this is pressed together.
const MOST_WIDTH: usize = 1600;

pub(super) struct Recogniser {
    network: Network,
    /// By class; the first class is the gap between two characters.
    characters: Vec<&'static str>,
}

impl Recogniser {
    pub fn load(pool: &Arc<ThreadPool>) -> Result<Self, FormatError> {
        let model = include_bytes!("../../../assets/models/ppocrv6-tiny-rec.onnx");
        let dictionary = include_str!("../../../assets/models/ppocrv6-tiny-dict.txt");
        let characters = dictionary.lines().chain([" "]).collect();
        Ok(Self {
            network: Network::load(model, pool)?,
            characters,
        })
    }

    pub fn read(
        &self,
        raster: &Raster,
        line: &TextLine,
        is_turned: bool,
    ) -> Result<String, FormatError> {
        let (length, height) = line.extent();
        let width = (length / height.max(1.0) * HEIGHT as f32).ceil() as usize;
        let width = width.clamp(1, MOST_WIDTH);
        let size = (width.max(LEAST_WIDTH), HEIGHT);
        let input = patch::line(raster, line, width, size, is_turned);
        let ([_, _, classes], scores) = self.network.run::<3>(&input, size)?;
        if classes < 2 {
            return Err(FormatError::corrupt("a network without classes"));
        }
        Ok(self.text(scores.chunks_exact(classes)))
    }

    fn text<'a>(&self, steps: impl Iterator<Item = &'a [f32]>) -> String {
        let mut text = String::new();
        let mut before = 0;
        for step in steps {
            let by_score = |a: &usize, b: &usize| step[*a].total_cmp(&step[*b]);
            let best = (0..step.len()).max_by(by_score).unwrap_or_default();
            if best != 0 && best != before {
                text.push_str(self.characters.get(best - 1).copied().unwrap_or_default());
            }
            before = best;
        }
        let is_plain = |c: &char| !c.is_control();
        text.trim()
            .chars()
            .filter(is_plain)
            .take(MAX_LINE_CHARS)
            .collect()
    }
}
