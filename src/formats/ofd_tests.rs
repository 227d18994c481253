//! OFD documents on their way through the decoder; what is drawn of them is tested where it is drawn.

use std::io::{Cursor, Write as _};

use image::ImageFormat;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::fixtures::{QUADRANT_COLOURS, quadrants, quadrants_jpeg};
use super::{DecodeJob, Decoded, FormatError, Limits, MediaType, Pixels, decode};

const TEXT: &str = "<TextObject Boundary='0 0 100 50' Font='5' Size='10'>\
    <TextCode X='10' Y='30'>票</TextCode></TextObject>";
const RED: &str = "<PathObject Boundary='0 0 50 50' Fill='true' Stroke='false'>\
    <FillColor Value='255 0 0'/><AbbreviatedData>M 0 0 L 50 0 L 50 50 L 0 50 C</AbbreviatedData></PathObject>";
const PICTURE: &str = "<ImageObject Boundary='10 10 20 20' ResourceID='6'/>";

const ROOT: &str = "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>";

/// A page of 100 × 50 mm with these objects, and with what else is in the file: of two parts of a name the later one.
fn file(objects: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let document = "<Document><CommonData><PageArea><PhysicalBox>0 0 100 50</PhysicalBox></PageArea>\
        <PublicRes>Res.xml</PublicRes></CommonData><Pages><Page ID='10' BaseLoc='Page.xml'/></Pages></Document>";
    let resources = "<Res><MultiMedias><MultiMedia ID='6' Type='Image'><MediaFile>a</MediaFile></MultiMedia></MultiMedias>\
        <Fonts><Font ID='5' FontName='SimSun'/></Fonts></Res>";
    let page = format!("<Page><Content><Layer>{objects}</Layer></Content></Page>");
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("OFD.xml", ROOT.as_bytes()),
        ("Doc_0/Document.xml", document.as_bytes()),
        ("Doc_0/Res.xml", resources.as_bytes()),
        ("Doc_0/Page.xml", page.as_bytes()),
    ];
    for part in more {
        parts.retain(|it| it.0 != part.0);
        parts.push(*part);
    }
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name, SimpleFileOptions::default())
            .expect("memory takes any entry");
        zip.write_all(bytes).expect("memory takes any bytes");
    }
    zip.finish().expect("memory takes any archive").into_inner()
}

fn decoded(bytes: &[u8], want: Pixels) -> Result<Decoded, FormatError> {
    decode(&DecodeJob {
        bytes: bytes.into(),
        want,
        limits: Limits::default(),
    })
}

#[test]
fn decode_answers_for_documents() {
    let bytes = file(RED, &[]);
    let full = decoded(&bytes, Pixels::Full).expect("a page");
    assert_eq!(
        (
            full.facts.media_type,
            full.facts.frames,
            full.facts.complete
        ),
        (MediaType::Ofd, 1, true)
    );
    assert_eq!(
        (full.facts.size.to_tuple(), full.raster.size()),
        ((2000, 1000), (2000, 1000))
    );
    let thumbnail = decoded(&bytes, Pixels::Thumbnail { max_side: 128 }).expect("a page");
    assert_eq!(
        (thumbnail.facts.size.width, thumbnail.raster.size()),
        (2000, (128, 64))
    );
    assert_eq!(thumbnail.raster.rgba(10, 10), Some([255, 0, 0, 255]));
}

/// What is lost of a file, and whether its page is blank.
fn losses(bytes: &[u8]) -> Result<(u32, bool), FormatError> {
    let of = |want| decoded(bytes, want).map(|it| (it.facts.skipped, it.facts.blank));
    let full = of(Pixels::Full);
    assert_eq!(of(Pixels::Thumbnail { max_side: 320 }), full);
    full
}

#[test]
fn a_page_with_nothing_on_it_says_so() {
    assert_eq!(losses(&file("", &[])), Ok((0, true)));
    let faint = RED
        .replace("255 0 0", "200 200 200")
        .replace("50 50'", "1 1'");
    assert_eq!(losses(&file(&faint, &[])), Ok((0, false)));
}

#[test]
fn a_text_without_a_size_is_a_loss() {
    let lost = "<TextObject CTM='1 0 0 1 31 25'><TextCode>发票号码</TextCode></TextObject>";
    assert_eq!(losses(&file(lost, &[])), Ok((1, true)));
}

#[test]
fn a_damaged_jpeg_is_drawn_and_counted() {
    let jpeg = quadrants_jpeg(64, 64);
    let showing = |picture: &[u8]| file(PICTURE, &[("Doc_0/a", picture)]);
    assert_eq!(losses(&showing(&jpeg)), Ok((0, false)));
    let png = quadrants(64, 64, ImageFormat::Png);
    assert_eq!(losses(&showing(&png)), Ok((0, false)));
    let mut cut = jpeg[..jpeg.len() * 9 / 10].to_vec();
    cut.extend([0xFF, 0xD9]);
    let cut = showing(&cut);
    assert_eq!(losses(&cut), Ok((1, false)));
    let drawn = decoded(&cut, Pixels::Full).expect("a page");
    let first = drawn.raster.rgba(280, 280).expect("on the page");
    let mut both = first.iter().zip(QUADRANT_COLOURS[0]);
    assert!(both.all(|(a, b)| a.abs_diff(b) <= 6), "{first:?}");
    let frame = jpeg.windows(2).position(|it| it == [0xFF, 0xC0]);
    let mut arithmetic = jpeg.clone();
    arithmetic[frame.expect("a frame") + 1] = 0xC9;
    assert_eq!(losses(&showing(&arithmetic)), Ok((1, true)));
}

#[test]
fn a_file_that_was_cut_is_incomplete_wherever_that_was() {
    let stored: Vec<u8> = (0..40_000_u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    let first = file(TEXT, &[("Doc_0/noise.bin", &stored)]);
    // The file that makes it an OFD stands at the end, behind more than is searched, and another archive lies inside.
    let inner = file(TEXT, &[]);
    let last = file(
        TEXT,
        &[
            ("Doc_0/a.bin", &stored),
            ("Doc_0/b.bin", &stored),
            ("Doc_0/Seal.ofd", &inner),
            ("OFD.xml", ROOT.as_bytes()),
        ],
    );
    for whole in [first, last] {
        assert_eq!(losses(&whole), Ok((0, false)));
        for part in (5..100).step_by(5) {
            let cut = &whole[..whole.len() * part / 100];
            assert_eq!(losses(cut), Err(FormatError::Incomplete), "{part} %");
        }
        for missing in [1, 4, 21, 22, 30, 200] {
            let cut = &whole[..whole.len() - missing];
            assert_eq!(losses(cut), Err(FormatError::Incomplete), "{missing} bytes");
        }
        let middle = whole.len() / 2;
        let without_middle = [&whole[..middle - 500], &whole[middle..]].concat();
        assert_eq!(losses(&without_middle), Err(FormatError::Incomplete));
    }
}
