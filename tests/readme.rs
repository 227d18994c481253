//! What README.md repeats of the program is what the program says; files and tests that ARCHITECTURE.md and CONTRIBUTING.md
//! send people to are there.

use std::fs;
use std::path::Path;

use invoice_lens::locale::{Lang, Locale};
use invoice_lens::ui::commands::{HelpLine, Keymap, help_lines};

const README: &str = include_str!("../README.md");
const ARCHITECTURE: &str = include_str!("../ARCHITECTURE.md");
const CONTRIBUTING: &str = include_str!("../CONTRIBUTING.md");

/// The lines of README.md's table of keys.
fn keys() -> Vec<String> {
    let locale = Locale::new(Lang::En);
    let line = |line: &HelpLine| {
        let keys: Vec<String> = line.keys.iter().map(|key| format!("`{key}`")).collect();
        let (place, does) = (locale.text(line.place.heading()), locale.text(line.text));
        format!("| {place} | {} | {does} |", keys.join(" "))
    };
    let mut table = vec!["| where | key | does |".to_owned()];
    table.push("| --- | --- | --- |".to_owned());
    table.extend(help_lines(&Keymap::default()).iter().map(line));
    table
}

#[test]
fn its_table_of_keys_is_the_table_of_commands() {
    let keys = keys();
    assert!(keys.len() > 20);
    let keys = keys.join("\n");
    assert!(
        README.contains(&format!("\n\n{keys}\n\n")),
        "README.md should have:\n{keys}"
    );
}

#[test]
fn every_change_begins_at_a_file_that_is_there() {
    let begin_with = ["src/", "crates/", "tests/", "scripts/", "assets/"];
    let is_path = |it: &&str| begin_with.iter().any(|start| it.starts_with(start));
    let quoted = CONTRIBUTING.split('`').skip(1).step_by(2);
    let paths = quoted.filter_map(|it| it.split(' ').next()).filter(is_path);
    let paths: Vec<&str> = paths.collect();
    assert!(paths.len() > 25, "{paths:?}");
    for path in paths {
        assert!(
            Path::new(env!("CARGO_MANIFEST_DIR")).join(path).exists(),
            "CONTRIBUTING.md names {path}, which is not there"
        );
    }
}

/// What stands between grave accents.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// The rows of a table below a heading, its head left out.
fn rows<'a>(text: &'a str, heading: &str) -> Vec<&'a str> {
    let section = text.split_once(&format!("\n## {heading}\n"));
    let section = section.expect("the heading").1;
    let section = section.split("\n## ").next().unwrap_or_default();
    let lines = section.lines().filter(|line| line.starts_with("| "));
    lines.skip(2).collect()
}

#[test]
fn every_invariant_is_held_by_a_test_that_is_there() {
    let rows = rows(ARCHITECTURE, "Invariants");
    assert!(rows.len() >= 10, "{rows:?}");
    for row in rows {
        let held_by = row.split(" | ").nth(1).expect("a second column");
        let named: Vec<&str> = quoted(held_by).collect();
        let [path, test] = named[..] else {
            unreachable!("a file and a test: {row}");
        };
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        let source = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            source.contains(&format!("#[test]\nfn {test}() {{")),
            "{row}"
        );
    }
}

#[test]
fn the_places_to_look_are_there() {
    let rows = rows(ARCHITECTURE, "Where to look");
    assert!(rows.len() > 50, "{}", rows.len());
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut lacking = Vec::new();
    for row in rows {
        let named = quoted(row).filter(|it| it.contains('/') && !it.contains(' '));
        for name in named.map(|it| it.trim_end_matches('/')) {
            let found = |path: String| root.join(path).exists();
            let is_pattern = name.contains('*');
            let is_there = ["", "src/", "scripts/"]
                .iter()
                .any(|at| found(format!("{at}{name}")) || found(format!("{at}{name}.rs")));
            if !is_pattern && !is_there {
                lacking.push(name);
            }
        }
    }
    assert!(lacking.is_empty(), "{lacking:?}");
}
