//! The stand-in for the platform, seen through a client: calls, links, order, expiry and every fault.

use std::error::Error as _;
use std::future::Future;
use std::time::Duration;

use image::{Rgb, RgbImage};
use invoice_lens::sandbox::{
    Bytes, Fault, FaultEffect, FaultTarget, OssErrorAnswer, RequestKind, Sandbox, SandboxConfig,
    SandboxInvoice, SandboxLibrary, Thumb,
};
use reqwest::{Client, Response};
use serde_json::{Value, json};

#[path = "support/png.rs"]
mod png;

const LINKS: &str = "/api/openapi/v2/extension/INVOICE/url";
const BILLS: &str = "/api/openapi/v2/extension/flow/INVOICE/search";
const ODD_KEY: &str = "票据/1-29东莞 小勺+100%.png";
const CROP: &str = "image/crop,w_6,h_4,x_2,y_1,g_nw";

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime for the test")
        .block_on(work)
}

fn client() -> Client {
    // Another test of this process may have installed it already.
    drop(rustls::crypto::ring::default_provider().install_default());
    Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
        .expect("a plain client")
}

/// Its colours say where a pixel lies.
fn png(width: u32, height: u32) -> Vec<u8> {
    let image = RgbImage::from_fn(width, height, |x, y| Rgb([x as u8, y as u8, 7]));
    png::png(&image)
}

fn library() -> SandboxLibrary {
    let on_page = |id: &str, region: Value| SandboxInvoice {
        region: Some(region),
        process: Some(CROP.to_owned()),
        bill: Some("B1".to_owned()),
        ..SandboxInvoice::new(id, "page.png")
    };
    SandboxLibrary::new()
        .with_object("page.png", png(20, 10))
        .with_object(ODD_KEY, png(20, 10))
        .with_object("sheet.pdf", b"%PDF-1.7".to_vec())
        .with_invoice(on_page("ID01", json!([2.0, 1.0, 8.0, 5.0])))
        .with_invoice(on_page("corp:044002105112:13116949", json!([2, 1, 8, 5])))
        .with_invoice(on_page("ID03", Value::Null))
        .with_invoice(SandboxInvoice {
            invoice_type: "taxi".to_owned(),
            fields: json!({"E_system_出租车票_金额": {"standard": "17.00"}})
                .as_object()
                .cloned()
                .expect("an object"),
            ..SandboxInvoice::new("corp::23312000000123878916:2", "sheet.pdf")
        })
        .with_invoice(SandboxInvoice::new("odd", ODD_KEY))
        .with_invoice(SandboxInvoice::new("gone", "gone.png"))
}

fn sandbox() -> Sandbox {
    Sandbox::start(SandboxConfig::with_library(library())).expect("a free port")
}

async fn post(sandbox: &Sandbox, path: &str, token: &str, body: &Value) -> Response {
    let token = percent_encoding::utf8_percent_encode(token, percent_encoding::NON_ALPHANUMERIC);
    client()
        .post(format!("{}{path}?accessToken={token}", sandbox.endpoint()))
        .header("Content-Type", "application/json")
        .body(body.to_string())
        .send()
        .await
        .expect("the sandbox answers")
}

async fn json_of(response: Response) -> Value {
    assert_eq!(response.status(), 200);
    serde_json::from_slice(&response.bytes().await.expect("a whole body")).expect("JSON")
}

async fn links(sandbox: &Sandbox, ids: &[&str]) -> Vec<Value> {
    let response = post(sandbox, LINKS, sandbox.token(), &json!({"invoiceId": ids})).await;
    let body = json_of(response).await;
    body["items"].as_array().cloned().expect("a list of items")
}

async fn link(sandbox: &Sandbox, id: &str) -> String {
    let items = links(sandbox, &[id]).await;
    items[0]["url"].as_str().expect("a link").to_owned()
}

async fn get(url: &str) -> Response {
    client().get(url).send().await.expect("the sandbox answers")
}

async fn refusal(url: &str) -> (u16, String) {
    let response = get(url).await;
    let status = response.status().as_u16();
    (status, response.text().await.expect("a whole body"))
}

