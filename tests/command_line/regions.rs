//! Where the report says that a region lies: in page and in picture pixels, and why where it says nothing.

use invoice_lens::sandbox::{SandboxInvoice, SandboxLibrary};
use serde_json::{Value, json};

use crate::demo;
use crate::program::{Program, codes, invoice, png, sandbox};

fn numbers(value: &Value) -> Vec<f64> {
    let list = value.as_array().expect("a list");
    list.iter()
        .map(|it| it.as_f64().expect("a number"))
        .collect()
}

/// Each invoice with its processing and region, alone on a page of 300 × 200 px.
fn ask(cases: &[(&str, Option<&str>, Value)]) -> Value {
    ask_on(cases, |id| format!("{id}.png"))
}

/// The same, each on the page of this name.
fn ask_on(cases: &[(&str, Option<&str>, Value)], page: impl Fn(&str) -> String) -> Value {
    let mut library = SandboxLibrary::new();
    for (id, process, region) in cases {
        let page = page(id);
        library = library
            .with_object(&page, png(300, 200))
            .with_invoice(SandboxInvoice {
                process: process.map(str::to_owned),
                region: Some(region.clone()),
                ..SandboxInvoice::new(id, &page)
            });
    }
    let ids: Vec<&str> = cases.iter().map(|(id, ..)| *id).collect();
    let sandbox = sandbox(library);
    Program::audit(&sandbox, &ids).run().quiet_report()
}

#[test]
fn a_region_lies_on_the_page_and_in_the_picture() {
    let crop = "image/crop,w_100,h_80,x_50,y_40,g_nw";
    let report = ask(&[
        ("ID01whole", None, json!([30, 20, 130, 120])),
        ("ID01exact", Some(crop), json!([50, 40, 150, 120])),
        ("ID01within", Some(crop), json!([60, 50, 100, 90])),
        (
            "ID01smaller",
            Some("image/crop,w_100,h_80,x_50,y_40,g_nw/resize,w_50"),
            json!([60, 50, 100, 90]),
        ),
        (
            "ID01sized",
            Some("image/crop,w_90,h_80,x_200,y_100,g_nw"),
            json!([200, 100, 90, 80]),
        ),
    ]);
    for (id, size, convention, page, picture) in [
        (
            "ID01whole",
            [300, 200],
            "corners",
            [30, 20, 130, 120],
            [30, 20, 130, 120],
        ),
        (
            "ID01exact",
            [100, 80],
            "corners",
            [50, 40, 150, 120],
            [0, 0, 100, 80],
        ),
        (
            "ID01within",
            [100, 80],
            "corners",
            [60, 50, 100, 90],
            [10, 10, 50, 50],
        ),
        (
            "ID01smaller",
            [50, 40],
            "corners",
            [60, 50, 100, 90],
            [5, 5, 25, 25],
        ),
        (
            "ID01sized",
            [90, 80],
            "size",
            [200, 100, 290, 180],
            [0, 0, 90, 80],
        ),
    ] {
        let found = invoice(&report, id);
        assert_eq!(
            found["picture"],
            json!({"width": size[0], "height": size[1]}),
            "{id}"
        );
        assert_eq!(found["region"]["convention"], convention, "{id}");
        assert_eq!(found["region"]["page"], json!(page), "{id}");
        assert_eq!(found["region"]["picture"], json!(picture), "{id}");
        let is_another = matches!(id, "ID01within" | "ID01smaller");
        let expected = ["crop_differs"].into_iter().filter(|_| is_another);
        assert_eq!(codes(found), expected.collect::<Vec<_>>(), "{id}");
    }
    assert_eq!(
        invoice(&report, "ID01sized")["region"]["raw"],
        json!([200, 100, 90, 80])
    );
}

#[test]
fn what_reaches_outside_the_picture_is_not_clipped() {
    let crop = Some("image/crop,w_100,h_80,x_150,y_100,g_nw");
    let report = ask(&[
        ("ID01beyond", crop, json!([140, 90, 200, 150])),
        ("ID01outside", crop, json!([0, 0, 50, 50])),
    ]);
    let beyond = invoice(&report, "ID01beyond");
    assert_eq!(beyond["region"]["picture"], json!([-10, -10, 50, 50]));
    assert_eq!(codes(beyond), ["region_beyond_picture", "crop_differs"]);
    assert_eq!(beyond["findings"][0]["severity"], "warning");
    let outside = invoice(&report, "ID01outside");
    assert_eq!(outside["region"]["picture"], json!([-150, -100, -100, -50]));
    assert_eq!(codes(outside), ["region_outside_picture", "crop_differs"]);
    assert_eq!(outside["findings"][0]["severity"], "error");
}

