//! Good files with seeded damage: the same seed makes the same files.

use image::ImageFormat;

use crate::corpus::{Corpus, small};
use crate::{jpeg, markup, ofd, others, pdf, png, tiff, wrong};

/// A small generator of random numbers (xorshift64*).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        // It stays at zero for ever once it is there.
        Self(seed | 1)
    }

    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16
    }

    /// Below `sides`, which is not zero.
    fn below(&mut self, sides: usize) -> usize {
        (self.roll() % sides as u64) as usize
    }

    fn byte(&mut self) -> u8 {
        self.roll() as u8
    }
}

/// Files to damage: one of every format as it is written here, and the small ones of the list.
pub fn originals() -> Vec<Vec<u8>> {
    const SMALL_BYTES: usize = 20_000;
    let mut listed = Corpus::default();
    png::add_to(&mut listed);
    jpeg::add_to(&mut listed);
    others::add_to(&mut listed);
    tiff::add_to(&mut listed);
    wrong::add_to(&mut listed);
    let listed = listed.0.into_iter().map(|it| it.bytes);
    let mut originals: Vec<_> = listed
        .filter(|bytes| (20..SMALL_BYTES).contains(&bytes.len()))
        .collect();
    // Whole files bear more damage than those of the list: half of all that is damaged is of these.
    let whole = [
        ImageFormat::Jpeg,
        ImageFormat::Png,
        ImageFormat::Gif,
        ImageFormat::Bmp,
        ImageFormat::Tiff,
        ImageFormat::WebP,
    ];
    let copies = originals.len() / whole.len();
    for format in whole {
        originals.extend(std::iter::repeat_n(small(format), copies));
    }
    originals
}

/// Documents to damage, all of them good. XML bears the least damage, so there is more of it.
pub fn documents() -> Vec<Vec<u8>> {
    let xml = markup::good();
    [pdf::good(), ofd::good(), xml.clone(), xml.clone(), xml].concat()
}

/// One of `originals` with one to four kinds of damage.
pub fn mutant(originals: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = originals[dice.below(originals.len())].clone();
    for _ in 0..=dice.below(4) {
        damage(&mut bytes, originals, dice);
        if bytes.is_empty() {
            break;
        }
    }
    bytes
}

fn damage(bytes: &mut Vec<u8>, originals: &[Vec<u8>], dice: &mut Dice) {
    let at = dice.below(bytes.len());
    let length = 1 + dice.below((bytes.len() - at).min(64));
    match dice.below(9) {
        0 => bytes[at] ^= 1 << dice.below(8),
        1 => bytes[at] = dice.byte(),
        2 => bytes[at..at + length].fill(0),
        3 => bytes[at..at + length].fill(0xFF),
        4 => bytes.truncate(at),
        5 => drop(bytes.drain(at..at + length)),
        6 => {
            let again = bytes[at..at + length].to_vec();
            bytes.splice(at..at, again);
        }
        7 => {
            let other = &originals[dice.below(originals.len())];
            let from = dice.below(other.len());
            bytes.splice(at.., other[from..].iter().copied());
        }
        // Where a number stands near the beginning, it becomes a large or a negative one.
        _ => {
            let at = at % 40;
            let end = (at + 4).min(bytes.len());
            let value = [0x7F, 0x80, 0xFF][dice.below(3)];
            if at < end {
                bytes[at..end].fill(0xFF);
                bytes[at] = value;
            }
        }
    }
}
