//! Errors as OSS answers them: an XML body with `Code`, `Message`, `RequestId`, `HostId` and `EC`.

use std::sync::atomic::{AtomicU64, Ordering};

use super::answer::HttpAnswer;
use super::clock::iso_date;

/// An error answer of the bucket. The constructors are what OSS is documented or known to send.
#[derive(Clone, Debug)]
pub struct OssErrorAnswer {
    pub status: u16,
    pub code: String,
    pub message: String,
    /// OSS's number for the exact cause, like `0002-00000069`.
    pub ec: String,
    /// Further elements: name and text.
    pub details: Vec<(String, String)>,
}

impl OssErrorAnswer {
    pub fn new(status: u16, code: &str, message: &str, ec: &str) -> Self {
        Self {
            status,
            code: code.to_owned(),
            message: message.to_owned(),
            ec: ec.to_owned(),
            details: Vec::new(),
        }
    }

    #[must_use]
    pub fn with_detail(mut self, name: &str, text: &str) -> Self {
        self.details.push((name.to_owned(), text.to_owned()));
        self
    }

    /// Both times in seconds since 1970.
    pub fn expired(expires_secs: i64, now_secs: i64) -> Self {
        Self::new(403, "AccessDenied", "Request has expired.", "0002-00000069")
            .with_detail("Expires", &iso_date(expires_secs))
            .with_detail("ServerTime", &iso_date(now_secs))
    }

    /// Echoes what was signed, security token included, as OSS does.
    pub(super) fn signature_does_not_match(
        access_key_id: &str,
        provided: &str,
        string_to_sign: &str,
    ) -> Self {
        Self::new(
            403,
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided. \
             Check your key and signing method.",
            "0002-00000040",
        )
        .with_detail("OSSAccessKeyId", access_key_id)
        .with_detail("SignatureProvided", provided)
        .with_detail("StringToSign", string_to_sign)
    }

    pub fn anonymous() -> Self {
        Self::new(
            403,
            "AccessDenied",
            "You have no right to access this object because of bucket acl.",
            "0003-00000001",
        )
    }

    pub fn invalid_access_key_id() -> Self {
        Self::new(
            403,
            "InvalidAccessKeyId",
            "The OSS Access Key Id you provided does not exist in our records.",
            "0002-00000902",
        )
    }

    pub fn security_token_expired() -> Self {
        Self::new(
            403,
            "SecurityTokenExpired",
            "The security token you provided has expired.",
            "0002-00000007",
        )
    }

    pub fn no_such_key(key: &str) -> Self {
        Self::new(
            404,
            "NoSuchKey",
            "The specified key does not exist.",
            "0026-00000001",
        )
        .with_detail("Key", key)
    }

    pub fn method_not_allowed() -> Self {
        Self::new(
            405,
            "MethodNotAllowed",
            "The specified method is not allowed against this resource.",
            "0017-00000001",
        )
    }

    pub fn crop_outside() -> Self {
        Self::new(
            400,
            "BadRequest",
            "Advance cut's position is out of image.",
            "0040-00000006",
        )
    }

    pub fn not_an_image() -> Self {
        Self::new(
            400,
            "BadRequest",
            "This image format is not supported.",
            "0040-00000005",
        )
    }

    pub fn image_too_large() -> Self {
        Self::new(
            400,
            "ImageTooLarge",
            "The size of the image exceeds the limit.",
            "0040-00000001",
        )
    }

    pub fn invalid_argument(message: &str) -> Self {
        Self::new(400, "InvalidArgument", message, "0040-00000008")
    }

    /// The account's image processing is over its quota.
    pub fn cpu_limit_exceeded() -> Self {
        Self::new(
            503,
            "CpuLimitExceeded",
            "The image processing CPU usage exceeds the limit.",
            "0004-00000801",
        )
    }

    pub fn slow_down() -> Self {
        Self::new(
            503,
            "SlowDown",
            "Please reduce your request rate.",
            "0004-00000802",
        )
    }

    pub fn internal() -> Self {
        Self::new(
            500,
            "InternalError",
            "Please contact the server administrator.",
            "0049-00000001",
        )
    }

    pub(super) fn to_answer(&self, host: &str) -> HttpAnswer {
        let request_id = next_request_id();
        let body = self.xml(&request_id, host);
        HttpAnswer::new(self.status, "application/xml", body)
            .with_header("Server", "AliyunOSS")
            .with_header("x-oss-request-id", &request_id)
            .with_header("x-oss-ec", &self.ec)
    }

    fn xml(&self, request_id: &str, host: &str) -> String {
        let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>\n");
        let fixed = [
            ("Code", self.code.as_str()),
            ("Message", self.message.as_str()),
            ("RequestId", request_id),
            ("HostId", host),
        ];
        let details = self
            .details
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()));
        for (name, text) in fixed
            .into_iter()
            .chain(details)
            .chain([("EC", self.ec.as_str())])
        {
            xml.push_str(&element(name, text));
        }
        xml.push_str("</Error>\n");
        xml
    }
}

/// 24 hexadecimal digits, as OSS's are; another with each call.
pub(super) fn next_request_id() -> String {
    static SERIAL: AtomicU64 = AtomicU64::new(1);
    format!(
        "65F3A1C2{:016X}",
        SERIAL
            .fetch_add(1, Ordering::Relaxed)
            .wrapping_mul(0x9E37_79B9_7F4A_7C15)
    )
}

fn element(name: &str, text: &str) -> String {
    format!("  <{name}>{}</{name}>\n", escaped(text))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_is_the_documented_xml() {
        let answer = OssErrorAnswer::expired(0, 60).to_answer("bucket.example");
        let body = String::from_utf8(answer.body.to_vec()).expect("XML is text");
        for part in [
            "<Code>AccessDenied</Code>",
            "<Message>Request has expired.</Message>",
            "<HostId>bucket.example</HostId>",
            "<Expires>1970-01-01T00:00:00.000Z</Expires>",
            "<ServerTime>1970-01-01T00:01:00.000Z</ServerTime>",
            "<EC>0002-00000069</EC>",
        ] {
            assert!(body.contains(part), "{part} is missing in {body}");
        }
        assert_eq!(answer.status, 403);
    }

    #[test]
    fn texts_are_escaped() {
        let error = OssErrorAnswer::signature_does_not_match("STS.x", "a<b", "GET\n/b/k?a=1&c=2");
        let xml = error.xml("1", "h");
        assert!(xml.contains("k?a=1&amp;c=2"));
        assert!(xml.contains("a&lt;b"));
    }
}
