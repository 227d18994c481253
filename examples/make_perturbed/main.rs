//! Draws tickets as the demo does, claims regions for them that are right or wrong in known ways, and prints how many of
//! the wrong ones the program's own findings name, and how many of the right ones.
//!
//! `cargo run --example make_perturbed [PAGES [FOLDER]]`; with a FOLDER the pages are written there. The same on every run.
//! On the first pages every region that is thought of is judged, on those beyond them a few of each ticket.

#[path = "../draw_demo/canvas.rs"]
mod canvas;
#[path = "../draw_demo/cast/mod.rs"]
mod cast;
#[path = "../draw_demo/date.rs"]
mod date;
#[path = "../draw_demo/encode.rs"]
mod encode;
#[path = "../draw_demo/font.rs"]
mod font;
#[path = "../draw_demo/goods.rs"]
mod goods;
#[path = "../draw_demo/ground.rs"]
mod ground;
#[path = "../draw_demo/money.rs"]
mod money;
#[path = "../draw_demo/ornament.rs"]
mod ornament;
#[path = "../draw_demo/photo.rs"]
mod photo;
#[path = "../draw_demo/quad.rs"]
mod quad;
#[path = "../draw_demo/rng.rs"]
mod rng;
#[path = "../draw_demo/tickets/mod.rs"]
mod tickets;

mod borders;
mod judged;
mod layout;
mod ofd_page;
mod ofd_tickets;
mod said;
mod shapes;
mod tally;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use cast::Cast;
use encode::{Encoding, encode};
use font::Font;
use judged::{Judge, Share};
use layout::{Drawn, LAYOUTS, Origin, ROUNDS};
use tally::Tally;

const SEED: u64 = 4051;
/// Each layout with each thing that can be wrong with a page as a whole.
const PAGES: u64 = LAYOUTS * ROUNDS;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let pages = args.next().map_or(Ok(PAGES), |it| it.parse())?;
    let folder = args.next().map(PathBuf::from);
    if let Some(folder) = &folder {
        fs::create_dir_all(folder)?;
    }
    let font = Font::load(Path::new("crates/ofd/fonts/NotoSansSC-Regular-GBK.otf"))?;
    let mut cast = Cast::new(SEED);
    let mut judge = Judge::default();
    let mut tally = Tally::default();
    for nr in 0..pages {
        let mut drawn = Drawn::new(nr, &mut cast, &font)?;
        let quality = 70;
        let (extension, bytes) = match (drawn.origin, drawn.file.take()) {
            (_, Some(file)) => ("ofd", file),
            (Origin::Screen | Origin::Ofd, None) => ("png", encode(&drawn.picture, Encoding::Png)?),
            (Origin::Scan | Origin::Photo, None) if nr.is_multiple_of(2) => {
                ("jpg", encode(&drawn.picture, Encoding::Jpeg { quality })?)
            }
            (Origin::Scan | Origin::Photo, None) => {
                // As a telephone stores it that lay on its side.
                let stored = image::imageops::rotate270(&drawn.picture);
                ("jpg", encode(&stored, Encoding::JpegSideways { quality })?)
            }
        };
        if let Some(folder) = &folder {
            fs::write(folder.join(format!("page-{nr:03}.{extension}")), &bytes)?;
            if drawn.origin == Origin::Ofd {
                let rendered = encode(&drawn.picture, Encoding::Png)?;
                fs::write(folder.join(format!("page-{nr:03}.png")), rendered)?;
            }
        }
        let share = if nr < PAGES {
            Share::All
        } else {
            Share::some(nr)
        };
        judge.page(nr, &drawn, bytes, share, &mut tally)?;
        eprintln!("page {} of {pages}", nr + 1);
    }
    print!("{tally}");
    Ok(())
}