#[test]
fn links_come_in_another_order_and_without_the_unknown() {
    let sandbox = sandbox();
    let items = block_on(links(
        &sandbox,
        &[
            "ID01",
            "nobody",
            "corp:044002105112:13116949",
            "ID03",
            "ID01",
        ],
    ));
    let ids: Vec<_> = items
        .iter()
        .filter_map(|item| item["id"].as_str())
        .collect();
    assert_eq!(ids, ["ID03", "corp:044002105112:13116949", "ID01"]);
    assert_eq!(items[2]["region"], json!([2.0, 1.0, 8.0, 5.0]));
    assert_eq!(items[0]["region"], Value::Null);
    assert_eq!(items[2]["thumbUrl"], items[2]["url"]);
    assert_eq!(items[2]["source"], "ocr");
    assert_eq!(items[2]["fileName"], "page.png");
    assert!(block_on(links(&sandbox, &["nobody"])).is_empty());
}

#[test]
fn regions_may_be_absent_and_thumbs_empty() {
    let sandbox = sandbox();
    let items = block_on(links(&sandbox, &["corp::23312000000123878916:2"]));
    assert!(items[0].get("region").is_none());
    assert_eq!(items[0]["thumbUrl"], "");
    assert!(
        items[0]["url"]
            .as_str()
            .is_some_and(|url| !url.contains("x-oss-process"))
    );
}

#[test]
fn a_test_may_answer_any_link_and_any_thumb() {
    let library = SandboxLibrary::new().with_invoice(SandboxInvoice {
        url: Some(json!("file:///etc/passwd")),
        thumb: Thumb::Empty,
        region: Some(json!("none")),
        ..SandboxInvoice::new("ID01", "page.png")
    });
    let sandbox = Sandbox::start(SandboxConfig::with_library(library)).expect("a free port");
    let items = block_on(links(&sandbox, &["ID01"]));
    assert_eq!(items[0]["url"], "file:///etc/passwd");
    assert_eq!(items[0]["thumbUrl"], "");
    assert_eq!(items[0]["region"], "none");
}

#[test]
fn an_untouched_link_delivers_the_crop() {
    let sandbox = sandbox();
    block_on(async {
        let url = link(&sandbox, "ID01").await;
        for _ in 0..2 {
            let response = get(&url).await;
            assert_eq!(response.status(), 200);
            assert_eq!(response.headers()["content-type"], "image/png");
            let bytes = response.bytes().await.expect("a whole body");
            let picture = image::load_from_memory(&bytes)
                .expect("a picture")
                .to_rgb8();
            assert_eq!(picture.dimensions(), (6, 4));
            assert_eq!(picture.get_pixel(0, 0), &Rgb([2, 1, 7]));
        }
        let log = sandbox.log();
        assert_eq!(log.count_object("page.png"), 2);
        for record in log.of(RequestKind::Object) {
            assert!(record.verbatim);
            assert_eq!(format!("{}{}", sandbox.endpoint(), record.target), url);
            assert_eq!(record.process.as_deref(), Some(CROP));
            assert_eq!(record.status, Some(200));
            assert_eq!(record.header("Referer"), None);
        }
    });
}

#[test]
fn altered_links_are_refused_and_the_body_echoes_what_was_signed() {
    let sandbox = sandbox();
    block_on(async {
        let url = link(&sandbox, "ID01").await;
        let (before, after) = url.split_once("&x-oss-process").expect("a chain");
        let (_, token) = after
            .split_once("&security-token")
            .expect("a security token");
        for altered in [
            url.replace("w_6", "w_7"),
            url.replace("%2F", "%252F"),
            format!("{before}&security-token{token}"),
        ] {
            let (status, body) = refusal(&altered).await;
            assert_eq!(status, 403);
            assert!(
                body.contains("<Code>SignatureDoesNotMatch</Code>"),
                "{body}"
            );
            assert!(body.contains("<StringToSign>GET\n\n\n"));
            assert!(body.contains("security-token=CAIS"));
        }
        assert!(
            sandbox
                .log()
                .of(RequestKind::Object)
                .all(|record| !record.verbatim)
        );
        let (status, body) = refusal(&format!("{}/page.png", sandbox.endpoint())).await;
        assert_eq!(status, 403);
        assert!(body.contains("<Code>AccessDenied</Code>"));
    });
}

#[test]
fn links_expire_by_the_sandbox_clock() {
    let sandbox = sandbox();
    block_on(async {
        let url = link(&sandbox, "ID01").await;
        sandbox.advance(Duration::from_secs(3590));
        assert_eq!(get(&url).await.status(), 200);
        sandbox.advance(Duration::from_hours(1));
        let (status, body) = refusal(&url).await;
        assert_eq!(status, 403);
        for part in [
            "<Message>Request has expired.</Message>",
            "<Expires>",
            "<ServerTime>",
            "<RequestId>",
            "<HostId>",
            "<EC>",
        ] {
            assert!(body.contains(part), "{part}");
        }
        let fresh = link(&sandbox, "ID01").await;
        assert_eq!(get(&fresh).await.status(), 200);
    });
}

