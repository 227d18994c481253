//! Holds a ticket's region against the pixels around its borders and within: print that goes on beyond a border, paper
//! that does, margins that are empty, and whether there is anything to be read at all.

use euclid::point2;

use crate::geometry::{PictureBox, Side};
use crate::model::{CELL, Finding, FindingCode, Look, Mark, PictureCell};

/// So much of a mark has to lie on both sides of a border.
const BEYOND: f64 = 0.2;
/// Pixels of the copy that are looked at, by which a mark touches the end of the picture or reaches beyond a border.
const TOUCH: f64 = 1.0;
/// So many marks cross a border where print goes on beyond it.
const LEAST_ACROSS: usize = 3;
/// How much of a region is something else than paper on one side where it is too loose: by the extent across the border,
/// and in cells, as the paper of a small ticket that lies aslant begins somewhere in the first one.
const BARE: (f64, f64) = (0.05, 1.5);
/// So many marks stand alone in what is otherwise empty: one in so many, and some more.
const STRAY: (usize, usize) = (100, 2);
/// Fewer marks than these are next to nothing.
const LEAST_MARKS: usize = 12;
/// Margins are those of print where there is so much of it.
const PRINTED: usize = 40;
/// Parts of a region between which the paper's shade is told: from the lightest.
const LIGHT_PART: f64 = 0.3;
/// As light as the paper of the region is paper, in hundredths, and what is darker than the second is none.
const AS_LIGHT: (u32, u32) = (86, 70);
/// Places along a border that are looked at, and so many of them agree, in hundredths.
const PLACES: u32 = 24;
const AGREE: u32 = 85;
/// How far behind a border paper is looked for, by the extent across it.
const REACH: std::ops::RangeInclusive<f64> = 0.015..=0.3;
/// How thick a mark along a border is, by the extent across it: it says which border, and crosses no print.
const BAR: f64 = 0.012;
/// Contrast of print that is asked how sharp it is, and the part of its sharpest that counts.
const CRISP: (u8, usize) = (60, 10);
/// What is less sharp, in hundredths, is blurred; fewer cells with print say nothing.
const LEAST_SHARP: u32 = 32;
const LEAST_CELLS: usize = 12;
/// Paper that is less light, in hundredths of white, is too dark.
const LEAST_LIGHT: u32 = 27;

/// Print that a border goes through.
#[derive(Clone, Debug, PartialEq)]
pub struct Across {
    pub side: Side,
    pub marks: Vec<Mark>,
    /// The middle of it along the border, in parts of its length.
    pub at: f64,
}

impl Across {
    /// All of it.
    pub fn place(&self, look: &Look) -> PictureBox {
        let places = self.marks.iter().map(|mark| look.place(*mark));
        let all = places.reduce(|one, other| one.union(&other));
        all.unwrap_or_default().inflate(2.0, 2.0)
    }
}

/// What was noticed of a region; `others` are the other regions of the page in the same picture, and `widest` is the
/// margin that the print of such a ticket has at most, by the extent across the border.
pub fn findings(
    look: &Look,
    region: PictureBox,
    others: &[PictureBox],
    widest: f64,
) -> Vec<Finding> {
    let mut found = Vec::new();
    let inside: Vec<PictureBox> = marks_in(look, region).collect();
    if inside.len() < LEAST_MARKS {
        let code = FindingCode::RegionNearlyEmpty;
        found.push(Finding::about(code, inside.len().to_string()));
        return found;
    }
    let noticed = at_borders(look, region, others, widest);
    found.extend(noticed.into_iter().map(|(finding, _)| finding));
    if let Some(sharp) = sharpness(look, region).filter(|it| *it < LEAST_SHARP) {
        found.push(Finding::about(FindingCode::Blurred, sharp.to_string()));
    }
    let light = u32::from(paper(look, region)) * 100 / 255;
    if light < LEAST_LIGHT {
        found.push(Finding::about(FindingCode::TooDark, light.to_string()));
    }
    found
}

/// What was noticed at borders, and where that is marked in the picture.
pub fn at_borders(
    look: &Look,
    region: PictureBox,
    others: &[PictureBox],
    widest: f64,
) -> Vec<(Finding, PictureBox)> {
    let inside: Vec<PictureBox> = marks_in(look, region).collect();
    let mut found = Vec::new();
    for across in across(look, region) {
        let (side, count, at) = (name(across.side), across.marks.len(), percent(across.at));
        let subject = format!("{side}|{count}|{at}");
        let finding = Finding::about(FindingCode::InkAcross, subject);
        found.push((finding, across.place(look)));
    }
    for side in Side::ALL {
        let (bare, blank) = (bare(look, region, side), margin(&inside, region, side));
        if bare > 0.0 || blank > widest && inside.len() >= PRINTED {
            let depth = bare.max(blank);
            let subject = format!("{}|{}", name(side), percent(depth));
            let finding = Finding::about(FindingCode::MarginWide, subject);
            found.push((finding, strip(region, side, -BAR)));
        }
        if let Some(depth) = paper_beyond(look, region, others, side) {
            let subject = format!("{}|{}", name(side), percent(depth).max(1));
            let finding = Finding::about(FindingCode::PaperCut, subject);
            found.push((finding, strip(region, side, BAR)));
        }
    }
    found
}

