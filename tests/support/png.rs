//! Pictures as the bytes of a PNG.

use std::io::Cursor;

use image::{ImageFormat, RgbImage};

pub fn png(image: &RgbImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image
        .write_to(&mut bytes, ImageFormat::Png)
        .expect("memory takes any picture");
    bytes.into_inner()
}
