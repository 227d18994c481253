//! Texts as people paste them.

use super::bill_tests::bills;
use super::*;
use crate::model::BillKey;

fn ids(text: &str) -> Vec<String> {
    PasteReport::parse(text)
        .ids
        .iter()
        .map(ToString::to_string)
        .collect()
}

const A: &str = "ID01xO4jZjprrx";
const B: &str = "5-sbyDJSOI0800";
const C: &str = "Tdk3tgber501v0:044002105112:13116949";

#[test]
fn every_way_of_writing_a_list_gives_the_same_ids() {
    let texts = [
        format!("{A}\n{B}\n{C}\n"),
        format!("{A}\r\n{B}\r\n{C}"),
        format!("{A},{B},{C}"),
        format!("{A}, {B}; {C};"),
        format!("{A}\t{B}\t{C}"),
        format!("{A}，{B}、{C}。"),
        format!("{A}　{B}\u{a0}{C}"),
        format!("\u{feff}{A}\n{B}\n{C}"),
        format!("\"{A}\",\"{B}\",\"{C}\""),
        format!("“{A}” ‘{B}’ 「{C}」"),
        format!("'{A}'\n'{B}'\n'{C}'"),
        format!("[\"{A}\",\"{B}\",\n \"{C}\"]"),
        format!("{{\"invoiceId\":[\"{A}\",\"{B}\",\"{C}\"]}}"),
        format!(
            "{{\"items\":[{{\"id\":\"{A}\",\"url\":\"https://x1.example/abc123\"}},{{\"id\":\"{B}\"}},{{\"id\":\"{C}\"}}]}}"
        ),
        format!("发票ID,金额\n{A},171.00\n{B},20240307\n{C},12"),
        format!("金额\t票据编号\tdate01\n1\t{A}\t20240307\n2\t{B}\t20240308\n3\t{C}\t20240309"),
        format!("id\n{A}\n{B}\n{C}"),
        format!("\u{200b}{A}\u{200b}\n{B}\n{C}"),
    ];
    for text in texts {
        assert_eq!(ids(&text), [A, B, C], "{text:?}");
    }
}

#[test]
fn full_width_letters_digits_and_colons_are_read() {
    assert_eq!(
        ids("Ｔｄｋ3tgber501v0：044002105112：13116949"),
        [C.to_owned()]
    );
}

#[test]
fn repeats_and_rejects_are_counted_with_their_line() {
    let report = PasteReport::parse(&format!("{A}\n\n{B} {A}\n合计\n171.00\n{A}"));
    assert_eq!(report.ids.len(), 2);
    assert_eq!(report.lines, 5);
    assert_eq!(report.repeated_count, 2);
    assert_eq!(
        report.repeated[0],
        Reject {
            line: 3,
            text: A.into(),
            why: RejectReason::Repeated,
            sheet: String::new(),
        }
    );
    assert_eq!(report.rejected_count, 2);
    assert_eq!(
        report.rejected[0],
        Reject {
            line: 4,
            text: "合计".into(),
            why: RejectReason::NotAnId,
            sheet: String::new(),
        }
    );
    assert_eq!(report.rejected[1].line, 5);
}

#[test]
fn broken_json_is_read_as_text() {
    assert_eq!(ids(&format!("[\"{A}\",\"{B}\",")), [A, B]);
}

#[test]
fn a_long_list_of_rejects_is_cut_but_counted() {
    let text = "不是编号\n".repeat(MAX_SHOWN + 7);
    let report = PasteReport::parse(&text);
    assert_eq!(report.rejected.len(), MAX_SHOWN);
    assert_eq!(report.rejected_count, MAX_SHOWN + 7);
}

#[test]
fn nothing_gives_nothing() {
    assert_eq!(PasteReport::parse(""), PasteReport::default());
    assert_eq!(PasteReport::parse(" \n\t\n　"), PasteReport::default());
}

/// Line, text and reason of what was left out.
fn left(text: &str) -> Vec<(usize, String, RejectReason)> {
    let rejected = PasteReport::parse(text).rejected;
    let rejected = rejected.into_iter().map(|it| (it.line, it.text, it.why));
    rejected.collect()
}

#[test]
fn a_quote_that_is_never_closed_is_a_character() {
    let rows = format!("备注\t票据ID\n\"见附件\t{A}\n正常\t{B}\n正常\t{C}\n");
    assert_eq!(ids(&rows), [A, B, C]);
    let last = format!("票据ID\t备注\n{A}\t\"加急\n{B}\t无\n{C}\t\"急\"\n");
    assert_eq!(ids(&last), [A, B, C]);
    let commas = format!("备注,票据ID\n\"加急,{A}\n正常,{B}\n急\",{C}\n");
    assert_eq!(ids(&commas), [A, B, C]);
}

