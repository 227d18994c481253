//! Writes each page of an OFD file beside it as a PNG, 200 dots per inch, and says what could not be drawn.
//!
//! `cargo run -p ofd --example ofd_to_png FILE`

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use image::RgbaImage;
use ofd::{DrawLimits, OfdFile};

const PIXELS_PER_MM: f64 = 200.0 / 25.4;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args_os().nth(1).map(PathBuf::from);
    let path = path.ok_or("usage: ofd_to_png FILE")?;
    let bytes = fs::read(&path)?;
    let mut file = OfdFile::open(&bytes, &DrawLimits::default())?;
    for number in 0..file.pages() {
        let page = file.page(number)?;
        let width = page.size().0 * PIXELS_PER_MM;
        let view = page.view(width.round().max(1.0) as u32);
        let drawn = page.draw(&view)?;
        let (width, height) = drawn.bitmap.size();
        let image = RgbaImage::from_raw(width, height, drawn.bitmap.bytes().to_vec())
            .ok_or("a picture without pixels")?;
        let target = path.with_extension(format!("{}.png", number + 1));
        image.save(&target)?;
        let fonts = if drawn.substituted {
            ", other fonts stand in"
        } else {
            ""
        };
        let (name, skipped) = (target.display(), drawn.skipped);
        println!("{name}: {width}x{height} px, {skipped} not drawn{fonts}");
    }
    Ok(())
}
