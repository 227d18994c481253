//! What makes a sheet official: seals, QR codes and the fine tints behind the print.

use qrcodegen::{QrCode, QrCodeEcc};
use vello_cpu::kurbo::{BezPath, Point, Rect, Shape as _};

use crate::canvas::{Canvas, Ink, Pen};

/// Black modules on white with the quiet zone the standard asks for; `side` mm without it.
pub fn qr_code(canvas: &mut Canvas<'_>, (x, y): (f64, f64), side: f64, text: &str, ink: Ink) {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).expect("demo texts fit a QR code");
    canvas.emblem(Rect::new(x, y, x + side, y + side));
    let module = side / f64::from(code.size());
    let mut path = BezPath::new();
    for row in 0..code.size() {
        for column in 0..code.size() {
            if code.get_module(column, row) {
                let (left, top) = (x + module * f64::from(column), y + module * f64::from(row));
                path.extend(Rect::new(left, top, left + module, top + module).path_elements(0.1));
            }
        }
    }
    canvas.fill(&path, ink);
}

/// The red oval of the tax authority: `place` in the lower arc.
pub fn authority_seal(
    canvas: &mut Canvas<'_>,
    center: (f64, f64),
    width: f64,
    place: &str,
    ink: Ink,
) {
    let (a, b) = (width / 2.0, width / 3.0);
    canvas.emblem(around(center, a, b));
    canvas.ellipse(center, (a, b), width * 0.022, ink);
    canvas.ellipse(center, (a * 0.92, b * 0.90), width * 0.008, ink);
    let pen = Pen::new(width * 0.092, ink).bold(0.02);
    let arc = (a * 0.70, b * 0.62);
    text_on_arc(
        canvas,
        center,
        arc,
        (-158.0, -22.0),
        "全国统一发票监制章",
        &pen,
    );
    canvas.text_center(
        center.0,
        center.1 + width * 0.045,
        "国家税务总局",
        &pen.size(width * 0.088),
    );
    let low = Pen::new(width * 0.082, ink).bold(0.02);
    let text = format!("{place}税务局");
    canvas.text_center(center.0, center.1 + width * 0.19, &text, &low);
}

/// The seller's oval invoice seal with its tax number across.
pub fn seller_seal(
    canvas: &mut Canvas<'_>,
    center: (f64, f64),
    seller: &str,
    tax_id: &str,
    ink: Ink,
) {
    let (a, b) = (20.0, 15.0);
    canvas.emblem(around(center, a, b));
    canvas.ellipse(center, (a, b), 0.9, ink);
    let count = seller.chars().count() as f64;
    let pen = Pen::new((52.0 / count).min(4.2), ink)
        .bold(0.03)
        .stretch(0.86);
    text_on_arc(
        canvas,
        center,
        (a * 0.80, b * 0.74),
        (-196.0, 16.0),
        seller,
        &pen,
    );
    let number = Pen::new(2.5, ink).bold(0.02);
    canvas.text_center(center.0, center.1 + 1.6, tax_id, &number.stretch(0.9));
    canvas.text_center(
        center.0,
        center.1 + 9.6,
        "发票专用章",
        &Pen::new(3.9, ink).bold(0.03),
    );
}

/// A round seal with a star, as small companies stamp on slips.
pub fn round_seal(canvas: &mut Canvas<'_>, center: (f64, f64), radius: f64, name: &str, ink: Ink) {
    canvas.emblem(around(center, radius, radius));
    canvas.ellipse(center, (radius, radius), radius * 0.06, ink);
    let count = name.chars().count() as f64;
    let pen = Pen::new((radius * 4.0 / count).min(radius * 0.27), ink).bold(0.03);
    let arc = (radius * 0.68, radius * 0.68);
    text_on_arc(canvas, center, arc, (-205.0, 25.0), name, &pen);
    canvas.fill(&star(center, radius * 0.3), ink);
    let low = Pen::new(radius * 0.2, ink).bold(0.03);
    canvas.text_center(center.0, center.1 + radius * 0.66, "发票专用章", &low);
}

fn around((x, y): (f64, f64), a: f64, b: f64) -> Rect {
    Rect::new(x - a, y - b, x + a, y + b)
}