#[test]
fn the_date_header_follows_the_clock() {
    let sandbox = sandbox();
    sandbox.set_clock_offset_secs(400 * 86_400);
    let response = block_on(async { get(&link(&sandbox, "odd").await).await });
    let date = response.headers()["date"].to_str().expect("text");
    let date = httpdate::parse_http_date(date).expect("an HTTP date");
    let year_ahead = std::time::SystemTime::now() + Duration::from_hours(365 * 24);
    assert!(date > year_ahead);
}

#[test]
fn odd_keys_are_escaped_and_delivered_as_stored() {
    let sandbox = sandbox();
    block_on(async {
        let url = link(&sandbox, "odd").await;
        assert!(url.contains(
            "/%E7%A5%A8%E6%8D%AE/1-29%E4%B8%9C%E8%8E%9E%20%E5%B0%8F%E5%8B%BA%2B100%25.png?Expires="
        ));
        let bytes = get(&url).await.bytes().await.expect("a whole body");
        assert_eq!(Some(bytes), sandbox.library().object_bytes(ODD_KEY));
        assert_eq!(sandbox.log().count_object(ODD_KEY), 1);
        assert!(
            sandbox
                .log()
                .of(RequestKind::Object)
                .all(|record| record.verbatim)
        );
    });
}

#[test]
fn the_bucket_answers_its_documented_errors() {
    let sandbox = sandbox();
    block_on(async {
        let (status, body) = refusal(&link(&sandbox, "gone").await).await;
        assert_eq!(status, 404);
        assert!(body.contains("<Code>NoSuchKey</Code>"));
        let outside = sandbox.link("page.png", Some("image/crop,w_2,h_2,x_20,y_0"));
        let (status, body) = refusal(&outside).await;
        assert_eq!(status, 400);
        assert!(body.contains("Advance cut's position is out of image."));
        let (status, body) = refusal(&sandbox.link("sheet.pdf", Some("image/crop,w_2"))).await;
        assert_eq!(status, 400);
        assert!(body.contains("This image format is not supported."));
    });
}

