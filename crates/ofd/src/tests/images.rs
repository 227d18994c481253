//! Pictures in documents.

use image::{DynamicImage, GrayImage, ImageFormat, Luma, Rgba, RgbaImage};

use super::super::fixtures::{QUADRANT_COLOURS, encode, png_bomb, quadrants};
use super::*;

const MEDIA: &str = "<ofd:MultiMedias><ofd:MultiMedia ID='6' Type='Image'><ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia>\
    <ofd:MultiMedia ID='7' Type='Image'><ofd:MediaFile>mask.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>";

fn object(boundary: &str, more: &str) -> String {
    format!("<ofd:ImageObject Boundary='{boundary}' ResourceID='6' {more}/>")
}

fn book(objects: &str, bytes: Vec<u8>) -> Book {
    Book::of(objects)
        .with_resources(MEDIA)
        .with("Doc_0/Res/a.png", bytes)
}

#[test]
fn every_format_is_known_by_its_bytes() {
    for format in [
        ImageFormat::Png,
        ImageFormat::Jpeg,
        ImageFormat::Bmp,
        ImageFormat::Gif,
        ImageFormat::Tiff,
    ] {
        let sheet = book(
            &object("10 10 20 20", "CTM='20 0 0 20 0 0'"),
            quadrants(64, 64, format),
        )
        .draw();
        for ((x, y), colour) in [(15.0, 15.0), (25.0, 15.0), (15.0, 25.0), (25.0, 25.0)]
            .iter()
            .zip(QUADRANT_COLOURS)
        {
            let found = sheet.at(*x, *y);
            let is_near = found.iter().zip(colour).all(|(a, b)| a.abs_diff(b) <= 6);
            assert!(
                is_near,
                "{format:?} ({x}, {y}): {found:?} is not {colour:?}"
            );
        }
        sheet.assert(&[(9.5, 15.0, WHITE), (30.5, 15.0, WHITE)]);
    }
}

#[test]
fn what_is_wrong_with_a_jpeg_is_counted() {
    let jpeg = quadrants(64, 64, ImageFormat::Jpeg);
    let showing = |bytes: &[u8]| book(&object("10 10 20 20", ""), bytes.to_vec());
    assert_eq!(showing(&jpeg).draw().0.skipped, 0);
    // Who draws knows better than the decoder, which goes on where data is damaged.
    let limits = DrawLimits {
        is_damaged_jpeg: |bytes| bytes.ends_with(&[0, 0xFF, 0xD9]),
        ..DrawLimits::default()
    };
    let mut cut = jpeg[..jpeg.len() * 9 / 10].to_vec();
    cut.extend([0, 0xFF, 0xD9]);
    assert_eq!(showing(&cut).draw().0.skipped, 0);
    let damaged = DrawnSheet(showing(&cut).result_within(&limits).expect("a page"));
    assert_eq!(damaged.0.skipped, 1);
    let first = damaged.at(14.0, 14.0);
    let is_near = first.iter().zip(QUADRANT_COLOURS[0]);
    assert!(is_near.into_iter().all(|(a, b)| a.abs_diff(b) <= 6));
    let frame = jpeg.windows(2).position(|it| it == [0xFF, 0xC0]);
    let mut arithmetic = jpeg.clone();
    arithmetic[frame.expect("a frame") + 1] = 0xC9;
    assert_eq!(showing(&arithmetic).draw().0.skipped, 1);
}

#[test]
fn transparency_that_hides_all_of_a_picture_is_none() {
    let mut image = quadrants_rgba();
    for pixel in image.pixels_mut() {
        pixel.0[3] = 0;
    }
    let png = encode(&DynamicImage::from(image), ImageFormat::Png);
    let sheet = book(&object("10 10 20 20", ""), png).draw();
    sheet.assert(&[(14.0, 14.0, QUADRANT_COLOURS[0])]);
}

fn quadrants_rgba() -> RgbaImage {
    let bmp = quadrants(64, 64, ImageFormat::Bmp);
    image::load_from_memory(&bmp)
        .expect("it was just written")
        .to_rgba8()
}

#[test]
fn a_picture_without_a_transform_fills_its_boundary() {
    let png = quadrants(8, 8, ImageFormat::Png);
    let sheet = book(&object("10 10 40 20", ""), png).draw();
    sheet.assert(&[
        (12.0, 12.0, QUADRANT_COLOURS[0]),
        (48.0, 28.0, QUADRANT_COLOURS[3]),
    ]);
}

#[test]
fn a_transform_turns_a_picture() {
    // A quarter turn clockwise: the top left corner comes to the top right.
    let png = quadrants(64, 64, ImageFormat::Png);
    let sheet = book(&object("10 10 20 20", "CTM='0 20 -20 0 20 0'"), png).draw();
    sheet.assert(&[
        (26.0, 14.0, QUADRANT_COLOURS[0]),
        (14.0, 14.0, QUADRANT_COLOURS[2]),
    ]);
}

