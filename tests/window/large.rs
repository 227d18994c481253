//! A picture with more pixels than are sent whole: a smaller copy of all of it, and its own pixels where it is looked at
//! closely, in the edge lens as well.

use std::io::Cursor;

use egui::{Event, Key};
use egui_kittest::kittest::Queryable as _;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use invoice_lens::app::Launch;
use invoice_lens::model::InvoiceNr;
use invoice_lens::review::Stage;
use invoice_lens::sandbox::{SandboxInvoice, SandboxLibrary};
use invoice_lens::state::{DetailPart, State};
use serde_json::json;

use crate::harness::{App, Look, english, holds_picture};
use crate::pages;

const FIRST: InvoiceNr = InvoiceNr(0);
const WIDTH: u32 = 1600;
const HEIGHT: u32 = 1000;

fn pixel(x: u32, y: u32) -> [u8; 3] {
    [x as u8, y as u8, (x / 256 * 16 + y / 256) as u8]
}

fn page() -> Vec<u8> {
    let image = RgbImage::from_fn(WIDTH, HEIGHT, |x, y| Rgb(pixel(x, y)));
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(image)
        .write_to(&mut bytes, ImageFormat::Png)
        .expect("memory takes it");
    bytes.into_inner()
}

fn parts(state: &State) -> &[DetailPart] {
    let entry = state.library.get(FIRST).expect("the only one");
    let invoice = entry.invoice.as_ref().expect("described");
    state.documents.parts(&invoice.picture_key)
}

#[test]
fn a_large_picture_has_its_own_pixels_where_it_is_looked_at_closely() {
    let mut invoice = SandboxInvoice::new("large001", "large.png");
    invoice.region = Some(json!([700, 450, 900, 550]));
    let library = SandboxLibrary::new()
        .with_object("large.png", page())
        .with_invoice(invoice);
    let sandbox = pages::start(library);
    let mut launch = Launch {
        endpoint: Some(sandbox.endpoint()),
        ..english()
    };
    launch.engine.decode.max_pixels = u64::from(WIDTH * HEIGHT) / 2;
    let mut app = App::launch(Look::default(), launch);
    app.begin(sandbox.token(), &["large001".to_owned()]);
    app.until_stage(Stage::Ready, 1);
    app.press(Key::Enter);
    app.until("the smaller copy", |state| holds_picture(state, FIRST));

    let entry = app.state().library.get(FIRST).expect("the only one");
    let size = entry.facts.expect("decoded").size;
    assert_eq!((size.width, size.height), (WIDTH, HEIGHT));
    let key = &entry.invoice.as_ref().expect("described").picture_key;
    let copy = app.state().pictures.get(key).expect("held");
    assert_eq!(copy.pyramid.full_size(), (WIDTH / 4, HEIGHT / 4));
    assert!(app.draws_outline());

    let canvas = app.harness.get_by_label(&app.text("viewer-canvas")).rect();
    app.harness.hover_at(canvas.center());
    app.event(Event::Zoom(1.5));
    app.until("its own pixels", |state| {
        let whole = |it: &&DetailPart| it.part.shrink == 1;
        parts(state).iter().filter(whole).count() >= 1
    });
    for sharp in parts(app.state()) {
        let part = sharp.part;
        let (width, height) = sharp.raster.size();
        assert_eq!(width, part.width.div_ceil(part.shrink));
        if part.shrink > 1 {
            continue;
        }
        for (x, y) in [(0, 0), (width - 1, 0), (width / 2, height - 1)] {
            let [r, g, b] = pixel(part.left + x, part.top + y);
            assert_eq!(sharp.raster.rgba(x, y), Some([r, g, b, 255]), "{part:?}");
        }
    }
    app.press(Key::Escape);
    assert!(parts(app.state()).is_empty(), "let go with the viewer");
}
