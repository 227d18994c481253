//! A temporary signed link: kept and sent byte for byte, because its signature covers every byte.

use std::fmt;
use std::sync::Arc;

use jiff::civil;
use jiff::tz::TimeZone;
use percent_encoding::percent_decode_str;
use url::{Position, Url};

use crate::geometry::{is_process, process_in_query};
use crate::model::PageKey;

use super::endpoint::is_loopback;

/// Longest link taken; real ones have one to two thousand bytes.
const MAX_BYTES: usize = 16 * 1024;
/// Larger values of `x-oss-expires` are a time of their own, not a time from `x-oss-date` on.
const LONGEST_LIFE_SECS: i64 = 604_800;

/// A link as the platform sent it. Whoever holds it can fetch the file, so no text ever shows its query.
#[derive(Clone)]
pub struct SignedUrl {
    raw: Arc<str>,
    page_key: PageKey,
    process: Arc<str>,
    expires: Option<i64>,
    is_loopback: bool,
}

/// Why a text is no link that may be fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidLink {
    #[error("the platform sent no link")]
    Empty,
    #[error("the link is no web address")]
    NotAnAddress,
    #[error("the link is not https")]
    NotHttps,
    #[error("the link contains a user name or password")]
    Credentials,
    #[error("the link cannot be sent without changing it")]
    WouldChange,
    #[error("the link is too long")]
    TooLong,
    #[error("the link leads to this machine, where the platform is not")]
    ThisMachine,
    /// Where it leads to is shown and kept.
    #[error("the link's address repeats a secret of the call")]
    Secret,
}

impl SignedUrl {
    /// Takes a link as browsers do: space around it and a fragment are not sent, and what cannot be sent as it stands is
    /// sent percent-encoded, as the signature is over what that means.
    pub fn new(raw: &str) -> Result<Self, InvalidLink> {
        let raw = raw.trim();
        let raw = raw.split_once('#').map_or(raw, |(link, _)| link);
        if raw.is_empty() {
            return Err(InvalidLink::Empty);
        }
        if raw.len() > MAX_BYTES {
            return Err(InvalidLink::TooLong);
        }
        let url = Url::parse(raw).map_err(|_parse_error| InvalidLink::NotAnAddress)?;
        let is_loopback = is_loopback(&url);
        match url.scheme() {
            "https" => {}
            "http" if is_loopback => {}
            _ => return Err(InvalidLink::NotHttps),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(InvalidLink::Credentials);
        }
        if !is_sent_as_written(raw, &url) {
            return Err(InvalidLink::WouldChange);
        }
        Ok(Self {
            page_key: page_key(&url),
            process: process_in_query(url.query().unwrap_or_default()).into(),
            expires: expires(&url),
            is_loopback,
            raw: raw.into(),
        })
    }

    /// Host and object key; the same for all crops of one page.
    pub fn page_key(&self) -> &PageKey {
        &self.page_key
    }

    /// Name of the bucket's host, with a port that is not the usual one.
    pub fn host(&self) -> &str {
        let key = self.page_key.as_str();
        key.split_once('/').map_or(key, |(host, _)| host)
    }

    /// Decoded `x-oss-process`, as [`process_in_query`] reads it; empty where the link has none.
    pub fn process(&self) -> &Arc<str> {
        &self.process
    }

    /// Seconds since 1970 by the bucket's clock at which the link stops working, if it says so.
    pub fn expires(&self) -> Option<i64> {
        self.expires
    }

    /// The same link with its processing taken out and every other byte as it was. Most servers refuse it, because the
    /// processing is signed. `None` where there is no processing.
    pub fn without_process(&self) -> Option<Self> {
        let (address, query) = self.raw.split_once('?')?;
        let is_kept = |pair: &&str| !is_process(pair.split('=').next().unwrap_or_default());
        let kept: Vec<&str> = query.split('&').filter(is_kept).collect();
        let kept = kept.join("&");
        if kept.len() == query.len() {
            return None;
        }
        let separator = if kept.is_empty() { "" } else { "?" };
        Self::new(&format!("{address}{separator}{kept}")).ok()
    }

    pub(super) fn is_loopback(&self) -> bool {
        self.is_loopback
    }

    /// What goes to the server.
    pub(super) fn to_url(&self) -> Url {
        Url::parse(&self.raw).expect("validated when made")
    }
}

