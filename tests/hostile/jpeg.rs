//! JPEG: frames of any size and kind, tables that are not there, segments that hold other files.

use image::ImageFormat;

use crate::bytes::{self, be16, concat};
use crate::corpus::{Corpus, Fate, drawing, encoded, find, small};

const APP1: u8 = 0xE1;
const APP2: u8 = 0xE2;
const COMMENT: u8 = 0xFE;
const RESTART_INTERVAL: u8 = 0xDD;

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = be16(body.len() as u16 + 2);
    concat(&[&[0xFF, marker], &length, body])
}

/// With further segments right behind the start.
fn with(jpeg: &[u8], segments: &[Vec<u8>]) -> Vec<u8> {
    concat(&[&jpeg[..2], &segments.concat(), &jpeg[2..]])
}

fn exif(orientation: u16, next: u32) -> Vec<u8> {
    let directory = bytes::exif(orientation, next);
    segment(APP1, &concat(&[b"Exif\0\0", &directory]))
}

pub fn add_to(corpus: &mut Corpus) {
    let jpeg = small(ImageFormat::Jpeg);
    frames(corpus, &jpeg);
    tables(corpus, &jpeg);
    segments(corpus, &jpeg);
    scans(corpus, &jpeg);
    for cmyk in [
        [0, 0, 0, 0],
        [255, 0, 0, 0],
        [0, 255, 255, 0],
        [9, 90, 200, 40],
    ] {
        let name = format!("jpeg of four inks {cmyk:?}");
        corpus.add(name, Fate::Picture, four_inks(cmyk));
    }
    corpus.add_cuts("jpeg cut at", &jpeg);
    corpus.add_cuts(
        "large jpeg cut at",
        &encoded(&drawing(2_400, 1_800), ImageFormat::Jpeg),
    );
}

fn frames(corpus: &mut Corpus, jpeg: &[u8]) {
    let frame = find(jpeg, &[0xFF, 0xC0]);
    let sized = |width: u16, height: u16| {
        let mut bytes = jpeg.to_vec();
        bytes[frame + 5..frame + 7].copy_from_slice(&be16(height));
        bytes[frame + 7..frame + 9].copy_from_slice(&be16(width));
        bytes
    };
    let too_large = Fate::Fails("picture_too_large");
    for (width, height, fate) in [
        (65_535, 65_535, too_large),
        (65_535, 1, too_large),
        (30_000, 30_000, too_large),
        (8_192, 8_192, Fate::Either),
        (1, 1, Fate::Either),
        (0, 48, Fate::Fails("corrupt")),
        (64, 0, Fate::Fails("corrupt")),
    ] {
        let name = format!("jpeg of {width}x{height}, little data");
        corpus.add(name, fate, sized(width, height));
    }
    for kind in 0xC1..=0xCF {
        corpus.add_bytes("jpeg frame of kind", jpeg, frame + 1, &[kind]);
    }
    corpus.add_bytes("jpeg precision", jpeg, frame + 4, &[0, 1, 12, 16, 255]);
    corpus.add_bytes("jpeg components", jpeg, frame + 9, &[0, 1, 2, 4, 5, 255]);
    corpus.add_bytes(
        "jpeg sampling",
        jpeg,
        frame + 11,
        &[0, 0x01, 0x10, 0x44, 0xFF],
    );
    corpus.add_bytes("jpeg quantisation table", jpeg, frame + 12, &[3, 4, 255]);
    let twice = concat(&[&jpeg[..frame], &jpeg[frame..frame + 19], &jpeg[frame..]]);
    corpus.add("jpeg with two frames", Fate::Either, twice);
    let none = concat(&[&jpeg[..frame], &jpeg[frame + 19..]]);
    corpus.add("jpeg without a frame", Fate::Either, none);
    // The height comes after the scan.
    let lines = segment(0xDC, &be16(48));
    let late = concat(&[&sized(64, 0)[..jpeg.len() - 2], &lines, &[0xFF, 0xD9]]);
    corpus.add("jpeg with its height at the end", Fate::Either, late);
}

