//! What a rendered picture shows, found in its pixels alone: where the paper ends, where the outline runs.

use std::ops::Range;

use egui::Rect;
use image::RgbaImage;
use invoice_lens::ui::kit::theme::REGION;

/// Grounds and surfaces around a page are darker than this, paper is lighter (of 255).
const PAPER: f64 = 170.0;
/// So many light pixels in a row are paper; fewer may be a letter on a plate.
const PAPER_RUN: usize = 4;

/// A line needs so many pixels of ground before the paper for its edge to be told; one with fewer begins on paper.
const LEAST_GROUND: usize = 2;

/// A part of a picture in whole pixels.
#[derive(Clone, Debug)]
pub struct Area {
    pub x: Range<u32>,
    pub y: Range<u32>,
}

impl Area {
    /// The pixels that lie within `rect`, which is in points.
    pub fn of(rect: Rect, density: f32) -> Self {
        let pixels =
            |from: f32, to: f32| (from * density).ceil() as u32..(to * density).floor() as u32;
        Self {
            x: pixels(rect.left(), rect.right()),
            y: pixels(rect.top(), rect.bottom()),
        }
    }
}

/// An edge as it is seen, however the page is turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Left,
    Right,
    Top,
    Bottom,
}

impl Side {
    pub const ALL: &[Self] = &[Self::Left, Self::Right, Self::Top, Self::Bottom];

    /// Where the paper ends on this side.
    pub fn of(self, paper: &Paper) -> Option<f64> {
        match self {
            Self::Left => paper.left,
            Self::Right => paper.right,
            Self::Top => paper.top,
            Self::Bottom => paper.bottom,
        }
    }

    /// The outermost line of the outline on this side.
    pub fn line(self, outline: &Outline) -> Option<Range<u32>> {
        let line = match self {
            Self::Left => outline.upright.first(),
            Self::Right => outline.upright.last(),
            Self::Top => outline.level.first(),
            Self::Bottom => outline.level.last(),
        };
        line.cloned()
    }
}

/// Where the edges of the only paper in view are, in pixels of the picture; none for an edge out of view.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paper {
    pub left: Option<f64>,
    pub right: Option<f64>,
    pub top: Option<f64>,
    pub bottom: Option<f64>,
}

impl Paper {
    pub fn find(image: &RgbaImage, area: &Area) -> Self {
        let (width, height) = (area.x.len(), area.y.len());
        let at = |column: usize, row: usize| {
            lightness(
                image,
                area.x.start + column as u32,
                area.y.start + row as u32,
            )
        };
        let (x, y) = (f64::from(area.x.start), f64::from(area.y.start));
        let (right, bottom) = (f64::from(area.x.end), f64::from(area.y.end));
        Self {
            left: first_edge(height, width, |row, along| at(along, row)).map(|it| x + it),
            right: first_edge(height, width, |row, along| at(width - 1 - along, row))
                .map(|it| right - it),
            top: first_edge(width, height, at).map(|it| y + it),
            bottom: first_edge(width, height, |column, along| {
                at(column, height - 1 - along)
            })
            .map(|it| bottom - it),
        }
    }
}

/// How far from the start of its lines the paper begins: the middle one of what the lines say. None if most lines
/// begin on the paper, because its edge is out of view.
fn first_edge(lines: usize, length: usize, light: impl Fn(usize, usize) -> f64) -> Option<f64> {
    let starts = (0..lines).filter_map(|line| {
        let is_paper =
            |start: usize| (start..start + PAPER_RUN).all(|along| light(line, along) >= PAPER);
        let start = (0..length.saturating_sub(PAPER_RUN)).find(|&start| is_paper(start))?;
        Some((line, start))
    });
    let (outside, inside): (Vec<_>, Vec<_>) = starts.partition(|(_, start)| *start < LEAST_GROUND);
    if outside.len() >= inside.len() {
        return None;
    }
    let mut edges: Vec<f64> = inside
        .into_iter()
        .map(|(line, start)| edge_near(start, |along| light(line, along)))
        .collect();
    edges.sort_by(f64::total_cmp);
    Some(edges[edges.len() / 2])
}

/// Where a line goes from ground to paper, to a part of a pixel, if `start` is its first pixel of paper.
fn edge_near(start: usize, light: impl Fn(usize) -> f64) -> f64 {
    let middle = f64::midpoint(light(start - LEAST_GROUND), light(start + 2));
    let above = (start - 1..=start).find(|&along| light(along) >= middle);
    let above = above.unwrap_or(start + 1);
    let (below, at) = (light(above - 1), light(above));
    // A pixel's lightness is that of its middle.
    above as f64 - 0.5 + (middle - below) / (at - below)
}

fn lightness(image: &RgbaImage, x: u32, y: u32) -> f64 {
    let [red, green, blue, _] = image.get_pixel(x, y).0.map(f64::from);
    0.299 * red + 0.587 * green + 0.114 * blue
}

/// The lines of a region's outline: the pixels of its core, from first to one past the last.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    pub upright: Vec<Range<u32>>,
    pub level: Vec<Range<u32>>,
}

impl Outline {
    pub fn find(image: &RgbaImage, area: &Area) -> Self {
        let is_core = |x: u32, y: u32| {
            let [red, green, blue, _] = image.get_pixel(x, y).0;
            [red, green, blue] == [REGION.r(), REGION.g(), REGION.b()]
        };
        let columns = area
            .x
            .clone()
            .map(|x| area.y.clone().filter(|&y| is_core(x, y)).count());
        let rows = area
            .y
            .clone()
            .map(|y| area.x.clone().filter(|&x| is_core(x, y)).count());
        Self {
            upright: lines(area.x.start, columns.collect()),
            level: lines(area.y.start, rows.collect()),
        }
    }
}

/// Runs of columns (or rows) that hold far more of the colour than those that an edge only crosses.
fn lines(start: u32, counts: Vec<usize>) -> Vec<Range<u32>> {
    let most = counts.iter().copied().max().unwrap_or_default();
    let mut lines: Vec<Range<u32>> = Vec::new();
    for (position, count) in (start..).zip(counts) {
        if count == 0 || count * 2 < most {
            continue;
        }
        match lines.last_mut() {
            Some(line) if line.end == position => line.end += 1,
            _ => lines.push(position..position + 1),
        }
    }
    lines
}

/// How many different colours are in the picture.
pub fn colours(image: &RgbaImage) -> usize {
    let colours: std::collections::HashSet<_> = image.pixels().map(|pixel| pixel.0).collect();
    colours.len()
}
