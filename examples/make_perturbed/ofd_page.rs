//! Writes an OFD file of one page with text objects, rules and codes, and knows where each character of it lies.

use std::error::Error;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use qrcodegen::{QrCode, QrCodeEcc};
use vello_cpu::kurbo::{Affine, Rect, Shape as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::font::Font;

pub const BLACK: &str = "20 20 20";
pub const BROWN: &str = "140 62 28";
pub const RED: &str = "222 38 30";

const ROOT: &str = "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>";
/// Not in the file, as in most that are sent: the program's own font stands in for it, which is the one that is measured.
const RESOURCES: &str = "<Res><Fonts><Font ID='5' FontName='SimHei'/></Fonts></Res>";

/// All lengths in mm, from the upper left of the page; texts lie on their baseline.
pub struct OfdPage<'f> {
    font: &'f Font,
    width: f64,
    height: f64,
    objects: String,
    /// Where what is drawn next has its origin.
    origin: (f64, f64),
    pub characters: Vec<Rect>,
    pub emblems: Vec<Rect>,
}

impl<'f> OfdPage<'f> {
    pub fn new(font: &'f Font, width: f64, height: f64) -> Self {
        Self {
            font,
            width,
            height,
            objects: String::new(),
            origin: (0.0, 0.0),
            characters: Vec::new(),
            emblems: Vec::new(),
        }
    }

    pub fn begin_at(&mut self, x: f64, y: f64) {
        self.origin = (x, y);
    }

    pub fn text_width(&self, text: &str, size: f64) -> f64 {
        let ems = text.chars().map(|ch| self.font.glyph(ch).advance);
        ems.sum::<f64>() * size
    }

    pub fn text(&mut self, x: f64, y: f64, text: &str, size: f64, color: &str) {
        if text.is_empty() {
            return;
        }
        let (x, y) = (x + self.origin.0, y + self.origin.1);
        let (mut at, mut steps) = (x, String::new());
        let mut plain = String::new();
        for ch in text.chars() {
            let glyph = self.font.glyph(ch);
            let placed = Affine::translate((at, y)) * Affine::scale(size);
            let outline = placed.transform_rect_bbox(glyph.outline.bounding_box());
            if outline.area() > 0.0 {
                self.characters.push(outline);
            }
            let advance = glyph.advance * size;
            at += advance;
            write!(steps, "{advance:.4} ").expect("memory takes any text");
            match ch {
                '&' => plain.push_str("&amp;"),
                '<' => plain.push_str("&lt;"),
                '>' => plain.push_str("&gt;"),
                other => plain.push(other),
            }
        }
        let (boundary, steps) = (self.boundary(), steps.trim_end());
        self.push(&format!(
            "<TextObject {boundary} Font='5' Size='{size}'><FillColor Value='{color}'/>\
             <TextCode X='{x:.4}' Y='{y:.4}' DeltaX='{steps}'>{plain}</TextCode></TextObject>"
        ));
    }

    pub fn text_right(&mut self, x: f64, y: f64, text: &str, size: f64, color: &str) {
        self.text(x - self.text_width(text, size), y, text, size, color);
    }

    pub fn text_center(&mut self, x: f64, y: f64, text: &str, size: f64, color: &str) {
        let half = self.text_width(text, size) / 2.0;
        self.text(x - half, y, text, size, color);
    }

