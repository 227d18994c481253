//! Percent-encoding as OSS and the platform do it. A `+` in a query is a space, as servers of form data read it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// RFC 3986's unreserved characters stay; everything else is escaped.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// Object keys keep their slashes.
const KEY: &AsciiSet = &VALUE.remove(b'/');

pub(super) fn encode_value(value: &str) -> String {
    utf8_percent_encode(value, VALUE).to_string()
}

pub(super) fn encode_key(key: &str) -> String {
    utf8_percent_encode(key, KEY).to_string()
}

pub(super) fn decode_key(path: &str) -> String {
    let path = path.strip_prefix('/').unwrap_or(path);
    percent_decode_str(path).decode_utf8_lossy().into_owned()
}

/// A decoded query, in the order received.
#[derive(Default)]
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    pub(super) fn parse(raw: &str) -> Self {
        let pairs = raw.split('&').filter(|pair| !pair.is_empty());
        Self(
            pairs
                .map(|pair| {
                    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                    (decode_value(name), decode_value(value))
                })
                .collect(),
        )
    }

    /// The first value under this name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.pairs()
            .find_map(|(key, value)| (key == name).then_some(value))
    }

    pub(super) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

fn decode_value(raw: &str) -> String {
    let spaced = raw.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_survive_the_way_into_a_path_and_back() {
        for (key, encoded) in [
            ("a b+c%.jpg", "a%20b%2Bc%25.jpg"),
            ("票据/一.png", "%E7%A5%A8%E6%8D%AE/%E4%B8%80.png"),
        ] {
            assert_eq!(encode_key(key), encoded);
            assert_eq!(decode_key(&format!("/{encoded}")), key);
        }
    }

    #[test]
    fn values_escape_slash_and_comma_and_decode_once() {
        assert_eq!(encode_value("image/crop,w_1"), "image%2Fcrop%2Cw_1");
        let query = Query::parse("a=x%252Fy&b=1+2&c");
        assert_eq!(query.get("a"), Some("x%2Fy"));
        assert_eq!(query.get("b"), Some("1 2"));
        assert_eq!(query.get("c"), Some(""));
        assert_eq!(query.get("d"), None);
    }
}
