//! Walks containers without decoding: is the end there, and how many pictures are inside?

use crate::model::MediaType;

/// What a container says about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Extent {
    /// The end marker is there. Formats without one always say yes; their decoders notice a cut.
    pub(super) ended: bool,
    /// Pages of a TIFF, frames of an animation, otherwise one. At least one.
    pub(super) frames: u32,
}

/// More pages or frames than this are not counted.
const MAX_FRAMES: u32 = 1_000;

impl Extent {
    pub(super) fn of(bytes: &[u8], media_type: MediaType) -> Self {
        let (ended, frames) = match media_type {
            MediaType::Png => png(bytes),
            MediaType::Gif => gif(bytes).unwrap_or((false, 1)),
            MediaType::Webp => webp(bytes),
            MediaType::Tiff => (true, tiff_pages(bytes)),
            _ => (true, 1),
        };
        Self {
            ended,
            frames: frames.clamp(1, MAX_FRAMES),
        }
    }
}

fn png(bytes: &[u8]) -> (bool, u32) {
    const SIGNATURE_AND_HEADER: usize = 8;
    const LENGTH_TYPE_CRC: usize = 12;
    let mut frames = 1;
    let mut at = SIGNATURE_AND_HEADER;
    while let (Some(length), Some(kind)) = (u32_be(bytes, at), bytes.get(at + 4..at + 8)) {
        let end = at + LENGTH_TYPE_CRC + length as usize;
        match kind {
            b"IEND" => return (end <= bytes.len(), frames),
            b"acTL" => frames = u32_be(bytes, at + 8).unwrap_or(1),
            _ => {}
        }
        at = end;
    }
    (false, frames)
}

/// `None` if it ends in the middle of a block, before the first frame is over.
fn gif(bytes: &[u8]) -> Option<(bool, u32)> {
    const SCREEN: usize = 13;
    const FRAME: usize = 10;
    let mut at = SCREEN + colour_table_len(*bytes.get(10)?);
    let mut frames = 0;
    loop {
        match bytes.get(at) {
            Some(0x3B) => return Some((true, frames)),
            Some(0x21) => at = after_blocks(bytes, at + 2)?,
            Some(0x2C) => {
                frames += 1;
                let table = colour_table_len(*bytes.get(at + 9)?);
                // One byte between the table and the data says how wide its codes are.
                at = match after_blocks(bytes, at + FRAME + table + 1) {
                    Some(next) => next,
                    None => return Some((false, frames)),
                };
            }
            _ => return Some((false, frames)),
        }
    }
}

/// A GIF without its first frame; `None` if that is its only one, or has no end.
pub(super) fn without_first_frame(bytes: &[u8]) -> Option<Vec<u8>> {
    let screen = 13 + colour_table_len(*bytes.get(10)?);
    let mut at = screen;
    loop {
        match bytes.get(at)? {
            // What is said of the frame goes with it.
            0x21 => at = after_blocks(bytes, at + 2)?,
            0x2C => {
                let table = colour_table_len(*bytes.get(at + 9)?);
                let next = after_blocks(bytes, at + 10 + table + 1)?;
                let rest = bytes.get(next..)?;
                return rest
                    .contains(&0x2C)
                    .then(|| [&bytes[..screen], rest].concat());
            }
            _ => return None,
        }
    }
}

/// Bytes of the colour table that a GIF's flags announce.
fn colour_table_len(flags: u8) -> usize {
    if flags & 0x80 == 0 {
        0
    } else {
        3 << ((flags & 7) + 1)
    }
}

/// Behind a chain of GIF data blocks, each led by its length and the last one empty.
fn after_blocks(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let length = usize::from(*bytes.get(at)?);
        at += 1 + length;
        if length == 0 {
            return Some(at);
        }
    }
}

fn webp(bytes: &[u8]) -> (bool, u32) {
    const RIFF_HEADER: usize = 12;
    let declared = u32_le(bytes, 4).map_or(usize::MAX, |length| 8 + length as usize);
    let mut frames = 0;
    let mut at = RIFF_HEADER;
    while let (Some(kind), Some(length)) = (bytes.get(at..at + 4), u32_le(bytes, at + 4)) {
        frames += u32::from(kind == b"ANMF");
        at += 8 + length as usize + (length as usize & 1);
    }
    (bytes.len() >= declared, frames)
}

/// Length of the chain of directories, in the classic format and in `BigTIFF`. A chain that bites its tail ends there.
fn tiff_pages(bytes: &[u8]) -> u32 {
    let big_endian = bytes.first() == Some(&b'M');
    let is_big = bytes.get(2..4).is_some_and(|version| version.contains(&43));
    let number = |at: usize, size: usize| number(bytes, at, size, big_endian);
    let (first, count_size, entry_size, offset_size) =
        if is_big { (8, 8, 20, 8) } else { (4, 2, 12, 4) };
    let mut seen = Vec::new();
    let mut pointer = first;
    while let Some(directory) = number(pointer, offset_size) {
        if directory == 0 || seen.contains(&directory) || seen.len() >= MAX_FRAMES as usize {
            break;
        }
        let Some(entries) = number(directory, count_size) else {
            break;
        };
        seen.push(directory);
        pointer = entries
            .saturating_mul(entry_size)
            .saturating_add(directory + count_size);
    }
    seen.len() as u32
}

/// An unsigned number of `size` bytes; `None` outside the file or beyond what it could address.
fn number(bytes: &[u8], at: usize, size: usize, big_endian: bool) -> Option<usize> {
    let digits = bytes.get(at..at.checked_add(size)?)?;
    let join = |value: u64, digit: &u8| value << 8 | u64::from(*digit);
    let value = if big_endian {
        digits.iter().fold(0, join)
    } else {
        digits.iter().rev().fold(0, join)
    };
    usize::try_from(value)
        .ok()
        .filter(|value| *value <= bytes.len())
}

fn u32_be(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn u32_le(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

#[cfg(test)]
mod tests {
    use image::ImageFormat;

    use super::*;
    use crate::formats::fixtures;

    #[test]
    fn a_cut_shows_in_every_format_with_an_end() {
        for (format, media_type) in [
            (ImageFormat::Png, MediaType::Png),
            (ImageFormat::Gif, MediaType::Gif),
            (ImageFormat::WebP, MediaType::Webp),
        ] {
            let whole = fixtures::quadrants(16, 12, format);
            let expected = Extent {
                ended: true,
                frames: 1,
            };
            assert_eq!(Extent::of(&whole, media_type), expected, "{format:?}");
            for cut in 0..whole.len() {
                let extent = Extent::of(&whole[..cut], media_type);
                assert!(!extent.ended, "{format:?} cut at {cut}");
            }
        }
    }

    #[test]
    fn frames_of_an_animation_are_counted() {
        let gif = fixtures::animated_gif(5);
        assert_eq!(Extent::of(&gif, MediaType::Gif).frames, 5);
    }

    #[test]
    fn pages_of_a_tiff_are_counted_and_a_loop_ends() {
        // Two empty directories; the second one leads to the end or back to the first.
        let tiff = |next: u8| {
            let mut bytes = b"II*\0\x08\0\0\0".to_vec();
            bytes.extend([0, 0, 14, 0, 0, 0]);
            bytes.extend([0, 0, next, 0, 0, 0]);
            bytes
        };
        for next in [0, 8, 14, 200] {
            assert_eq!(Extent::of(&tiff(next), MediaType::Tiff).frames, 2, "{next}");
        }
        assert_eq!(Extent::of(b"II*\0", MediaType::Tiff).frames, 1);
    }
}
