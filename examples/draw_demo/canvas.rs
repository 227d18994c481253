//! Drawing one ticket: rules, tints and text in millimetres, turned into pixels at the end.

use image::RgbaImage;
use vello_cpu::color::{AlphaColor, Srgb};
use vello_cpu::kurbo::{Affine, BezPath, Ellipse, Point, Rect, Shape as _, Stroke};
use vello_cpu::{Level, Pixmap, RenderContext, RenderSettings, Resources};

use crate::font::Font;

pub type Ink = AlphaColor<Srgb>;

pub const fn ink(r: u8, g: u8, b: u8) -> Ink {
    Ink::from_rgb8(r, g, b)
}

/// What is printed paler than this is a tint, not print.
const PALE: f32 = 0.55;

/// How text looks; sizes in mm.
#[derive(Clone, Copy)]
pub struct Pen {
    pub size: f64,
    pub ink: Ink,
    /// Thickness added to the strokes, in ems.
    pub bold: f64,
    /// Horizontal stretch.
    pub stretch: f64,
    /// Added after each character, in ems.
    pub spacing: f64,
}

impl Pen {
    pub fn new(size: f64, ink: Ink) -> Self {
        Self {
            size,
            ink,
            bold: 0.0,
            stretch: 1.0,
            spacing: 0.0,
        }
    }

    pub fn bold(self, bold: f64) -> Self {
        Self { bold, ..self }
    }

    pub fn stretch(self, stretch: f64) -> Self {
        Self { stretch, ..self }
    }

    pub fn spacing(self, spacing: f64) -> Self {
        Self { spacing, ..self }
    }

    pub fn size(self, size: f64) -> Self {
        Self { size, ..self }
    }
}

pub struct Canvas<'f> {
    context: RenderContext,
    font: &'f Font,
    /// Size in mm.
    pub width: f64,
    pub height: f64,
    pixels_from_mm: f64,
    mm_from_local: Affine,
    /// Centre and radius in mm of what is punched out of the paper.
    holes: Vec<(f64, f64, f64)>,
    /// What is printed, character by character, as parts of the sheet's width and height.
    pub characters: Vec<Rect>,
    /// Around each seal and QR code, in the same measure.
    pub emblems: Vec<Rect>,
}

impl<'f> Canvas<'f> {
    /// A canvas `width_px` wide; its height follows from the ticket's shape.
    pub fn new(font: &'f Font, (width, height): (f64, f64), width_px: u32) -> Self {
        let pixels_from_mm = f64::from(width_px) / width;
        let height_px = (height * pixels_from_mm).round();
        let settings = RenderSettings {
            // The same pixels on every processor.
            level: Level::baseline(),
            num_threads: 0,
        };
        Self {
            context: RenderContext::new_with(width_px as u16, height_px as u16, settings),
            font,
            width,
            height,
            pixels_from_mm,
            mm_from_local: Affine::IDENTITY,
            holes: Vec::new(),
            characters: Vec::new(),
            emblems: Vec::new(),
        }
    }

    /// Covers everything, the rounded last row of pixels too.
    pub fn paper(&mut self, ink: Ink) {
        self.rect(-1.0, -1.0, self.width + 2.0, self.height + 2.0, ink);
    }

    pub fn rect(&mut self, x: f64, y: f64, width: f64, height: f64, ink: Ink) {
        self.fill(&Rect::new(x, y, x + width, y + height).to_path(0.01), ink);
    }

