//! The calls about bills beside that for their invoices: what the platform holds against those, the files attached to
//! bills, and Qiniu's links to them.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE as BASE64;
use hmac::{Hmac, KeyInit as _, Mac as _};
use indexmap::IndexMap;
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use serde_json::{Value, json};
use sha1::Sha1;

use super::answer::HttpAnswer;
use super::api::bill_id;
use super::library::SandboxInvoice;
use super::query::{Query, encode_key};
use super::server::Stand;

const RISK: &str = "/api/openapi/v2/invoice/risk/label/";
pub(super) const ATTACHMENTS: &str = "/api/openapi/v1/flowDetails/attachment";
pub(super) const FILE_LINKS: &str = "/api/openapi/v2/attachment/downloadurls";
/// Documented limits of both calls for files.
const FILES_LIMIT: usize = 100;
const LINK_SECS_LIMIT: i64 = 1800;

const QINIU_KEY: &str = "hky7lsandbox5GV51aPS6KMpYBW2zLVpzfxi";
const QINIU_SECRET: &str = "sandbox-qiniu-secret-of-no-worth";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct AttachmentsBody {
    flow_ids: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileBody {
    id: String,
    key: String,
    expiration: i64,
}

pub(super) fn is_risk(path: &str) -> bool {
    path.starts_with(RISK)
}

/// The bill IDs in the path of the call for tags: `[a,b]`.
pub(super) fn bills_in_path(path: &str) -> Vec<String> {
    let list = percent_decode_str(path.strip_prefix(RISK).unwrap_or_default()).decode_utf8_lossy();
    let inner = list.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    let ids = inner.unwrap_or_default().split(',');
    ids.filter(|id| !id.is_empty()).map(str::to_owned).collect()
}

/// Bill IDs of one call for files, keys of the other.
pub(super) fn names_asked(body: &[u8]) -> Vec<String> {
    let bills = serde_json::from_slice::<AttachmentsBody>(body).map(|body| body.flow_ids);
    let keys = || serde_json::from_slice::<Vec<FileBody>>(body).unwrap_or_default();
    bills.unwrap_or_else(|_| keys().into_iter().map(|it| it.key).collect())
}

fn of_bill<'a>(stand: &'a Stand, id: &'a str) -> impl Iterator<Item = &'a SandboxInvoice> {
    let is_its =
        move |it: &&SandboxInvoice| it.bill.as_deref().is_some_and(|bill| bill_id(bill) == id);
    stand.library.invoices().filter(is_its)
}

pub(super) fn risk_tags(stand: &Stand, path: &str) -> HttpAnswer {
    let asked = bills_in_path(path);
    if asked.is_empty() {
        return HttpAnswer::text(404, r#"{"message":"Not Found","status":"404"}"#);
    }
    let tags = |invoice: &SandboxInvoice| -> Vec<Value> {
        let tag =
            |name: &String| json!({"tagName": name, "type": "SANDBOX", "invoiceId": invoice.id});
        invoice.risk_tags.iter().map(tag).collect()
    };
    // The platform keeps no order.
    let items = asked.iter().rev().filter_map(|id| {
        let details = of_bill(stand, id).filter(|it| !it.risk_tags.is_empty());
        let details: Vec<Value> = details
            .map(|it| json!({"detailId": format!("d{}", it.id), "riskTags": tags(it)}))
            .collect();
        (!details.is_empty()).then(|| json!({"flowId": id, "details": details}))
    });
    let items: Vec<Value> = items.collect();
    HttpAnswer::json(&json!({"items": items}))
}

pub(super) fn attachments(stand: &Stand, body: &[u8]) -> HttpAnswer {
    let Ok(body) = serde_json::from_slice::<AttachmentsBody>(body) else {
        return HttpAnswer::text(400, "flowIds is required");
    };
    let is_unknown = |id: &String| of_bill(stand, id).next().is_none();
    if body.flow_ids.len() > FILES_LIMIT || body.flow_ids.iter().any(is_unknown) {
        return HttpAnswer::text(400, "单据不存在");
    }
    let items: Vec<Value> = body
        .flow_ids
        .iter()
        .rev()
        .map(|id| bill_files(stand, id))
        .collect();
    HttpAnswer::json(&json!({"items": items}))
}

fn bill_files(stand: &Stand, id: &str) -> Value {
    let attached = of_bill(stand, id).filter(|it| it.is_attached);
    // A page with several tickets on it was uploaded once.
    let mut files: IndexMap<&str, Value> = IndexMap::new();
    for invoice in attached {
        let mut parts = invoice.id.split(':').skip(1);
        let (code, number) = (parts.next(), parts.next());
        let life_secs = stand.config.link_life.as_secs() as i64;
        let key = invoice.object_key.as_str();
        files.entry(key).or_insert_with(|| {
            json!({
                "key": key,
                "fileId": file_id(key),
                "fileName": invoice.file_name,
                "url": link(stand, key, stand.clock.now_secs() + life_secs),
                // Code and number are documented the wrong way round.
                "invoiceNumber": code,
                "invoiceCode": number,
            })
        });
    }
    let code = of_bill(stand, id).find_map(|it| it.bill.clone());
    json!({"flowId": id, "flowCode": code, "fromType": "expense", "attachmentList": [
        {"type": "flow.body", "attachmentUrls": []},
        {"type": "flow.free", "freeId": "f1", "attachmentUrls": [],
         "invoiceUrls": files.into_values().collect::<Vec<_>>()},
    ]})
}

pub(super) fn file_links(stand: &Stand, body: &[u8]) -> HttpAnswer {
    let Ok(files) = serde_json::from_slice::<Vec<FileBody>>(body) else {
        return HttpAnswer::text(400, "id, key and expiration are required");
    };
    let is_too_long = |file: &FileBody| file.expiration > LINK_SECS_LIMIT;
    if files.len() > FILES_LIMIT || files.iter().any(is_too_long) {
        return HttpAnswer::text(400, "too much");
    }
    let is_known = |file: &&FileBody| {
        stand.library.object(&file.key).is_some() && file_id(&file.key) == file.id
    };
    let links = files.iter().rev().filter(is_known).map(|file| {
        let url = link(stand, &file.key, stand.clock.now_secs() + file.expiration);
        json!({"id": file.id, "key": file.key, "url": url, "thumbUrl": url})
    });
    HttpAnswer::json(&links.collect::<Vec<Value>>())
}

fn file_id(key: &str) -> String {
    let digest = sign(key);
    let letters = digest.chars().filter(char::is_ascii_alphanumeric);
    letters.take(14).collect()
}

fn link(stand: &Stand, key: &str, expires_secs: i64) -> String {
    let address = format!("{}/{}?e={expires_secs}", stand.endpoint, encode_key(key));
    let token = format!("{QINIU_KEY}:{}", sign(&format!("{key}?e={expires_secs}")));
    format!("{address}&token={token}")
}

fn sign(text: &str) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(QINIU_SECRET.as_bytes())
        .expect("HMAC takes keys of any length");
    mac.update(text.as_bytes());
    BASE64.encode(mac.finalize().into_bytes())
}

/// What Qiniu says against such a link; `None` where it is none of its, or nothing is to be said.
pub(super) fn refusal(key: &str, query: &Query, now_secs: i64) -> Option<HttpAnswer> {
    let (expires, token) = (query.get("e")?, query.get("token")?);
    let expected = format!("{QINIU_KEY}:{}", sign(&format!("{key}?e={expires}")));
    let error = if token != expected {
        "bad token"
    } else if expires
        .parse::<i64>()
        .is_ok_and(|expires| now_secs > expires)
    {
        "expired token"
    } else {
        return None;
    };
    let body = json!({"error": error}).to_string();
    Some(HttpAnswer::new(401, "application/json", body))
}

/// Whether a link is one of Qiniu's, whatever it is worth.
pub(super) fn is_link(query: &Query) -> bool {
    query.get("e").is_some() && query.get("token").is_some()
}
