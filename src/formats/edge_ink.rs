//! Where along a line across a picture most print crosses it: what a border has cut in two is found there first.
//!
//! Print that is cut changes between dark and light along the line, on both sides of it; an even paper edge or a table
//! under the paper does not. What is drawn along the line, a frame, changes nothing either.

use super::Raster;

/// Pixels beside the line, on both sides, that are looked at.
const BESIDE: [f64; 5] = [-2.0, -1.0, 0.0, 1.0, 2.0];
/// Brightness by which neighbours along the line differ where a stroke begins or ends; grain and shadows stay below.
const STEP: i32 = 28;
/// A mark has two ends, and is seen on three of the lines at least.
const LEAST: u32 = 6;

/// The part of the way from `from` to `to`, 0 to 1, around which most print crosses the line within `window` pixels;
/// `None` where there is next to none. All in pixels of `raster`, counted from its top left corner.
pub fn most_ink(raster: &Raster, from: [f64; 2], to: [f64; 2], window: f64) -> Option<f64> {
    let way = [to[0] - from[0], to[1] - from[1]];
    let length = way[0].hypot(way[1]);
    if !length.is_finite() || length < 2.0 || !window.is_finite() {
        return None;
    }
    let (width, height) = raster.size();
    // However far a region reaches out of its picture.
    let steps = (length as usize).min((width + height) as usize * 4);
    let along = [way[0] / steps as f64, way[1] / steps as f64];
    let across = [-way[1] / length, way[0] / length];
    let luma = |step: usize, beside: f64| {
        let at =
            |axis: usize| from[axis] + along[axis] * (step as f64 + 0.5) + across[axis] * beside;
        let (x, y) = (at(0).floor(), at(1).floor());
        (x >= 0.0 && y >= 0.0)
            .then(|| raster.rgba(x as u32, y as u32))
            .flatten()
            .map(|[r, g, b, _]| (i32::from(r) * 77 + i32::from(g) * 150 + i32::from(b) * 29) >> 8)
    };
    // How many of the lines change at each step.
    let mut changes = vec![0_u32; steps];
    for beside in BESIDE {
        let mut before = None;
        for (step, changed) in changes.iter_mut().enumerate() {
            let now = luma(step, beside);
            if let (Some(before), Some(now)) = (before, now) {
                *changed += u32::from((i32::abs_diff(before, now)) as i32 >= STEP);
            }
            before = now;
        }
    }
    let span = (window.max(1.0) as usize).clamp(1, steps);
    let mut sum: u32 = changes[..span].iter().sum();
    let (mut most, mut first) = (sum, 0);
    for start in 1..=steps - span {
        sum = sum + changes[start + span - 1] - changes[start - 1];
        if sum > most {
            (most, first) = (sum, start);
        }
    }
    if most < LEAST {
        return None;
    }
    // Its middle, weighed: the window as found may have all at one end.
    let found = &changes[first..first + span];
    let weighed: f64 = found
        .iter()
        .enumerate()
        .map(|(at, it)| at as f64 * f64::from(*it))
        .sum();
    Some((first as f64 + weighed / f64::from(most) + 0.5) / steps as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// White paper on a dark table, 200 × 120, with dark upright strokes at these places, reaching from row 40 to 80.
    fn paper(strokes: &[u32], shade: u8) -> Raster {
        let pixel = |value: u8| u32::from_ne_bytes([value, value, value, 255]);
        let pixels = (0..120_u32).flat_map(|y| {
            (0..200_u32).map(move |x| match (x, y) {
                (0..10 | 190.., _) | (_, 0..10 | 110..) => 40,
                _ if (40..80).contains(&y)
                    && strokes.iter().any(|at| (*at..at + 3).contains(&x)) =>
                {
                    shade
                }
                _ => 240 + ((x * 7 + y * 13) % 11) as u8,
            })
        });
        Raster::new(200, 120, pixels.map(pixel).collect()).expect("all pixels")
    }

    #[test]
    fn the_place_with_most_strokes_is_found_whichever_way_the_line_runs() {
        let strokes = paper(&[30, 120, 126, 132, 138], 30);
        let there = most_ink(&strokes, [10.0, 60.0], [190.0, 60.0], 40.0).expect("strokes");
        let back = most_ink(&strokes, [190.0, 60.0], [10.0, 60.0], 40.0).expect("strokes");
        let x = 10.0 + 180.0 * there;
        assert!((120.0..142.0).contains(&x), "{x}");
        assert!((there + back - 1.0).abs() < 0.02, "{there} {back}");
    }

    #[test]
    fn an_even_edge_a_frame_and_faint_grain_are_no_ink() {
        let plain = paper(&[], 0);
        for y in [10.0, 12.0, 60.0, 109.0, 130.0] {
            assert_eq!(most_ink(&plain, [12.0, y], [188.0, y], 40.0), None, "{y}");
        }
        assert_eq!(
            most_ink(&paper(&[50], 225), [12.0, 60.0], [188.0, 60.0], 40.0),
            None
        );
        // Along a stroke nothing changes.
        assert_eq!(
            most_ink(&paper(&[50], 30), [51.0, 45.0], [51.0, 75.0], 10.0),
            None
        );
    }

    #[test]
    fn a_line_outside_of_the_picture_or_without_a_length_has_none() {
        let strokes = paper(&[30, 120], 30);
        for (from, to) in [
            ([-50.0, 60.0], [-10.0, 60.0]),
            ([60.0, 60.0], [60.0, 60.0]),
            ([0.0, f64::NAN], [10.0, 0.0]),
            ([0.0, 400.0], [1e12, 400.0]),
        ] {
            assert_eq!(most_ink(&strokes, from, to, 40.0), None, "{from:?} {to:?}");
        }
    }
}
