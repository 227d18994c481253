//! Values among made-up lines.

use super::letters::Pattern;
use super::*;

use ValueKind::{Amount, Date, Number};

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(ToString::to_string).collect()
}

fn wanted(value: &str, kind: ValueKind) -> Wanted {
    Wanted::of(value, kind).unwrap_or_else(|| panic!("{value} is a value"))
}

fn check(cases: &[(&[&str], &str, ValueKind, Printed)]) {
    for (lines, value, kind, expected) in cases {
        let found = printed(&texts(lines), &wanted(value, *kind));
        assert_eq!(found, *expected, "{lines:?} {value}");
    }
}

#[test]
fn values_are_found_as_they_are_printed() {
    check(&[
        (&["¥57,240.00"], "57240.00", Amount, Printed::Yes),
        (&["（小写）￥686.00元"], "686.00", Amount, Printed::Yes),
        (&["1686.00"], "686.00", Amount, Printed::No),
        (&["686.005"], "686.00", Amount, Printed::No),
        (&["数量2 单价 343.00"], "2343.00", Amount, Printed::No),
        (&["G629698"], "G629698", Number, Printed::Yes),
        (&["g 629698 检票"], "G629698", Number, Printed::Yes),
        (
            &["2699486153", "3928912529"],
            "26994861533928912529",
            Number,
            Printed::Yes,
        ),
        (
            &["2699486153", "", "3928912529"],
            "26994861533928912529",
            Number,
            Printed::No,
        ),
        (&["No 34752B71"], "34752871", Number, Printed::Nearly),
        (&["34752B", "71"], "34752871", Number, Printed::Nearly),
        (&["No 34751B71"], "34752871", Number, Printed::No),
        (&["C361025"], "H313672", Number, Printed::No),
        (
            &["开票日期：2026年10月23日"],
            "2026-10-23",
            Date,
            Printed::Yes,
        ),
        (&["2026 年 1 月 3 日"], "2026-01-03", Date, Printed::Yes),
        (&["2026 10 23"], "2026-10-23", Date, Printed::Yes),
        (&["2026年10月2314:05开"], "2026-10-23", Date, Printed::Yes),
        (&["上车 26/10/23 14:05"], "2026-10-23", Date, Printed::Yes),
        (&["20261023140511"], "2026-10-23", Date, Printed::Yes),
        (&["2026年", "10月23日"], "2026-10-23", Date, Printed::Yes),
        (&["2026-10-28"], "2026-10-23", Date, Printed::Nearly),
        (&["2026-11-28"], "2026-10-23", Date, Printed::No),
        (&["No 34752871"], "2026-10-23", Date, Printed::No),
    ]);
}

#[test]
fn amounts_are_compared_as_decimal_numbers() {
    for field in [
        "686.00",
        "686.0",
        "686",
        "686.000",
        "0686.00",
        "６８６．００",
    ] {
        for line in [
            "¥686.00",
            "￥686",
            "￥６８６．００",
            "￥686。00",
            "1 686.00",
            "686 .00",
        ] {
            let found = printed(&texts(&[line]), &wanted(field, Amount));
            assert_eq!(found, Printed::Yes, "{line} {field}");
        }
        let found = printed(&texts(&["¥686.99"]), &wanted(field, Amount));
        assert_eq!(found, Printed::No, "{field}");
    }
    check(&[
        (&["57.240.00"], "57240.00", Amount, Printed::Yes),
        (&["2 343.00 686.00"], "686", Amount, Printed::Yes),
        (&["0.50"], "0.5", Amount, Printed::Yes),
    ]);
    for text in [
        "",
        "陆佰捌拾陆元",
        "0.00",
        "1.2.3",
        "6.86e2",
        "686.00-700.00",
        "true",
    ] {
        assert_eq!(Wanted::of(text, Amount), None, "{text}");
    }
}

#[test]
fn an_amount_is_never_missing_for_its_sign_alone() {
    check(&[
        (&["-686.00"], "-686.00", Amount, Printed::Yes),
        (&["¥-686.00"], "-686.00", Amount, Printed::Yes),
        (&["-￥686.00"], "-686.00", Amount, Printed::Yes),
        (&["（¥686.00）"], "-686.0", Amount, Printed::Yes),
        (&["（¥686.00）"], "686.0", Amount, Printed::Yes),
        (&["负数 ¥686.00"], "-686.00", Amount, Printed::Nearly),
        (&["¥-686.00"], "686.00", Amount, Printed::Nearly),
        (&["343.00-686.00"], "686.00", Amount, Printed::Yes),
    ]);
}

#[test]
fn wide_letters_and_digits_are_those_of_numbers_too() {
    check(&[
        (&["３４７５２８７１"], "34752871", Number, Printed::Yes),
        (&["Ｇ629698"], "g６29698", Number, Printed::Yes),
        (&["２０２６－１０－２３"], "2026-10-23", Date, Printed::Yes),
    ]);
}

