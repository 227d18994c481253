//! The demo's pages: what lies where, and what OCR made of it.

mod digital;
mod scanned;
mod single;
mod together;

use crate::cast::Cast;
use crate::date::Date;
use crate::ground::Ground;
use crate::page::{Camera, Page, Placed};

const B1: &str = "B26110001";
const B2: &str = "B26110002";
const B3: &str = "B26110003";
const B4: &str = "B26110004";
const B5: &str = "B26110005";
const B6: &str = "B26110006";
const B7: &str = "B26110007";
const B8: &str = "B26110008";
const B9: &str = "B26110009";
const B10: &str = "B26110010";

pub fn all(seed: u64) -> Vec<Page> {
    let mut cast = Cast::new(seed);
    let mut pages = digital::digital(&mut cast);
    pages.extend(scanned::scanned(&mut cast));
    pages.extend(single::photographed(&mut cast));
    pages.extend(together::photographed_together(&mut cast));
    pages
}

/// A page that is delivered as PDF elsewhere: nothing around the invoice.
fn sheet(file: &'static str, uploaded: Date, size: (u32, u32), ticket: Placed) -> Page {
    Page {
        file,
        name: None,
        uploaded,
        size,
        ground: Ground::Page,
        camera: Camera::Screen,
        tickets: vec![ticket],
    }
}

fn named(page: Page, name: &'static str) -> Page {
    Page {
        name: Some(name),
        ..page
    }
}

/// A picture taken of a document program's window.
fn screen(file: &'static str, uploaded: Date, size: (u32, u32), tickets: Vec<Placed>) -> Page {
    Page {
        file,
        name: None,
        uploaded,
        size,
        ground: Ground::Viewer,
        camera: Camera::Screen,
        tickets,
    }
}

fn scan(file: &'static str, uploaded: Date, size: (u32, u32), tickets: Vec<Placed>) -> Page {
    Page {
        file,
        name: None,
        uploaded,
        size,
        ground: Ground::Lid,
        camera: Camera::Scanner,
        tickets,
    }
}

fn photo(
    file: &'static str,
    uploaded: Date,
    size: (u32, u32),
    ground: Ground,
    tickets: Vec<Placed>,
) -> Page {
    Page {
        file,
        name: None,
        uploaded,
        size,
        ground,
        camera: Camera::Phone,
        tickets,
    }
}
