//! The two locale files say the same things, and say everything that the window and the command line ask for.

use std::collections::{BTreeMap, BTreeSet};

use invoice_lens::engine::FailureKind;
use invoice_lens::model::FindingCode;
use invoice_lens::platform::PRESETS;
use invoice_lens::store::StoreError;
use invoice_lens::ui::commands::{Command, Place};

#[path = "support/source.rs"]
mod source;

const ZH_CN: &str = include_str!("../assets/locales/zh-CN.ftl");
const EN: &str = include_str!("../assets/locales/en.ftl");

/// Each key with the names of its values.
fn messages(ftl: &str) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut messages = BTreeMap::new();
    let mut key = "";
    for line in ftl.lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let (name, _) = line.split_once('=').expect("a message has a text");
            key = name.trim();
            let old = messages.insert(key, BTreeSet::new());
            assert!(old.is_none(), "{key} stands twice");
        }
        for rest in line.split('$').skip(1) {
            let end = rest.find(|c: char| !is_in_key(c)).unwrap_or(rest.len());
            let values = messages.get_mut(key).expect("a value belongs to a message");
            values.insert(&rest[..end]);
        }
    }
    assert!(!messages.is_empty());
    messages
}

fn is_in_key(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

/// The program without comments and without unit tests, which may ask for texts that do not exist.
fn code() -> Vec<(String, String)> {
    let without_tests = |text: &str| {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let lines: Vec<&str> = code
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect();
        lines.join("\n")
    };
    source::files()
        .into_iter()
        .map(|file| (file.path, without_tests(&file.text)))
        .collect()
}

/// The literal keys in calls of `Locale::text` and `Locale::with`.
fn asked_for(code: &str) -> BTreeSet<&str> {
    [".text(", ".with("]
        .iter()
        .flat_map(|call| code.split(call).skip(1))
        .filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next())
        .collect()
}

/// Whether a literal is this key, or a `format!` that can become it: `"finding-{code}"`.
fn mentions(code: &str, key: &str) -> bool {
    if code.contains(&format!("\"{key}\"")) {
        return true;
    }
    let hyphens = key.match_indices('-').map(|(at, _)| &key[..=at]);
    hyphens
        .into_iter()
        .any(|prefix| code.contains(&format!("\"{prefix}{{")))
}

#[test]
fn both_files_have_the_same_keys_and_values() {
    assert_eq!(messages(ZH_CN), messages(EN));
}

#[test]
fn every_text_asked_for_exists() {
    let messages = messages(EN);
    let mut missing = Vec::new();
    for (path, code) in code() {
        // `.text(` means something else elsewhere.
        let speaks = ["ui/", "app", "audit"]
            .iter()
            .any(|it| path.starts_with(it));
        for key in asked_for(&code).into_iter().filter(|_| speaks) {
            if !messages.contains_key(key) {
                missing.push(format!("{path}: {key}"));
            }
        }
    }
    assert!(missing.is_empty(), "\n{}", missing.join("\n"));
}

#[test]
fn every_text_is_used() {
    let code = code();
    let unused: Vec<&str> = messages(EN)
        .into_keys()
        .filter(|key| !code.iter().any(|(_, code)| mentions(code, key)))
        .collect();
    assert!(unused.is_empty(), "\n{}", unused.join("\n"));
}

/// Keys that are put together while the program runs, of all that may be put in.
fn composed_keys() -> Vec<String> {
    let findings = FindingCode::ALL.iter().map(|it| it.code());
    let failures = FailureKind::ALL.iter().map(|it| it.code());
    let stores = StoreError::ALL.iter().map(|it| it.code());
    let presets = PRESETS.iter().map(|(key, _)| *key).chain(["other"]);
    let names = Command::ALL.iter().map(|it| it.name());
    let helps = Command::ALL.iter().map(|it| it.help());
    let places = Place::ALL.iter().map(|it| it.heading());
    let of_commands = names.chain(helps).chain(places);
    let of_commands = of_commands.filter(|key| !key.is_empty());
    findings
        .map(|code| format!("finding-{code}"))
        .chain(failures.map(|code| format!("failure-{code}")))
        .chain(stores.map(|code| format!("store-{code}")))
        .chain(presets.map(|key| format!("platform-{key}")))
        .chain(of_commands.map(str::to_owned))
        .collect()
}

#[test]
fn every_finding_failure_platform_and_command_has_its_text() {
    let keys = composed_keys();
    assert!(keys.len() > 100, "{}", keys.len());
    for (lang, ftl) in [("zh-CN", ZH_CN), ("en", EN)] {
        let messages = messages(ftl);
        let lacks = |key: &&String| !messages.contains_key(key.as_str());
        let missing: Vec<&String> = keys.iter().filter(lacks).collect();
        assert!(missing.is_empty(), "{lang}: {missing:?}");
    }
}

#[test]
fn the_checks_see_what_they_look_for() {
    let parsed = messages("# $no\na = x\nb-c = { $n ->\n    [one] { $m }\n   *[other] x\n }\n");
    let of = |key| parsed[key].iter().copied().collect::<Vec<_>>();
    assert_eq!(parsed.len(), 2);
    assert_eq!(of("a"), Vec::<&str>::new());
    assert_eq!(of("b-c"), ["m", "n"]);

    let code = "x.text(\"one\"); y.with(\n    \"two\",\n); z.text(name)";
    let found: Vec<&str> = asked_for(code).into_iter().collect();
    assert_eq!(found, ["one", "two"]);

    assert!(mentions("text(\"a-b\")", "a-b"));
    assert!(mentions("format!(\"a-{code}\")", "a-b-c"));
    assert!(!mentions("text(\"a-bc\")", "a-b"));
}
