//! The kinds of JPEG that make up most of what is reviewed.

use std::io::Cursor;
use std::sync::Arc;

use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};

/// Lines of dark print on paper: 1.7 Mpx and 0.37 MB, as scanned receipts of a public collection (SROIE) have in the
/// mean. Every number has a print of its own.
pub fn receipt(number: u32) -> Arc<[u8]> {
    print((1100, 1545), number, 55)
}

/// The same with all of the paper's grain: 0.62 MB.
pub fn grainy_receipt(number: u32) -> Arc<[u8]> {
    print((1100, 1545), number, 85)
}

fn print((width, height): (u32, u32), number: u32, quality: u8) -> Arc<[u8]> {
    let image = RgbImage::from_fn(width, height, |x, y| {
        let paper = 225 + (noise(x, y) % 16) as u8;
        let is_line = y % 36 < 20 && x > 80 && x < width - 80;
        let is_ink = is_line && noise(x / 3 + 367 * number, y / 4).is_multiple_of(3);
        Rgb([if is_ink { 35 } else { paper }; 3])
    });
    jpeg(&image, quality)
}

/// The same, smaller: 1000×1400 px and a quarter of a megabyte, as many links deliver them.
pub fn page(number: u32) -> Arc<[u8]> {
    print((1000, 1400), number, 43)
}

/// Grain over soft shapes: 12 Mpx, as a telephone takes them. Every number has shapes of its own.
pub fn photo(number: u32) -> Arc<[u8]> {
    let image = RgbImage::from_fn(4000, 3000, |x, y| {
        let grain = (noise(x, y) % 24) as u8;
        let shape = ((x / 7 + 29 * number) ^ (y / 5)) as u8 / 2;
        Rgb([
            shape + grain,
            (x / 32) as u8 + grain,
            (y / 24) as u8 + grain,
        ])
    });
    jpeg(&image, 90)
}

/// Always the same noise, from the bits of the position.
fn noise(x: u32, y: u32) -> u32 {
    let mixed = x.wrapping_mul(0x9E37_79B1) ^ y.wrapping_mul(0x85EB_CA77);
    (mixed ^ mixed >> 15).wrapping_mul(0x2C1B_3C6D) >> 16
}

fn jpeg(image: &RgbImage, quality: u8) -> Arc<[u8]> {
    let mut bytes = Cursor::new(Vec::new());
    image
        .write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, quality))
        .expect("memory takes any picture");
    bytes.into_inner().into()
}
