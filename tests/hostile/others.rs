//! GIF, BMP and WebP: numbers that lead outside, loops, and bombs.

use image::ImageFormat;

use crate::bytes::{concat, le16, le32};
use crate::corpus::{Corpus, Fate, find, small};

pub fn add_to(corpus: &mut Corpus) {
    gifs(corpus);
    bitmaps(corpus);
    run_lengths(corpus);
    webps(corpus);
    for (name, format) in [
        ("gif", ImageFormat::Gif),
        ("bmp", ImageFormat::Bmp),
        ("webp", ImageFormat::WebP),
    ] {
        corpus.add_cuts(&format!("{name} cut at"), &small(format));
    }
}

/// One frame of one colour table and the given data, which begins with the width of its codes.
fn gif(screen: (u16, u16), frame: (u16, u16, u16, u16), data: &[u8]) -> Vec<u8> {
    let place = [frame.0, frame.1, frame.2, frame.3].map(le16).concat();
    concat(&[
        b"GIF89a",
        &le16(screen.0),
        &le16(screen.1),
        &[0x80, 0, 0, 9, 9, 9, 200, 10, 10],
        &[0x2C],
        &place,
        &[0],
        data,
        &[0x3B],
    ])
}

fn gifs(corpus: &mut Corpus) {
    // Clear, then ones, then the end, in codes of three bits.
    let data = [2, 2, 0x4C, 0x01, 0];
    for (name, screen, frame, fate) in [
        ("of one pixel", (1, 1), (0, 0, 1, 1), Fate::Either),
        (
            "of 65535²",
            (65_535, 65_535),
            (0, 0, 65_535, 65_535),
            Fate::Fails("picture_too_large"),
        ),
        ("of nothing", (0, 0), (0, 0, 0, 0), Fate::Either),
        ("with an empty frame", (8, 8), (0, 0, 0, 0), Fate::Either),
        (
            "with a frame outside",
            (8, 8),
            (65_535, 65_535, 8, 8),
            Fate::Either,
        ),
        (
            "with a frame larger than itself",
            (8, 8),
            (0, 0, 60_000, 60_000),
            Fate::Either,
        ),
        (
            "of 20000² around one pixel",
            (20_000, 20_000),
            (0, 0, 1, 1),
            Fate::Fails("picture_too_large"),
        ),
    ] {
        corpus.add(format!("gif {name}"), fate, gif(screen, frame, &data));
    }
    for width in [0, 1, 9, 12, 13, 255] {
        let data = concat(&[&[width], &[255], &[0xFF; 255], &[0]]);
        let file = gif((64, 64), (0, 0, 64, 64), &data);
        corpus.add(format!("gif codes of {width} bits"), Fate::Either, file);
    }
    // Codes that repeat the longest string known: each block stands for thousands of pixels.
    let growing: Vec<u8> = (0..200_000_u32)
        .flat_map(|n| {
            if n % 256 == 0 {
                [255, 0x6D]
            } else {
                [0xB6, 0xDB]
            }
        })
        .collect();
    let bomb = concat(&[&[2], &growing, &[0]]);
    corpus.add(
        "gif bomb",
        Fate::Either,
        gif((8_000, 8_000), (0, 0, 8_000, 8_000), &bomb),
    );
    corpus.add(
        "gif of blocks without end",
        Fate::Either,
        gif((8, 8), (0, 0, 8, 8), &vec![2; 100_000]),
    );
    let comment = concat(&[
        b"GIF89a\x08\0\x08\0\0\0\0",
        &[0x21, 0xFE, 1, b'x', 0].repeat(200_000),
    ]);
    corpus.add("gif of comments alone", Fate::Either, comment);
    let whole = small(ImageFormat::Gif);
    let frame = find(&whole, &[0x2C]);
    let many = concat(&[
        &whole[..whole.len() - 1],
        &whole[frame..whole.len() - 1].repeat(2_000),
        &[0x3B],
    ]);
    corpus.add("gif of 2,000 frames", Fate::Picture, many);
    corpus.add_bytes("gif flags", &whole, 10, &[0x00, 0x87, 0xFF]);
    corpus.add("gif signature alone", Fate::Either, b"GIF89a".to_vec());
}

/// A bitmap with the common header of 40 bytes.
fn bitmap(width: i32, height: i32, depth: u16, compression: u32, rest: &[u8]) -> Vec<u8> {
    concat(&[
        b"BM\0\0\0\0\0\0\0\0",
        &le32(54),
        &le32(40),
        &width.to_le_bytes(),
        &height.to_le_bytes(),
        &le16(1),
        &le16(depth),
        &le32(compression),
        &[0; 20],
        rest,
    ])
}

