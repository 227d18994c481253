//! `--pictures`: one PNG for every ready invoice, in delivered size, with the region outlined.

use std::path::Path;

use image::RgbImage;
use invoice_lens::sandbox::{
    Fault, FaultEffect, FaultTarget, RequestKind, SandboxInvoice, SandboxLibrary,
};
use serde_json::json;

use crate::demo;
use crate::program::{Ended, Program, invoice, names_in, png, sandbox};

/// The outline's own colour, between its dark and its light casing.
const CORE: [u8; 3] = [230, 0, 70];
/// The ground of [`png`].
const PAPER: [u8; 3] = [190; 3];

fn open(path: &Path) -> RgbImage {
    image::open(path).expect("a picture was written").to_rgb8()
}

fn picture(ended: &Ended, name: &str) -> RgbImage {
    open(&ended.path("pictures").join(name))
}

#[test]
fn every_ready_invoice_has_its_picture_in_delivered_size() {
    let ended = Program::demo_audit(&["--pictures", "pictures"]).run();
    let report = ended.quiet_report();
    let names = names_in(&ended.path("pictures"));
    assert_eq!(names.len(), demo::ids().len());
    for id in demo::ids() {
        let name = format!("{}.png", id.replace(':', "_"));
        assert!(names.contains(&name), "{name}");
        let size = &invoice(&report, id)["picture"];
        let path = ended.path("pictures").join(&name);
        let (width, height) = image::image_dimensions(path).expect("a PNG");
        assert_eq!(size, &json!({"width": width, "height": height}), "{id}");
    }
    for entry in demo::uncropped() {
        let size = &invoice(&report, demo::id(entry))["picture"];
        let [width, height] = demo::page_size(entry);
        assert_eq!(size, &json!({"width": width, "height": height}));
    }
    let entry = demo::uncropped().find(|entry| entry["region"][0].as_i64() > Some(20));
    let entry = entry.expect("a region inside its page");
    let name = format!("{}.png", demo::id(entry).replace(':', "_"));
    let image = picture(&ended, &name);
    let edge = |index: usize| entry["region"][index].as_u64().expect("a number") as u32;
    let [left, top, right, bottom] = [0, 1, 2, 3].map(edge);
    let (x, y) = (left.midpoint(right), top.midpoint(bottom));
    for (x, y) in [(left, y), (right - 1, y), (x, top), (x, bottom - 1)] {
        assert_eq!(image.get_pixel(x, y).0, CORE, "{x}, {y}");
    }
    assert_ne!(image.get_pixel(left - 10, y).0, CORE);
    assert_ne!(image.get_pixel(x, y).0, CORE);
}

#[test]
fn the_outline_lies_on_the_edge_of_the_region() {
    let library = SandboxLibrary::new()
        .with_object("page.png", png(300, 200))
        .with_invoice(SandboxInvoice {
            process: Some("image/crop,w_100,h_80,x_50,y_40,g_nw".to_owned()),
            region: Some(json!([70, 60, 130, 100])),
            ..SandboxInvoice::new("ID01:inside:1", "page.png")
        });
    let sandbox = sandbox(library);
    let ended = Program::audit(&sandbox, &["ID01:inside:1", "--pictures", "pictures"]).run();
    ended.quiet_report();
    let image = picture(&ended, "ID01_inside_1.png");
    assert_eq!(image.dimensions(), (100, 80));
    for (x, y) in [(20, 40), (79, 40), (50, 20), (50, 59)] {
        assert_eq!(image.get_pixel(x, y).0, CORE, "{x}, {y}");
    }
    for (x, y) in [(10, 40), (90, 40), (50, 10), (50, 70), (50, 40)] {
        assert_eq!(image.get_pixel(x, y).0, PAPER, "{x}, {y}");
    }
}

#[test]
fn names_that_would_be_the_same_are_told_apart() {
    let mut library = SandboxLibrary::new().with_object("page.png", png(30, 20));
    let ids = ["ID01a:b", "ID01a_b", "ID01A_B"];
    for id in ids {
        library = library.with_invoice(SandboxInvoice::new(id, "page.png"));
    }
    let sandbox = sandbox(library);
    let ended = Program::audit(&sandbox, &ids)
        .args(&["--pictures", "deep/pictures"])
        .run();
    ended.quiet_report();
    let names = names_in(&ended.path("deep/pictures"));
    let expected = ["ID01a_b.png", "ID01a_b-2.png", "ID01A_B-3.png"];
    assert_eq!(names, expected.map(str::to_owned).into());
}

#[test]
fn a_picture_that_several_invoices_show_is_written_for_each() {
    let mut library = SandboxLibrary::new();
    let ids: Vec<String> = (0..12)
        .map(|number| format!("ID01share{number:02}"))
        .collect();
    for (number, id) in ids.iter().enumerate() {
        let key = format!("page-{}.png", number % 6);
        library = library
            .with_object(&key, png(20 + (number as u32 % 6), 20))
            .with_invoice(SandboxInvoice::new(id, &key));
    }
    let sandbox = sandbox(library);
    let asked: Vec<&str> = ids.iter().map(String::as_str).collect();
    let ended = Program::audit(&sandbox, &asked)
        .args(&["--pictures", "pictures"])
        .run();
    ended.quiet_report();
    for (number, id) in ids.iter().enumerate() {
        let width = 20 + (number as u32 % 6);
        let image = picture(&ended, &format!("{id}.png"));
        assert_eq!(image.dimensions(), (width, 20), "{id}");
    }
}

#[test]
fn pictures_larger_than_all_memory_for_them_are_fetched_once() {
    // What follows a PNG's end mark is no part of it: large to fetch, nothing to decode.
    let mut page = png(30, 20);
    page.resize(3_000_000, 0);
    let page = invoice_lens::sandbox::Bytes::from(page);
    let ids: Vec<String> = (0..60)
        .map(|number| format!("ID01large{number:02}"))
        .collect();
    let library = ids.iter().fold(SandboxLibrary::new(), |library, id| {
        let key = format!("{id}.png");
        library
            .with_object(&key, page.clone())
            .with_invoice(SandboxInvoice::new(id, &key))
    });
    let sandbox = sandbox(library);
    let asked: Vec<&str> = ids.iter().map(String::as_str).collect();
    let ended = Program::audit(&sandbox, &asked)
        .args(&["--pictures", "pictures"])
        .run();
    assert_eq!(ended.quiet_report()["summary"]["ready"], 60);
    assert_eq!(names_in(&ended.path("pictures")).len(), 60);
    assert_eq!(sandbox.log().count(RequestKind::Object), 60);
}

#[test]
fn an_invoice_without_a_picture_gets_no_file() {
    let library = SandboxLibrary::new()
        .with_object("page.png", png(30, 20))
        .with_object("gone.png", png(30, 20))
        .with_invoice(SandboxInvoice::new("ID01ready1", "page.png"))
        .with_invoice(SandboxInvoice::new("ID01gone01", "gone.png"));
    let sandbox = sandbox(library);
    sandbox.inject(Fault::always(
        FaultTarget::kind(RequestKind::Object).named("gone.png"),
        FaultEffect::status(404, ""),
    ));
    let ended = Program::audit(&sandbox, &["ID01gone01", "ID01ready1", "ID01nobody"])
        .args(&["--pictures", "pictures"])
        .run();
    assert_eq!(ended.quiet_report()["summary"]["ready"], 1);
    let names = names_in(&ended.path("pictures"));
    assert_eq!(names, ["ID01ready1.png".to_owned()].into());
}