    pub fn frame(&mut self, x: f64, y: f64, width: f64, height: f64, line: f64, ink: Ink) {
        self.outline(
            &Rect::new(x, y, x + width, y + height).to_path(0.01),
            line,
            ink,
        );
    }

    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), line: f64, ink: Ink) {
        let mut path = BezPath::new();
        path.move_to(from);
        path.line_to(to);
        self.outline(&path, line, ink);
    }

    pub fn ellipse(&mut self, center: (f64, f64), radii: (f64, f64), line: f64, ink: Ink) {
        let path = Ellipse::new(center, radii, 0.0).to_path(0.01);
        self.outline(&path, line, ink);
    }

    pub fn fill(&mut self, path: &BezPath, ink: Ink) {
        self.place(Affine::IDENTITY);
        self.context.set_paint(ink);
        self.context.fill_path(path);
    }

    pub fn outline(&mut self, path: &BezPath, line: f64, ink: Ink) {
        self.place(Affine::IDENTITY);
        self.context.set_paint(ink);
        self.context.set_stroke(Stroke::new(line));
        self.context.stroke_path(path);
    }

    pub fn punch(&mut self, x: f64, y: f64, radius: f64) {
        self.holes.push((x, y, radius));
    }

    /// Draws with the paper turned clockwise around a point.
    pub fn turned(&mut self, center: (f64, f64), degrees: f64, draw: impl FnOnce(&mut Self)) {
        let before = self.mm_from_local;
        self.mm_from_local =
            before * Affine::rotate_about(degrees.to_radians(), Point::from(center));
        draw(self);
        self.mm_from_local = before;
    }

    pub fn text_width(&self, text: &str, pen: &Pen) -> f64 {
        let ems: f64 = text
            .chars()
            .map(|ch| self.font.glyph(ch).advance + pen.spacing)
            .sum();
        (ems - pen.spacing).max(0.0) * pen.size * pen.stretch
    }

    /// Starts at `x`; `y` is the baseline.
    pub fn text(&mut self, x: f64, y: f64, text: &str, pen: &Pen) {
        let mut x = x;
        for ch in text.chars() {
            x += self.glyph(x, y, ch, pen) + pen.spacing * pen.size * pen.stretch;
        }
    }

    pub fn text_center(&mut self, x: f64, y: f64, text: &str, pen: &Pen) {
        self.text(x - self.text_width(text, pen) / 2.0, y, text, pen);
    }

    pub fn text_right(&mut self, x: f64, y: f64, text: &str, pen: &Pen) {
        self.text(x - self.text_width(text, pen), y, text, pen);
    }

    /// Squeezed as far as needed to stay within `room` mm.
    pub fn text_within(&mut self, x: f64, y: f64, room: f64, text: &str, pen: &Pen) {
        let width = self.text_width(text, pen);
        let stretch = pen.stretch * (room / width).min(1.0);
        self.text(x, y, text, &pen.stretch(stretch));
    }

    /// First and last character touch the ends: `合    计`.
    pub fn text_spread(&mut self, x: f64, y: f64, room: f64, text: &str, pen: &Pen) {
        let gaps = text.chars().count().max(2) - 1;
        let free = room - self.text_width(text, &pen.spacing(0.0));
        let spacing = free / gaps as f64 / pen.size / pen.stretch;
        self.text(x, y, text, &pen.spacing(spacing));
    }

    /// Downwards around the line `x`, centred in `y..y + room`.
    pub fn text_down(&mut self, x: f64, y: f64, room: f64, text: &str, pen: &Pen) {
        let step = pen.size * (1.12 + pen.spacing);
        let count = text.chars().count() as f64;
        let mut baseline = y + (room - step * count) / 2.0 + pen.size * 0.94;
        for ch in text.chars() {
            self.text_center(x, baseline, &ch.to_string(), pen);
            baseline += step;
        }
    }

    /// One character; answers its advance in mm.
    pub fn glyph(&mut self, x: f64, y: f64, ch: char, pen: &Pen) -> f64 {
        let glyph = self.font.glyph(ch);
        self.place(
            Affine::translate((x, y)) * Affine::scale_non_uniform(pen.size * pen.stretch, pen.size),
        );
        self.context.set_paint(pen.ink);
        self.context.fill_path(&glyph.outline);
        if pen.bold > 0.0 {
            self.context.set_stroke(Stroke::new(pen.bold));
            self.context.stroke_path(&glyph.outline);
        }
        let [red, green, blue, _] = pen.ink.components;
        if 0.3 * red + 0.59 * green + 0.11 * blue > PALE {
            return glyph.advance * pen.size * pen.stretch;
        }
        let outline = self.placed(glyph.outline.bounding_box());
        self.characters.push(outline);
        glyph.advance * pen.size * pen.stretch
    }

    /// Remembers where a seal or a code is drawn, in mm.
    pub fn emblem(&mut self, around: Rect) {
        let to_pixels = Affine::scale(self.pixels_from_mm) * self.mm_from_local;
        self.context.set_transform(to_pixels);
        let around = self.placed(around);
        self.emblems.push(around);
    }

    /// What the present transform makes of it, as parts of the sheet's width and height.
    fn placed(&self, rect: Rect) -> Rect {
        let (width, height) = (self.context.width(), self.context.height());
        let placed = self.context.transform().transform_rect_bbox(rect);
        Rect::new(
            placed.x0 / f64::from(width),
            placed.y0 / f64::from(height),
            placed.x1 / f64::from(width),
            placed.y1 / f64::from(height),
        )
    }

    pub fn finish(mut self) -> RgbaImage {
        let (width, height) = (self.context.width(), self.context.height());
        let mut pixmap = Pixmap::new(width, height);
        self.context.flush();
        self.context.render(&mut pixmap, &mut Resources::new());
        let mut picture = RgbaImage::new(width.into(), height.into());
        for (to, from) in picture.pixels_mut().zip(pixmap.data()) {
            to.0 = [from.r, from.g, from.b, 255];
        }
        for (x, y, radius) in &self.holes {
            let scale = self.pixels_from_mm;
            punch_out(&mut picture, (x * scale, y * scale), radius * scale);
        }
        picture
    }

    fn place(&mut self, local: Affine) {
        self.context
            .set_transform(Affine::scale(self.pixels_from_mm) * self.mm_from_local * local);
    }
}

/// Makes a disc transparent; its edge fades over one pixel.
fn punch_out(picture: &mut RgbaImage, (x, y): (f64, f64), radius: f64) {
    for (px, py, pixel) in picture.enumerate_pixels_mut() {
        let distance = (f64::from(px) + 0.5 - x).hypot(f64::from(py) + 0.5 - y);
        let cover = (distance - radius + 0.5).clamp(0.0, 1.0);
        pixel.0[3] = (f64::from(pixel.0[3]) * cover) as u8;
    }
}
