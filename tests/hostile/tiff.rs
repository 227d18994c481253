//! TIFF: numbers that lead outside, tiles larger than any page, rows that never end, and chains of directories.

use std::fs;
use std::path::Path;

use image::ImageFormat;

use crate::bytes::{be16, be32, concat, le16, le32, zlib_zeros};
use crate::corpus::{Corpus, Fate, small};

pub fn add_to(corpus: &mut Corpus) {
    tiffs(corpus);
    chains(corpus);
    lies(corpus);
    codes(corpus);
    corpus.add_cuts("tiff cut at", &small(ImageFormat::Tiff));
    for (name, bytes) in samples() {
        corpus.add(format!("tiff sample {name}"), Fate::Picture, bytes.clone());
        corpus.add_cuts(&format!("tiff sample {name}, cut at"), &bytes);
    }
}

/// Good files of many kinds.
pub fn samples() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tiff");
    let mut samples: Vec<_> = fs::read_dir(folder)
        .expect("the folder of samples")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|it| it == "tif"))
        .map(|path| {
            let name = path
                .file_stem()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            (name, fs::read(&path).expect("a sample"))
        })
        .collect();
    samples.sort();
    samples
}

/// A little-endian TIFF of one directory; entries are tag, type, count and value.
fn tiff(entries: &[(u16, u16, u32, u32)], next: u32, rest: &[u8]) -> Vec<u8> {
    let entries_of = |(tag, kind, count, value): &(u16, u16, u32, u32)| {
        concat(&[&le16(*tag), &le16(*kind), &le32(*count), &le32(*value)])
    };
    let listed: Vec<u8> = entries.iter().flat_map(entries_of).collect();
    let count = le16(entries.len() as u16);
    concat(&[b"II*\0\x08\0\0\0", &count, &listed, &le32(next), rest])
}

/// Grey, eight bits, in one strip behind the directory.
fn grey_tiff(width: u32, height: u32, changed: &[(u16, u16, u32, u32)]) -> Vec<u8> {
    let mut entries = vec![
        (256, 4, 1, width),
        (257, 4, 1, height),
        (258, 3, 1, 8),
        (259, 3, 1, 1),
        (262, 3, 1, 1),
        (273, 4, 1, 8 + 2 + 9 * 12 + 4),
        (277, 3, 1, 1),
        (278, 4, 1, height),
        (279, 4, 1, width.saturating_mul(height)),
    ];
    for entry in changed {
        match entries.iter_mut().find(|it| it.0 == entry.0) {
            Some(known) => *known = *entry,
            None => entries.push(*entry),
        }
    }
    tiff(&entries, 0, &[99; 300])
}

fn tiffs(corpus: &mut Corpus) {
    for (width, height, fate) in [
        (8, 8, Fate::Picture),
        (0, 8, Fate::Either),
        (60_000, 60_000, Fate::Fails("picture_too_large")),
        (u32::MAX, u32::MAX, Fate::Either),
        (8_000, 8_000, Fate::Either),
    ] {
        let name = format!("tiff of {width}x{height}");
        corpus.add(name, fate, grey_tiff(width, height, &[]));
    }
    for (name, entry) in [
        ("bits 0", (258, 3, 1, 0)),
        ("bits 1", (258, 3, 1, 1)),
        ("bits 16", (258, 3, 1, 16)),
        ("bits 64", (258, 3, 1, 64)),
        ("bits 65535", (258, 3, 1, 65_535)),
        ("compression 2", (259, 3, 1, 2)),
        ("compression 4", (259, 3, 1, 4)),
        ("compression 5", (259, 3, 1, 5)),
        ("compression 7", (259, 3, 1, 7)),
        ("compression 8", (259, 3, 1, 8)),
        ("compression 32773", (259, 3, 1, 32_773)),
        ("compression 50000", (259, 3, 1, 50_000)),
        ("colours 2", (262, 3, 1, 2)),
        ("colours 3 without a table", (262, 3, 1, 3)),
        ("colours 5", (262, 3, 1, 5)),
        ("colours 6", (262, 3, 1, 6)),
        ("strips outside", (273, 4, 1, u32::MAX)),
        ("2³¹ strips", (273, 4, 1 << 31, 8)),
        ("samples 0", (277, 3, 1, 0)),
        ("samples 65535", (277, 3, 1, 65_535)),
        ("rows 0", (278, 4, 1, 0)),
        ("strip of 4 GB", (279, 4, 1, u32::MAX)),
        ("strip of nothing", (279, 4, 1, 0)),
        ("planes", (284, 3, 1, 2)),
        ("predictor 2", (317, 3, 1, 2)),
        ("predictor 3", (317, 3, 1, 3)),
        ("tiles 0", (322, 4, 1, 0)),
        ("tiles 2³¹", (322, 4, 1, 1 << 31)),
        ("orientation 9", (274, 3, 1, 9)),
        ("orientation 6", (274, 3, 1, 6)),
        ("a type of 99", (256, 99, 1, 8)),
        ("a width in words", (256, 2, 4, 0x3131_3131)),
    ] {
        corpus.add(
            format!("tiff with {name}"),
            Fate::Either,
            grey_tiff(8, 8, &[entry]),
        );
    }
    for planes in [1, 2] {
        for side in [16, 48, 4_096] {
            corpus.add(
                format!("tiff tiled {side}, planes {planes}"),
                Fate::Either,
                tiled(side, planes),
            );
        }
    }
}

