//! Fonts ready to draw with: the document's own where it brings one, else what the system or this crate has. Outlines are
//! made once a glyph.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::prelude::{LocationRef, Size};
use skrifa::raw::TableProvider as _;
use skrifa::{FontRef, GlyphId, MetadataProvider as _};
use vello_cpu::kurbo::{Affine, BezPath};

use super::archive::OfdArchive;
use super::budget::DrawBudget;
use super::fonts::{self, Bytes, Face, Family};
use super::resources::FontEntry;
use super::sfnt;

/// Of Latin letters in most Chinese fonts, in em.
const HALF_WIDTH: f64 = 0.5;

/// A glyph in units of the em square, y upwards: one em is 1.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    pub(super) outline: Rc<BezPath>,
    /// In em.
    pub(super) advance: f64,
    /// As wide as the document expects it to be, in em, if its font is known for that.
    pub(super) cell: Option<f64>,
    /// Not from the font that the document names.
    pub(super) is_substitute: bool,
    pub(super) embolden: bool,
    pub(super) slant: bool,
}

/// One font file's face and the glyphs drawn from it so far.
struct Loaded {
    face: Face,
    glyphs: RefCell<HashMap<u32, Glyph>>,
    chars: RefCell<HashMap<char, Option<u32>>>,
}

/// A document's font: its own face if it has one, and the faces that help out.
pub(super) struct Font {
    own: Option<Loaded>,
    /// `None` until it is needed.
    named: RefCell<Option<Rc<Loaded>>>,
    entry: FontEntry,
    family: Family,
    /// By character that neither of the above has.
    others: RefCell<HashMap<char, Option<Glyph>>>,
}

/// The fonts of one document.
#[derive(Default)]
pub(super) struct Fonts {
    by_entry: Vec<Rc<Font>>,
}

impl Fonts {
    pub(super) fn get(
        &mut self,
        entry: &FontEntry,
        archive: &mut OfdArchive<'_>,
        budget: &mut DrawBudget,
    ) -> Rc<Font> {
        if let Some(font) = self.by_entry.iter().find(|font| font.entry == *entry) {
            return Rc::clone(font);
        }
        let font = Rc::new(Font::load(entry, archive, budget));
        self.by_entry.push(Rc::clone(&font));
        font
    }
}

impl Font {
    fn load(entry: &FontEntry, archive: &mut OfdArchive<'_>, budget: &mut DrawBudget) -> Self {
        let own = entry.file.and_then(|file| {
            let bytes = archive.read(file, budget);
            // What is made of it takes as much once more.
            let bytes = bytes.and_then(|bytes| budget.inflate(bytes.len() as u64).map(|()| bytes));
            let loaded = budget
                .tolerate(bytes)
                .and_then(|bytes| Loaded::embedded(&bytes));
            if loaded.is_none() {
                budget.skip();
            }
            loaded
        });
        Self {
            own,
            named: RefCell::default(),
            family: fonts::family(known_name(entry)),
            entry: entry.clone(),
            others: RefCell::default(),
        }
    }

    /// By its number in the document's own font.
    pub(super) fn glyph_by_id(&self, id: u32) -> Option<Glyph> {
        self.own.as_ref()?.glyph(id)
    }

    /// From the document's own font, the one it names, or any that has the character.
    pub(super) fn glyph(&self, c: char) -> Option<Glyph> {
        let own = self.own.as_ref().and_then(|own| own.glyph_of(c));
        let other = || self.named().glyph_of(c).or_else(|| self.glyph_elsewhere(c));
        own.or_else(|| {
            other().map(|glyph| Glyph {
                cell: self.cell(&glyph, c),
                ..glyph
            })
        })
    }

    /// In 宋体 and 楷体 everything of ASCII is half as wide as a Chinese character; their stand-ins are not like that.
    fn cell(&self, glyph: &Glyph, c: char) -> Option<f64> {
        let is_half = c.is_ascii_graphic() || matches!(c, ' ' | '\u{A5}');
        let is_regular = matches!(self.family, Family::Song | Family::Kai);
        (glyph.is_substitute && is_half && is_regular).then_some(HALF_WIDTH)
    }

    fn named(&self) -> Rc<Loaded> {
        let mut named = self.named.borrow_mut();
        Rc::clone(named.get_or_insert_with(|| Rc::new(Loaded::new(face(&self.entry)))))
    }