/// Characters upright on an elliptic arc; angles in degrees, 0 = east, -90 = north.
fn text_on_arc(
    canvas: &mut Canvas<'_>,
    center: (f64, f64),
    radii: (f64, f64),
    (from, to): (f64, f64),
    text: &str,
    pen: &Pen,
) {
    let count = text.chars().count();
    for (nr, ch) in text.chars().enumerate() {
        let share = nr as f64 / (count - 1) as f64;
        let angle = evenly_on_ellipse(radii, (from.to_radians(), to.to_radians()), share);
        let at = (
            center.0 + radii.0 * angle.cos(),
            center.1 + radii.1 * angle.sin(),
        );
        let tangent = (radii.1 * angle.cos()).atan2(-radii.0 * angle.sin());
        canvas.turned(at, tangent.to_degrees(), |canvas| {
            canvas.text_center(at.0, at.1 + pen.size * 0.36, &ch.to_string(), pen);
        });
    }
}

/// The angle at `share` of the arc's length: equal angles would crowd the ends of an ellipse.
fn evenly_on_ellipse(radii: (f64, f64), (from, to): (f64, f64), share: f64) -> f64 {
    const STEPS: u32 = 400;
    let step = (to - from) / f64::from(STEPS);
    let speed = |nr: u32| {
        let angle = from + step * (f64::from(nr) + 0.5);
        (radii.0 * angle.sin()).hypot(radii.1 * angle.cos())
    };
    let mut left: f64 = (0..STEPS).map(speed).sum::<f64>() * share;
    for nr in 0..STEPS {
        left -= speed(nr);
        if left <= 0.0 {
            return from + step * f64::from(nr);
        }
    }
    to
}

fn star(center: (f64, f64), radius: f64) -> BezPath {
    let mut path = BezPath::new();
    for nr in 0..10_u32 {
        let angle = (f64::from(nr) * 36.0 - 90.0).to_radians();
        let reach = if nr % 2 == 0 { radius } else { radius * 0.4 };
        let point = Point::new(
            center.0 + reach * angle.cos(),
            center.1 + reach * angle.sin(),
        );
        if nr == 0 {
            path.move_to(point);
        } else {
            path.line_to(point);
        }
    }
    path.close_path();
    path
}

/// Interwoven fine waves over a rectangle: the tint that copies badly.
pub fn guilloche(canvas: &mut Canvas<'_>, area: Rect, pitch: f64, line: f64, ink: Ink) {
    let swing = pitch * 1.8;
    let rows = (area.height() / pitch).ceil() as u32;
    for row in 0..=rows {
        let base = area.y0 + f64::from(row) * pitch;
        for phase in [0.0, std::f64::consts::PI] {
            let mut path = BezPath::new();
            let mut x = area.x0;
            path.move_to((x, wave(area, base, swing, x, phase)));
            while x < area.x1 {
                x = (x + 1.5).min(area.x1);
                path.line_to((x, wave(area, base, swing, x, phase)));
            }
            canvas.outline(&path, line, ink);
        }
    }
}

fn wave(area: Rect, base: f64, swing: f64, x: f64, phase: f64) -> f64 {
    let slow = ((x - area.x0) / area.width() * 9.0).sin();
    (base + swing * ((x - area.x0) * 0.22 + phase).sin() * (0.6 + 0.4 * slow))
        .clamp(area.y0, area.y1)
}

/// Rosette of rotated ellipses, as behind the amount of a printed form.
pub fn rosette(canvas: &mut Canvas<'_>, center: (f64, f64), radius: f64, line: f64, ink: Ink) {
    for nr in 0..18 {
        canvas.turned(center, f64::from(nr) * 10.0, |canvas| {
            canvas.ellipse(center, (radius, radius * 0.45), line, ink);
        });
    }
}

/// Every sheet says that it is none: the demo must not pass for the real thing.
pub fn sample_note(canvas: &mut Canvas<'_>, x: f64, y: f64, size: f64, ink: Ink) {
    canvas.text_center(x, y, "演示样票 · 内容均为虚构", &Pen::new(size, ink));
}
