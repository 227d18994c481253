//! A number of what a picture looks like on the whole: copies of one picture that were scaled or compressed anew have numbers
//! that differ in a few bits at most. It is made of the signs of the slowest waves that the picture is composed of.

use std::f32::consts::PI;

use super::Luma;

/// The picture is looked at in so many fields on each side.
const SIDE: usize = 32;
/// Waves that count, along and down, without the mean.
const WAVES: usize = 8;
/// A picture whose fields differ less than this from their mean looks like nothing.
const LEAST_CONTRAST: f32 = 4.0;

/// Zero where nothing is to be seen.
pub(super) fn likeness(luma: &Luma) -> u64 {
    let Some(fields) = fields(luma) else {
        return 0;
    };
    let waves = waves(&fields);
    let mut sorted = waves.clone();
    sorted.sort_by(f32::total_cmp);
    let middle = sorted[sorted.len() / 2];
    let bits = waves.iter().enumerate();
    bits.fold(0, |sum, (at, wave)| sum | u64::from(*wave > middle) << at)
}

/// The mean shade of each field, row by row, less that of all.
fn fields(luma: &Luma) -> Option<Vec<f32>> {
    let (width, height) = (luma.width as usize, luma.height as usize);
    if width < SIDE || height < SIDE {
        return None;
    }
    let mut sums = vec![(0_u64, 0_u64); SIDE * SIDE];
    for y in 0..height {
        let row = &mut sums[y * SIDE / height * SIDE..][..SIDE];
        for (x, pixel) in luma.row(y as u32).iter().enumerate() {
            let sum = &mut row[x * SIDE / width];
            sum.0 += u64::from(*pixel);
            sum.1 += 1;
        }
    }
    let mut fields: Vec<f32> = sums
        .iter()
        .map(|(sum, count)| *sum as f32 / *count as f32)
        .collect();
    let mean = fields.iter().sum::<f32>() / fields.len() as f32;
    for field in &mut fields {
        *field -= mean;
    }
    let spread = fields.iter().map(|field| field * field).sum::<f32>() / fields.len() as f32;
    (spread.sqrt() >= LEAST_CONTRAST).then_some(fields)
}

/// How much of each of the slowest waves is in the fields: all but the first, which is their mean.
fn waves(fields: &[f32]) -> Vec<f32> {
    let cosine =
        |wave: usize, at: usize| (PI / SIDE as f32 * (at as f32 + 0.5) * wave as f32).cos();
    let table: Vec<[f32; SIDE]> = (0..WAVES)
        .map(|wave| std::array::from_fn(|at| cosine(wave, at)))
        .collect();
    let of = |down: usize, along: usize| {
        let rows = fields.chunks_exact(SIDE).zip(&table[down]);
        let sum = rows.map(|(row, weight)| {
            let own: f32 = row
                .iter()
                .zip(&table[along])
                .map(|(it, cos)| it * cos)
                .sum();
            own * weight
        });
        sum.sum::<f32>()
    };
    let all = (0..WAVES).flat_map(|down| (0..WAVES).map(move |along| (down, along)));
    all.skip(1).map(|(down, along)| of(down, along)).collect()
}