    /// One character below the other.
    pub fn text_down(&mut self, x: f64, y: f64, text: &str, size: f64, color: &str) {
        for (nr, ch) in text.chars().enumerate() {
            let baseline = y + size * 1.15 * nr as f64;
            self.text_center(x, baseline, &ch.to_string(), size, color);
        }
    }

    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), color: &str) {
        self.stroke(&[from, to], 0.28, color);
    }

    pub fn frame(&mut self, x: f64, y: f64, width: f64, height: f64, color: &str) {
        let (right, low) = (x + width, y + height);
        let corners = [(x, y), (right, y), (right, low), (x, low), (x, y)];
        self.stroke(&corners, 0.4, color);
    }

    /// An oval seal with its words across.
    pub fn seal(&mut self, (x, y): (f64, f64), (a, b): (f64, f64), words: [&str; 2]) {
        let points: Vec<(f64, f64)> = (0..=72)
            .map(|nr| f64::from(nr * 5).to_radians())
            .map(|angle| (x + a * angle.cos(), y + b * angle.sin()))
            .collect();
        self.stroke(&points, 0.6, RED);
        self.text_center(x, y - 0.4, words[0], a / 5.2, RED);
        self.text_center(x, y + a / 3.6, words[1], a / 6.0, RED);
        self.emblem(Rect::new(x - a, y - b, x + a, y + b));
    }

    pub fn qr_code(&mut self, x: f64, y: f64, side: f64, text: &str) {
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).expect("such a text fits a code");
        self.emblem(Rect::new(x, y, x + side, y + side));
        let module = side / f64::from(code.size());
        let mut path = String::new();
        let modules = (0..code.size()).flat_map(|row| (0..code.size()).map(move |it| (it, row)));
        for (column, row) in modules.filter(|(column, row)| code.get_module(*column, *row)) {
            let left = self.origin.0 + x + module * f64::from(column);
            let top = self.origin.1 + y + module * f64::from(row);
            let (right, low) = (left + module, top + module);
            write!(
                path,
                "M {left:.4} {top:.4} L {right:.4} {top:.4} L {right:.4} {low:.4} L {left:.4} {low:.4} C "
            )
            .expect("memory takes any text");
        }
        let boundary = self.boundary();
        self.push(&format!(
            "<PathObject {boundary} Fill='true' Stroke='false'><FillColor Value='{BLACK}'/>\
             <AbbreviatedData>{path}</AbbreviatedData></PathObject>"
        ));
    }

    /// The file.
    pub fn finish(&self) -> Result<Vec<u8>, Box<dyn Error>> {
        let (width, height, objects) = (self.width, self.height, &self.objects);
        let document = format!(
            "<Document><CommonData><PageArea><PhysicalBox>0 0 {width} {height}</PhysicalBox></PageArea>\
             <PublicRes>Res.xml</PublicRes></CommonData>\
             <Pages><Page ID='10' BaseLoc='Page.xml'/></Pages></Document>"
        );
        let page = format!("<Page><Content><Layer>{objects}</Layer></Content></Page>");
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, part) in [
            ("OFD.xml", ROOT),
            ("Doc_0/Document.xml", &document),
            ("Doc_0/Res.xml", RESOURCES),
            ("Doc_0/Page.xml", &page),
        ] {
            zip.start_file(name, SimpleFileOptions::default())?;
            zip.write_all(part.as_bytes())?;
        }
        Ok(zip.finish()?.into_inner())
    }

    fn emblem(&mut self, around: Rect) {
        let (x, y) = self.origin;
        self.emblems
            .push(Affine::translate((x, y)).transform_rect_bbox(around));
    }

    fn stroke(&mut self, points: &[(f64, f64)], width: f64, color: &str) {
        let mut path = String::new();
        for (nr, (x, y)) in points.iter().enumerate() {
            let (x, y) = (x + self.origin.0, y + self.origin.1);
            let step = if nr == 0 { "M" } else { "L" };
            write!(path, "{step} {x:.4} {y:.4} ").expect("memory takes any text");
        }
        let boundary = self.boundary();
        self.push(&format!(
            "<PathObject {boundary} Fill='false' Stroke='true' LineWidth='{width}'>\
             <StrokeColor Value='{color}'/><AbbreviatedData>{path}</AbbreviatedData></PathObject>"
        ));
    }

    fn boundary(&self) -> String {
        format!("Boundary='0 0 {} {}'", self.width, self.height)
    }

    fn push(&mut self, object: &str) {
        self.objects.push_str(object);
    }
}
