//! Finds marks as large as print: what is clearly darker than the paper around it, hangs together, and is neither a line
//! nor a patch.

use std::ops::RangeInclusive;

use crate::model::{MAX_MARKS, Mark, PictureCell};

use super::{FINE, Luma};

/// What is darker than so many hundredths of the paper around it is ink.
const INK: u32 = 74;
/// And so much darker at least.
const LEAST_DARKER: u8 = 32;
/// Paper is at least so many hundredths as light as the lightest of the picture.
const PAPER: u32 = 60;
/// Pixels of the longer side of a mark.
const LONG: RangeInclusive<u32> = 5..=72;
/// The same of one that the picture's border may have cut.
const LONG_CUT: RangeInclusive<u32> = 4..=72;
/// So many times longer than wide are lines, not marks.
const LINE: u32 = 12;
/// Pixels of ink in a mark at least, and hundredths of its rectangle.
const LEAST_INK: (u32, u32) = (8, 12);

/// Ink that hangs together.
#[derive(Clone, Copy)]
struct Blot {
    left: u32,
    top: u32,
    right: u32,
    bottom: u32,
    ink: u32,
}

/// Pixels of ink side by side, and which blot they are part of.
#[derive(Clone, Copy)]
struct InkRun {
    left: u32,
    /// The first behind it.
    right: u32,
    blot: usize,
}

pub(super) fn marks(luma: &Luma, cells: &[PictureCell], columns: u32) -> Vec<Mark> {
    let threshold = thresholds(cells, columns);
    let blots = blots(luma, &threshold, columns);
    let mut marks: Vec<Mark> = blots
        .iter()
        .filter(|blot| is_mark(blot, luma))
        .map(|blot| Mark {
            left: blot.left as u16,
            top: blot.top as u16,
            width: (blot.right - blot.left) as u8,
            height: (blot.bottom - blot.top) as u8,
        })
        .collect();
    // Where there are more, it is no print.
    marks.truncate(MAX_MARKS);
    marks
}

/// Below which shade a pixel of each cell is ink: by the lightest paper next to it, so that a cell full of ink is one.
/// Zero where there is no paper.
fn thresholds(cells: &[PictureCell], columns: u32) -> Vec<u8> {
    let columns = columns as usize;
    let rows = cells.len() / columns.max(1);
    let mut shades: Vec<u8> = cells.iter().map(|cell| cell.paper).collect();
    shades.sort_unstable();
    let lightest = shades.get(shades.len() * 19 / 20).copied().unwrap_or(0);
    let least_paper = (u32::from(lightest) * PAPER / 100) as u8;
    let of = |index: usize| {
        let (x, y) = (index % columns, index / columns);
        let mut paper = 0;
        for row in y.saturating_sub(1)..(y + 2).min(rows) {
            for column in x.saturating_sub(1)..(x + 2).min(columns) {
                paper = paper.max(cells[row * columns + column].paper);
            }
        }
        if paper < least_paper {
            return 0;
        }
        let ink = (u32::from(paper) * INK / 100) as u8;
        ink.min(paper.saturating_sub(LEAST_DARKER))
    };
    (0..cells.len()).map(of).collect()
}

fn blots(luma: &Luma, threshold: &[u8], columns: u32) -> Vec<Blot> {
    let mut blots: Vec<Blot> = Vec::new();
    // Which blot each has become part of.
    let mut joined: Vec<usize> = Vec::new();
    let (mut above, mut runs): (Vec<InkRun>, Vec<InkRun>) = (Vec::new(), Vec::new());
    for y in 0..luma.height {
        std::mem::swap(&mut above, &mut runs);
        runs.clear();
        let of_row = &threshold[((y / FINE) * columns) as usize..];
        find_runs(luma.row(y), of_row, &mut runs);
        let mut first = 0;
        for run in &mut runs {
            // Those that end before this one begins touch none behind it either.
            while above.get(first).is_some_and(|it| it.right < run.left) {
                first += 1;
            }
            let mut blot = None;
            for other in above[first..].iter().take_while(|it| it.left <= run.right) {
                let root = root(&mut joined, other.blot);
                blot = Some(match blot {
                    Some(mine) if mine != root => join(&mut blots, &mut joined, mine, root),
                    _ => root,
                });
            }
            let of_run = Blot {
                left: run.left,
                top: y,
                right: run.right,
                bottom: y + 1,
                ink: run.right - run.left,
            };
            run.blot = if let Some(blot) = blot {
                blots[blot] = together(blots[blot], of_run);
                blot
            } else {
                blots.push(of_run);
                joined.push(blots.len() - 1);
                blots.len() - 1
            };
        }
    }
    let is_whole = |(index, _): &(usize, &Blot)| joined[*index] == *index;
    let whole = blots.iter().enumerate().filter(is_whole);
    whole.map(|(_, blot)| *blot).collect()
}

fn find_runs(row: &[u8], threshold: &[u8], runs: &mut Vec<InkRun>) {
    let mut start = None;
    for (cell, pixels) in row.chunks(FINE as usize).enumerate() {
        let below = threshold[cell];
        for (index, pixel) in pixels.iter().enumerate() {
            let x = cell as u32 * FINE + index as u32;
            match (*pixel < below, start) {
                (true, None) => start = Some(x),
                (false, Some(left)) => {
                    runs.push(InkRun {
                        left,
                        right: x,
                        blot: 0,
                    });
                    start = None;
                }
                _ => {}
            }
        }
    }
    if let Some(left) = start {
        runs.push(InkRun {
            left,
            right: row.len() as u32,
            blot: 0,
        });
    }
}

fn root(joined: &mut [usize], mut blot: usize) -> usize {
    while joined[blot] != blot {
        joined[blot] = joined[joined[blot]];
        blot = joined[blot];
    }
    blot
}

fn join(blots: &mut [Blot], joined: &mut [usize], one: usize, other: usize) -> usize {
    let (first, second) = (one.min(other), one.max(other));
    joined[second] = first;
    blots[first] = together(blots[first], blots[second]);
    first
}

fn together(one: Blot, other: Blot) -> Blot {
    Blot {
        left: one.left.min(other.left),
        top: one.top.min(other.top),
        right: one.right.max(other.right),
        bottom: one.bottom.max(other.bottom),
        ink: one.ink + other.ink,
    }
}

fn is_mark(blot: &Blot, luma: &Luma) -> bool {
    let (width, height) = (blot.right - blot.left, blot.bottom - blot.top);
    let (long, short) = (width.max(height), width.min(height));
    let is_at_border =
        blot.left == 0 || blot.top == 0 || blot.right == luma.width || blot.bottom == luma.height;
    let lengths = if is_at_border { LONG_CUT } else { LONG };
    let (least, part) = LEAST_INK;
    lengths.contains(&long)
        && long <= short * LINE
        && blot.ink >= least
        && blot.ink * 100 >= part * width * height
}
