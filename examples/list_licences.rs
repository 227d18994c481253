//! Writes down under which licences everything stands that is built into the program: `assets/licences.gz`, which the
//! window shows. To be run again after each change of Cargo.lock, with all sources at hand:
//! `cargo fetch --locked && cargo run --example list_licences`.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::{Compression, GzBuilder};
use serde_json::json;

#[path = "../tests/support/bundled.rs"]
mod bundled;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// What is built in beside packages: name, version, licence, the file with its text.
const OTHERS: [[&str; 4]; 6] = [
    ["Noto Sans SC", "", "OFL-1.1", "assets/fonts/OFL.txt"],
    ["Noto Serif SC", "", "OFL-1.1", "assets/fonts/OFL.txt"],
    [
        "TicketKai",
        "",
        "OFL-1.1",
        "crates/ofd/fonts/OFL-TicketKai.txt",
    ],
    [
        "Arimo, Cousine, Tinos",
        "",
        "OFL-1.1",
        "crates/ofd/fonts/OFL-croscore.txt",
    ],
    ["Lucide", "", "ISC", "assets/fonts/LICENSE-lucide.txt"],
    [
        "PP-OCR",
        "",
        "Apache-2.0",
        "assets/models/LICENSE-Apache-2.0",
    ],
];

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(ROOT);
    let manifest = fs::read_to_string(root.join("Cargo.toml"))?;
    let lock = fs::read_to_string(root.join("Cargo.lock"))?;
    let mut texts: BTreeMap<String, usize> = BTreeMap::new();
    let mut place = |text: String| {
        let next = texts.len();
        *texts.entry(text).or_insert(next)
    };
    let mut parts = Vec::new();
    for [name, version, licence, file] in OTHERS {
        let text = fs::read_to_string(root.join(file)).map_err(|it| format!("{file}: {it}"))?;
        let part =
            json!({"name": name, "version": version, "licence": licence, "text": place(text)});
        parts.push(part);
    }
    for (name, version) in bundled::packages(&manifest, &lock) {
        let folder = folder(&name, &version).ok_or(format!("no source of {name} {version}"))?;
        let licence = licence(&folder).ok_or(format!("no licence of {name} {version}"))?;
        let text = text(&folder, &licence)?.unwrap_or_else(|| standard(&name, &licence));
        parts.push(json!({
            "name": name,
            "version": version,
            "licence": licence,
            "text": place(text),
        }));
    }
    let mut in_order: Vec<(usize, String)> =
        texts.into_iter().map(|(text, nr)| (nr, text)).collect();
    in_order.sort_unstable();
    let texts: Vec<String> = in_order.into_iter().map(|(_, text)| text).collect();
    let list = json!({"parts": parts, "texts": texts});
    // Without a name and a time, so that the same list is the same file.
    let file = File::create(root.join("assets/licences.gz"))?;
    let mut packed = GzBuilder::new().write(file, Compression::best());
    packed.write_all(list.to_string().as_bytes())?;
    packed.finish()?;
    println!("{} parts, {} texts", parts.len(), texts.len());
    Ok(())
}

/// Where its source lies: among what cargo has fetched, or with us.
fn folder(name: &str, version: &str) -> Option<PathBuf> {
    let own = Path::new(ROOT).join("vendor").join(name);
    if own.is_dir() {
        return Some(own);
    }
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo")))?;
    let registries = fs::read_dir(home.join("registry/src")).ok()?.flatten();
    let mut folders = registries.map(|it| it.path().join(format!("{name}-{version}")));
    folders.find(|it| it.is_dir())
}

fn licence(folder: &Path) -> Option<String> {
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).ok()?;
    let line = manifest
        .lines()
        .find(|line| line.starts_with("license = "))?;
    Some(line.split('"').nth(1)?.to_owned())
}

/// The text of one of its licences, the shortest where one of several can be chosen; with notices where all count.
fn text(folder: &Path, licence: &str) -> Result<Option<String>, Box<dyn Error>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)?.flatten() {
        let name = entry.file_name().to_string_lossy().to_uppercase();
        let is_licence = ["LICENSE", "LICENCE", "COPYING", "UNLICENSE"]
            .iter()
            .any(|start| name.starts_with(start));
        if is_licence && let Ok(text) = fs::read_to_string(entry.path()) {
            let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
            found.push(lines.join("\n").trim().to_owned());
        }
    }
    found.retain(|text| text.len() > 200);
    found.sort_by_key(String::len);
    let can_choose =
        (licence.contains(" OR ") || licence.contains('/')) && !licence.contains(" AND ");
    if can_choose {
        found.truncate(1);
    }
    Ok((!found.is_empty()).then(|| found.join("\n\n")))
}

/// Of packages that name a licence and leave its text out: the text that we have of it.
fn standard(name: &str, licence: &str) -> String {
    let file = if licence.contains("MIT") {
        "LICENSE-MIT"
    } else {
        "LICENSE-APACHE"
    };
    let text = fs::read_to_string(Path::new(ROOT).join(file)).unwrap_or_default();
    let copyright = |line: &&str| !line.starts_with("Copyright (c)");
    let text: Vec<&str> = text.lines().filter(copyright).collect();
    format!("Copyright: the authors of {name}\n{}", text.join("\n"))
}
