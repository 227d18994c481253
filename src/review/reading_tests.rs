//! What is noticed of made-up readings.

use std::sync::Arc;

use euclid::point2;

use super::*;
use crate::geometry::PictureSize;
use crate::model::{Codes, Field, FieldValue, InvoiceType, Look};

fn line(left: f32, top: f32, right: f32, text: &str) -> TextLine {
    let bottom = top + 20.0;
    TextLine {
        corners: [[left, top], [right, top], [right, bottom], [left, bottom]],
        text: Some(text.into()),
        turned: Some(false),
    }
}

fn page(lines: Vec<TextLine>) -> PageText {
    PageText {
        is_read: true,
        size: PictureSize::new(1000, 1000),
        lines,
        look: None,
    }
}

fn region(left: f64, top: f64, right: f64, bottom: f64) -> PictureBox {
    PictureBox::new(point2(left, top), point2(right, bottom))
}

fn ticket() -> Vec<TextLine> {
    vec![
        line(20.0, 20.0, 200.0, "增值税普通发票"),
        line(250.0, 20.0, 480.0, "发票号码：34752871"),
        line(20.0, 60.0, 220.0, "价税合计 ¥2,260.00"),
        line(20.0, 90.0, 220.0, "销售方"),
    ]
}

fn fields(number: &str, total: &str) -> Fields {
    let text = |text: &str| FieldValue::Text(text.to_owned());
    let entries = [
        (FieldName::Number, text(number)),
        (FieldName::Total, text(total)),
    ];
    Fields {
        kind: InvoiceType::Train,
        entries: entries.map(|(name, value)| Field { name, value }).into(),
    }
}

/// Codes and subjects.
fn noticed(
    text: &PageText,
    region: PictureBox,
    fields: Option<&Fields>,
    others: &[(usize, PictureBox)],
    elsewhere: &[(usize, &[String])],
) -> Vec<(FindingCode, String)> {
    let id = InvoiceId::new("dEm3tgber501v0:099002614589:34752871").expect("an ID");
    let letters = elsewhere
        .iter()
        .map(|(at, texts)| (*at, Letters::of(texts)));
    let letters: Vec<(usize, Letters)> = letters.collect();
    let elsewhere: Vec<(usize, &Letters)> = letters.iter().map(|(at, it)| (*at, it)).collect();
    let claim = Claim {
        id: &id,
        region,
        fields,
        text,
        others,
        elsewhere: &elsewhere,
    };
    let found = findings(&claim).into_iter();
    found.map(|it| (it.code, it.subject.into())).collect()
}

#[test]
fn a_ticket_with_all_that_it_should_have_is_left_alone() {
    let text = page(ticket());
    let own = region(0.0, 0.0, 500.0, 200.0);
    assert_eq!(noticed(&text, own, None, &[], &[]), []);
    let fields = fields("34752871", "2260.00");
    assert_eq!(noticed(&text, own, Some(&fields), &[], &[]), []);
}

#[test]
fn a_border_through_print_is_told_with_its_side() {
    let text = page(ticket());
    for (own, side) in [
        (region(0.0, 0.0, 400.0, 200.0), "right"),
        (region(110.0, 0.0, 500.0, 200.0), "left"),
        (region(0.0, 30.0, 500.0, 200.0), "top"),
        (region(0.0, 0.0, 500.0, 100.0), "bottom"),
    ] {
        let found = noticed(&text, own, None, &[], &[]);
        assert!(
            found.contains(&(FindingCode::TextCut, side.to_owned())),
            "{side}: {found:?}"
        );
    }
}

#[test]
fn print_in_no_region_is_counted() {
    let mut lines = ticket();
    lines.push(line(20.0, 700.0, 220.0, "出租车票"));
    lines.push(line(20.0, 740.0, 220.0, "金额"));
    let text = page(lines);
    let own = region(0.0, 0.0, 500.0, 200.0);
    let over = |count: &str| (FindingCode::TextUnclaimed, count.to_owned());
    assert_eq!(noticed(&text, own, None, &[], &[]), [over("2")]);
    let other = [(2, region(0.0, 690.0, 500.0, 725.0))];
    assert_eq!(noticed(&text, own, None, &other, &[]), [over("1")]);
    let other = [(2, region(0.0, 690.0, 500.0, 900.0))];
    assert_eq!(noticed(&text, own, None, &other, &[]), []);
}

