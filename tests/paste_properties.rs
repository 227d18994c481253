//! Texts whose IDs are known because they were put in: lists, tables, rows, documents, with noise, wrappings and invisible
//! characters. What went in comes out, once and in order, or is listed with its reason. Repeat a run with its printed seed
//! in `INVOICE_LENS_SEED`.

#![expect(clippy::format_push_string, reason = "small texts, made to be read")]

use std::collections::BTreeSet;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;

use invoice_lens::model::paste::{PasteReport, PasteSource, RejectReason};
use invoice_lens::model::{BillKey, InvoiceId};

const TEXTS: usize = 20_000;

/// Any numbers: a splitmix64.
struct Dice(u64);

impl Dice {
    fn number(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % below as u64) as usize
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.number(of.len())]
    }

    fn once_in(&mut self, times: usize) -> bool {
        self.number(times) == 0
    }

    fn letters(&mut self, count: usize) -> String {
        const ALPHABET: &[u8] = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ0123456789";
        (0..count)
            .map(|_| char::from(ALPHABET[self.number(ALPHABET.len())]))
            .collect()
    }

    fn digits(&mut self, count: usize) -> String {
        (0..count)
            .map(|_| char::from(b'0' + self.number(10) as u8))
            .collect()
    }

    /// Of a documented shape.
    fn id(&mut self) -> String {
        match self.number(4) {
            0 | 1 => format!("ID{}{}", self.digits(2), self.letters(10)),
            2 => {
                let length = 10 + self.number(7);
                format!("{}-{}", self.number(10), self.letters(length))
            }
            _ => {
                let corp = format!("T{}0", self.letters(12));
                let (code, length) = match self.number(3) {
                    0 => (String::new(), 20),
                    1 => (self.digits(10), 8),
                    _ => (self.digits(12), 8),
                };
                let item = if self.once_in(4) {
                    format!(":{}", self.number(9))
                } else {
                    String::new()
                };
                format!("{corp}:{code}:{}{item}", self.digits(length))
            }
        }
    }

    /// The same as people's programs leave it: full-width, with characters that nobody sees.
    fn written(&mut self, id: &str) -> String {
        if self.once_in(8) {
            let wide = |c: char| char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c);
            return id.chars().map(wide).collect();
        }
        let mut text = id.to_owned();
        if self.once_in(6) {
            let hidden = self.one(&[
                "\u{200b}", "\u{ad}", "\u{2060}", "\u{feff}", "\u{fe0f}", "\u{2069}", "\u{3164}",
            ]);
            text.insert_str(self.number(text.len() + 1), hidden);
        }
        text
    }
}

/// A text and what is in it.
#[derive(Default)]
struct Made {
    text: String,
    /// In the places where IDs belong, in order.
    ids: Vec<String>,
    /// Where they do not belong.
    others: usize,
    /// Bills, in order.
    bills: Vec<String>,
}

impl Made {
    fn put(&mut self, dice: &mut Dice) -> String {
        let again = dice.once_in(6) && !self.ids.is_empty();
        let id = if again {
            self.ids[dice.number(self.ids.len())].clone()
        } else {
            dice.id()
        };
        let written = dice.written(&id);
        self.ids.push(id);
        written
    }
}

const NOISE: [&str; 8] = [
    "合计",
    "171.00",
    "2024-03-07",
    "请核对",
    "12:30",
    "张三",
    "¥1,171.00",
    "共3张",
];

fn list(dice: &mut Dice) -> Made {
    let mut made = Made::default();
    for _ in 0..=dice.number(12) {
        if dice.once_in(4) {
            made.text += dice.one(&NOISE);
        } else {
            let id = made.put(dice);
            let (before, after) = [
                ("", ""),
                ("\"", "\""),
                ("“", "”"),
                ("【", "】"),
                ("**", "**"),
                ("- `", "`"),
                ("1、", ""),
                ("2.", ""),
                ("3) ", ""),
                ("●", ""),
                ("票据ID：", ""),
                ("", "。"),
                ("", ":"),
                ("", "！"),
                ("发票", "的"),
                ("> ", "…"),
                ("(", ")"),
                ("'", "',"),
            ][dice.number(18)];
            made.text += &format!("{before}{id}{after}");
        }
        made.text += dice.one(&[
            "\n", "\r\n", "\n\n", ", ", "，", ";", "；", "、", "\t", " ", "\u{3000}", " | ", "/",
        ]);
    }
    made
}