/// What lies along a border, so far out of the region or into it, by its extent.
fn strip(region: PictureBox, side: Side, out: f64) -> PictureBox {
    let border = position(region, side);
    let far = match side {
        Side::Top | Side::Left => border - out * extent(region, side),
        Side::Bottom | Side::Right => border + out * extent(region, side),
    };
    let (near, far) = (border.min(far), border.max(far));
    let mut strip = region;
    if side.is_level() {
        (strip.min.y, strip.max.y) = (near, far);
    } else {
        (strip.min.x, strip.max.x) = (near, far);
    }
    strip
}

/// The borders that print goes across, each with what is on it.
pub fn across(look: &Look, region: PictureBox) -> impl Iterator<Item = Across> {
    let sides = Side::ALL.into_iter();
    sides.filter_map(move |side| across_side(look, region, side))
}

fn across_side(look: &Look, region: PictureBox, side: Side) -> Option<Across> {
    let end = match side {
        Side::Top | Side::Left => 0.0,
        Side::Right => f64::from(look.size.width),
        Side::Bottom => f64::from(look.size.height),
    };
    let border = position(region, side);
    let pixel = f64::from(look.shrink);
    let is_end = (border - end).abs() <= 2.0 * pixel;
    let along = along(region, side);
    let is_across = |mark: &Mark| {
        let place = look.place(*mark);
        let middle = middle_of(self::along(place, side));
        if middle <= along.0 || middle >= along.1 {
            return false;
        }
        let (near, far) = across_range(place, side);
        if is_end {
            let outer = position(place, side);
            return (outer - end).abs() <= TOUCH * pixel;
        }
        let least = (BEYOND * (far - near)).max(TOUCH * pixel);
        border - near >= least && far - border >= least
    };
    let marks: Vec<Mark> = look
        .marks
        .iter()
        .filter(|it| is_across(it))
        .copied()
        .collect();
    if marks.len() < LEAST_ACROSS {
        return None;
    }
    let places = marks
        .iter()
        .map(|mark| middle_of(self::along(look.place(*mark), side)) - along.0);
    let mean = places.sum::<f64>() / marks.len() as f64;
    let at = mean / (along.1 - along.0).max(f64::EPSILON);
    Some(Across { side, marks, at })
}

fn marks_in(look: &Look, region: PictureBox) -> impl Iterator<Item = PictureBox> {
    let places = look.marks.iter().map(|mark| look.place(*mark));
    places.filter(move |place| region.contains(place.center()))
}

/// What is empty on one side, as a part of the region's extent.
pub fn margin(inside: &[PictureBox], region: PictureBox, side: Side) -> f64 {
    let extent = extent(region, side);
    let border = position(region, side);
    let mut distances: Vec<f64> = inside
        .iter()
        .map(|place| (position(*place, side) - border).abs())
        .collect();
    distances.sort_by(f64::total_cmp);
    let (part, more) = STRAY;
    let stray = distances.len() / part + more;
    let nearest = distances.get(stray).or_else(|| distances.last());
    nearest.copied().unwrap_or(extent) / extent.max(f64::EPSILON)
}

/// How far from a border the paper begins, as a part of the region's extent, if that is much; else zero.
pub fn bare(look: &Look, region: PictureBox, side: Side) -> f64 {
    let own = u32::from(paper(look, region));
    let extent = extent(region, side);
    let step = f64::from(CELL) * f64::from(look.shrink) / 2.0;
    let is_none = |cell: PictureCell| u32::from(cell.paper) * 100 <= own * AS_LIGHT.1;
    let is_paper = |cell: PictureCell| u32::from(cell.paper) * 100 >= own * AS_LIGHT.0;
    let count = |depth: f64, is_so: &dyn Fn(PictureCell) -> bool| {
        let places = (0..PLACES).filter_map(|place| {
            let (x, y) = beside(region, side, place, -depth);
            look.cell_at(x, y)
        });
        places.filter(|cell| is_so(*cell)).count() as u32
    };
    let mut depth = step;
    while depth < extent / 2.0 {
        if count(depth, &is_none) * 100 < PLACES * AGREE {
            break;
        }
        depth += step;
    }
    let is_there = count(depth + 2.0 * step, &is_paper) * 2 > PLACES;
    let bare = depth - step;
    let is_much = bare >= BARE.0 * extent && bare >= BARE.1 * 2.0 * step;
    if is_there && is_much {
        bare / extent
    } else {
        0.0
    }
}