#[test]
fn quoted_cells_hold_separators_and_lines() {
    let two = format!("单号\t票据ID\nB24000123\t\"{A}\n{B}\"\nB24000124\t{C}\n");
    assert_eq!(ids(&two), [A, B, C]);
    let heading = format!("\"金额,含税\",票据ID\n\"1,171.00\",{A}\n\"12 \"\"x\"\"\",{B}\n");
    assert_eq!(ids(&heading), [A, B]);
    let commas = format!("单号,票据ID\n1,\"{A},\n{B}\"\n2,{C}\n");
    assert_eq!(ids(&commas), [A, B, C]);
}

#[test]
fn heading_and_rows_are_cut_alike() {
    for text in [
        format!("金额，票据ID\n171.00，{A}\n12.00，{B}\n"),
        format!("票据ID，金额\n{A}，171.00\n{B}，12.00\n"),
        format!("票据ID；金额\n{A}；171.00\n{B}；12.00\n"),
        format!("| 票据ID | 开票日期 |\n| --- | --- |\n| {A} | 2024-03-07 |\n| {B} | 2024-03-08 |"),
        format!("\n\n票据ID\t开票日期\n{A}\t2024-03-07\n{B}\t2024-03-08"),
        format!("sep=,\n票据ID,开票日期\n{A},2024-03-07\n{B},2024-03-08\n"),
        format!("Invoice ID (system)\tDate\n{A}\t2024-03-07\n{B}\t2024-03-08"),
        format!("*票据ID*\t日期\n{A}\t2024-03-07\n{B}\t2024-03-08"),
        format!("2024年11月报销\n单号\t票据ID（系统）\nB24000123\t{A}\nB24000124\t{B}\n合计\t2"),
    ] {
        assert_eq!(ids(&text), [A, B], "{text}");
    }
}

#[test]
fn without_a_heading_only_shapes_are_ids() {
    assert_eq!(ids(&format!("{A}\t2024-03-07\t171.00\tB24000123\n")), [A]);
    assert_eq!(ids(&format!("请核对 {A} 和{B}，金额 1234567")), [A, B]);
    assert_eq!(ids("24442000000074288816"), ["24442000000074288816"]);
    assert_eq!(ids("20240307\n2024-03-07\n12:30:45"), [] as [&str; 0]);
}

#[test]
fn the_column_is_chosen_by_its_heading_and_by_what_stands_below() {
    let bill = format!("单据ID\t票据ID\nID01zzBILL0001\t{A}\nID01zzBILL0002\t{B}\n");
    assert_eq!(ids(&bill), [A, B]);
    let why = RejectReason::OtherColumn;
    let expected = [
        (2, "ID01zzBILL0001".to_owned(), why),
        (3, "ID01zzBILL0002".to_owned(), why),
    ];
    assert_eq!(left(&bill), expected);
    assert_eq!(
        ids(&format!("发票\t票据ID\n出租车票\t{A}\n火车票\t{B}\n")),
        [A, B]
    );
    assert_eq!(
        ids(&format!(
            "编号\t发票号码\tID\n1\t13116949\t{A}\n2\t13116950\t{B}\n"
        )),
        [A, B]
    );
    let plain = "票据ID\t单据ID\n7700012\tID01zzBILL0001\n7700013\tID01zzBILL0002\n";
    assert_eq!(ids(plain), ["7700012", "7700013"], "as the heading says");
}

#[test]
fn another_column_can_be_taken() {
    let bill = format!("单据ID\t票据ID\nID01zzBILL0001\t{A}\nID01zzBILL0002\t\n合计\t\n");
    let report = PasteReport::parse(&bill);
    let PasteSource::Column {
        column,
        rows,
        rows_with_ids,
    } = &report.source
    else {
        panic!("{:?}", report.source);
    };
    assert_eq!(
        (column.name.as_str(), *rows, *rows_with_ids),
        ("票据ID", 3, 1)
    );
    let names: Vec<&str> = report.columns.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["单据ID", "票据ID"]);
    let other = PasteReport::parse_column(&bill, 0);
    assert_eq!((other.ids.len(), other.bills.len()), (0, 2));
    assert_eq!(other.rejected[0].why, RejectReason::OtherColumn);
}

