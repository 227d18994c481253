//! Letters and digits of a stand-in font, given the cells that they have in the fonts they stand in for.
//!
//! In the Chinese fonts that invoices name, every letter takes half an em. The renderer stretches each letter of a
//! stand-in to the width that the file tells, which makes a narrow `i` or a full stop as broad as an `n`. With the cell
//! widened beforehand, the letter keeps its shape and what remains of its cell stays empty.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use hayro::hayro_interpret::font::FontData;
use skrifa::raw::TableProvider as _;
use skrifa::{FontRef, MetadataProvider as _, Tag};

/// Beginnings of names of fonts whose letters are all half an em wide, in lower case.
const HALF_WIDTH: [&str; 12] = [
    "simsun",
    "nsimsun",
    "simhei",
    "kaiti",
    "fangsong",
    "simkai",
    "simfang",
    "宋体",
    "新宋体",
    "楷体",
    "黑体",
    "仿宋",
];

/// Bytes of an entry in the table of widths: the width, then the bearing.
const ENTRY_BYTES: usize = 4;

/// Fonts with widened cells, by the bytes that they were made from. There is one for each family and style.
static WIDENED: LazyLock<Mutex<HashMap<(usize, u32), FontData>>> = LazyLock::new(Mutex::default);
const MAX_WIDENED: usize = 8;

pub(super) fn is_half_width(name: &str) -> bool {
    let name = name.to_lowercase();
    HALF_WIDTH.iter().any(|start| name.starts_with(start))
}

/// The same font with no letter's cell narrower than half an em; itself where that cannot be done.
pub(super) fn widened(font: FontData, index: u32) -> FontData {
    // The table of faces keeps the bytes for as long as the program runs, so their place tells them apart.
    let key = ((*font).as_ref().as_ptr() as usize, index);
    let mut made = WIDENED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(widened) = made.get(&key) {
        return Arc::clone(widened);
    }
    let Some(bytes) = widen((*font).as_ref(), index) else {
        return font;
    };
    let widened: FontData = Arc::new(bytes);
    if made.len() < MAX_WIDENED {
        made.insert(key, Arc::clone(&widened));
    }
    widened
}

fn widen(bytes: &[u8], index: u32) -> Option<Vec<u8>> {
    let font = FontRef::from_index(bytes, index).ok()?;
    let half_em = font.head().ok()?.units_per_em() / 2;
    let count = usize::from(font.hhea().ok()?.number_of_h_metrics());
    let records = font.table_directory().table_records();
    let table = records
        .iter()
        .find(|record| record.tag() == Tag::new(b"hmtx"))?;
    let start = table.offset() as usize;
    let letters = ('!'..='~').filter_map(|letter| font.charmap().map(letter));
    let places: Vec<usize> = letters
        .map(|glyph| glyph.to_u32() as usize)
        .filter(|glyph| *glyph < count)
        .map(|glyph| start + glyph * ENTRY_BYTES)
        .collect();
    let mut widened = bytes.to_vec();
    for place in places {
        let width = widened.get_mut(place..place + 2)?.as_mut_array::<2>()?;
        *width = u16::from_be_bytes(*width).max(half_em).to_be_bytes();
    }
    Some(widened)
}

#[cfg(test)]
mod tests {
    use skrifa::instance::{LocationRef, Size};

    use super::*;
    use ofd::fonts;

    fn width(font: &FontData, index: u32, letter: char) -> f32 {
        let font = FontRef::from_index((**font).as_ref(), index).expect("a font");
        let glyph = font.charmap().map(letter).expect("it has letters");
        let metrics = font.glyph_metrics(Size::new(1000.0), LocationRef::default());
        metrics.advance_width(glyph).expect("every glyph has one")
    }

    #[test]
    fn narrow_letters_get_room_and_others_keep_theirs() {
        let face = fonts::find("SimSun", false, false);
        let (font, index) = (face.data, face.index);
        let wide = widened(Arc::clone(&font), index);
        for letter in ['i', 'l', '.', '1', 'n', 'M', '票'] {
            let (before, after) = (width(&font, index, letter), width(&wide, index, letter));
            assert!(
                (after - before.max(500.0)).abs() < 1.0,
                "{letter}: {before}, {after}"
            );
        }
    }

    #[test]
    fn names_tell_whose_letters_are_half_an_em_wide() {
        for name in [
            "SimSun",
            "KaiTi_GB2312",
            "楷体_GB2312",
            "SimHei",
            "FangSong",
        ] {
            assert!(is_half_width(name), "{name}");
        }
        for name in ["STSong-Light", "MicrosoftYaHei", "Arial", ""] {
            assert!(!is_half_width(name), "{name}");
        }
    }

    #[test]
    fn what_is_no_font_stays_as_it_is() {
        let font: FontData = Arc::new(b"no font".to_vec());
        let same = widened(Arc::clone(&font), 0);
        assert_eq!((*same).as_ref(), b"no font");
    }
}