#[test]
fn wrong_tokens_and_wrong_shapes_are_refused() {
    let sandbox = sandbox();
    block_on(async {
        let wrong = post(&sandbox, LINKS, "wrong", &json!({"invoiceId": ["ID01"]})).await;
        assert_eq!(wrong.status(), 403);
        assert_eq!(wrong.text().await.expect("a whole body"), "未授权");
        for (path, body) in [
            (LINKS, json!({"invoiceIds": ["ID01"]})),
            (LINKS, json!({"invoiceId": "ID01"})),
            (LINKS, json!({"invoiceId": [1]})),
            (LINKS, json!({"invoiceId": ["ID01"], "more": 1})),
            (BILLS, json!({"type": "name", "codeOrIds": ["B1"]})),
        ] {
            let response = post(&sandbox, path, sandbox.token(), &body).await;
            assert_eq!(response.status(), 400, "{body}");
        }
        let untyped = client()
            .post(format!(
                "{}{LINKS}?accessToken={}",
                sandbox.endpoint(),
                sandbox.token()
            ))
            .body(r#"{"invoiceId":["ID01"]}"#)
            .send();
        assert_eq!(untyped.await.expect("an answer").status(), 400);
        let unknown = post(
            &sandbox,
            "/api/openapi/v9/nothing",
            sandbox.token(),
            &json!({}),
        )
        .await;
        assert_eq!(unknown.status(), 404);
    });
}

#[test]
fn bills_lead_to_their_invoices_by_number_and_by_id() {
    let sandbox = sandbox();
    assert_eq!(sandbox.bills(), ["B1"]);
    block_on(async {
        for (kind, name) in [("code", "B1".to_owned()), ("id", Sandbox::bill_id("B1"))] {
            let body = json!({"type": kind, "codeOrIds": [name, "B404"]});
            let answer = json_of(post(&sandbox, BILLS, sandbox.token(), &body).await).await;
            let entries = answer["value"][&name]
                .as_array()
                .expect("the bill is known");
            assert_eq!(entries.len(), 3);
            assert_eq!(entries[0]["invoiceId"], "ID01");
            assert_eq!(entries[0]["invoiceType"], "invoice");
            assert!(answer["value"].get("B404").is_none());
        }
        let none = json!({"type": "code", "codeOrIds": ["B404"]});
        let answer = json_of(post(&sandbox, BILLS, sandbox.token(), &none).await).await;
        assert_eq!(answer, json!({"value": {}}));
    });
}

#[test]
fn fields_are_answered_for_their_type_and_at_most_a_hundred() {
    let sandbox = sandbox();
    let path = |kind: &str| format!("/api/openapi/v2/extension/INVOICE/object/{kind}/search");
    block_on(async {
        let body = json!({"ids": ["corp::23312000000123878916:2", "ID01"]});
        let answer = json_of(post(&sandbox, &path("taxi"), sandbox.token(), &body).await).await;
        assert_eq!(answer["count"], 1);
        assert_eq!(
            answer["items"][0]["E_system_出租车票_金额"]["standard"],
            "17.00"
        );
        let many = json!({"ids": vec!["ID01"; 101]});
        let response = post(&sandbox, &path("taxi"), sandbox.token(), &many).await;
        assert_eq!(response.status(), 400);
        let response = post(&sandbox, &path("pizza"), sandbox.token(), &body).await;
        assert_eq!(response.status(), 404);
    });
}

#[test]
fn tags_are_answered_for_bills_by_id_and_none_for_none() {
    let library = library().with_invoice(SandboxInvoice {
        bill: Some("B1".to_owned()),
        risk_tags: vec!["连号".to_owned()],
        ..SandboxInvoice::new("ID09", "page.png")
    });
    let sandbox = Sandbox::start(SandboxConfig::with_library(library)).expect("a free port");
    let (bill, token) = (Sandbox::bill_id("B1"), sandbox.token());
    let asked = |list: &str| {
        let prefix = sandbox.endpoint();
        format!("{prefix}/api/openapi/v2/invoice/risk/label/{list}?accessToken={token}")
    };
    block_on(async {
        let answer = json_of(get(&asked(&format!("[{bill},nobody]"))).await).await;
        let tag = &answer["items"][0]["details"][0]["riskTags"][0];
        assert_eq!(tag["invoiceId"], "ID09");
        assert_eq!(tag["tagName"], "连号");
        let none = json_of(get(&asked("[nobody]")).await).await;
        assert_eq!(none, json!({"items": []}));
        assert_eq!(get(&asked("[]")).await.status(), 404);
    });
}

#[test]
fn attached_files_come_whole_by_links_that_end() {
    const ATTACHMENTS: &str = "/api/openapi/v1/flowDetails/attachment";
    const FILE_LINKS: &str = "/api/openapi/v2/attachment/downloadurls";
    let sandbox = sandbox();
    sandbox.stop_clock();
    let body = json!({"flowIds": [Sandbox::bill_id("B1")]});
    block_on(async {
        let answer = json_of(post(&sandbox, ATTACHMENTS, sandbox.token(), &body).await).await;
        let files = &answer["items"][0]["attachmentList"][1]["invoiceUrls"];
        assert_eq!(
            files.as_array().map(Vec::len),
            Some(1),
            "one page was uploaded"
        );
        let (file, url) = (&files[0], files[0]["url"].as_str().expect("a link"));
        let whole = get(url).await.bytes().await.expect("a whole body");
        assert_eq!(whole, png(20, 10));
        let ask = json!([{"id": file["fileId"], "key": file["key"], "expiration": 60}]);
        let links = json_of(post(&sandbox, FILE_LINKS, sandbox.token(), &ask).await).await;
        let fresh = links[0]["url"].as_str().expect("a link").to_owned();
        assert_eq!(get(&fresh).await.status(), 200);
        sandbox.advance(Duration::from_secs(61));
        let (status, body) = refusal(&fresh).await;
        assert_eq!(
            (status, body.contains("expired token")),
            (401, true),
            "{body}"
        );
        let altered = fresh.replace("e=", "e=9");
        assert_eq!(refusal(&altered).await.0, 401);
        let unknown = json!({"flowIds": ["nobody"]});
        let response = post(&sandbox, ATTACHMENTS, sandbox.token(), &unknown).await;
        assert_eq!(response.status(), 400);
        let long = json!([{"id": "x", "key": "page.png", "expiration": 1801}]);
        let response = post(&sandbox, FILE_LINKS, sandbox.token(), &long).await;
        assert_eq!(response.status(), 400);
    });
}

#[test]
fn keys_become_tokens_that_expire_refresh_and_can_be_revoked() {
    const KEY: &str = "/api/openapi/v1/auth/getAccessToken";
    let sandbox = sandbox();
    let ask = json!({"invoiceId": ["ID01"]});
    block_on(async {
        let wrong = json!({"appKey": "x", "appSecurity": "y"});
        let response = post(&sandbox, KEY, "", &wrong).await;
        assert_eq!(response.status(), 403);
        assert_eq!(response.text().await.expect("a whole body"), "密钥无效");

        let right = json!({"appKey": sandbox.app_key(), "appSecurity": sandbox.app_security()});
        let minted = json_of(post(&sandbox, KEY, "", &right).await).await;
        let access = minted["value"]["accessToken"].as_str().expect("a token");
        let refresh = minted["value"]["refreshToken"].as_str().expect("a token");
        assert!(minted["value"]["expireTime"].is_i64());
        assert_eq!(post(&sandbox, LINKS, access, &ask).await.status(), 200);

        let encode = |text| {
            percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC)
                .to_string()
        };
        let url = format!(
            "{}/api/openapi/v2/auth/refreshToken?accessToken={}&refreshToken={}&powerCode=219904",
            sandbox.endpoint(),
            encode(access),
            encode(refresh)
        );
        let renewed = json_of(client().post(&url).send().await.expect("an answer")).await;
        let renewed = renewed["value"]["accessToken"].as_str().expect("a token");
        assert_eq!(post(&sandbox, LINKS, access, &ask).await.status(), 403);
        assert_eq!(post(&sandbox, LINKS, renewed, &ask).await.status(), 200);

        sandbox.advance(Duration::from_secs(7201));
        assert_eq!(post(&sandbox, LINKS, renewed, &ask).await.status(), 403);
        assert_eq!(
            post(&sandbox, LINKS, sandbox.token(), &ask).await.status(),
            200
        );
        sandbox.revoke_tokens();
        assert_eq!(
            post(&sandbox, LINKS, sandbox.token(), &ask).await.status(),
            403
        );
    });
}