#[test]
fn cells_and_json_texts_hold_several() {
    assert_eq!(
        ids(&format!("单号\t票据ID\n1\t{A},{B}\n2\t{C}\n")),
        [A, B, C]
    );
    assert_eq!(ids(&format!("{{\"invoiceId\":\"{A},{B}\"}}")), [A, B]);
}

#[test]
fn what_is_nearly_json_loses_nothing() {
    for text in [
        format!("--data-raw '{{\n    \"invoiceId\":[\"{A}\",\"{B}\"]\n}}'"),
        format!("{{\"id\":\"{A}\"}}\n{{\"id\":\"{B}\"}}\n"),
        format!("{{\"invoiceId\":[\"{A}\",\"{B}\",]}}"),
        format!("{{\u{200b}\"invoiceId\":[\u{200b}\"{A}\",\u{200b}\"{B}\"]}}"),
        format!("{{“invoiceId”:[“{A}”,“{B}”]}}"),
        format!("{{'invoiceId': ['{A}', '{B}']}}"),
        format!("[\"{A}\\u200b\",\"{B}\"]"),
        format!("{{\"{A}\":{{\"n\":1}},\"{B}\":{{\"n\":2}}}}"),
        format!("ids = [\n  \"{A}\",\n  \"{B}\",\n]"),
    ] {
        assert_eq!(ids(&text), [A, B], "{text}");
    }
    assert_eq!(ids("[24442000000074288816]"), ["24442000000074288816"]);
    let answer = format!(
        "{{\"items\":[{{\"invoiceId\":\"{A}\",\"flowId\":\"ID01zzBILL0001\"}}],\"count\":1}}"
    );
    assert_eq!(ids(&answer), [A]);
    let why = RejectReason::OtherField;
    assert_eq!(left(&answer), [(1, "ID01zzBILL0001".to_owned(), why)]);
}

#[test]
fn a_token_is_never_taken_and_never_shown() {
    let line = format!(
        "curl 'https://x/INVOICE/url?accessToken=ID01SECRETtok1%3Aabc' --data-raw '{{\"invoiceId\":[\"{A}\"]}}'"
    );
    let report = PasteReport::parse(&line);
    assert_eq!(report.ids.len(), 1);
    assert_eq!(report.rejected[0].why, RejectReason::Secret);
    let answer = "{\"accessToken\":\"ID01SECRETtok1:abc\"}";
    for text in [line.as_str(), answer, "token: ID01SECRETtok1"] {
        let report = PasteReport::parse(text);
        assert!(!format!("{report:?}").contains("SECRET"), "{report:?}");
    }
}

#[test]
fn ids_beside_their_heading_are_taken() {
    assert_eq!(ids(&format!("票据ID\t{A}\t{B}\t{C}\n")), [A, B, C]);
    assert_eq!(ids(&format!("发票,{A},{B}\n")), [A, B]);
    let aside = format!("票据ID\t{A}\t{B}\n开票日期\t2024-03-07\t2024-03-08\n");
    assert_eq!(ids(&aside), [A, B]);
    let bills = format!("单据ID\tID01zzBILL0001\tID01zzBILL0002\n票据ID\t{A}\t{B}\n");
    assert_eq!(ids(&bills), [A, B]);
    assert_eq!(left(&bills).len(), 2);
    assert_eq!(ids(&format!("票据ID\t{A}\n{B}\n{C}")), [A, B, C]);
    assert_eq!(ids(&format!("票据ID：{A}\n发票ID:{B}")), [A, B]);
}

#[test]
fn what_touches_an_id_is_left_off() {
    for text in [
        format!("●{A}\n✅{B}\n→{C}"),
        format!("{A}:\n{B}：\n{C}"),
        format!("**{A}**\n- `{B}`\n> {C}"),
        format!("1、{A}\n2.{B}\n3) {C}"),
        format!("{A}.\n{B}!\n{C}…"),
        format!("{A}/{B}/{C}"),
        format!("\u{2068}{A}\u{2069}\n\u{2066}{B}\u{2069}\n{C}"),
        format!("ID01xO4j\u{ad}Zjprrx\n{B}\n{C}"),
    ] {
        assert_eq!(ids(&text), [A, B, C], "{text}");
    }
}

#[test]
fn a_number_that_a_spreadsheet_rounded_is_left_out_with_that_reason() {
    let text = format!("票据ID,金额\n2.4442E+19,1\n{A},2\n");
    assert_eq!(ids(&text), [A]);
    assert_eq!(
        left(&text),
        [(2, "2.4442E+19".to_owned(), RejectReason::Rounded)]
    );
}

