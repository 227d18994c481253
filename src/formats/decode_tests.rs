//! `decode` as a whole: right colours, upright, bounded, and never a panic.

use image::metadata::Orientation;
use image::{DynamicImage, GrayAlphaImage, GrayImage, ImageFormat, LumaA, Rgba, RgbaImage};

use super::fixtures::{self, QUADRANT_COLOURS};
use super::{
    DecodeJob, Decoded, FormatError, Limits, MediaType, NotTicket, Pixels, Raster, decode,
};

/// JPEG shifts flat colours a little.
const LOSSY_TOLERANCE: u8 = 6;

pub(super) fn run(bytes: &[u8], want: Pixels) -> Result<Decoded, FormatError> {
    decode(&DecodeJob {
        bytes: bytes.into(),
        want,
        limits: Limits::default(),
    })
}

pub(super) fn full(bytes: &[u8]) -> Decoded {
    run(bytes, Pixels::Full).expect("a file of our own making")
}

pub(super) fn assert_near(raster: &Raster, x: u32, y: u32, expected: [u8; 3], tolerance: u8) {
    let found = raster.rgba(x, y).expect("inside the picture");
    let is_near = found
        .iter()
        .zip(expected)
        .all(|(found, wanted)| found.abs_diff(wanted) <= tolerance);
    assert!(is_near, "({x}, {y}): {found:?} is not {expected:?}");
    assert_eq!(found[3], 255, "alpha");
}

pub(super) fn assert_quadrants(raster: &Raster, tolerance: u8) {
    let (width, height) = raster.size();
    for (index, colour) in QUADRANT_COLOURS.into_iter().enumerate() {
        let x = width / 4 + if index % 2 == 1 { width / 2 } else { 0 };
        let y = height / 4 + if index >= 2 { height / 2 } else { 0 };
        assert_near(raster, x, y, colour, tolerance);
    }
}

#[test]
fn every_format_shows_its_colours() {
    for (format, media_type, tolerance) in [
        (ImageFormat::Jpeg, MediaType::Jpeg, LOSSY_TOLERANCE),
        (ImageFormat::Png, MediaType::Png, 0),
        (ImageFormat::Gif, MediaType::Gif, 2),
        (ImageFormat::Bmp, MediaType::Bmp, 0),
        (ImageFormat::Tiff, MediaType::Tiff, 0),
        (ImageFormat::WebP, MediaType::Webp, 0),
    ] {
        let decoded = full(&fixtures::quadrants(64, 48, format));
        assert_eq!(decoded.facts.media_type, media_type);
        assert_eq!(decoded.facts.size.to_tuple(), (64, 48));
        assert_eq!((decoded.facts.frames, decoded.facts.orientation), (1, 1));
        assert!(decoded.facts.complete, "{format:?}");
        assert_quadrants(&decoded.raster, tolerance);
    }
}

#[test]
fn rare_kinds_of_png_show_their_colours() {
    // Two rows of eight pixels, left half set and right half not, then the reverse.
    let one_bit = fixtures::png((8, 2), 1, 0, &[], &[0, 0xF0, 0, 0x0F]);
    let palette: &[u8] = &[255, 0, 0, 0, 0, 255];
    let indexed = fixtures::png((8, 2), 1, 3, &[(b"PLTE", palette)], &[0, 0xF0, 0, 0x0F]);
    for (file, set, unset) in [
        (one_bit, [255, 255, 255], [0, 0, 0]),
        (indexed, [0, 0, 255], [255, 0, 0]),
    ] {
        let raster = full(&file).raster;
        assert_near(&raster, 0, 0, set, 0);
        assert_near(&raster, 7, 0, unset, 0);
        assert_near(&raster, 0, 1, unset, 0);
        assert_near(&raster, 7, 1, set, 0);
    }
    let wide = fixtures::png((1, 1), 16, 2, &[], &[0, 0xFF, 0xFF, 0x80, 0x80, 0, 0]);
    assert_near(&full(&wide).raster, 0, 0, [255, 128, 0], 0);
}

