//! Text objects: glyphs at the places that the layout says.

use std::rc::Rc;

use vello_cpu::kurbo::{Affine, BezPath, Cap, Join, Point, Stroke, Vec2};
use vello_cpu::peniko::Fill;

use super::Error;
use super::font::{Font, Glyph};
use super::ink::Ink;
use super::object::PlacedObject;
use super::painter::Painter;
use super::resources::FontEntry;
use super::text_layout::{Placed, Run, TextCode, runs};
use super::xml::Element;

/// Elements of an outline that are drawn at once; long texts are drawn in pieces.
const MAX_PIECE: usize = 20_000;

/// Stand-ins are never squeezed to less than this: then the steps mean something else.
const MAX_SQUEEZE: f64 = 0.4;

/// So many steps say how wide the letters of the document's font are; one alone may pull two letters together.
const MIN_STEPS: usize = 2;

/// From here on, in em, a glyph is a Chinese character, which keeps its shape.
const FULL_WIDTH: f64 = 0.95;

/// Width of the stroke that makes a glyph bold, and slope of one that is slanted, in em.
const BOLD_STROKE: f64 = 0.03;
const SLANT: f64 = 0.21;

/// Weights from here on are bold.
const BOLD_FROM: f64 = 600.0;

/// What a text object says about its characters as a whole.
struct Setting {
    size: f64,
    horizontal_scale: f64,
    /// Degrees, clockwise, that each character is turned by.
    turned: f64,
    /// Degrees, clockwise, from the usual direction of reading.
    direction: f64,
    is_bold: bool,
    is_slanted: bool,
}

/// Outlines of a text object in its millimetres.
#[derive(Default)]
struct TextOutlines {
    pieces: Vec<BezPath>,
    /// Those glyphs that are to look bold.
    bold: BezPath,
}

impl Painter<'_, '_> {
    pub(super) fn text(&mut self, unit: &PlacedObject<'_>) -> Result<(), Error> {
        let setting = Setting::of(unit.element);
        let drawn = self.glyphs(unit, &setting);
        let style = unit.place.style.clone();
        let fill = style.fill.clone().unwrap_or(Ink::BLACK);
        let is_filled = unit.element.flag("Fill").unwrap_or(true);
        if is_filled {
            for piece in &drawn.pieces {
                self.budget.object()?;
                self.fill(piece, Fill::NonZero, &fill, unit)?;
            }
            if !drawn.bold.elements().is_empty() {
                let stroke = Stroke::new(BOLD_STROKE * setting.size)
                    .with_join(Join::Round)
                    .with_caps(Cap::Round);
                self.stroke(&drawn.bold, &stroke, &fill, unit)?;
            }
        }
        if unit.element.flag("Stroke").unwrap_or(false) {
            let ink = style.stroke.clone().unwrap_or(Ink::BLACK);
            for piece in &drawn.pieces {
                self.stroke(piece, &style.line(), &ink, unit)?;
            }
        }
        Ok(())
    }

    /// For clipping with text.
    pub(super) fn text_outline(&mut self, unit: &PlacedObject<'_>) -> BezPath {
        let setting = Setting::of(unit.element);
        let drawn = self.glyphs(unit, &setting);
        drawn.pieces.into_iter().flatten().collect()
    }

    fn glyphs(&mut self, unit: &PlacedObject<'_>, setting: &Setting) -> TextOutlines {
        let mut drawn = TextOutlines::default();
        if setting.size == 0.0 {
            // Nobody can say how large it was meant to be.
            let placed = runs(unit.element).into_iter().flat_map(|run| run.placed);
            if placed.into_iter().any(|placed| !placed.code.is_space()) {
                self.budget.skip();
            }
            return drawn;
        }
        let id = unit.element.attribute("Font").unwrap_or_default();
        let entry = unit.place.scope.font(id).cloned();
        let entry = FontEntry {
            bold: setting.is_bold || entry.as_ref().is_some_and(|entry| entry.bold),
            italic: setting.is_slanted || entry.as_ref().is_some_and(|entry| entry.italic),
            ..entry.unwrap_or_default()
        };
        let font = self.fonts.get(&entry, self.archive, self.budget);
        for run in runs(unit.element) {
            self.run(&run, &font, setting, &mut drawn);
        }
        drawn
    }

    fn run(&mut self, run: &Run, font: &Rc<Font>, setting: &Setting, drawn: &mut TextOutlines) {
        let mut flowed = 0.0;
        let squeeze = setting.squeeze(run, font);
        for placed in &run.placed {
            let (chars, own) = match &placed.code {
                TextCode::Char(c) => (std::slice::from_ref(c), None),
                TextCode::Glyph(id, chars) => (chars.as_slice(), font.glyph_by_id(*id)),
            };
            let mut within = 0.0;
            let glyphs: Vec<Option<Glyph>> = match own {
                Some(glyph) => vec![Some(glyph)],
                // Without the document's font, the characters themselves.
                None => chars.iter().map(|c| font.glyph(*c)).collect(),
            };
            for glyph in glyphs {
                let Some(glyph) = glyph else {
                    self.budget.skip();
                    continue;
                };
                let at = placed.at + setting.along(flowed + within);
                within +=
                    glyph.cell.unwrap_or(glyph.advance) * setting.size * setting.horizontal_scale;
                if glyph.outline.elements().is_empty() {
                    continue;
                }
                self.budget.substituted |= glyph.is_substitute;
                drawn.add(
                    &glyph,
                    setting.object_from_glyph(&glyph, at, placed, squeeze),
                );
            }
            if run.flows {
                flowed += within;
            }
        }
    }
}

