//! Money as it is printed on Chinese invoices: figures and the tamper-proof capitals of the total.

const DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];

/// `17100` → `171.00`.
pub fn yuan(cents: u64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// `17100` → `壹佰柒拾壹圆整`. A gap of zeros is read as one 零; 整 ends what has no 分.
pub fn capitals(cents: u64) -> String {
    let (whole, jiao, fen) = (cents / 100, cents / 10 % 10, cents % 10);
    let mut text = if whole == 0 && cents > 0 {
        String::new()
    } else {
        whole_capitals(whole) + "圆"
    };
    if jiao > 0 {
        text.push(DIGITS[jiao as usize]);
        text.push('角');
    } else if fen > 0 && whole > 0 {
        text.push('零');
    }
    if fen > 0 {
        text.push(DIGITS[fen as usize]);
        text.push('分');
    } else {
        text.push('整');
    }
    text
}

fn whole_capitals(whole: u64) -> String {
    if whole == 0 {
        return "零".to_owned();
    }
    let mut text = String::new();
    let mut gap = false;
    for (power, unit) in [(8, "亿"), (4, "万"), (0, "")] {
        let group = whole / 10_u64.pow(power) % 10_000;
        if group == 0 {
            gap = true;
            continue;
        }
        push_group(&mut text, group, gap);
        text.push_str(unit);
        gap = false;
    }
    text
}

/// Four digits; `gap` says that a group of zeros lies before them.
fn push_group(text: &mut String, group: u64, mut gap: bool) {
    for (power, unit) in [(3, "仟"), (2, "佰"), (1, "拾"), (0, "")] {
        let digit = group / 10_u64.pow(power) % 10;
        if digit == 0 {
            gap = true;
            continue;
        }
        if gap && !text.is_empty() {
            text.push('零');
        }
        gap = false;
        text.push(DIGITS[digit as usize]);
        text.push_str(unit);
    }
}

#[cfg(test)]
mod tests {
    use super::{capitals, yuan};

    #[test]
    fn figures_have_two_decimals() {
        assert_eq!(yuan(17_100), "171.00");
        assert_eq!(yuan(5), "0.05");
    }

    #[test]
    fn capitals_read_zeros_once() {
        for (cents, text) in [
            (17_100, "壹佰柒拾壹圆整"),
            (100_500, "壹仟零伍圆整"),
            (1_000_000, "壹万圆整"),
            (1_050_030, "壹万零伍佰圆叁角整"),
            (10_000_001, "壹拾万圆零壹分"),
            (12_345_678, "壹拾贰万叁仟肆佰伍拾陆圆柒角捌分"),
            (20_000_100_000, "贰亿零壹仟圆整"),
            (101_000, "壹仟零壹拾圆整"),
            (50, "伍角整"),
            (7, "柒分"),
            (0, "零圆整"),
        ] {
            assert_eq!(capitals(cents), text, "{cents} cents");
        }
    }
}
