//! PNG: chunks that lie, bombs in every place that is compressed, and the rare kinds that must be shown.

use image::ImageFormat;

use crate::bytes::{be32, concat, crc32, exif, zlib, zlib_zeros};
use crate::corpus::{Corpus, Fate, small};

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

const GREY: u8 = 0;
const RGB: u8 = 2;
const PALETTE: u8 = 3;
const GREY_ALPHA: u8 = 4;
const RGBA: u8 = 6;

fn chunk(kind: &[u8], body: &[u8]) -> Vec<u8> {
    let crc = crc32(&[kind, body]);
    concat(&[&be32(body.len() as u32), kind, body, &be32(crc)])
}

fn header(width: u32, height: u32, depth: u8, colour: u8, interlaced: u8) -> Vec<u8> {
    let rest = [depth, colour, 0, 0, interlaced];
    chunk(b"IHDR", &concat(&[&be32(width), &be32(height), &rest]))
}

fn end() -> Vec<u8> {
    chunk(b"IEND", &[])
}

fn file(chunks: &[Vec<u8>]) -> Vec<u8> {
    concat(&[SIGNATURE, &chunks.concat()])
}

/// An 8×8 px grey picture with further chunks before its data.
fn grey_with(chunks: &[Vec<u8>]) -> Vec<u8> {
    let data = chunk(b"IDAT", &zlib(&[0; 72]));
    file(&[header(8, 8, 8, GREY, 0), chunks.concat(), data, end()])
}

/// The same with other data.
fn grey_of(data: &[u8]) -> Vec<u8> {
    file(&[header(8, 8, 8, GREY, 0), chunk(b"IDAT", data), end()])
}

fn samples(colour: u8) -> u64 {
    match colour {
        RGB => 3,
        GREY_ALPHA => 2,
        RGBA => 4,
        _ => 1,
    }
}

/// All black (or the first colour), correct in every way.
fn black(width: u32, height: u32, depth: u8, colour: u8) -> Vec<u8> {
    let row = (u64::from(width) * samples(colour) * u64::from(depth)).div_ceil(8) + 1;
    let palette = chunk(b"PLTE", &[200, 10, 10, 10, 10, 200]);
    let data = chunk(b"IDAT", &zlib_zeros(row * u64::from(height)));
    let mut chunks = vec![header(width, height, depth, colour, 0)];
    if colour == PALETTE {
        chunks.push(palette);
    }
    chunks.extend([data, end()]);
    file(&chunks)
}

pub fn add_to(corpus: &mut Corpus) {
    kinds(corpus);
    sizes(corpus);
    headers(corpus);
    bombs(corpus);
    chunks(corpus);
    data(corpus);
    animations(corpus);
    corpus.add_cuts("png cut at", &small(ImageFormat::Png));
}

/// Every kind that the format knows is shown.
fn kinds(corpus: &mut Corpus) {
    for (colour, depths) in [
        (GREY, [1, 2, 4, 8, 16].as_slice()),
        (RGB, &[8, 16]),
        (PALETTE, &[1, 2, 4, 8]),
        (GREY_ALPHA, &[8, 16]),
        (RGBA, &[8, 16]),
    ] {
        for depth in depths {
            let name = format!("png colour {colour} depth {depth}");
            corpus.add(name, Fate::Picture, black(33, 21, *depth, colour));
        }
    }
    // One pixel wide: three of the seven passes are empty, the others share the rows.
    for height in 1..=8 {
        let data = chunk(b"IDAT", &zlib_zeros(2 * u64::from(height)));
        let picture = file(&[header(1, height, 8, GREY, 1), data, end()]);
        corpus.add(format!("png interlaced 1x{height}"), Fate::Picture, picture);
    }
}

fn sizes(corpus: &mut Corpus) {
    let most = i32::MAX as u32;
    for (width, height, fate) in [
        (60_000, 60_000, Fate::Fails("picture_too_large")),
        (most, most, Fate::Either),
        (most, 1, Fate::Either),
        (1, most, Fate::Either),
        (u32::MAX, u32::MAX, Fate::Either),
        (30_001, 1, Fate::Fails("picture_too_large")),
        (0, 0, Fate::Either),
        (0, 8, Fate::Either),
        (8, 0, Fate::Either),
    ] {
        let data = chunk(b"IDAT", &zlib(&[0; 100]));
        let lying = file(&[header(width, height, 8, RGBA, 0), data, end()]);
        corpus.add(format!("png of {width}x{height}, little data"), fate, lying);
    }
    let too_large = Fate::Fails("picture_too_large");
    for (width, height, depth, colour, fate) in [
        (20_000, 20_000, 1, GREY, too_large),
        (10_000, 10_000, 8, RGB, Fate::Picture),
        (16_000, 16_000, 1, GREY, Fate::Picture),
        (8_192, 8_192, 1, GREY, Fate::Picture),
        (30_000, 2, 8, RGB, Fate::Picture),
        (2, 30_000, 16, RGBA, Fate::Picture),
    ] {
        let name = format!("png of {width}x{height} colour {colour} depth {depth}");
        corpus.add(name, fate, black(width, height, depth, colour));
    }
}