/// Seconds since 1970 after which the bucket refuses the link: OSS V1 says it as `Expires`, OSS V4 as `x-oss-date` and
/// `x-oss-expires`, Qiniu as `e` beside its `token` (documentation of the three).
fn expires(url: &Url) -> Option<i64> {
    let value = |name: &str| {
        let mut pairs = url.query_pairs();
        pairs.find_map(|(key, value)| (key == name).then_some(value))
    };
    let number = |name: &str| value(name)?.parse::<i64>().ok();
    if let Some(expires) = number("Expires") {
        return Some(expires);
    }
    if let Some(expires) = number("x-oss-expires") {
        if expires > LONGEST_LIFE_SECS {
            return Some(expires);
        }
        let signed = civil::DateTime::strptime("%Y%m%dT%H%M%SZ", &*value("x-oss-date")?).ok()?;
        let signed = signed.to_zoned(TimeZone::UTC).ok()?;
        return signed.timestamp().as_second().checked_add(expires);
    }
    value("token").and_then(|_| number("e"))
}

/// Whether path and query reach the server with the meaning that the platform wrote.
///
/// A URL library resolves dots, turns slashes and drops tabs; a signature forgives none of it. Percent-encoding what
/// HTTP or the library cannot carry means the same to the server.
fn is_sent_as_written(raw: &str, url: &Url) -> bool {
    let Some((scheme, rest)) = raw.split_once("://") else {
        return false;
    };
    let Some(end) = rest.find(['/', '?', '#']) else {
        return false;
    };
    let (authority, path_and_query) = rest.split_at(end);
    let written = authority.to_ascii_lowercase();
    let sent = &url[Position::BeforeHost..Position::BeforePath];
    let default_port = if url.scheme() == "https" {
        ":443"
    } else {
        ":80"
    };
    scheme.eq_ignore_ascii_case(url.scheme())
        && (written == sent || written.strip_suffix(default_port) == Some(sent))
        && url.fragment().is_none()
        && differs_by_encoding(path_and_query, &url[Position::BeforePath..])
}

/// Whether `sent` is `written` but for bytes that are percent-encoded now.
fn differs_by_encoding(written: &str, sent: &str) -> bool {
    let mut sent = sent.as_bytes();
    let all_found = written.bytes().all(|byte| {
        let encoded = format!("%{byte:02X}");
        let rest = match sent {
            [first, rest @ ..] if *first == byte => rest,
            _ => match sent.strip_prefix(encoded.as_bytes()) {
                // A letter would be another one to whoever signed it.
                Some(rest) if !byte.is_ascii_alphanumeric() => rest,
                _ => return false,
            },
        };
        sent = rest;
        true
    });
    all_found && sent.is_empty()
}

fn page_key(url: &Url) -> PageKey {
    let host = &url[Position::BeforeHost..Position::BeforePath];
    let path = percent_decode_str(url.path())
        .decode_utf8()
        .unwrap_or_else(|_not_utf8| url.path().into());
    PageKey::new(&format!("{host}{path}"))
}

impl fmt::Debug for SignedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignedUrl({self})")
    }
}

