//! The demo's manifest, read by the test itself, and one report on all of the demo that the tests share.

use std::sync::LazyLock;

use serde_json::Value;

use crate::program::Program;

static MANIFEST: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../assets/demo/manifest.json"))
        .expect("the manifest is JSON")
});

static REPORT: LazyLock<Value> = LazyLock::new(|| Program::demo_audit(&[]).run().quiet_report());

/// The manifest's invoices, in its order.
pub fn invoices() -> &'static [Value] {
    let invoices = MANIFEST["invoices"].as_array().expect("a list");
    assert!(invoices.len() > 40, "found {} invoices", invoices.len());
    invoices
}

pub fn ids() -> Vec<&'static str> {
    invoices().iter().map(id).collect()
}

pub fn id(invoice: &'static Value) -> &'static str {
    invoice["id"].as_str().expect("a text")
}

/// Width and height of the stored page.
pub fn page_size(invoice: &Value) -> [i64; 2] {
    let objects = MANIFEST["objects"].as_array().expect("a list");
    let object = objects
        .iter()
        .find(|object| object["key"] == invoice["object"])
        .expect("the manifest lists the object");
    ["width", "height"].map(|side| object[side].as_i64().expect("a number"))
}

/// The invoices whose links deliver the whole page with its region on it.
pub fn uncropped() -> impl Iterator<Item = &'static Value> {
    let has_region =
        |invoice: &&Value| invoice["region"].as_array().is_some_and(|it| it.len() == 4);
    invoices()
        .iter()
        .filter(|invoice| invoice["process"].is_null())
        .filter(has_region)
}

pub fn report() -> &'static Value {
    &REPORT
}
