//! Times as programs write them, written as people do: `20260227172851000` is 2026-02-27 17:28:51. Nothing is moved to
//! another zone.

/// The zone that all invoices are made in.
const CHINA: &str = "+08:00";

/// Digits of a year, and of each of the parts that follow it.
const YEAR: usize = 4;
const PART: usize = 2;

/// Whether an element of this name holds a time.
pub(super) fn is_name_of_time(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["date", "time", "日期", "时间"]
        .iter()
        .any(|word| name.contains(word))
}

/// The time as people write it; what is none stays as it is.
pub(super) fn written(value: &str) -> String {
    rewritten(value.trim()).unwrap_or_else(|| value.to_owned())
}

fn rewritten(value: &str) -> Option<String> {
    if value.bytes().all(|byte| byte.is_ascii_digit()) {
        return compact(value);
    }
    let (date, rest) = match value.find(['T', 't', ' ']) {
        Some(at) => (&value[..at], value[at + 1..].trim_start()),
        None => (value, ""),
    };
    let date: Vec<&str> = date.split(['-', '/', '.']).collect();
    let [year, month, day] = date[..] else {
        return None;
    };
    let date = self::date(year, month, day)?;
    if rest.is_empty() {
        return Some(date);
    }
    let end = rest
        .find(|c: char| !c.is_ascii_digit() && c != ':')
        .unwrap_or(rest.len());
    let (clock, rest) = rest.split_at(end);
    let clock = self::clock(&clock.split(':').collect::<Vec<_>>())?;
    let zone = without_fraction(rest).trim();
    Some(match zone {
        "" | CHINA | "+0800" | "+08" => format!("{date} {clock}"),
        "Z" | "z" => format!("{date} {clock} UTC"),
        zone if zone.starts_with(['+', '-']) => format!("{date} {clock} {zone}"),
        _ => return None,
    })
}

/// Digits without anything between them: a date, and then hours, minutes, seconds and thousandths, as far as they go. A day
/// is often written as its first moment.
fn compact(digits: &str) -> Option<String> {
    if !matches!(digits.len(), 8 | 12 | 14 | 17) {
        return None;
    }
    let (date, rest) = digits.split_at(YEAR + 2 * PART);
    let date = self::date(
        &date[..YEAR],
        &date[YEAR..YEAR + PART],
        &date[YEAR + PART..],
    )?;
    if rest.bytes().all(|byte| byte == b'0') {
        return Some(date);
    }
    let seconds = rest.get(..3 * PART).unwrap_or(rest);
    let parts: Vec<&str> = (0..seconds.len() / PART)
        .map(|n| &seconds[n * PART..(n + 1) * PART])
        .collect();
    Some(format!("{date} {}", clock(&parts)?))
}

fn date(year: &str, month: &str, day: &str) -> Option<String> {
    let year = number(year, YEAR, 1900, 2999)?;
    let month = number(month, PART, 1, 12)?;
    let day = number(day, PART, 1, 31)?;
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

/// Hours and minutes, or seconds as well.
fn clock(parts: &[&str]) -> Option<String> {
    let [hour, minute, rest @ ..] = parts else {
        return None;
    };
    let (hour, minute) = (number(hour, PART, 0, 23)?, number(minute, PART, 0, 59)?);
    match rest {
        [] => Some(format!("{hour:02}:{minute:02}")),
        [second] => Some(format!(
            "{hour:02}:{minute:02}:{:02}",
            number(second, PART, 0, 60)?
        )),
        _ => None,
    }
}

fn number(digits: &str, length: usize, least: u32, most: u32) -> Option<u32> {
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits
        .parse()
        .ok()
        .filter(|_| is_plain && (1..=length).contains(&digits.len()))?;
    (least..=most).contains(&number).then_some(number)
}

/// What follows thousandths of a second.
fn without_fraction(text: &str) -> &str {
    match text.strip_prefix(['.', ',']) {
        Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_programs_become_times_of_people() {
        for (value, expected) in [
            ("2025-01-02T03:04:05", "2025-01-02 03:04:05"),
            ("2025-01-02T03:04:05.678", "2025-01-02 03:04:05"),
            ("2025-01-02T03:04:05.678+08:00", "2025-01-02 03:04:05"),
            ("2025-01-02T03:04:05+0800", "2025-01-02 03:04:05"),
            ("2025-01-02T03:04:05Z", "2025-01-02 03:04:05 UTC"),
            ("2025-01-02T03:04:05-05:00", "2025-01-02 03:04:05 -05:00"),
            ("2025-01-02 03:04:05", "2025-01-02 03:04:05"),
            ("2025-01-02 03:04:05.0", "2025-01-02 03:04:05"),
            ("2025-01-02  03:04", "2025-01-02 03:04"),
            ("2025/1/2 3:04:05", "2025-01-02 03:04:05"),
            ("2025-01-02", "2025-01-02"),
            ("20250102", "2025-01-02"),
            ("202501020304", "2025-01-02 03:04"),
            ("20250102030405", "2025-01-02 03:04:05"),
            ("20250102030405678", "2025-01-02 03:04:05"),
            ("20250102000000000", "2025-01-02"),
            (" 20250102030405 ", "2025-01-02 03:04:05"),
        ] {
            assert_eq!(written(value), expected, "{value}");
        }
    }

    #[test]
    fn what_is_no_time_stays_as_it_is() {
        for value in [
            "",
            "2025年01月02日",
            "20251302",
            "20250102250405",
            "2025010203040",
            "25000000000000000002",
            "2025-01-32",
            "2025-01-02T03:04:05 (local)",
            "2025-01-02T03:04:05:06",
            "2025-01",
            "T03:04:05",
            "长期",
        ] {
            assert_eq!(written(value), value);
        }
    }

    #[test]
    fn names_tell_times() {
        for name in ["StartDatesOfPassage", "SignatureTime", "通行日期起"] {
            assert!(is_name_of_time(name), "{name}");
        }
        for name in ["PlateNumber", "VehicleType", ""] {
            assert!(!is_name_of_time(name), "{name}");
        }
    }
}