#[test]
fn no_part_of_a_token_is_taken_wherever_it_stands() {
    for text in [
        format!("票据ID\t金额\nhttps://x?accessToken=ID01billbill01&invoiceId={A}\t1"),
        format!("[\"https://x?accessToken=ID01billbill01&invoiceId={A}\"]"),
        format!(r#"{{"body":"{{\"accessToken\":\"ID01billbill01\",\"invoiceId\":\"{A}\"}}"}}"#),
        format!("accessToken=ID01cccccccc01:ID01billbill01&id={A}"),
        format!("Authorization: Bearer ID01billbill01\n{A}"),
        format!("accessToken为：ID01billbill01\n{A}"),
        format!("访问令牌：ID01billbill01\n{A}"),
    ] {
        assert_eq!(ids(&text), [A], "{text}");
    }
}

#[test]
fn lists_behind_one_another_are_read_each_for_itself() {
    let one = "B24000999";
    let table = format!("单据ID,票据ID\nID01billbill01,{A}\nID01billbill02,{B}");
    let turned = format!("票据ID,单据ID\n{C},ID01billbill03");
    let text = format!("{one}\n{LIST_END}{table}\n{LIST_END}{turned}\n{LIST_END}{A}");
    assert_eq!(ids(&text), [A, B, C]);
    let report = PasteReport::parse(&text);
    assert_eq!(report.bills, [BillKey::new(one).expect("a bill")]);
    assert_eq!((report.lines, report.repeated_count), (7, 1));
    assert_eq!(report.repeated[0].line, 7);
    let lines: Vec<usize> = report.rejected.iter().map(|it| it.line).collect();
    assert_eq!(lines, [3, 4, 6]);
}

#[test]
fn bills_are_not_taken_for_invoices() {
    let bill = "ID01billbill01";
    for text in [
        format!("单据ID\t票据ID\n{bill}\t无\n{bill}\t无\n{bill}\t无\n{bill}\t无\n{bill}\t{A}"),
        format!("类型\t票据ID\n发票\t{A}\n"),
        format!("序号,备注,票据ID\n1,张三，出差,{A}\n"),
        format!(r#"{{"value":{{"id":"{bill}","invoices":[{{"invoiceId":"{A}"}}]}}}}"#),
        format!("发票关联单据ID\t发票ID\n{bill}\t{A}"),
        format!("单据ID\t报销单发票ID\n{bill}\t{A}"),
        format!("{{\"id\":\"REQ-1234567\",\"data\":[\"{A}\"]}}"),
        format!("【票据ID】\t单据ID\n{A}\t{bill}"),
    ] {
        assert_eq!(ids(&text), [A], "{text}");
    }
    let none: [&str; 0] = [];
    assert_eq!(ids(&format!("单据ID\t票据ID\n{bill}\t\n{bill}\t无")), none);
    let paid = "Invoice Paid\tInvoice ID\n1234567\tB24000123";
    assert_eq!(ids(paid), ["B24000123"]);
}

#[test]
fn marks_of_logs_and_addresses_do_not_hide_ids() {
    assert_eq!(ids(&format!("https://x?ids={A}%2C{B}%2C{C}")), [A, B, C]);
    let log = format!("[03-07 10:00:00,123] [http-nio-8080-exec-1] INFO {{\"invoiceId\":\"{A}\"}}");
    assert_eq!(ids(&log), [A]);
    let chat = "[图片]\n张三说\"好的\"\nB24000123\nB24000124";
    assert_eq!(bills(chat), ["B24000123", "B24000124"]);
}

#[test]
fn what_is_on_another_sheet_is_left_out_with_its_place() {
    let sheets = [
        format!("票据ID\n{A}\n"),
        format!("{OTHER_SHEET}十月\n单号\n{B}\n171.00 {A}"),
        format!("票据ID\n{C}\n"),
        format!("{OTHER_SHEET}空\n"),
    ];
    let report = PasteReport::parse(&sheets.join(&format!("\n{LIST_END}")));
    assert_eq!(ids(&sheets.join(&format!("\n{LIST_END}"))), [A, C]);
    assert_eq!((report.rejected_count, report.on_other_sheets), (1, 1));
    assert_eq!(
        report.rejected,
        [Reject {
            line: 2,
            text: B.to_owned(),
            why: RejectReason::OtherSheet,
            sheet: "十月".to_owned(),
        }]
    );
    assert_eq!((report.repeated_count, report.repeated[0].line), (1, 3));
    // A text that merely begins with the mark is a text.
    assert_eq!(ids(&format!("{OTHER_SHEET}{A}\n{B}")), [A, B]);
}
