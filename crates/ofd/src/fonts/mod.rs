//! Fonts for documents that name them without bringing them along: the installed one of that name, else an installed
//! one of its family, else one inside this crate. OFD files seldom embed fonts, and PDF files often do not.

mod bundled;
mod names;
mod system;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use skrifa::{FontRef, MetadataProvider as _};

pub use bundled::HEI;

use names::FontName;

/// A font file's bytes, shared by whoever draws with it.
pub type Bytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// Kinds of print that a reader tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    Song,
    Kai,
    Hei,
    Mono,
    Serif,
    Sans,
}

/// A font to draw with.
#[derive(Clone)]
pub struct Face {
    pub data: Bytes,
    /// Of the face in its collection.
    pub index: u32,
    /// Not the font that the document names, but one that resembles it.
    pub substitute: bool,
    /// Bold was wanted and this face is not: draw it with a stroke around it.
    pub embolden: bool,
    /// Italic was wanted and this face stands upright: draw it slanted.
    pub slant: bool,
}

impl fmt::Debug for Face {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Face")
            .field("bytes", &self.data.as_ref().as_ref().len())
            .field("index", &self.index)
            .field("substitute", &self.substitute)
            .field("embolden", &self.embolden)
            .field("slant", &self.slant)
            .finish()
    }
}

/// What was found before, by name and style. Names come from documents, so their number is bounded.
static FOUND: LazyLock<Mutex<HashMap<Asked, Face>>> = LazyLock::new(Mutex::default);
const MAX_FOUND: usize = 256;

/// A name as a document writes it, bold, italic.
type Asked = (String, bool, bool);

/// The font to draw with where a document says `name`. Never fails: some Chinese font is inside this crate.
pub fn find(name: &str, bold: bool, italic: bool) -> Face {
    let key = (name.to_owned(), bold, italic);
    let mut found = FOUND.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(face) = found.get(&key) {
        return face.clone();
    }
    if found.len() >= MAX_FOUND {
        found.clear();
    }
    let face = look_up(name, bold, italic);
    found.insert(key, face.clone());
    face
}

fn look_up(name: &str, bold: bool, italic: bool) -> Face {
    let named = FontName::parse(name);
    let (bold, italic) = (bold || named.bold, italic || named.italic);
    let own = named.keys.iter().map(String::as_str);
    if let Some(face) = system::named(own, bold, italic) {
        return face;
    }
    let face = system::named(names::substitutes(named.family), bold, italic)
        .unwrap_or_else(|| inside(named.family, bold, italic));
    Face {
        substitute: true,
        ..face
    }
}

/// The font of a family that is inside this crate.
fn inside(family: Family, bold: bool, italic: bool) -> Face {
    Face {
        data: Arc::new(bundled::font(family)),
        index: 0,
        substitute: true,
        embolden: bold,
        slant: italic,
    }
}

/// The family that a font's name belongs to.
pub fn family(name: &str) -> Family {
    FontName::parse(name).family
}

/// A font with a glyph for `c`, for text set in a font of `family` that has none. `None` if no font here knows it.
pub fn covering(c: char, family: Family) -> Option<Face> {
    let order = match family {
        Family::Hei | Family::Sans => [Family::Hei, Family::Song],
        _ => [Family::Song, Family::Hei],
    };
    for family in order {
        let face = inside(family, false, false);
        if has_glyph(face.data.as_ref().as_ref(), face.index, c) {
            return Some(face);
        }
    }
    let mut covering = COVERING.lock().unwrap_or_else(PoisonError::into_inner);
    if covering.len() >= MAX_FOUND {
        covering.clear();
    }
    let face = covering
        .entry(c)
        .or_insert_with(|| system::covering(c, has_glyph));
    face.clone().map(|face| Face {
        substitute: true,
        ..face
    })
}

/// Looking into every installed font takes long, so also that there is none is remembered.
static COVERING: LazyLock<Mutex<HashMap<char, Option<Face>>>> = LazyLock::new(Mutex::default);

fn has_glyph(data: &[u8], index: u32, c: char) -> bool {
    FontRef::from_index(data, index).is_ok_and(|font| {
        font.charmap()
            .map(c)
            .is_some_and(|glyph| glyph.to_u32() != 0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAMILIES: [Family; 6] = [
        Family::Song,
        Family::Kai,
        Family::Hei,
        Family::Mono,
        Family::Serif,
        Family::Sans,
    ];

    fn has(face: &Face, c: char) -> bool {
        has_glyph(face.data.as_ref().as_ref(), face.index, c)
    }

    #[test]
    fn every_family_is_inside_and_told_apart() {
        for (at, family) in FAMILIES.into_iter().enumerate() {
            let face = inside(family, false, false);
            for c in "0123456789.,ABCabc¥".chars() {
                assert!(has(&face, c), "{family:?} lacks {c}");
            }
            for other in &FAMILIES[at + 1..] {
                assert_ne!(bundled::font(family), bundled::font(*other));
            }
        }
        for family in [Family::Song, Family::Kai, Family::Hei] {
            let face = inside(family, false, false);
            for c in
                "增值税电子普通发票价税合计大写壹贰叁肆伍陆柒捌玖拾佰仟万圆整￥％＊（）：".chars()
            {
                assert!(has(&face, c), "{family:?} lacks {c}");
            }
        }
    }

    #[test]
    fn an_unknown_name_still_gets_a_chinese_font() {
        let face = find("no such font is installed anywhere", false, false);
        assert!(face.substitute);
        assert!(has(&face, '票'));
    }

    #[test]
    fn bold_is_either_found_or_to_be_drawn() {
        let face = inside(Family::Kai, true, true);
        assert!(face.embolden && face.slant);
    }

    #[test]
    fn a_latin_font_is_helped_out_with_chinese() {
        let mono = inside(Family::Mono, false, false);
        assert!(!has(&mono, '票'));
        let other = covering('票', Family::Mono).expect("GBK is inside");
        assert!(has(&other, '票') && other.substitute);
        // A character that no Unicode version assigns.
        assert!(covering('\u{10FFFE}', Family::Song).is_none());
    }
}