#[test]
fn the_location_is_the_sandbox_itself() {
    let sandbox = sandbox();
    block_on(async {
        let url = format!(
            "{}/api/openapi/v2/location?corpId=ID_3x",
            sandbox.endpoint()
        );
        let answer = json_of(get(&url).await).await;
        assert_eq!(answer["value"], format!("{}/", sandbox.endpoint()));
    });
}

#[test]
fn the_links_limit_is_answered_413() {
    let config = SandboxConfig {
        links_limit: Some(2),
        ..SandboxConfig::with_library(library())
    };
    let sandbox = Sandbox::start(config).expect("a free port");
    let body = json!({"invoiceId": ["ID01", "ID03", "odd"]});
    let response = block_on(post(&sandbox, LINKS, sandbox.token(), &body));
    assert_eq!(response.status(), 413);
}

#[test]
fn a_status_fault_meets_only_its_target_and_only_so_often() {
    let sandbox = sandbox();
    let busy = FaultEffect::Status {
        status: 429,
        body: "slow".to_owned(),
        headers: vec![("Retry-After".to_owned(), "7".to_owned())],
    };
    sandbox.inject(Fault::times(
        FaultTarget::kind(RequestKind::Links).named("ID03"),
        2,
        busy,
    ));
    let ask = async |id: &str| {
        post(
            &sandbox,
            LINKS,
            sandbox.token(),
            &json!({"invoiceId": [id]}),
        )
        .await
    };
    block_on(async {
        assert_eq!(ask("ID01").await.status(), 200);
        let refused = ask("ID03").await;
        assert_eq!(refused.status(), 429);
        assert_eq!(refused.headers()["retry-after"], "7");
        assert_eq!(ask("ID03").await.status(), 429);
        assert_eq!(ask("ID03").await.status(), 200);
        sandbox.inject(Fault::always(
            FaultTarget::any(),
            FaultEffect::status(500, ""),
        ));
        assert_eq!(ask("ID01").await.status(), 500);
        sandbox.clear_faults();
        assert_eq!(ask("ID01").await.status(), 200);
        let asked: Vec<_> = sandbox
            .log()
            .of(RequestKind::Links)
            .map(|record| record.status)
            .collect();
        assert_eq!(asked, [200, 429, 429, 200, 500, 200].map(Some));
    });
}

