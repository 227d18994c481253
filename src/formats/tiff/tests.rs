//! Files of many kinds against what libtiff shows of them (`tests/tiff`), and what becomes of damage.

use std::fs;
use std::path::{Path, PathBuf};

use weezl::BitOrder;
use weezl::encode::Encoder;

use crate::formats::{
    DecodeJob, Decoded, FormatError, Limits, MediaType, PagePart, Pixels, decode, fixtures,
};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tiff")
}

fn sample(name: &str) -> Vec<u8> {
    fs::read(folder().join(name).with_extension("tif")).expect("a sample")
}

fn run(bytes: &[u8]) -> Result<Decoded, FormatError> {
    decode(&DecodeJob {
        bytes: bytes.into(),
        want: Pixels::Full,
        limits: Limits::default(),
    })
}

fn shown(bytes: &[u8]) -> Decoded {
    run(bytes).expect("a picture")
}

/// One line of `values.txt`.
struct Truth {
    name: String,
    size: (u32, u32),
    sums: [u32; 2],
    means: Vec<u8>,
}

const PARTS: (usize, usize) = (8, 4);

impl Truth {
    fn all() -> Vec<Self> {
        let text = fs::read_to_string(folder().join("values.txt")).expect("the list");
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        lines.map(Self::read).collect()
    }

    fn read(line: &str) -> Self {
        let words: Vec<&str> = line.split(' ').collect();
        let [name, width, height, first, second, means] = words[..] else {
            panic!("{line}");
        };
        let number = |word: &str| word.parse().expect("a number");
        let pairs = means.as_bytes().as_chunks::<2>().0.iter();
        let mean = |pair: &[u8; 2]| {
            let digits = std::str::from_utf8(pair).expect("digits");
            u8::from_str_radix(digits, 16).expect("hexadecimal")
        };
        Self {
            name: name.to_owned(),
            size: (number(width), number(height)),
            sums: [number(first), number(second)],
            means: pairs.map(mean).collect(),
        }
    }
}

fn sums(decoded: &Decoded) -> [u32; 2] {
    let samples = decoded.raster.bytes().as_chunks::<4>().0.iter();
    samples.fold([0, 0], |mut sums, pixel| {
        for sample in &pixel[..3] {
            sums[0] = (sums[0] + u32::from(*sample) + 1) % 65_521;
            sums[1] = (sums[1] + sums[0]) % 65_521;
        }
        sums
    })
}

fn means(decoded: &Decoded) -> Vec<u8> {
    let (width, height) = decoded.raster.size();
    let (mut totals, mut counts) = ([[0_u32; 3]; 32], [0_u32; 32]);
    for (index, pixel) in decoded.raster.bytes().as_chunks::<4>().0.iter().enumerate() {
        let (x, y) = (index % width as usize, index / width as usize);
        let part = y * PARTS.1 / height as usize * PARTS.0 + x * PARTS.0 / width as usize;
        counts[part] += 1;
        for (total, sample) in totals[part].iter_mut().zip(pixel) {
            *total += u32::from(*sample);
        }
    }
    let mean =
        |(totals, count): ([u32; 3], u32)| totals.map(|total| ((total + count / 2) / count) as u8);
    totals.into_iter().zip(counts).flat_map(mean).collect()
}

#[test]
fn every_kind_is_shown_as_libtiff_shows_it() {
    let list = Truth::all();
    assert!(list.len() >= 60);
    for truth in list {
        let decoded = shown(&sample(&truth.name));
        let name = &truth.name;
        assert!(decoded.facts.complete, "{name}");
        assert_eq!(decoded.raster.size(), truth.size, "{name}");
        // Decoders of JPEG differ by a little, and so does how products are rounded.
        let tolerance = match name {
            _ if name.starts_with("jpeg-ycbcr") => 2,
            _ if name.starts_with("jpeg") || name.contains("alpha") => 1,
            _ if name == "cmyk" || name == "rgb-multiplied" => 1,
            _ => {
                assert_eq!(sums(&decoded), truth.sums, "{name}");
                0
            }
        };
        for (found, wanted) in means(&decoded).into_iter().zip(&truth.means) {
            assert!(
                found.abs_diff(*wanted) <= tolerance,
                "{name}: {found} {wanted}"
            );
        }
    }
}

