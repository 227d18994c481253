//! Pictures that are too large to be delivered whole: their smaller copies, parts and borders, pixel by pixel.

use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};

use super::*;
use crate::formats::{Decoder, decode, fixtures};
use crate::geometry::{EdgeCut, PictureBox, PictureSize};

const WIDTH: u32 = 640;
const HEIGHT: u32 = 400;

/// Limits under which the pictures of these tests are too large to be sent whole.
fn tight() -> Limits {
    Limits {
        max_pixels: u64::from(WIDTH * HEIGHT) / 2,
        ..Limits::default()
    }
}

fn job(bytes: &[u8], want: Pixels, limits: Limits) -> DecodeJob {
    DecodeJob {
        bytes: bytes.into(),
        want,
        limits,
    }
}

/// Smooth, so that averages are what one expects, and different everywhere.
fn picture(format: ImageFormat) -> Vec<u8> {
    let image = RgbaImage::from_fn(WIDTH, HEIGHT, |x, y| {
        Rgba([(x * 255 / WIDTH) as u8, (y * 255 / HEIGHT) as u8, 90, 255])
    });
    let image = DynamicImage::from(image);
    match format {
        ImageFormat::Png => fixtures::encode(&image, format),
        _ => fixtures::encode(&DynamicImage::from(image.to_rgb8()), format),
    }
}

fn files() -> [Vec<u8>; 3] {
    [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Bmp].map(picture)
}

fn part(shrink: u32, [left, top, width, height]: [u32; 4]) -> PagePart {
    PagePart {
        page: 0,
        scale: 1,
        shrink,
        left,
        top,
        width,
        height,
    }
}

#[test]
fn all_of_a_large_picture_comes_smaller_and_says_its_size() {
    for file in files() {
        let whole = decode(&job(&file, Pixels::Full, Limits::default())).expect("small enough");
        assert_eq!(whole.raster.size(), (WIDTH, HEIGHT));
        let copy = decode(&job(&file, Pixels::Full, tight())).expect("a smaller copy");
        assert_eq!(copy.facts.size.to_tuple(), (WIDTH, HEIGHT));
        assert_eq!(copy.raster.size(), (WIDTH / 4, HEIGHT / 4));
        for (x, y) in [(0, 0), (100, 60), (159, 99)] {
            let [found, near] = [
                copy.raster.rgba(x, y).expect("inside"),
                whole.raster.rgba(4 * x + 2, 4 * y + 2).expect("inside"),
            ];
            let is_near = found.iter().zip(near).all(|(a, b)| a.abs_diff(b) < 6);
            assert!(is_near, "{:?} {found:?} {near:?}", copy.facts.media_type);
        }
        let small = decode(&job(&file, Pixels::Thumbnail { max_side: 64 }, tight()));
        let small = small.expect("a thumbnail");
        assert_eq!(small.raster.size(), (64, 40));
        assert_eq!(small.facts.size.to_tuple(), (WIDTH, HEIGHT));
    }
}

#[test]
fn what_is_not_sent_whole_comes_no_larger_than_what_is() {
    let most = u64::from(WIDTH * HEIGHT) / 3;
    let limits = Limits {
        max_whole_pixels: most,
        ..Limits::default()
    };
    for file in files() {
        let mut decoder = Decoder::default();
        let small = job(&file, Pixels::Thumbnail { max_side: 64 }, limits);
        decoder.decode(&small).expect("a thumbnail");
        assert!(!decoder.keeps_something(), "in the common way");
        let copy = decoder
            .decode(&job(&file, Pixels::Full, limits))
            .expect("a copy");
        assert_eq!(copy.facts.size.to_tuple(), (WIDTH, HEIGHT));
        assert_eq!(copy.raster.size(), (WIDTH / 2, HEIGHT / 2));
        assert!(decoder.keeps_something(), "for its parts");
    }
    let whole = Limits {
        max_whole_pixels: u64::from(WIDTH * HEIGHT),
        ..Limits::default()
    };
    for file in files() {
        let all = decode(&job(&file, Pixels::Full, whole)).expect("whole");
        assert_eq!(all.raster.size(), (WIDTH, HEIGHT));
    }
}

#[test]
fn parts_are_the_pixels_of_the_upright_picture() {
    for exif in 1..=8 {
        let turned = fixtures::with_exif_orientation(&picture(ImageFormat::Jpeg), exif);
        let whole = decode(&job(&turned, Pixels::Full, Limits::default())).expect("whole");
        let (width, height) = whole.raster.size();
        let place = [width - 70, 33, 100, 50];
        let want = Pixels::Part(part(1, place));
        let found = decode(&job(&turned, want, tight())).expect("a part");
        assert_eq!(found.facts.size.to_tuple(), (width, height), "{exif}");
        assert_eq!(found.raster.size(), (70, 50), "no further than the picture");
        for (x, y) in [(0, 0), (69, 0), (0, 49), (31, 17)] {
            let expected = whole.raster.rgba(place[0] + x, place[1] + y);
            assert_eq!(found.raster.rgba(x, y), expected, "{exif} {x} {y}");
        }
        assert_eq!(found.facts.orientation, exif);
    }
}