#[test]
fn what_two_invoices_claim_is_said_of_both() {
    let crop = Some("image/crop,w_100,h_80,x_150,y_100,g_nw");
    let cases = [
        ("ID01left001", None, json!([10, 10, 120, 90])),
        ("ID01crop001", crop, json!([150, 100, 250, 180])),
        ("ID01twin001", None, json!([151, 100, 250, 181])),
        ("ID01wide001", None, json!([100, 20, 200, 95])),
        // Only touches the first one.
        ("ID01edge001", None, json!([10, 88, 90, 190])),
    ];
    let report = ask_on(&cases, |_| "page.png".to_owned());
    for (id, expected) in [
        ("ID01left001", json!([["region_overlaps", "4"]])),
        ("ID01crop001", json!([["region_doubly_claimed", "3"]])),
        ("ID01twin001", json!([["region_doubly_claimed", "2"]])),
        ("ID01wide001", json!([["region_overlaps", "1"]])),
        ("ID01edge001", json!([])),
    ] {
        let findings = invoice(&report, id)["findings"].as_array().expect("a list");
        let found: Vec<Value> = findings
            .iter()
            .map(|finding| {
                assert_eq!(finding["severity"], "warning");
                let message = finding["message"].as_str().expect("a sentence");
                let digits: String = message.chars().filter(char::is_ascii_digit).collect();
                json!([finding["code"], digits])
            })
            .collect();
        assert_eq!(json!(found), expected, "{id}");
    }
}

#[test]
fn a_link_with_two_chains_is_not_taken_for_one_with_the_first() {
    let invoice = SandboxInvoice {
        process: Some("image/crop,w_100,h_80,x_50,y_40,g_nw".to_owned()),
        second_process: Some("image/crop,w_60,h_50,x_0,y_0,g_nw".to_owned()),
        region: Some(json!([50, 40, 150, 120])),
        ..SandboxInvoice::new("ID01twice01", "page.png")
    };
    let library = SandboxLibrary::new()
        .with_object("page.png", png(300, 200))
        .with_invoice(invoice);
    let sandbox = sandbox(library);
    let report = Program::audit(&sandbox, &["ID01twice01"])
        .run()
        .quiet_report();
    let found = crate::program::invoice(&report, "ID01twice01");
    assert_eq!(found["status"], "ready");
    assert!(found["region"].is_null(), "{found}");
    assert_eq!(codes(found), ["region_cannot_be_placed"]);
    let message = found["findings"][0]["message"].as_str().expect("a text");
    assert!(
        message.ends_with("can be read in several ways"),
        "{message}"
    );
}

#[test]
fn a_region_that_cannot_be_placed_is_null_and_says_why() {
    let report = ask(&[
        (
            "ID01circle1",
            Some("image/crop,w_100,h_80,x_50,y_40,g_nw/circle,r_30"),
            json!([50, 40, 150, 120]),
        ),
        ("ID01empty01", None, json!([])),
        ("ID01null001", None, Value::Null),
        ("ID01words01", None, json!(["a", "b", "c", "d"])),
        ("ID01point01", None, json!([10, 10, 10, 10])),
    ]);
    for (id, code, message) in [
        (
            "ID01circle1",
            "region_cannot_be_placed",
            "The region cannot be placed: circle",
        ),
        ("ID01empty01", "region_missing", "OCR stored no region"),
        ("ID01null001", "region_missing", "OCR stored no region"),
        (
            "ID01words01",
            "region_unreadable",
            "The region is not four numbers",
        ),
        ("ID01point01", "region_empty", "The region encloses nothing"),
    ] {
        let found = invoice(&report, id);
        assert_eq!(found["status"], "ready", "{id}");
        assert!(found["region"].is_null(), "{id}: {}", found["region"]);
        let about = if id == "ID01circle1" { "circle" } else { "" };
        let expected =
            json!({"code": code, "severity": "error", "message": message, "about": about});
        assert_eq!(found["findings"], json!([expected]), "{id}");
    }
}

