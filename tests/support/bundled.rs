//! Which packages are built into the program, by Cargo.toml and Cargo.lock alone: for every system, without those that
//! only tests and tools need.

use std::collections::{BTreeMap, BTreeSet};

/// Name and version.
pub type Package = (String, String);

/// All that is reached from the program's own dependencies, but for crates of this repository.
pub fn packages(manifest: &str, lock: &str) -> BTreeSet<Package> {
    let known = locked(lock);
    let mut reached = BTreeSet::new();
    let mut open: Vec<Package> = own(manifest)
        .iter()
        .filter_map(|name| find(&known, name))
        .collect();
    while let Some(package) = open.pop() {
        let needs = &known[&package];
        if reached.insert(package) {
            open.extend(needs.iter().filter_map(|name| find(&known, name)));
        }
    }
    // What is ours stands under the program's own licence.
    let ours = |name: &str| manifest.contains(&format!("path = \"crates/{name}\""));
    reached.retain(|(name, _)| !ours(name));
    reached
}

/// The names of what the program needs in every build.
fn own(manifest: &str) -> Vec<String> {
    let mut is_wanted = false;
    let mut names = Vec::new();
    for line in manifest.lines() {
        if let Some(section) = line.strip_prefix('[') {
            let section = section.trim_end_matches(']');
            is_wanted = section.ends_with("dependencies") && !section.ends_with("dev-dependencies");
        } else if is_wanted && !line.starts_with('#') && !line.contains("optional = true") {
            names.extend(line.split_once(" = ").map(|(name, _)| name.to_owned()));
        }
    }
    names
}

/// Each package with what it needs, as the lock file names it: with a version where there are several of the name.
fn locked(lock: &str) -> BTreeMap<Package, Vec<String>> {
    let blocks = lock.split("[[package]]").skip(1);
    let quoted = |line: &str| line.split('"').nth(1).unwrap_or_default().to_owned();
    let package = |block: &str| {
        let value = |name: &str| {
            let line = block.lines().find(|line| line.starts_with(name));
            line.map(quoted).unwrap_or_default()
        };
        let needs = block.split_once("dependencies = [").map_or("", |it| it.1);
        let needs = needs.lines().skip(1).take_while(|line| *line != "]");
        (
            (value("name = "), value("version = ")),
            needs.map(quoted).collect(),
        )
    };
    blocks.map(package).collect()
}

fn find(known: &BTreeMap<Package, Vec<String>>, named: &str) -> Option<Package> {
    let mut words = named.split(' ');
    let (name, version) = (words.next()?, words.next());
    let is_meant = |it: &&Package| it.0 == name && version.is_none_or(|version| it.1 == version);
    known.keys().find(is_meant).cloned()
}