fn tables(corpus: &mut Corpus, jpeg: &[u8]) {
    for (name, marker) in [("quantisation", 0xDB), ("Huffman", 0xC4)] {
        let at = find(jpeg, &[0xFF, marker]);
        let length = usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]));
        let without = concat(&[&jpeg[..at], &jpeg[at + 2 + length..]]);
        corpus.add(
            format!("jpeg without a {name} table"),
            Fate::Either,
            without,
        );
        let mut zeroed = jpeg.to_vec();
        zeroed[at + 5..at + 2 + length].fill(0);
        corpus.add(
            format!("jpeg with a {name} table of zeros"),
            Fate::Either,
            zeroed,
        );
        let mut filled = jpeg.to_vec();
        filled[at + 5..at + 2 + length].fill(0xFF);
        corpus.add(
            format!("jpeg with a {name} table of ones"),
            Fate::Either,
            filled,
        );
        corpus.add_bytes(
            &format!("jpeg {name} length"),
            jpeg,
            at + 3,
            &[0, 1, 2, 255],
        );
        corpus.add_bytes(
            &format!("jpeg {name} number"),
            jpeg,
            at + 4,
            &[0x07, 0x17, 0xFF],
        );
    }
}

fn segments(corpus: &mut Corpus, jpeg: &[u8]) {
    for orientation in (0..=9).chain([65_535]) {
        let name = format!("jpeg exif orientation {orientation}");
        corpus.add(name, Fate::Picture, with(jpeg, &[exif(orientation, 0)]));
    }
    for (name, next) in [("loop", 8), ("outside", u32::MAX)] {
        let file = with(jpeg, &[exif(6, next)]);
        corpus.add(format!("jpeg exif {name}"), Fate::Picture, file);
    }
    let preview = concat(&[b"Exif\0\0", jpeg]);
    corpus.add(
        "jpeg with a jpeg inside",
        Fate::Picture,
        with(jpeg, &[segment(APP1, &preview)]),
    );
    let large = segment(COMMENT, &vec![0xFF; 65_533]);
    corpus.add(
        "jpeg with 16 MB of comments",
        Fate::Picture,
        with(jpeg, &vec![large; 255]),
    );
    let profile = |part: u8, of: u8| {
        segment(
            APP2,
            &concat(&[b"ICC_PROFILE\0", &[part, of], &vec![9; 60_000]]),
        )
    };
    let parts: Vec<_> = (1..=255).map(|part| profile(part, 255)).collect();
    corpus.add(
        "jpeg profile in 255 parts",
        Fate::Either,
        with(jpeg, &parts),
    );
    for (name, part, of) in [
        ("of no parts", 0, 0),
        ("part 9 of 2", 9, 2),
        ("lacks parts", 3, 200),
    ] {
        let file = with(jpeg, &[profile(part, of)]);
        corpus.add(format!("jpeg profile {name}"), Fate::Either, file);
    }
    for length in [0_u16, 1] {
        let lying = concat(&[&[0xFF, APP1], &be16(length)]);
        corpus.add(
            format!("jpeg segment of {length} bytes"),
            Fate::Either,
            with(jpeg, &[lying]),
        );
    }
    corpus.add(
        "jpeg with a million fill bytes",
        Fate::Picture,
        with(jpeg, &[vec![0xFF; 1_000_000]]),
    );
    let zip = concat(&[jpeg, b"PK\x03\x04\x14\0\0\0\0\0OFD.xml"]);
    corpus.add("jpeg and zip in one", Fate::Picture, zip);
    corpus.add("jpeg start alone", Fate::Either, vec![0xFF, 0xD8, 0xFF]);
    corpus.add(
        "jpeg starts only",
        Fate::Either,
        [0xFF, 0xD8].repeat(100_000),
    );
    corpus.add("jpeg twice", Fate::Picture, concat(&[jpeg, jpeg]));
}