impl fmt::Display for SignedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}?…", self.page_key.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "https://files-dd.ekuaibao.com/20240307-182514-1710496503756-911.jpg?Expires=1710500135&OSSAccessKeyId=STS.NT&Signature=byzt%3D&x-oss-process=image%2Fcrop%2Cw_1650%2Ch_1665%2Cx_0%2Cy_0%2Cg_nw&security-token=CAIS%2Bx";

    #[test]
    fn the_documented_link_is_understood() {
        let link = SignedUrl::new(SAMPLE).expect("documented");
        assert_eq!(
            link.page_key().as_str(),
            "files-dd.ekuaibao.com/20240307-182514-1710496503756-911.jpg"
        );
        assert_eq!(&**link.process(), "image/crop,w_1650,h_1665,x_0,y_0,g_nw");
        assert_eq!(link.expires(), Some(1_710_500_135));
        assert_eq!(link.to_url().as_str(), SAMPLE);
    }

    #[test]
    fn the_processing_is_taken_out_and_nothing_else() {
        let link = SignedUrl::new(SAMPLE).expect("documented");
        let uncropped = link.without_process().expect("there is processing");
        let taken_out = "&x-oss-process=image%2Fcrop%2Cw_1650%2Ch_1665%2Cx_0%2Cy_0%2Cg_nw";
        assert_eq!(uncropped.to_url().as_str(), SAMPLE.replace(taken_out, ""));
        assert_eq!(uncropped.page_key(), link.page_key());
        assert_eq!(&**uncropped.process(), "");
        assert!(uncropped.without_process().is_none());
        for (tail, rest) in [
            ("/a%2Fb.jpg?x-oss-process=image/crop,w_1", "/a%2Fb.jpg"),
            ("/a.jpg?x%2Doss-process=a&b=%2f&&c", "/a.jpg?b=%2f&&c"),
            (
                "/a.jpg?b=x-oss-process&x-oss-process",
                "/a.jpg?b=x-oss-process",
            ),
        ] {
            let raw = format!("https://files.example.com{tail}");
            let uncropped = SignedUrl::new(&raw).expect("valid").without_process();
            let uncropped = uncropped.expect("there is processing");
            assert_eq!(
                uncropped.to_url().as_str(),
                format!("https://files.example.com{rest}")
            );
        }
    }

    #[test]
    fn what_browsers_open_is_taken_and_means_the_same() {
        for (raw, sent) in [
            (
                " https://f.example/a b.jpg?x=1 \n",
                "https://f.example/a%20b.jpg?x=1",
            ),
            (
                "https://f.example/{a}.jpg?x=\"<1>\"",
                "https://f.example/%7Ba%7D.jpg?x=%22%3C1%3E%22",
            ),
            (
                "https://f.example/`a`'b.jpg?x='1'",
                "https://f.example/%60a%60'b.jpg?x=%271%27",
            ),
            (
                "https://f.example/a.jpg?x=1#page=2",
                "https://f.example/a.jpg?x=1",
            ),
        ] {
            let link = SignedUrl::new(raw).expect("every browser opens it");
            assert_eq!(link.to_url().as_str(), sent, "{raw}");
        }
    }

    #[test]
    fn each_kind_of_link_says_when_it_ends() {
        for (query, expected) in [
            ("Expires=1710500135", Some(1_710_500_135)),
            (
                "x-oss-date=20240315T100000Z&x-oss-expires=3600",
                Some(1_710_500_400),
            ),
            (
                "x-oss-date=20240315T100000Z&x-oss-expires=1710500135",
                Some(1_710_500_135),
            ),
            ("x-oss-date=yesterday&x-oss-expires=3600", None),
            ("e=1710500135&token=a:b", Some(1_710_500_135)),
            ("e=1710500135", None),
            ("a=1", None),
        ] {
            let link = SignedUrl::new(&format!("https://f.example/a.jpg?{query}"));
            assert_eq!(link.expect("valid").expires(), expected, "{query}");
        }
    }

    #[test]
    fn no_text_shows_the_query() {
        let link = SignedUrl::new(SAMPLE).expect("documented");
        let shown = format!("{link} {link:?}");
        for secret in ["STS.NT", "byzt", "CAIS", "Expires"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }

    #[test]
    fn escapes_of_any_kind_stay_as_written() {
        for tail in [
            "/a%2Fb%2fc.jpg?x=%3D%3d%2B+%20",
            "/%E4%B8%9C%e8%8e%9e.ofd?a=1&&b=&c",
            "/a//b/;c=1,2/@:!$&()*.pdf?q=/?:@,;[]|",
        ] {
            let raw = format!("https://files.example.com{tail}");
            let link = SignedUrl::new(&raw).expect("sendable as it stands");
            assert_eq!(link.to_url().as_str(), raw);
        }
    }

    #[test]
    fn chinese_is_escaped_and_nothing_else() {
        let link = SignedUrl::new("https://files.example.com/1-29东莞.ofd?a=%2f").expect("valid");
        assert_eq!(
            link.to_url().as_str(),
            "https://files.example.com/1-29%E4%B8%9C%E8%8E%9E.ofd?a=%2f"
        );
        assert_eq!(link.page_key().as_str(), "files.example.com/1-29东莞.ofd");
    }

    #[test]
    fn a_link_that_would_change_on_the_way_is_refused() {
        for tail in [
            "/a/../b.jpg?x=1",
            "/a/%2e%2E/b.jpg",
            "/a\\b.jpg",
            "/a.jpg?x=1\r\nHost: evil",
            "",
        ] {
            assert_eq!(
                SignedUrl::new(&format!("https://files.example.com{tail}")).err(),
                Some(InvalidLink::WouldChange),
                "{tail:?}"
            );
        }
    }

    #[test]
    fn what_may_not_be_fetched_says_why() {
        for (raw, why) in [
            ("", InvalidLink::Empty),
            ("20240307.jpg", InvalidLink::NotAnAddress),
            ("javascript:alert(1)", InvalidLink::NotHttps),
            ("file:///etc/passwd", InvalidLink::NotHttps),
            ("http://169.254.169.254/latest", InvalidLink::NotHttps),
            ("http://files.example.com/a.jpg", InvalidLink::NotHttps),
            (
                "https://user:pass@files.example.com/a",
                InvalidLink::Credentials,
            ),
        ] {
            assert_eq!(SignedUrl::new(raw).err(), Some(why), "{raw}");
        }
        let long = format!("https://files.example.com/{}", "a".repeat(MAX_BYTES));
        assert_eq!(SignedUrl::new(&long).err(), Some(InvalidLink::TooLong));
    }

    #[test]
    fn host_case_and_default_port_are_no_change() {
        let link = SignedUrl::new("https://Files.Example.com:443/A.jpg").expect("valid");
        assert_eq!(link.page_key().as_str(), "files.example.com/A.jpg");
    }
}