#[test]
fn content_faults_change_what_is_delivered() {
    let sandbox = sandbox();
    let on = || FaultTarget::kind(RequestKind::Object).named("page.png");
    let html = FaultEffect::WrongContent {
        body: Bytes::from_static(b"<html>"),
        content_type: "text/html".to_owned(),
    };
    let slowed = FaultEffect::Headers(vec![("x-oss-qos-delay-time".to_owned(), "120".to_owned())]);
    block_on(async {
        let url = link(&sandbox, "ID01").await;
        sandbox.inject(Fault::once(on(), html));
        let response = get(&url).await;
        assert_eq!(response.headers()["content-type"], "text/html");
        assert_eq!(response.text().await.expect("a whole body"), "<html>");

        sandbox.inject(Fault::once(on(), FaultEffect::Expire));
        let (status, body) = refusal(&url).await;
        assert!(status == 403 && body.contains("Request has expired."));

        sandbox.inject(Fault::once(
            on(),
            FaultEffect::Oss(OssErrorAnswer::security_token_expired()),
        ));
        let (status, body) = refusal(&url).await;
        assert!(status == 403 && body.contains("<Code>SecurityTokenExpired</Code>"));

        sandbox.inject(Fault::once(
            on(),
            FaultEffect::Redirect("http://elsewhere.example/".to_owned()),
        ));
        let response = get(&url).await;
        assert_eq!(response.status(), 302);
        assert_eq!(response.headers()["location"], "http://elsewhere.example/");

        sandbox.inject(Fault::once(on(), slowed));
        let response = get(&url).await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["x-oss-qos-delay-time"], "120");
    });
}

/// Whether any cause of this error is of this kind.
fn is_caused_by(error: &reqwest::Error, kind: std::io::ErrorKind) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        if error
            .downcast_ref::<std::io::Error>()
            .is_some_and(|io| io.kind() == kind)
        {
            return true;
        }
        cause = error.source();
    }
    false
}

#[test]
fn wire_faults_break_the_connection_where_they_say() {
    let sandbox = sandbox();
    let inject =
        |effect| sandbox.inject(Fault::once(FaultTarget::kind(RequestKind::Object), effect));
    block_on(async {
        let url = link(&sandbox, "odd").await;
        let whole = get(&url).await.bytes().await.expect("a whole body");

        inject(FaultEffect::Reset);
        let error = client()
            .get(&url)
            .send()
            .await
            .expect_err("the connection was reset");
        assert!(
            is_caused_by(&error, std::io::ErrorKind::ConnectionReset),
            "{error:?}"
        );

        inject(FaultEffect::Truncate { after: 5 });
        let response = get(&url).await;
        assert_eq!(response.content_length(), Some(whole.len() as u64));
        assert!(response.bytes().await.is_err());

        inject(FaultEffect::TruncateChunked { after: 5 });
        let response = get(&url).await;
        assert_eq!(response.content_length(), None);
        assert!(response.bytes().await.is_err());

        inject(FaultEffect::TruncateUnnoticed { after: 5 });
        let response = get(&url).await;
        assert_eq!(response.content_length(), None);
        assert_eq!(
            response.bytes().await.expect("nothing to notice"),
            whole[..5]
        );

        inject(FaultEffect::Raw(Bytes::from_static(
            b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        )));
        assert!(client().get(&url).send().await.is_err());

        assert_eq!(get(&url).await.bytes().await.expect("healthy again"), whole);
        let statuses: Vec<_> = sandbox
            .log()
            .of(RequestKind::Object)
            .map(|record| record.status)
            .collect();
        assert_eq!(statuses[1], None, "a reset is no answer");
    });
}

#[test]
fn a_stall_delivers_the_beginning_and_then_nothing() {
    let sandbox = sandbox();
    sandbox.inject(Fault::once(
        FaultTarget::kind(RequestKind::Object),
        FaultEffect::Stall { after: 4 },
    ));
    block_on(async {
        let mut response = get(&link(&sandbox, "odd").await).await;
        let first = response
            .chunk()
            .await
            .expect("the connection lives")
            .expect("some bytes");
        assert_eq!(first, b"\x89PNG"[..]);
        // The sandbox's end is the only thing that ends a stall: nothing else was ever sent.
        drop(sandbox);
        assert!(response.chunk().await.is_err());
    });
}

