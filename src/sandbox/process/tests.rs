//! Processing, against results worked out by hand on pictures whose pixels say where they were.

use image::codecs::jpeg::JpegEncoder;
use image::{ImageEncoder as _, Rgb, RgbImage, Rgba};

use super::*;

/// A PNG in which every pixel's red is its x and its green its y.
fn marked(width: u32, height: u32) -> Vec<u8> {
    let image = RgbImage::from_fn(width, height, |x, y| Rgb([x as u8, y as u8, 7]));
    encoded(&image.into())
}

fn encoded(image: &DynamicImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image
        .write_to(&mut bytes, ImageFormat::Png)
        .expect("PNG of a small picture");
    bytes.into_inner()
}

fn run_on(original: &[u8], chain: &str) -> DynamicImage {
    let result = run(original, chain).expect("the chain is valid");
    image::load_from_memory(&result.bytes).expect("the result is a picture")
}

/// Left, top, width and height of a result within the marked picture.
fn rectangle(chain: &str) -> (u8, u8, u32, u32) {
    let image = run_on(&marked(10, 8), chain).to_rgb8();
    let [left, top, _] = image.get_pixel(0, 0).0;
    (left, top, image.width(), image.height())
}

fn code(original: &[u8], chain: &str) -> (u16, String) {
    let error = run(original, chain).err().expect("the chain is refused");
    (error.status, error.code)
}

#[test]
fn crop_starts_at_each_of_the_nine_points() {
    let origins = [
        ("nw", 0, 0),
        ("north", 3, 0),
        ("ne", 6, 0),
        ("west", 0, 3),
        ("center", 3, 3),
        ("east", 6, 3),
        ("sw", 0, 6),
        ("south", 3, 6),
        ("se", 6, 6),
    ];
    for (gravity, left, top) in origins {
        let chain = format!("image/crop,w_4,h_2,g_{gravity}");
        assert_eq!(rectangle(&chain), (left, top, 4, 2), "{gravity}");
    }
    assert_eq!(
        rectangle("image/crop,w_4,h_2,x_1,y_2,g_center"),
        (4, 5, 4, 2)
    );
}

#[test]
fn crop_takes_the_rest_by_default_and_is_cut_at_the_edge() {
    assert_eq!(rectangle("image/crop,x_3,y_2"), (3, 2, 7, 6));
    assert_eq!(rectangle("image/crop,w_4,x_3"), (3, 0, 4, 8));
    assert_eq!(rectangle("image/crop,w_100,h_100,x_9,y_7"), (9, 7, 1, 1));
    assert_eq!(rectangle("image/crop,w_4,h_2,x_2,g_se"), (8, 6, 2, 2));
}

#[test]
fn crop_that_starts_outside_is_refused() {
    let error = run(&marked(10, 8), "image/crop,w_2,h_2,x_10,y_0")
        .err()
        .expect("x is outside");
    assert_eq!((error.status, error.code.as_str()), (400, "BadRequest"));
    assert_eq!(error.message, "Advance cut's position is out of image.");
    assert_eq!(code(&marked(10, 8), "image/crop,y_8").1, "BadRequest");
}

#[test]
fn chains_run_from_left_to_right() {
    assert_eq!(
        rectangle("image/crop,x_2,y_1,w_6,h_6/crop,w_2,h_2,g_se"),
        (6, 5, 2, 2)
    );
    assert_eq!(
        rectangle("image/quality,q_90/format,png/crop,x_1,w_3/interlace,1"),
        (1, 0, 3, 8)
    );
}

#[test]
fn index_crop_takes_a_strip() {
    assert_eq!(rectangle("image/indexcrop,x_4,i_1"), (4, 0, 4, 8));
    assert_eq!(rectangle("image/indexcrop,x_4,i_2"), (8, 0, 2, 8));
    assert_eq!(rectangle("image/indexcrop,y_3,i_2"), (0, 6, 10, 2));
    assert_eq!(rectangle("image/indexcrop,y_3,i_3"), (0, 0, 10, 8));
}

#[test]
fn rotate_turns_clockwise() {
    // After a quarter turn clockwise the lower left corner is the upper left one.
    assert_eq!(rectangle("image/rotate,90"), (0, 7, 8, 10));
    assert_eq!(rectangle("image/rotate,180"), (9, 7, 10, 8));
    assert_eq!(rectangle("image/rotate,270"), (9, 0, 8, 10));
    assert_eq!(rectangle("image/rotate,0"), (0, 0, 10, 8));
}

#[test]
fn resize_answers_the_documented_sizes() {
    let original = marked(200, 100);
    let sizes = [
        ("w_150,h_80", (150, 75)),
        ("w_150,h_80,m_mfit", (160, 80)),
        ("w_150,h_80,m_fill", (150, 80)),
        ("w_150,h_80,m_pad", (150, 80)),
        ("w_150,h_80,m_fixed", (150, 80)),
        ("w_50", (50, 25)),
        ("h_25", (50, 25)),
        ("w_50,m_fill", (50, 50)),
        ("l_100", (100, 50)),
        ("s_80", (160, 80)),
        ("p_50", (100, 50)),
        ("p_150", (300, 150)),
        ("w_33", (33, 17)),
        ("w_400,h_400", (200, 100)),
        ("w_400,h_400,limit_0", (400, 200)),
        ("w_150,h_101,m_fixed", (200, 100)),
        ("w_150,h_101,m_fixed,limit_0", (150, 101)),
        ("l_400,limit_0", (400, 200)),
    ];
    for (args, size) in sizes {
        let image = run_on(&original, &format!("image/resize,{args}"));
        assert_eq!((image.width(), image.height()), size, "{args}");
    }
}

