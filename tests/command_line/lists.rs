//! Lists of IDs in files: as arguments and on standard input, in every usual encoding, and workbooks that do harm.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use tempfile::TempDir;

use crate::demo;
use crate::program::{Ended, Program};
use crate::workbooks::xls;

struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder for the test"))
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path: PathBuf = self.0.path().join(name);
        fs::write(&path, bytes).expect("room for a file");
        path.into_os_string().into_string().expect("UTF-8")
    }
}

fn asked(report: &Value) -> Vec<&str> {
    let invoices = report["invoices"].as_array().expect("a list");
    invoices.iter().filter_map(|it| it["id"].as_str()).collect()
}

/// By its path and on standard input.
fn both_ways(path: &str) -> [Ended; 2] {
    let bytes = fs::read(path).expect("the test wrote it");
    [
        Program::demo_audit(&[path]).run(),
        Program::demo_audit(&["-"]).input(bytes).run(),
    ]
}

#[test]
fn a_path_is_read_as_a_list_whatever_it_is_written_in() {
    let [first, second] = [0, 1].map(|index| demo::ids()[index]);
    let table = format!("发票ID,金额\r\n{first},171.00\r\n{second},12.00\r\n");
    let wide = |to_bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        let marked = format!("\u{feff}{table}");
        marked.encode_utf16().flat_map(to_bytes).collect()
    };
    // "发票" as Excel writes it in China.
    let gbk = table["发票".len()..].replace("金额", "-");
    let gbk = [&b"\xb7\xa2\xc6\xb1"[..], gbk.as_bytes()].concat();
    let cells = [(0, 0, "票据ID"), (1, 0, first), (2, 0, second)];
    let folder = Folder::new();
    for path in [
        folder.file("ids.txt", format!("{first}\n{second}\n")),
        folder.file("ids.csv", &table),
        folder.file("wide.txt", wide(u16::to_le_bytes)),
        folder.file("wide-big-endian.txt", wide(u16::to_be_bytes)),
        folder.file("gbk.csv", gbk),
        folder.file(
            "ids.json",
            format!("{{\"invoiceId\":[\"{first}\",\"{second}\"]}}"),
        ),
        folder.file("no ending", format!("{first} {second}")),
        folder.file("ids.xls", xls(&[("报销", &cells)])),
    ] {
        for ended in both_ways(&path) {
            assert_eq!(asked(&ended.report()), [first, second], "{path}");
        }
    }
}

#[test]
fn a_path_that_leads_nowhere_is_a_usage_error() {
    for path in ["ids.txt", "no/such/file", "list.XLSX"] {
        for arguments in [
            &["audit", path, "--demo", "--report", "r.json"][..],
            &[path],
        ] {
            let ended = Program::new(arguments).run();
            assert_eq!(ended.status, 2, "{arguments:?}: {}", ended.stderr);
            assert!(ended.stderr.contains(path), "{}", ended.stderr);
            assert!(ended.files().is_empty(), "{arguments:?}");
        }
    }
}

#[test]
fn ids_on_other_sheets_are_counted_and_not_read() {
    let ids = demo::ids();
    let november = [(0, 0, ids[0]), (1, 0, ids[1]), (2, 0, ids[3])];
    let october = [(0, 0, ids[2]), (3, 0, ids[0])];
    let folder = Folder::new();
    let sheets = xls(&[("十月", &october), ("十一月", &november)]);
    for ended in both_ways(&folder.file("ids.xls", sheets)) {
        assert_eq!(asked(&ended.report()), [ids[0], ids[1], ids[3]]);
        let said: Vec<&str> = ended.stderr.lines().collect();
        assert_eq!(
            said,
            [
                "Read from sheet “十一月”",
                "Left out: 1 that gave no ID, 1 repeated",
                "1 of them is an ID on another sheet of the workbook",
            ]
        );
    }
}

#[test]
fn a_workbook_of_little_bytes_and_much_memory_is_refused() {
    let far = xls(&[("a", &[(0, 0, demo::ids()[0]), (u16::MAX, u16::MAX, "x")])]);
    assert!(far.len() < 8 << 10);
    let folder = Folder::new();
    for ended in both_ways(&folder.file("far.xls", far)) {
        let reason = ended.refusal();
        assert!(reason.ends_with("too much memory or time"), "{reason}");
    }
}
