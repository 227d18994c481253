//! Where paper or print ends near the borders of a rectangle in a picture: suggestions, for a person to take or leave.
//!
//! Paper that ends in front of something lighter or darker comes first. Where it does not end near a border, the border
//! of the print counts, with a little margin: the outermost line with ink, or the first without any. Whatever is not clear is not found.

use std::ops::Range;

use crate::geometry::{PictureBox, PictureSize, Side};

use super::pyramid::Pyramid;
use super::raster::Raster;

/// How far from a border edges are looked for, as a part of the rectangle's extent across it, and in pixels.
const REACH_PART: f64 = 0.12;
const REACH: Range<f64> = 16.0..320.0;
/// What is left free around print, as a part of the rectangle's extent across the border, and in pixels: a region that
/// ends with the feet of the letters looks like one that cuts them.
const MARGIN_PART: f64 = 0.008;
const MARGIN: Range<f64> = 2.0..12.0;
/// Longer rectangles are looked at in a smaller copy of the picture.
const LONGEST_SIDE: f64 = 3000.0;
/// Lines across a border that are looked at for the edge of paper.
const MOST_LINES: usize = 240;
/// Pixels on both sides of an edge of paper whose lightest are compared: more than a stroke of print is thick.
const WINDOW: usize = 12;
/// How much lighter or darker what lies behind the paper is, at least.
const CONTRAST: u8 = 30;
/// Part of the lines that have to agree.
const AGREEING: f64 = 0.6;
/// How far an edge may lean, as a part of its length.
const LEAN: f64 = 0.04;
/// How much darker than paper print is, at least.
const INK: u8 = 50;
/// What is darker than this is no paper that print could be told from.
const DARKEST_PAPER: u8 = 90;

/// What a border could lie on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    Paper,
    Ink,
}

/// An edge near one border of a rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Snap {
    /// Of the picture, as its pixels are stored.
    pub side: Side,
    /// Along x for a border that is upright, else along y; whole pixels of the picture.
    pub at: f64,
    pub edge: Edge,
}

/// The edges near the borders of `region`, one for each border at most; `size` is that of the whole picture.
pub fn snaps(pyramid: &Pyramid, size: PictureSize, region: PictureBox) -> Vec<Snap> {
    let (full_width, _) = pyramid.full_size();
    let scale = f64::from(full_width) / f64::from(size.width.max(1));
    let longest = region.width().max(region.height()) * scale;
    let raster = pyramid.level(pyramid.level_for(LONGEST_SIDE / longest.max(1.0)));
    let (width, height) = raster.size();
    let scale_x = f64::from(width) / f64::from(size.width.max(1));
    let scale_y = f64::from(height) / f64::from(size.height.max(1));
    let in_level = region.scale(scale_x, scale_y);
    let near = |side: Side| {
        let band = Band::new(raster, in_level, side)?;
        let found = band.paper().map(|at| (at, Edge::Paper));
        let (depth, edge) = found.or_else(|| band.ink().map(|at| (at, Edge::Ink)))?;
        let (scale, extent, end) = if side.is_level() {
            (scale_y, region.height(), size.height)
        } else {
            (scale_x, region.width(), size.width)
        };
        let mut at = (band.place(depth) / scale).round();
        if edge == Edge::Ink {
            let margin = (MARGIN_PART * extent)
                .round()
                .clamp(MARGIN.start, MARGIN.end);
            let outwards = if is_far(side) { margin } else { -margin };
            at = (at + outwards).clamp(0.0, f64::from(end));
        }
        Some(Snap { side, at, edge })
    };
    Side::ALL.into_iter().filter_map(near).collect()
}

/// The pixels near one border: lines along it, counted from the innermost outwards.
struct Band<'a> {
    raster: &'a Raster,
    side: Side,
    /// Pixels along the border.
    along: Range<u32>,
    /// Pixels across it, in the order of the raster.
    across: Range<u32>,
    /// The border itself lies before this line.
    border: usize,
}

impl<'a> Band<'a> {
    /// `None` where the border does not lie in the picture.
    fn new(raster: &'a Raster, region: PictureBox, side: Side) -> Option<Self> {
        let (width, height) = raster.size();
        let (x, y) = ((region.min.x, region.max.x), (region.min.y, region.max.y));
        let (along, across, along_end, across_end) = if side.is_level() {
            (x, y, width, height)
        } else {
            (y, x, height, width)
        };
        let reach = (REACH_PART * (across.1 - across.0)).clamp(REACH.start, REACH.end);
        // What lies behind an edge that is just in reach has to be seen.
        let reach = reach + WINDOW as f64;
        // Not over the middle, where the other border's own edge would be nearer.
        let inwards = reach.min((across.1 - across.0) / 2.0);
        let border = if is_far(side) { across.1 } else { across.0 };
        // OCR rounds: a border may lie a pixel outside.
        if !(-1.0..=f64::from(across_end) + 1.0).contains(&border) {
            return None;
        }
        let (low, high) = if is_far(side) {
            (border - inwards, border + reach)
        } else {
            (border - reach, border + inwards)
        };
        let within = |(from, to): (f64, f64), end: u32| {
            from.round().clamp(0.0, f64::from(end)) as u32
                ..to.round().clamp(0.0, f64::from(end)) as u32
        };
        let (along, across) = (within(along, along_end), within((low, high), across_end));
        let border = border.round().clamp(0.0, f64::from(across_end)) as u32;
        if along.len() < 8 || across.len() < 4 || border < across.start || border > across.end {
            return None;
        }
        let depth = if is_far(side) {
            border - across.start
        } else {
            across.end - border
        };
        Some(Self {
            raster,
            side,
            along,
            across,
            border: depth as usize,
        })
    }

