//! The platform's flat objects with Chinese keys → fields. Whatever comes is bounded, and what may let somebody in is left
//! out.

use jiff::Timestamp;
use jiff::tz::Offset;
use serde_json::{Map, Number, Value};

use super::one_line;
use super::{Field, FieldName, FieldValue, Fields, MAX_FIELDS, MAX_LABEL_CHARS, MAX_VALUE_CHARS};
use crate::model::InvoiceType;

/// What keys of fields begin with; all others are about the record.
const PREFIX: &str = "E_";
/// Behind it in keys of the platform's own, before the entity's name: `E_system_发票主体_发票代码`.
const SYSTEM: &str = "system_";
/// Hours by which China is ahead of UTC.
const CHINA: i8 = 8;
/// Numbers from this one on are taken for milliseconds since 1970 under the label of a date: the year 1973.
const MIN_MS: i64 = 100_000_000_000;
/// Copies of number and code under another name, and what only the platform itself has a use for.
const LEFT_OUT: [&str; 6] = ["name", "code", "PDF", "OFD", "cardId", "encryptCode"];

/// The labels under which named fields are found, the first of them that has a value.
const LABELS: [(FieldName, &[&str]); 9] = [
    (
        FieldName::Number,
        &["发票号码", "号码", "电子客票号码", "车票号码", "票据号码"],
    ),
    (FieldName::Code, &["发票代码", "代码", "票据代码"]),
    (
        FieldName::Date,
        &["发票日期", "开票日期", "日期", "乘车时间", "时间"],
    ),
    (
        FieldName::Total,
        &["价税合计", "金额", "总金额", "合计金额"],
    ),
    (FieldName::Amount, &["发票金额", "不含税金额"]),
    (FieldName::Tax, &["税额"]),
    (FieldName::Seller, &["销售方名称", "收款单位"]),
    (FieldName::Buyer, &["购买方名称", "交款人"]),
    (FieldName::CheckCode, &["校验码"]),
];

impl Fields {
    /// What one answer says; keys without a value are left out.
    pub fn read(kind: InvoiceType, object: &Map<String, Value>) -> Self {
        let mut found: Vec<(String, bool, FieldValue)> = object
            .iter()
            .filter_map(|(key, value)| {
                let (label, is_system) = label(key)?;
                let value = value_of(&label, value)?;
                Some((label, is_system, value))
            })
            .take(MAX_FIELDS)
            .collect();
        let mut entries = Vec::with_capacity(found.len());
        for (name, labels) in LABELS {
            let stands = |label: &str| {
                let is_it = |(it, is_system, _): &(String, bool, _)| *is_system && it == label;
                found.iter().position(is_it)
            };
            if let Some(at) = labels.iter().find_map(|label| stands(label)) {
                let (_, _, value) = found.remove(at);
                entries.push(Field { name, value });
            }
        }
        for (label, _, value) in found {
            let name = FieldName::from_code(&label);
            if entries.iter().all(|it| it.name != name) {
                entries.push(Field { name, value });
            }
        }
        Self { kind, entries }
    }
}

/// What a key calls its field, and whether it is one of the platform's own.
fn label(key: &str) -> Option<(String, bool)> {
    let rest = key.strip_prefix(PREFIX)?;
    let (text, is_system) = match rest.strip_prefix(SYSTEM) {
        Some(rest) => (rest.split_once('_').map_or(rest, |(_, label)| label), true),
        None => (rest, false),
    };
    if LEFT_OUT.contains(&text) {
        return None;
    }
    let label = one_line(text, MAX_LABEL_CHARS);
    (!label.is_empty()).then_some((label, is_system))
}

/// `None` of a number with more digits than its type keeps: what is left of it would be another number.
fn digits(number: &Number) -> Option<String> {
    const MOST_WHOLE: f64 = 9_007_199_254_740_992.0;
    let is_lost = number.is_f64() && number.as_f64().is_none_or(|it| it.abs() >= MOST_WHOLE);
    (!is_lost).then(|| number.to_string())
}

fn value_of(label: &str, value: &Value) -> Option<FieldValue> {
    match value {
        Value::Null => None,
        Value::Bool(flag) => Some(FieldValue::Flag(*flag)),
        Value::String(text) => text_value(text),
        Value::Number(number) => {
            let ms = number.as_i64().or_else(|| whole(number.as_f64()?));
            let date = ms.filter(|ms| is_date(label) && *ms >= MIN_MS);
            let date = date.and_then(|ms| in_china(ms, label.ends_with("时间")));
            if let Some(date) = date {
                return Some(FieldValue::Date(date));
            }
            let text = digits(number)?;
            Some(FieldValue::Number(one_line(&text, MAX_VALUE_CHARS)))
        }
        Value::Array(items) => {
            let texts: Vec<String> = items.iter().filter_map(scalar).collect();
            text_value(&texts.join(", "))
        }
        Value::Object(members) => {
            money(members).or_else(|| text_value(members.get("name")?.as_str()?))
        }
    }
}

fn money(members: &Map<String, Value>) -> Option<FieldValue> {
    let amount = one_line(&scalar(members.get("standard")?)?, MAX_VALUE_CHARS);
    let symbol = members.get("standardSymbol").and_then(Value::as_str);
    let symbol = one_line(symbol.unwrap_or_default(), 4);
    let digits = amount.strip_prefix('-').unwrap_or(&amount);
    let is_decimal = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|it| it.is_ascii_digit() || it == b'.')
        && digits.matches('.').count() <= 1;
    if is_decimal {
        return Some(FieldValue::Money { amount, symbol });
    }
    text_value(&amount)
}

/// A link lets in whoever has it: none is kept.
fn text_value(text: &str) -> Option<FieldValue> {
    let text = one_line(text, MAX_VALUE_CHARS);
    let is_kept = !text.is_empty() && !text.contains("://");
    is_kept.then_some(FieldValue::Text(text))
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => digits(number),
        _ => None,
    }
}

fn whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() < 1e15).then_some(number as i64)
}

fn is_date(label: &str) -> bool {
    label.ends_with("日期") || label.ends_with("时间")
}

/// The day in China, where the platform's midnights are; the time too where it is asked for and says anything.
fn in_china(ms: i64, with_time: bool) -> Option<String> {
    let moment = Timestamp::from_millisecond(ms).ok()?;
    let there = Offset::constant(CHINA).to_datetime(moment);
    let is_midnight = there.hour() == 0 && there.minute() == 0;
    let format = if with_time && !is_midnight {
        "%Y-%m-%d %H:%M"
    } else {
        "%Y-%m-%d"
    };
    Some(there.strftime(format).to_string())
}
