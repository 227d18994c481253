//! Who may use whom in `src/`, checked on its text: the order in `lib.rs` is a promise, not a wish.

#[path = "../support/source.rs"]
mod source;
mod tokens;

use source::SourceFile;
use tokens::{Token, tokens};

/// `a ← b` reads "b may use a"; those on one line do not see each other.
const ORDER: [&[&str]; 10] = [
    &["geometry", "locale", "redact"],
    &["model"],
    &["platform", "formats", "report", "store", "id_list"],
    &["engine", "keyring", "managed"],
    &["review"],
    &["handover"],
    &["state"],
    &["ui"],
    &["app", "startup", "fuzzed"],
    &["main"],
];

/// Crates that some modules must not know.
const FOREIGN: [(&[&str], &[&str]); 2] = [
    (
        &["egui", "eframe"],
        &[
            "geometry", "model", "platform", "formats", "report", "store", "id_list", "engine",
            "review", "handover", "state", "sandbox", "audit", "keyring", "managed", "redact",
            "startup",
        ],
    ),
    (
        &["tokio", "reqwest"],
        &[
            "geometry", "model", "formats", "report", "id_list", "review", "handover", "state",
            "ui", "app", "keyring", "managed", "redact", "startup",
        ],
    ),
];

/// A file longer than this hides a second noun.
const MAX_LINES: usize = 450;
/// A table grows with its entries and is one noun all the same.
const TABLES: [&str; 1] = ["ui/commands/table.rs"];

fn rank(module: &str) -> Option<usize> {
    ORDER.iter().position(|layer| layer.contains(&module))
}

fn may_use(module: &str, other: &str) -> bool {
    match (module, other) {
        _ if module == other => true,
        // The sandbox is written independently of what it tests, and the program does not lean on it.
        ("sandbox", _) => false,
        (_, "sandbox") => matches!(module, "app" | "audit" | "main"),
        // The run without a window is about a review, as the window is.
        ("audit", _) => rank(other).is_some_and(|other| Some(other) <= rank("handover")),
        (_, "audit") => module == "main",
        _ => matches!((rank(module), rank(other)), (Some(module), Some(other)) if other < module),
    }
}

/// The modules that a file is in, outermost first: `ui/viewer.rs` → `ui`, `viewer`.
fn module_path(path: &str) -> Vec<&str> {
    let stem = path.strip_suffix(".rs").unwrap_or(path);
    let stem = stem.strip_suffix("/mod").unwrap_or(stem);
    stem.split('/').collect()
}

/// The names at the crate's root that a file mentions, with their lines.
fn root_references(path: &str, tokens: &[Token]) -> Vec<(String, usize)> {
    let mut references = Vec::new();
    // For each open brace, whether it belongs to an inline module, where `super` means one level less.
    let mut braces: Vec<bool> = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let before = |back: usize| {
            let token = at.checked_sub(back).and_then(|at| tokens.get(at));
            token.map_or("", |token| token.text.as_str())
        };
        let starts_a_path = before(1) != "::";
        let depth = module_path(path).len() + braces.iter().filter(|&&module| module).count();
        let levels = match token.text.as_str() {
            "crate" | "invoice_lens" if starts_a_path => Some(depth),
            "super" if starts_a_path => Some(1),
            _ => None,
        };
        match token.text.as_str() {
            "{" => braces.push(before(2) == "mod"),
            "}" => drop(braces.pop()),
            _ => {}
        }
        at += 1;
        if let Some(levels) = levels {
            at = follow(tokens, at, depth - levels, &mut references);
        }
    }
    references
}

/// Reads on after `crate` or the first `super`, `depth` levels below the root. Returns where the path ends.
fn follow(
    tokens: &[Token],
    mut at: usize,
    mut depth: usize,
    references: &mut Vec<(String, usize)>,
) -> usize {
    while tokens.get(at).is_some_and(|t| t.text == "::") {
        let Some(next) = tokens.get(at + 1) else {
            break;
        };
        if next.text == "super" {
            depth = depth.saturating_sub(1);
            at += 2;
        } else if depth > 0 {
            break;
        } else if next.text == "{" {
            return group(tokens, at + 2, references);
        } else {
            references.push((next.text.clone(), next.line));
            break;
        }
    }
    at
}

