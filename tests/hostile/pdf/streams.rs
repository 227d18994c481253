//! Packed data: bombs of every packing, pictures that say that they are larger than memory.

use image::ImageFormat;

use crate::bytes::{be16, be32, concat, deflated, zlib, zlib_of, zlib_zeros};
use crate::corpus::{Corpus, Fate, small};

use super::{PAPER, page, page_of, page_showing, stream};

pub fn add_to(corpus: &mut Corpus) {
    packings(corpus);
    pictures(corpus);
    bilevel(corpus);
    wavelets(corpus);
}

/// One page whose content is packed.
pub fn packed() -> Vec<u8> {
    page_of(
        PAPER,
        stream("/Filter/FlateDecode", &zlib(b"90 20 300 150 re f")),
        &[],
    )
}

fn packings(corpus: &mut Corpus) {
    let gigabyte = zlib_zeros(1 << 30);
    let twice = zlib_of(&deflated(&gigabyte), &gigabyte);
    for (name, fate, filter, data) in [
        (
            "a gigabyte of zeros",
            Fate::Slow,
            "/FlateDecode",
            gigabyte.clone(),
        ),
        (
            "a gigabyte packed twice",
            Fate::Slow,
            "[/FlateDecode/FlateDecode]",
            twice,
        ),
        (
            "a packing of 10,000 layers",
            Fate::Either,
            &*format!("[{}]", "/ASCIIHexDecode".repeat(10_000)),
            b"00".repeat(100_000),
        ),
        (
            "packing of an unknown kind",
            Fate::Either,
            "/Klingon",
            b"0 0 90 90 re f".to_vec(),
        ),
        (
            "run lengths of 128 MB",
            Fate::Either,
            "/RunLengthDecode",
            [129, b' '].repeat(1 << 20),
        ),
        (
            "run lengths packed twice",
            Fate::Slow,
            "[/FlateDecode/RunLengthDecode]",
            zlib_zeros(256 << 20),
        ),
        (
            "letters for zeros",
            Fate::Either,
            "/ASCII85Decode",
            vec![b'z'; 4 << 20],
        ),
        (
            "codes that only begin",
            Fate::Either,
            "/LZWDecode",
            vec![0x80; 1 << 20],
        ),
        (
            "packing that breaks off",
            Fate::Either,
            "/FlateDecode",
            zlib(b"0 0 90 90 re f")[..9].to_vec(),
        ),
    ] {
        let content = stream(&format!("/Filter{filter}"), &data);
        corpus.add(
            format!("pdf with {name}"),
            fate,
            page_of(PAPER, content, &[]),
        );
    }
    for (name, parms) in [
        (
            "beyond count",
            "/Predictor 15/Columns 2147483647/Colors 2147483647/BitsPerComponent 16",
        ),
        (
            "of nothing",
            "/Predictor 15/Columns 0/Colors 0/BitsPerComponent 0",
        ),
        (
            "less than nothing",
            "/Predictor 2/Columns -1/Colors -1/BitsPerComponent -8",
        ),
    ] {
        let content = stream(
            &format!("/Filter/FlateDecode/DecodeParms<<{parms}>>"),
            &zlib(b"0 0 90 90 re f"),
        );
        corpus.add(
            format!("pdf with rows {name}"),
            Fate::Either,
            page_of(PAPER, content, &[]),
        );
    }
}

const SHOW: &str = "600 0 0 200 0 0 cm /X Do";

fn picture(entries: &str, data: &[u8]) -> Vec<u8> {
    let entries = format!("/Type/XObject/Subtype/Image{entries}");
    page_showing(SHOW, &[stream(&entries, data)])
}