#[test]
fn pages_are_counted_and_the_first_is_shown() {
    let decoded = shown(&sample("pages"));
    assert_eq!(decoded.facts.frames, 2);
    assert_eq!(decoded.raster, shown(&sample("fax-g4")).raster);
}

#[test]
fn what_was_cut_off_is_white_and_told() {
    // Of several pages the first may be whole.
    let list = Truth::all().into_iter();
    for truth in list.filter(|truth| truth.name != "pages") {
        let whole = sample(&truth.name);
        for tenth in 0..10 {
            match run(&whole[..whole.len() * tenth / 10]) {
                Ok(decoded) => assert!(!decoded.facts.complete, "{} {tenth}", truth.name),
                Err(error) => assert_ne!(error, FormatError::Crashed, "{} {tenth}", truth.name),
            }
        }
    }
    // Here the directory comes first, and two of four rows.
    let file = fixtures::grey_tiff(&[90]);
    let decoded = shown(&file[..file.len() - 8]);
    assert!(!decoded.facts.complete);
    assert_eq!(decoded.raster.rgba(3, 1), Some([90, 90, 90, 255]));
    assert_eq!(decoded.raster.rgba(0, 2), Some([255; 4]));
}

/// Pixels that are not those of the undamaged file.
fn differences(damaged: &Decoded, whole: &Decoded) -> usize {
    let pairs = damaged.raster.pixels().iter().zip(whole.raster.pixels());
    pairs.filter(|(a, b)| a != b).count()
}

#[test]
fn damage_in_a_fax_costs_the_rows_that_it_is_in() {
    for (name, most) in [("fax-g3-1d", 3), ("fax-g3-1d-fill", 3), ("fax-g3-2d", 12)] {
        let file = sample(name);
        let whole = shown(&file);
        let mut damaged = file.clone();
        damaged[400..402].fill(0xA5);
        let decoded = shown(&damaged);
        assert!(!decoded.facts.complete, "{name}");
        let lost = differences(&decoded, &whole);
        assert!(lost > 0 && lost < most * 2_700, "{name}: {lost}");
    }
    // Without line ends nothing behind the damage can be read.
    let file = sample("fax-g4");
    let mut damaged = file.clone();
    damaged[800..820].fill(0);
    let decoded = shown(&damaged);
    assert!(!decoded.facts.complete);
    let last_row_of_the_strip = &decoded.raster.pixels()[23 * 2_700..24 * 2_700];
    assert!(last_row_of_the_strip.iter().all(|pixel| *pixel == u32::MAX));
    assert_eq!(
        decoded.raster.pixels()[..10 * 2_700],
        shown(&file).raster.pixels()[..10 * 2_700]
    );
}

#[test]
fn damage_in_a_strip_leaves_the_others() {
    for name in [
        "rgb-lzw",
        "rgb-deflate-differences-big-endian",
        "rgb-planes",
        "jpeg-rgb-tiles",
    ] {
        let file = sample(name);
        let mut damaged = file.clone();
        let middle = file.len() / 2;
        damaged[middle..middle + 24].fill(0xFF);
        match run(&damaged) {
            Ok(decoded) => {
                assert_eq!(decoded.raster.size(), (31, 23), "{name}");
            }
            Err(error) => panic!("{name}: {error}"),
        }
    }
    // The last of its strips begins behind the end.
    let whole = shown(&sample("rgb-packbits"));
    let file = changed("rgb-packbits", 273, |offsets| {
        let last = offsets.len() - 4;
        offsets[last..].fill(0xFF);
    });
    let decoded = shown(&file);
    assert!(!decoded.facts.complete);
    assert_eq!(
        decoded.raster.pixels()[..31 * 20],
        whole.raster.pixels()[..31 * 20]
    );
    assert_eq!(decoded.raster.rgba(5, 22), Some([255; 4]));
}