    fn depth(&self) -> usize {
        self.across.len()
    }

    /// Lightness at a line, counted outwards, and a place along the border.
    fn light(&self, line: usize, along: u32) -> u8 {
        let line = line as u32;
        let across = if is_far(self.side) {
            self.across.start + line
        } else {
            self.across.end - 1 - line
        };
        let (x, y) = if self.side.is_level() {
            (along, across)
        } else {
            (across, along)
        };
        let [red, green, blue, _] = self.raster.rgba(x, y).unwrap_or_default();
        let light = 77 * u32::from(red) + 151 * u32::from(green) + 28 * u32::from(blue);
        (light / 256) as u8
    }

    /// Where the boundary before this line lies in the picture.
    fn place(&self, line: usize) -> f64 {
        let line = line as u32;
        f64::from(if is_far(self.side) {
            self.across.start + line
        } else {
            self.across.end - line
        })
    }

    /// The line before which the paper ends, so that hardly any of it lies beyond.
    fn paper(&self) -> Option<usize> {
        let skipped = self.along.len() / 10;
        let step = (self.along.len() / MOST_LINES).max(1);
        let places = self.along.clone().skip(skipped).step_by(step);
        let places: Vec<u32> = places
            .take_while(|it| *it + skipped as u32 <= self.along.end)
            .collect();
        let mut light = vec![0; self.depth()];
        let mut ends: [Vec<usize>; 2] = [Vec::new(), Vec::new()];
        for along in &places {
            for (line, light) in light.iter_mut().enumerate() {
                *light = self.light(line, *along);
            }
            if let Some((end, is_darker)) = paper_end(&light, self.border) {
                ends[usize::from(is_darker)].push(end);
            }
        }
        let [lighter, darker] = ends;
        let mut ends = if darker.len() >= lighter.len() {
            darker
        } else {
            lighter
        };
        ends.sort_unstable();
        let middle = *ends.get(ends.len() / 2)?;
        let lean = 4 + (LEAN * self.along.len() as f64) as usize;
        ends.retain(|end| end.abs_diff(middle) <= lean);
        let is_clear = ends.len() as f64 >= AGREEING * places.len() as f64;
        let outermost = ends.get(ends.len() * 19 / 20).copied();
        outermost.filter(|_| is_clear)
    }

    /// The line before which the print ends.
    fn ink(&self) -> Option<usize> {
        let mut shades = [0_u32; 256];
        for line in 0..self.depth() {
            for along in self.along.clone() {
                shades[usize::from(self.light(line, along))] += 1;
            }
        }
        let total: u32 = shades.iter().sum();
        let paper = shade_at(&shades, total - total / 4);
        if paper < DARKEST_PAPER {
            return None;
        }
        let inked: u32 = shades[..usize::from(paper - INK)].iter().sum();
        // Print covers far less than paper does; otherwise it is something else.
        if inked == 0 || inked > total / 2 {
            return None;
        }
        let least = 2.max(self.along.len() / 400);
        let has_ink = |line: usize| {
            let dark = |along: &u32| self.light(line, *along) < paper - INK;
            self.along.clone().filter(dark).count() >= least
        };
        let blank = 4.max(self.depth() / 40);
        // Between two strokes of one letter there is no border of print.
        let mut inner = self.border.saturating_sub(blank)..self.border.min(self.depth());
        let mut outer = self.border..(self.border + blank).min(self.depth());
        let is_cut = inner.any(has_ink) && outer.any(has_ink);
        if is_cut {
            let is_end = |line: &usize| (*line..*line + blank).all(|it| !has_ink(it));
            (self.border + 1..(self.depth() + 1).saturating_sub(blank)).find(is_end)
        } else {
            let mut inside = (0..self.border.min(self.depth())).rev();
            inside.find(|line| has_ink(*line)).map(|line| line + 1)
        }
    }
}

/// Whether it is at the end of its axis.
fn is_far(side: Side) -> bool {
    matches!(side, Side::Bottom | Side::Right)
}

/// Where paper ends nearest to `border` along a line that leads outwards, and whether what follows is darker. The
/// lightest of some pixels is compared, which print does not change.
fn paper_end(light: &[u8], border: usize) -> Option<(usize, bool)> {
    let lightest = |range: Range<usize>| light[range].iter().copied().max().unwrap_or_default();
    let mut nearest: Option<(usize, bool)> = None;
    let mut line = WINDOW;
    while line + WINDOW <= light.len() {
        let (inner, outer) = (lightest(line - WINDOW..line), lightest(line..line + WINDOW));
        if inner.abs_diff(outer) < CONTRAST {
            line += 1;
            continue;
        }
        let middle = inner.midpoint(outer);
        let mut near = line - WINDOW..line + WINDOW;
        let is_darker = outer < inner;
        let end = if is_darker {
            near.rev().find(|it| light[*it] >= middle).map(|it| it + 1)
        } else {
            near.find(|it| light[*it] >= middle)
        };
        if let Some(end) = end
            && nearest.is_none_or(|(other, _)| end.abs_diff(border) < other.abs_diff(border))
        {
            nearest = Some((end, is_darker));
        }
        line += WINDOW / 2;
    }
    nearest
}

/// The shade that so many pixels do not exceed.
fn shade_at(shades: &[u32; 256], count: u32) -> u8 {
    let mut seen = 0;
    let mut steps = (0..=u8::MAX).zip(shades);
    let found = steps.find(|(_, pixels)| {
        seen += **pixels;
        seen >= count
    });
    found.map_or(u8::MAX, |(shade, _)| shade)
}

#[cfg(test)]
#[path = "snap_tests.rs"]
mod tests;
