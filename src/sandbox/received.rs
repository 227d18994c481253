//! A request as the sandbox read it: sorted into a kind, its target untouched, its names decoded.

use axum::body::{Bytes, to_bytes};
use axum::extract::Request;

use super::log::{RequestKind, RequestRecord};
use super::query::{Query, decode_key};
use super::signature::LinkRequest;
use super::{api, bill_files};

/// No call of the platform comes near; 20,000 IDs are 600 KiB.
const BODY_LIMIT_BYTES: usize = 4 << 20;

pub(super) struct ReceivedRequest {
    pub(super) record: RequestRecord,
    pub(super) query: Query,
    pub(super) body: Bytes,
}

impl ReceivedRequest {
    /// A body that is too long or breaks off counts as empty: no call accepts that.
    pub(super) async fn read(request: Request) -> Self {
        let (head, body) = request.into_parts();
        let body = to_bytes(body, BODY_LIMIT_BYTES).await.unwrap_or_default();
        let target = head
            .uri
            .path_and_query()
            .map_or_else(String::new, |target| target.as_str().to_owned());
        let (path, raw_query) = target.split_once('?').unwrap_or((&target, ""));
        let query = Query::parse(raw_query);
        let kind = kind_of(path);
        let object_key = (kind == RequestKind::Object).then(|| decode_key(path));
        let process = query.get("x-oss-process").map(str::to_owned);
        let verbatim = object_key
            .as_deref()
            .is_some_and(|key| is_verbatim(key, &query, &target));
        let headers = head
            .headers
            .iter()
            .map(|(name, value)| {
                let value = String::from_utf8_lossy(value.as_bytes());
                (name.as_str().to_owned(), value.into_owned())
            })
            .collect();
        let record = RequestRecord {
            kind,
            method: head.method.as_str().to_owned(),
            headers,
            body: String::from_utf8_lossy(&body).into_owned(),
            asked: api::names_asked(kind, path, &body),
            object_key,
            process,
            verbatim,
            status: None,
            target,
        };
        Self {
            record,
            query,
            body,
        }
    }

    /// Raw path, still encoded.
    pub(super) fn path(&self) -> &str {
        let target = &self.record.target;
        target.split_once('?').map_or(target, |(path, _)| path)
    }
}

fn kind_of(path: &str) -> RequestKind {
    match path {
        api::ACCESS_TOKEN | api::REFRESH_TOKEN => RequestKind::Token,
        api::LOCATION => RequestKind::Location,
        api::LINKS => RequestKind::Links,
        api::BILLS => RequestKind::Bills,
        bill_files::ATTACHMENTS => RequestKind::Attachments,
        bill_files::FILE_LINKS => RequestKind::FileLinks,
        _ if bill_files::is_risk(path) => RequestKind::RiskTags,
        _ if api::invoice_type_of(path).is_some() => RequestKind::Fields,
        _ if path.starts_with("/api/") => RequestKind::Unknown,
        _ => RequestKind::Object,
    }
}

/// Links are a pure function of key, chain and expiry, so the one handed out can be made again and compared.
fn is_verbatim(key: &str, query: &Query, target: &str) -> bool {
    let expires = query.get("Expires").and_then(|text| text.parse().ok());
    expires.is_some_and(|expires_secs| {
        let link = LinkRequest {
            key,
            process: query.get("x-oss-process"),
            second_process: query
                .pairs()
                .filter(|(name, _)| *name == "x-oss-process")
                .map(|(_, value)| value)
                .nth(1),
            expires_secs,
        };
        link.to_target() == target
    })
}