/// RGB in tiles, which with a plane for each colour once brought a decoder down.
fn tiled(side: u32, planes: u32) -> Vec<u8> {
    let entries = [
        (256, 4, 1, 33),
        (257, 4, 1, 17),
        (258, 3, 1, 8),
        (259, 3, 1, 1),
        (262, 3, 1, 2),
        (277, 3, 1, 3),
        (284, 3, 1, planes),
        (322, 4, 1, side),
        (323, 4, 1, side),
        (324, 4, 3, 200),
        (325, 4, 3, 220),
    ];
    let offsets = [1_000, 1_000, 1_000].map(le32).concat();
    let lengths = [side * side; 3].map(le32).concat();
    let mut bytes = tiff(&entries, 0, &[]);
    bytes.resize(200, 0);
    bytes.extend(offsets);
    bytes.resize(220, 0);
    bytes.extend(lengths);
    bytes.resize(9_000, 77);
    bytes
}

fn chains(corpus: &mut Corpus) {
    let empty_to = |next: u32| concat(&[&le16(0), &le32(next)]);
    for (name, next) in [
        ("itself", 8),
        ("outside", u32::MAX),
        ("its header", 0),
        ("its middle", 10),
    ] {
        let file = concat(&[b"II*\0\x08\0\0\0", &empty_to(next)]);
        corpus.add(format!("tiff that leads to {name}"), Fate::Either, file);
    }
    let chained: Vec<u8> = (1..=100_000_u32)
        .flat_map(|n| empty_to(8 + 6 * n))
        .collect();
    let chained = concat(&[b"II*\0\x08\0\0\0", &chained]);
    corpus.add("tiff of 100,000 empty pages", Fate::Either, chained);
    let many = concat(&[b"II*\0\x08\0\0\0", &le16(65_535), &vec![1; 65_535 * 12]]);
    corpus.add("tiff of 65,535 entries", Fate::Either, many);
    for first in [0, 7, u32::MAX] {
        let file = concat(&[b"MM\0*", &be32(first), &be16(3)]);
        corpus.add(
            format!("tiff that begins at {first:#x}"),
            Fate::Either,
            file,
        );
    }
    let big = |first: u64| concat(&[b"II+\0\x08\0\0\0", &first.to_le_bytes(), &[0xFF; 64]]);
    for first in [0, 16, u64::MAX] {
        corpus.add(
            format!("big tiff that begins at {first:#x}"),
            Fate::Either,
            big(first),
        );
    }
}

/// Black and white of the given size, coded somehow.
fn coded(width: u32, height: u32, compression: u32, data: &[u8]) -> Vec<u8> {
    let entries = [
        (256, 4, 1, width),
        (257, 4, 1, height),
        (258, 3, 1, 1),
        (259, 3, 1, compression),
        (262, 3, 1, 0),
        (273, 4, 1, 8 + 2 + 9 * 12 + 4),
        (277, 3, 1, 1),
        (278, 4, 1, height),
        (279, 4, 1, data.len() as u32),
    ];
    tiff(&entries, 0, data)
}

