//! A temporary signed link: kept and sent byte for byte, because its signature covers every byte.

use std::fmt;
use std::sync::Arc;

use percent_encoding::{AsciiSet, percent_decode_str, utf8_percent_encode};
use url::{Position, Url};

use crate::geometry::{is_process, process_in_query};
use crate::model::PageKey;

use super::endpoint::is_loopback;

/// Longest link taken; real ones have one to two thousand bytes.
const MAX_BYTES: usize = 16 * 1024;
/// Seconds since 1970 after which the bucket refuses the link (OSS V1 signatures).
const EXPIRES: &str = "Expires";

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
}

impl SignedUrl {
    pub fn new(raw: &str) -> Result<Self, InvalidLink> {
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
        let expires = url.query_pairs().find(|(key, _)| key == EXPIRES);
        Ok(Self {
            page_key: page_key(&url),
            process: process_in_query(url.query().unwrap_or_default()).into(),
            expires: expires.and_then(|(_, value)| value.parse().ok()),
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

/// Whether path and query reach the server as the platform wrote them.
///
/// A URL library resolves dots, escapes quotes and drops tabs; a signature forgives none of it. Only
/// characters outside ASCII have to be escaped, since HTTP cannot carry them.
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
        && escaped(path_and_query) == url[Position::BeforePath..]
}

/// `text` with every byte outside ASCII percent-encoded.
fn escaped(text: &str) -> String {
    utf8_percent_encode(text, &AsciiSet::EMPTY).to_string()
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
            "/a b.jpg",
            "/a.jpg?x='1'",
            "/a\\b.jpg",
            "/a.jpg?x=1\r\nHost: evil",
            "/a.jpg#fragment",
            "/a.jpg ",
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
