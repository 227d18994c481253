//! Makes a font file out of a bare CFF table: some documents embed nothing else, and font readers want the tables around
//! it.

/// Units of the em square; nearly every CFF font has a thousand.
const UNITS_PER_EM: u16 = 1000;

const LAST_OPERATOR: u8 = 21;
/// Begins an operator of two bytes.
const ESCAPE: u16 = 12;
const CHARSTRINGS: u16 = 17;
const FONT_MATRIX: u16 = ESCAPE << 8 | 7;

/// Whether these bytes begin like a CFF table: version 1, a small header, offsets of 1 to 4 bytes.
pub(super) fn is_bare_cff(bytes: &[u8]) -> bool {
    matches!(bytes, [1, 0 | 1, 4..=16, 1..=4, ..])
}

/// A font file with the outlines of a bare CFF table and without widths or characters.
pub(super) fn wrap(cff: &[u8]) -> Option<Vec<u8>> {
    let top = TopDict::read(cff)?;
    let glyphs = u16::try_from(Index::read(cff, top.charstrings)?.count).ok()?;
    let tables: [(&[u8; 4], Vec<u8>); 5] = [
        (b"CFF ", cff.to_vec()),
        (b"head", head(top.units_per_em)),
        (b"hhea", hhea(top.units_per_em)),
        (b"hmtx", hmtx(top.units_per_em, glyphs)),
        (
            b"maxp",
            [&0x0000_5000_u32.to_be_bytes()[..], &glyphs.to_be_bytes()].concat(),
        ),
    ];
    Some(assemble(&tables))
}

fn assemble(tables: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    const HEADER: usize = 12;
    const RECORD: usize = 16;
    let count = tables.len() as u16;
    let power = count.ilog2();
    let range = 16_u16 << power;
    let mut file = b"OTTO".to_vec();
    for field in [count, range, power as u16, count * 16 - range] {
        file.extend(field.to_be_bytes());
    }
    let mut at = HEADER + RECORD * tables.len();
    for (tag, table) in tables {
        file.extend(*tag);
        // Nobody checks sums.
        file.extend([0; 4]);
        file.extend((at as u32).to_be_bytes());
        file.extend((table.len() as u32).to_be_bytes());
        at += table.len().next_multiple_of(4);
    }
    for (_, table) in tables {
        file.extend(table);
        file.resize(file.len().next_multiple_of(4), 0);
    }
    file
}

fn head(units_per_em: u16) -> Vec<u8> {
    let mut table = vec![0; 54];
    table[..4].copy_from_slice(&[0, 1, 0, 0]);
    table[12..16].copy_from_slice(&0x5F0F_3CF5_u32.to_be_bytes());
    table[18..20].copy_from_slice(&units_per_em.to_be_bytes());
    table
}

fn hhea(units_per_em: u16) -> Vec<u8> {
    let mut table = vec![0; 36];
    table[..4].copy_from_slice(&[0, 1, 0, 0]);
    table[10..12].copy_from_slice(&units_per_em.to_be_bytes());
    // One width for all glyphs.
    table[34..].copy_from_slice(&1_u16.to_be_bytes());
    table
}

fn hmtx(units_per_em: u16, glyphs: u16) -> Vec<u8> {
    let mut table = units_per_em.to_be_bytes().to_vec();
    table.resize(4 + 2 * usize::from(glyphs.saturating_sub(1)), 0);
    table
}

/// A list of byte strings in a CFF table.
struct Index {
    count: usize,
    /// Where the first string begins and ends; the same for an empty list.
    first: (usize, usize),
    end: usize,
}

impl Index {
    fn read(cff: &[u8], at: usize) -> Option<Self> {
        let count = number(cff, at, 2)?;
        if count == 0 {
            return Some(Self {
                count,
                first: (at + 2, at + 2),
                end: at + 2,
            });
        }
        let size = number(cff, at + 2, 1)?;
        // Offsets count from the byte before the strings.
        let base = at + 2 + size * (count + 1);
        let offset = |place: usize| Some(base + number(cff, at + 3 + place * size, size)?);
        Some(Self {
            count,
            first: (offset(0)?, offset(1)?),
            end: offset(count)?,
        })
    }
}

fn number(bytes: &[u8], at: usize, size: usize) -> Option<usize> {
    if !(1..=4).contains(&size) {
        return None;
    }
    let digits = bytes.get(at..at.checked_add(size)?)?;
    Some(
        digits
            .iter()
            .fold(0, |sum, digit| sum << 8 | usize::from(*digit)),
    )
}

struct TopDict {
    charstrings: usize,
    units_per_em: u16,
}

