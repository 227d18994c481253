//! What a JBIG2 picture asks for, before any of it is decoded: a few bytes may want regions far larger than their page, and
//! its decoder cannot be stopped on the way.

/// Pixels that a placed symbol counts for.
const SYMBOL_PIXELS: u64 = 64;
const UNKNOWN_LENGTH: u32 = u32::MAX;
const END_OF_FILE: u8 = 51;
/// Bytes of a region's width, height, place and flags, which stand first in it.
const REGION: usize = 17;

struct Segment {
    kind: u8,
    length: u32,
}

/// Pixels of all regions together. `None` for what is not written as the standard says, and for regions that do not say
/// where they end.
pub(super) fn pixels_of_file(bytes: &[u8]) -> Option<u64> {
    const SEQUENTIAL: u8 = 1;
    const PAGES_UNKNOWN: u8 = 2;
    let flags = *bytes.get(8)?;
    let mut rest = bytes.get(if flags & PAGES_UNKNOWN == 0 { 13 } else { 9 }..)?;
    if flags & SEQUENTIAL != 0 {
        return pixels_of_segments(rest);
    }
    // All headers come first, then all that belongs to them.
    let mut segments = Vec::new();
    while !rest.is_empty() {
        let segment = take_header(&mut rest)?;
        let is_last = segment.kind == END_OF_FILE;
        segments.push(segment);
        if is_last {
            break;
        }
    }
    segments.iter().try_fold(0_u64, |sum, segment| {
        Some(sum.saturating_add(pixels(segment, &mut rest)?))
    })
}

/// The same for segments without a file around them.
pub(super) fn pixels_of_segments(mut rest: &[u8]) -> Option<u64> {
    let mut sum = 0_u64;
    while !rest.is_empty() {
        let Some(segment) = take_header(&mut rest) else {
            // What follows the last segment is nobody's.
            break;
        };
        sum = sum.saturating_add(pixels(&segment, &mut rest)?);
    }
    Some(sum)
}

fn take_header(rest: &mut &[u8]) -> Option<Segment> {
    let number = take_u32(rest)?;
    let flags = take(rest, 1)?[0];
    let short_count = rest.first()? >> 5;
    let references = if short_count == 7 {
        let count = take_u32(rest)? & 0x1FFF_FFFF;
        take(rest, count as usize / 8 + 1)?;
        count as usize
    } else {
        take(rest, 1)?;
        usize::from(short_count)
    };
    let size = match number {
        0..=256 => 1,
        257..=65_536 => 2,
        _ => 4,
    };
    take(rest, references.checked_mul(size)?)?;
    take(rest, if flags & 0x40 == 0 { 1 } else { 4 })?;
    Some(Segment {
        kind: flags & 0x3F,
        length: take_u32(rest)?,
    })
}

/// Takes a segment's data.
fn pixels(segment: &Segment, rest: &mut &[u8]) -> Option<u64> {
    if segment.length == UNKNOWN_LENGTH {
        return None;
    }
    let length = rest.len().min(segment.length as usize);
    let data = take(rest, length)?;
    let number = |at: usize| {
        let four = data.get(at..)?.first_chunk()?;
        Some(u64::from(u32::from_be_bytes(*four)))
    };
    let product = |at: usize| {
        let [width, height] = [number(at), number(at + 4)].map(Option::unwrap_or_default);
        width.saturating_mul(height)
    };
    Some(match segment.kind {
        4 | 6 | 7 => {
            let flags = data.get(REGION..).and_then(|flags| flags.first_chunk());
            let flags = u16::from_be_bytes(*flags.unwrap_or(&[0; 2]));
            let is_huffman = flags & 1 != 0;
            let has_places = flags & 2 != 0 && flags & 0x8000 == 0;
            let at = REGION + 2 + 2 * usize::from(is_huffman) + 4 * usize::from(has_places);
            let symbols = number(at).unwrap_or_default().saturating_mul(SYMBOL_PIXELS);
            product(0).saturating_add(symbols)
        }
        // Behind one byte of flags stands the size of the grid.
        20 | 22 | 23 => product(0).saturating_add(product(REGION + 1)),
        36..=43 => product(0),
        _ => 0,
    })
}

fn take<'a>(rest: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (taken, left) = rest.split_at_checked(length)?;
    *rest = left;
    Some(taken)
}

fn take_u32(rest: &mut &[u8]) -> Option<u32> {
    let four = take(rest, 4)?.first_chunk()?;
    Some(u32::from_be_bytes(*four))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(kind: u8, length: u32) -> Vec<u8> {
        let mut bytes = vec![0, 0, 0, 1, kind, 0, 1];
        bytes.extend(length.to_be_bytes());
        bytes
    }

    fn region(width: u32, height: u32) -> Vec<u8> {
        let mut data = width.to_be_bytes().to_vec();
        data.extend(height.to_be_bytes());
        data.extend([0; 10]);
        data
    }

    #[test]
    fn regions_are_added_up() {
        let one = [header(38, 18), region(300, 200)].concat();
        assert_eq!(pixels_of_segments(&one), Some(60_000));
        assert_eq!(pixels_of_segments(&one.repeat(5)), Some(300_000));
        let huge = [header(38, 18), region(u32::MAX, u32::MAX)].concat();
        assert!(pixels_of_segments(&huge.repeat(3)) > Some(1 << 63));
        // Of a page's own size nothing is drawn yet.
        let page = [header(48, 18), region(9_000, 9_000)].concat();
        assert_eq!(pixels_of_segments(&page), Some(0));
    }

    #[test]
    fn both_orders_of_a_file_are_read() {
        let head = |flags| [b"\x97JB2\r\n\x1a\n".as_slice(), &[flags, 0, 0, 0, 1]].concat();
        let (a, b) = (header(38, 18), header(39, 18));
        let (c, d) = (region(30, 20), region(7, 3));
        let sequential = [head(1), a.clone(), c.clone(), b.clone(), d.clone()].concat();
        assert_eq!(pixels_of_file(&sequential), Some(621));
        let random = [head(0), a, b, header(END_OF_FILE, 0), c, d].concat();
        assert_eq!(pixels_of_file(&random), Some(621));
    }

    #[test]
    fn damage_is_no_panic() {
        let whole = [header(38, 18), region(300, 200)].concat().repeat(2);
        for cut in 0..whole.len() {
            assert!(pixels_of_segments(&whole[..cut]) <= Some(120_000), "{cut}");
            assert!(pixels_of_file(&whole[..cut]) < Some(u64::MAX), "{cut}");
        }
        let endless = [header(38, UNKNOWN_LENGTH), region(3, 2)].concat();
        assert_eq!(pixels_of_segments(&endless), None);
    }
}
