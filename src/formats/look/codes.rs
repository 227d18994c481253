//! Reads the QR codes of a picture.

use rxing::common::HybridBinarizer;
use rxing::multi::MultipleBarcodeReader;
use rxing::multi::qrcode::QRCodeMultiReader;
use rxing::{BinaryBitmap, DecodeHints, Luma8LuminanceSource, RXingResult};

use crate::geometry::PictureSize;
use crate::model::{MAX_CODE_CHARS, MAX_CODES, QrCode};

use super::{Luma, Raster};

/// Longest side of the copy in which codes are looked for, in pixels: on a photographed page with four tickets a module
/// is two pixels wide there.
const MAX_SIDE: u32 = 2_400;
/// The middles of a code's corner marks lie so much of their distance within its edges.
const BEYOND: f32 = 0.2;

/// `delivered`: how many pixels of the whole picture one of the raster is.
pub(super) fn codes(raster: &Raster, delivered: f32, size: PictureSize) -> Vec<QrCode> {
    let (width, height) = raster.size();
    let factor = width.max(height).div_ceil(MAX_SIDE);
    let luma = Luma::of(raster, factor);
    let scale = delivered * factor as f32;
    let Ok(source) = Luma8LuminanceSource::new(luma.pixels, luma.width, luma.height) else {
        return Vec::new();
    };
    let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
    let hints = DecodeHints {
        TryHarder: Some(true),
        ..DecodeHints::default()
    };
    let found = QRCodeMultiReader::new().decode_multiple_with_hints(&mut bitmap, &hints);
    let found = found.unwrap_or_default();
    let mut codes: Vec<QrCode> = Vec::new();
    for code in found.iter().filter_map(|it| code(it, scale, size)) {
        // Three corner marks can be put together in more than one way.
        let is_known = codes
            .iter()
            .any(|it| it.text == code.text && it.place().intersects(&code.place()));
        if !is_known && codes.len() < MAX_CODES {
            codes.push(code);
        }
    }
    codes
}

fn code(found: &RXingResult, scale: f32, size: PictureSize) -> Option<QrCode> {
    let text = found.getText();
    let is_plain = !text.chars().any(char::is_control) && text.chars().count() <= MAX_CODE_CHARS;
    let points = found.getPoints();
    if !is_plain || points.len() < 3 {
        return None;
    }
    let range = |of: fn(&rxing::Point) -> f32, most: u32| {
        let least = points.iter().map(of).fold(f32::MAX, f32::min);
        let greatest = points.iter().map(of).fold(f32::MIN, f32::max);
        let beyond = BEYOND * (greatest - least);
        let near = ((least - beyond) * scale).max(0.0) as u32;
        let far = ((greatest + beyond) * scale).max(0.0) as u32;
        (near.min(most), far.min(most))
    };
    let (left, right) = range(|it| it.x, size.width);
    let (top, bottom) = range(|it| it.y, size.height);
    (left < right && top < bottom).then(|| QrCode {
        edges: [left, top, right, bottom],
        text: text.to_owned(),
    })
}