/// A sample with the bytes of a tag's values changed. Little-endian, and as classic as can be.
fn changed(name: &str, tag: u16, change: impl FnOnce(&mut [u8])) -> Vec<u8> {
    let mut bytes = sample(name);
    let short =
        |bytes: &[u8], at: usize| usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]));
    let long = |bytes: &[u8], at: usize| short(bytes, at) + (short(bytes, at + 2) << 16);
    let directory = long(&bytes, 4);
    let entries = short(&bytes, directory);
    let entry = (0..entries)
        .map(|index| directory + 2 + 12 * index)
        .find(|at| short(&bytes, *at) == usize::from(tag))
        .expect("such a tag");
    let wide = [0, 1, 1, 2, 4, 8][short(&bytes, entry + 2)];
    let length = wide * long(&bytes, entry + 4);
    let start = if length <= 4 {
        entry + 8
    } else {
        long(&bytes, entry + 8)
    };
    change(&mut bytes[start..start + length]);
    bytes
}

#[test]
fn orientation_is_followed() {
    let stored = shown(&sample("fax-g4"));
    let turned = shown(&valued("fax-g4", 274, 6));
    assert_eq!(
        (turned.facts.orientation, turned.raster.size()),
        (6, (42, 2_700))
    );
    assert_eq!(turned.raster.rgba(41, 0), stored.raster.rgba(0, 0));
    assert_eq!(turned.raster.rgba(0, 2_699), stored.raster.rgba(2_699, 41));
}

/// A sample with one of its tags made another one of a single value.
fn renamed(name: &str, from: u16, to: u16, value: u16) -> Vec<u8> {
    let mut bytes = sample(name);
    let needle = [from.to_le_bytes(), [3, 0], [1, 0], [0, 0]].concat();
    let at = bytes.windows(8).position(|window| window == needle);
    let at = at.expect("such a tag");
    bytes[at..at + 2].copy_from_slice(&to.to_le_bytes());
    bytes[at + 8..at + 10].copy_from_slice(&value.to_le_bytes());
    bytes
}

fn valued(name: &str, tag: u16, value: u16) -> Vec<u8> {
    renamed(name, tag, tag, value)
}

#[test]
fn kinds_that_are_not_known_are_named() {
    let unsupported = Err(FormatError::Unsupported {
        media_type: MediaType::Tiff,
    });
    for (name, tag, value) in [
        // JPEG as it was kept before revision 6 of the format was mended, JPEG 2000, zstd.
        ("jpeg-ycbcr", 259, 6),
        ("rgb", 259, 34_712),
        ("rgb", 259, 50_000),
        // CIE L*a*b*, and a sensor's own colours.
        ("rgb", 262, 8),
        ("rgb", 262, 32_803),
        // More colours than a fax has.
        ("grey8", 259, 4),
        ("grey8", 258, 17),
        ("rgb-lzw-differences", 317, 3),
    ] {
        assert_eq!(
            run(&valued(name, tag, value)).map(drop),
            unsupported,
            "{name} {tag} {value}"
        );
    }
    // Inks in a JPEG.
    assert_eq!(run(&valued("cmyk", 259, 7)).map(drop), unsupported);
}

#[test]
fn what_cannot_be_is_damage() {
    for (name, tag, value) in [
        ("rgb", 256, 0),
        ("rgb", 277, 2),
        ("rgb-tiles-lzw", 322, 0),
        ("palette8", 258, 16),
    ] {
        let error = run(&valued(name, tag, value)).expect_err("no picture");
        let is_told = matches!(
            error,
            FormatError::Corrupt { .. } | FormatError::Unsupported { .. }
        );
        assert!(is_told, "{name} {tag} {value}: {error}");
    }
    let error = run(&renamed("palette8", 278, 65_000, 0).replace_tag(320, 65_001));
    assert!(
        matches!(error, Err(FormatError::Corrupt { .. })),
        "{error:?}"
    );
}

trait ReplaceTag {
    fn replace_tag(self, from: u16, to: u16) -> Self;
}