fn bitmaps(corpus: &mut Corpus) {
    let data = [9; 400];
    for (width, height, fate) in [
        (8, 8, Fate::Picture),
        (8, -8, Fate::Picture),
        (8, i32::MIN, Fate::Either),
        (8, i32::MAX, Fate::Either),
        (-8, 8, Fate::Either),
        (i32::MIN, i32::MIN, Fate::Either),
        (i32::MAX, i32::MAX, Fate::Either),
        (0, 8, Fate::Either),
        (8, 0, Fate::Either),
        (50_000, 50_000, Fate::Fails("picture_too_large")),
        (8_000, 8_000, Fate::Either),
    ] {
        let name = format!("bmp of {width}x{height}");
        corpus.add(name, fate, bitmap(width, height, 24, 0, &data));
    }
    for depth in [0, 1, 2, 4, 8, 15, 16, 32, 33, 65_535] {
        let file = bitmap(8, 8, depth, 0, &[9; 1_400]);
        corpus.add(format!("bmp depth {depth}"), Fate::Either, file);
    }
    let whole = small(ImageFormat::Bmp);
    for (name, at) in [("data offset", 10), ("header size", 14), ("colours", 46)] {
        for value in [0, 1, 12, 0x7FFF_FFFF, u32::MAX] {
            let mut bytes = whole.clone();
            bytes[at..at + 4].copy_from_slice(&le32(value));
            corpus.add(format!("bmp {name} {value:#x}"), Fate::Either, bytes);
        }
    }
    for masks in [[0, 0, 0], [u32::MAX; 3], [1, 1, 1], [0xF0F0, 0x0F0F, 3]] {
        let rest = concat(&[&masks.map(le32).concat(), &data]);
        let file = bitmap(8, 8, 32, 3, &rest);
        corpus.add(format!("bmp masks {masks:x?}"), Fate::Either, file);
    }
}

fn run_lengths(corpus: &mut Corpus) {
    let palette = [9; 1_024];
    for (name, codes) in [
        ("overrun", [255, 1].repeat(100)),
        ("of pixels themselves, overrun", vec![0, 255, 1, 2, 3]),
        ("of moves outside", [0, 2, 255, 255].repeat(100)),
        ("of line ends", [0, 0].repeat(10_000)),
        ("without an end", vec![8, 1]),
        ("empty", Vec::new()),
    ] {
        for (depth, compression) in [(8, 1), (4, 2), (24, 1), (8, 77)] {
            let rest = concat(&[&palette, &codes]);
            let file = bitmap(8, 8, depth, compression, &rest);
            corpus.add(
                format!("bmp run lengths {name}, {depth} bits, {compression}"),
                Fate::Either,
                file,
            );
        }
    }
}

fn webp(kind: &[u8], body: &[u8]) -> Vec<u8> {
    let padded = concat(&[body, &vec![0; body.len() & 1]]);
    let length = le32(4 + 8 + padded.len() as u32);
    concat(&[
        b"RIFF",
        &length,
        b"WEBP",
        kind,
        &le32(body.len() as u32),
        &padded,
    ])
}

fn webps(corpus: &mut Corpus) {
    let whole = small(ImageFormat::WebP);
    let side = |pixels: u32| (pixels - 1).to_le_bytes()[..3].to_vec();
    for pixels in [1, 16_384, 1 << 24] {
        for flags in [0x00, 0x02, 0x10, 0xFF] {
            let canvas = concat(&[&[flags, 0, 0, 0], &side(pixels), &side(pixels)]);
            let file = webp(b"VP8X", &canvas);
            corpus.add(
                format!("webp canvas of {pixels}², flags {flags:#04x}"),
                Fate::Either,
                file,
            );
        }
    }
    // Fourteen bits each of width and height behind one byte.
    for (name, bits) in [("largest", u32::MAX), ("smallest", 0)] {
        let body = concat(&[&[0x2F], &le32(bits), &[0x55; 300]]);
        corpus.add(
            format!("webp lossless of the {name} size"),
            Fate::Either,
            webp(b"VP8L", &body),
        );
    }
    for (name, size) in [("largest", [0xFF; 4]), ("smallest", [0; 4])] {
        let body = concat(&[&[0x10, 0x02, 0x00, 0x9D, 0x01, 0x2A], &size, &[0xAA; 300]]);
        corpus.add(
            format!("webp lossy of the {name} size"),
            Fate::Either,
            webp(b"VP8 ", &body),
        );
    }
    for length in [0, 3, 0x7FFF_FFFF, u32::MAX] {
        let mut file = whole.clone();
        file[4..8].copy_from_slice(&le32(length));
        corpus.add(
            format!("webp of {length:#x} bytes"),
            Fate::Either,
            file.clone(),
        );
        file.copy_from_slice(&whole);
        file[16..20].copy_from_slice(&le32(length));
        corpus.add(
            format!("webp chunk of {length:#x} bytes"),
            Fate::Either,
            file,
        );
    }
    corpus.add(
        "webp signature alone",
        Fate::Either,
        b"RIFF\x04\0\0\0WEBP".to_vec(),
    );
    corpus.add(
        "webp of an unknown kind",
        Fate::Either,
        webp(b"WHAT", &[1; 50]),
    );
}
