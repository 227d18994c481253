//! IDs by their shape, wherever they stand and whatever touches them: the shapes that the platform's documents show.

use std::ops::Range;

use crate::model::bill::is_number;

/// Letters or digits after `ID`.
const ID_TAIL: usize = 12;
/// Letters or digits after a digit and a hyphen.
const DASHED_TAIL: std::ops::RangeInclusive<usize> = 10..=16;
/// Letters or digits of a company in `corp:code:number`.
const CORP: std::ops::RangeInclusive<usize> = 8..=32;
/// Digits of a printed code, where there is one.
const CODE: std::ops::RangeInclusive<usize> = 8..=14;
/// Digits of a printed number.
const NUMBER: std::ops::RangeInclusive<usize> = 6..=20;
/// Digits that count items, `:n`.
const ITEM: std::ops::RangeInclusive<usize> = 1..=3;

/// Where IDs of a known shape stand in a cleaned text, in order and apart from each other: `ID` and twelve letters or
/// digits; a digit, `-` and ten to sixteen of them; `corp:code:number` and `corp::number`, each with or without `:n`.
pub(super) fn shapes(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            if !bytes[at].is_ascii_alphanumeric() {
                at += 1;
                continue;
            }
            // At the first letter or digit after something else.
            if let Some(length) = longest(&bytes[at..]) {
                let found = at..at + length;
                at = found.end;
                return Some(found);
            }
            at += alphanumerics(&bytes[at..]);
        }
        None
    })
}

/// Where numbers of bills stand in a cleaned text, whatever words of other scripts touch them, and not within an ID.
pub(super) fn bill_numbers(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut ids = shapes(text).peekable();
    let mut at = 0;
    std::iter::from_fn(move || {
        let bytes = text.as_bytes();
        while at < bytes.len() {
            while ids.next_if(|id| id.end <= at).is_some() {}
            if let Some(id) = ids.peek().filter(|id| id.contains(&at)) {
                at = id.end;
                continue;
            }
            let found = at..at + alphanumerics(&bytes[at..]).max(1);
            at = found.end;
            // A part of a longer word or code is none.
            let is_joined = |byte: Option<&u8>| byte.is_some_and(|it| b"-_.@".contains(it));
            let before = found.start.checked_sub(1).and_then(|at| bytes.get(at));
            let is_whole = !is_joined(before) && !is_joined_on(&bytes[found.end..]);
            if is_whole && text.get(found.clone()).is_some_and(is_number) {
                return Some(found);
            }
        }
        None
    })
}

/// Whether a mark and a letter or a digit follow: what goes on is a longer code.
fn is_joined_on(bytes: &[u8]) -> bool {
    matches!(bytes, [b'-' | b'_' | b':' | b'.' | b'@', next, ..] if next.is_ascii_alphanumeric())
}

/// The length of the ID that these bytes begin with.
fn longest(bytes: &[u8]) -> Option<usize> {
    [vat(bytes), plain(bytes), dashed(bytes)]
        .into_iter()
        .flatten()
        .filter(|length| !bytes.get(*length).is_some_and(u8::is_ascii_alphanumeric))
        .max()
}

fn plain(bytes: &[u8]) -> Option<usize> {
    let tail = bytes.strip_prefix(b"ID")?;
    let length = alphanumerics(tail);
    let has_digit = tail[..length].iter().any(u8::is_ascii_digit);
    (length == ID_TAIL && has_digit).then_some(2 + length)
}

fn dashed(bytes: &[u8]) -> Option<usize> {
    let [digit, b'-', tail @ ..] = bytes else {
        return None;
    };
    let length = alphanumerics(tail);
    (digit.is_ascii_digit() && DASHED_TAIL.contains(&length)).then_some(2 + length)
}

