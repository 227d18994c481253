//! Fonts that a PDF names but does not hold. Most Chinese invoices are of that kind: without an answer here, their text
//! would be left out in silence.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use hayro::hayro_interpret::font::{FallbackFontQuery, FontData, FontQuery};
use hayro::hayro_interpret::hayro_cmap::CidFamily;
use hayro::hayro_syntax::object::dict::keys::{BASE_FONT, SUBTYPE, TYPE0, TYPE3};
use hayro::hayro_syntax::object::{Dict, Name};

use super::{cells, restated, used};
use ofd::fonts::{self, Face, Family};

/// The fonts that every reader of PDF brings along, in lower case.
const STANDARD: [&str; 14] = [
    "helvetica",
    "helvetica-bold",
    "helvetica-oblique",
    "helvetica-boldoblique",
    "courier",
    "courier-bold",
    "courier-oblique",
    "courier-boldoblique",
    "times-roman",
    "times-bold",
    "times-italic",
    "times-bolditalic",
    "symbol",
    "zapfdingbats",
];

/// What a Chinese font without a readable name is taken for: most invoices are set in it.
const UNNAMED_CHINESE: &str = "SimSun";

/// Answers for one document, and whether any of them was a substitute.
#[derive(Default)]
pub(super) struct FontBook {
    substituted: AtomicBool,
    /// The same face for the same question: what was read of a font is kept by its data.
    found: Mutex<HashMap<FontQuestion, (FontData, u32)>>,
}

#[derive(PartialEq, Eq, Hash)]
struct FontQuestion {
    name: String,
    is_bold: bool,
    is_italic: bool,
}

impl FontBook {
    pub(super) fn resolve(&self, query: &FontQuery) -> (FontData, u32) {
        match query {
            // The fourteen that every reader of PDF has to bring along.
            FontQuery::Standard(font) => font.get_font_data(),
            FontQuery::Fallback(query) => self.fall_back(query),
        }
    }

    pub(super) fn has_substituted(&self) -> bool {
        self.substituted.load(Ordering::Relaxed)
    }

    fn fall_back(&self, query: &FallbackFontQuery) -> (FontData, u32) {
        let name = name(query);
        let is_wide = is_east_asian(query);
        let question = FontQuestion {
            name: match name {
                Some(name) => name.to_owned(),
                None if is_wide => UNNAMED_CHINESE.to_owned(),
                None => String::new(),
            },
            is_bold: query.is_bold || query.font_weight >= 600,
            is_italic: query.is_italic,
        };
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((data, index)) = found.get(&question) {
            return (data.clone(), *index);
        }
        let face = fonts::find(&question.name, question.is_bold, question.is_italic);
        if face.substitute {
            self.substituted.store(true, Ordering::Relaxed);
        }
        let answer = if face.substitute && !is_wide && !is_chinese(&question.name) {
            // Its letters have the widths that Latin text was set in; those of a Chinese font have not.
            query.pick_standard_font().get_font_data()
        } else {
            let is_wanted_wide = face.substitute && cells::is_half_width(&question.name);
            let Face { data, index, .. } = face;
            if is_wanted_wide {
                (cells::widened(data, index), index)
            } else {
                (data, index)
            }
        };
        found.insert(question, answer.clone());
        answer
    }
}

/// The font's name. One that is not in UTF-8 comes as a placeholder, which is none.
fn name(query: &FallbackFontQuery) -> Option<&str> {
    [
        &query.post_script_name,
        &query.font_name,
        &query.font_family,
    ]
    .into_iter()
    .flatten()
    .map(String::as_str)
    .find(|name| !name.is_empty() && !name.starts_with('{'))
}

fn is_east_asian(query: &FallbackFontQuery) -> bool {
    query
        .character_collection
        .as_ref()
        .is_some_and(|collection| {
            matches!(
                collection.family,
                CidFamily::AdobeGB1
                    | CidFamily::AdobeCNS1
                    | CidFamily::AdobeJapan1
                    | CidFamily::AdobeKorea1
            )
        })
}

/// Whether the file does not hold this font and one of the fourteen stands in for it without [`FontBook`] hearing its name:
/// so simple fonts are drawn, and those whose names hold that of one of these. What is asked for by name may be installed.
pub(super) fn is_missing(font: &Dict<'_>) -> bool {
    let Some(kind) = font.get::<Name<'_>>(SUBTYPE) else {
        return false;
    };
    let name = font.get::<Name<'_>>(BASE_FONT);
    let name = name
        .map(|name| restated::decoded(&name))
        .unwrap_or_default();
    let name = name.split_once('+').map_or(name.as_str(), |(_, rest)| rest);
    let goes_unasked = match &*kind {
        TYPE3 => false,
        TYPE0 => restated::is_taken_for_standard(name),
        _ => true,
    };
    goes_unasked && used::file(font).is_none() && !is_standard(name)
}

/// Whether it is one of the fourteen, which stand in for nothing.
pub(super) fn is_standard(name: &str) -> bool {
    STANDARD.contains(&name.to_ascii_lowercase().as_str())
}

/// Whether the name says so. Song is also what unknown names are taken for, so it has to be in the name.
pub(super) fn is_chinese(name: &str) -> bool {
    match fonts::family(name) {
        Family::Kai | Family::Hei => true,
        Family::Song => {
            let name = name.to_lowercase();
            ["song", "simsun", "宋"]
                .iter()
                .any(|part| name.contains(part))
        }
        Family::Mono | Family::Serif | Family::Sans => false,
    }
}
