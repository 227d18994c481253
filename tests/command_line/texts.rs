//! IDs as text on standard input, and the language of what is said about them.

use serde_json::Value;

use crate::demo;
use crate::program::{Program, codes, invoice};

fn read(text: &str, lang: &str) -> (Value, String) {
    let ended = Program::new(&["audit", "-", "--demo", "--report", "report.json"])
        .args(&["--lang", lang])
        .input(text)
        .run();
    (ended.report(), ended.stderr)
}

fn asked(report: &Value) -> Vec<&str> {
    let invoices = report["invoices"].as_array().expect("a list");
    invoices.iter().filter_map(|it| it["id"].as_str()).collect()
}

#[test]
fn ids_come_from_standard_input() {
    let ids = &demo::ids()[..3];
    let (report, stderr) = read(&format!("\u{feff}{}\r\n\r\n", ids.join("\r\n")), "en");
    assert_eq!(asked(&report), ids);
    assert_eq!(stderr, "", "an empty line is nothing to speak of");
}

#[test]
fn what_is_left_out_is_counted_in_one_line() {
    let [first, second] = [0, 1].map(|index| demo::ids()[index]);
    let text = format!("合计\n{first}\n171.00\n{second} {first}\n-- \n{first}\n");
    let (report, stderr) = read(&text, "en");
    assert_eq!(asked(&report), [first, second]);
    assert_eq!(stderr, "Left out: 2 that gave no ID, 2 repeated\n");
    let (_, stderr) = read(&text, "zh-CN");
    assert_eq!(stderr, "未采用 2 处，重复 2 个\n");
}

#[test]
fn messages_are_in_the_language_asked_for() {
    let entry = demo::invoices()
        .iter()
        .find(|entry| entry["region"] == Value::Array(Vec::new()))
        .expect("the demo has an empty region");
    for (lang, message) in [
        ("en", "OCR stored no region"),
        ("zh-CN", "OCR 未返回识别区域"),
    ] {
        let (report, _) = read(demo::id(entry), lang);
        let found = invoice(&report, demo::id(entry));
        assert_eq!(codes(found), ["region_missing"]);
        assert_eq!(found["findings"][0]["message"], message);
    }
    let ended = Program::new(&["audit", "--report", "r.json", "--lang", "zh-CN"]).run();
    assert_eq!(
        ended.refusal(),
        "没有给出票据 ID。请写在命令后面，或用 - 从标准输入读取。"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn without_a_desktop_the_window_says_what_to_do() {
    for (lang, sentence) in [
        ("en", "There is no desktop to open a window on. "),
        ("zh-CN", "没有可以打开窗口的桌面。"),
    ] {
        let ended = Program::new(&["--lang", lang]).run();
        let refusal = ended.refusal();
        assert!(refusal.starts_with(sentence), "{refusal}");
        assert!(!refusal.contains(".rs"), "{refusal}");
    }
}