/// What the manifest, read with plain arithmetic, says about a demo invoice.
enum Expected {
    Missing,
    NotUnderstood,
    Placed { page: Vec<f64>, picture: Vec<f64> },
}

/// `w_1400` in `image/crop,w_1400,h_933` is 1400.
fn parameter(step: &str, name: &str) -> f64 {
    let mut parts = step.split(',');
    let value = parts.find_map(|part| part.strip_prefix(name));
    value
        .and_then(|it| it.parse().ok())
        .expect("the demo's chains are whole")
}

fn expected(entry: &Value, picture: &Value) -> Expected {
    let raw = match entry["region"].as_array() {
        Some(raw) if !raw.is_empty() => numbers(&entry["region"]),
        _ => return Expected::Missing,
    };
    let is_size = raw[2] <= raw[0] || raw[3] <= raw[1];
    let page = if is_size {
        vec![raw[0], raw[1], raw[0] + raw[2], raw[1] + raw[3]]
    } else {
        raw
    };
    let Some(process) = entry["process"].as_str() else {
        let picture = page.clone();
        return Expected::Placed { page, picture };
    };
    if process.contains("/circle,") {
        return Expected::NotUnderstood;
    }
    let crop = process
        .split('/')
        .nth(1)
        .expect("the demo's chains begin with a crop");
    let [x, y, width, height] = ["x_", "y_", "w_", "h_"].map(|name| parameter(crop, name));
    let side = |name: &str| picture[name].as_f64().expect("a number");
    let scale = [side("width") / width, side("height") / height];
    let in_picture = page.iter().enumerate().map(|(index, edge)| {
        let axis = index % 2;
        (edge - [x, y][axis]) * scale[axis]
    });
    let picture = in_picture.collect();
    Expected::Placed { page, picture }
}

#[test]
fn every_region_of_the_demo_lies_where_the_manifest_says() {
    let mut counts = [0; 3];
    for entry in demo::invoices() {
        let id = demo::id(entry);
        let found = invoice(demo::report(), id);
        match expected(entry, &found["picture"]) {
            Expected::Missing => {
                counts[0] += 1;
                assert!(found["region"].is_null(), "{id}");
                assert_eq!(codes(found), ["region_missing"], "{id}");
            }
            Expected::NotUnderstood => {
                counts[1] += 1;
                assert!(found["region"].is_null(), "{id}");
                assert_eq!(codes(found), ["region_cannot_be_placed"], "{id}");
            }
            Expected::Placed { page, picture } => {
                counts[2] += 1;
                assert_eq!(numbers(&found["region"]["page"]), page, "{id}");
                if entry["truth"]["mistake"].is_null() {
                    assert_eq!(numbers(&entry["truth"]["ticket"]), page, "{id}");
                }
                let edges = numbers(&found["region"]["picture"]);
                let is_near = |(is, should): (&f64, &f64)| (is - should).abs() < 0.002;
                assert!(
                    edges.iter().zip(&picture).all(is_near),
                    "{id}: {edges:?} {picture:?}"
                );
            }
        }
    }
    assert!(counts.iter().all(|&count| count > 0), "{counts:?}");
}

#[test]
fn the_demo_has_every_kind_of_region() {
    let report = demo::report();
    let has = |predicate: &dyn Fn(&Value, &Value) -> bool| {
        demo::invoices()
            .iter()
            .any(|entry| predicate(entry, invoice(report, demo::id(entry))))
    };
    let process = |entry: &Value| entry["process"].as_str().unwrap_or_default().to_owned();
    assert!(has(&|entry, found| {
        process(entry).contains("/resize,") && !found["region"].is_null()
    }));
    assert!(has(&|_, found| found["region"]["convention"] == "size"));
    assert!(has(&|entry, found| {
        entry["process"].is_null() && found["region"]["page"] == found["region"]["picture"]
    }));
    assert!(has(&|entry, _| process(entry).contains("/circle,")));
    assert!(has(&|entry, _| entry["region"].is_null()));
    assert!(has(&|entry, _| entry["region"] == json!([])));
}
