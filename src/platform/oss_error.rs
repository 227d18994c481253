//! What the bucket says when it refuses: the few fields of its XML that are safe to keep.
//!
//! The body itself is never kept: `SignatureDoesNotMatch` echoes the string to sign, security token included.

use std::fmt;

/// Longest value kept of a field.
const MAX_CHARS: usize = 160;
/// The bucket's error documents are a few hundred bytes, a few thousand where they echo a request.
const MAX_BODY_BYTES: usize = 64 * 1024;

/// The bucket's own words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OssError {
    pub status: u16,
    pub code: String,
    pub message: String,
    pub request_id: String,
    /// Number under which Alibaba Cloud documents the case.
    pub ec: String,
}

impl OssError {
    /// Reads an error document; fields that are missing stay empty.
    pub(super) fn from_body(status: u16, body: &[u8]) -> Self {
        let body = &body[..body.len().min(MAX_BODY_BYTES)];
        let text = String::from_utf8_lossy(body);
        let field = |name| element(&text, name).unwrap_or_default();
        Self {
            status,
            code: field("Code"),
            message: field("Message"),
            request_id: field("RequestId"),
            ec: field("EC"),
        }
    }

    /// Whether `body` is such a document although the status says that all is well.
    pub(super) fn is_error_document(body: &[u8]) -> bool {
        if body.len() > MAX_BODY_BYTES {
            return false;
        }
        let Ok(text) = str::from_utf8(body) else {
            return false;
        };
        let mut text = text.trim_start_matches('\u{feff}').trim_start();
        if text.starts_with("<?xml") {
            text = text
                .split_once("?>")
                .map_or("", |(_, rest)| rest)
                .trim_start();
        }
        text.starts_with("<Error>") && text.contains("<Code>")
    }

    /// Whether a fresh link would do: out of date, or signed with keys that are.
    pub(super) fn means_expired(&self) -> bool {
        match self.code.as_str() {
            "SecurityTokenExpired" | "InvalidSecurityToken" | "InvalidAccessKeyId" => true,
            "AccessDenied" => self.message.contains("expired"),
            _ => false,
        }
    }

    /// Whether the link's crop begins outside the stored picture.
    pub(super) fn means_crop_outside(&self) -> bool {
        self.code == "CutEdgeExceedRange" || self.message.contains("position is out of image")
    }

    /// Whether the bucket or its picture processing is too busy for us.
    pub(super) fn means_throttled(&self) -> bool {
        self.status == 429
            || matches!(
                self.code.as_str(),
                "SlowDown"
                    | "ServiceUnavailable"
                    | "QpsLimitExceeded"
                    | "TotalQpsLimitExceeded"
                    | "ActiveRequestLimitExceeded"
                    | "CpuLimitExceeded"
                    | "DownloadTrafficRateLimitExceeded"
            )
    }
}

/// Text of the first element called `name`, cut and cleaned of control characters.
fn element(text: &str, name: &str) -> Option<String> {
    let (_, rest) = text.split_once(&format!("<{name}>"))?;
    let (value, _) = rest.split_once(&format!("</{name}>"))?;
    Some(
        value
            .chars()
            .filter(|c| !c.is_control())
            .take(MAX_CHARS)
            .collect(),
    )
}

impl fmt::Display for OssError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "status {}", self.status)?;
        for (label, value) in [
            ("", &self.code),
            ("", &self.message),
            ("EC ", &self.ec),
            ("RequestId ", &self.request_id),
        ] {
            if !value.is_empty() {
                write!(f, " · {label}{value}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALTERED: &[u8] = b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>\n<Code>SignatureDoesNotMatch</Code>\n\
        <Message>The request signature we calculated does not match the signature you provided.</Message>\n\
        <RequestId>6566</RequestId><HostId>b.oss</HostId><SignatureProvided>sEcReT</SignatureProvided>\n\
        <StringToSign>GET\n1700000000\n/b/a.jpg?security-token=CAISsEcReT</StringToSign><EC>0002-00000040</EC></Error>";

    #[test]
    fn only_harmless_fields_are_kept() {
        let error = OssError::from_body(403, ALTERED);
        assert_eq!(error.code, "SignatureDoesNotMatch");
        assert_eq!(error.request_id, "6566");
        assert_eq!(error.ec, "0002-00000040");
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("sEcReT"), "{shown}");
    }

    #[test]
    fn an_error_document_is_known_by_its_root() {
        assert!(OssError::is_error_document(ALTERED));
        assert!(OssError::is_error_document(
            b"<Error><Code>NoSuchKey</Code></Error>"
        ));
        assert!(!OssError::is_error_document(
            b"<?xml version=\"1.0\"?><EInvoice><Code>1</Code></EInvoice>"
        ));
        assert!(!OssError::is_error_document(b"\x89PNG\r\n"));
    }

    #[test]
    fn access_denied_means_expired_only_where_it_says_so() {
        let denied = |message: &str| OssError {
            code: "AccessDenied".into(),
            message: message.into(),
            ..OssError::default()
        };
        assert!(denied("Request has expired.").means_expired());
        assert!(!denied("You have no right to access this object.").means_expired());
    }
}