/// A place along a border, so many pixels outside of it.
fn beside(region: PictureBox, side: Side, place: u32, out: f64) -> (f64, f64) {
    let (start, end) = along(region, side);
    let part = 0.06 + 0.88 * f64::from(place) / f64::from(PLACES - 1);
    let at = start + part * (end - start);
    let border = position(region, side);
    let out = side.outward::<crate::geometry::Picture>() * out;
    if side.is_level() {
        (at, border + out.y)
    } else {
        (border + out.x, at)
    }
}

/// How far the paper of the region goes on behind a border before it ends, as a part of the region's extent; `None` where
/// it ends at the border, or not at all.
fn paper_beyond(look: &Look, region: PictureBox, others: &[PictureBox], side: Side) -> Option<f64> {
    let own = u32::from(paper(look, region));
    let (light, dark) = AS_LIGHT;
    let is_paper = |cell: PictureCell| u32::from(cell.paper) * 100 >= own * light;
    let is_none = |cell: PictureCell| u32::from(cell.paper) * 100 <= own * dark;
    let extent = extent(region, side);
    let step = f64::from(CELL) * f64::from(look.shrink);
    // Of the places that the picture shows, and no other ticket has.
    let agree = |depth: f64, is_so: &dyn Fn(PictureCell) -> bool| {
        let mut so = 0;
        for place in 0..PLACES {
            let (x, y) = beside(region, side, place, depth);
            if others.iter().any(|other| other.contains(point2(x, y))) {
                return false;
            }
            so += u32::from(look.cell_at(x, y).is_some_and(is_so));
        }
        so * 100 >= PLACES * AGREE
    };
    let first = (REACH.start() * extent).max(1.2 * step);
    if !agree(first, &is_paper) {
        return None;
    }
    let mut depth = first;
    while depth <= REACH.end() * extent {
        if agree(depth, &is_none) {
            return Some(depth / extent);
        }
        depth += step / 2.0;
    }
    None
}

/// How light the paper of the region is.
fn paper(look: &Look, region: PictureBox) -> u8 {
    let mut shades: Vec<u8> = look.cells_in(region).map(|cell| cell.paper).collect();
    shades.sort_unstable();
    let at = (shades.len() as f64 * (1.0 - LIGHT_PART)) as usize;
    shades.get(at).copied().unwrap_or_default()
}

/// How sharp print in the region is, in hundredths; `None` where there is too little of it.
pub fn sharpness(look: &Look, region: PictureBox) -> Option<u32> {
    let (contrast, part) = CRISP;
    let printed = look
        .cells_in(region)
        .filter(|cell| cell.contrast >= contrast);
    let mut sharp: Vec<u32> = printed
        .map(|cell| u32::from(cell.step) * 100 / u32::from(cell.contrast))
        .collect();
    sharp.sort_unstable();
    if sharp.len() < LEAST_CELLS {
        return None;
    }
    sharp.get(sharp.len() - 1 - sharp.len() / part).copied()
}

/// The side's name in a finding's subject.
fn name(side: Side) -> &'static str {
    match side {
        Side::Top => "top",
        Side::Bottom => "bottom",
        Side::Left => "left",
        Side::Right => "right",
    }
}

fn percent(part: f64) -> u32 {
    (part * 100.0).round().clamp(0.0, 100.0) as u32
}

fn position(region: PictureBox, side: Side) -> f64 {
    match side {
        Side::Top => region.min.y,
        Side::Bottom => region.max.y,
        Side::Left => region.min.x,
        Side::Right => region.max.x,
    }
}

fn along(region: PictureBox, side: Side) -> (f64, f64) {
    if side.is_level() {
        (region.min.x, region.max.x)
    } else {
        (region.min.y, region.max.y)
    }
}

fn across_range(region: PictureBox, side: Side) -> (f64, f64) {
    if side.is_level() {
        (region.min.y, region.max.y)
    } else {
        (region.min.x, region.max.x)
    }
}

fn extent(region: PictureBox, side: Side) -> f64 {
    let (near, far) = across_range(region, side);
    far - near
}

fn middle_of((near, far): (f64, f64)) -> f64 {
    f64::midpoint(near, far)
}

#[cfg(test)]
#[path = "pixels_tests.rs"]
mod tests;