/// The first name of each member of `{a::b, c::{d, e}}`; returns the place behind the closing brace.
fn group(tokens: &[Token], mut at: usize, references: &mut Vec<(String, usize)>) -> usize {
    let mut open = 1;
    let mut first = true;
    while let Some(token) = tokens.get(at).filter(|_| open > 0) {
        match token.text.as_str() {
            "{" => open += 1,
            "}" => open -= 1,
            "," if open == 1 => first = true,
            name if first => {
                references.push((name.to_owned(), token.line));
                first = false;
            }
            _ => {}
        }
        at += 1;
    }
    at
}

/// What is wrong with a file's beginning or length, whatever crate it is in.
fn shape(file: &SourceFile) -> Vec<String> {
    let path = &file.path;
    let mut found = Vec::new();
    let opens = file.text.starts_with("//! ") || file.text.starts_with("#![doc = ");
    if !opens {
        found.push(format!("{path}: does not open with what it is for"));
    }
    let lines = file.text.lines().count();
    if lines > MAX_LINES && !TABLES.contains(&path.as_str()) {
        found.push(format!("{path}: {lines} lines, at most {MAX_LINES}"));
    }
    found
}

fn violations(file: &SourceFile) -> Vec<String> {
    let path = &file.path;
    let module = module_path(path)[0];
    let tokens = tokens(&file.text);
    let mut found = shape(file);
    if module == "lib" {
        return found;
    }
    if rank(module).is_none() && !matches!(module, "audit" | "sandbox") {
        found.push(format!("{path}: {module} has no place in the order"));
    }
    // TLS libraries have this word in every name that lets a server pass unverified.
    for token in tokens.iter().filter(|t| t.text.contains("danger")) {
        let (line, name) = (token.line, &token.text);
        found.push(format!("{path}:{line}: {name} switches verification off"));
    }
    for (used, line) in root_references(path, &tokens) {
        if !may_use(module, &used) {
            found.push(format!("{path}:{line}: {module} must not use {used}"));
        }
    }
    for (crates, modules) in FOREIGN {
        if !modules.contains(&module) {
            continue;
        }
        for token in tokens.iter().filter(|t| crates.contains(&t.text.as_str())) {
            let (line, name) = (token.line, &token.text);
            found.push(format!("{path}:{line}: {module} must not know {name}"));
        }
    }
    found
}