fn lies(corpus: &mut Corpus) {
    // All tiles are one and the same, and each is much larger than what is seen of it.
    for (name, width, height, tile, compression) in [
        ("of 1×30000 in tiles 2²⁴ wide", 1, 30_000, (1 << 24, 1), 1),
        ("in tiles 2³² wide", 8, 8, (u32::MAX, 16), 8),
        ("in tiles 2³² high", 8, 8, (16, u32::MAX), 8),
        ("in tiles of one pixel", 8_000, 8_000, (1, 1), 8),
        (
            "in tiles of one pixel that are JPEGs",
            8_000,
            8_000,
            (1, 1),
            7,
        ),
    ] {
        let mut entries = vec![
            (256, 4, 1, width),
            (257, 4, 1, height),
            (258, 3, 1, 8),
            (259, 3, 1, compression),
            (262, 3, 1, 1),
            (277, 3, 1, 1),
            (322, 4, 1, tile.0),
            (323, 4, 1, tile.1),
        ];
        // As many places as there are bytes in the file, each of them zero.
        entries.push((324, 4, 50_000, 200));
        entries.push((325, 4, 50_000, 200));
        let mut file = tiff(&entries, 0, &[]);
        file.resize(200, 0);
        file.extend(le32(8).repeat(50_000));
        corpus.add(format!("tiff {name}"), Fate::Either, file);
    }
    // Every strip is the whole file, which unpacks to nothing for as long as it is read.
    for (name, compression, data) in [
        (
            "clears",
            5,
            [0x80, 0x40, 0x20, 0x10, 0x08, 0x04, 0x02, 0x01].repeat(250_000),
        ),
        ("pauses", 32_773, vec![0x80; 2_000_000]),
        ("junk without a line end", 3, vec![0xFF; 2_000_000]),
        ("zeros", 3, vec![0; 2_000_000]),
    ] {
        let height = 30_000;
        let is_fax = compression == 3;
        let entries = [
            (256, 4, 1, 8),
            (257, 4, 1, height),
            (258, 3, 1, if is_fax { 1 } else { 8 }),
            (259, 3, 1, compression),
            (262, 3, 1, 1),
            (273, 4, height, 200),
            (278, 4, 1, 1),
        ];
        let mut file = tiff(&entries, 0, &[]);
        file.resize(200, 0);
        file.extend(le32(200 + 4 * height).repeat(height as usize));
        file.extend(data);
        corpus.add(
            format!("tiff of 30,000 strips of {name}"),
            Fate::Either,
            file,
        );
    }
    let bomb = zlib_zeros(64 << 20);
    let entries = |width: u32, height: u32| {
        [
            (256, 4, 1, width),
            (257, 4, 1, height),
            (258, 3, 1, 8),
            (259, 3, 1, 8),
            (262, 3, 1, 1),
            (273, 4, 1, 8 + 2 + 8 * 12 + 4),
            (277, 3, 1, 1),
            (279, 4, 1, bomb.len() as u32),
        ]
    };
    for (name, width, height, fate) in [
        ("of 8×8", 8, 8, Fate::Picture),
        ("of 8000×8000", 8_000, 8_000, Fate::Picture),
        (
            "of 30000×30000",
            30_000,
            30_000,
            Fate::Fails("picture_too_large"),
        ),
    ] {
        let file = tiff(&entries(width, height), 0, &bomb);
        corpus.add(format!("tiff {name} from 64 MB of zeros"), fate, file);
    }
}

fn codes(corpus: &mut Corpus) {
    for compression in [2, 3, 4, 32_771] {
        for (name, data) in [
            ("zeros", vec![0; 5_000]),
            ("ones", vec![0xFF; 5_000]),
            ("line ends", [0x00, 0x10, 0x01].repeat(1_700)),
            ("the longest runs", [0x01, 0xF0].repeat(2_500)),
            (
                "horizontal runs of nothing",
                [0x26, 0xA6, 0xE4].repeat(1_700),
            ),
            ("a few bits", vec![0x35]),
        ] {
            for (width, height) in [(1, 1), (7, 3), (2_000, 2_000), (30_000, 2_000)] {
                corpus.add(
                    format!("tiff of {width}×{height}, code {compression}, of {name}"),
                    Fate::Either,
                    coded(width, height, compression, &data),
                );
            }
        }
    }
}
