//! The demo data under `assets/demo` is complete, small, true to its manifest, and its mistakes are there to be found.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use image::imageops::FilterType;
use image::{DynamicImage, GrayImage};
use serde::Deserialize;

#[path = "../examples/draw_demo/money.rs"]
mod money;

const MAX_BYTES: u64 = 6_000_000;
/// Between paper and ground, of 255.
const SHARP_CONTRAST: i32 = 50;

#[derive(Deserialize)]
struct Manifest {
    objects: Vec<Object>,
    invoices: Vec<Invoice>,
}

#[derive(Deserialize)]
struct Object {
    key: String,
    file: String,
    width: u32,
    height: u32,
}

#[derive(Deserialize)]
struct Invoice {
    id: String,
    object: String,
    region: Option<Vec<i64>>,
    process: Option<String>,
    #[serde(rename = "invoice_type")]
    kind: String,
    bill: String,
    fields: BTreeMap<String, serde_json::Value>,
    truth: Truth,
}

#[derive(Deserialize)]
struct Truth {
    ticket: [u32; 4],
    mistake: Option<String>,
    sharp: bool,
}

impl Invoice {
    fn has_vat_qr(&self) -> bool {
        self.id.contains(':')
    }

    fn money_cents(&self, name: &str) -> Option<u64> {
        let text = self.fields.get(&format!("E_system_发票主体_{name}"))?["standard"].as_str()?;
        text.replace('.', "").parse().ok()
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo")
}

fn manifest() -> Manifest {
    let text = fs::read_to_string(folder().join("manifest.json")).expect("the manifest is there");
    serde_json::from_str(&text).expect("the manifest keeps to its shape")
}

fn picture(object: &Object) -> DynamicImage {
    image::open(folder().join(&object.file))
        .unwrap_or_else(|error| panic!("{}: {error}", object.file))
}

fn invoices_of<'m>(manifest: &'m Manifest, object: &Object) -> Vec<&'m Invoice> {
    manifest
        .invoices
        .iter()
        .filter(|invoice| invoice.object == object.key)
        .collect()
}

#[test]
fn there_is_enough_and_it_is_small() {
    let manifest = manifest();
    assert!(
        manifest.invoices.len() >= 40,
        "{} invoices",
        manifest.invoices.len()
    );
    assert!(
        manifest.objects.len() >= 24,
        "{} pages",
        manifest.objects.len()
    );
    let mut files: BTreeSet<String> = manifest
        .objects
        .iter()
        .map(|object| object.file.clone())
        .collect();
    assert_eq!(files.len(), manifest.objects.len(), "one file, one object");
    files.insert("manifest.json".to_owned());
    let mut bytes = 0;
    for entry in fs::read_dir(folder()).expect("the folder is there") {
        let entry = entry.expect("the folder can be read");
        let name = entry.file_name().to_string_lossy().into_owned();
        assert!(files.remove(&name), "{name} is in no manifest");
        bytes += entry.metadata().expect("a file has a size").len();
    }
    assert!(files.is_empty(), "missing: {files:?}");
    assert!(bytes <= MAX_BYTES, "{bytes} bytes");
}

#[test]
fn pages_hold_what_the_manifest_says() {
    let manifest = manifest();
    let mut crowded = 0;
    for object in &manifest.objects {
        let stored = picture(object);
        assert_eq!(
            (stored.width(), stored.height()),
            (object.width, object.height),
            "{}",
            object.file
        );
        let invoices = invoices_of(&manifest, object);
        assert!((1..=5).contains(&invoices.len()), "{}", object.file);
        crowded += usize::from(object.file.starts_with("photo") && invoices.len() >= 2);
        for invoice in invoices {
            let [left, top, right, bottom] = invoice.truth.ticket;
            assert!(left < right && right <= object.width, "{}", invoice.id);
            assert!(top < bottom && bottom <= object.height, "{}", invoice.id);
        }
    }
    assert!(
        crowded >= 5,
        "{crowded} photographed pages with several tickets"
    );
}

