//! What README.md repeats of the program is what the program says.

use invoice_lens::locale::{Lang, Locale};
use invoice_lens::ui::commands::{HelpLine, Keymap, help_lines};

const README: &str = include_str!("../README.md");

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
