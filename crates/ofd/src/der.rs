//! Just enough DER to find the picture in a seal. Both versions of the seal's standard (GM/T 0031 and GB/T 38540) keep it
//! as a sequence of its kind, its bytes, its width and its height.

/// Values within values; seals have about eight.
const MAX_DEPTH: u32 = 24;
/// Values that are looked at.
const MAX_VALUES: u32 = 20_000;

const INTEGER: u8 = 0x02;
const OCTETS: u8 = 0x04;
const SEQUENCE: u8 = 0x30;
/// `UTF8String`, `PrintableString`, `IA5String`.
const STRINGS: [u8; 3] = [0x0C, 0x13, 0x16];
const CONSTRUCTED: u8 = 0x20;

/// A picture as a seal holds it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct SealPicture<'a> {
    /// `ofd`, `png` and so on, in lower case. Not to be trusted.
    pub(super) kind: String,
    pub(super) bytes: &'a [u8],
}

/// The first picture in a signature or a seal.
pub(super) fn seal_picture(der: &[u8]) -> Option<SealPicture<'_>> {
    search(der, 0, &mut 0)
}

fn search<'a>(mut rest: &'a [u8], depth: u32, seen: &mut u32) -> Option<SealPicture<'a>> {
    if depth > MAX_DEPTH {
        return None;
    }
    while let Some((tag, content, after)) = value(rest) {
        *seen += 1;
        if *seen > MAX_VALUES {
            return None;
        }
        if tag == SEQUENCE
            && let Some(picture) = picture(content)
        {
            return Some(picture);
        }
        if tag & CONSTRUCTED != 0
            && let Some(picture) = search(content, depth + 1, seen)
        {
            return Some(picture);
        }
        // Some writers wrap the whole seal into bytes.
        if tag == OCTETS
            && content.first() == Some(&SEQUENCE)
            && let Some(picture) = search(content, depth + 1, seen)
        {
            return Some(picture);
        }
        rest = after;
    }
    None
}

fn picture(content: &[u8]) -> Option<SealPicture<'_>> {
    let (tag, kind, rest) = value(content)?;
    let (bytes_tag, bytes, rest) = value(rest)?;
    let (width_tag, _, rest) = value(rest)?;
    let (height_tag, _, _) = value(rest)?;
    let fits = STRINGS.contains(&tag)
        && bytes_tag == OCTETS
        && [width_tag, height_tag] == [INTEGER, INTEGER];
    fits.then(|| SealPicture {
        kind: String::from_utf8_lossy(kind).to_lowercase(),
        bytes,
    })
}

/// Tag, content and what follows. Lengths that say more than there is are an end.
fn value(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (tag, rest) = bytes.split_first()?;
    let (first, rest) = rest.split_first()?;
    let (length, rest) = if *first < 0x80 {
        (usize::from(*first), rest)
    } else {
        let count = usize::from(*first & 0x7F);
        if !(1..=4).contains(&count) {
            return None;
        }
        let (digits, rest) = rest.split_at_checked(count)?;
        let join = |sum: usize, digit: &u8| sum << 8 | usize::from(*digit);
        (digits.iter().fold(0, join), rest)
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((*tag, content, rest))
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{der, seal};
    use super::*;

    #[test]
    fn the_picture_is_found_in_both_versions() {
        for version in [1, 4] {
            let bytes = seal(version, "PNG", &[7; 300]);
            let picture = seal_picture(&bytes).expect("a picture");
            assert_eq!(picture.kind, "png");
            assert_eq!(picture.bytes, [7; 300]);
        }
    }

    #[test]
    fn a_wrapped_seal_is_searched_too() {
        let bytes = der(OCTETS, &seal(4, "ofd", b"PK"));
        let picture = seal_picture(&bytes).expect("a picture");
        assert_eq!((picture.kind.as_str(), picture.bytes), ("ofd", &b"PK"[..]));
    }

    #[test]
    fn damage_is_no_panic_and_no_picture() {
        let whole = seal(4, "png", &[7; 40]);
        for cut in 0..whole.len() {
            assert_eq!(seal_picture(&whole[..cut]), None, "{cut}");
        }
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0xFF;
            drop(seal_picture(&damaged));
        }
        assert_eq!(seal_picture(&[SEQUENCE, 0x80, 0, 0]), None);
        assert_eq!(
            seal_picture(&[SEQUENCE, 0x84, 0xFF, 0xFF, 0xFF, 0xFF]),
            None
        );
        // A million sequences within each other, each claiming the rest.
        let mut nested = Vec::new();
        for _ in 0..100_000 {
            nested = if nested.len() < 100_000 {
                der(SEQUENCE, &nested)
            } else {
                nested
            };
        }
        assert_eq!(seal_picture(&nested), None);
    }
}