impl ReplaceTag for Vec<u8> {
    /// The first place where the tag stands before the type of 16 bits.
    fn replace_tag(mut self, from: u16, to: u16) -> Self {
        let needle = [from.to_le_bytes(), [3, 0]].concat();
        let at = self.windows(4).position(|window| window == needle);
        let at = at.expect("such a tag");
        self[at..at + 2].copy_from_slice(&to.to_le_bytes());
        self
    }
}

#[test]
fn strips_without_rows_are_one_strip() {
    let whole = shown(&sample("grey8"));
    assert_eq!(shown(&valued("grey8", 278, 0)), whole);
}

#[test]
fn an_alpha_channel_of_zeros_is_none() {
    let colours = shown(&sample("rgb"));
    let mut file = sample("rgb-alpha");
    // Pixels come first in this file.
    for pixel in file[8..8 + 31 * 23 * 4].as_chunks_mut::<4>().0 {
        pixel[3] = 0;
    }
    assert_eq!(shown(&file).raster, colours.raster);
}

#[test]
fn codes_that_begin_at_the_lowest_bit_are_read() {
    let plain = sample("grey8");
    let pixels = &plain[8..8 + 31 * 23];
    let packed = Encoder::new(BitOrder::Lsb, 8)
        .encode(pixels)
        .expect("memory");
    let mut file = valued("grey8", 259, 5);
    // Behind the end of the old file.
    let start = file.len() as u32;
    file.extend(&packed);
    for (tag, value) in [(273, start), (279, packed.len() as u32)] {
        let needle = [u16::to_le_bytes(tag), [4, 0], [1, 0], [0, 0]].concat();
        let at = file
            .windows(8)
            .position(|window| window == needle)
            .expect("a tag");
        file[at + 8..at + 12].copy_from_slice(&value.to_le_bytes());
    }
    assert_eq!(shown(&file).raster, shown(&plain).raster);
}

#[test]
fn the_only_strip_may_be_counted_wrongly() {
    let whole = shown(&sample("rgb"));
    for count in [0, 1, 5_000_000_u32] {
        let file = changed("rgb", 279, |bytes| {
            bytes.copy_from_slice(&count.to_le_bytes());
        });
        assert_eq!(shown(&file), whole, "{count}");
    }
}

#[test]
fn sizes_and_tiles_are_limited_before_anything_is_held() {
    for (tag, expected) in [(322, "memory"), (256, "large")] {
        let name = if tag == 322 { "rgb-tiles-lzw" } else { "rgb" };
        let mut file = sample(name);
        let needle = [u16::to_le_bytes(tag), [3, 0], [1, 0], [0, 0]].concat();
        let at = file
            .windows(8)
            .position(|window| window == needle)
            .expect("a tag");
        // One value of 32 bits.
        file[at + 2] = 4;
        file[at + 8..at + 12].copy_from_slice(&0xFFFF_0000_u32.to_le_bytes());
        let error = run(&file).expect_err("too much");
        match expected {
            "memory" => assert_eq!(error, FormatError::TooMuchMemory),
            _ => assert!(matches!(error, FormatError::TooLarge { .. }), "{error}"),
        }
    }
}

#[test]
fn a_part_of_a_large_one_is_cut_out_of_it() {
    let file = sample("fax-g3-2d");
    let whole = shown(&file);
    let limits = Limits {
        max_whole_pixels: 20_000,
        ..Limits::default()
    };
    let part = PagePart {
        page: 0,
        scale: 1,
        shrink: 1,
        left: 900,
        top: 10,
        width: 500,
        height: 20,
    };
    let [copy, part] = [Pixels::Full, Pixels::Part(part)].map(|want| {
        let job = DecodeJob {
            bytes: file.as_slice().into(),
            want,
            limits,
        };
        decode(&job).expect("a picture")
    });
    assert_eq!(copy.facts, whole.facts);
    assert!(copy.raster.size().0 < 2_700);
    assert_eq!(part.raster.size(), (500, 20));
    for (x, y) in [(0, 0), (250, 10), (499, 19)] {
        assert_eq!(part.raster.rgba(x, y), whole.raster.rgba(900 + x, 10 + y));
    }
}