fn pictures(corpus: &mut Corpus) {
    const RGB: &str = "/BitsPerComponent 8/ColorSpace/DeviceRGB";
    for (name, width, height) in [
        ("of 2³¹ each way", 2_147_483_647_i64, 2_147_483_647_i64),
        ("of 2³¹ columns", 2_147_483_647, 1),
        ("of 2³¹ rows", 1, 2_147_483_647),
        ("of no rows", 9, 0),
        ("of less than nothing", -9, -9),
        ("of 2⁶⁰", 1 << 60, 1 << 60),
        ("of 60,000 each way", 60_000, 60_000),
    ] {
        let file = picture(&format!("/Width {width}/Height {height}{RGB}"), b"xyz");
        corpus.add(format!("pdf picture {name}"), Fate::Either, file);
        let masks = format!("/Width {width}/Height {height}/ImageMask true");
        corpus.add(
            format!("pdf stencil {name}"),
            Fate::Either,
            picture(&masks, b"xyz"),
        );
        let inline =
            format!("q 600 0 0 200 0 0 cm BI /W {width} /H {height} /BPC 8 /CS /RGB ID xyz EI Q");
        corpus.add(
            format!("pdf picture in the text {name}"),
            Fate::Either,
            page(PAPER, inline, &[]),
        );
    }
    for (name, entries) in [
        ("of 9,000 each way", format!("/Width 9000/Height 9000{RGB}")),
        (
            "of 20,000 each way in black and white",
            "/Width 20000/Height 20000/BitsPerComponent 1/ColorSpace/DeviceGray".into(),
        ),
        (
            "of 16,000 each way in grey",
            "/Width 16000/Height 16000/BitsPerComponent 8/ColorSpace/DeviceGray".into(),
        ),
    ] {
        let file = picture(
            &format!("{entries}/Filter/FlateDecode"),
            &zlib_zeros(256 << 20),
        );
        corpus.add(format!("pdf picture {name}, all of it"), Fate::Either, file);
    }
    for (name, entries) in [
        ("masked by itself", "/SMask 5 0 R"),
        ("cut out by itself", "/Mask 5 0 R"),
        (
            "of itself as colours",
            "/ColorSpace[/Indexed/DeviceRGB 255 5 0 R]",
        ),
        ("of 255 bits", "/BitsPerComponent 255"),
        ("of no bits", "/BitsPerComponent 0"),
        ("of ranges beyond numbers", "/Decode[-1e300 1e300 0 0 0 0]"),
    ] {
        let file = picture(
            &format!("/Width 9/Height 9/BitsPerComponent 8/ColorSpace/DeviceRGB{entries}"),
            &[7; 243],
        );
        corpus.add(format!("pdf picture {name}"), Fate::Either, file);
    }
    let jpeg = small(ImageFormat::Jpeg);
    let mut large = jpeg.clone();
    let frame = crate::corpus::find(&jpeg, &[0xFF, 0xC0]);
    large[frame + 5..frame + 9].fill(0xFF);
    for (name, fate, data) in [
        ("as JPEG", Fate::Picture, &jpeg),
        ("as JPEG of 65,535 each way", Fate::Either, &large),
    ] {
        let file = picture(&format!("/Width 64/Height 48{RGB}/Filter/DCTDecode"), data);
        corpus.add(format!("pdf picture {name}"), fate, file);
    }
    let small = stream(
        "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray",
        b"7",
    );
    let file = page_showing("q 9 0 0 9 0 0 cm /X Do Q ".repeat(100_000), &[small]);
    corpus.add("pdf picture drawn 100,000 times", Fate::Slow, file);
}

fn bilevel(corpus: &mut Corpus) {
    const GREY: &str = "/BitsPerComponent 1/ColorSpace/DeviceGray";
    for (name, columns, rows, data) in [
        (
            "of 2³¹ each way",
            2_147_483_647_u32,
            2_147_483_647_u32,
            vec![0; 9],
        ),
        ("of 60,000 each way", 60_000, 60_000, vec![0xFF; 1 << 20]),
        (
            "of 2³¹ columns of ones",
            2_147_483_647,
            9,
            vec![0xFF; 1 << 20],
        ),
        ("of no columns", 0, 9, vec![0xFF; 99]),
        ("of zeros", 1_728, 2_000, vec![0; 1 << 20]),
    ] {
        for k in [-1, 0, 4] {
            let entries = format!(
                "/Width {columns}/Height {rows}{GREY}/Filter/CCITTFaxDecode/DecodeParms<</K {k}/Columns {columns}/Rows {rows}>>"
            );
            corpus.add(
                format!("pdf fax {k} {name}"),
                Fate::Either,
                picture(&entries, &data),
            );
        }
    }
    let shown = "/Width 90/Height 90/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/JBIG2Decode";
    for (name, segments) in jbig2_bombs() {
        corpus.add(
            format!("pdf JBIG2 {name}"),
            Fate::Slow,
            picture(shown, &segments),
        );
    }
    let own = "/Width 90/Height 90/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/JBIG2Decode/DecodeParms<</JBIG2Globals 5 0 R>>";
    corpus.add(
        "pdf JBIG2 with itself as globals",
        Fate::Either,
        picture(own, &jbig2(90, 90, &[])),
    );
}

