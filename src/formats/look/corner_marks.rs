//! Finds the corner marks of QR codes, and which three of them may belong to one code. A picture can show thousands that
//! are in no code at all: both end in time, and say whether they came to their end.

use std::time::Instant;

use rxing::common::BitMatrix;
use rxing::qrcode::detector::{FinderPattern, FinderPatternFinder, FinderPatternInfo};
use rxing::{Point, result_point_utils};

/// Places of which is found out whether they are corner marks; a page full of codes has some hundred.
const MOST_PLACES: usize = 4_000;
/// What is seen in one row only is none.
const LEAST_ROWS: usize = 2;
/// Corner marks of one code differ in the size of their modules by so many pixels, or by this part of it.
const SIZES_DIFFER: (f32, f32) = (0.5, 0.05);
/// Modules from one corner mark's middle to the next. The size of a module is measured along rows: it is larger than it
/// should be where the code is turned.
const MODULES: std::ops::RangeInclusive<f32> = 9.0..=180.0;
/// The sides of a code differ by less than this part of them, and so does its diagonal from that of a square.
const SKEW: f32 = 0.1;
/// The nearest others with which a corner mark is put together.
const MOST_OTHERS: usize = 128;
/// Triples that are handed on: as long as there are fewer, of those between which lines alternate, and of others.
const MOST_TRIPLES: (usize, usize) = (40_000, 20_000);
/// The line of alternating modules between two marks changes its shade so many times as often as it should.
const CHANGES: std::ops::Range<f32> = 0.75..1.3;
/// Points a module at which that line is looked at.
const POINTS: f32 = 3.0;

/// What was found, and whether there was time to look for all of it.
pub(super) struct Sought<T> {
    pub found: Vec<T>,
    pub is_whole: bool,
}

/// Three corner marks that may be one code's, by their places in the list of all marks.
pub(super) struct Triple {
    /// Bottom left, top left, top right.
    pub marks: [usize; 3],
    /// Whether the lines between them alternate as those of a code do.
    pub is_timed: bool,
    side: f32,
}

pub(super) fn corner_marks(bits: &BitMatrix, until: Instant) -> Sought<FinderPattern> {
    let mut finder = FinderPatternFinder::new(bits);
    let mut is_whole = true;
    let step = FinderPatternFinder::MIN_SKIP;
    for y in (step - 1..bits.getHeight()).step_by(step as usize) {
        is_whole = finder.getPossibleCenters().len() < MOST_PLACES && Instant::now() < until;
        if !is_whole {
            break;
        }
        look_at_row(&mut finder, bits, y);
    }
    let marks = finder.getPossibleCenters().iter();
    Sought {
        found: marks
            .filter(|it| it.getCount() >= LEAST_ROWS)
            .copied()
            .collect(),
        is_whole,
    }
}

/// Looks for dark, light, dark, light and dark in the proportions of a line through a corner mark's middle.
fn look_at_row(finder: &mut FinderPatternFinder<'_>, bits: &BitMatrix, y: u32) {
    let mut runs = [0_u32; 5];
    let mut at = 0_usize;
    for x in 0..bits.getWidth() {
        let is_dark = bits.get(x, y);
        if is_dark == at.is_multiple_of(2) {
            runs[at] += 1;
        } else if at < 4 {
            // Before the first dark pixel there is nothing to count.
            if at > 0 || runs[0] > 0 {
                at += 1;
                runs[at] += 1;
            }
        } else if is_mark(finder, runs, x, y) {
            runs = [0; 5];
            at = 0;
        } else {
            FinderPatternFinder::doShiftCounts2(&mut runs);
            at = 3;
        }
    }
    is_mark(finder, runs, bits.getWidth(), y);
}

fn is_mark(finder: &mut FinderPatternFinder<'_>, runs: [u32; 5], end: u32, y: u32) -> bool {
    FinderPatternFinder::foundPatternCross(&runs, 0.0) && finder.handlePossibleCenter(&runs, y, end)
}

