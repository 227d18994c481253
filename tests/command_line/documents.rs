//! Documents in the report: where their regions lie, what they lack, and data without a picture.

use std::fs::File;
use std::io::BufReader;

use invoice_lens::sandbox::{SandboxInvoice, SandboxLibrary};
use serde_json::{Value, json};

use crate::files::{INVOICE_XML, pdf};
use crate::program::{Program, codes, invoice, sandbox};

/// Locks a file with a password that nobody knows.
fn locked(pdf: Vec<u8>) -> Vec<u8> {
    let key = "00".repeat(32);
    let lock = format!(
        "/Root 1 0 R/ID[<00><00>]/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O<{key}>/U<{key}>>>"
    );
    let text = String::from_utf8(pdf).expect("made of ASCII");
    text.replace("/Root 1 0 R", &lock).into_bytes()
}

fn library() -> SandboxLibrary {
    let with = |id: &str, object: &str, region: Value| SandboxInvoice {
        region: Some(region),
        ..SandboxInvoice::new(id, object)
    };
    let ticket = "0 g 20 10 150 80 re f";
    SandboxLibrary::new()
        .with_object("one.pdf", pdf(&[ticket]))
        .with_object("two.pdf", pdf(&["0 g 20 10 151 80 re f"]))
        .with_object("three.pdf", pdf(&[ticket, "", ""]))
        .with_object("locked.pdf", locked(pdf(&[""])))
        .with_object("cut.pdf", b"%PDF-1.7\n1 0 obj".to_vec())
        .with_object("data.xml", INVOICE_XML.as_bytes().to_vec())
        .with_invoice(with("ID01whole", "one.pdf", json!([200, 100, 1700, 900])))
        .with_invoice(with(
            "ID01pages",
            "three.pdf",
            json!([0.0, 0.0, 2000.0, 1000.0]),
        ))
        .with_invoice(with("ID01beyond", "two.pdf", json!([200, 100, 1700, 1300])))
        .with_invoice(with("ID01locked", "locked.pdf", json!([0, 0, 2000, 1000])))
        .with_invoice(with("ID01cut001", "cut.pdf", json!([0, 0, 2000, 1000])))
        .with_invoice(with("ID01xml001", "data.xml", json!([])))
}

#[test]
fn a_region_of_a_document_lies_on_its_page_of_2000_px() {
    let sandbox = sandbox(library());
    let ids = [
        "ID01whole",
        "ID01pages",
        "ID01beyond",
        "ID01locked",
        "ID01cut001",
        "ID01xml001",
    ];
    let ended = Program::audit(&sandbox, &ids)
        .args(&["--pictures", "pictures"])
        .run();
    let report = ended.report();
    let whole = invoice(&report, "ID01whole");
    assert_eq!(whole["status"], "ready");
    assert_eq!(whole["media_type"], "application/pdf");
    assert_eq!(whole["page_number"], 1);
    assert_eq!(whole["picture"], json!({"width": 2000, "height": 1000}));
    assert_eq!(whole["region"]["page"], json!([200, 100, 1700, 900]));
    assert_eq!(whole["region"]["picture"], json!([200, 100, 1700, 900]));
    assert_eq!(codes(whole), Vec::<&str>::new());

    let pages = invoice(&report, "ID01pages");
    assert_eq!(codes(pages), ["more_pages"]);
    assert_eq!(
        pages["findings"][0]["message"],
        "The document has 3 pages; the region is taken to be on the first"
    );
    assert_eq!(
        codes(invoice(&report, "ID01beyond")),
        ["region_beyond_picture"]
    );
    for (id, code) in [("ID01locked", "encrypted"), ("ID01cut001", "corrupt")] {
        let failed = invoice(&report, id);
        assert_eq!(
            (&failed["status"], &failed["error"]["code"]),
            (&json!("failed"), &json!(code))
        );
    }
    let data = invoice(&report, "ID01xml001");
    assert_eq!(data["status"], "no_picture");
    assert!(data["error"].is_null() && data["picture"].is_null());
    assert_eq!(report["summary"]["no_picture"], 1);

    let picture = File::open(ended.path("pictures/ID01whole.png")).expect("written");
    let picture = image::load(BufReader::new(picture), image::ImageFormat::Png).expect("a PNG");
    let picture = picture.to_rgb8();
    assert_eq!(picture.dimensions(), (2000, 1000));
    assert_eq!(picture.get_pixel(1000, 500).0, [0, 0, 0], "the ticket");
    let outline = picture.get_pixel(202, 500).0;
    assert!(
        outline[0] > 200 && outline[1] < 60,
        "{outline:?} is the region's colour"
    );
}
