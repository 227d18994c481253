//! Seals: pictures and whole documents inside signatures.

use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};

use super::super::fixtures::encode;
use super::super::fixtures::seal;
use super::*;

fn sealed(stamps: &str, value: Vec<u8>) -> Book {
    Book::of(&block("0 0 100 50", "255 255 0", ""))
        .with("OFD.xml", ofd_xml("<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures>"))
        .with(
            "Doc_0/Signs/Signatures.xml",
            "<ofd:Signatures xmlns:ofd='u'><ofd:Signature ID='1' BaseLoc='Sign_0/Signature.xml'/></ofd:Signatures>",
        )
        .with(
            "Doc_0/Signs/Sign_0/Signature.xml",
            format!("<Signature><SignedInfo>{stamps}</SignedInfo><SignedValue>SignedValue.dat</SignedValue></Signature>"),
        )
        .with("Doc_0/Signs/Sign_0/SignedValue.dat", value)
}

const STAMP: &str = "<StampAnnot ID='2' PageRef='10' Boundary='20 10 30 20'/>";

fn red_png() -> Vec<u8> {
    let image = RgbaImage::from_pixel(4, 4, Rgba([255, 0, 0, 255]));
    encode(&DynamicImage::from(image), ImageFormat::Png)
}

/// A document of 60 × 40 mm whose right half is blue.
fn half_blue() -> Vec<u8> {
    let document = document_xml("", "", "").replace("0 0 100 50", "0 0 60 40");
    Book::of(&block("30 0 30 40", "0 0 255", ""))
        .with("Doc_0/Document.xml", document)
        .bytes()
}

const YELLOW: [u8; 3] = [255, 255, 0];

#[test]
fn a_picture_fills_the_stamp() {
    for version in [1, 4] {
        let sheet = sealed(STAMP, seal(version, "png", &red_png())).draw();
        assert_eq!(sheet.0.skipped, 0);
        sheet.assert(&[
            (21.0, 11.0, RED),
            (49.0, 29.0, RED),
            (19.0, 11.0, YELLOW),
            (49.0, 31.0, YELLOW),
        ]);
    }
}

#[test]
fn a_document_is_scaled_to_the_stamp_and_seen_through() {
    for kind in ["ofd", "OFD", "unknown"] {
        let sheet = sealed(STAMP, seal(4, kind, &half_blue())).draw();
        sheet.assert(&[
            (25.0, 20.0, YELLOW),
            (34.5, 20.0, YELLOW),
            (35.5, 20.0, BLUE),
            (49.5, 29.5, BLUE),
            (51.0, 20.0, YELLOW),
        ]);
    }
}

#[test]
fn a_stamp_may_show_a_part_only() {
    let stamp = "<StampAnnot PageRef='10' Boundary='20 10 30 20' Clip='20 0 10 10'/>";
    sealed(stamp, seal(4, "png", &red_png())).draw().assert(&[
        (45.0, 15.0, RED),
        (35.0, 15.0, YELLOW),
        (45.0, 25.0, YELLOW),
    ]);
}

#[test]
fn stamps_of_other_pages_do_not_show() {
    let stamp = STAMP.replace("'10'", "'11'");
    let sheet = sealed(&stamp, seal(4, "png", &red_png())).draw();
    sheet.assert(&[(35.0, 20.0, YELLOW)]);
    assert_eq!(sheet.0.skipped, 0);
}

#[test]
fn the_seal_file_helps_out() {
    let stamps = format!("{STAMP}<Seal><BaseLoc>Seal.esl</BaseLoc></Seal>");
    let book = sealed(&stamps, b"no signature".to_vec())
        .with("Doc_0/Signs/Sign_0/Seal.esl", seal(1, "png", &red_png()));
    book.draw().assert(&[(35.0, 20.0, RED)]);
}

#[test]
fn seals_that_cannot_be_read_are_counted() {
    for value in [
        Vec::new(),
        b"PK".to_vec(),
        seal(4, "ofd", b"PK no archive"),
        seal(4, "png", b"no picture"),
    ] {
        let sheet = sealed(STAMP, value).draw();
        sheet.assert(&[(35.0, 20.0, YELLOW)]);
        assert_eq!(sheet.0.skipped, 1);
    }
}

#[test]
fn a_seal_in_a_seal_is_not_followed() {
    let inner = sealed(STAMP, seal(4, "png", &red_png())).bytes();
    let middle = sealed(STAMP, seal(4, "ofd", &inner)).bytes();
    let sheet = sealed(STAMP, seal(4, "ofd", &middle)).draw();
    assert_eq!(sheet.0.skipped, 1);
}

#[test]
fn print_shows_through_the_paper_of_a_scanned_seal() {
    let scanned = RgbaImage::from_fn(4, 4, |x, _| {
        if x < 2 {
            Rgba([255, 255, 255, 255])
        } else {
            Rgba([255, 0, 0, 255])
        }
    });
    let scanned = encode(
        &DynamicImage::from(scanned).to_rgb8().into(),
        ImageFormat::Jpeg,
    );
    let objects = block("0 0 100 20", "0 0 0", "");
    let book = sealed(STAMP, seal(4, "jpg", &scanned));
    let page = format!("<Page><Content><Layer>{objects}</Layer></Content></Page>");
    let sheet = book.with("Doc_0/Pages/Page_0/Content.xml", page).draw();
    let place = |x, y| sheet.at(x, y);
    assert!(
        place(24.0, 15.0).iter().all(|part| *part < 8),
        "print below the paper"
    );
    assert!(
        place(24.0, 25.0).iter().all(|part| *part > 247),
        "paper on paper"
    );
    assert!(
        place(46.0, 15.0).iter().all(|part| *part < 8),
        "print below the ink"
    );
    let ink = place(46.0, 25.0);
    assert!(ink[0] > 240 && ink[1] < 20 && ink[2] < 20, "{ink:?}");
}
