//! Training data and packages out of a review: pictures are fetched again, names lead nowhere else.

use std::path::Path;

use invoice_lens::geometry::PictureSize;
use invoice_lens::model::region::RawRegion;
use invoice_lens::model::{
    Deed, Event, Invoice, InvoiceId, InvoiceNr, Learned, MediaType, PageKey, Particulars,
    PictureFacts, PictureKey, Stamp, TicketState, Verdict,
};
use invoice_lens::sandbox::{SandboxInvoice, SandboxLibrary};
use invoice_lens::store::{Record, ReviewFile};
use serde_json::{Value, json};

use crate::program::{Program, invoice, png, sandbox};

const RIGHT: &str = "ID01right00001";
const MOVED: &str = "ID01moved00001";
const UNSURE: &str = "ID01unsure0001";
const OBJECT: &str = "a/.. page\t1.png";

fn id(text: &str) -> InvoiceId {
    InvoiceId::new(text).expect("an ID")
}

/// One page with a region that was called correct, one that was put right and one that nobody is sure of.
fn review(path: &Path, platform: &str, page: &str) {
    let mut file = ReviewFile::create(path, platform).expect("made");
    let mut append = |invoice: Option<&str>, deed: Deed| {
        let event = Event {
            stamp: Stamp::now(),
            reviewer: "李梅".into(),
            invoice: invoice.map(id),
            base: None,
            deed,
        };
        let state = invoice.and_then(|it| Some((id(it), TicketState::default().after(&event)?)));
        let states = state.into_iter().collect();
        file.append(&Record { event, states }).expect("written");
    };
    let ids = [RIGHT, MOVED, UNSURE];
    append(None, Deed::Ids(ids.map(id).to_vec()));
    let judged = |verdict| Deed::Judged { verdict, on: None };
    append(Some(RIGHT), judged(Verdict::Correct));
    append(Some(MOVED), Deed::Corrected(Some([4.0, 5.0, 90.0, 15.5])));
    append(Some(UNSURE), judged(Verdict::Unsure));
    let facts = PictureFacts::whole(PictureSize::new(30, 20), MediaType::Png);
    let learned = ids.map(|text| {
        let invoice = Invoice {
            nr: InvoiceNr(0),
            id: id(text),
            picture_key: PictureKey {
                page: PageKey::new(page),
                process: "".into(),
            },
            region: RawRegion::new([3.0, 2.0, 13.0, 12.0]),
            source: "ocr".into(),
            file_name: OBJECT.into(),
        };
        let learned = Learned::new(&invoice, Some(facts), Particulars::default());
        (id(text), learned)
    });
    file.learn(&learned).expect("written");
}

#[test]
fn what_reviewers_confirmed_or_put_right_trains_and_packages_hold_it_all() {
    let mut library = SandboxLibrary::new().with_object(OBJECT, png(30, 20));
    for id in [RIGHT, MOVED, UNSURE] {
        library = library.with_invoice(SandboxInvoice {
            region: Some(json!([3, 2, 13, 12])),
            ..SandboxInvoice::new(id, OBJECT)
        });
    }
    let sandbox = sandbox(library);
    let ended = Program::audit(&sandbox, &[RIGHT]).run();
    let report = ended.quiet_report();
    let page = invoice(&report, RIGHT)["page_key"]
        .as_str()
        .expect("a text");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("list.ilens");
    review(&path, &sandbox.endpoint(), page);
    let ended = Program::new(&["report", path.to_str().expect("text"), "--lang", "en"])
        .args(&["--coco", "coco", "--ppocrlabel", "labels", "--to", "r.zip"])
        .env("INVOICE_LENS_TOKEN", sandbox.token())
        .run();
    assert_eq!((ended.status, &*ended.stderr), (0, ""));
    let read = |name: &str| std::fs::read_to_string(ended.path(name)).expect("written");

    let coco: Value = serde_json::from_str(&read("coco/annotations.json")).expect("JSON");
    let image = &coco["images"][0];
    assert_eq!((&image["id"], &image["width"]), (&json!(1), &json!(30)));
    let name = image["file_name"].as_str().expect("a text");
    assert!(ended.path("coco/images").join(name).is_file(), "{name}");
    let annotations = coco["annotations"].as_array().expect("a list");
    assert_eq!(annotations.len(), 2, "{coco}");
    for (annotation, (who, bbox)) in annotations.iter().zip([
        (RIGHT, json!([3.0, 2.0, 10.0, 10.0])),
        // What reaches beyond the picture ends with it.
        (MOVED, json!([4.0, 5.0, 26.0, 10.5])),
    ]) {
        assert_eq!(
            (&annotation["invoice"], &annotation["bbox"]),
            (&json!(who), &bbox)
        );
        assert_eq!(
            (&annotation["iscrowd"], &annotation["image_id"]),
            (&json!(0), &json!(1))
        );
    }
    assert_eq!(annotations[1]["id"], 2);

    let labels = read("labels/Label.txt");
    let (file, shapes) = labels.trim_end().split_once('\t').expect("a tab");
    assert_eq!(file, format!("labels/{name}"));
    assert!(ended.path(file).is_file(), "{file}");
    let shapes: Value = serde_json::from_str(shapes).expect("JSON");
    assert_eq!(
        shapes[0]["points"],
        json!([[3, 2], [13, 2], [13, 12], [3, 12]])
    );
    assert_eq!(shapes[1]["difficult"], false);

    let zip = std::fs::File::open(ended.path("r.zip")).expect("there");
    let mut zip = zip::ZipArchive::new(zip).expect("a package");
    let manifest = zip.by_name("manifest.json").expect("there");
    let manifest: Value = serde_json::from_reader(manifest).expect("JSON");
    let rows = manifest["invoices"].as_array().expect("a list");
    assert_eq!(rows.len(), 3);
    for row in rows {
        for key in ["crop", "annotated"] {
            let name = row[key].as_str().expect("a name");
            assert!(!name.contains("..") && zip.by_name(name).is_ok(), "{name}");
        }
    }
}

#[test]
fn without_a_token_pictures_that_are_all_that_is_wanted_are_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("list.ilens");
    review(&path, "https://a.example", "files.example/page.png");
    let ended = Program::new(&["report", path.to_str().expect("text"), "--lang", "en"])
        .args(&["--coco", "coco"])
        .run();
    assert_eq!(ended.status, 1);
    assert!(ended.stderr.contains("No token"), "{}", ended.stderr);
}
