//! Tokens without a known shape: where a text says that IDs stand, nearly anything is one, but dates, times and amounts
//! are none.

use super::RejectReason;
use crate::model::InvoiceId;

/// The tokens of a piece of text, each without what stands around it.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let tokens = text.split(is_separator);
    tokens
        .map(|token| token.trim_matches(is_wrapping))
        .filter(|token| token.chars().any(char::is_alphanumeric))
}

/// An ID in a place for IDs.
pub(super) fn id(token: &str) -> Option<InvoiceId> {
    let id = InvoiceId::new(token).ok()?;
    (!is_date(token) && !is_time(token) && !is_rounded(token)).then_some(id)
}

/// Whether it is a number as a spreadsheet shows those that it cannot hold: `2.4442E+19`. What it was cannot be told.
pub(super) fn is_rounded(token: &str) -> bool {
    let Some((number, exponent)) = token.split_once(['e', 'E']) else {
        return false;
    };
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
    [whole, part, exponent].into_iter().all(is_digits) && whole.len() == 1 && exponent.len() <= 3
}

/// Why a text in which no ID was found holds none.
pub(super) fn not_an_id(text: &str) -> RejectReason {
    let is_rounded = text.split(char::is_whitespace).any(is_rounded);
    if is_rounded {
        RejectReason::Rounded
    } else {
        RejectReason::NotAnId
    }
}

/// What stands between two IDs.
fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ';' | '|' | '/' | '\\' | '、' | '。')
}

/// What may stand around an ID without belonging to it.
fn is_wrapping(c: char) -> bool {
    !c.is_ascii_alphanumeric() && !is_word(c)
}

/// Letters of other scripts: they belong to a word, which is no ID then.
fn is_word(c: char) -> bool {
    !c.is_ascii() && c.is_alphanumeric()
}

/// `2024-03-07`, `2024-3`, `20240307`, and whatever begins with one and goes on with a time.
fn is_date(token: &str) -> bool {
    let day = token.split(['T', 't']).next().unwrap_or_default();
    let mut parts = day.split('-');
    let (year, rest): (&str, Vec<&str>) = (parts.next().unwrap_or_default(), parts.collect());
    if rest.is_empty() {
        let is_plausible = |year: &str, month: &str, day: &str| {
            is_year(year) && in_range(month, 12) && in_range(day, 31)
        };
        return day.len() == 8 && is_digits(day) && is_plausible(&day[..4], &day[4..6], &day[6..]);
    }
    is_year(year) && rest.len() <= 2 && rest.iter().all(|part| in_range(part, 31))
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && is_digits(text) && (text.starts_with("19") || text.starts_with("20"))
}

fn in_range(text: &str, most: u32) -> bool {
    text.len() <= 2
        && text
            .parse()
            .is_ok_and(|number: u32| (1..=most).contains(&number))
}

/// `12:30`, `12:30:45`.
fn is_time(token: &str) -> bool {
    let parts: Vec<&str> = token.split(':').collect();
    (2..=3).contains(&parts.len()) && parts.iter().all(|part| is_digits(part) && part.len() <= 2)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_a_place_for_ids_all_but_dates_times_and_amounts_are_some() {
        for text in [
            "24442000000074288816",
            "B24000123",
            "ID000001",
            "x_1-y:2",
            "20249999",
        ] {
            assert!(id(text).is_some(), "{text}");
        }
        for text in [
            "2024-03-07",
            "2024-3-7",
            "2024-03",
            "20240307",
            "2024-03-07T10:00",
            "12:30:45",
            "12:30",
            "171.00",
            "1,171",
            "12345",
            "出租车票",
            "合计1234567",
            "2E+19",
            "2.44420000000743E+19",
        ] {
            assert!(id(text).is_none(), "{text}");
        }
    }

    #[test]
    fn what_stands_around_a_token_is_left_off() {
        let all: Vec<&str> = tokens(" \"a1\",(b2); 【c3】 … d4。'e5'| ").collect();
        assert_eq!(all, ["a1", "b2", "c3", "d4", "e5"]);
    }

    #[test]
    fn what_a_spreadsheet_rounded_is_told() {
        for text in ["2.4442E+19", "2E+19", "2.44420000000743E+19", "1.5e20"] {
            assert!(is_rounded(text), "{text}");
        }
        for text in ["24E1", "E19", "2.E+19", "12.5E+3", "ID1E19", "2-E19"] {
            assert!(!is_rounded(text), "{text}");
        }
    }
}