#[test]
fn most_lines_say_how_a_ticket_stands() {
    let mut lines = ticket();
    lines[0].turned = Some(true);
    lines[1].turned = Some(true);
    let own = region(0.0, 0.0, 500.0, 200.0);
    assert_eq!(noticed(&page(lines.clone()), own, None, &[], &[]), []);
    lines[2].turned = Some(true);
    let found = noticed(&page(lines), own, None, &[], &[]);
    assert_eq!(found, [(FindingCode::TextUpsideDown, String::new())]);
}

#[test]
fn what_is_not_printed_is_told_and_where_it_is_instead() {
    let text = page(ticket());
    let own = region(0.0, 0.0, 500.0, 200.0);
    let fields = fields("11112222", "90.00");
    let missing = [
        (FindingCode::NumberNotPrinted, "11112222".to_owned()),
        (FindingCode::AmountNotPrinted, "90.00".to_owned()),
    ];
    assert_eq!(noticed(&text, own, Some(&fields), &[], &[]), missing);
    let there = ["No.11112222".to_owned()];
    let found = noticed(&text, own, Some(&fields), &[], &[(3, &there)]);
    assert_eq!(found[1], (FindingCode::PrintedElsewhere, "3".to_owned()));
    // By the ID, where there are no fields.
    let other = page(vec![line(20.0, 20.0, 200.0, "8888"); 3]);
    let found = noticed(&other, own, None, &[], &[]);
    assert_eq!(
        found,
        [(FindingCode::NumberNotPrinted, "34752871".to_owned())]
    );
}

#[test]
fn a_reader_that_read_next_to_nothing_says_nothing_of_values() {
    let own = region(0.0, 0.0, 500.0, 200.0);
    let text = page(ticket()[..1].to_vec());
    assert_eq!(noticed(&text, own, None, &[], &[]), []);
}

#[test]
fn a_date_that_is_not_printed_is_told_where_another_one_is() {
    let mut lines = ticket();
    let own = region(0.0, 0.0, 500.0, 200.0);
    let dated = Fields {
        kind: InvoiceType::Train,
        entries: vec![Field {
            name: FieldName::Date,
            value: FieldValue::Date("2026-10-23".to_owned()),
        }],
    };
    assert_eq!(
        noticed(&page(lines.clone()), own, Some(&dated), &[], &[]),
        [],
        "print without any"
    );
    lines.push(line(20.0, 120.0, 220.0, "2026年10月23日"));
    assert_eq!(
        noticed(&page(lines.clone()), own, Some(&dated), &[], &[]),
        []
    );
    lines[4] = line(20.0, 120.0, 220.0, "2026年11月02日");
    assert_eq!(
        noticed(&page(lines), own, Some(&dated), &[], &[]),
        [(FindingCode::DateNotPrinted, "2026-10-23".to_owned())]
    );
}

#[test]
fn a_number_that_is_read_beyond_a_region_is_not_in_what_was_not_read_of_it() {
    let unread = || TextLine {
        text: None,
        ..line(20.0, 330.0, 200.0, "")
    };
    let slip = || {
        vec![
            line(20.0, 300.0, 200.0, "北京南站"),
            line(250.0, 300.0, 480.0, "2026年10月22日"),
            line(250.0, 330.0, 480.0, "二等座07车09C号"),
            unread(),
        ]
    };
    let below = region(0.0, 280.0, 500.0, 400.0);
    let above = region(0.0, 0.0, 500.0, 200.0);
    let codes = |text: &PageText, others: &[_], elsewhere: &[_]| {
        let found = noticed(text, below, None, others, elsewhere);
        let about_number = |code| code != FindingCode::TextUnclaimed;
        let found = found.into_iter().filter(|(code, _)| about_number(*code));
        found.collect::<Vec<_>>()
    };
    assert_eq!(codes(&page(slip()), &[], &[]), []);
    let both = page([ticket(), slip()].concat());
    let missing = (FindingCode::NumberNotPrinted, "34752871".to_owned());
    assert_eq!(codes(&both, &[], &[]), [missing]);
    // Two copies of one invoice: the number of this one may be what was not read.
    let there = texts_in(&both, &above);
    let elsewhere = (FindingCode::PrintedElsewhere, "2".to_owned());
    let others = [(2, above)];
    assert_eq!(codes(&both, &others, &[(2, &there)]), [elsewhere]);
    assert_eq!(codes(&both, &others, &[]), []);
    let mut own = slip();
    own.push(line(20.0, 360.0, 200.0, "34752871"));
    let own = page([ticket(), own].concat());
    assert_eq!(codes(&own, &[], &[]), []);
}

