//! The list of licences that the window shows has what is built into the program, and nothing else.

use std::collections::BTreeSet;
use std::io::Read as _;

use flate2::read::GzDecoder;
use serde_json::Value;

#[path = "support/bundled.rs"]
mod bundled;

const LIST: &[u8] = include_bytes!("../assets/licences.gz");

/// Compressed, in bytes.
const MOST: usize = 128 << 10;

fn listed() -> BTreeSet<bundled::Package> {
    let mut json = String::new();
    GzDecoder::new(LIST)
        .read_to_string(&mut json)
        .expect("it was packed");
    let list: Value = serde_json::from_str(&json).expect("JSON");
    let parts = list["parts"].as_array().expect("a list");
    let text = |part: &Value, name: &str| part[name].as_str().expect("a text").to_owned();
    let packages = parts.iter().filter(|part| part["version"] != "");
    packages
        .map(|part| (text(part, "name"), text(part, "version")))
        .collect()
}

#[test]
fn it_names_every_package_of_the_lock_file_that_is_built_in() {
    let manifest = include_str!("../Cargo.toml");
    let lock = include_str!("../Cargo.lock");
    let wanted = bundled::packages(manifest, lock);
    assert!(wanted.len() > 200, "{}", wanted.len());
    let listed = listed();
    let lacking: Vec<_> = wanted.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&wanted).collect();
    assert!(
        lacking.is_empty() && gone.is_empty(),
        "cargo fetch --locked && cargo run --example list_licences\nlacking: {lacking:?}\ngone: {gone:?}"
    );
    assert!(LIST.len() < MOST, "{} bytes", LIST.len());
}
