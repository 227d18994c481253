//! Edges in pictures whose truth is known: paper on something darker or lighter, print near a border, and nothing at all.

use crate::geometry::{PictureBox, PictureSize};

use super::*;

const SIZE: (u32, u32) = (600, 400);

/// A picture of these shades.
fn picture(shade: impl Fn(u32, u32) -> u8) -> Pyramid {
    let mut pixels = Vec::new();
    for y in 0..SIZE.1 {
        for x in 0..SIZE.0 {
            let shade = shade(x, y);
            pixels.push(u32::from_ne_bytes([shade, shade, shade, 255]));
        }
    }
    Pyramid::build(Raster::new(SIZE.0, SIZE.1, pixels).expect("as many pixels"))
}

fn rect(left: f64, top: f64, right: f64, bottom: f64) -> PictureBox {
    PictureBox::new((left, top).into(), (right, bottom).into())
}

fn found(pyramid: &Pyramid, region: PictureBox) -> Vec<(Side, f64, Edge)> {
    let snaps = snaps(pyramid, PictureSize::new(SIZE.0, SIZE.1), region);
    snaps.iter().map(|it| (it.side, it.at, it.edge)).collect()
}

/// Lines of print, 6 pixels high every 16, between these columns and rows.
fn is_print(x: u32, y: u32, columns: Range<u32>, rows: Range<u32>) -> bool {
    columns.contains(&x) && rows.contains(&y) && (y - rows.start) % 16 < 6 && x % 5 < 3
}

fn all_paper(left: f64, top: f64, right: f64, bottom: f64) -> [(Side, f64, Edge); 4] {
    [
        (Side::Top, top, Edge::Paper),
        (Side::Bottom, bottom, Edge::Paper),
        (Side::Left, left, Edge::Paper),
        (Side::Right, right, Edge::Paper),
    ]
}

#[test]
fn printed_paper_ends_where_it_ends_on_dark_and_on_light_ground() {
    for (ground, paper) in [(40, 240), (150, 235), (250, 190)] {
        let pyramid = picture(|x, y| match (x, y) {
            (100..500, 80..320) if is_print(x, y, 112..490, 92..310) => 20,
            (100..500, 80..320) => paper,
            _ => ground,
        });
        let expected = all_paper(100.0, 80.0, 500.0, 320.0);
        for region in [
            rect(100.0, 80.0, 500.0, 320.0),
            rect(88.0, 70.0, 512.0, 331.0),
            rect(115.0, 91.0, 488.0, 300.0),
        ] {
            assert_eq!(found(&pyramid, region), expected, "{ground} {region:?}");
        }
    }
}

#[test]
fn paper_that_lies_askew_stays_inside() {
    let lean = |y: u32| 100 + y / 40;
    let pyramid = picture(|x, y| {
        let is_paper = (lean(y)..500).contains(&x) && (80..320).contains(&y);
        if is_paper { 240 } else { 60 }
    });
    let found = found(&pyramid, rect(110.0, 80.0, 500.0, 320.0));
    let left = found.iter().find(|it| it.0 == Side::Left).expect("found");
    assert_eq!(left.2, Edge::Paper);
    assert!((101.0..=104.0).contains(&left.1), "{left:?}");
}

#[test]
fn print_ends_where_its_last_line_does() {
    let pyramid = picture(|x, y| {
        if is_print(x, y, 120..480, 100..300) {
            30
        } else {
            245
        }
    });
    let ink = |side, at| (side, at, Edge::Ink);
    // Its borders are a little outside the first and the last pixels with ink: 100 to 298, and 120 to 478.
    let expected = [
        ink(Side::Top, 98.0),
        ink(Side::Bottom, 300.0),
        ink(Side::Left, 117.0),
        ink(Side::Right, 481.0),
    ];
    assert_eq!(found(&pyramid, rect(105.0, 90.0, 500.0, 315.0)), expected);
    // Borders that cut through print go outwards, as far as they cut.
    let cutting = found(&pyramid, rect(140.0, 118.0, 460.0, 295.0));
    assert_eq!(cutting[0], ink(Side::Top, 114.0));
    assert_eq!(cutting[1], ink(Side::Bottom, 300.0));
    assert_eq!(cutting[2], ink(Side::Left, 117.0));
    assert_eq!(cutting[3], ink(Side::Right, 481.0));
}

#[test]
fn nothing_is_found_where_there_is_nothing() {
    let region = rect(100.0, 80.0, 500.0, 320.0);
    assert!(found(&picture(|_, _| 230), region).is_empty());
    assert!(found(&picture(|_, _| 12), region).is_empty());
    let slope = picture(|x, _| (x / 3) as u8);
    assert!(found(&slope, region).is_empty(), "no shadow is an edge");
    let noise = picture(|x, y| (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)) as u8);
    let edges = found(&noise, region);
    assert!(edges.iter().all(|it| it.2 != Edge::Paper), "{edges:?}");
}

#[test]
fn borders_outside_the_picture_find_nothing() {
    let pyramid = picture(|x, _| if x < 300 { 240 } else { 20 });
    assert!(found(&pyramid, rect(-500.0, -400.0, -100.0, -50.0)).is_empty());
    let right = found(&pyramid, rect(-50.0, -50.0, 320.0, 900.0));
    assert_eq!(right, [(Side::Right, 300.0, Edge::Paper)]);
}

#[test]
fn a_picture_that_came_smaller_answers_in_pixels_of_the_whole() {
    let pyramid = picture(|x, y| match (x, y) {
        (100..500, 80..320) => 240,
        _ => 50,
    });
    let whole = PictureSize::new(2 * SIZE.0, 2 * SIZE.1);
    let snaps = snaps(&pyramid, whole, rect(210.0, 150.0, 990.0, 650.0));
    let at: Vec<f64> = snaps.iter().map(|it| it.at).collect();
    assert_eq!(at, [160.0, 640.0, 200.0, 1000.0]);
}
