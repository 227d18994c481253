//! Answers that break off, as bytes on the wire: no well-behaved HTTP server writes them.

use axum::body::Bytes;
use axum::http::StatusCode;

use crate::sandbox::answer::HttpAnswer;

/// How a hand-written answer tells the client where its body ends.
#[derive(Clone, Copy)]
pub(super) enum BodyFraming {
    /// `Content-Length` of the whole body, however much of it is sent.
    Length,
    /// One chunk, and no last chunk after it.
    Chunked,
    /// The end of the connection is the end of the body.
    UntilClose,
}

/// Head and the first `after` bytes of the body, as they go over the wire.
pub(super) fn cut(answer: &HttpAnswer, framing: BodyFraming, after: usize) -> Bytes {
    let part = &answer.body[..after.min(answer.body.len())];
    let mut bytes = head(answer, framing).into_bytes();
    if matches!(framing, BodyFraming::Chunked) {
        // The chunk promises the whole body, so that even an end at a chunk's edge is seen as a cut.
        bytes.extend_from_slice(format!("{:x}\r\n", answer.body.len().max(1)).as_bytes());
    }
    bytes.extend_from_slice(part);
    bytes.into()
}

fn head(answer: &HttpAnswer, framing: BodyFraming) -> String {
    let reason = StatusCode::from_u16(answer.status)
        .ok()
        .and_then(|status| status.canonical_reason())
        .unwrap_or("Unknown");
    let fields = answer
        .headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}\r\n"));
    let framing = match framing {
        BodyFraming::Length => format!("Content-Length: {}\r\n", answer.body.len()),
        BodyFraming::Chunked => "Transfer-Encoding: chunked\r\n".to_owned(),
        BodyFraming::UntilClose => "Connection: close\r\n".to_owned(),
    };
    format!(
        "HTTP/1.1 {} {reason}\r\n{}{framing}\r\n",
        answer.status,
        fields.collect::<Vec<_>>().concat()
    )
}
