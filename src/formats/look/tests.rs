//! What is seen in drawn pictures: marks, light and sharpness.

use super::*;
use crate::model::Mark;

/// Width and height of what is drawn.
const SIZE: (u32, u32) = (400, 300);

/// A picture of grey shades.
fn drawn(shade: impl Fn(u32, u32) -> u8) -> Raster {
    let (width, height) = SIZE;
    let pixels = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    let pixels = pixels.map(|(x, y)| {
        let value = shade(x, y);
        u32::from_ne_bytes([value, value, value, 255])
    });
    Raster::new(width, height, pixels.collect()).expect("all pixels")
}

fn seen(shade: impl Fn(u32, u32) -> u8) -> Look {
    let look = look(&drawn(shade), PictureSize::new(SIZE.0, SIZE.1));
    assert!(look.is_plausible());
    look
}

fn within(x: u32, y: u32, [left, top, right, bottom]: [u32; 4]) -> bool {
    (left..right).contains(&x) && (top..bottom).contains(&y)
}

#[test]
fn characters_are_marks_and_frames_tables_and_stains_are_not() {
    let look = seen(|x, y| {
        let is_table = !within(x, y, [20, 20, 380, 280]);
        let is_letter = within(x, y, [100, 100, 112, 116]) || within(x, y, [120, 100, 124, 116]);
        let is_frame = within(x, y, [40, 60, 360, 62]);
        let is_stain = within(x, y, [200, 150, 300, 250]);
        match (is_table, is_letter || is_frame || is_stain) {
            (true, _) => 60,
            (_, true) => 40,
            _ => 235,
        }
    });
    let place = |mark: &Mark| [mark.left, mark.top, mark.width.into(), mark.height.into()];
    let places: Vec<[u16; 4]> = look.marks.iter().map(place).collect();
    assert_eq!(places, [[100, 100, 12, 16], [120, 100, 4, 16]]);
}

#[test]
fn what_hangs_together_is_one_mark_whatever_its_shape() {
    // A ring, which meets itself again below, and a U.
    let look = seen(|x, y| {
        let is_ring = within(x, y, [50, 50, 70, 70]) && !within(x, y, [54, 54, 66, 66]);
        let is_u = within(x, y, [100, 50, 120, 70]) && !within(x, y, [104, 50, 116, 66]);
        if is_ring || is_u { 30 } else { 240 }
    });
    let sizes: Vec<(u8, u8)> = look.marks.iter().map(|it| (it.width, it.height)).collect();
    assert_eq!(sizes, [(20, 20), (20, 20)]);
}

#[test]
fn grain_faint_tints_and_shadows_are_no_marks() {
    let look = seen(|x, y| {
        let grain = ((x * 7 + y * 13) % 17) as u8;
        let tint = if (x / 9 + y / 9).is_multiple_of(3) {
            22
        } else {
            0
        };
        let shadow = (x / 8) as u8;
        235 - grain - tint - shadow
    });
    assert_eq!(look.marks, []);
}

#[test]
fn cells_tell_paper_contrast_and_sharpness() {
    let look = seen(|x, y| {
        let is_sharp = within(x, y, [2, 2, 30, 30]) && x % 4 < 2;
        let blurred = if y < 32 && (64..80).contains(&x) {
            (x - 64) as u8 * 10
        } else {
            0
        };
        if is_sharp { 40 } else { 240 - blurred }
    });
    let (sharp, soft, plain) = (look.cells[0], look.cells[2], look.cells[4]);
    assert!((236..=242).contains(&sharp.paper) && sharp.contrast > 190 && sharp.step == 200);
    assert!(soft.contrast > 90 && soft.step == 10, "{soft:?}");
    assert_eq!((plain.contrast.min(3), plain.step), (plain.contrast, 0));
}

#[test]
fn a_larger_picture_is_looked_at_in_a_copy_and_told_in_its_own_pixels() {
    let (width, height) = (3300, 900);
    let pixel = |index: u32| {
        let (x, y) = (index % width, index / width);
        let value = if within(x, y, [900, 300, 936, 348]) {
            30
        } else {
            240
        };
        u32::from_ne_bytes([value, value, value, 255])
    };
    let raster = Raster::new(width, height, (0..width * height).map(pixel).collect());
    let look = look(
        &raster.expect("all pixels"),
        PictureSize::new(width, height),
    );
    assert!(look.is_plausible());
    assert_eq!(look.marks.len(), 1);
    let place = look.place(look.marks[0]);
    for (found, meant) in [
        (place.min.x, 900.0),
        (place.min.y, 300.0),
        (place.max.x, 936.0),
        (place.max.y, 348.0),
    ] {
        assert!((found - meant).abs() <= 3.0, "{found} {meant}");
    }
}

#[test]
fn copies_of_a_picture_look_alike_and_others_do_not() {
    // Bars of different lengths, as lines of print are.
    let lined = |seed: u32, scale: u32| {
        move |x: u32, y: u32| {
            let (x, y) = (x * scale, y * scale);
            let line = y / 24;
            let length = (line * 7919 + seed * 104_729) % 389;
            let is_print = y % 24 < 10 && x < length;
            // Compressed anew, with another noise.
            let noise = (x * 31 + y * 17 + scale) % 5;
            (if is_print { 60 } else { 230 }) + noise as u8
        }
    };
    let own = seen(lined(1, 1));
    assert!(own.is_like(&own) && own.likeness != 0);
    let size = (SIZE.0 / 2, SIZE.1 / 2);
    let shade = lined(1, 2);
    let pixels = (0..size.1).flat_map(|y| (0..size.0).map(move |x| (x, y)));
    let pixels = pixels.map(|(x, y)| {
        let value = shade(x, y);
        u32::from_ne_bytes([value, value, value, 255])
    });
    let half = Raster::new(size.0, size.1, pixels.collect()).expect("all pixels");
    let half = look(&half, PictureSize::new(size.0, size.1));
    assert!(own.is_like(&half), "{:x} {:x}", own.likeness, half.likeness);
    for seed in 2..30 {
        let other = seen(lined(seed, 1));
        assert!(!own.is_like(&other), "{seed}");
    }
    let plain = seen(|_, _| 235);
    assert_eq!(plain.likeness, 0);
    assert!(!plain.is_like(&plain));
}
