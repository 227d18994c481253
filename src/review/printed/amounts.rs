//! Amounts in lines of print, compared as decimal numbers.

use super::{Printed, folded_chars, part};

/// What may stand before or behind an amount and is no part of another word.
const CURRENCIES: [char; 6] = ['¥', '$', '€', '£', '元', '圆'];

/// A decimal number without its sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decimal {
    /// Before the point, without leading zeros.
    whole: String,
    /// Behind it, without trailing zeros.
    part: String,
}

impl Decimal {
    /// Of digits, points and marks between thousands.
    fn of(chars: &[char]) -> Option<Self> {
        let text: String = chars.iter().filter(|c| **c != ',').collect();
        let groups: Vec<&str> = text.trim_end_matches('.').split('.').collect();
        let (first, rest) = groups.split_first()?;
        let (last, inner) = match rest.split_last() {
            Some((last, inner)) => (*last, inner),
            None => ("", rest),
        };
        // Of several points the first ones stand between thousands; otherwise it is a date or a version.
        let is_sane = !first.is_empty()
            && inner.iter().all(|group| group.len() == 3)
            && (inner.is_empty() || first.len() <= 3);
        is_sane.then(|| Self {
            whole: [&[*first], inner]
                .concat()
                .concat()
                .trim_start_matches('0')
                .to_owned(),
            part: last.trim_end_matches('0').to_owned(),
        })
    }

    fn is_nothing(&self) -> bool {
        self.whole.is_empty() && self.part.is_empty()
    }

    /// As invoices print it, with two decimals or more.
    pub(super) fn text(&self) -> String {
        let whole = if self.whole.is_empty() {
            "0"
        } else {
            &self.whole
        };
        format!("{whole}.{:0<2}", self.part)
    }

    pub(super) fn whole_len(&self) -> usize {
        self.whole.len()
    }
}

/// How the sign of an amount is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    None,
    Minus,
    /// Around negative amounts, and around others.
    Brackets,
}

/// An amount that is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    pub(super) value: Decimal,
    is_negative: bool,
}

impl Amount {
    /// `None` where the text is no amount, several, or nothing.
    pub(super) fn of(text: &str) -> Option<Self> {
        let found = find(text);
        let is_one = found.iter().all(|it| it.run == 0);
        // Of a number with spaces in it the whole.
        let whole = found.into_iter().last().filter(|_| is_one)?;
        let is_sane = !whole.value.is_nothing() && !has_exponent(text);
        is_sane.then_some(Self {
            value: whole.value,
            is_negative: whole.sign != Sign::None,
        })
    }

    /// Red-letter invoices print what they take back with a minus sign, with brackets or in words: an amount that differs
    /// in nothing but its sign is not missing.
    pub(super) fn printed(&self, texts: &[String]) -> Printed {
        let mut best = Printed::No;
        for found in texts.iter().flat_map(|text| find(text)) {
            if found.value != self.value {
                continue;
            }
            let is_same = match found.sign {
                Sign::None => !self.is_negative,
                Sign::Minus => self.is_negative,
                Sign::Brackets => true,
            };
            if is_same {
                return Printed::Yes;
            }
            best = Printed::Nearly;
        }
        best
    }
}

/// Whether a number is written as `6.86e2`, which is none that anybody prints.
fn has_exponent(text: &str) -> bool {
    let chars = folded_chars(text);
    let mut pairs = chars.windows(2);
    pairs.any(|pair| pair[0].is_ascii_digit() && matches!(pair[1], 'e' | 'E'))
}

/// A number in a text that may be an amount.
pub(super) struct Found {
    pub(super) value: Decimal,
    sign: Sign,
    /// Whether it has a point, or a currency's sign beside it.
    pub(super) is_money: bool,
    /// Whether it counts something else than money: kilometres, minutes, pieces.
    pub(super) has_unit: bool,
    /// As it stands in the text.
    pub(super) read: String,
    /// Which of the text's runs of digits, points and spaces it is in.
    run: usize,
}

/// All numbers of a text. Columns stand close together, and the reader sees spaces within numbers: of several that only
/// spaces are between each counts, each with the next, and at the end all of them together.
pub(super) fn find(text: &str) -> Vec<Found> {
    let chars = folded_chars(text);
    let mut found = Vec::new();
    for (run, (start, end)) in runs(&chars).into_iter().enumerate() {
        let mut words: Vec<(usize, usize)> = Vec::new();
        for (at, c) in chars.iter().enumerate().take(end).skip(start) {
            match words.last_mut() {
                _ if *c == ' ' => {}
                Some(word) if word.1 == at => word.1 = at + 1,
                _ => words.push((at, at + 1)),
            }
        }
        let mut places = words.clone();
        places.extend(words.windows(2).map(|pair| (pair[0].0, pair[1].1)));
        if words.len() > 2 {
            places.push((start, end));
        }
        for (start, end) in places {
            let kept = chars[start..end].iter().filter(|c| **c != ' ');
            let kept: Vec<char> = kept.copied().collect();
            let Some(value) = Decimal::of(&kept) else {
                continue;
            };
            let (sign, has_currency) = around(&chars, start, end);
            let minus = if sign == Sign::Minus { "-" } else { "" };
            found.push(Found {
                value,
                sign,
                is_money: has_currency || kept.contains(&'.'),
                has_unit: chars.get(end).copied().is_some_and(is_unit),
                read: format!("{minus}{}", part(text, start..end)),
                run,
            });
        }
    }
    found
}

/// Whether what stands close behind a number is the beginning of a unit that is none of money.
fn is_unit(behind: char) -> bool {
    const OF_MONEY: [char; 8] = ['整', '角', '分', '块', 'C', 'c', 'R', 'r'];
    behind.is_alphabetic() && !CURRENCIES.contains(&behind) && !OF_MONEY.contains(&behind)
}

/// From a digit to a digit, with nothing but digits, points, commas and spaces between.
fn runs(chars: &[char]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let mut is_open = false;
    for (at, c) in chars.iter().enumerate() {
        match (c, runs.last_mut()) {
            ('0'..='9', Some(run)) if is_open => run.1 = at + 1,
            ('0'..='9', _) => {
                runs.push((at, at + 1));
                is_open = true;
            }
            ('.' | ',' | ' ', _) => {}
            _ => is_open = false,
        }
    }
    runs
}

/// The sign of the number there, and whether a currency's sign is beside it.
fn around(chars: &[char], start: usize, end: usize) -> (Sign, bool) {
    let mut before = chars[..start].iter().rev().filter(|c| **c != ' ');
    let mut behind = chars[end..].iter().filter(|c| **c != ' ');
    let is_currency = |c: Option<&char>| c.is_some_and(|c| CURRENCIES.contains(c));
    let (mut left, mut right) = (before.next(), behind.next());
    let mut has_currency = false;
    if is_currency(left) {
        has_currency = true;
        left = before.next();
    }
    if is_currency(right) {
        has_currency = true;
        right = behind.next();
    }
    let sign = match (left, right) {
        (Some('('), Some(')')) => Sign::Brackets,
        // Between two numbers it is a dash.
        (Some('-'), _) => {
            let next = before.next();
            has_currency |= is_currency(next);
            if next.is_some_and(char::is_ascii_digit) {
                Sign::None
            } else {
                Sign::Minus
            }
        }
        _ => Sign::None,
    };
    (sign, has_currency)
}
