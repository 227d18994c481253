//! Answers good and bad, without a network.

use reqwest::header::{HeaderMap, HeaderValue, LOCATION, RETRY_AFTER};

use super::*;

fn answer(status: u16, body: &str) -> Result<WireAnswer, PlatformError> {
    let mut headers = HeaderMap::new();
    headers.insert(RETRY_AFTER, HeaderValue::from_static("3"));
    headers.insert(
        LOCATION,
        HeaderValue::from_static("https://sso.example.com/?t=s3cret"),
    );
    understood(
        &Received {
            status,
            headers,
            body: body.as_bytes().to_vec(),
        },
        &["s3cret"],
    )
}

fn error(status: u16, body: &str) -> PlatformError {
    answer(status, body).err().expect("no success")
}

fn id(text: &str) -> InvoiceId {
    InvoiceId::new(text).expect("valid")
}

#[test]
fn every_bad_status_has_its_cause() {
    let refused = |status| PlatformError::TokenRefused { status };
    assert_eq!(error(403, "未授权"), refused(403));
    assert_eq!(error(401, "<html>"), refused(401));
    for status in [429, 503] {
        let throttled = PlatformError::Throttled {
            status,
            retry_after: Some(Duration::from_secs(3)),
        };
        assert_eq!(error(status, ""), throttled);
    }
    assert_eq!(error(502, "<html>"), PlatformError::Server { status: 502 });
    assert_eq!(error(413, ""), PlatformError::Rejected { status: 413 });
    let host = "sso.example.com".into();
    assert_eq!(error(302, ""), PlatformError::Redirected { host });
}

#[test]
fn an_error_under_status_200_has_its_cause_too() {
    for body in [
        r#"{"errorCode":"403"}"#,
        r#"{"code":403,"errorCode":403,"msg":"未授权"}"#,
    ] {
        assert_eq!(
            error(200, body),
            PlatformError::TokenRefused { status: 403 }
        );
    }
    assert_eq!(error(200, " <!DOCTYPE html>"), PlatformError::WebPage);
    for body in [r#"{"items":["#, "[]", ""] {
        assert!(
            matches!(error(200, body), PlatformError::Unreadable(_)),
            "{body}"
        );
    }
}

#[test]
fn a_reported_error_does_not_echo_the_token() {
    let shown = error(
        200,
        r#"{"errorCode":500,"errorMessage":"bad accessToken=s3cret","traceId":"7f3"}"#,
    );
    let reported = PlatformError::Reported {
        code: "500".into(),
        message: "bad accessToken=…".into(),
        trace: " · 7f3".into(),
    };
    assert_eq!(shown, reported);
    let in_pieces = error(
        200,
        r#"{"errorCode":500,"errorMessage":"bad accessToken=s3\u0007cret","traceId":"7f3"}"#,
    );
    assert_eq!(in_pieces, reported);
}

#[test]
fn names_do_not_echo_the_token() {
    let body = r#"{"items":[{"id":"ID0001","source":"s3cret","fileName":"a s3cret.jpg"}]}"#;
    let answer = WireAnswer::read_links(body.as_bytes(), &[id("ID0001")]).expect("an answer");
    let endpoint = Endpoint::parse("https://app.ekuaibao.com").expect("valid");
    let items = taken(&endpoint, answer.items.expect("a list"), &["s3cret"]);
    let names = (&*items[0].source, items[0].file_name.as_str());
    assert_eq!(names, ("…", "a ….jpg"));
}

#[test]
fn a_link_that_leads_to_the_token_is_refused() {
    let endpoint = Endpoint::parse("https://app.ekuaibao.com").expect("valid");
    for url in [
        "https://f.example.com/a/s3cret.jpg?Signature=x",
        "https://s3cret.example.com/a.jpg?Signature=x",
        "https://f.example.com/a.jpg?x-oss-process=image/s3cret",
    ] {
        let body = serde_json::json!({"items": [{"id": "ID0001", "url": url}]}).to_string();
        let answer = WireAnswer::read_links(body.as_bytes(), &[id("ID0001")]).expect("an answer");
        let items = taken(&endpoint, answer.items.expect("a list"), &["s3cret"]);
        let refused = LinkProblem::Unusable(InvalidLink::Secret);
        assert_eq!(items[0].link.as_ref().err(), Some(&refused), "{url}");
    }
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_answer() {
    let answer = answer(200, "\u{feff}{\"items\":[]}").expect("an answer");
    assert_eq!(answer.items, Some(Vec::new()));
}

#[test]
fn items_are_joined_by_id() {
    let items = serde_json::json!([
        {"id": "ID0002", "url": "http://f.example.com/x.jpg"},
        {"id": "stranger9", "url": "https://f.example.com/x.jpg"},
        {"id": "ID0001", "url": "https://f.example.com/first.jpg", "fileName": "a"},
        {"id": "ID0001", "url": "https://f.example.com/second.jpg"},
        {"id": "ID0003", "url": null, "thumbUrl": "https://f.example.com/t.jpg"},
        {"id": "ID0004"},
        "nonsense",
    ]);
    let body = serde_json::json!({ "items": items }).to_string();
    let asked = ["ID0001", "ID0002", "ID0003", "ID0004", "ID0005"].map(id);
    let endpoint = Endpoint::parse("https://app.ekuaibao.com").expect("valid");
    let answer = WireAnswer::read_links(body.as_bytes(), &asked).expect("an answer");
    let joined = taken(&endpoint, answer.items.expect("a list"), &[]);
    let found: Vec<_> = joined
        .iter()
        .map(|item| {
            let link = item.link.as_ref().map(SignedUrl::to_string);
            (item.id.as_str(), link)
        })
        .collect();
    assert_eq!(
        found,
        [
            ("ID0002", Err(&LinkProblem::Unusable(InvalidLink::NotHttps))),
            ("ID0001", Ok("f.example.com/first.jpg?…".to_owned())),
            ("ID0003", Ok("f.example.com/t.jpg?…".to_owned())),
            ("ID0004", Err(&LinkProblem::Missing)),
        ]
    );
}

#[test]
fn a_link_lives_by_the_servers_clock() {
    let lives = |query: &str, answered: Option<u64>| {
        let link = SignedUrl::new(&format!("https://f.example.com/a?{query}"));
        let since = |secs| SystemTime::UNIX_EPOCH + Duration::from_secs(secs);
        let answer = LinksAnswer {
            items: Vec::new(),
            server_time: answered.map(since),
        };
        answer.life_of(&link.expect("valid")).as_secs()
    };
    assert_eq!(lives("Expires=1100", Some(1000)), 100);
    assert_eq!(lives("Expires=900", Some(1000)), 0);
    assert_eq!(lives("Expires=99999999", Some(1000)), 3600);
    assert_eq!(lives("Expires=1100", None), 3600);
    assert_eq!(lives("x=1", Some(1000)), 3600);
}
