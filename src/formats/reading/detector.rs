//! Finds lines of text: a network says of each point whether it is in the middle of one, and what hangs together is a
//! line, laid out along its own direction.

use std::sync::Arc;

use rten::ThreadPool;

use super::network::Network;
use super::patch::{self, Norm};
use crate::formats::resize::{fit, resize_raster};
use crate::formats::{FormatError, Raster};
use crate::model::TextLine;

/// The longer side of what the network looks at, in pixels.
const SIDE: u32 = 928;
/// Its sides are multiples of this.
const STEP: u32 = 32;
/// A point belongs to a line from here on.
const LEAST: f32 = 0.3;
/// The points of a line on the whole are so sure.
const LEAST_MEAN: f32 = 0.5;
/// Fewer points are a speck.
const LEAST_POINTS: usize = 12;
/// The network marks the core of a line; the line is larger by this part of area over circumference.
const GROWTH: f32 = 1.5;
/// What the network wants subtracted and divided by, in the order of the planes that it was taught with.
const NORM: Norm = Norm {
    mean: [0.485, 0.456, 0.406],
    deviation: [0.229, 0.224, 0.225],
};

pub(super) struct Detector(Network);

impl Detector {
    pub fn load(pool: &Arc<ThreadPool>) -> Result<Self, FormatError> {
        let model = include_bytes!("../../../assets/models/ppocrv6-tiny-det.onnx");
        Ok(Self(Network::load(model, pool)?))
    }

    /// In pixels of `raster`, from top to bottom.
    pub fn lines(&self, raster: &Raster) -> Result<Vec<TextLine>, FormatError> {
        let whole_steps = |side: u32| ((side + STEP / 2) / STEP).max(1) * STEP;
        let fitting = fit(raster.size(), SIDE);
        let size = (whole_steps(fitting.0), whole_steps(fitting.1));
        let small = resize_raster(raster, size);
        let input = patch::whole(&small, &NORM);
        let (width, height) = (size.0 as usize, size.1 as usize);
        let ([_, _, rows, columns], map) = self.0.run::<4>(&input, (width, height))?;
        if rows * columns != map.len() || columns == 0 {
            return Err(FormatError::corrupt("a map of another size"));
        }
        let scale = [
            raster.size().0 as f32 / columns as f32,
            raster.size().1 as f32 / rows as f32,
        ];
        let mut lines: Vec<TextLine> = islands(&map, columns)
            .iter()
            .filter_map(|island| line(island, scale))
            .collect();
        lines.sort_by(|a, b| a.centre()[1].total_cmp(&b.centre()[1]));
        Ok(lines)
    }
}

/// Points that hang together.
fn islands(map: &[f32], columns: usize) -> Vec<Vec<[f32; 2]>> {
    let mut seen = vec![false; map.len()];
    let mut found = Vec::new();
    let mut open = Vec::new();
    for start in 0..map.len() {
        if seen[start] || map[start] < LEAST {
            continue;
        }
        seen[start] = true;
        open.push(start);
        let mut points = Vec::new();
        let mut sum = 0.0;
        while let Some(index) = open.pop() {
            let (x, y) = (index % columns, index / columns);
            points.push([x as f32 + 0.5, y as f32 + 0.5]);
            sum += map[index];
            for (dx, dy) in [(-1, 0), (1, 0), (0, -1), (0, 1)] {
                let (Some(x), Some(y)) = (x.checked_add_signed(dx), y.checked_add_signed(dy))
                else {
                    continue;
                };
                let next = y * columns + x;
                if x < columns && next < map.len() && !seen[next] && map[next] >= LEAST {
                    seen[next] = true;
                    open.push(next);
                }
            }
        }
        if points.len() >= LEAST_POINTS && sum / points.len() as f32 >= LEAST_MEAN {
            found.push(points);
        }
    }
    found
}

/// The rectangle around an island along its own direction, grown to what the network takes for the whole line.
fn line(points: &[[f32; 2]], scale: [f32; 2]) -> Option<TextLine> {
    let count = points.len() as f32;
    let points: Vec<[f32; 2]> = points
        .iter()
        .map(|[x, y]| [x * scale[0], y * scale[1]])
        .collect();
    let sum = points
        .iter()
        .fold([0.0; 2], |sum, it| [sum[0] + it[0], sum[1] + it[1]]);
    let centre = sum.map(|it| it / count);
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for [x, y] in &points {
        let (x, y) = (x - centre[0], y - centre[1]);
        xx += x * x;
        xy += x * y;
        yy += y * y;
    }
    let mut angle = 0.5 * (2.0 * xy).atan2(xx - yy);
    // A short line has no direction of its own; one that runs down is read as if it ran across.
    let spread = (xx + yy).max(f32::EPSILON);
    let is_round = (xx - yy).hypot(2.0 * xy) < 0.6 * spread;
    if is_round || angle.abs() > MOST_SLANT {
        if !is_round && angle.abs() > std::f32::consts::FRAC_PI_2 - MOST_SLANT {
            // It runs down the page.
            angle = std::f32::consts::FRAC_PI_2.copysign(angle);
        } else {
            angle = 0.0;
        }
    }
    let (sine, cosine) = angle.sin_cos();
    let (mut least, mut most) = ([f32::MAX; 2], [f32::MIN; 2]);
    for [x, y] in &points {
        let (x, y) = (x - centre[0], y - centre[1]);
        let along = [x * cosine + y * sine, y * cosine - x * sine];
        for axis in 0..2 {
            least[axis] = least[axis].min(along[axis]);
            most[axis] = most[axis].max(along[axis]);
        }
    }
    // Points are the middles of what they stand for.
    let half = [scale[0] / 2.0, scale[1] / 2.0];
    for axis in 0..2 {
        least[axis] -= half[axis];
        most[axis] += half[axis];
    }
    let (length, height) = (most[0] - least[0], most[1] - least[1]);
    let growth = length * height * GROWTH / (2.0 * (length + height));
    let corner = |u: f32, v: f32| {
        [
            centre[0] + u * cosine - v * sine,
            centre[1] + u * sine + v * cosine,
        ]
    };
    let (left, right) = (least[0] - growth, most[0] + growth);
    let (top, bottom) = (least[1] - growth, most[1] + growth);
    let corners = [
        corner(left, top),
        corner(right, top),
        corner(right, bottom),
        corner(left, bottom),
    ];
    let is_finite = corners.iter().flatten().all(|it| it.is_finite());
    is_finite.then_some(TextLine {
        corners,
        text: None,
        turned: None,
    })
}

/// Lines that slant more than this, in radians, run down or have no direction.
const MOST_SLANT: f32 = 0.6;