#[test]
fn ids_are_unique_and_bills_hold_several() {
    let manifest = manifest();
    let ids: BTreeSet<&str> = manifest
        .invoices
        .iter()
        .map(|invoice| invoice.id.as_str())
        .collect();
    assert_eq!(ids.len(), manifest.invoices.len());
    let mut bills: BTreeMap<&str, usize> = BTreeMap::new();
    for invoice in &manifest.invoices {
        *bills.entry(&invoice.bill).or_default() += 1;
        assert!(
            manifest
                .objects
                .iter()
                .any(|object| object.key == invoice.object)
        );
    }
    assert!(bills.len() >= 8);
    assert!(bills.values().all(|count| *count >= 2), "{bills:?}");
}

#[test]
fn every_kind_of_mistake_link_and_ticket_occurs() {
    let manifest = manifest();
    let count =
        |test: &dyn Fn(&Invoice) -> bool| manifest.invoices.iter().filter(|i| test(i)).count();
    for mistake in [
        "cut_off",
        "too_loose",
        "neighbour",
        "wrong_ticket",
        "upside_down",
        "empty_region",
    ] {
        assert!(
            count(&|i| i.truth.mistake.as_deref() == Some(mistake)) > 0,
            "{mistake}"
        );
    }
    for kind in ["invoice", "train", "taxi", "tolls", "fixed"] {
        assert!(count(&|i| i.kind == kind) >= 2, "{kind}");
    }
    let process =
        |part: &'static str| count(&|i| i.process.as_deref().is_some_and(|p| p.contains(part)));
    assert!(
        process("crop") * 2 > manifest.invoices.len(),
        "most links cut"
    );
    assert!(process("/resize,w_") >= 2);
    assert!((1..=2).contains(&process("/circle,r_")));
    assert!(
        count(&|i| i.process.is_none() && i.region.as_ref().is_some_and(|r| r.len() == 4)) >= 3
    );
}

#[test]
fn links_cut_to_the_region() {
    let manifest = manifest();
    let mut sized = 0;
    for invoice in &manifest.invoices {
        let Some(process) = &invoice.process else {
            continue;
        };
        let region = invoice
            .region
            .as_ref()
            .expect("a link that cuts has a region");
        let [left, top, right, bottom] = region[..] else {
            panic!("{}: {region:?}", invoice.id);
        };
        let start = |w: i64, h: i64| format!("image/crop,w_{w},h_{h},x_{left},y_{top},g_nw");
        if !process.starts_with(&start(right - left, bottom - top)) {
            assert!(
                process.starts_with(&start(right, bottom)),
                "{process} {region:?}"
            );
            sized += 1;
        }
    }
    assert_eq!(sized, 2, "regions written as x, y, width, height");
}

#[test]
fn regions_lie_on_their_page() {
    let manifest = manifest();
    let mut right_and_sharp = 0;
    for object in &manifest.objects {
        let size = (i64::from(object.width), i64::from(object.height));
        for invoice in invoices_of(&manifest, object) {
            let Some([left, top, right, bottom]) = invoice.region.as_deref() else {
                continue;
            };
            assert!(
                *left >= 0 && *top >= 0 && *right <= size.0 && *bottom <= size.1,
                "{}",
                invoice.id
            );
            let truth = invoice.truth.ticket.map(i64::from);
            let right_region = [*left, *top, *right, *bottom] == truth;
            let turned = invoice.truth.mistake.as_deref() == Some("upside_down");
            let stands_for_truth = invoice.truth.mistake.is_none() || turned;
            let sized = [left + right, top + bottom] == [truth[2], truth[3]];
            assert_eq!(right_region || sized, stands_for_truth, "{}", invoice.id);
            right_and_sharp += usize::from(right_region && invoice.truth.sharp);
        }
    }
    assert!(
        right_and_sharp >= 12,
        "{right_and_sharp} exact regions on sharp edges"
    );
}

#[test]
fn amounts_add_up() {
    let mut sums = 0;
    for invoice in &manifest().invoices {
        let total = invoice
            .money_cents("价税合计")
            .expect("every ticket has a total");
        assert!(total > 0);
        if let (Some(net), Some(tax)) =
            (invoice.money_cents("发票金额"), invoice.money_cents("税额"))
        {
            assert_eq!(net + tax, total, "{}", invoice.id);
            sums += 1;
        }
    }
    assert!(sums >= 15);
}

