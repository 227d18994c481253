//! What a report says of a ticket does not depend on whether pictures are written beside it.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};
use invoice_lens::sandbox::{SandboxInvoice, SandboxLibrary};
use serde_json::json;

use crate::files::{INVOICE_XML, pdf};
use crate::program::{Program, codes, invoice, sandbox};

fn photo(format: ImageFormat) -> Vec<u8> {
    let photo = RgbImage::from_fn(640, 480, |x, y| {
        Rgb([x as u8 ^ y as u8, (x * y) as u8, (x + 3 * y) as u8])
    });
    let mut out = Cursor::new(Vec::new());
    photo
        .write_to(&mut out, format)
        .expect("memory takes anything");
    out.into_inner()
}

fn cut(mut bytes: Vec<u8>, percent: usize) -> Vec<u8> {
    bytes.truncate(bytes.len() * percent / 100);
    bytes
}

/// Damage in the middle, where no header speaks of it.
fn with_hole(mut bytes: Vec<u8>) -> Vec<u8> {
    let middle = bytes.len() / 2;
    bytes[middle..middle + 200].fill(0);
    bytes
}

fn long(pdf: Vec<u8>) -> Vec<u8> {
    let text = String::from_utf8(pdf).expect("made of ASCII");
    text.replace("0 0 200 100", "0 0 20 190").into_bytes()
}

fn files() -> Vec<(&'static str, Vec<u8>)> {
    let square = "0 g 20 10 150 80 re f";
    let (jpeg, png) = (photo(ImageFormat::Jpeg), photo(ImageFormat::Png));
    let white = {
        let mut out = Cursor::new(Vec::new());
        let white = RgbImage::from_pixel(300, 200, Rgb([255; 3]));
        white
            .write_to(&mut out, ImageFormat::Png)
            .expect("memory takes anything");
        out.into_inner()
    };
    vec![
        ("whole.pdf", pdf(&[square])),
        ("blank.pdf", pdf(&["", square])),
        ("long.pdf", long(pdf(&[square]))),
        ("cut.pdf", cut(pdf(&[square]), 40)),
        ("lost.pdf", pdf(&["/Gone Do 0 g 0 0 9 9 re f"])),
        ("stand-in.pdf", pdf(&["BT /None 20 Tf 5 5 Td (ABC) Tj ET"])),
        ("whole.jpg", jpeg.clone()),
        ("cut.jpg", cut(jpeg.clone(), 60)),
        ("stub.jpg", cut(jpeg.clone(), 3)),
        ("hole.jpg", with_hole(jpeg)),
        ("cut.png", cut(png.clone(), 50)),
        ("hole.png", with_hole(png)),
        ("white.png", white),
        ("data.xml", INVOICE_XML.as_bytes().to_vec()),
        ("text.txt", b"no ticket".to_vec()),
    ]
}

#[test]
fn status_and_findings_are_the_same_with_and_without_pictures() {
    let files = files();
    let mut library = SandboxLibrary::new();
    let ids: Vec<String> = (10..10 + files.len())
        .map(|nr| format!("ID01same{nr}"))
        .collect();
    for (id, (name, bytes)) in ids.iter().zip(files) {
        library = library
            .with_object(name, bytes)
            .with_invoice(SandboxInvoice {
                region: Some(json!([10, 10, 200, 90])),
                ..SandboxInvoice::new(id, name)
            });
    }
    let sandbox = sandbox(library);
    let asked: Vec<&str> = ids.iter().map(String::as_str).collect();
    let without = Program::audit(&sandbox, &asked).run().report();
    let with = Program::audit(&sandbox, &asked)
        .args(&["--pictures", "pictures"])
        .run()
        .report();
    for id in &ids {
        assert_eq!(invoice(&with, id), invoice(&without, id), "{id}");
    }
    assert_eq!(with["summary"], without["summary"]);
    let of = |place: usize| invoice(&without, &ids[place]);
    assert_eq!(codes(of(1)), ["more_pages", "picture_blank"]);
    assert_eq!(of(2)["error"]["code"], "picture_too_large");
    assert_eq!(codes(of(4)), ["objects_not_drawn"]);
    assert_eq!(codes(of(5)), ["fonts_substituted"]);
    assert_eq!(codes(of(12)), ["picture_blank"]);
}
