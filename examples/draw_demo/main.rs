//! Draws the demo's invoices into `assets/demo`, with a manifest of what the stand-in platform answers.
//!
//! `cargo run --example draw_demo [FONT [FOLDER [FILE…]]]`; with FILEs only those pages are drawn.
//! The same bytes on every run.

mod canvas;
mod cast;
mod date;
mod encode;
mod font;
mod goods;
mod ground;
mod ids;
mod link;
mod manifest;
mod money;
mod ornament;
mod page;
mod pages;
mod photo;
mod quad;
mod rng;
mod tickets;

use std::error::Error;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, thread};

use font::Font;
use ids::Ids;
use manifest::Manifest;
use page::Page;

const SEED: u64 = 2026;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args_os().skip(1).map(PathBuf::from);
    let font_file = args
        .next()
        .unwrap_or_else(|| "crates/ofd/fonts/NotoSansSC-Regular-GBK.otf".into());
    let folder = args.next().unwrap_or_else(|| "assets/demo".into());
    let only: Vec<PathBuf> = args.collect();
    fs::create_dir_all(&folder)?;
    let pages = pages::all(SEED);
    let mut manifest = Manifest::default();
    let mut ids = Ids::new(SEED);
    for page in &pages {
        page.describe(&mut ids, &mut manifest);
    }
    fs::write(
        folder.join("manifest.json"),
        serde_json::to_string_pretty(&manifest)? + "\n",
    )?;
    let wanted =
        |page: &Page| only.is_empty() || only.iter().any(|name| name == Path::new(page.file));
    let todo: Vec<(u64, &Page)> = (1..).zip(&pages).filter(|(_, page)| wanted(page)).collect();
    draw_all(&todo, &font_file, &folder)?;
    println!(
        "{} invoices on {} pages",
        manifest.invoices.len(),
        manifest.objects.len()
    );
    Ok(())
}

/// One worker per core; each has its own font, whose cache is not for sharing.
fn draw_all(todo: &[(u64, &Page)], font_file: &Path, folder: &Path) -> Result<(), Box<dyn Error>> {
    let next = AtomicUsize::new(0);
    let work = || -> Result<(), String> {
        let font = Font::load(font_file).map_err(|error| error.to_string())?;
        while let Some((seed, page)) = todo.get(next.fetch_add(1, Ordering::Relaxed)) {
            let bytes = page
                .draw(&font, *seed)
                .map_err(|error| format!("{}: {error}", page.file))?;
            println!("{:>8} {}", bytes.len(), page.file);
            fs::write(folder.join(page.file), bytes)
                .map_err(|error| format!("{}: {error}", page.file))?;
        }
        Ok(())
    };
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        let running: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        running
            .into_iter()
            .try_for_each(|worker| worker.join().expect("a worker does not panic"))
    })?;
    Ok(())
}
