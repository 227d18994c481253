//! Reads the QR codes of a picture, as far as there is time.

use std::panic::{self, AssertUnwindSafe};
use std::time::{Duration, Instant};

use rxing::common::{BitMatrix, DetectorRXingResult, HybridBinarizer};
use rxing::qrcode::decoder::qrcode_decoder::decode_bitmatrix;
use rxing::qrcode::detector::{Detector, FinderPattern};
use rxing::{Binarizer, Luma8LuminanceSource, Point};

use crate::geometry::PictureSize;
use crate::model::{Codes, MAX_CODE_CHARS, MAX_CODES, QrCode};

use super::corner_marks::{Triple, corner_marks, triples};
use super::{Luma, Raster};

/// Longest side of the copy in which codes are looked for, in pixels: on a photographed page with four tickets a module
/// is two pixels wide there.
const MAX_SIDE: u32 = 2_400;
/// The middles of a code's corner marks lie so much of their distance within its edges.
const BEYOND: f32 = 0.2;
/// Triples of corner marks that are tried in one picture. A page has some ten.
const MOST_TRIES: usize = 3_000;
/// How long codes are looked for in one picture: well below what a decoder has for all of it.
const LONGEST: Duration = Duration::from_secs(1);
/// The part of it in which corner marks are put together.
const LONGEST_MARKS: Duration = Duration::from_millis(500);

/// `delivered`: how many pixels of the whole picture one of the raster is.
pub(super) fn codes(raster: &Raster, delivered: f32, size: PictureSize) -> Codes {
    let mut codes = Codes::default();
    let (width, height) = raster.size();
    let factor = width.max(height).div_ceil(MAX_SIDE);
    let looking = || {
        let luma = Luma::of(raster, factor);
        let source = Luma8LuminanceSource::new(luma.pixels, luma.width, luma.height).ok()?;
        let binarizer = HybridBinarizer::new(source);
        let search = Search {
            bits: binarizer.get_black_matrix().ok()?,
            scale: delivered * factor as f32,
            size,
            begun: Instant::now(),
        };
        search.run(&mut codes);
        Some(())
    };
    // What was found until then is kept.
    let _ended = panic::catch_unwind(AssertUnwindSafe(looking));
    codes
}

struct Search<'a> {
    bits: &'a BitMatrix,
    /// How many pixels of the whole picture one of these is.
    scale: f32,
    size: PictureSize,
    begun: Instant,
}

impl Search<'_> {
    fn run(&self, codes: &mut Codes) {
        let until = self.begun + LONGEST_MARKS;
        let marks = corner_marks(self.bits, until);
        let triples = triples(self.bits, &marks.found, until);
        let is_in_time = self.read(&marks.found, &triples.found, &mut codes.found);
        codes.is_whole = marks.is_whole && triples.is_whole && is_in_time;
    }

    /// Whether all triples were tried.
    fn read(&self, marks: &[FinderPattern], triples: &[Triple], codes: &mut Vec<QrCode>) -> bool {
        let until = self.begun + LONGEST;
        let mut is_used = vec![false; marks.len()];
        let mut tries = 0;
        for triple in triples {
            // One between codes that were read.
            if !triple.is_timed && triple.marks.iter().any(|it| is_used[*it]) {
                continue;
            }
            if tries >= MOST_TRIES || codes.len() >= MAX_CODES || Instant::now() >= until {
                return false;
            }
            tries += 1;
            // What one candidate does to the decoder says nothing about the others.
            let reading = panic::catch_unwind(AssertUnwindSafe(|| self.read_one(marks, triple)));
            let Some(code) = reading.ok().flatten() else {
                continue;
            };
            for mark in triple.marks {
                is_used[mark] = true;
            }
            // Three corner marks can be put together in more than one way.
            let is_same =
                |it: &QrCode| it.text == code.text && it.place().intersects(&code.place());
            if !codes.iter().any(is_same) {
                codes.push(code);
            }
        }
        true
    }

    fn read_one(&self, marks: &[FinderPattern], triple: &Triple) -> Option<QrCode> {
        let detector = Detector::new(self.bits);
        let code = detector.processFinderPatternInfo(triple.info(marks)).ok()?;
        let text = said(decode_bitmatrix(code.getBits()).ok()?.getText());
        let (points, size) = (code.getPoints(), self.size);
        let (left, right) = self.range(points, |it| it.x, size.width);
        let (top, bottom) = self.range(points, |it| it.y, size.height);
        (left < right && top < bottom).then_some(QrCode {
            edges: [left, top, right, bottom],
            text,
        })
    }

    fn range(&self, points: &[Point], of: fn(&Point) -> f32, most: u32) -> (u32, u32) {
        let least = points.iter().map(of).fold(f32::MAX, f32::min);
        let greatest = points.iter().map(of).fold(f32::MIN, f32::max);
        let beyond = BEYOND * (greatest - least);
        let near = ((least - beyond) * self.scale).max(0.0) as u32;
        let far = ((greatest + beyond) * self.scale).max(0.0) as u32;
        (near.min(most), far.min(most))
    }
}

/// What a code says up to where it is no plain text any more; that may be nothing, and the code is there all the same.
fn said(text: &str) -> String {
    // Programs that draw codes leave a line's end behind their text, or a mark of its encoding before it.
    let is_around = |it: char| it.is_control() || it.is_whitespace() || it == '\u{feff}';
    let text = text.trim_matches(is_around);
    let plain = text.chars().take_while(|it| !it.is_control());
    plain.take(MAX_CODE_CHARS).collect()
}

#[cfg(test)]
#[path = "codes_tests.rs"]
mod tests;
