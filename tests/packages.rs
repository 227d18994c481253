//! What the Linux package says of the program is true of it: names, commands, options, the type of review files.

use std::fs;
use std::path::Path;
use std::process::Command;

use invoice_lens::store::ReviewFile;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/packaging/linux");
const ID: &str = "io.github.invoice_lens.InvoiceLens";

fn read(name: &str) -> String {
    fs::read_to_string(Path::new(FOLDER).join(name)).expect("a file of the package")
}

fn help(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_invoice-lens"))
        .args(arguments)
        .arg("--help")
        .output()
        .expect("the program");
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn the_manual_has_every_command_and_the_windows_options() {
    let manual = read("invoice-lens.1").replace("\\-", "-");
    let help = help(&[]);
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let commands: Vec<&str> = commands
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(commands.contains(&"audit"), "{help}");
    for command in commands {
        assert!(
            manual.contains(&format!("\n.B {command}\n")),
            "the manual lacks {command}"
        );
    }
    let options = help.split_whitespace().filter(|it| it.starts_with("--"));
    for option in options.filter(|it| !["--help", "--version"].contains(it)) {
        assert!(manual.contains(option), "the manual lacks {option}");
    }
}

#[test]
fn the_manual_and_the_desktop_know_this_version() {
    let version = env!("CARGO_PKG_VERSION");
    assert!(read("invoice-lens.1").contains(&format!("\"invoice-lens {version}\"")));
    assert!(
        read(&format!("{ID}.metainfo.xml")).contains(&format!("<release version=\"{version}\""))
    );
    assert!(read("changelog").starts_with(&format!("invoice-lens ({version}-")));
}

#[test]
fn a_review_is_known_by_its_first_bytes() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.ilens");
    drop(ReviewFile::create(&path, "https://app.example").expect("a review"));
    let bytes = fs::read(&path).expect("a review");
    assert!(bytes.starts_with(b"SQLite format 3\0"));
    let marked = u32::from_be_bytes(bytes[68..72].try_into().expect("four bytes"));
    let kinds = read(&format!("{ID}.mime.xml"));
    assert!(
        kinds.contains(&format!("value=\"{marked:#x}\" offset=\"68\"")),
        "{marked:#x}"
    );
    let kind = "application/x-invoice-lens-review";
    assert!(kinds.contains(&format!("<mime-type type=\"{kind}\">")));
    assert!(read(&format!("{ID}.desktop")).contains(&format!("MimeType={kind};")));
}

#[test]
fn everything_that_is_packed_is_there() {
    let manifest = include_str!("../Cargo.toml");
    let assets = manifest
        .split("\nassets = [\n")
        .nth(1)
        .expect("the package's files");
    let assets = assets.split("\n]").next().expect("their end");
    let sources: Vec<&str> = assets
        .lines()
        .filter_map(|line| line.split('"').nth(1))
        .collect();
    assert!(sources.len() > 8);
    for source in sources.iter().filter(|it| !it.starts_with("target/")) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(source);
        assert!(path.is_file(), "{source}");
    }
}

#[test]
fn patched_copies_are_what_is_built_with() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let lock = fs::read_to_string(root.join("Cargo.lock")).expect("it is part of the project");
    assert!(!lock.contains("[[patch.unused]]"));
    let vendored: Vec<String> = fs::read_dir(root.join("vendor"))
        .expect("a folder")
        .map(|it| it.expect("an entry").file_name().into_string())
        .collect::<Result<_, _>>()
        .expect("names");
    assert_eq!(vendored.len(), 2, "{vendored:?}");
    for name in vendored {
        let of_name = format!("name = \"{name}\"");
        let copies: Vec<&str> = lock
            .split("[[package]]")
            .filter(|it| it.lines().any(|line| line == of_name))
            .collect();
        assert!(
            copies.len() == 1 && !copies[0].contains("source = "),
            "vendor/{name} is not used any more: see its PATCHED.md whether it can go"
        );
    }
}
