//! Compares the layout of two pictures: how alike their ink lies, whatever font it is set in.
//!
//! Usage: `ink_correlation A B [--save DIR]`, where A and B are pictures or documents (of which the first page counts).
//! Prints Pearson's correlation of the ink in the cells of a grid of 100 columns: 1 is the same layout, 0 is none.
//! With `--save`, A as it was drawn is written to DIR as PNG.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Parser;
use image::RgbaImage;
use invoice_lens::formats::{DecodeJob, Limits, Pixels, Raster, decode};

const COLUMNS: u32 = 100;

#[derive(Parser)]
#[command(about = "Compares how ink lies in two pictures or documents")]
struct Arguments {
    a: PathBuf,
    b: PathBuf,
    /// Folder for A as it was drawn
    #[arg(long, value_name = "DIR")]
    save: Option<PathBuf>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let a = draw(&arguments.a)?;
    let b = draw(&arguments.b)?;
    let score = correlation(&ink(&a), &ink(&b));
    println!("{score:.3} {}", arguments.a.display());
    if let Some(folder) = arguments.save {
        let name = arguments.a.file_stem().unwrap_or_default();
        let target = folder.join(name).with_extension("png");
        save(&a, &target)?;
    }
    Ok(())
}

fn draw(path: &Path) -> Result<Raster, Box<dyn Error>> {
    let bytes = fs::read(path)?;
    let started = Instant::now();
    let decoded = decode(&DecodeJob {
        bytes: bytes.into(),
        want: Pixels::Full,
        limits: Limits::default(),
    })?;
    eprintln!(
        "{}: {:?} of {} pages in {:.1} ms, {} skipped{}",
        path.display(),
        decoded.raster.size(),
        decoded.facts.frames,
        started.elapsed().as_secs_f64() * 1000.0,
        decoded.facts.skipped,
        if decoded.facts.substituted {
            ", fonts replaced"
        } else {
            ""
        },
    );
    Ok(decoded.raster)
}

fn save(raster: &Raster, target: &Path) -> Result<(), Box<dyn Error>> {
    let (width, height) = raster.size();
    let image = RgbaImage::from_raw(width, height, raster.bytes().to_vec());
    image.ok_or("a raster has all its pixels")?.save(target)?;
    Ok(())
}

/// Mean darkness of each cell, row by row. Both pictures get the same number of cells if they have the same proportions.
fn ink(raster: &Raster) -> Vec<f64> {
    let (width, height) = raster.size();
    let rows = (f64::from(COLUMNS) * f64::from(height) / f64::from(width)).round() as u32;
    let mut sums = vec![(0.0, 0.0); (COLUMNS * rows) as usize];
    for (index, pixel) in raster.bytes().chunks_exact(4).enumerate() {
        let (x, y) = (index as u32 % width, index as u32 / width);
        let cell = (y * rows / height) * COLUMNS + x * COLUMNS / width;
        let light: f64 = pixel[..3].iter().map(|part| f64::from(*part)).sum();
        let (sum, count) = &mut sums[cell as usize];
        *sum += 255.0 - light / 3.0;
        *count += 1.0;
    }
    sums.iter()
        .map(|(sum, count)| sum / f64::max(*count, 1.0))
        .collect()
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let count = a.len().min(b.len()) as f64;
    let mean = |values: &[f64]| values.iter().take(count as usize).sum::<f64>() / count;
    let (mean_a, mean_b) = (mean(a), mean(b));
    let (mut both, mut only_a, mut only_b) = (0.0, 0.0, 0.0);
    for (a, b) in a.iter().zip(b) {
        both += (a - mean_a) * (b - mean_b);
        only_a += (a - mean_a).powi(2);
        only_b += (b - mean_b).powi(2);
    }
    both / (only_a * only_b).sqrt()
}
