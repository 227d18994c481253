//! Glyph outlines of the one typeface everything is drawn with, cached per character.

use std::cell::RefCell;
use std::collections::HashMap;
use std::error::Error;
use std::path::Path;
use std::rc::Rc;

use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, MetadataProvider as _};
use vello_cpu::kurbo::{Affine, BezPath};

/// Outline and advance in ems, y down, origin on the baseline.
pub struct Glyph {
    pub outline: BezPath,
    pub advance: f64,
}

pub struct Font {
    data: Vec<u8>,
    glyphs: RefCell<HashMap<char, Rc<Glyph>>>,
}

impl Font {
    pub fn load(path: &Path) -> Result<Self, Box<dyn Error>> {
        let data = std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
        FontRef::new(&data)?;
        Ok(Self {
            data,
            glyphs: RefCell::default(),
        })
    }

    /// Stops the program on a character the typeface lacks: a box on a ticket must not go unnoticed.
    pub fn glyph(&self, ch: char) -> Rc<Glyph> {
        if let Some(glyph) = self.glyphs.borrow().get(&ch) {
            return Rc::clone(glyph);
        }
        let glyph = Rc::new(
            self.read_glyph(ch)
                .unwrap_or_else(|| panic!("the font has no {ch:?} (U+{:04X})", u32::from(ch))),
        );
        self.glyphs.borrow_mut().insert(ch, Rc::clone(&glyph));
        glyph
    }

    fn read_glyph(&self, ch: char) -> Option<Glyph> {
        let font = FontRef::new(&self.data).ok()?;
        let id = font.charmap().map(ch)?;
        let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        let em = f64::from(
            font.metrics(Size::unscaled(), LocationRef::default())
                .units_per_em,
        );
        let mut pen = PathPen(BezPath::new());
        let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
        if let Some(outline) = font.outline_glyphs().get(id) {
            outline.draw(settings, &mut pen).ok()?;
        }
        pen.0
            .apply_affine(Affine::scale_non_uniform(1.0 / em, -1.0 / em));
        Some(Glyph {
            outline: pen.0,
            advance: f64::from(metrics.advance_width(id)?) / em,
        })
    }
}

struct PathPen(BezPath);

impl OutlinePen for PathPen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to((x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to((x, y));
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.0.quad_to((cx, cy), (x, y));
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.0.curve_to((cx0, cy0), (cx1, cy1), (x, y));
    }

    fn close(&mut self) {
        self.0.close_path();
    }
}
