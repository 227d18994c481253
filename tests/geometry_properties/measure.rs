//! Finds the ticket in a picture by its brightness, to a fraction of a pixel.

use image::{DynamicImage, GrayImage};

use super::server::{PAGE_GREY, TICKET_GREY};

pub enum Found {
    Nothing,
    /// Narrower than the blur: its edges cannot be told.
    Blurred,
    /// x0, y0, x1, y1 of the visible part, in picture pixels.
    At([f64; 4]),
}

pub fn find_ticket(picture: &DynamicImage) -> Found {
    let picture = picture.to_luma8();
    let width = picture.width() as usize;
    let sum = |row: &[u8]| row.iter().map(|grey| u32::from(*grey)).sum::<u32>();
    let Some(brightest) = picture.chunks_exact(width).max_by_key(|row| sum(row)) else {
        return Found::Nothing;
    };
    let Some(peak) = (0..width).max_by_key(|x| brightest[*x]) else {
        return Found::Nothing;
    };
    let column: Vec<u8> = picture.chunks_exact(width).map(|row| row[peak]).collect();
    match (edges(brightest), edges(&column)) {
        (Some(across), Some(down)) => Found::At([across.0, down.0, across.1, down.1]),
        _ if brightest[peak] > halfway() => Found::Blurred,
        _ => Found::Nothing,
    }
}

/// The exact bounds of the ticket in a picture that was never scaled: x0, y0, x1, y1.
pub fn ticket_bounds(page: &DynamicImage) -> [u32; 4] {
    let page: GrayImage = page.to_luma8();
    let width = page.width() as usize;
    let is_ticket = |grey: &u8| *grey == TICKET_GREY;
    let rows: Vec<&[u8]> = page.chunks_exact(width).collect();
    let has_ticket = |row: &&[u8]| row.iter().any(is_ticket);
    let top = rows
        .iter()
        .position(has_ticket)
        .expect("a ticket is painted");
    let bottom = rows
        .iter()
        .rposition(has_ticket)
        .expect("a ticket is painted")
        + 1;
    let left = rows[top].iter().position(is_ticket).expect("a ticket row");
    let right = rows[top].iter().rposition(is_ticket).expect("a ticket row") + 1;
    [left, top, right, bottom].map(|side| side as u32)
}

fn halfway() -> u8 {
    PAGE_GREY.midpoint(TICKET_GREY)
}

/// Where a profile rises above and falls below half the ticket's brightness, interpolated between pixel centres. At
/// the picture's border the ticket ends with the picture.
fn edges(profile: &[u8]) -> Option<(f64, f64)> {
    let bright = |grey: &u8| *grey > halfway();
    let first = profile.iter().position(bright)?;
    let last = profile.iter().rposition(bright)?;
    // A plateau of the ticket's own brightness: wider than the blur.
    if profile[first..=last]
        .iter()
        .filter(|grey| **grey >= TICKET_GREY - 4)
        .count()
        < 2
    {
        return None;
    }
    let start = match first.checked_sub(1) {
        None => 0.0,
        Some(before) => before as f64 + 0.5 + crossing(profile[before], profile[first]),
    };
    let end = match profile.get(last + 1) {
        None => profile.len() as f64,
        Some(after) => last as f64 + 0.5 + crossing(profile[last], *after),
    };
    Some((start, end))
}

/// How far between two neighbours the half brightness lies, 0..=1.
fn crossing(from: u8, to: u8) -> f64 {
    let (from, to) = (f64::from(from), f64::from(to));
    ((f64::from(halfway()) - from) / (to - from)).clamp(0.0, 1.0)
}