/// Embedded JBIG2: segments without a file header.
pub fn jbig2_bombs() -> Vec<(&'static str, Vec<u8>)> {
    // A generic region of a whole page, coded arithmetically with template 0 and its four pixels.
    let region = |width: u32, height: u32| {
        let data = [0x00, 3, 0xFF, 0xFD, 0xFF, 2, 0xFE, 0xFE, 0xFE, 0, 0, 0, 0];
        let body = concat(&[&be32(width), &be32(height), &[0; 9], &data]);
        segment(1, 38, &body)
    };
    let symbols = |count: u32| {
        let body = concat(&[
            &be16(0),
            &[3, 0xFF, 0xFD, 0xFF, 2, 0xFE, 0xFE, 0xFE],
            &be32(count),
            &be32(count),
            &[0; 64],
        ]);
        segment(1, 0, &body)
    };
    vec![
        ("of 2³² each way", jbig2(u32::MAX, u32::MAX, &region(9, 9))),
        (
            "of 60,000 each way",
            jbig2(60_000, 60_000, &region(60_000, 60_000)),
        ),
        (
            "of a small page and a huge region",
            jbig2(90, 90, &region(u32::MAX, u32::MAX)),
        ),
        (
            "of a huge region off the page",
            jbig2(90, 90, &region(30_000, 30_000)),
        ),
        ("of four billion symbols", jbig2(90, 90, &symbols(u32::MAX))),
        ("of a million symbols", jbig2(90, 90, &symbols(1_000_000))),
        (
            "of 7,000 each way",
            jbig2(7_000, 7_000, &region(7_000, 7_000)),
        ),
        (
            "of 2,000 regions",
            jbig2(5_000, 5_000, &region(5_000, 5_000).repeat(2_000)),
        ),
        (
            "of a segment of 2³² bytes",
            concat(&[&be32(0), &[48, 0, 1], &be32(u32::MAX)]),
        ),
        (
            "of a segment that refers to 2²⁹",
            concat(&[&be32(0), &[48], &be32(0xFFFF_FFFF), &[0; 64]]),
        ),
    ]
}

fn jbig2(width: u32, height: u32, segments: &[u8]) -> Vec<u8> {
    let page = concat(&[&be32(width), &be32(height), &[0; 8], &[0], &be16(0)]);
    concat(&[&segment(0, 48, &page), segments])
}

fn segment(number: u32, kind: u8, body: &[u8]) -> Vec<u8> {
    concat(&[&be32(number), &[kind, 0, 1], &be32(body.len() as u32), body])
}

fn wavelets(corpus: &mut Corpus) {
    for (name, size, tile) in [
        ("of 2³² each way", u32::MAX, u32::MAX),
        ("of 2³² each way in small tiles", u32::MAX, 1),
        ("of 60,000 each way", 60_000, 60_000),
        ("of 8,000 each way", 8_000, 8_000),
        ("of ten million tiles", 3_200, 1),
        ("of nothing", 0, 0),
    ] {
        let file = picture(
            "/Width 90/Height 90/Filter/JPXDecode",
            &codestream(size, tile),
        );
        corpus.add(format!("pdf JPEG 2000 {name}"), Fate::Slow, file);
    }
}

/// JPEG 2000 of one component, without any data of its tiles.
fn codestream(size: u32, tile: u32) -> Vec<u8> {
    let sizes = [size, size, 0, 0, tile, tile, 0, 0].map(be32).concat();
    let component = [0, 1, 7, 1, 1];
    concat(&[
        &[0xFF, 0x4F, 0xFF, 0x51],
        &be16(2 + 2 + 32 + 5),
        &be16(0),
        &sizes,
        &component,
        // One layer, no transform, blocks of 64; five levels; then how they are quantised.
        &[0xFF, 0x52, 0, 12, 0, 0, 0, 1, 0, 5, 4, 4, 0, 1],
        &[0xFF, 0x5C, 0, 19, 0x40],
        &[0x48; 16],
        &[0xFF, 0x90, 0, 10, 0, 0, 0, 0, 0, 0, 0, 1, 0xFF, 0x93],
        &[0; 64],
        &[0xFF, 0xD9],
    ])
}