#[test]
fn vat_invoices_carry_a_readable_code() {
    let manifest = manifest();
    let mut codes = 0;
    let mut unread = Vec::new();
    for object in &manifest.objects {
        let page = picture(object);
        for invoice in invoices_of(&manifest, object) {
            if !invoice.has_vat_qr() {
                continue;
            }
            match read_code(&page, invoice.truth.ticket) {
                Some(text) => check_code(invoice, &text),
                None => unread.push((&object.file, &invoice.id)),
            }
            codes += 1;
        }
    }
    assert!(unread.is_empty(), "unreadable: {unread:?}");
    assert!(codes >= 15, "{codes} codes");
}

/// The reader's threshold looks at a window of fixed size: what it misses, it finds in the doubled picture.
fn read_code(page: &DynamicImage, [left, top, right, bottom]: [u32; 4]) -> Option<String> {
    let ticket = page.crop_imm(left, top, right - left, bottom - top);
    let (width, height) = (ticket.width() * 2, ticket.height() * 2);
    read_code_once(&ticket)
        .or_else(|| read_code_once(&ticket.resize_exact(width, height, FilterType::Triangle)))
}

fn read_code_once(ticket: &DynamicImage) -> Option<String> {
    let gray = ticket.to_luma8();
    let (width, height) = (gray.width() as usize, gray.height() as usize);
    let light = |x: usize, y: usize| gray.get_pixel(x as u32, y as u32).0[0];
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, light);
    let grids = prepared.detect_grids();
    grids
        .iter()
        .find_map(|grid| grid.decode().ok())
        .map(|(_, text)| text)
}

/// `01,kind,code,number,amount,date,check,…`
fn check_code(invoice: &Invoice, text: &str) {
    let parts: Vec<&str> = text.split(',').collect();
    let id: Vec<&str> = invoice.id.split(':').collect();
    assert_eq!(parts[0], "01", "{text}");
    assert_eq!(
        (parts[2], parts[3]),
        (id[1], id[2]),
        "{} {text}",
        invoice.id
    );
    assert!(
        matches!((id[1].len(), id[2].len()), (12 | 10, 8) | (0, 20)),
        "{}",
        invoice.id
    );
}

#[test]
fn sharp_tickets_end_where_the_manifest_says() {
    let manifest = manifest();
    for object in &manifest.objects {
        let page = picture(object).into_luma8();
        for invoice in invoices_of(&manifest, object) {
            if invoice.truth.sharp {
                assert_sharp(&page, invoice);
            }
        }
    }
}

fn assert_sharp(page: &GrayImage, invoice: &Invoice) {
    let [left, top, right, bottom] = invoice.truth.ticket;
    let light = |x: u32, y: u32| i32::from(page.get_pixel(x, y).0[0]);
    for tenth in 1..10 {
        let (x, y) = (
            left + (right - left) * tenth / 10,
            top + (bottom - top) * tenth / 10,
        );
        for (side, inside, outside) in [
            ("left", light(left, y), light(left - 1, y)),
            ("right", light(right - 1, y), light(right, y)),
            ("top", light(x, top), light(x, top - 1)),
            ("bottom", light(x, bottom - 1), light(x, bottom)),
        ] {
            assert!(
                inside - outside >= SHARP_CONTRAST,
                "{} {side} at {tenth}/10: {inside} inside, {outside} outside",
                invoice.id
            );
        }
    }
}

#[test]
fn one_photo_is_stored_sideways() {
    let manifest = manifest();
    let sideways: Vec<&Object> = manifest
        .objects
        .iter()
        .filter(|object| {
            let bytes = fs::read(folder().join(&object.file)).expect("the file is there");
            bytes.get(6..10) == Some(b"Exif")
        })
        .collect();
    let [object] = sideways[..] else {
        panic!("{} files with EXIF", sideways.len());
    };
    for invoice in invoices_of(&manifest, object) {
        assert!(
            invoice.process.is_none() && invoice.region.is_none(),
            "{}",
            invoice.id
        );
    }
}
