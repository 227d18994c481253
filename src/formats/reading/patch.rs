//! Pixels as networks want them: cut out of a picture along a line of text, laid straight, in planes.

use crate::formats::Raster;
use crate::model::TextLine;

/// What a network subtracts from each colour and divides it by: blue, green, red.
pub(super) struct Norm {
    pub mean: [f32; 3],
    pub deviation: [f32; 3],
}

/// From −1 to 1.
pub(super) const CENTRED: Norm = Norm {
    mean: [0.5; 3],
    deviation: [0.5; 3],
};

/// All of a picture.
pub(super) fn whole(raster: &Raster, norm: &Norm) -> Vec<f32> {
    let mut planes = Vec::with_capacity(3 * raster.pixels().len());
    for plane in 0..3 {
        let (mean, deviation) = (norm.mean[plane], norm.deviation[plane]);
        planes.extend(raster.bytes().chunks_exact(4).map(|pixel| {
            let value = f32::from(pixel[2 - plane]) / 255.0;
            (value - mean) / deviation
        }));
    }
    planes
}

/// A line of text laid straight, `size` wide and high; what is beyond `width` of it is padding.
pub(super) fn line(
    raster: &Raster,
    line: &TextLine,
    width: usize,
    size: (usize, usize),
    is_turned: bool,
) -> Vec<f32> {
    let mut planes = vec![0.0; 3 * size.0 * size.1];
    let [mut a, mut b, mut c, mut d] = line.corners;
    if is_turned {
        [a, b, c, d] = [c, d, a, b];
    }
    let at = |along: f32, across: f32| {
        [0, 1].map(|axis| {
            let top = a[axis] + (b[axis] - a[axis]) * along;
            let bottom = d[axis] + (c[axis] - d[axis]) * along;
            top + (bottom - top) * across
        })
    };
    // Where the line is larger than what the network sees, several points make one.
    let (length, height) = line.extent();
    let steps = |of: f32, to: usize| ((of / to as f32).round() as usize).clamp(1, 4);
    let (steps_x, steps_y) = (steps(length, width), steps(height, size.1));
    let count = (steps_x * steps_y) as f32;
    for y in 0..size.1 {
        for x in 0..width.min(size.0) {
            let mut sum = [0.0; 3];
            for j in 0..steps_y {
                for i in 0..steps_x {
                    let along = x as f32 + (i as f32 + 0.5) / steps_x as f32;
                    let across = y as f32 + (j as f32 + 0.5) / steps_y as f32;
                    let point = at(along / width as f32, across / size.1 as f32);
                    let colour = sample(raster, point);
                    sum = [0, 1, 2].map(|plane| sum[plane] + colour[plane]);
                }
            }
            for (plane, sum) in sum.into_iter().enumerate() {
                let value = sum / count / 255.0;
                let index = (plane * size.1 + y) * size.0 + x;
                planes[index] = (value - CENTRED.mean[plane]) / CENTRED.deviation[plane];
            }
        }
    }
    planes
}

/// The colour between pixels: blue, green, red. Beyond the picture it goes on as at its border.
fn sample(raster: &Raster, [x, y]: [f32; 2]) -> [f32; 3] {
    let (width, height) = raster.size();
    let (x, y) = (x - 0.5, y - 0.5);
    let clamped = |value: f32, most: u32| value.clamp(0.0, (most - 1) as f32);
    let (x, y) = (clamped(x, width), clamped(y, height));
    let (left, top) = (x as u32, y as u32);
    let (right, bottom) = ((left + 1).min(width - 1), (top + 1).min(height - 1));
    let (part_x, part_y) = (x.fract(), y.fract());
    let bytes = raster.bytes();
    let pixel = |x: u32, y: u32, plane: usize| {
        let index = 4 * (y as usize * width as usize + x as usize) + 2 - plane;
        f32::from(bytes[index])
    };
    [0, 1, 2].map(|plane| {
        let upper = pixel(left, top, plane) * (1.0 - part_x) + pixel(right, top, plane) * part_x;
        let lower =
            pixel(left, bottom, plane) * (1.0 - part_x) + pixel(right, bottom, plane) * part_x;
        upper * (1.0 - part_y) + lower * part_y
    })
}
