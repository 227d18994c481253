//! An answer before it meets the wire: status, headers, body. Faults rewrite it, or write its bytes themselves.

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Bytes,
}

/// How a hand-written answer tells the client where its body ends.
#[derive(Clone, Copy)]
pub(super) enum Framing {
    /// `Content-Length` of the whole body, however much of it is sent.
    Length,
    /// One chunk, and no last chunk after it.
    Chunked,
    /// The end of the connection is the end of the body.
    UntilClose,
}

impl Answer {
    pub(super) fn new(status: u16, content_type: &str, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            headers: vec![("Content-Type".to_owned(), content_type.to_owned())],
            body: body.into(),
        }
    }

    pub(super) fn json(body: &impl Serialize) -> Self {
        match serde_json::to_vec(body) {
            Ok(bytes) => Self::new(200, "application/json;charset=UTF-8", bytes),
            Err(error) => Self::text(500, &error.to_string()),
        }
    }

    pub(super) fn text(status: u16, body: &str) -> Self {
        Self::new(status, "text/plain;charset=UTF-8", body.to_owned())
    }

    /// A later header replaces an earlier one of the same name.
    pub(super) fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers
            .retain(|(present, _)| !present.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(super) fn into_response(self) -> Response {
        let mut response = Response::builder().status(self.status);
        for (name, value) in &self.headers {
            response = response.header(name, value);
        }
        response.body(Body::from(self.body)).unwrap_or_else(|_| {
            // A test asked for a status or a header that HTTP cannot express.
            let mut broken = Response::new(Body::from("the sandbox cannot write this answer"));
            *broken.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            broken
        })
    }

    /// Head and the first `after` bytes of the body, as they go over the wire.
    pub(super) fn cut(&self, framing: Framing, after: usize) -> Bytes {
        let part = &self.body[..after.min(self.body.len())];
        let mut bytes = self.head(framing).into_bytes();
        if matches!(framing, Framing::Chunked) {
            // The chunk promises the whole body, so that even an end at a chunk's edge is seen as a cut.
            bytes.extend_from_slice(format!("{:x}\r\n", self.body.len().max(1)).as_bytes());
        }
        bytes.extend_from_slice(part);
        bytes.into()
    }

    fn head(&self, framing: Framing) -> String {
        let reason = StatusCode::from_u16(self.status)
            .ok()
            .and_then(|status| status.canonical_reason())
            .unwrap_or("Unknown");
        let fields = self
            .headers
            .iter()
            .map(|(name, value)| format!("{name}: {value}\r\n"));
        let framing = match framing {
            Framing::Length => format!("Content-Length: {}\r\n", self.body.len()),
            Framing::Chunked => "Transfer-Encoding: chunked\r\n".to_owned(),
            Framing::UntilClose => "Connection: close\r\n".to_owned(),
        };
        format!(
            "HTTP/1.1 {} {reason}\r\n{}{framing}\r\n",
            self.status,
            fields.collect::<Vec<_>>().concat()
        )
    }
}
