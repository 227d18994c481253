//! Answers of the platform and refusals of the bucket as they may come: what is taken of them holds, and nothing of it
//! repeats the token of the call.

use std::collections::HashSet;
use std::fmt::Debug;

use reqwest::header::{DATE, HeaderMap, HeaderValue, LOCATION, RETRY_AFTER};

use crate::model::{InvoiceId, InvoiceType};

use super::answers::WireAnswer;
use super::client::{taken, understood, understood_as};
use super::http::{Received, redirect_host, retry_after, server_time};
use super::{Endpoint, SignedUrl, Token, attachments, authorise, bills, bucket, fields};

/// Also in the dictionary of the fuzzer, so that it finds its way into answers.
const TOKEN: &str = "k3pt-to-itself";
const LINK: &str =
    "https://f.example/a.jpg?Expires=1&OSSAccessKeyId=STS.NT1&Signature=k3pt-to-itself";
const ASKED: [&str; 3] = ["ID01aaaaaaaa01", "ID01aaaaaaaa02", "5-sbyDJSOI0800"];
const STATUSES: [u16; 8] = [200, 200, 200, 302, 403, 404, 429, 500];
/// Longest name that is kept, in characters.
const MAX_NAME_CHARS: usize = 255;

/// A byte that says which call was asked and how the answer came, then the answer.
pub fn answers(bytes: &[u8]) {
    let Some((how, body)) = bytes.split_first() else {
        return;
    };
    let received = Received {
        status: STATUSES[usize::from(how >> 5)],
        headers: HeaderMap::new(),
        body: body.to_vec(),
    };
    let (Ok(endpoint), Ok(token), Ok(link)) = (
        Endpoint::parse("https://app.ekuaibao.com"),
        Token::new(TOKEN),
        SignedUrl::new(LINK),
    ) else {
        panic!("these are right");
    };
    let ids = ASKED.map(|id| InvoiceId::new(id).expect("an ID"));
    match how & 7 {
        0 | 1 => links(&endpoint, &received, &ids),
        2 => hold(&authorise::grant_in(&received, &[TOKEN])),
        3 => drop(WireAnswer::read_list(body)),
        4 => headers(body),
        5 => {
            let error = bucket::file_in(received.without_echo_of(&link)).err();
            hold(&(&error, error.as_ref().map(ToString::to_string)));
        }
        _ => {
            let answer = understood(&received.without_token(&token), &[TOKEN]);
            hold(&answer.as_ref().err());
            let Ok(answer) = answer else { return };
            let items = answer.items.unwrap_or_default();
            hold(&fields::joined(&ids, &InvoiceType::Taxi, &items));
            hold(&bills::tags_in(&items));
            for item in &items {
                hold(&attachments::files_in(&endpoint, item, None));
                hold(&bills::invoices_of(item));
            }
        }
    }
}

fn links(endpoint: &Endpoint, received: &Received, ids: &[InvoiceId]) {
    let answer = understood_as(received, &[TOKEN], |body| WireAnswer::read_links(body, ids));
    hold(&answer.as_ref().err());
    let Some(items) = answer.ok().and_then(|it| it.items) else {
        return;
    };
    let items = taken(endpoint, items, &[TOKEN]);
    let found: HashSet<&InvoiceId> = items.iter().map(|item| &item.id).collect();
    assert_eq!(found.len(), items.len(), "an invoice twice");
    for item in &items {
        assert!(ids.contains(&item.id), "nobody asked for {}", item.id);
        assert!(item.region.numbers.len() <= 16);
        for name in [&*item.source, &item.file_name] {
            assert!(name.chars().count() <= MAX_NAME_CHARS);
            assert!(!name.chars().any(char::is_control), "{name:?}");
            hold(&name);
        }
        if let Ok(link) = &item.link {
            assert!(!link.is_loopback(), "to this machine");
            hold(link);
        }
    }
}

/// Three lines: how long to wait, the server's clock, where to go instead.
fn headers(text: &[u8]) {
    let mut headers = HeaderMap::new();
    let names = [RETRY_AFTER, DATE, LOCATION];
    for (name, value) in names.into_iter().zip(text.split(|byte| *byte == b'\n')) {
        if let Ok(value) = HeaderValue::from_bytes(value) {
            headers.insert(name, value);
        }
    }
    hold(&(retry_after(&headers), server_time(&headers)));
    drop(redirect_host(&headers));
}

fn hold(said: &impl Debug) {
    let said = format!("{said:?}");
    assert!(!said.contains(TOKEN), "{said}");
}