impl TopDict {
    fn read(cff: &[u8]) -> Option<Self> {
        let names = Index::read(cff, usize::from(*cff.get(2)?))?;
        let dicts = Index::read(cff, names.end)?;
        let dict = cff.get(dicts.first.0..dicts.first.1)?;
        let (mut charstrings, mut units_per_em) = (None, UNITS_PER_EM);
        let mut operands: Vec<f64> = Vec::new();
        let mut rest = dict;
        while let [first, after @ ..] = rest {
            rest = after;
            if *first > LAST_OPERATOR {
                let (operand, after) = operand(*first, rest)?;
                operands.push(operand);
                rest = after;
                continue;
            }
            let mut operator = u16::from(*first);
            if operator == ESCAPE {
                let (second, after) = rest.split_first()?;
                operator = ESCAPE << 8 | u16::from(*second);
                rest = after;
            }
            match (operator, operands.as_slice()) {
                (CHARSTRINGS, [.., offset]) => charstrings = Some(*offset as usize),
                (FONT_MATRIX, [scale, ..]) if *scale > 1e-5 && *scale < 1.0 => {
                    units_per_em = (1.0 / scale).round() as u16;
                }
                _ => {}
            }
            operands.clear();
        }
        Some(Self {
            charstrings: charstrings?,
            units_per_em,
        })
    }
}

fn operand(first: u8, rest: &[u8]) -> Option<(f64, &[u8])> {
    let wide = f64::from(first);
    Some(match (first, rest) {
        (28, [a, b, rest @ ..]) => (f64::from(i16::from_be_bytes([*a, *b])), rest),
        (29, [a, b, c, d, rest @ ..]) => (f64::from(i32::from_be_bytes([*a, *b, *c, *d])), rest),
        (30, rest) => real(rest)?,
        (32..=246, rest) => (wide - 139.0, rest),
        (247..=250, [a, rest @ ..]) => ((wide - 247.0) * 256.0 + f64::from(*a) + 108.0, rest),
        (251..=254, [a, rest @ ..]) => (-(wide - 251.0) * 256.0 - f64::from(*a) - 108.0, rest),
        _ => return None,
    })
}

/// A decimal number, two characters a byte.
fn real(bytes: &[u8]) -> Option<(f64, &[u8])> {
    let mut text = String::new();
    for (index, byte) in bytes.iter().enumerate() {
        for nibble in [byte >> 4, byte & 15] {
            match nibble {
                digit @ 0..=9 => text.push(char::from(b'0' + digit)),
                10 => text.push('.'),
                11 => text.push('E'),
                12 => text.push_str("E-"),
                14 => text.push('-'),
                15 => return Some((text.parse().ok()?, &bytes[index + 1..])),
                _ => return None,
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use skrifa::prelude::{LocationRef, Size};
    use skrifa::raw::TableProvider as _;
    use skrifa::{FontRef, GlyphId, MetadataProvider as _};

    use super::*;
    use crate::fonts::HEI;

    fn bare_cff() -> Vec<u8> {
        let font = FontRef::new(HEI).expect("the font of this crate");
        let tag = skrifa::Tag::new(b"CFF ");
        font.data_for_tag(tag)
            .expect("it has CFF outlines")
            .as_bytes()
            .to_vec()
    }

    #[test]
    fn a_bare_table_becomes_a_font_with_the_same_glyphs() {
        let cff = bare_cff();
        assert!(is_bare_cff(&cff));
        assert!(!is_bare_cff(HEI));
        let wrapped = wrap(&cff).expect("a sound table");
        let font = FontRef::new(&wrapped).expect("a font");
        let original = FontRef::new(HEI).expect("the font of this crate");
        let units = |font: &FontRef<'_>| font.head().expect("a head").units_per_em();
        assert_eq!(units(&font), units(&original));
        let glyphs = |font: &FontRef<'_>| font.maxp().expect("maxp").num_glyphs();
        assert_eq!(glyphs(&font), glyphs(&original));
        let bounds = |font: &FontRef<'_>, glyph| {
            let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
            metrics
                .bounds(GlyphId::new(glyph))
                .map(|b| [b.x_min, b.y_min, b.x_max, b.y_max])
        };
        let drawn = (1..200).filter(|g| bounds(&font, *g).is_some()).count();
        assert!(drawn > 150, "{drawn}");
        for glyph in 1..200 {
            assert_eq!(bounds(&font, glyph), bounds(&original, glyph), "{glyph}");
        }
    }

    #[test]
    fn damage_is_no_panic() {
        let cff = bare_cff();
        let start = &cff[..4000];
        for cut in 0..200 {
            assert!(wrap(&start[..cut]).is_none(), "{cut}");
        }
        for at in 0..200 {
            let mut damaged = start.to_vec();
            damaged[at] ^= 0xFF;
            drop(wrap(&damaged));
        }
    }
}