/// A VAT invoice by its printed code and number.
fn vat(bytes: &[u8]) -> Option<usize> {
    let corp = alphanumerics(bytes);
    if !CORP.contains(&corp) || bytes[..corp].iter().all(u8::is_ascii_digit) {
        return None;
    }
    let code = digits_after_colon(&bytes[corp..])?;
    if code > 1 && !CODE.contains(&(code - 1)) {
        return None;
    }
    let number = digits_after_colon(&bytes[corp + code..])?;
    if !NUMBER.contains(&(number - 1)) {
        return None;
    }
    let whole = corp + code + number;
    let item = digits_after_colon(&bytes[whole..]).unwrap_or(0);
    let ends = !bytes
        .get(whole + item)
        .is_some_and(u8::is_ascii_alphanumeric);
    let has_item = item > 0 && ITEM.contains(&(item - 1)) && ends;
    Some(if has_item { whole + item } else { whole })
}

/// The length of a colon and the digits after it.
fn digits_after_colon(bytes: &[u8]) -> Option<usize> {
    let digits = bytes.strip_prefix(b":")?;
    let count = digits
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    Some(1 + count)
}

fn alphanumerics(bytes: &[u8]) -> usize {
    let is_part = |byte: &&u8| byte.is_ascii_alphanumeric();
    bytes.iter().take_while(is_part).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        shapes(text).map(|range| &text[range]).collect()
    }

    #[test]
    fn documented_shapes_are_found_whole() {
        for id in [
            "ID01xO4jZjprrx",
            "5-sbyDJSOI0800",
            "Tdk3tgber501v0:044002105112:13116949",
            "Tdk3tgber501v0:044002105112:13116949:3",
            "Tdk3tgber501v0::23312000000123878916",
            "Tdk3tgber501v0::23312000000123878916:2",
        ] {
            for text in [
                id.to_owned(),
                format!("发票{id}的"),
                format!("**{id}**"),
                format!("2.{id}!"),
                format!("ID:{id}:"),
                format!("[{id}]({id}/x)").replace("/x)", ")"),
                format!("-{id}-"),
                format!("_{id}_…"),
            ] {
                let all_of_it = found(&text).into_iter().all(|it| it == id);
                assert!(
                    all_of_it && !found(&text).is_empty(),
                    "{text}: {:?}",
                    found(&text)
                );
            }
        }
    }

    #[test]
    fn numbers_of_bills_are_found_between_words_and_not_within_ids() {
        let found = |text: &str| -> Vec<String> {
            bill_numbers(text).map(|it| text[it].to_owned()).collect()
        };
        for text in [
            "请核对单据B26110005和B26110006",
            "B26110005,B26110006。",
            "B26110005 ID01xO4jZjprrx B26110006:",
            "(B26110005)Tdk3tgber501v0::23312000000123878916/B26110006",
        ] {
            assert_eq!(found(text), ["B26110005", "B26110006"], "{text}");
        }
        for text in [
            "GB18030-2022",
            "SN-B26110005",
            "xB26110005",
            "B26110005.pdf",
            "B26110005-1",
        ] {
            assert_eq!(found(text), [] as [&str; 0], "{text}");
        }
    }

    #[test]
    fn two_that_touch_are_two() {
        let text = "ID01xO4jZjprrx/5-sbyDJSOI0800,Tdk3tgber501v0::23312000000123878916:2;1";
        let ids = [
            "ID01xO4jZjprrx",
            "5-sbyDJSOI0800",
            "Tdk3tgber501v0::23312000000123878916:2",
        ];
        assert_eq!(found(text), ids);
        assert_eq!(found("ID01xO4jZjprrx:ID01xO4jZjprry").len(), 2);
        assert_eq!(
            found("Tdk3tgber501v0::23312000000123878916:2024x"),
            ["Tdk3tgber501v0::23312000000123878916"]
        );
    }

    #[test]
    fn dates_times_amounts_words_and_codes_are_none() {
        for text in [
            "2024-03-07",
            "12:30:45",
            "171.00",
            "B24000123",
            "IDENTIFICATION",
            "ID01xO4jZjprr",
            "ID01xO4jZjprrxx",
            "xID01xO4jZjprrx",
            "15-sbyDJSOI0800",
            "010-12345678",
            "invoiceId:5",
            "http://127.0.0.1:8080:13116949",
            "044002105112:13116949",
            "号码 24442000000074288816",
        ] {
            assert_eq!(found(text), [] as [&str; 0], "{text}");
        }
    }
}
