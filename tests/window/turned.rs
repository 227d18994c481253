//! Photos that are stored lying on their side: upright in the viewer as in the grid, with the region where it is meant.

use egui_kittest::kittest::Queryable as _;
use image::RgbImage;
use image::codecs::jpeg::JpegEncoder;
use invoice_lens::sandbox::{SandboxInvoice, SandboxLibrary};
use serde_json::json;

use crate::originals::page;
use crate::pages;
use crate::pictures::{compare, viewing};
use crate::renderer;
use crate::seen::Side;

const ID: &str = "ID01turned001";
const KEY: &str = "turned.jpg";

/// A JPEG with this EXIF orientation.
pub fn turned_jpeg(image: &RgbImage, orientation: u8) -> Vec<u8> {
    let mut exif =
        b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0".to_vec();
    exif[25] = orientation;
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, 98)
        .encode_image(image)
        .expect("a small picture is a JPEG");
    let length = (exif.len() as u16 + 2).to_be_bytes();
    let segment = [&[0xFF, 0xE1], &length[..], &exif].concat();
    [&jpeg[..2], &segment, &jpeg[2..]].concat()
}

#[test]
fn a_photo_whose_region_counts_stored_pixels_is_upright_in_the_viewer() {
    if !renderer::is_there() {
        return;
    }
    let ticket = [304, 96, 608, 304];
    let stored = page((800, 1200), ticket);
    // Where the ticket is seen: its middle, as parts of the upright picture, and whether it is higher than wide.
    for (orientation, middle, is_high) in [
        (1, (0.57, 0.167), false),
        (3, (0.43, 0.833), false),
        (6, (0.833, 0.57), true),
        (8, (0.167, 0.43), true),
        (5, (0.167, 0.57), true),
    ] {
        let invoice = SandboxInvoice {
            region: Some(json!(ticket)),
            ..SandboxInvoice::new(ID, KEY)
        };
        let library = SandboxLibrary::new()
            .with_object(KEY, turned_jpeg(&stored, orientation))
            .with_invoice(invoice);
        let sandbox = pages::start(library);
        let mut app = viewing(&sandbox, &[ID], 1.0);
        app.press_with(egui::Modifiers::SHIFT, egui::Key::K);
        app.press(egui::Key::F);
        let paper = compare(&mut app, &format!("turned-{orientation}"), Side::ALL);
        let edge = |side: Side| side.of(&paper).expect("all of it is in view");
        let (left, right) = (edge(Side::Left), edge(Side::Right));
        let (top, bottom) = (edge(Side::Top), edge(Side::Bottom));
        assert_eq!(bottom - top > right - left, is_high, "{orientation}");
        // All of the picture is in the middle of the canvas.
        let label = app.text("viewer-canvas");
        let canvas = app.harness.get_by_label(&label).rect();
        let scale = (bottom - top) / if is_high { 304.0 } else { 208.0 };
        let (width, height) = if is_high {
            (1200.0, 800.0)
        } else {
            (800.0, 1200.0)
        };
        let part =
            |seen: f64, centre: f32, side: f64| (seen - f64::from(centre)) / (side * scale) + 0.5;
        let x = part(f64::midpoint(left, right), canvas.center().x, width);
        let y = part(f64::midpoint(top, bottom), canvas.center().y, height);
        let is_there = (x - middle.0).abs() < 0.02 && (y - middle.1).abs() < 0.02;
        assert!(is_there, "{orientation}: {x}, {y}");
    }
}