#[test]
fn a_number_longer_than_any_is_none() {
    assert!(Wanted::of(&"7".repeat(MAX_NUMBER), Number).is_some());
    assert_eq!(Wanted::of(&"7".repeat(MAX_NUMBER + 1), Number), None);
    assert_eq!(Wanted::of("不详", Number), None);
}

#[test]
fn what_is_read_in_place_of_a_value_is_said() {
    let texts = texts(&["发票号码：34752B71", "¥2,260.00", "2026年10月3日"]);
    for (value, kind, read) in [
        ("34752871", Number, Some("34752B71")),
        ("2260.00", Amount, Some("2,260.00")),
        ("2280.00", Amount, Some("2,260.00")),
        ("99990000", Number, None),
        ("34111111", Number, None),
        ("2026-10-08", Date, Some("2026年10月3日")),
    ] {
        let near = nearest(&texts, &wanted(value, kind));
        let found = near.as_ref().map(|it| it.read.as_str());
        assert_eq!(found, read, "{value}");
    }
}

#[test]
fn only_what_can_be_the_field_is_read_in_its_place() {
    for (line, value, kind) in [
        ("电话 010-20260001", "20352.00", Amount),
        ("No 20351", "68600.00", Amount),
        ("电话 000-20260203", "2026-02-08", Date),
        ("账号 20260203111122223333", "2026-02-08", Date),
        ("里程 29.0公里", "89.00", Amount),
        ("等候 89.5min", "89.00", Amount),
    ] {
        let near = nearest(&texts(&[line]), &wanted(value, kind));
        assert_eq!(near, None, "{line} {value}");
    }
    let near = nearest(&texts(&["金额 88.00元"]), &wanted("89.00", Amount));
    assert_eq!(near.map(|it| it.read).as_deref(), Some("88.00"));
    let near = nearest(&texts(&["合计 20351"]), &wanted("20352.00", Amount));
    assert_eq!(near.map(|it| it.read).as_deref(), Some("20351"));
}

#[test]
fn only_characters_that_differ_are_marked() {
    for (line, value, kind, marks) in [
        ("34752B71", "34752871", Number, "34752^71"),
        // One was lost, one was put in.
        ("3475271", "34752871", Number, "3475271"),
        ("347552871", "34752871", Number, "3475^2871"),
        ("¥2,260.00", "2280.00", Amount, "2,2^0.00"),
        ("2026-10-1", "2026-10-07", Date, "2026-10-^"),
        ("2026年9月30日", "2026-09-20", Date, "2026年9月^0日"),
        ("24/10/2026", "2026-10-23", Date, "2^/10/2026"),
    ] {
        let near = nearest(&texts(&[line]), &wanted(value, kind)).expect("something near");
        let mark = |(c, differs): (char, &bool)| if *differs { '^' } else { c };
        let marked: String = near.read.chars().zip(&near.differing).map(mark).collect();
        assert_eq!(marked, marks, "{line} {value}");
    }
}

#[test]
fn dates_stand_apart_or_alone() {
    for (text, expected) in [
        ("23/10/2026", &["2026-10-23"][..]),
        ("26/10/23", &["2026-10-23"]),
        ("20261023", &["2026-10-23"]),
        ("开票日期:20261023.", &["2026-10-23"]),
        ("2026.10.23-2026.10.25", &["2026-10-23", "2026-10-25"]),
        ("2026年10月2314:05", &["2026-10-23"]),
        ("2026-10-1 08:00", &["2026-10-01"]),
    ] {
        assert_eq!(dates(text), expected, "{text}");
    }
    for text in [
        "13/13/2026",
        "34752871",
        "2026年13月01日",
        "1.2.3",
        "",
        "000-20260203",
        "20260203-1",
        "202602031",
        "20260203.50",
        "2026020399887766",
        "20260203999999",
        "26 10 23",
        "26/10/2314",
        "2026共10张23",
    ] {
        assert_eq!(dates(text), [""; 0], "{text}");
    }
}

#[test]
fn the_quick_distance_is_the_distance() {
    let slow = |line: &str, wanted: &str| {
        let mut row: Vec<usize> = (0..=wanted.len()).collect();
        let mut least = wanted.len();
        for c in line.chars() {
            let mut diagonal = std::mem::replace(&mut row[0], 0);
            for (at, other) in wanted.chars().enumerate() {
                let exchanged = diagonal + usize::from(other != c);
                diagonal = row[at + 1];
                row[at + 1] = exchanged.min(diagonal + 1).min(row[at] + 1);
            }
            least = least.min(row[wanted.len()]);
        }
        least
    };
    // Numbers by the thousand, of few letters so that much is alike.
    let mut seed = 1_u64;
    let mut text = |len: u64| -> String {
        let letter = |_| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            char::from(b'0' + (seed >> 33) as u8 % 3)
        };
        (0..len).map(letter).collect()
    };
    for round in 0..2_000 {
        let (wanted, line) = (text(1 + round % 64), text(round % 90));
        let quick = Pattern::new(&wanted).distance(&line);
        assert_eq!(quick, slow(&line, &wanted), "{wanted} in {line}");
    }
}