#[test]
fn only_the_very_number_is_printed_elsewhere() {
    let text = page(ticket());
    let own = region(0.0, 0.0, 500.0, 200.0);
    let fields = fields("11112222", "2260.00");
    let missing = (FindingCode::NumberNotPrinted, "11112222".to_owned());
    let nearly = ["No.11112223".to_owned()];
    let found = noticed(&text, own, Some(&fields), &[], &[(3, &nearly)]);
    assert_eq!(found, [missing]);
}

#[test]
fn amounts_without_a_value_and_with_another_sign_are_left_alone() {
    let text = page(ticket());
    let own = region(0.0, 0.0, 500.0, 200.0);
    for total in ["2260", "-2260.00", "02260.000", "二千", "2.2.6", "0"] {
        let fields = fields("34752871", total);
        assert_eq!(noticed(&text, own, Some(&fields), &[], &[]), [], "{total}");
    }
    let fields = fields("34752871", "2260.99");
    let missing = (FindingCode::AmountNotPrinted, "2260.99".to_owned());
    assert_eq!(noticed(&text, own, Some(&fields), &[], &[]), [missing]);
}

#[test]
fn squares_of_a_code_are_no_lines_of_print() {
    let mut squares = vec![line(20.0, 20.0, 60.0, "8888"); 4];
    for square in &mut squares {
        square.turned = Some(true);
    }
    let mut text = page(squares);
    let own = region(0.0, 0.0, 50.0, 200.0);
    let told = noticed(&text, own, None, &[], &[]);
    assert!(
        told.len() >= 3,
        "cut, upside down and without its number: {told:?}"
    );
    text.look = Some(Arc::new(Look {
        size: text.size,
        shrink: 1.0,
        marks: Vec::new(),
        cells: Vec::new(),
        columns: 1,
        codes: Codes {
            found: vec![QrCode {
                edges: [22, 15, 70, 60],
                text: "https://example.com".into(),
            }],
            is_whole: true,
        },
        likeness: 0,
    }));
    assert_eq!(noticed(&text, own, None, &[], &[]), []);
    assert_eq!(cut_lines(&text, &own).count(), 0);
    assert!(!is_read_whole(&text, &own));
}

#[test]
fn a_region_is_read_whole_where_nothing_is_left_that_can_hold_a_value() {
    let own = region(0.0, 0.0, 500.0, 200.0);
    assert!(is_read_whole(&page(ticket()), &own));
    assert!(
        !is_read_whole(&page(ticket()[..2].to_vec()), &own),
        "too little"
    );
    let mut lines = ticket();
    lines.push(TextLine {
        text: None,
        ..line(20.0, 120.0, 200.0, "")
    });
    assert!(!is_read_whole(&page(lines), &own), "in parts");
}

#[test]
fn beside_a_field_stands_what_was_read_where_that_can_be_known() {
    let own = region(0.0, 0.0, 500.0, 200.0);
    let mut lines = ticket();
    lines.push(line(250.0, 60.0, 480.0, "电话 010-20260001"));
    let said = |lines: &[TextLine], value: &str, kind| {
        let text = page(lines.to_vec());
        beside(&text, &own, value, kind)
    };
    let (number, amount, date) = (ValueKind::Number, ValueKind::Amount, ValueKind::Date);
    assert_eq!(said(&lines, "34752871", number), Some(Beside::Same));
    let Some(Beside::Other(near)) = said(&lines, "2280.00", amount) else {
        panic!("the amount is read otherwise");
    };
    assert_eq!(near.read, "2,260.00");
    assert_eq!(said(&lines, "20352.00", amount), Some(Beside::Missing));
    // Where no date can be read, it may be in words or under a seal.
    assert_eq!(said(&lines, "2026-10-01", date), None);
    let dated = [&lines[..], &[line(20.0, 120.0, 200.0, "1998年12月31日")]].concat();
    assert_eq!(said(&dated, "2026-10-01", date), Some(Beside::Missing));
    assert_eq!(said(&lines, "不详", amount), None);
    let split = [
        &lines[..],
        &[
            line(20.0, 120.0, 90.0, "99887"),
            line(20.0, 150.0, 90.0, "7665S"),
        ],
    ];
    assert_eq!(
        said(&split.concat(), "9988776655", number),
        None,
        "in pieces"
    );
    // What was not read may be it.
    lines.push(TextLine {
        text: None,
        ..line(20.0, 120.0, 200.0, "")
    });
    assert_eq!(said(&lines, "34752871", number), Some(Beside::Same));
    assert_eq!(said(&lines, "2280.00", amount), None);
    assert_eq!(said(&lines, "34752872", number), None);
}