fn scans(corpus: &mut Corpus, jpeg: &[u8]) {
    let scan = find(jpeg, &[0xFF, 0xDA]);
    let data = scan + 14;
    for interval in [0, 1, 3, 65_535] {
        let restart = segment(RESTART_INTERVAL, &be16(interval));
        let file = concat(&[&jpeg[..scan], &restart, &jpeg[scan..]]);
        corpus.add(
            format!("jpeg restarts every {interval}"),
            Fate::Either,
            file,
        );
    }
    let restarts = [0xFF, 0xD0].repeat(10_000);
    let file = concat(&[&jpeg[..data], &restarts, &[0xFF, 0xD9]]);
    corpus.add("jpeg of restarts alone", Fate::Either, file);
    let scans = jpeg[scan..data].repeat(10_000);
    let many = concat(&[&jpeg[..data], &scans, &jpeg[data..]]);
    corpus.add("jpeg of 10,000 scans", Fate::Either, many.clone());
    let mut progressive = many;
    progressive[find(jpeg, &[0xFF, 0xC0]) + 1] = 0xC2;
    corpus.add(
        "progressive jpeg of 10,000 scans",
        Fate::Either,
        progressive,
    );
    corpus.add_bytes("jpeg scan components", jpeg, scan + 4, &[0, 1, 2, 4, 255]);
    corpus.add_bytes("jpeg scan tables", jpeg, scan + 6, &[0x33, 0xFF]);
    corpus.add_bytes("jpeg spectral start", jpeg, scan + 11, &[1, 63, 255]);
    let mut ones = jpeg.to_vec();
    let last = ones.len() - 2;
    for pair in ones[data..last].chunks_exact_mut(2) {
        pair.copy_from_slice(&[0xFF, 0]);
    }
    corpus.add("jpeg data of ones", Fate::Either, ones);
    let mut zeros = jpeg.to_vec();
    zeros[data..last].fill(0);
    corpus.add("jpeg data of zeros", Fate::Either, zeros);
}

/// An 8×8 px JPEG of one flat colour in four inks, inverted as Adobe writes it.
fn four_inks(cmyk: [u8; 4]) -> Vec<u8> {
    let mut components = Vec::new();
    for number in 1..=4 {
        components.extend([number, 0x11, 0]);
    }
    let counts = |codes: u8, of_length: usize| {
        let mut counts = [0; 16];
        counts[of_length - 1] = codes;
        counts
    };
    let categories: Vec<u8> = (0..=8).collect();
    concat(&[
        &[0xFF, 0xD8],
        &segment(0xEE, b"Adobe\0\x64\0\0\0\0\0"),
        &segment(0xDB, &concat(&[&[0], &[8; 64]])),
        &segment(0xC0, &concat(&[&[8, 0, 8, 0, 8, 4], &components])),
        &segment(0xC4, &concat(&[&[0x00], &counts(9, 4), &categories])),
        &segment(0xC4, &concat(&[&[0x10], &counts(1, 1), &[0]])),
        &segment(0xDA, &[4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0]),
        &means(cmyk.map(|ink| 127 - i16::from(ink))),
        &[0xFF, 0xD9],
    ])
}

/// One block an ink: its mean in a category of four bits, then "no more".
fn means(means: [i16; 4]) -> Vec<u8> {
    let block = |mean: i16| {
        let category = (16 - mean.unsigned_abs().leading_zeros()) as usize;
        let value = if mean < 0 {
            mean + (1 << category) - 1
        } else {
            mean
        };
        let digits = match category {
            0 => String::new(),
            _ => format!("{value:0category$b}"),
        };
        format!("{category:04b}{digits}0")
    };
    let mut bits = means.map(block).concat().into_bytes();
    bits.resize(bits.len().next_multiple_of(8), b'1');
    let mut bytes = Vec::new();
    for byte in bits.chunks(8) {
        let byte = byte.iter().fold(0, |byte, bit| byte << 1 | (bit - b'0'));
        bytes.push(byte);
        if byte == 0xFF {
            bytes.push(0);
        }
    }
    bytes
}