#[test]
fn grey_and_cmyk_jpegs_show_their_colours() {
    let grey = DynamicImage::ImageLuma8(GrayImage::from_pixel(16, 16, image::Luma([77])));
    let grey = full(&fixtures::encode(&grey, ImageFormat::Jpeg));
    assert_near(&grey.raster, 8, 8, [77, 77, 77], 1);

    for (cmyk, rgb) in [
        ([0, 0, 0, 0], [255, 255, 255]),
        ([255, 0, 0, 0], [0, 255, 255]),
        ([0, 255, 255, 0], [255, 0, 0]),
        ([0, 0, 0, 255], [0, 0, 0]),
    ] {
        let decoded = full(&fixtures::cmyk_jpeg(cmyk));
        assert_near(&decoded.raster, 4, 4, rgb, 2);
    }
}

#[test]
fn transparency_lies_on_white() {
    let mut clear = RgbaImage::from_pixel(4, 4, Rgba([9, 9, 9, 0]));
    clear.put_pixel(0, 0, Rgba([9, 9, 9, 255]));
    let half = GrayAlphaImage::from_pixel(4, 4, LumaA([0, 128]));
    for (image, expected) in [
        (DynamicImage::ImageRgba8(clear), [255; 3]),
        (DynamicImage::ImageLumaA8(half), [127; 3]),
    ] {
        let decoded = full(&fixtures::encode(&image, ImageFormat::Png));
        assert_near(&decoded.raster, 2, 2, expected, 0);
    }
}

#[test]
fn the_first_frame_of_an_animation_is_shown() {
    let decoded = full(&fixtures::animated_gif(3));
    assert_eq!(decoded.facts.frames, 3);
    assert!(decoded.facts.complete);
    assert_near(&decoded.raster, 4, 4, [0, 0, 0], 2);
}

#[test]
fn every_exif_orientation_comes_out_upright() {
    let jpeg = fixtures::quadrants_jpeg(64, 48);
    for exif in 1..=8 {
        let orientation = Orientation::from_exif(exif).expect("1 to 8 are defined");
        let mut expected = DynamicImage::from(fixtures::quadrants_image(64, 48));
        expected.apply_orientation(orientation);
        let expected = expected.to_rgb8();

        let file = fixtures::with_exif_orientation(&jpeg, exif);
        for (want, shrunk) in [(Pixels::Full, 1), (Pixels::Thumbnail { max_side: 32 }, 2)] {
            let decoded = run(&file, want).expect("a JPEG of our own making");
            assert_eq!(decoded.facts.orientation, exif);
            let size = decoded.facts.size.to_tuple();
            assert_eq!(size, expected.dimensions(), "the whole, upright picture");
            let (width, height) = decoded.raster.size();
            assert_eq!((width * shrunk, height * shrunk), size);
            for (x, y) in
                [(1, 1), (3, 1), (1, 3), (3, 3)].map(|(x, y)| (x * width / 4, y * height / 4))
            {
                let colour = expected.get_pixel(x * shrunk, y * shrunk).0;
                assert_near(&decoded.raster, x, y, colour, LOSSY_TOLERANCE);
            }
        }
    }
}

#[test]
fn orientation_is_found_in_png_and_nonsense_is_ignored() {
    let png = |value| {
        let exif = fixtures::png_orientation(value);
        let scanlines = [0, 0, 255];
        full(&fixtures::png(
            (2, 1),
            8,
            0,
            &[(b"eXIf", &exif)],
            &scanlines,
        ))
    };
    let turned = png(6);
    assert_eq!(
        (turned.facts.size.to_tuple(), turned.facts.orientation),
        ((1, 2), 6)
    );
    assert_near(&turned.raster, 0, 1, [255; 3], 0);
    for nonsense in [0, 9, 255] {
        assert_eq!(png(nonsense).facts.orientation, 1);
    }
}

