//! A list of files, each with a name and with what has to come of it.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

/// What has to come of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Shown, whole or in part.
    Picture,
    /// Not shown, for this reason: the code of a failure.
    Fails(&'static str),
    /// One or the other, in time: decoders differ in what they forgive.
    Either,
    /// The same, or ended by the clock, which is set short for it: what decodes it cannot be stopped from inside.
    Slow,
}

pub struct Hostile {
    pub name: String,
    pub bytes: Vec<u8>,
    pub fate: Fate,
}

#[derive(Default)]
pub struct Corpus(pub Vec<Hostile>);

impl Corpus {
    pub fn add(&mut self, name: impl Into<String>, fate: Fate, bytes: Vec<u8>) {
        let name = name.into();
        self.0.push(Hostile { name, bytes, fate });
    }

    /// The file cut after every tenth, each time at an odd place.
    pub fn add_cuts(&mut self, name: &str, whole: &[u8]) {
        for tenth in 1..10 {
            let cut = whole.len() * tenth / 10;
            self.add(
                format!("{name}, {tenth}0 %"),
                Fate::Either,
                whole[..cut].to_vec(),
            );
        }
        let last = whole.len() - 1;
        self.add(
            format!("{name}, one byte short"),
            Fate::Either,
            whole[..last].to_vec(),
        );
    }

    /// The file with one byte at `at` set to each of `values`.
    pub fn add_bytes(&mut self, name: &str, whole: &[u8], at: usize, values: &[u8]) {
        for value in values {
            let mut bytes = whole.to_vec();
            bytes[at] = *value;
            self.add(format!("{name} {value:#04x}"), Fate::Either, bytes);
        }
    }
}

pub fn drawing(width: u32, height: u32) -> DynamicImage {
    let image = RgbImage::from_fn(width, height, |x, y| {
        let ink = (x / 3).wrapping_mul(0x9E37_79B1) ^ (y / 4).wrapping_mul(0x85EB_CA77);
        Rgb([(ink >> 16) as u8, (x * 3) as u8, (y * 5) as u8])
    });
    image.into()
}

pub fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image
        .write_to(&mut bytes, format)
        .expect("memory takes a small picture");
    bytes.into_inner()
}

/// 64×48 px in the given format.
pub fn small(format: ImageFormat) -> Vec<u8> {
    encoded(&drawing(64, 48), format)
}

/// Where `part` first stands in `whole`.
pub fn find(whole: &[u8], part: &[u8]) -> usize {
    let place = whole.windows(part.len()).position(|window| window == part);
    place.expect("the file has such a part")
}