fn headers(corpus: &mut Corpus) {
    for (depth, colour) in [
        (0, GREY),
        (3, GREY),
        (32, GREY),
        (255, RGB),
        (4, RGB),
        (16, PALETTE),
        (8, 1),
        (8, 5),
        (8, 7),
        (8, 255),
    ] {
        let data = chunk(b"IDAT", &zlib(&[0; 500]));
        let file = file(&[header(8, 8, depth, colour, 0), data, end()]);
        corpus.add(
            format!("png header depth {depth} colour {colour}"),
            Fate::Either,
            file,
        );
    }
    let whole = small(ImageFormat::Png);
    // Compression, filter and interlacing; the checksum is wrong as well.
    for (name, at) in [("compression", 26), ("filter", 27), ("interlacing", 28)] {
        corpus.add_bytes(&format!("png {name}"), &whole, at, &[2, 255]);
    }
    corpus.add("png signature alone", Fate::Either, SIGNATURE.to_vec());
    let data = chunk(b"IDAT", &zlib_zeros(72));
    let head = header(8, 8, 8, GREY, 0);
    for (name, chunks) in [
        ("no header", vec![data.clone(), end()]),
        (
            "two headers",
            vec![head.clone(), head.clone(), data.clone(), end()],
        ),
        ("header last", vec![data.clone(), head.clone(), end()]),
        ("no data", vec![head.clone(), end()]),
        ("no end", vec![head.clone(), data.clone()]),
        ("end twice", vec![head.clone(), data.clone(), end(), end()]),
        (
            "data after the end",
            vec![head.clone(), end(), data.clone()],
        ),
        (
            "header of 12 bytes",
            vec![chunk(b"IHDR", &[0; 12]), data.clone(), end()],
        ),
        (
            "header of 4 MB",
            vec![chunk(b"IHDR", &vec![1; 4 << 20]), data.clone(), end()],
        ),
        ("only headers", vec![head; 1_000]),
    ] {
        corpus.add(format!("png with {name}"), Fate::Either, file(&chunks));
    }
}

fn bombs(corpus: &mut Corpus) {
    let profile = |length| chunk(b"iCCP", &concat(&[b"bomb\0\0", &zlib_zeros(length)]));
    let text = |length| chunk(b"zTXt", &concat(&[b"bomb\0\0", &zlib_zeros(length)]));
    let words = concat(&[b"bomb\0\x01\0en\0bomb\0", &zlib_zeros(64 << 20)]);
    corpus.add(
        "png profile of 600 MB",
        Fate::Picture,
        grey_with(&[profile(600 << 20)]),
    );
    corpus.add(
        "png 20 texts of 64 MB",
        Fate::Either,
        grey_with(&vec![text(64 << 20); 20]),
    );
    corpus.add(
        "png text of 1 MB",
        Fate::Picture,
        grey_with(&[text(1 << 20)]),
    );
    corpus.add(
        "png words of 64 MB",
        Fate::Either,
        grey_with(&[chunk(b"iTXt", &words)]),
    );
    let notes = vec![chunk(b"tEXt", b"a\0b"); 400_000];
    corpus.add("png 400,000 notes", Fate::Either, grey_with(&notes));
    corpus.add(
        "png 256 MB of data too much",
        Fate::Picture,
        grey_of(&zlib_zeros(256 << 20)),
    );
}

