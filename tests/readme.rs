//! What README.md repeats of the program is what the program says.

use invoice_lens::locale::{Lang, Locale};
use invoice_lens::ui::commands::help_lines;

const README: &str = include_str!("../README.md");

/// The table of keys as README.md has it.
fn keys() -> String {
    let locale = Locale::new(Lang::En);
    let mut table = "| where | key | does |\n| --- | --- | --- |\n".to_owned();
    for line in help_lines() {
        let place = locale.text(line.place.heading());
        let keys: Vec<String> = line.keys.iter().map(|key| format!("`{key}`")).collect();
        let does = locale.text(line.text);
        table += &format!("| {place} | {} | {does} |\n", keys.join(" "));
    }
    table
}

#[test]
fn its_table_of_keys_is_the_table_of_commands() {
    let keys = keys();
    assert!(keys.lines().count() > 20);
    assert!(README.contains(&keys), "README.md should have:\n{keys}");
}
