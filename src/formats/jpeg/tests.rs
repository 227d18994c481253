//! Headers, and thumbnails of files written here with every way of keeping colours coarser that cameras and programs use.

use std::f64::consts::{FRAC_1_SQRT_2, PI};

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

use super::*;
use crate::formats::{DecodeJob, Decoded, Pixels, decode, fixtures};

const SIDE: u32 = 64;

/// How a file is written.
struct Way<'a> {
    /// Blocks in a unit for each component.
    blocks: &'a [(u32, u32)],
    /// In units; 0: none.
    restart_interval: u16,
}

/// Colours, print and a slope, at a size that is no multiple of anything.
fn picture() -> RgbImage {
    RgbImage::from_fn(519, 391, |x, y| {
        let quadrant = fixtures::QUADRANT_COLOURS[usize::from(x > 230) + 2 * usize::from(y > 200)];
        let is_ink = y % 24 < 12 && (x / 5 + y / 24).is_multiple_of(3);
        let soft = quadrant.map(|sample| 100 + sample / 4 + (x / 8) as u8);
        Rgb(if is_ink { [30, 25, 40] } else { soft })
    })
}

fn component(image: &RgbImage, index: usize, x: u32, y: u32) -> f64 {
    let (width, height) = image.dimensions();
    let Rgb(pixel) = *image.get_pixel(x.min(width - 1), y.min(height - 1));
    let [red, green, blue] = pixel.map(f64::from);
    let brightness = 0.299 * red + 0.587 * green + 0.114 * blue;
    match index {
        0 => brightness,
        1 => 128.0 + (blue - brightness) / 1.772,
        _ => 128.0 + (red - brightness) / 1.402,
    }
}

impl Way<'_> {
    /// A JPEG with codes of equal length and coefficients in steps of 4, so that nothing but the standard's order is
    /// needed to write it.
    fn write(&self, image: &RgbImage) -> Vec<u8> {
        let (width, height) = image.dimensions();
        let mut bytes = vec![0xFF, 0xD8];
        bytes.extend(b"\xFF\xDB\0\x43\0");
        bytes.extend([4; 64]);
        let count = self.blocks.len() as u8;
        bytes.extend([0xFF, 0xC0, 0, 8 + 3 * count, 8]);
        bytes.extend([height as u16, width as u16].map(u16::to_be_bytes).concat());
        bytes.push(count);
        for (id, (across, down)) in (1..).zip(self.blocks) {
            bytes.extend([id, (across << 4 | down) as u8, 0]);
        }
        bytes.extend(b"\xFF\xC4\0\x1F\0\0\0\0\x0C\0\0\0\0\0\0\0\0\0\0\0\0");
        bytes.extend(0..12);
        bytes.extend(b"\xFF\xC4\0\xB5\x10\0\0\0\0\0\0\0\xA2\0\0\0\0\0\0\0\0");
        bytes.extend(details());
        bytes.extend(b"\xFF\xDD\0\x04");
        bytes.extend(self.restart_interval.to_be_bytes());
        bytes.extend([0xFF, 0xDA, 0, 6 + 2 * count, count]);
        bytes.extend((1..=count).flat_map(|id| [id, 0]));
        bytes.extend([0, 63, 0]);
        self.write_scan(image, &mut bytes);
        bytes.extend([0xFF, 0xD9]);
        bytes
    }

    fn write_scan(&self, image: &RgbImage, bytes: &mut Vec<u8>) {
        let across = self.blocks.iter().map(|it| it.0).max().expect("components");
        let down = self.blocks.iter().map(|it| it.1).max().expect("components");
        let (width, height) = image.dimensions();
        let mut means = vec![0; self.blocks.len()];
        let mut bits = String::new();
        let mut units: u16 = 0;
        for row in 0..height.div_ceil(8 * down) {
            for column in 0..width.div_ceil(8 * across) {
                if self.restart_interval > 0
                    && units > 0
                    && units.is_multiple_of(self.restart_interval)
                {
                    flush(&mut bits, bytes);
                    let number = (units / self.restart_interval - 1) % 8;
                    bytes.extend([0xFF, 0xD0 + number as u8]);
                    means.fill(0);
                }
                units += 1;
                for (index, (h, v)) in self.blocks.iter().copied().enumerate() {
                    // Samples of this component are so many pixels wide and high.
                    let grain = (across / h, down / v);
                    for block in 0..h * v {
                        let (x, y) = (column * h + block % h, row * v + block / h);
                        let sample = |dx: u32, dy: u32| {
                            let (x, y) = ((8 * x + dx) * grain.0, (8 * y + dy) * grain.1);
                            let inside = (0..grain.0 * grain.1)
                                .map(|it| (x + it % grain.0, y + it / grain.0));
                            let sum: f64 = inside.map(|(x, y)| component(image, index, x, y)).sum();
                            sum / f64::from(grain.0 * grain.1)
                        };
                        write_block(&frequencies(sample), &mut means[index], &mut bits);
                    }
                }
            }
        }
        flush(&mut bits, bytes);
    }
}