#[test]
fn a_gate_holds_requests_until_it_is_released() {
    let sandbox = sandbox();
    let gate = sandbox.gate(FaultTarget::kind(RequestKind::Object));
    block_on(async {
        let url = link(&sandbox, "odd").await;
        let requests: Vec<_> = (0..3)
            .map(|_| {
                let url = url.clone();
                tokio::spawn(async move { get(&url).await.status() })
            })
            .collect();
        gate.wait_for(3).expect("three requests arrive");
        assert!(
            sandbox
                .log()
                .of(RequestKind::Object)
                .all(|record| record.status.is_none())
        );
        gate.let_through(1);
        sandbox
            .wait_answered(RequestKind::Object, 1)
            .expect("one goes on");
        assert_eq!(gate.waiting(), 2);
        gate.release();
        for request in requests {
            assert_eq!(request.await.expect("the request ends"), 200);
        }
        assert_eq!(sandbox.log().most_objects_at_once, 3);
    });
}

#[test]
fn a_gate_notices_clients_that_leave() {
    let sandbox = sandbox();
    let gate = sandbox.gate(FaultTarget::kind(RequestKind::Object).named("page.png?image/crop"));
    block_on(async {
        let url = link(&sandbox, "ID01").await;
        let request = tokio::spawn(async move { get(&url).await.status() });
        gate.wait_for(1).expect("the request arrives");
        request.abort();
        gate.wait_for_none()
            .expect("the server sees that the client left");
        assert_eq!(
            sandbox
                .log()
                .of(RequestKind::Object)
                .last()
                .and_then(|record| record.status),
            None
        );
    });
}

#[test]
fn a_delay_comes_before_the_answer_and_leaves_it_whole() {
    let sandbox = sandbox();
    sandbox.inject(Fault::once(
        FaultTarget::any(),
        FaultEffect::Delay(Duration::from_millis(1)),
    ));
    assert_eq!(block_on(links(&sandbox, &["ID01"])).len(), 1);
}

#[test]
fn twenty_thousand_invoices_over_two_hundred_objects_are_cheap() {
    let page = Bytes::from(png(20, 10));
    let mut library = SandboxLibrary::new();
    for number in 0..200 {
        library = library.with_object(&format!("page-{number}.png"), page.clone());
    }
    for number in 0..20_000 {
        library = library.with_invoice(SandboxInvoice {
            process: Some(CROP.to_owned()),
            ..SandboxInvoice::new(
                &format!("ID{number:05}"),
                &format!("page-{}.png", number % 200),
            )
        });
    }
    let sandbox = Sandbox::start(SandboxConfig::with_library(library)).expect("a free port");
    let ids = sandbox.ids();
    assert_eq!(ids.len(), 20_000);
    block_on(async {
        let items = links(&sandbox, &["ID19999", "ID00000"]).await;
        assert_eq!(items.len(), 2);
        assert_eq!(get(&link(&sandbox, "ID19999").await).await.status(), 200);
    });
}

#[test]
fn dropping_a_sandbox_closes_its_port() {
    let sandbox = sandbox();
    let url = sandbox.link("page.png", None);
    drop(sandbox);
    let error = block_on(client().get(url).send()).expect_err("nobody listens");
    assert!(error.is_connect());
}

#[test]
fn records_do_not_print_tokens_or_signatures() {
    let sandbox = sandbox();
    block_on(async { get(&link(&sandbox, "ID01").await).await });
    let text = format!("{:?} {sandbox:?}", sandbox.log());
    assert!(text.contains("page.png"));
    for secret in [sandbox.token(), "Signature", "security-token"] {
        assert!(!text.contains(secret), "{secret}");
    }
}

#[test]
fn the_demo_is_whole_or_says_that_it_is_missing() {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/demo/manifest.json");
    let started = Sandbox::start(SandboxConfig::default());
    if !std::path::Path::new(manifest).exists() {
        let error = started.expect_err("this build holds no demo");
        assert!(error.to_string().contains("assets/demo"), "{error}");
        return;
    }
    let sandbox = started.expect("the demo is whole");
    assert!(!sandbox.ids().is_empty());
    block_on(async {
        for invoice in sandbox.library().invoices() {
            assert_eq!(
                get(&link(&sandbox, &invoice.id).await).await.status(),
                200,
                "{}",
                invoice.id
            );
        }
    });
}