#[test]
fn pictures_are_looked_for_wherever_writers_put_them() {
    let png = || quadrants(8, 8, ImageFormat::Png);
    for place in [
        "Doc_0/Res/a.png",
        "Doc_0/a.png",
        "a.png",
        "Res/A.PNG",
        "doc_0\\res\\a.png",
        "Doc_0/Other/a.png",
    ] {
        let book = Book::of(&object("0 0 20 20", ""))
            .with_resources(MEDIA)
            .with(place, png());
        book.draw().assert(&[(5.0, 5.0, QUADRANT_COLOURS[0])]);
    }
    let absolute = res_xml(MEDIA).replace("BaseLoc='Res'", "BaseLoc='/Doc_0/Res'");
    let book = book(&object("0 0 20 20", ""), png()).with("Doc_0/PublicRes.xml", absolute);
    book.draw().assert(&[(5.0, 5.0, QUADRANT_COLOURS[0])]);
}

#[test]
fn transparency_mask_and_alpha_let_paper_through() {
    let half = RgbaImage::from_pixel(8, 8, Rgba([0, 0, 0, 128]));
    let half = encode(&DynamicImage::from(half), ImageFormat::Png);
    book(&object("0 0 20 20", ""), half)
        .draw()
        .assert(&[(10.0, 10.0, [127; 3])]);
    let black = encode(
        &GrayImage::from_pixel(8, 8, Luma([0])).into(),
        ImageFormat::Png,
    );
    let mask = GrayImage::from_fn(4, 4, |x, _| Luma([if x < 2 { 255 } else { 0 }]));
    let sheet = book(&object("0 0 20 20", "ImageMask='7'"), black.clone())
        .with("Doc_0/Res/mask.png", encode(&mask.into(), ImageFormat::Png))
        .draw();
    sheet.assert(&[(5.0, 10.0, BLACK), (15.0, 10.0, WHITE)]);
    book(&object("0 0 20 20", "Alpha='51'"), black)
        .draw()
        .assert(&[(10.0, 10.0, [204; 3])]);
}

#[test]
fn small_pictures_stay_sharp_and_large_ones_lose_no_lines() {
    let checks = GrayImage::from_fn(4, 4, |x, y| Luma([if (x + y) % 2 == 0 { 0 } else { 255 }]));
    let sheet = book(
        &object("0 0 40 40", ""),
        encode(&checks.into(), ImageFormat::Png),
    )
    .draw();
    sheet.assert(&[(9.5, 5.0, BLACK), (10.5, 5.0, WHITE)]);
    // Every fourth column is black: shrunk to an eighth, all is three quarters light.
    let lines = GrayImage::from_fn(640, 640, |x, _| Luma([if x % 4 == 0 { 0 } else { 255 }]));
    let sheet = book(
        &object("0 0 20 20", ""),
        encode(&lines.into(), ImageFormat::Png),
    )
    .draw();
    for x in [5.0, 5.3, 7.9, 12.4] {
        let found = sheet.at(x, 10.0)[0];
        assert!(found.abs_diff(191) < 14, "{x}: {found}");
    }
}

/// 16 × 16 px, coded without compression tricks: a page whose default pixel is black, and no region.
fn black_jbig2(with_header: bool) -> Vec<u8> {
    let mut file = if with_header {
        b"\x97JB2\r\n\x1a\n\x01\0\0\0\x01".to_vec()
    } else {
        Vec::new()
    };
    // Segment 0, page information, page 1, 19 bytes: width, height, resolutions, flags (default pixel black), striping.
    file.extend([0, 0, 0, 0, 0x30, 0, 1, 0, 0, 0, 19]);
    file.extend([0, 0, 0, 16, 0, 0, 0, 16]);
    file.extend([0; 8]);
    file.extend([0b100, 0, 0]);
    // End of page.
    file.extend([0, 0, 0, 1, 0x31, 0, 1, 0, 0, 0, 0]);
    file
}

#[test]
fn jbig2_is_read_with_and_without_its_header() {
    for with_header in [true, false] {
        let sheet = book(&object("0 0 20 20", ""), black_jbig2(with_header)).draw();
        assert_eq!(sheet.0.skipped, 0, "{with_header}");
        sheet.assert(&[(10.0, 10.0, BLACK), (21.0, 10.0, WHITE)]);
    }
}

#[test]
fn what_cannot_be_shown_is_counted_and_nothing_else_suffers() {
    let good = block("30 0 10 10", "255 0 0", "");
    let bomb = png_bomb(60_000, 60_000);
    for bytes in [b"no picture".to_vec(), Vec::new(), bomb] {
        let sheet = book(&(object("0 0 20 20", "") + &good), bytes).draw();
        assert_eq!(sheet.0.skipped, 1);
        sheet.assert(&[(10.0, 10.0, WHITE), (35.0, 5.0, RED)]);
    }
    let missing = Book::of(&(object("0 0 20 20", "") + &good)).draw();
    assert_eq!(missing.0.skipped, 1);
}

#[test]
fn a_border_runs_round_the_boundary() {
    let white = encode(
        &GrayImage::from_pixel(2, 2, Luma([255])).into(),
        ImageFormat::Png,
    );
    let bordered = "<ofd:ImageObject Boundary='10 10 20 20' ResourceID='6'><ofd:Border LineWidth='2'>\
        <ofd:BorderColor Value='0 0 255'/></ofd:Border></ofd:ImageObject>";
    book(bordered, white).draw().assert(&[
        (10.5, 20.0, BLUE),
        (9.2, 20.0, BLUE),
        (20.0, 20.0, WHITE),
    ]);
}
