//! The bucket: checks a link, then delivers the stored bytes or what `x-oss-process` makes of them.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex};

use lru::LruCache;
use sha1::{Digest as _, Sha1};

use super::answer::HttpAnswer;
use super::bill_files;
use super::clock::http_date;
use super::library::Object;
use super::locked;
use super::oss_error::{OssErrorAnswer, next_request_id};
use super::process::{self, Processed};
use super::received::ReceivedRequest;
use super::server::Stand;
use super::signature::{BUCKET_HOST, verify};

/// `thumbUrl` repeats the link, and tests ask again and again: the last results are kept.
const KEPT_RESULTS: NonZeroUsize = NonZeroUsize::new(256).expect("256 is not 0");

/// When every object was last changed: some day, in seconds since 1970.
const LAST_MODIFIED_SECS: i64 = 1_762_047_012;

/// Results of processing, by object key and chain.
pub(super) struct ResultCache(Mutex<LruCache<(String, String), Processed>>);

impl Default for ResultCache {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(KEPT_RESULTS)))
    }
}

pub(super) async fn answer(stand: &Arc<Stand>, request: &ReceivedRequest) -> HttpAnswer {
    let key = request.record.object_key.as_deref().unwrap_or_default();
    if let Some(refusal) = bill_files::refusal(key, &request.query, stand.clock.now_secs()) {
        return refusal;
    }
    match deliver(stand, request).await {
        Ok(answer) => answer,
        Err(error) => error.to_answer(BUCKET_HOST),
    }
}

async fn deliver(
    stand: &Arc<Stand>,
    request: &ReceivedRequest,
) -> Result<HttpAnswer, OssErrorAnswer> {
    if request.record.method != "GET" {
        return Err(OssErrorAnswer::method_not_allowed());
    }
    let key = request.record.object_key.as_deref().unwrap_or_default();
    if !bill_files::is_link(&request.query) {
        let left_out = chains_left_out(stand, request, key);
        verify(key, &request.query, &left_out, stand.clock.now_secs())?;
    }
    let object = stand
        .library
        .object(key)
        .ok_or_else(|| OssErrorAnswer::no_such_key(key))?;
    Ok(match request.record.process.as_deref() {
        None => success(object, object.bytes.clone(), &object.content_type),
        Some(chain) => {
            let result = processed(stand, key, object, chain).await?;
            success(object, result.bytes, result.content_type)
        }
    })
}

/// What a link to this object may have been signed with, for a bucket that does not insist on it.
fn chains_left_out<'a>(stand: &'a Stand, request: &ReceivedRequest, key: &str) -> Vec<&'a str> {
    if !stand.config.allows_uncropped || request.record.process.is_some() {
        return Vec::new();
    }
    let invoices = stand.library.invoices();
    invoices
        .filter(|invoice| invoice.object_key == key)
        .filter_map(|invoice| invoice.process.as_deref())
        .collect()
}

async fn processed(
    stand: &Arc<Stand>,
    key: &str,
    object: &Object,
    chain: &str,
) -> Result<Processed, OssErrorAnswer> {
    let name = (key.to_owned(), chain.to_owned());
    if let Some(kept) = locked(&stand.results.0).get(&name) {
        return Ok(kept.clone());
    }
    let bytes = object.bytes.clone();
    let chain = chain.to_owned();
    let result = tokio::task::spawn_blocking(move || process::run(&bytes, &chain))
        .await
        .map_err(|panic| {
            log::error!("the sandbox could not process a picture: {panic}");
            OssErrorAnswer::internal()
        })??;
    locked(&stand.results.0).put(name, result.clone());
    Ok(result)
}

/// The `ETag` is the stored object's, whatever was made of it: two crops of one page share it, as on OSS.
fn success(object: &Object, body: axum::body::Bytes, content_type: &str) -> HttpAnswer {
    HttpAnswer::new(200, content_type, body)
        .with_header("Server", "AliyunOSS")
        .with_header("x-oss-request-id", &next_request_id())
        .with_header("x-oss-object-type", "Normal")
        .with_header("ETag", &format!("\"{}\"", etag(object)))
        .with_header("Last-Modified", &http_date(LAST_MODIFIED_SECS))
}

/// 32 hexadecimal digits, like OSS's MD5.
fn etag(object: &Object) -> String {
    let digest = Sha1::digest(&object.bytes);
    digest
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02X}"))
        .collect::<Vec<_>>()
        .concat()
}