/// The most promising ones first.
pub(super) fn triples(bits: &BitMatrix, marks: &[FinderPattern], until: Instant) -> Sought<Triple> {
    let points: Vec<Point> = marks.iter().map(Point::from).collect();
    let mut found = Vec::new();
    let mut is_whole = true;
    for corner in 0..marks.len() {
        if Instant::now() >= until {
            is_whole = false;
            break;
        }
        let distance = |other: usize| Point::distance(points[corner], points[other]);
        let others = (0..marks.len()).filter(|it| *it != corner);
        let mut others: Vec<(f32, usize)> = others.map(|it| (distance(it), it)).collect();
        others.sort_by(|a, b| a.0.total_cmp(&b.0));
        if others.len() > MOST_OTHERS {
            others.truncate(MOST_OTHERS);
            is_whole = false;
        }
        for (nth, (near, one)) in others.iter().enumerate() {
            let farther = others[nth + 1..].iter();
            for (far, other) in farther.take_while(|(far, _)| far - near < SKEW * near) {
                let three = [*one, corner, *other];
                let diagonal = Point::distance(points[*one], points[*other]);
                if !is_square(*near, *far, diagonal) || !is_one_size(marks, three, near + far) {
                    continue;
                }
                let triple = Triple::new(bits, marks, three);
                let (timed, untimed) = MOST_TRIPLES;
                if found.len() < if triple.is_timed { timed } else { untimed } {
                    found.push(triple);
                } else {
                    is_whole = false;
                }
            }
        }
    }
    // Where there are no others they are tried however they lie.
    if found.is_empty() && marks.len() == 3 {
        found.push(Triple::new(bits, marks, [0, 1, 2]));
    }
    found.sort_by(|a, b| b.is_timed.cmp(&a.is_timed).then(a.side.total_cmp(&b.side)));
    Sought { found, is_whole }
}

/// Whether the angle between two sides of about the same length is about a right one.
fn is_square(one: f32, other: f32, diagonal: f32) -> bool {
    let meant = one.hypot(other);
    (diagonal - meant).abs() < SKEW * diagonal.min(meant)
}

/// Whether all modules are of about the same size, and `around`, two sides of the code, so many of them long as they can be.
fn is_one_size(marks: &[FinderPattern], three: [usize; 3], around: f32) -> bool {
    let mut sizes = three.map(|it| marks[it].getEstimatedModuleSize());
    sizes.sort_by(|a, b| b.total_cmp(a));
    let (pixels, part) = SIZES_DIFFER;
    let is_near = |large: f32, small: f32| large - small <= pixels || large - small < part * small;
    is_near(sizes[0], sizes[1])
        && is_near(sizes[1], sizes[2])
        && MODULES.contains(&(around / (2.0 * sizes[0])))
}

impl Triple {
    fn new(bits: &BitMatrix, marks: &[FinderPattern], mut three: [usize; 3]) -> Self {
        let mut ordered = three.map(|index| Numbered {
            point: Point::from(&marks[index]),
            index,
        });
        result_point_utils::orderBestPatterns(&mut ordered);
        three = ordered.map(|it| it.index);
        let [bottom_left, top_left, top_right] = ordered.map(|it| it.point);
        let size = marks[three[1]].getEstimatedModuleSize();
        let (down, along) = (bottom_left - top_left, top_right - top_left);
        Self {
            marks: three,
            is_timed: is_timed(bits, top_left, along, down, size)
                && is_timed(bits, top_left, down, along, size),
            side: Point::distance(top_left, bottom_left),
        }
    }

    pub fn info(&self, marks: &[FinderPattern]) -> FinderPatternInfo {
        FinderPatternInfo::new(self.marks.map(|it| marks[it]))
    }
}

#[derive(Clone, Copy)]
struct Numbered {
    point: Point,
    index: usize,
}

impl From<Numbered> for Point {
    fn from(it: Numbered) -> Self {
        it.point
    }
}

/// Whether the line three modules beside the one between two middles alternates. `module`: its pixels in a row.
fn is_timed(bits: &BitMatrix, from: Point, along: Point, beside: Point, module: f32) -> bool {
    let side = along.x.hypot(along.y);
    let upright = along.x.abs().max(along.y.abs()) / side;
    let modules = side / (module * upright);
    let start = from + beside * (3.0 / modules);
    let (first, last) = (3.0, modules - 3.0);
    let steps = ((last - first) * POINTS) as u32;
    let mut before = true;
    let mut changes = 0_u32;
    for step in 0..=steps {
        let at = (first + step as f32 / POINTS) / modules;
        let point = start + along * at;
        if !bits.is_in(point) {
            return false;
        }
        let is_dark = bits.get_point(point);
        changes += u32::from(is_dark != before);
        before = is_dark;
    }
    CHANGES.contains(&(changes as f32 / (modules - 6.0)))
}
