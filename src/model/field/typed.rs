//! What a reviewer typed as the right value of a field, in the form in which the platform's own values are kept.

use super::{FieldName, FieldValue, one_line};
use crate::model::paste::clean;

impl FieldValue {
    /// What was typed for a field that holds a value like this one: an amount as `1647.10`, a date as `2026-01-05`, a
    /// number without its spaces, whatever the width and marks with which people write them. A text is one line of
    /// what was typed: a company's name has full-width brackets. `None`: this is no amount, or no date.
    pub fn read_typed(&self, name: &FieldName, typed: &str) -> Option<String> {
        let line = one_line(typed, usize::MAX);
        match (self, name) {
            (Self::Money { .. } | Self::Number(_), _) => amount(&clean(&line)),
            (Self::Date(_), _) => date(&clean(&line)),
            (Self::Text(_), FieldName::Number | FieldName::Code | FieldName::CheckCode) => {
                Some(clean(&line).replace(' ', ""))
            }
            (Self::Text(_) | Self::Flag(_), _) => Some(line),
        }
    }

    /// The same, and what cannot be read is kept as it was typed.
    pub fn from_typed(&self, name: &FieldName, typed: &str) -> String {
        let read = self.read_typed(name, typed);
        read.unwrap_or_else(|| one_line(typed, usize::MAX))
    }
}

/// `¥1,647.10`, `1647.1元`, `壹仟贰佰元整`.
fn amount(text: &str) -> Option<String> {
    let text = text.replace([' ', '￥', '¥', '$', '€'], "");
    let text = ["人民币", "CNY", "RMB"]
        .iter()
        .fold(text.as_str(), |text, currency| {
            text.trim_start_matches(currency).trim_end_matches(currency)
        });
    digits_amount(
        text.trim_end_matches(['整', '正'])
            .trim_end_matches(['元', '圆']),
    )
    .or_else(|| capital_amount(text))
}

fn digits_amount(text: &str) -> Option<String> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.trim_start_matches('+')),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_number = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    let mut groups = whole.split(',');
    let is_grouped = groups
        .next()
        .is_some_and(|it| is_number(it) && it.len() <= 3)
        && groups.all(|it| is_number(it) && it.len() == 3);
    if !(is_number(whole) || is_grouped) || !is_number(fraction) {
        return None;
    }
    Some(format!("{sign}{}", digits.replace(',', "")))
}

/// An amount in words, as invoices write it against forgery, with its two places for 角 and 分.
fn capital_amount(text: &str) -> Option<String> {
    // Of 元 what stands before them is `whole`, of which 万 ends a part and 亿 all that came; then 分.
    let (mut whole, mut section, mut digit) = (0_u64, 0_u64, None);
    let mut fen = None;
    for c in text.chars() {
        if let Some(value) = numeral(c) {
            digit = Some(value);
            continue;
        }
        let small = digit.take();
        match (c, &mut fen) {
            ('拾' | '十', None) => section += small.unwrap_or(1) * 10,
            ('佰' | '百', None) => section += small? * 100,
            ('仟' | '千', None) => section += small? * 1000,
            ('万' | '萬', None) => {
                let part = (section + small.unwrap_or(0)).checked_mul(10_000)?;
                whole = whole.checked_add(part)?;
                section = 0;
            }
            ('亿' | '億', None) => {
                let all = whole.checked_add(section + small.unwrap_or(0))?;
                whole = all.checked_mul(100_000_000)?;
                section = 0;
            }
            ('元' | '圆' | '圓', None) => {
                whole = whole.checked_add(section + small.unwrap_or(0))?;
                fen = Some(0);
            }
            ('角', Some(fen)) => *fen += small? * 10,
            ('分', Some(fen)) => *fen += small?,
            ('整' | '正', Some(_)) => {}
            _ => return None,
        }
    }
    let fen = fen.filter(|_| digit.is_none())?;
    Some(format!("{whole}.{fen:02}"))
}

