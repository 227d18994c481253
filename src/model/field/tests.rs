//! Fields as the platform sends them, and as they must not come.

use serde_json::{Value, json};

use super::*;

fn read(object: &Value) -> Fields {
    let object = object.as_object().expect("an object");
    Fields::read(InvoiceType::Invoice, object)
}

fn shown(fields: &Fields) -> Vec<(String, String)> {
    let text = |value: &FieldValue| value.text().map_or("?".to_owned(), Cow::into_owned);
    let fields = fields.entries.iter();
    fields
        .map(|it| (it.name.code().to_owned(), text(&it.value)))
        .collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(a, b): &(&str, &str)| ((*a).to_owned(), (*b).to_owned());
    expected.iter().map(owned).collect()
}

#[test]
fn named_ones_come_first_as_people_write_them() {
    let money = |amount: &str| json!({"standard": amount, "standardUnit": "元", "standardScale": "2", "standardSymbol": "¥"});
    let fields = read(&json!({
        "id": "gwobfjObAAno00:011001900711:07977720",
        "useCount": 0,
        "visibility": {"fullVisible": true},
        "E_税额": money("0.00"),
        "E_system_发票主体_PDF": null,
        "E_system_发票主体_name": "07977720",
        "E_system_发票主体_备注": "",
        "E_system_发票主体_税额": money("9.68"),
        "E_system_发票主体_验真": true,
        "E_system_发票主体_价税合计": money("171.00"),
        "E_system_发票主体_发票代码": "011001900711",
        "E_system_发票主体_发票号码": "07977720",
        "E_system_发票主体_发票日期": 1_729_008_000_000_i64,
        "E_system_发票主体_识别范围": [64, 0, 1776.5, 941],
        "E_system_收票状态": "NORECEIVE",
    }));
    let expected = [
        ("number", "07977720"),
        ("code", "011001900711"),
        ("date", "2024-10-16"),
        ("total", "¥171.00"),
        ("tax", "¥9.68"),
        ("税额", "¥0.00"),
        ("收票状态", "NORECEIVE"),
        ("识别范围", "64, 0, 1776.5, 941"),
        ("验真", "?"),
    ];
    let mut all = shown(&fields);
    all[5..].sort();
    let mut expected = pairs(&expected);
    expected[5..].sort();
    assert_eq!(all, expected);
    let (named, rest) = fields.split();
    assert_eq!((named.len(), rest.len()), (5, 4));
}

#[test]
fn a_train_ticket_has_its_own_number_and_time() {
    let fields = read(&json!({
        "E_system_火车票_号码": "Z206P068683",
        "E_system_火车票_车次": "D3072",
        "E_system_火车票_乘车时间": 1_793_342_160_000_i64,
        "E_system_火车票_金额": {"standard": "-69.00", "standardSymbol": "¥"},
    }));
    let expected = [
        ("number", "Z206P068683"),
        ("date", "2026-10-30 14:36"),
        ("total", "-¥69.00"),
        ("车次", "D3072"),
    ];
    let mut all = shown(&fields);
    all.sort();
    let mut expected = pairs(&expected);
    expected.sort();
    assert_eq!(all, expected);
}

#[test]
fn a_number_whose_digits_are_lost_is_none() {
    let object = r#"{
        "E_system_发票主体_发票号码": 24449018604117807123,
        "E_system_发票主体_发票代码": 44002105112,
        "E_system_发票主体_发票金额": {"standard": 24449018604117807123, "standardSymbol": "¥"}
    }"#;
    let fields = read(&serde_json::from_str(object).expect("JSON"));
    assert_eq!(shown(&fields), pairs(&[("code", "44002105112")]));
}

#[test]
fn what_is_untrusted_is_bounded_and_holds_no_link() {
    let mut object = serde_json::Map::new();
    for number in 0..5_000 {
        object.insert(
            format!("E_system_发票主体_键{number}"),
            json!("值".repeat(5_000)),
        );
    }
    let fields = Fields::read(InvoiceType::Other, &object);
    assert_eq!(fields.entries.len(), MAX_FIELDS);
    let longest = fields.entries.iter().filter_map(|it| it.value.text());
    assert!(longest.map(|it| it.chars().count()).max() <= Some(MAX_VALUE_CHARS));
    let odd = read(&json!({
        "E_system_发票主体_图片": "https://files.example/a.jpg?Signature=x",
        "E_system_发票主体_发票日期": "十月",
        "E_system_发票主体_税额": {"standard": "about 3", "standardSymbol": "¥"},
        "E_system_发票主体_购买方名称": {"name": "某公司", "id": 7},
        "E_system_发票主体_销售方名称": {"id": 7},
        "E_system_发票主体_校验码": [[1], {"a": 1}],
        "E_": "nothing",
    }));
    let expected = [("date", "十月"), ("tax", "about 3"), ("buyer", "某公司")];
    assert_eq!(shown(&odd), pairs(&expected));
}

#[test]
fn fields_come_back_from_a_review_as_they_were() {
    let fields = read(&json!({
        "E_system_发票主体_价税合计": {"standard": "171.00", "standardSymbol": "¥"},
        "E_system_发票主体_发票日期": 1_729_008_000_000_i64,
        "E_system_发票主体_验真": false,
        "E_system_发票主体_方向": 90.0,
        "E_system_发票主体_备注": "午餐",
    }));
    let text = serde_json::to_string(&fields).expect("serialisable");
    assert_eq!(
        serde_json::from_str::<Fields>(&text).expect("readable"),
        fields
    );
}