#[test]
fn fill_cuts_the_middle_and_pad_surrounds_with_colour() {
    let halves = RgbImage::from_fn(40, 10, |x, _| {
        Rgb(if (10..30).contains(&x) {
            [255, 0, 0]
        } else {
            [0, 0, 255]
        })
    });
    let original = encoded(&halves.into());
    let filled = run_on(&original, "image/resize,w_20,h_10,m_fill").to_rgb8();
    assert!(filled.pixels().all(|pixel| pixel.0 == [255, 0, 0]));

    let padded = run_on(
        &original,
        "image/resize,w_40,h_30,m_pad,color_00FF00,limit_0",
    )
    .to_rgba8();
    assert_eq!(padded.get_pixel(20, 9), &Rgba([0, 255, 0, 255]));
    assert_eq!(padded.get_pixel(20, 10), &Rgba([255, 0, 0, 255]));
    assert_eq!(padded.get_pixel(20, 20), &Rgba([0, 255, 0, 255]));
}

#[test]
fn circle_cuts_a_square_and_rounded_corners_keep_the_size() {
    let original = marked(20, 10);
    let circle = run_on(&original, "image/circle,r_3").to_rgba8();
    assert_eq!(circle.dimensions(), (6, 6));
    assert_eq!(circle.get_pixel(0, 0).0[3], 0);
    assert_eq!(circle.get_pixel(3, 0), &Rgba([10, 2, 7, 255]));
    let largest = run_on(&original, "image/circle,r_100");
    assert_eq!((largest.width(), largest.height()), (10, 10));

    let rounded = run_on(&original, "image/rounded-corners,r_4").to_rgba8();
    assert_eq!(rounded.dimensions(), (20, 10));
    for (x, y) in [(0, 0), (19, 0), (0, 9), (19, 9)] {
        assert_eq!(rounded.get_pixel(x, y).0[3], 0, "{x} {y}");
    }
    assert_eq!(rounded.get_pixel(4, 0), &Rgba([4, 0, 7, 255]));
}

/// 32 × 16 stored pixels, red left and blue right, with an EXIF orientation.
fn exif_jpeg(orientation: u8) -> Vec<u8> {
    let image = RgbImage::from_fn(32, 16, |x, _| {
        Rgb(if x < 16 { [255, 0, 0] } else { [0, 0, 255] })
    });
    let exif = [
        b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".as_slice(),
        &[orientation, 0, 0, 0, 0, 0, 0, 0],
    ]
    .concat();
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 95);
    encoder.set_exif_metadata(exif).expect("JPEG holds EXIF");
    image
        .write_with_encoder(encoder)
        .expect("JPEG of a small picture");
    bytes
}

fn is_red(image: &DynamicImage, x: u32, y: u32) -> bool {
    let [red, _, blue] = image.to_rgb8().get_pixel(x, y).0;
    red > blue
}

#[test]
fn exif_turns_the_picture_only_when_asked() {
    let original = exif_jpeg(6);
    let stored = run_on(&original, "image/quality,q_80");
    assert_eq!((stored.width(), stored.height()), (32, 16));
    assert!(is_red(&stored, 4, 8) && !is_red(&stored, 28, 8));

    let upright = run_on(&original, "image/auto-orient,1");
    assert_eq!((upright.width(), upright.height()), (16, 32));
    assert!(is_red(&upright, 8, 4) && !is_red(&upright, 8, 28));

    let kept = run_on(&original, "image/auto-orient,0");
    assert_eq!((kept.width(), kept.height()), (32, 16));

    let lower = run_on(
        &original,
        "image/auto-orient,1/crop,w_16,h_16,y_16/auto-orient,1",
    );
    assert_eq!((lower.width(), lower.height()), (16, 16));
    assert!(!is_red(&lower, 8, 8));
}

#[test]
fn results_carry_no_exif_and_keep_their_format() {
    let result = run(&exif_jpeg(6), "image/crop,w_8").expect("valid chain");
    assert_eq!(result.content_type, "image/jpeg");
    let again = ProcessedImage::decode(&result.bytes).expect("a picture");
    assert_eq!(again.orientation, Orientation::NoTransforms);
    let png = run(&marked(4, 4), "image/crop,w_2").expect("valid chain");
    assert_eq!(png.content_type, "image/png");
}

#[test]
fn what_oss_does_not_know_is_refused() {
    let original = marked(10, 8);
    for chain in [
        "image/",
        "image/spin,1",
        "video/snapshot",
        "image/crop,w_x",
        "image/crop,w_-1",
        "image/crop,g_middle",
        "image/crop,q_1",
        "image/circle,r_0",
        "image/rounded-corners,x_1",
        "image/resize,m_lfit",
        "image/resize,w_5,m_best",
        "image/rotate,45",
        "image/auto-orient,2",
        "image/indexcrop,i_1",
    ] {
        assert_eq!(
            code(&original, chain),
            (400, "InvalidArgument".to_owned()),
            "{chain}"
        );
    }
    let pdf = code(b"%PDF-1.7", "image/crop,w_1");
    assert_eq!(pdf, (400, "BadRequest".to_owned()));
    for args in ["w_20000,limit_0", "w_5000,h_5000,m_fixed,limit_0"] {
        let chain = format!("image/resize,{args}");
        assert_eq!(code(&original, &chain).1, "ImageTooLarge", "{args}");
    }
}