fn numeral(c: char) -> Option<u64> {
    const CAPITALS: &str = "零壹贰叁肆伍陆柒捌玖";
    const PLAIN: &str = "〇一二三四五六七八九";
    let place = |of: &str| of.chars().position(|it| it == c);
    place(CAPITALS).or_else(|| place(PLAIN)).map(|it| it as u64)
}

/// `2026年1月5日`, `2026/1/5`, `2026.01.05`, `20260105`, each with or without `14:06`.
fn date(text: &str) -> Option<String> {
    let (day, time) = match text.split_once([' ', 'T']) {
        Some((day, time)) => (day, Some(time)),
        None => (text, None),
    };
    let is_day = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
    let parts: Vec<&str> = if day.len() == 8 && is_day(day) {
        vec![&day[..4], &day[4..6], &day[6..]]
    } else {
        let marks = ['-', '/', '.', '年', '月'];
        day.trim_end_matches(['日', '号']).split(marks).collect()
    };
    let [year, month, day] = parts.try_into().ok()?;
    let number = |it: &str, range: std::ops::RangeInclusive<i16>| {
        let value = is_day(it).then(|| it.parse().ok()).flatten()?;
        range.contains(&value).then_some(value)
    };
    let year = number(year, 1900..=2999)?;
    let month = i8::try_from(number(month, 1..=12)?).ok()?;
    let day = i8::try_from(number(day, 1..=31)?).ok()?;
    let date = jiff::civil::Date::new(year, month, day).ok()?;
    let Some(time) = time else {
        return Some(date.to_string());
    };
    let mut parts = time.split(':');
    let hour = number(parts.next()?, 0..=23)?;
    let minute = number(parts.next()?, 0..=59)?;
    Some(format!("{date} {hour:02}:{minute:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(like: &FieldValue, text: &str) -> String {
        like.from_typed(&FieldName::Total, text)
    }

    #[test]
    fn amounts_are_kept_as_the_platform_writes_them() {
        let money = FieldValue::Money {
            amount: "171.00".to_owned(),
            symbol: "¥".to_owned(),
        };
        for (text, kept) in [
            ("1647.10", "1647.10"),
            ("￥１，６４７．１０", "1647.10"),
            ("¥ 1,647.1", "1647.1"),
            ("1647元", "1647"),
            ("人民币 12元整", "12"),
            ("-35.50", "-35.50"),
            ("壹仟贰佰元整", "1200.00"),
            ("人民币壹佰零伍圆陆角叁分", "105.63"),
            ("叁万零贰拾元整", "30020.00"),
            ("拾元伍角", "10.50"),
            ("壹亿贰仟万元整", "120000000.00"),
            // Not an amount: as it was typed.
            ("1.647,10", "1.647,10"),
            ("16,47", "16,47"),
            ("壹仟", "壹仟"),
            ("about 12", "about 12"),
        ] {
            assert_eq!(typed(&money, text), kept, "{text}");
        }
    }

    #[test]
    fn dates_are_kept_as_the_platform_writes_them() {
        let date = FieldValue::Date("2024-10-16".to_owned());
        for (text, kept) in [
            ("2026年1月5日", "2026-01-05"),
            ("２０２６／１／５", "2026-01-05"),
            ("2026.01.05", "2026-01-05"),
            ("20260105", "2026-01-05"),
            ("2026-1-5 9:06", "2026-01-05 09:06"),
            ("2026年2月30日", "2026年2月30日"),
            ("5 January", "5 January"),
            ("2026-13-05", "2026-13-05"),
        ] {
            assert_eq!(typed(&date, text), kept, "{text}");
        }
    }

    #[test]
    fn numbers_lose_their_spaces_and_names_keep_their_brackets() {
        let text = FieldValue::Text("13116949".to_owned());
        let number = text.from_typed(&FieldName::Number, " １３１１ 6950 ");
        assert_eq!(number, "13116950");
        let seller = text.from_typed(&FieldName::Seller, "海能达（中国） 有限公司");
        assert_eq!(seller, "海能达（中国） 有限公司");
    }
}