fn cell(text: &str, separator: &str) -> String {
    if text.contains(separator) || text.contains('\n') || text.contains('"') {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text.to_owned()
}

fn table(dice: &mut Dice) -> Made {
    let mut made = Made::default();
    let separator = dice.one(&["\t", ",", ";", "|"]);
    let is_markdown = separator == "|";
    let has_bills = dice.once_in(2);
    let mut names = vec!["金额", "开票日期", "备注"];
    if has_bills {
        names.push(dice.one(&["单据ID", "报销单ID"]));
    }
    if dice.once_in(2) {
        names.push("发票");
    }
    let at = dice.number(names.len() + 1);
    names.insert(
        at,
        dice.one(&[
            "票据ID",
            "发票ID",
            "Invoice ID",
            "invoiceId",
            "票据 ID（系统）",
            "*发票ID*",
            "电子票据ID",
        ]),
    );
    for _ in 0..dice.number(3) {
        made.text += dice.one(&["\n", "2024年11月报销明细\n", "sep=,\n"]);
    }
    let line = |cells: &[String]| {
        let line = cells.join(separator);
        if is_markdown {
            format!("|{line}|\n")
        } else {
            format!("{line}\n")
        }
    };
    let heading: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    made.text += &line(&heading);
    if is_markdown {
        made.text += &line(&names.iter().map(|_| " --- ".to_owned()).collect::<Vec<_>>());
    }
    for number in 0..=dice.number(9) {
        let mut cells = Vec::new();
        for (index, name) in names.iter().enumerate() {
            let text = match *name {
                _ if index == at => {
                    // Enough of them that the column is one of IDs.
                    let count = if number == 0 {
                        1
                    } else {
                        [1, 1, 2, 3, 0][dice.number(5)]
                    };
                    let ids: Vec<String> = (0..count).map(|_| made.put(dice)).collect();
                    let between = if is_markdown {
                        "、"
                    } else {
                        dice.one(&[",", "、", "\n", " ", ", "])
                    };
                    ids.join(between)
                }
                "金额" => format!("{}.{}", dice.number(999), dice.digits(2)),
                "开票日期" => format!("2024-0{}-1{}", 1 + dice.number(9), dice.number(10)),
                "发票" => dice.one(&["出租车票", "火车票", "13116949", ""]).to_owned(),
                "备注" => dice.one(&["", "无", "加急, 请核对", "12 \"x\""]).to_owned(),
                _ => {
                    made.others += 1;
                    format!("ID{}{}", dice.digits(2), dice.letters(10))
                }
            };
            let is_remark = *name == "备注";
            cells.push(if is_markdown {
                text.replace('"', "")
            } else if is_remark && dice.once_in(5) {
                // Never closed.
                "\"见附件".to_owned()
            } else {
                cell(&text, separator)
            });
        }
        made.text += &line(&cells);
    }
    if dice.once_in(3) {
        made.text += "合计\n";
    }
    made
}

fn row(dice: &mut Dice) -> Made {
    let mut made = Made::default();
    let separator = dice.one(&["\t", ","]);
    let ids: Vec<String> = (0..=dice.number(5)).map(|_| made.put(dice)).collect();
    let name = dice.one(&["票据ID", "发票", "Invoice ID", "发票ID"]);
    made.text = format!("{name}{separator}{}\n", ids.join(separator));
    let dates: Vec<&str> = ids.iter().map(|_| "2024-03-07").collect();
    made.text += &format!("开票日期{separator}{}\n", dates.join(separator));
    made
}

fn document(dice: &mut Dice) -> Made {
    let mut made = Made::default();
    let quote = dice.one(&["\"", "\"", "'"]);
    let texts = |made: &mut Made, dice: &mut Dice| {
        let count = 1 + dice.number(6);
        let texts = (0..count).map(|_| format!("{quote}{}{quote}", made.put(dice)));
        let texts: Vec<String> = texts.collect();
        let end = if dice.once_in(4) { "," } else { "" };
        format!("[{}{end}]", texts.join(dice.one(&[",", ", ", ",\n  "])))
    };
    match dice.number(5) {
        0 => made.text = texts(&mut made, dice),
        1 => {
            let key = dice.one(&["invoiceId", "invoiceIds", "ids"]);
            made.text = format!("{{{quote}{key}{quote}: {}}}", texts(&mut made, dice));
        }
        2 => {
            let body = texts(&mut made, dice).replace('\'', "\"");
            made.text = format!(
                "curl 'https://x.example/url' --data-raw '{{\"invoiceId\":{body}}}' --compressed"
            );
        }
        3 => {
            for _ in 0..=dice.number(5) {
                let id = made.put(dice);
                made.text += &format!("{{{quote}id{quote}:{quote}{id}{quote}}}\n");
            }
        }
        _ => {
            let mut items = Vec::new();
            for _ in 0..=dice.number(5) {
                let (id, bill) = (
                    made.put(dice),
                    format!("ID{}{}", dice.digits(2), dice.letters(10)),
                );
                made.others += 1;
                items.push(format!(
                    "{{{quote}flowId{quote}:{quote}{bill}{quote},{quote}invoiceId{quote}:{quote}{id}{quote},{quote}n{quote}:1}}"
                ));
            }
            made.text = format!(
                "{{{quote}items{quote}:[{}],{quote}count{quote}:1}}",
                items.join(",")
            );
        }
    }
    made
}

/// Bills alone: below their name, in a table, in a request.
fn bills(dice: &mut Dice) -> Made {
    let mut made = Made::default();
    let are_ids = dice.once_in(2);
    let count = 1 + dice.number(8);
    for _ in 0..count {
        let again = dice.once_in(6) && !made.bills.is_empty();
        let bill = if again {
            made.bills[dice.number(made.bills.len())].clone()
        } else if are_ids {
            format!("ID{}{}", dice.digits(2), dice.letters(10))
        } else {
            format!("{}{}", dice.one(&["B", "D", "BX"]), dice.digits(8))
        };
        made.bills.push(bill);
    }
    let name = dice.one(if are_ids {
        &["单据ID", "报销单 ID", "flowId"]
    } else {
        &["单据编号", "报销单号", "单号", "Bill No."]
    });
    made.text = match dice.number(4) {
        0 if !are_ids => made.bills.join(dice.one(&["\n", "\n\n", "、", ", "])),
        0 | 1 => format!("{name}\n{}", made.bills.join("\n")),
        2 => {
            let separator = dice.one(&["\t", ",", ";"]);
            let rows = made
                .bills
                .iter()
                .map(|it| format!("{it}{separator}2024-03-07\n"));
            format!("{name}{separator}提交日期\n{}", rows.collect::<String>())
        }
        _ => format!("{{\"codeOrIds\":[\"{}\"]}}", made.bills.join("\",\"")),
    };
    made
}

fn check(kind: &str, made: &Made) {
    let report = PasteReport::parse(&made.text);
    let mut seen = BTreeSet::new();
    let unique: Vec<&str> = made
        .ids
        .iter()
        .map(String::as_str)
        .filter(|id| seen.insert(*id))
        .collect();
    let found: Vec<&str> = report.ids.iter().map(InvoiceId::as_str).collect();
    assert_eq!(found, unique, "{kind}: {:?}\n{report:?}", made.text);
    let mut seen = BTreeSet::new();
    let bills: Vec<&str> = made
        .bills
        .iter()
        .map(String::as_str)
        .filter(|bill| seen.insert(*bill))
        .collect();
    let found: Vec<&str> = report.bills.iter().map(BillKey::as_str).collect();
    assert_eq!(found, bills, "{kind}: {:?}\n{report:?}", made.text);
    assert_eq!(
        report.repeated_count,
        made.ids.len() - unique.len() + made.bills.len() - bills.len(),
        "{kind}: {:?}",
        made.text
    );
    let is_elsewhere = |why| matches!(why, RejectReason::OtherColumn | RejectReason::OtherField);
    let elsewhere = report
        .rejected
        .iter()
        .filter(|it| is_elsewhere(it.why))
        .count();
    assert_eq!(
        elsewhere, made.others,
        "{kind}: {:?}\n{report:?}",
        made.text
    );
    if let PasteSource::Column {
        rows,
        rows_with_ids,
        ..
    } = &report.source
    {
        assert!(
            rows_with_ids <= rows && *rows > 0,
            "{kind}: {:?}",
            made.text
        );
    }
}

/// Marks that begin something and may never end it, words that mean something, and noise, in any order.
const SOUP: [&str; 41] = [
    "\"",
    "'",
    "“",
    "`",
    "[",
    "]",
    "{",
    "}",
    "(",
    ")",
    ":",
    "：",
    ",",
    "，",
    ";",
    "|",
    "\t",
    "\n",
    "\r\n",
    "\n\n",
    " ",
    "\u{3000}",
    "/",
    "\\",
    "=",
    "&",
    "票据ID",
    "发票ID\t",
    "单据ID,",
    "\"invoiceId\":",
    "\"id\" : ",
    "\"url\":\"",
    "accessToken=",
    "token ",
    "合计",
    "171.00",
    "2024-03-07",
    "--- |",
    "null",
    "\u{c}",
    "\u{206f}",
];

/// Whatever stands between them, each piece with the shape of an ID is taken, as an invoice or as a bill, repeated or left
/// out, and all are counted.
fn check_soup(dice: &mut Dice) {
    let (mut text, mut put) = (String::new(), Vec::new());
    for _ in 0..=dice.number(12) {
        for _ in 0..=dice.number(5) {
            text += dice.one(&SOUP);
        }
        let id = dice.id();
        // Nothing that could be part of it, before or behind.
        text += dice.one(&["\n", " ", "\t", ",", "\"", "|", "发票", "**", "["]);
        text += &dice.written(&id);
        text += dice.one(&["\n", " ", "\t", ",", "\"", "|", "的", "**", "]"]);
        put.push(id);
    }
    let report = PasteReport::parse(&text);
    let is_put = |text: &str| put.iter().any(|id| id == text);
    let ids = report.ids.iter().map(InvoiceId::as_str);
    let bills = report.bills.iter().map(BillKey::as_str);
    let taken = ids.chain(bills).filter(|it| is_put(it)).count();
    let repeated = report.repeated.iter().filter(|it| is_put(&it.text)).count();
    let is_left = |why| {
        matches!(
            why,
            RejectReason::OtherColumn | RejectReason::OtherField | RejectReason::Secret
        )
    };
    let left = report.rejected.iter().filter(|it| is_left(it.why)).count();
    assert_eq!(taken + repeated + left, put.len(), "{text:?}\n{report:?}");
    let lines = text.lines().count() + text.matches(['\u{c}', '\u{206f}']).count() + 1;
    let listed = report.rejected.iter().chain(&report.repeated);
    for reject in listed {
        assert!((1..=lines).contains(&reject.line), "{text:?}\n{reject:?}");
    }
    assert_eq!(report.rejected.len(), report.rejected_count);
}

#[test]
fn nothing_with_the_shape_of_an_id_vanishes() {
    let mut dice = dice();
    for _ in 0..TEXTS {
        check_soup(&mut dice);
    }
}

/// A run's own numbers, or those of the run to be repeated.
fn dice() -> Dice {
    let seed = std::env::var("INVOICE_LENS_SEED").ok();
    let seed = seed.and_then(|text| text.parse().ok());
    let seed = seed.unwrap_or_else(|| RandomState::new().hash_one(0));
    println!("INVOICE_LENS_SEED={seed}");
    Dice(seed)
}

#[test]
fn what_was_put_in_comes_out() {
    let mut dice = dice();
    let mut ids = 0;
    for _ in 0..TEXTS {
        let (kind, made) = match dice.number(9) {
            8 => ("bills", bills(&mut dice)),
            0..3 => ("list", list(&mut dice)),
            3..6 => ("table", table(&mut dice)),
            6 => ("row", row(&mut dice)),
            _ => ("document", document(&mut dice)),
        };
        ids += made.ids.len();
        check(kind, &made);
    }
    assert!(ids > TEXTS, "{ids} IDs in {TEXTS} texts");
}