#[test]
fn a_thumbnail_looks_like_the_picture_shrunk_with_care() {
    let sizes = [(1200, 900, 200), (2600, 1700, 200), (1100, 1545, 256)];
    for (width, height, max_side) in sizes {
        let jpeg = fixtures::encode(&fixtures::receipt(width, height), ImageFormat::Jpeg);
        let thumbnail = run(&jpeg, Pixels::Thumbnail { max_side }).expect("a JPEG");
        let (small_width, small_height) = thumbnail.raster.size();
        assert_eq!(thumbnail.facts.size.to_tuple(), (width, height));
        assert_eq!(small_width.max(small_height), max_side);
        let mean = fixtures::difference(&thumbnail.raster, &full(&jpeg).raster);
        assert!(mean < 3.0, "{width}x{height}: {mean} of 255");
    }
}

#[test]
fn a_thumbnail_is_never_larger_than_the_picture() {
    let decoded = run(
        &fixtures::quadrants(64, 48, ImageFormat::Png),
        Pixels::Thumbnail { max_side: 256 },
    );
    let raster = decoded.expect("a PNG").raster;
    assert_eq!(raster.size(), (64, 48));
    assert_quadrants(&raster, 0);
}

#[test]
fn bombs_are_refused_by_their_header() {
    let png = fixtures::png((60_000, 60_000), 8, 6, &[], &[0; 100]);
    let mut jpeg = fixtures::quadrants_jpeg(64, 48);
    let frame = jpeg
        .windows(2)
        .position(|pair| pair == [0xFF, 0xC0])
        .expect("a baseline frame");
    jpeg[frame + 5..frame + 9].fill(0xFF);
    let mut gif = fixtures::quadrants(64, 48, ImageFormat::Gif);
    gif[6..10].fill(0xFF);
    for (file, side) in [(png, 60_000), (jpeg, 65_535), (gif, 65_535)] {
        for want in [Pixels::Full, Pixels::Thumbnail { max_side: 256 }] {
            let expected = FormatError::TooLarge {
                width: side,
                height: side,
            };
            assert_eq!(run(&file, want), Err(expected));
        }
    }
}

#[test]
fn limits_are_the_callers() {
    let job = DecodeJob {
        bytes: fixtures::quadrants(64, 48, ImageFormat::Png).into(),
        want: Pixels::Full,
        limits: Limits {
            max_pixels: 64 * 48 / 4 - 1,
            ..Limits::default()
        },
    };
    assert_eq!(
        decode(&job).map_err(|error| error.code()),
        Err("picture_too_large")
    );
}

#[test]
fn a_cut_file_is_partial_or_refused_but_never_whole() {
    let formats = [
        ImageFormat::Jpeg,
        ImageFormat::Png,
        ImageFormat::Gif,
        ImageFormat::Bmp,
        ImageFormat::Tiff,
        ImageFormat::WebP,
    ];
    for format in formats {
        let whole = fixtures::quadrants(64, 48, format);
        let step = (whole.len() / 150).max(1);
        for cut in (1..whole.len()).step_by(step).chain([whole.len() - 1]) {
            match run(&whole[..cut], Pixels::Full) {
                Ok(decoded) => assert!(!decoded.facts.complete, "{format:?} cut at {cut}"),
                Err(error) => {
                    assert_ne!(error, FormatError::Crashed, "{format:?} cut at {cut}");
                }
            }
        }
    }
}

#[test]
fn the_part_that_arrived_is_shown() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Bmp] {
        let image = fixtures::receipt(200, 300);
        let file = fixtures::encode(&image, format);
        for want in [Pixels::Full, Pixels::Thumbnail { max_side: 150 }] {
            let decoded = run(&file[..file.len() * 7 / 10], want).expect("seven tenths of a file");
            assert!(!decoded.facts.complete);
            assert_eq!(decoded.facts.size.to_tuple(), (200, 300));
            let dark = decoded
                .raster
                .bytes()
                .chunks(4)
                .filter(|pixel| pixel[0] < 110)
                .count();
            assert!(dark > 500, "{format:?}: {dark} dark pixels");
        }
    }
}