/// Symbols of all coefficients but the first.
fn details() -> impl Iterator<Item = u8> {
    let values = (0..16).flat_map(|zeroes| (1..=10).map(move |size| zeroes << 4 | size));
    [0x00, 0xF0].into_iter().chain(values)
}

/// Of one block, in steps of 4 and in the order of a file.
fn frequencies(sample: impl Fn(u32, u32) -> f64) -> [i32; 64] {
    let mut samples = [[0.0; 8]; 8];
    for (y, row) in samples.iter_mut().enumerate() {
        for (x, value) in row.iter_mut().enumerate() {
            *value = sample(x as u32, y as u32) - 128.0;
        }
    }
    let wave = |frequency: usize, at: usize| {
        let height = if frequency == 0 { FRAC_1_SQRT_2 } else { 1.0 } / 2.0;
        height * ((2 * at + 1) as f64 * frequency as f64 * PI / 16.0).cos()
    };
    let mut order: Vec<(usize, usize)> = (0..64).map(|at| (at % 8, at / 8)).collect();
    // Along rising and falling diagonals in turn.
    order.sort_by_key(|(x, y)| (x + y, if (x + y) % 2 == 0 { *x } else { *y }));
    let mut values = [0; 64];
    for (value, (u, v)) in values.iter_mut().zip(order) {
        let mut sum = 0.0;
        for (y, row) in samples.iter().enumerate() {
            for (x, sample) in row.iter().enumerate() {
                sum += sample * wave(u, x) * wave(v, y);
            }
        }
        *value = (sum / 4.0).round() as i32;
    }
    values
}

fn write_block(values: &[i32; 64], mean: &mut i32, bits: &mut String) {
    let difference = values[0] - std::mem::replace(mean, values[0]);
    let size = size_of_value(difference);
    *bits += &binary(size, 4);
    push_value(difference, bits);
    let mut zeroes = 0;
    for value in &values[1..] {
        if *value == 0 {
            zeroes += 1;
            continue;
        }
        while zeroes > 15 {
            push_detail(0xF0, bits);
            zeroes -= 16;
        }
        push_detail(zeroes << 4 | size_of_value(*value) as u8, bits);
        push_value(*value, bits);
        zeroes = 0;
    }
    if zeroes > 0 {
        push_detail(0x00, bits);
    }
}

fn binary(number: usize, digits: usize) -> String {
    format!("{number:0digits$b}")
}

fn push_detail(symbol: u8, bits: &mut String) {
    let code = details().position(|it| it == symbol).expect("listed");
    *bits += &binary(code, 8);
}

fn size_of_value(value: i32) -> usize {
    (i32::BITS - value.unsigned_abs().leading_zeros()) as usize
}

fn push_value(value: i32, bits: &mut String) {
    let size = size_of_value(value);
    let stored = if value < 0 {
        value + (1 << size) - 1
    } else {
        value
    };
    if size > 0 {
        *bits += &binary(stored as usize, size);
    }
}

fn flush(bits: &mut String, bytes: &mut Vec<u8>) {
    while !bits.len().is_multiple_of(8) {
        bits.push('1');
    }
    for start in (0..bits.len()).step_by(8) {
        let byte = u8::from_str_radix(&bits[start..start + 8], 2).expect("binary digits");
        bytes.push(byte);
        if byte == 0xFF {
            bytes.push(0);
        }
    }
    bits.clear();
}

fn run(bytes: &[u8], want: Pixels) -> Decoded {
    let job = DecodeJob {
        bytes: bytes.into(),
        want,
        limits: Limits::default(),
    };
    decode(&job).expect("a JPEG of our own making")
}

/// Whether the file is of the kind that is decoded at a fraction.
fn is_scaled(bytes: &[u8]) -> bool {
    decode_scaled(bytes, (SIDE, SIDE), &Limits::default()).is_some()
}

