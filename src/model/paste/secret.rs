//! What a text calls a token or a password, so that no part of it is taken for an ID: `accessToken=…`, `Bearer …`.

/// Bytes before a value in which its name stands.
const NAME_WITHIN: usize = 160;

/// What a name of something secret ends in, lower case.
const NAMES: [&str; 9] = [
    "token",
    "secret",
    "security",
    "signature",
    "password",
    "令牌",
    "密码",
    "密钥",
    "口令",
];

/// What a secret follows without a colon.
const MARKS: [&str; 4] = ["bearer", "-token", "accesstoken", "access_token"];

/// Whether what stands at `at` is the value of something secret, or the rest of one.
pub(super) fn is_secret(text: &str, at: usize) -> bool {
    let mut from = at.saturating_sub(NAME_WITHIN);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = &text[from..at];
    let word = before.rsplit(is_around).next().unwrap_or_default();
    let is_named = |(name, _): (&str, &str)| is_name(name);
    if word.split_once(['=', ':']).is_some_and(is_named) {
        return true;
    }
    // The value itself may have begun before, on the same line.
    let start = &before[..before.len() - word.len()];
    let has_key = word.contains('=');
    ends_in_name(before) || !has_key && !start.ends_with('\n') && ends_in_name(start)
}

fn ends_in_name(text: &str) -> bool {
    let is_blank = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '\\');
    let bare = text.trim_end_matches(is_blank);
    let name = bare.trim_end_matches(|c: char| is_blank(c) || matches!(c, '=' | ':' | '为' | '是'));
    if name.len() < bare.len() {
        return is_name(name);
    }
    let gap = &text[bare.len()..];
    let name = bare.to_lowercase();
    !gap.is_empty() && !gap.contains('\n') && MARKS.iter().any(|mark| name.ends_with(mark))
}

fn is_name(name: &str) -> bool {
    let name = name.to_lowercase();
    NAMES.iter().any(|secret| name.ends_with(secret))
}

/// What ends a value written without quotes.
fn is_around(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '"' | '\'' | '\\' | '&' | '?' | '{' | '}' | '[' | ']' | ',' | ';' | '(' | ')'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_secret_by_the_name_before_it() {
        for text in [
            "accessToken=@",
            "https://x?accessToken=@",
            "\"accessToken\":\"@",
            "\"accessToken\" : \"@",
            "{\\\"accessToken\\\":\\\"@",
            "accessToken=ID01cccccccc01:@",
            "\"token\": \"ID01cccccccc01:@",
            "Authorization: Bearer @",
            "--token @",
            "accessToken为:@",
            "访问令牌:@",
            "accessToken:\n@",
            "accessToken\t@",
        ] {
            let at = text.find('@').expect("a place");
            assert!(is_secret(text, at), "{text}");
        }
        for text in [
            "@",
            "invoiceId=@",
            "accessToken=T&invoiceId=@",
            "{\"token\":\"T\",\"invoiceId\":\"@",
            "{\"token\":\"\",\"invoiceId\":\"@",
            "token\n@",
            "token:\ninvoiceId:@",
            "票据ID：@",
            // A voucher of accounting.
            "原始凭证:@",
        ] {
            let at = text.find('@').expect("a place");
            assert!(!is_secret(text, at), "{text}");
        }
    }
}
