//! What README.md repeats of the program is what the program says; files that CONTRIBUTING.md sends people to are there.

use std::path::Path;

use invoice_lens::locale::{Lang, Locale};
use invoice_lens::ui::commands::{HelpLine, Keymap, help_lines};

const README: &str = include_str!("../README.md");
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
    let begin_with = ["src/", "tests/", "scripts/", "assets/"];
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