#[test]
fn the_source_keeps_to_the_order() {
    let found: Vec<String> = source::files().iter().flat_map(violations).collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn the_renderer_knows_nothing_of_the_program() {
    let files = source::files_below("crates/ofd/src");
    let found: Vec<String> = files.iter().flat_map(shape).collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
    for file in &files {
        for word in ["invoice", "reviewer", "worker", "verdict"] {
            let is_there = file.text.to_lowercase().contains(word);
            assert!(!is_there, "{} says {word}", file.path);
        }
    }
}

fn of(path: &str, code: &str) -> Vec<String> {
    violations(&SourceFile {
        path: path.into(),
        text: format!("//! A planted file.\n{code}\n"),
    })
}

#[test]
fn planted_violations_are_caught() {
    for (path, code) in [
        ("geometry/chain.rs", "use crate::model::Region;"),
        ("model/mod.rs", "use super::platform::Token;"),
        ("model/paste.rs", "use super::super::engine::Engine;"),
        ("platform/links.rs", "fn f() { crate::formats::sniff() }"),
        (
            "formats/ofd/page.rs",
            "use crate::{\n    geometry::Px,\n    report::{Row, Csv},\n};",
        ),
        ("report/csv.rs", "use super::super::platform::{Token};"),
        ("engine/worker.rs", "use crate::state;"),
        ("engine/worker.rs", "use crate::review::Library;"),
        ("review/library.rs", "use crate::state::State;"),
        ("review/rows.rs", "use egui::Ui;"),
        ("store/sqlite.rs", "use crate::review::View;"),
        ("report/row.rs", "use crate::store::Event;"),
        ("audit/mod.rs", "use crate::state::Settings;"),
        ("state/mod.rs", "use egui::Context;"),
        ("state/tasks.rs", "fn f() { tokio::spawn(async {}); }"),
        ("ui/grid_ui.rs", "use reqwest::Client;"),
        (
            "ui/grid_ui.rs",
            "mod inner { use super::super::super::app::App; }",
        ),
        ("ui/grid_ui.rs", "use crate::sandbox::Sandbox;"),
        ("sandbox/mod.rs", "use crate::geometry::Px;"),
        (
            "sandbox/mod.rs",
            "#[cfg(test)]\nmod tests { use super::super::model::Id; }",
        ),
        ("audit.rs", "use crate::ui::theme::Palette;"),
        ("app.rs", "use crate::audit::run;"),
        ("app.rs", "use crate::*;"),
        (
            "platform/http.rs",
            "fn f(c: ClientBuilder) { c.tls_danger_accept_invalid_certs(true); }",
        ),
        ("checks/ink.rs", ""),
    ] {
        assert_eq!(
            of(path, code).len(),
            1,
            "{path}: {code}: {:?}",
            of(path, code)
        );
    }
    let long = SourceFile {
        path: "ui/mod.rs".into(),
        text: "//! Long.\n".repeat(MAX_LINES + 1),
    };
    let bare = SourceFile {
        path: "ui/mod.rs".into(),
        text: "use std::fs;\n".into(),
    };
    assert_eq!(violations(&long).len(), 1);
    assert_eq!(violations(&bare).len(), 1);
}

#[test]
fn what_the_order_permits_passes() {
    for (path, code) in [
        (
            "main.rs",
            "use invoice_lens::{app, audit, sandbox};\nfn main() { invoice_lens::ui::run() }",
        ),
        (
            "app.rs",
            "use crate::{sandbox::Sandbox, ui::theme::Theme};\nuse eframe::Frame;",
        ),
        (
            "audit.rs",
            "use crate::{engine::Engine, review::Library};\n#[cfg(test)]\nmod tests { use super::*; }",
        ),
        (
            "engine/pool.rs",
            "use super::cache::Cache;\nuse tokio::sync::mpsc;\nuse crate::report::Row;",
        ),
        (
            "formats/ofd/page.rs",
            "use super::super::limits::Limits;\npub(in crate::formats) fn f() {}",
        ),
        (
            "model/mod.rs",
            "/// Not `crate::ui::x`.\npub(crate) const S: &str = \"crate::ui egui::Ui\"; // crate::app",
        ),
        (
            "model/mod.rs",
            "const R: &str = r#\"a \" crate::app::X\"#; const C: char = '\"'; fn f<'a>(x: &'a str) {}",
        ),
        (
            "sandbox/http.rs",
            "use super::store::Store;\nuse crate::sandbox::Fault;",
        ),
        ("store/mod.rs", "use crate::model::Verdict;"),
        (
            "review/rows.rs",
            "use crate::{engine::FailureKind, report::Row, store::Event};",
        ),
        (
            "state/mod.rs",
            "fn state() { let f = || { super::engine::x() }; }",
        ),
    ] {
        assert_eq!(of(path, code), Vec::<String>::new(), "{path}: {code}");
    }
}

/// What in this text changes or takes away what already happened. Spaces and case count for nothing.
fn rewrites(text: &str) -> Option<&'static str> {
    const WAYS: [&str; 6] = [
        "update event ",
        "delete from event ",
        "replace into event ",
        "drop table event ",
        "alter table event ",
        "truncate event ",
    ];
    let text = text
        .to_lowercase()
        .replace(|c: char| !c.is_alphanumeric() && c != '_', " ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ") + " ";
    WAYS.into_iter().find(|way| text.contains(way))
}

#[test]
fn history_is_only_added_to() {
    let is_kept =
        |file: &&SourceFile| file.path.starts_with("store/") && !file.path.contains("tests");
    let files = source::files();
    let store: Vec<&SourceFile> = files.iter().filter(is_kept).collect();
    assert!(
        store
            .iter()
            .any(|file| file.text.contains("INSERT OR IGNORE INTO event"))
    );
    for file in store {
        assert_eq!(rewrites(&file.text), None, "{}", file.path);
    }
    let append = include_str!("../../src/store/database/append.sql");
    assert!(append.contains("insert into event"));
    let functions = include_str!("../../src/store/database/functions.sql");
    let tables = include_str!("../../src/store/database/schema.sql");
    let from_1 = include_str!("../../src/store/database/from_1.sql");
    let from_2 = include_str!("../../src/store/database/from_2.sql");
    let from_3 = include_str!("../../src/store/database/from_3.sql");
    for text in [append, functions, tables, from_1, from_2, from_3] {
        assert_eq!(rewrites(text), None);
    }
    assert!(rewrites("let sql = \"DELETE FROM \\\n    event WHERE\";").is_some());
}