#[test]
fn a_shrunk_part_is_the_average_of_its_pixels() {
    let bytes = picture(ImageFormat::Png);
    let whole = decode(&job(&bytes, Pixels::Full, Limits::default())).expect("whole");
    let want = Pixels::Part(part(4, [8, 12, 41, 30]));
    let found = decode(&job(&bytes, want, tight())).expect("a part").raster;
    assert_eq!(found.size(), (11, 8), "rounded up");
    let mean = |left: u32, top: u32, width: u32, height: u32| {
        let mut sums = [0_u32; 3];
        for (x, y) in (0..width).flat_map(|x| (0..height).map(move |y| (x, y))) {
            let pixel = whole.raster.rgba(left + x, top + y).expect("inside");
            for (sum, value) in sums.iter_mut().zip(pixel) {
                *sum += u32::from(value);
            }
        }
        sums.map(|sum| ((sum + width * height / 2) / (width * height)) as u8)
    };
    for (x, y, size) in [
        (0, 0, (4, 4)),
        (5, 3, (4, 4)),
        (10, 2, (1, 4)),
        (10, 7, (1, 2)),
    ] {
        let [r, g, b] = mean(8 + 4 * x, 12 + 4 * y, size.0, size.1);
        assert_eq!(found.rgba(x, y), Some([r, g, b, 255]), "{x} {y}");
    }
}

#[test]
fn borders_are_the_same_as_of_a_smaller_picture() {
    let region = PictureBox::new(euclid::point2(40.0, 30.0), euclid::point2(600.0, 420.0));
    let cut = EdgeCut::around(region, PictureSize::new(WIDTH, HEIGHT)).expect("in the picture");
    for file in files() {
        let [whole, large] = [Limits::default(), tight()]
            .map(|limits| decode(&job(&file, Pixels::Edges(cut), limits)).expect("its borders"));
        assert_eq!(whole, large);
    }
}

#[test]
fn there_is_a_limit_for_large_pictures_too() {
    let limits = Limits {
        max_pixels: u64::from(WIDTH * HEIGHT) / 4 - 1,
        ..Limits::default()
    };
    for want in [Pixels::Full, Pixels::Part(part(1, [0, 0, 9, 9]))] {
        let error = decode(&job(&picture(ImageFormat::Png), want, limits));
        assert_eq!(error.map_err(|it| it.code()), Err("picture_too_large"));
    }
    for nothing in [[WIDTH, 0, 9, 9], [0, HEIGHT, 9, 9], [0, 0, 0, 9]] {
        let want = Pixels::Part(part(1, nothing));
        let error = decode(&job(&picture(ImageFormat::Png), want, tight()));
        assert_eq!(
            error.map_err(|it| it.code()),
            Err("file_corrupt"),
            "{nothing:?}"
        );
    }
}

#[test]
fn a_file_that_was_cut_short_shows_what_there_is() {
    let bytes = picture(ImageFormat::Png);
    let copy = decode(&job(&bytes[..bytes.len() * 3 / 4], Pixels::Full, tight())).expect("the top");
    assert!(!copy.facts.complete);
    let at = |y| copy.raster.rgba(80, y).expect("inside");
    assert_ne!(at(2), [255; 4]);
    assert_eq!(at(HEIGHT / 4 - 1), [255; 4], "paper");
}

#[test]
fn what_was_decoded_is_kept_for_the_same_file_alone() {
    let mut decoder = Decoder::default();
    let large = picture(ImageFormat::Png);
    let want = Pixels::Part(part(1, [0, 0, 9, 9]));
    decoder
        .decode(&job(
            &large,
            Pixels::Thumbnail { max_side: 9 },
            Limits::default(),
        ))
        .expect("small");
    assert!(!decoder.keeps_something(), "nothing large was decoded");
    decoder.decode(&job(&large, want, tight())).expect("a part");
    assert!(decoder.keeps_something());
    let other = fixtures::quadrants(64, 48, ImageFormat::Png);
    decoder
        .decode(&job(&other, Pixels::Full, tight()))
        .expect("another file");
    assert!(!decoder.keeps_something());
    decoder.decode(&job(&large, want, tight())).expect("a part");
    decoder.forget();
    assert!(!decoder.keeps_something());
}