fn chunks(corpus: &mut Corpus) {
    for orientation in (0..=9).chain([255, 65_535]) {
        let exif = chunk(b"eXIf", &exif(orientation, 0));
        let name = format!("png exif orientation {orientation}");
        corpus.add(name, Fate::Picture, grey_with(&[exif]));
    }
    for (name, exif) in [
        ("loop", exif(6, 8)),
        ("outside", exif(6, u32::MAX)),
        ("cut", exif(6, 0)[..12].to_vec()),
        ("empty", Vec::new()),
    ] {
        let file = grey_with(&[chunk(b"eXIf", &exif)]);
        corpus.add(format!("png exif {name}"), Fate::Picture, file);
    }
    for length in [0, 1, 4, 765, 771, 60_000] {
        let palette = chunk(b"PLTE", &vec![9; length]);
        let data = chunk(b"IDAT", &zlib(&[0, 0xFF].repeat(8)));
        let file = file(&[header(8, 8, 1, PALETTE, 0), palette, data, end()]);
        corpus.add(format!("png palette of {length} bytes"), Fate::Either, file);
    }
    let data = chunk(b"IDAT", &zlib(&[0, 255, 254, 3, 2, 1, 0, 9, 200].repeat(8)));
    let short = chunk(b"PLTE", &[1, 2, 3, 4, 5, 6]);
    let head = header(8, 8, 8, PALETTE, 0);
    let outside = file(&[head.clone(), short.clone(), data.clone(), end()]);
    corpus.add("png palette index out of range", Fate::Either, outside);
    corpus.add(
        "png without palette",
        Fate::Either,
        file(&[head.clone(), data.clone(), end()]),
    );
    let clear = chunk(b"tRNS", &[0; 300]);
    let clear = file(&[head, short, clear, data, end()]);
    corpus.add("png transparency of 300 entries", Fate::Either, clear);
    for kind in [
        "gAMA", "cHRM", "sRGB", "pHYs", "tIME", "bKGD", "tRNS", "sBIT", "hIST",
    ] {
        for length in [0, 3, 70_000] {
            let name = format!("png {kind} of {length} bytes");
            let file = grey_with(&[chunk(kind.as_bytes(), &vec![0; length])]);
            corpus.add(name, Fate::Either, file);
        }
    }
    corpus.add(
        "png unknown vital chunk",
        Fate::Either,
        grey_with(&[chunk(b"VITL", b"?")]),
    );
    corpus.add(
        "png unknown chunk",
        Fate::Picture,
        grey_with(&[chunk(b"teST", b"?")]),
    );
    for length in [0x7FFF_FFFF, 0x8000_0000, u32::MAX] {
        let lying = concat(&[&be32(length), b"tEXt", b"lie"]);
        corpus.add(
            format!("png chunk of {length:#x} bytes"),
            Fate::Either,
            grey_with(&[lying]),
        );
    }
    let whole = small(ImageFormat::Png);
    for (name, at) in [
        ("header", 29),
        ("end", whole.len() - 1),
        ("data", whole.len() - 13),
    ] {
        corpus.add_bytes(&format!("png checksum of the {name}"), &whole, at, &[0x5A]);
    }
}

fn data(corpus: &mut Corpus) {
    let zeros = zlib_zeros(72);
    let mut adler = zeros.clone();
    *adler.last_mut().expect("not empty") ^= 1;
    for (name, data) in [
        ("empty", Vec::new()),
        ("cut", zeros[..zeros.len() / 2].to_vec()),
        ("of a wrong sum", adler),
        ("with a dictionary", concat(&[&[0x78, 0x20], &zeros[2..]])),
        ("of no zlib", vec![0xFF; 50]),
        ("of block type 3", vec![0x78, 0x01, 0x07, 0, 0]),
        (
            "from before its start",
            vec![0x78, 0x01, 0x03, 0x02, 0x02, 0],
        ),
        ("too short", zlib_zeros(20)),
        ("too long", zlib_zeros(10_000)),
    ] {
        corpus.add(format!("png data {name}"), Fate::Either, grey_of(&data));
    }
    for filter in [1, 2, 3, 4, 5, 255] {
        let data = zlib(&[filter, 9, 9, 9, 9, 9, 9, 9, 9].repeat(8));
        corpus.add(format!("png filter {filter}"), Fate::Either, grey_of(&data));
    }
    let bytes: Vec<Vec<u8>> = zeros.iter().map(|byte| chunk(b"IDAT", &[*byte])).collect();
    let head = header(8, 8, 8, GREY, 0);
    let single = file(&[head.clone(), bytes.concat(), end()]);
    corpus.add("png data byte by byte", Fate::Picture, single);
    let empty = vec![chunk(b"IDAT", &[]); 10_000].concat();
    let hollow = file(&[head.clone(), empty, chunk(b"IDAT", &zeros), end()]);
    corpus.add("png 10,000 empty chunks first", Fate::Either, hollow);
    let parted = file(&[
        head,
        chunk(b"IDAT", &zeros[..5]),
        chunk(b"teST", b"between"),
        chunk(b"IDAT", &zeros[5..]),
        end(),
    ]);
    corpus.add("png data in two places", Fate::Either, parted);
}

fn animations(corpus: &mut Corpus) {
    let plays = |frames: u32| chunk(b"acTL", &concat(&[&be32(frames), &be32(0)]));
    let frame = |width: u32, height: u32, x: u32, y: u32| {
        let place = [0, width, height, x, y].map(be32).concat();
        chunk(b"fcTL", &concat(&[&place, &[0; 6]]))
    };
    for (name, chunks) in [
        ("of no frames", vec![plays(0)]),
        (
            "of a million frames",
            vec![plays(1_000_000), frame(8, 8, 0, 0)],
        ),
        ("of 2³² frames", vec![plays(u32::MAX)]),
        (
            "with a huge frame",
            vec![plays(2), frame(u32::MAX, u32::MAX, 0, 0)],
        ),
        (
            "with a frame outside",
            vec![plays(2), frame(8, 8, 8, u32::MAX)],
        ),
        ("with an empty frame", vec![plays(2), frame(0, 0, 0, 0)]),
        ("cut", vec![chunk(b"acTL", &[0; 3])]),
    ] {
        corpus.add(
            format!("png animation {name}"),
            Fate::Either,
            grey_with(&chunks),
        );
    }
}
