//! Files that are damaged, or written as few programs write them: shown as far as they go.

use image::{DynamicImage, ImageFormat, RgbaImage};

use super::decode_tests::{assert_near, assert_quadrants, full, run};
use super::fixtures::{self, QUADRANT_COLOURS};
use super::{DecodeJob, FormatError, Limits, MediaType, Pixels, decode};

#[test]
fn transparency_that_hides_all_is_none() {
    let hidden = DynamicImage::from(fixtures::quadrants_image(64, 48)).to_rgba8();
    let clear = |x: u32, y: u32| {
        let mut clear = hidden.clone();
        for pixel in clear.pixels_mut() {
            pixel.0[3] = 0;
        }
        clear.get_pixel_mut(x, y).0[3] = 255;
        DynamicImage::from(clear)
    };
    let mut all = clear(0, 0).to_rgba8();
    all.get_pixel_mut(0, 0).0[3] = 0;
    for format in [ImageFormat::Png, ImageFormat::Bmp, ImageFormat::Tiff] {
        let shown = full(&fixtures::encode(&all.clone().into(), format));
        assert_quadrants(&shown.raster, 0);
        let seen = full(&fixtures::encode(&clear(63, 47), format));
        assert_near(&seen.raster, 2, 2, [255; 3], 0);
        assert_near(&seen.raster, 63, 47, QUADRANT_COLOURS[3], 0);
    }
}

#[test]
fn rows_of_a_large_png_are_hidden_or_shown_together() {
    let limits = Limits {
        max_whole_pixels: 1_000,
        ..Limits::default()
    };
    let mut image = DynamicImage::from(fixtures::quadrants_image(64, 48)).to_rgba8();
    for pixel in image.pixels_mut() {
        pixel.0[3] = 0;
    }
    let copy = |image: &RgbaImage| {
        let bytes = fixtures::encode(&image.clone().into(), ImageFormat::Png).into();
        let want = Pixels::Full;
        let job = DecodeJob {
            bytes,
            want,
            limits,
        };
        decode(&job).expect("a PNG of our own making").raster
    };
    assert_quadrants(&copy(&image), 0);
    image.get_pixel_mut(60, 40).0[3] = 255;
    assert_near(&copy(&image), 2, 2, [255; 3], 0);
}

#[test]
fn a_damaged_png_shows_what_comes_before_the_damage() {
    let image = fixtures::receipt(200, 300);
    let file = fixtures::encode(&image, ImageFormat::Png);
    let data = file.windows(4).position(|it| it == b"IDAT").expect("data");
    let length = u32::from_be_bytes(*file[data - 4..].first_chunk().expect("its length"));
    let mut wrong_sum = file.clone();
    wrong_sum[data + 4 + length as usize] ^= 0x55;
    let mut hole = file.clone();
    let middle = data + 4 + length as usize / 2;
    hole[middle..middle + 30].fill(0xA7);
    for damaged in [wrong_sum, hole] {
        for want in [Pixels::Full, Pixels::Thumbnail { max_side: 150 }] {
            let shown = run(&damaged, want).expect("half of it is whole");
            assert!(!shown.facts.complete);
            let dark = shown.raster.bytes().chunks(4).filter(|it| it[0] < 110);
            assert!(dark.count() > 300);
        }
    }
    let mut of_a_phone = file;
    of_a_phone[12..16].copy_from_slice(b"CgBI");
    let media_type = MediaType::Png;
    let expected = Err(FormatError::Unsupported { media_type });
    assert_eq!(run(&of_a_phone, Pixels::Full), expected);
}

#[test]
fn a_gif_whose_first_frame_is_damaged_shows_the_next() {
    let mut gif = fixtures::animated_gif(3);
    let frame = gif.iter().position(|byte| *byte == 0x2C).expect("a frame");
    let table = 3 << ((gif[frame + 9] & 7) + 1);
    let has_table = gif[frame + 9] & 0x80 != 0;
    gif[frame + 10 + if has_table { table } else { 0 }] = 0;
    let shown = full(&gif);
    assert_eq!((shown.facts.complete, shown.facts.frames), (false, 3));
    assert_near(&shown.raster, 4, 4, [20, 0, 0], 2);
}

#[test]
fn orientation_of_a_webp_is_found_with_a_prefix() {
    let still = fixtures::quadrants(16, 12, ImageFormat::WebP);
    let chunk = |kind: &[u8; 4], body: &[u8]| {
        let mut chunk = [kind.as_slice(), &(body.len() as u32).to_le_bytes(), body].concat();
        chunk.resize(chunk.len().next_multiple_of(2), 0);
        chunk
    };
    for prefix in [&b""[..], b"Exif\0\0"] {
        let exif = [prefix, &fixtures::png_orientation(6)].concat();
        let canvas = chunk(b"VP8X", &[8, 0, 0, 0, 15, 0, 0, 11, 0, 0]);
        let body = [
            b"WEBP".as_slice(),
            &canvas,
            &still[12..],
            &chunk(b"EXIF", &exif),
        ]
        .concat();
        let decoded = full(&chunk(b"RIFF", &body));
        assert_eq!(decoded.facts.orientation, 6);
        assert_eq!(decoded.facts.size.to_tuple(), (12, 16));
    }
}
