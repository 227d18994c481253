//! Every form in which a secret can stand in a text, and texts that hold none.

use proptest::prelude::*;

use super::redact;

const NAMES: [&str; 12] = [
    "accessToken",
    "refreshToken",
    "appKey",
    "appSecurity",
    "appSecret",
    "Signature",
    "security-token",
    "x-oss-security-token",
    "OSSAccessKeyId",
    "INVOICE_LENS_APP_SECURITY",
    "INVOICE_LENS_TOKEN",
    "access_token",
];

/// A text, and what is shown of it.
const KNOWN: &[(&str, &str)] = &[
    (
        "GET /a?accessToken=abc&x=1 HTTP/1.1",
        "GET /a?accessToken=…&x=1 HTTP/1.1",
    ),
    ("?accessToken=a%26b%20c%3D&x=1", "?accessToken=…&x=1"),
    (
        "?next=%2Fa%3FaccessToken%3Dabc%26x%3D1&y=2",
        "?next=%2Fa%3FaccessToken%3D…%26x%3D1&y=2",
    ),
    ("?n=accessToken%253Dabc%2526x", "?n=accessToken%253D…%2526x"),
    ("?security-token=CAIS%2Bx#top", "?security-token=…"),
    (
        r#"{"appKey":"a","appSecurity" : "b c"}"#,
        r#"{"appKey":"…","appSecurity" : "…"}"#,
    ),
    (
        r#"{"accessToken":"a\"b\\","n":1}"#,
        r#"{"accessToken":"…","n":1}"#,
    ),
    (
        r#""{\"accessToken\":\"a\\\"b\",\"n\":1}""#,
        r#""{\"accessToken\":\"…\",\"n\":1}""#,
    ),
    (r#"{"accessToken":123,"n":1}"#, r#"{"accessToken":…"n":1}"#),
    (
        "{\"accessToken\":\n  \"abc\"\n}",
        "{\"accessToken\":\n  \"…\"\n}",
    ),
    (
        r#"{"accessToken":["a","b"],"n":["c"]}"#,
        r#"{"accessToken":["…","…"],"n":["c"]}"#,
    ),
    (
        "%22accessToken%22%3A%22a%20b%22%7D",
        "%22accessToken%22%3A%22…%22%7D",
    ),
    (
        r"accessToken\u003dabc\u0026x\u003d1",
        r"accessToken\u003d…\u0026x\u003d1",
    ),
    (
        "&quot;accessToken&quot;:&quot;abc&quot;}",
        "&quot;accessToken&quot;:&quot;…&quot;}",
    ),
    (
        "security-token: CAIS+/=\r\nhost: a",
        "security-token: …\r\nhost: a",
    ),
    (
        "Authorization: OSS STS.NT:sig nature\r\nhost: a",
        "Authorization: …\r\nhost: a",
    ),
    (
        "set-cookie: a=b; Path=/\r\nhost: a",
        "set-cookie: …\r\nhost: a",
    ),
    (
        r#"{"x-oss-security-token": "CAIS", "host": "a"}"#,
        r#"{"x-oss-security-token": "…", "host": "a"}"#,
    ),
    (
        r#"("accessToken", "abc"), ("x", "1")"#,
        r#"("accessToken", "…"), ("x", "1")"#,
    ),
    (
        r#"Grant { access_token: Some("abc"), n: 1 }"#,
        r#"Grant { access_token: Some("…"), n: 1 }"#,
    ),
    (
        r#""accessToken": String("abc"), "n": Number(1)"#,
        r#""accessToken": String("…"), "n": Number(1)"#,
    ),
    (r#"signature: b"ab\"c", n: 1"#, r#"signature: b"…", n: 1"#),
    ("access_token: Bearer abc, n", "access_token: … n"),
    (
        r#"INVOICE_LENS_TOKEN="abc" "audit""#,
        r#"INVOICE_LENS_TOKEN="…" "audit""#,
    ),
    ("accessToken => 'abc'", "accessToken => '…'"),
    (
        "<OSSAccessKeyId>STS.NT</OSSAccessKeyId>",
        "<OSSAccessKeyId>…</OSSAccessKeyId>",
    ),
    (
        "<StringToSign>GET\n\n/b?security-token=C</StringToSign>",
        "<StringToSign>…</StringToSign>",
    ),
    (
        "<SignatureProvided>byzt</SignatureProvided>",
        "<SignatureProvided>…</SignatureProvided>",
    ),
    (
        "token accessToken=abc，请重试",
        "token accessToken=…，请重试",
    ),
    (
        "proxy http://me:pass@proxy:80/ used",
        "proxy http://…@proxy:80/ used",
    ),
    (r#"{"accessToken":"cut o"#, r#"{"accessToken":"…"#),
    // An escaped bracket is a part of the value, not what `{:?}` prints before one.
    (
        r#""accessToken=AaAaa0%7B0" after "#,
        r#""accessToken=…" after "#,
    ),
    (r#""a=1&appKey=%5B%28AaAaa0" "x""#, r#""a=1&appKey=…" "x""#),
    ("accessToken: aA{%27Aaaaa=\r\n", "accessToken: …\r\n"),
    ("accessToken: a%27AA%27Aaaaa\r\n", "accessToken: …\r\n"),
];

#[test]
fn every_form_is_known() {
    for (text, shown) in KNOWN {
        assert_eq!(redact(text), *shown, "{text}");
    }
}

#[test]
fn a_text_without_secrets_stays_as_it_is() {
    for text in [
        "",
        "SignatureDoesNotMatch: The request signature we calculated does not match.",
        "The platform refuses the token (status 403). Paste a new accessToken.",
        "平台拒绝了这个 accessToken，请重新粘贴",
        "https://files.example/a%2Fb.jpg?x-oss-process=image%2Fcrop%2Cw_1 100 %",
        "mail me@example.com, see https://example.com/@me",
        r#"{"id":"ID01xO4NESQ6gD","region":[0.0,1.0],"file_name":"1-29东莞.ofd"}"#,
        "accessToken=&x=1 and \"accessToken\":\"\"",
        "invalid peer certificate: BadSignature",
    ] {
        assert_eq!(redact(text), text);
    }
}

/// How a server, a library or `{:?}` writes a name with its value.
fn written(form: usize, name: &str, value: &str) -> String {
    let json = |text: &str| serde_json::to_string(text).expect("text is JSON");
    let url =
        |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    match form {
        0 => format!("https://a.example/b?x=1&{name}={}&y=2", url(value)),
        1 => url(&format!("https://a.example/b?{name}={}&y=2", url(value))),
        2 => url(&url(&format!("?{name}={}&y=2", url(value)))),
        3 => format!("{{{}:{},\"n\":1}}", json(name), json(value)),
        4 => json(&format!("{{{}: {}}}", json(name), json(value))),
        5 => json(&json(&format!("{{{}:{}}}", json(name), json(value)))),
        6 => url(&format!("{{{}:{}}}", json(name), json(value))),
        7 => format!("{name}: {value}\r\nhost: a.example"),
        8 => format!("{:?}", [(name, value)]),
        9 => format!(
            "{:?}",
            std::collections::BTreeMap::from([(name, Some(value))])
        ),
        10 => format!("Grant {{ {}: {value:?} }}", name.replace('-', "_")),
        11 => format!("{:?}", format!("{name}={}", url(value))),
        _ => unreachable!("there are {FORMS} forms"),
    }
}

const FORMS: usize = 12;

proptest! {
    /// A token has no blanks and, bare in a header, no quotes; all else may hold anything printable.
    #[test]
    fn a_secret_never_gets_through(
        name in prop::sample::select(&NAMES[..]),
        upper in any::<bool>(),
        value in "[!#-%(-;=-\\[\\]-~]{8,60}",
        form in 0..FORMS,
        before in "[ -~票据\\n]{0,20}",
        after in "[ -~票据\\n]{0,20}",
    ) {
        let name = if upper { name.to_uppercase() } else { name.to_owned() };
        let said = written(form, &name, &value);
        // Not even a part of it.
        let parts: Vec<String> = (0..=value.len() - 6).map(|at| value[at..at + 6].to_owned()).collect();
        let text = format!("{before} {said} {after}");
        let shown = redact(&text);
        for part in parts {
            let others = format!("{before} {} {after}", written(form, &name, ""));
            prop_assume!(!others.contains(&part));
            prop_assert!(!shown.contains(&part), "{part:?} of {text:?} in {shown:?}");
        }
        prop_assert_eq!(redact(&shown), shown.as_ref());
    }

    #[test]
    fn any_text_is_taken(text in ".{0,200}") {
        let shown = redact(&text).into_owned();
        prop_assert_eq!(redact(&shown), shown.as_str());
    }

    #[test]
    fn prose_and_numbers_pass(text in "[a-df-z0-9 .,()票据\\n]{0,200}") {
        prop_assert_eq!(redact(&text), text.as_str());
    }
}
