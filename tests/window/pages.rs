//! What the stand-in platform holds in these tests: made-up pages, each with one invoice, or the demo.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use invoice_lens::sandbox::{Sandbox, SandboxConfig, SandboxInvoice, SandboxLibrary};
use serde_json::json;

pub fn id(number: usize) -> String {
    format!("ID{number:06}")
}

pub fn ids(count: usize) -> Vec<String> {
    (0..count).map(id).collect()
}

pub fn page_key(number: usize) -> String {
    format!("page{number}.png")
}

/// Invoices `ID000000`, …, each alone on a page of its own with its region in the middle.
pub fn numbered(count: usize) -> SandboxLibrary {
    processed(count, None)
}

/// The same, each cut out along its region.
pub fn cropped(count: usize) -> SandboxLibrary {
    processed(count, Some("image/crop,x_20,y_15,w_80,h_60"))
}

fn processed(count: usize, process: Option<&str>) -> SandboxLibrary {
    (0..count).fold(SandboxLibrary::new(), |library, number| {
        let key = page_key(number);
        let mut invoice = SandboxInvoice::new(&id(number), &key);
        invoice.process = process.map(str::to_owned);
        invoice.region = Some(json!([20, 15, 100, 75]));
        library
            .with_object(&key, page(number as u8))
            .with_invoice(invoice)
    })
}

fn page(shade: u8) -> Vec<u8> {
    let image = RgbImage::from_fn(120, 90, |x, y| Rgb([2 * x as u8, 2 * y as u8, shade]));
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(image)
        .write_to(&mut bytes, ImageFormat::Png)
        .expect("a small picture is a PNG");
    bytes.into_inner()
}

pub fn start(library: SandboxLibrary) -> Sandbox {
    Sandbox::start(SandboxConfig::with_library(library)).expect("there is a free port")
}