    fn glyph_elsewhere(&self, c: char) -> Option<Glyph> {
        let mut others = self.others.borrow_mut();
        let look_up = || Loaded::new(fonts::covering(c, self.family)?).glyph_of(c);
        others.entry(c).or_insert_with(look_up).clone()
    }
}

/// The installed font of either name, else what resembles the first.
fn face(entry: &FontEntry) -> Face {
    let named = fonts::find(known_name(entry), entry.bold, entry.italic);
    if !named.substitute || entry.family.is_empty() {
        return named;
    }
    let other = fonts::find(&entry.family, entry.bold, entry.italic);
    if other.substitute { named } else { other }
}

/// Some documents say only one of the two names.
fn known_name(entry: &FontEntry) -> &str {
    if entry.name.is_empty() {
        &entry.family
    } else {
        &entry.name
    }
}

impl Loaded {
    fn new(face: Face) -> Self {
        Self {
            face,
            glyphs: RefCell::default(),
            chars: RefCell::default(),
        }
    }

    /// `None` for what is no font with outlines.
    fn embedded(bytes: &Arc<[u8]>) -> Option<Self> {
        let data: Bytes = if sfnt::is_bare_cff(bytes) {
            Arc::new(sfnt::wrap(bytes)?)
        } else {
            Arc::new(Arc::clone(bytes))
        };
        let loaded = Self::new(Face {
            data,
            index: 0,
            substitute: false,
            embolden: false,
            slant: false,
        });
        let is_usable = loaded.font()?.outline_glyphs().format().is_some();
        is_usable.then_some(loaded)
    }

    fn font(&self) -> Option<FontRef<'_>> {
        FontRef::from_index(self.face.data.as_ref().as_ref(), self.face.index).ok()
    }

    fn glyph_of(&self, c: char) -> Option<Glyph> {
        let mut chars = self.chars.borrow_mut();
        let id = *chars.entry(c).or_insert_with(|| self.map(c));
        drop(chars);
        self.glyph(id?)
    }

    fn map(&self, c: char) -> Option<u32> {
        let font = self.font()?;
        let charmap = font.charmap();
        let id = charmap.map(c).or_else(|| charmap.map(alias(c)?))?;
        (id.to_u32() != 0).then_some(id.to_u32())
    }

    fn glyph(&self, id: u32) -> Option<Glyph> {
        let mut glyphs = self.glyphs.borrow_mut();
        if let Some(glyph) = glyphs.get(&id) {
            return Some(glyph.clone());
        }
        let glyph = self.draw(id)?;
        glyphs.insert(id, glyph.clone());
        Some(glyph)
    }

    fn draw(&self, id: u32) -> Option<Glyph> {
        let font = self.font()?;
        let em = f64::from(font.head().ok()?.units_per_em()).max(1.0);
        let id = GlyphId::new(id);
        let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        let outline = font.outline_glyphs().get(id);
        // Fonts cut down for a document may lack the table of widths; its texts say where each glyph stands.
        let advance = match metrics.advance_width(id) {
            Some(advance) => f64::from(advance) / em,
            None => outline.as_ref().map(|_| 1.0)?,
        };
        let mut pen = Pen(BezPath::new());
        let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
        // A glyph that cannot be drawn is as wide as it is and empty.
        if let Some(glyph) = outline
            && glyph.draw(settings, &mut pen).is_err()
        {
            pen.0 = BezPath::new();
        }
        pen.0.apply_affine(Affine::scale(1.0 / em));
        Some(Glyph {
            outline: Rc::new(pen.0),
            advance,
            cell: None,
            is_substitute: self.face.substitute,
            embolden: self.face.embolden,
            slant: self.face.slant,
        })
    }
}

/// Characters that look alike and that fonts have one or the other of.
fn alias(c: char) -> Option<char> {
    Some(match c {
        '\u{A5}' => '\u{FFE5}',
        '\u{FFE5}' => '\u{A5}',
        '\u{A0}' | '\u{2002}'..='\u{200A}' => ' ',
        '\u{2212}' | '\u{2010}' | '\u{2011}' => '-',
        '\u{B7}' => '\u{30FB}',
        _ => return None,
    })
}

struct Pen(BezPath);

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to((x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to((x, y));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.0.quad_to((x1, y1), (x, y));
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.0.curve_to((x1, y1), (x2, y2), (x, y));
    }

    fn close(&mut self) {
        self.0.close_path();
    }
}