impl TextOutlines {
    fn add(&mut self, glyph: &Glyph, object_from_glyph: Affine) {
        let outline = object_from_glyph * &*glyph.outline;
        if glyph.embolden {
            self.bold.extend(&outline);
        }
        let is_full =
            |piece: &BezPath| piece.elements().len() + outline.elements().len() > MAX_PIECE;
        match self.pieces.last_mut() {
            Some(piece) if !is_full(piece) => piece.extend(&outline),
            _ => self.pieces.push(outline),
        }
    }
}

impl Setting {
    fn of(element: &Element) -> Self {
        let number = |name, otherwise| element.number(name).unwrap_or(otherwise);
        Self {
            size: number("Size", 0.0),
            horizontal_scale: number("HScale", 1.0),
            turned: number("CharDirection", 0.0),
            direction: number("ReadDirection", 0.0),
            is_bold: number("Weight", 0.0) >= BOLD_FROM,
            is_slanted: element.flag("Italic").unwrap_or(false),
        }
    }

    /// `distance` millimetres in the direction of reading.
    fn along(&self, distance: f64) -> Vec2 {
        Vec2::from_angle(self.direction.to_radians()) * distance
    }

    fn object_from_glyph(&self, glyph: &Glyph, at: Point, placed: &Placed, squeeze: f64) -> Affine {
        let slant = if glyph.slant {
            Affine::skew(SLANT, 0.0)
        } else {
            Affine::IDENTITY
        };
        let fit = fit(glyph, placed, squeeze);
        Affine::translate(at.to_vec2())
            * Affine::rotate(self.turned.to_radians())
            * Affine::scale_non_uniform(self.size * self.horizontal_scale, -self.size)
            * Affine::new([fit.squeeze, 0.0, 0.0, 1.0, fit.shift, 0.0])
            * slant
    }

    /// How much narrower than its stand-in's the letters of the document's font are, going by the steps between them. A
    /// single letter whose step is shorter than itself is kerned, and stays as it is.
    fn squeeze(&self, run: &Run, font: &Font) -> f64 {
        if run.flows || self.turned != 0.0 {
            return 1.0;
        }
        let em = self.size * self.horizontal_scale;
        let share = |placed: &Placed| {
            let TextCode::Char(c) = placed.code else {
                return None;
            };
            let step = placed.step.filter(|step| step.y == 0.0)?;
            let glyph = font
                .glyph(c)
                .filter(|glyph| is_letter(glyph) && !c.is_whitespace())?;
            Some(step.x / em / room(&glyph))
        };
        // What follows the last one is not there to be stepped to.
        let stepped = run
            .placed
            .split_last()
            .map_or(&[][..], |(_, before)| before);
        let mut shares: Vec<f64> = stepped.iter().filter_map(share).collect();
        shares.sort_by(f64::total_cmp);
        match shares.get(shares.len() / 2) {
            Some(share) if shares.len() >= MIN_STEPS && *share >= MAX_SQUEEZE => share.min(1.0),
            _ => 1.0,
        }
    }
}

/// Whether a stand-in's glyph is one that may be squeezed.
fn is_letter(glyph: &Glyph) -> bool {
    glyph.is_substitute && glyph.advance < FULL_WIDTH
}

/// How wide a glyph may be, in em: digits of 宋体 are half as wide as they are high, those of its stand-ins are wider and
/// would touch.
fn room(glyph: &Glyph) -> f64 {
    glyph
        .cell
        .map_or(glyph.advance, |cell| cell.min(glyph.advance))
        .max(f64::EPSILON)
}

fn fit(glyph: &Glyph, placed: &Placed, squeeze: f64) -> GlyphFit {
    let natural = glyph.advance;
    let squeeze = if is_letter(glyph) { squeeze } else { 1.0 };
    let cell = glyph.cell.unwrap_or(natural) * squeeze;
    let width = (room(glyph) * squeeze).min(natural);
    let is_centred = matches!(placed.code, TextCode::Char(c) if is_centred(c));
    let centres = is_centred && glyph.cell.is_some();
    GlyphFit {
        squeeze: if natural > 0.0 { width / natural } else { 1.0 },
        shift: if centres {
            (cell - width).max(0.0) / 2.0
        } else {
            0.0
        },
    }
}

/// Whether 宋体 and 楷体 put this in the middle of its cell, as they do with all but stops and brackets.
fn is_centred(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-+*/\\=<>|_".contains(c)
}

/// How a glyph is made to fit into its room.
struct GlyphFit {
    squeeze: f64,
    /// In em.
    shift: f64,
}