#[test]
fn damage_in_the_middle_never_panics() {
    for format in [
        ImageFormat::Jpeg,
        ImageFormat::Png,
        ImageFormat::Tiff,
        ImageFormat::WebP,
    ] {
        let whole = fixtures::quadrants(64, 48, format);
        for at in (0..whole.len()).step_by((whole.len() / 100).max(1)) {
            for value in [0x00, 0xFF, whole[at] ^ 0x55] {
                let mut damaged = whole.clone();
                damaged[at] = value;
                let result = run(&damaged, Pixels::Thumbnail { max_side: 32 });
                assert_ne!(
                    result,
                    Err(FormatError::Crashed),
                    "{format:?} at {at}: {value}"
                );
            }
        }
    }
}

#[test]
fn what_is_no_picture_is_said_by_name() {
    let cases: [(&[u8], FormatError); 6] = [
        (b"", FormatError::Empty),
        (
            b"<html>",
            FormatError::NotAPicture {
                what: NotTicket::Html,
            },
        ),
        (
            b"<Error><Code>AccessDenied</Code></Error>",
            FormatError::NotAPicture {
                what: NotTicket::ServerError {
                    code: "AccessDenied".into(),
                },
            },
        ),
        (
            b"{\"items\":[]}",
            FormatError::NotAPicture {
                what: NotTicket::Json,
            },
        ),
        (b"<EInvoice>", FormatError::Incomplete),
        (b"PK\x03\x04\x14\0\0\0\0\0OFD.xml", FormatError::Incomplete),
    ];
    for (bytes, expected) in cases {
        assert_eq!(run(bytes, Pixels::Full), Err(expected), "{bytes:?}");
    }
}

#[test]
fn an_xml_invoice_is_data_whatever_is_wanted_of_it() {
    let file = b"<EInvoice><Header><EIid>7</EIid></Header></EInvoice>";
    for want in [Pixels::Full, Pixels::Thumbnail { max_side: 32 }] {
        let Err(FormatError::DataFile(data)) = run(file, want) else {
            panic!("no picture");
        };
        assert_eq!(data.summary().number, "7");
    }
}

#[test]
fn pages_of_a_tiff_are_said_and_the_first_is_shown() {
    let decoded = full(&fixtures::grey_tiff(&[30, 90, 200]));
    assert_eq!(
        (decoded.facts.media_type, decoded.facts.frames),
        (MediaType::Tiff, 3)
    );
    assert_near(&decoded.raster, 1, 1, [30; 3], 0);
}

#[test]
fn frames_of_an_animated_webp_are_said_and_the_first_is_shown() {
    let decoded = full(&fixtures::animated_webp(&[[10, 200, 30], [200, 10, 30]]));
    assert_eq!(
        (decoded.facts.media_type, decoded.facts.frames),
        (MediaType::Webp, 2)
    );
    assert_near(&decoded.raster, 1, 1, [10, 200, 30], 2);
}

#[test]
fn sixteen_bits_of_grey_and_of_transparency_are_shown() {
    let grey = fixtures::png((2, 1), 16, 0, &[], &[0, 0x40, 0, 0xC0, 0]);
    let raster = full(&grey).raster;
    assert_near(&raster, 0, 0, [64; 3], 1);
    assert_near(&raster, 1, 0, [192; 3], 1);
    let half = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0];
    let half = full(&fixtures::png((2, 1), 16, 6, &[], &half)).raster;
    assert_near(&half, 0, 0, [255; 3], 0);
    assert_near(&half, 1, 0, [127; 3], 1);
}

#[cfg(not(feature = "heic"))]
#[test]
fn a_heic_picture_is_known_by_its_bytes_and_named() {
    let file = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";
    let expected = FormatError::Unsupported {
        media_type: MediaType::Heic,
    };
    assert_eq!(run(file, Pixels::Full), Err(expected));
}

#[test]
fn a_job_does_not_print_its_bytes() {
    let job = DecodeJob {
        bytes: b"secret"[..].into(),
        want: Pixels::Full,
        limits: Limits::default(),
    };
    let text = format!("{job:?}");
    assert!(text.starts_with("DecodeJob { bytes: 6"), "{text}");
}
