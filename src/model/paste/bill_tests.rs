//! Bills among what people paste.

use super::*;
use crate::model::BillKey;

const A: &str = "ID01xO4jZjprrx";

pub(super) fn bills(text: &str) -> Vec<String> {
    let report = PasteReport::parse(text);
    assert!(report.ids.is_empty(), "{text}: {:?}", report.ids);
    report.bills.iter().map(ToString::to_string).collect()
}

#[test]
fn bills_stand_below_their_name_or_alone_on_a_line() {
    let (one, two) = ("B24000123", "B24000124");
    for text in [
        format!("{one}\n{two}\n"),
        format!("{one}，{two}"),
        format!("单据编号\n{one}\n{two}"),
        format!("单据编号：{one}\n单据编号：{two}"),
        format!("报销单号\t{one}\t{two}"),
        format!("报销单号\t金额\n{one}\t171.00\n{two}\t12.00"),
        format!("金额,单号\n171.00,{one}\n12.00,{two}"),
        format!(
            "| Bill No. | Date |\n| --- | --- |\n| {one} | 2024-03-07 |\n| {two} | 2024-03-08 |"
        ),
        format!("{{\"type\":\"code\",\"codeOrIds\":[\"{one}\",\"{two}\"]}}"),
        format!(
            "curl 'https://x' --data-raw '{{\"type\":\"code\",\"codeOrIds\":[\"{one}\",\"{two}\"]}}'"
        ),
    ] {
        assert_eq!(bills(&text), [one, two], "{text}");
    }
}

#[test]
fn ids_of_bills_are_told_from_those_of_invoices_by_where_they_stand() {
    let (one, two) = ("ID01zzBILL0001", "j7sbyDMhYUpU00");
    for text in [
        format!("单据ID\n{one}\n{two}"),
        format!("单据ID\t提交日期\n{one}\t2024-03-07\n{two}\t2024-03-08"),
        format!("{{\"type\":\"id\",\"codeOrIds\":[\"{one}\",\"{two}\"]}}"),
        format!("{{\"items\":[{{\"flowId\":\"{one}\"}},{{\"flowId\":\"{two}\"}}]}}"),
    ] {
        assert_eq!(bills(&text), [one, two], "{text}");
        let report = PasteReport::parse(&text);
        assert!(report.bills.iter().all(BillKey::is_id));
    }
    // Beside invoices they say where those are from.
    let both = format!("{{\"items\":[{{\"flowId\":\"{one}\",\"invoiceId\":\"{A}\"}}]}}");
    let report = PasteReport::parse(&both);
    assert_eq!((report.ids.len(), report.bills.len()), (1, 0));
    let mixed = "单据编号\nB24000123\nTdk3tgber501v0:044002105112:13116949";
    let report = PasteReport::parse(mixed);
    assert_eq!((report.ids.len(), report.bills.len()), (1, 1));
}

#[test]
fn bills_beside_ids_and_in_sentences_do_not_vanish() {
    let (one, two) = ("B26110001", "B26110002");
    for text in [
        format!("请核对单据{one}和{two}"),
        format!("单据：{one}，{two}。"),
        format!("请看 {one}、{two} 两单"),
    ] {
        assert_eq!(bills(&text), [one, two], "{text}");
    }
    for text in [
        format!("{one},{two},{A}\nB26110004"),
        format!("B26110004 {one}\n{one};{A};{two}"),
        format!("[\"{one}\",\"{A}\",\"B26110004\",\"{two}\"]"),
    ] {
        let report = PasteReport::parse(&text);
        let found = (report.ids.len(), report.bills.len(), report.rejected_count);
        assert_eq!(found, (1, 3, 0), "{text}: {report:?}");
    }
    // One bill says where the invoice is from: what becomes of it is said.
    for text in [format!("{one},{A}"), format!("张三 {one} {two} {A} 171.00")] {
        let report = PasteReport::parse(&text);
        assert_eq!((report.ids.len(), report.bills.len()), (1, 0), "{text}");
        let why: Vec<RejectReason> = report.rejected.iter().map(|it| it.why).collect();
        assert!(!why.is_empty(), "{text}");
        assert!(
            why.iter().all(|it| *it == RejectReason::BesideAnId),
            "{text}: {why:?}"
        );
    }
}

#[test]
fn numbers_of_other_things_are_no_bills() {
    for text in [
        "快递单号\t金额\nSF1234567890\t12.00",
        "订单号\n备注 SF1234567890",
        "单据编号：无",
    ] {
        assert_eq!(bills(text), [] as [&str; 0], "{text}");
    }
    let repeated = PasteReport::parse("B24000123\nB24000124\nB24000123");
    assert_eq!((repeated.bills.len(), repeated.repeated_count), (2, 1));
}
