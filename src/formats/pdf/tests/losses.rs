//! What a page needs and does not get is counted, what it does not need is not; and a page without anything says so.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use image::ImageFormat;

use super::{BOX, draw, drawn, file, page, pages};
use crate::formats::{Pixels, fixtures};
use crate::model::PictureFacts;

const SQUARE: &str = "0 g 10 20 30 40 re f\n";

fn packed(text: &[u8]) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::default());
    packer.write_all(text).expect("memory takes anything");
    packer.finish().expect("memory takes anything")
}

fn stream(words: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("<<{words}/Length {}>>stream\n", data.len());
    [head.as_bytes(), data, b"\nendstream"].concat()
}

/// One page whose content and further objects, from number 5 on, are as they are given.
fn assembled(resources: &str, page: &str, content: Vec<u8>, further: &[Vec<u8>]) -> Vec<u8> {
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        format!("<</Type/Page/Parent 2 0 R{BOX}/Resources<<{resources}>>{page}>>").into_bytes(),
        content,
    ];
    objects.extend_from_slice(further);
    file(&objects, "")
}

fn facts(bytes: &[u8]) -> PictureFacts {
    let facts = drawn(bytes).facts;
    let thumbnail = draw(bytes, Pixels::Thumbnail { max_side: 320 }).expect("as the page");
    assert_eq!(thumbnail.facts, facts, "the same in every size");
    facts
}

fn with_content(content: Vec<u8>) -> PictureFacts {
    facts(&assembled("", "/Contents 4 0 R", content, &[]))
}

#[test]
fn content_that_does_not_unpack_is_a_loss() {
    let squares = SQUARE.repeat(200);
    let whole = packed(squares.as_bytes());
    let filter = "/Filter/FlateDecode";
    let healthy = with_content(stream(filter, &whole));
    assert_eq!((healthy.skipped, healthy.blank), (0, false));
    let mut damaged = whole.clone();
    damaged[2..].fill(0xFF);
    let lost = with_content(stream(filter, &damaged));
    assert_eq!((lost.skipped, lost.blank), (1, true));
    let cut = with_content(stream(filter, &whole[..whole.len() / 2]));
    assert_eq!(cut.skipped, 1);
    for unreadable in ["/Filter/NoSuchFilter", "/F(elsewhere)"] {
        let lost = with_content(stream(unreadable, &whole));
        assert_eq!((lost.skipped, lost.blank), (1, true), "{unreadable}");
    }
    let passed_over = "/Filter[/NoSuchFilter/FlateDecode]";
    assert_eq!(with_content(stream(passed_over, &whole)).skipped, 1);
    let gone = assembled("", "/Contents 9 0 R", b"null".to_vec(), &[]);
    assert_eq!((facts(&gone).skipped, facts(&gone).blank), (1, true));
}

#[test]
fn a_piece_of_the_content_that_is_missing_is_a_loss() {
    let square = stream("", SQUARE.as_bytes());
    let contents = "/Contents[4 0 R 5 0 R 9 0 R]";
    let pieces = assembled("", contents, square.clone(), &[square]);
    let lost = facts(&pieces);
    assert_eq!((lost.skipped, lost.blank), (1, false));
}

fn picture(filter: &str, data: &[u8]) -> Vec<u8> {
    let words = format!(
        "/Type/XObject/Subtype/Image/Width 64/Height 48/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/{filter}"
    );
    stream(&words, data)
}

fn with_picture(content: &str, picture: Vec<u8>) -> PictureFacts {
    let content = stream("", content.as_bytes());
    facts(&assembled(
        "/XObject<</I 5 0 R>>",
        "/Contents 4 0 R",
        content,
        &[picture],
    ))
}

#[test]
fn a_damaged_picture_is_a_loss_where_it_is_drawn() {
    let draws = "q 64 0 0 48 0 0 cm /I Do Q";
    let jpeg = fixtures::quadrants(64, 48, ImageFormat::Jpeg);
    let pixels = packed(&[120; 64 * 48 * 3]);
    for (filter, data) in [("DCTDecode", &jpeg), ("FlateDecode", &pixels)] {
        assert_eq!(
            with_picture(draws, picture(filter, data)).skipped,
            0,
            "{filter}"
        );
        let cut = &data[..data.len() * 3 / 4];
        assert_eq!(
            with_picture(draws, picture(filter, cut)).skipped,
            1,
            "{filter}"
        );
        let unused = with_picture(SQUARE, picture(filter, cut));
        assert_eq!(unused.skipped, 0, "{filter}: nothing needs it");
    }
    for filter in ["JPXDecode", "JBIG2Decode", "NoSuchFilter"] {
        let lost = with_picture(draws, picture(filter, b"no picture at all"));
        assert_eq!(lost.skipped, 1, "{filter}");
    }
    let content = stream("", b"/I Do /J Do");
    let missing = assembled("/XObject<</I 9 0 R>>", "/Contents 4 0 R", content, &[]);
    assert_eq!(facts(&missing).skipped, 2);
}

#[test]
fn a_loss_within_a_form_is_counted_once() {
    let form = |data: &[u8]| {
        let words = "/Type/XObject/Subtype/Form/BBox[0 0 200 100]/Filter/FlateDecode";
        stream(words, data)
    };
    let whole = packed(SQUARE.repeat(50).as_bytes());
    for (data, lost) in [(whole.as_slice(), 0), (&whole[..whole.len() - 9], 1)] {
        assert_eq!(with_picture("/I Do /I Do /I Do", form(data)).skipped, lost);
    }
}

#[test]
fn a_page_with_nothing_on_it_says_so() {
    let facts_of = |content: &str| facts(&page(content));
    assert!(facts_of("").blank);
    assert!(facts_of("1 g 0 0 200 100 re f").blank, "white on white");
    assert!(facts_of("BT 3 Tr /F 10 Tf 5 5 Td (found, not seen) Tj ET").blank);
    // Too fine for a thumbnail to show.
    assert!(!facts_of("0.5 G 0.2 w 10 10 m 10.5 10 l S").blank);
    assert!(!facts_of(SQUARE).blank);
    let second = pages(&[(BOX, SQUARE), (BOX, "")], "", &[]);
    assert!(!facts(&second).blank, "the first page counts");
    let second = draw(&second, Pixels::Page(1)).expect("there");
    assert!(second.facts.blank);
}

#[test]
fn a_page_too_long_to_be_shown_has_no_thumbnail() {
    let long = pages(&[("/MediaBox[0 0 80 700]", SQUARE)], "", &[]);
    for want in [Pixels::Full, Pixels::Thumbnail { max_side: 320 }] {
        let error = draw(&long, want).expect_err("too long");
        assert_eq!(error.code(), "picture_too_large");
    }
}
