//! Items of a links answer as they may come.

use serde_json::json;

use super::*;

fn read(items: &Value, asked: &[&str]) -> Option<Vec<WireLink>> {
    let asked: Vec<InvoiceId> = asked
        .iter()
        .map(|id| InvoiceId::new(id).expect("an ID"))
        .collect();
    let body = json!({"unknown": {"items": [1]}, "items": items}).to_string();
    let answer = WireAnswer::read_links(body.as_bytes(), &asked);
    answer.expect("an answer").items
}

#[test]
fn the_platform_may_send_any_region() {
    let table = [
        (json!([901, 58, 1665, 969]), 4, false),
        (json!([901.0, 58.5]), 2, false),
        (json!([]), 0, false),
        (json!(null), 0, false),
        (json!(["901", " 58.5", "1６６5", 969]), 4, false),
        (json!(["901", "x", "", 969]), 2, true),
        (json!([1, 2, 3, null]), 3, true),
        (json!([1, 2, [3], {"a": 4}]), 2, true),
        (json!((0..99).collect::<Vec<_>>()), 16, true),
        (json!("901,58,1665,969"), 0, true),
        (json!({"x": 1}), 0, true),
        (json!(true), 0, true),
        (json!(7), 0, true),
    ];
    for (sent, count, not_numbers) in table {
        let items = read(&json!([{"id": "ID0001", "region": sent}]), &["ID0001"]);
        let region = &items.expect("a list")[0].region;
        assert_eq!(
            (region.numbers.len(), region.not_numbers),
            (count, not_numbers),
            "{sent}"
        );
    }
    let items = read(&json!([{"id": "ID0001"}]), &["ID0001"]).expect("a list");
    assert!(items[0].region.is_absent());
}

#[test]
fn of_items_only_what_was_asked_for_is_kept() {
    let items = json!([
        null, 7, "nonsense", [[]], {},
        {"id": {"a": 1}, "url": "a"},
        {"id": "stranger", "url": "a"},
        {"id": "ID0002", "url": ["a"], "thumbUrl": 5, "more": {"a": [1, {}]}},
        {"id": "ID0002", "url": "second"},
    ]);
    let kept = read(&items, &["ID0001", "ID0002"]).expect("a list");
    assert_eq!(kept.len(), 1);
    assert_eq!((kept[0].id.as_str(), kept[0].link()), ("ID0002", "5"));
    assert!(read(&json!({"a": 1}), &["ID0001"]).is_none());
    assert!(read(&json!("a"), &["ID0001"]).is_none());
}

#[test]
fn long_texts_are_cut_as_they_come() {
    let long = "票".repeat(100_000);
    let item = json!({"id": "ID0001", "url": long, "fileName": long, "source": long});
    let kept = read(&json!([item]), &["ID0001"]).expect("a list");
    assert!(kept[0].link().len() <= MAX_LINK_BYTES);
    assert_eq!(kept[0].file_name.chars().count(), MAX_NAME_CHARS);
    assert_eq!(kept[0].source.chars().count(), MAX_NAME_CHARS);
}