#[test]
fn every_way_of_keeping_colours_comes_out_as_the_whole_picture_would() {
    let image = picture();
    let ways: [&[(u32, u32)]; 7] = [
        &[(1, 1), (1, 1), (1, 1)],
        &[(2, 1), (1, 1), (1, 1)],
        &[(2, 2), (1, 1), (1, 1)],
        &[(1, 2), (1, 1), (1, 1)],
        &[(4, 1), (1, 1), (1, 1)],
        &[(2, 2), (2, 1), (1, 2)],
        &[(1, 1)],
    ];
    for blocks in ways {
        for restart_interval in [0, 1, 13] {
            let file = Way {
                blocks,
                restart_interval,
            }
            .write(&image);
            assert!(is_scaled(&file), "{blocks:?}");
            let whole = run(&file, Pixels::Full);
            assert_eq!(whole.facts.size.to_tuple(), image.dimensions());
            for max_side in [SIDE, 100, 170] {
                let thumbnail = run(&file, Pixels::Thumbnail { max_side });
                assert!(thumbnail.facts.complete);
                let mean = fixtures::difference(&thumbnail.raster, &whole.raster);
                assert!(
                    mean < 3.0,
                    "{blocks:?} {restart_interval} {max_side}: {mean} of 255"
                );
            }
        }
    }
}

#[test]
fn rarer_kinds_go_the_common_way() {
    let file = fixtures::encode(&DynamicImage::from(picture()), ImageFormat::Jpeg);
    assert!(is_scaled(&file));
    let with_adobe = |transform: u8| {
        let mut body = b"Adobe\0\x64\0\0\0\0".to_vec();
        body.push(transform);
        fixtures::with_segment(&file, 0xEE, &body)
    };
    assert!(is_scaled(&with_adobe(1)));
    assert!(!is_scaled(&with_adobe(0)), "red, green and blue");
    let progressive: Vec<u8> = {
        let frame = file
            .windows(2)
            .position(|pair| pair == [0xFF, 0xC0])
            .expect("a frame");
        let mut file = file.clone();
        file[frame + 1] = 0xC2;
        file
    };
    assert!(!is_scaled(&progressive));
    let large = decode_scaled(&file, (300, 226), &Limits::default());
    assert!(large.is_none(), "all of the brightness is needed");
    let tight = Limits {
        max_alloc_bytes: 1_000,
        ..Limits::default()
    };
    assert!(decode_scaled(&file, (SIDE, SIDE), &tight).is_none());
}

#[test]
fn damage_is_left_to_the_common_way_and_never_panics() {
    let blocks = &[(2, 2), (1, 1), (1, 1)];
    let file = Way {
        blocks,
        restart_interval: 5,
    }
    .write(&picture());
    for at in (2..file.len()).step_by(97) {
        for value in [0x00, 0xFF, file[at] ^ 0x55] {
            let mut damaged = file.clone();
            damaged[at] = value;
            if let Some(samples) = decode_scaled(&damaged, (SIDE, SIDE), &Limits::default()) {
                assert_eq!(samples.size(), (SIDE, SIDE));
            }
        }
    }
    // Data that ends before the picture does, although the end marker is there.
    let mut cut = file[..file.len() * 2 / 3].to_vec();
    cut.extend([0xFF, END]);
    assert!(!is_scaled(&cut));
}

#[test]
fn the_header_is_read_without_decoding() {
    let jpeg = fixtures::with_exif_orientation(&fixtures::quadrants_jpeg(64, 48), 6);
    let header = JpegHeader::read(&jpeg).expect("a JPEG of our own making");
    assert_eq!((header.width, header.height), (64, 48));
    assert!(header.ended);
    assert_eq!(header.orientation, Orientation::Rotate90);
}

#[test]
fn a_preview_inside_a_segment_does_not_count_as_the_end() {
    let jpeg = fixtures::quadrants_jpeg(64, 48);
    let mut preview = b"Exif\0\0 preview ".to_vec();
    preview.extend([0xFF, END]);
    let jpeg = fixtures::with_segment(&jpeg, APP1, &preview);
    assert!(JpegHeader::read(&jpeg).expect("whole").ended);
    assert!(
        !JpegHeader::read(&jpeg[..jpeg.len() - 2])
            .expect("cut")
            .ended
    );
}

#[test]
fn junk_behind_the_end_is_no_harm() {
    let mut jpeg = fixtures::quadrants_jpeg(64, 48);
    jpeg.extend([0; 100]);
    assert!(JpegHeader::read(&jpeg).expect("whole").ended);
}

#[test]
fn a_frame_without_height_is_damage() {
    let mut jpeg = fixtures::quadrants_jpeg(64, 48);
    let frame = jpeg
        .windows(2)
        .position(|pair| pair == [0xFF, 0xC0])
        .expect("a baseline frame");
    jpeg[frame + 5..frame + 7].fill(0);
    let error = JpegHeader::read(&jpeg).expect_err("no height");
    assert_eq!(error.code(), "file_corrupt");
}
