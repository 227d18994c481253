//! The platform's calls, as its documents have them: exact shapes in, exact shapes out.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::answer::HttpAnswer;
use super::bill_files;
use super::library::{SandboxInvoice, Thumb, ending_of};
use super::log::RequestKind;
use super::received::ReceivedRequest;
use super::server::Stand;
use super::tokens::IssuedToken;

pub(super) const ACCESS_TOKEN: &str = "/api/openapi/v1/auth/getAccessToken";
pub(super) const REFRESH_TOKEN: &str = "/api/openapi/v2/auth/refreshToken";
pub(super) const LOCATION: &str = "/api/openapi/v2/location";
pub(super) const LINKS: &str = "/api/openapi/v2/extension/INVOICE/url";
pub(super) const BILLS: &str = "/api/openapi/v2/extension/flow/INVOICE/search";
const FIELDS_BEFORE: &str = "/api/openapi/v2/extension/INVOICE/object/";
const FIELDS_AFTER: &str = "/search";

/// Documented limit of the fields call.
const FIELDS_LIMIT: usize = 100;

const INVOICE_TYPES: [&str; 12] = [
    "invoice",
    "other",
    "taxi",
    "fixed",
    "passengerCar",
    "machinePrint",
    "shopping",
    "train",
    "flightItinerary",
    "tolls",
    "medical",
    "noTaxIncome",
];

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct KeyBody {
    app_key: String,
    app_security: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct LinksBody {
    invoice_id: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct BillsBody {
    r#type: BillName,
    code_or_ids: Vec<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum BillName {
    Code,
    Id,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldsBody {
    ids: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SandboxLink<'a> {
    id: &'a str,
    url: Value,
    thumb_url: Value,
    source: &'a str,
    file_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<&'a Value>,
}

/// The type in the path of the fields call, if this is one.
pub(super) fn invoice_type_of(path: &str) -> Option<&str> {
    let invoice_type = path
        .strip_prefix(FIELDS_BEFORE)?
        .strip_suffix(FIELDS_AFTER)?;
    INVOICE_TYPES
        .contains(&invoice_type)
        .then_some(invoice_type)
}

/// IDs or bill numbers that a body asks for; none if it is not of the documented shape.
pub(super) fn names_asked(kind: RequestKind, path: &str, body: &[u8]) -> Vec<String> {
    let names = match kind {
        RequestKind::RiskTags => Some(bill_files::bills_in_path(path)),
        RequestKind::Attachments | RequestKind::FileLinks => Some(bill_files::names_asked(body)),
        RequestKind::Links => parsed::<LinksBody>(body).map(|body| body.invoice_id),
        RequestKind::Bills => parsed::<BillsBody>(body).map(|body| body.code_or_ids),
        RequestKind::Fields => parsed::<FieldsBody>(body).map(|body| body.ids),
        _ => None,
    };
    names.unwrap_or_default()
}

/// The internal ID of a bill, which is not its number.
pub(super) fn bill_id(code: &str) -> String {
    format!("ID01bill{code}")
}

pub(super) fn answer(stand: &Stand, request: &ReceivedRequest) -> HttpAnswer {
    let kind = request.record.kind;
    let method = if matches!(kind, RequestKind::Location | RequestKind::RiskTags) {
        "GET"
    } else {
        "POST"
    };
    if kind == RequestKind::Unknown {
        return HttpAnswer::text(404, "Not Found");
    }
    if request.record.method != method {
        return HttpAnswer::text(405, "Method Not Allowed");
    }
    match kind {
        RequestKind::Token if request.path() == ACCESS_TOKEN => exchange_key(stand, request),
        RequestKind::Token => refresh_token(stand, request),
        RequestKind::Location => location(stand, request),
        _ if !is_authorised(stand, request) => HttpAnswer::text(403, "未授权"),
        RequestKind::Links => links(stand, request),
        RequestKind::Bills => bills(stand, request),
        RequestKind::RiskTags => bill_files::risk_tags(stand, request.path()),
        RequestKind::Attachments => bill_files::attachments(stand, &request.body),
        RequestKind::FileLinks => bill_files::file_links(stand, &request.body),
        _ => fields(stand, request),
    }
}

fn is_authorised(stand: &Stand, request: &ReceivedRequest) -> bool {
    let token = request.query.get("accessToken");
    token.is_some_and(|token| stand.tokens.accepts(token, stand.clock.now_ms()))
}

fn exchange_key(stand: &Stand, request: &ReceivedRequest) -> HttpAnswer {
    let Some(body) = json_body::<KeyBody>(request) else {
        return bad_request("appKey and appSecurity are required");
    };
    if body.app_key != stand.config.app_key || body.app_security != stand.config.app_security {
        return HttpAnswer::text(403, "密钥无效");
    }
    token_answer(&stand.tokens.mint(stand.clock.now_ms()))
}

fn refresh_token(stand: &Stand, request: &ReceivedRequest) -> HttpAnswer {
    let query = &request.query;
    let (Some(access), Some(refresh), Some("219904")) = (
        query.get("accessToken"),
        query.get("refreshToken"),
        query.get("powerCode"),
    ) else {
        return bad_request("accessToken, refreshToken and powerCode=219904 are required");
    };
    match stand.tokens.refresh(access, refresh, stand.clock.now_ms()) {
        Some(grant) => token_answer(&grant),
        None => HttpAnswer::text(403, "未授权"),
    }
}

fn token_answer(grant: &IssuedToken) -> HttpAnswer {
    HttpAnswer::json(&json!({"value": {
        "accessToken": grant.access,
        "refreshToken": grant.refresh,
        "expireTime": grant.expires_ms,
        "corporationId": "sandboxCorp00",
    }}))
}

fn location(stand: &Stand, request: &ReceivedRequest) -> HttpAnswer {
    match request.query.get("corpId") {
        Some(corp) if !corp.is_empty() => {
            HttpAnswer::json(&json!({"value": format!("{}/", stand.endpoint)}))
        }
        _ => bad_request("corpId is required"),
    }
}

fn links(stand: &Stand, request: &ReceivedRequest) -> HttpAnswer {
    let Some(body) = json_body::<LinksBody>(request) else {
        return bad_request("invoiceId must be a list of IDs");
    };
    if stand
        .config
        .links_limit
        .is_some_and(|limit| body.invoice_id.len() > limit)
    {
        return HttpAnswer::text(413, "too many IDs");
    }
    let invoices = known(stand, &body.invoice_id);
    let items: Vec<SandboxLink<'_>> = invoices
        .into_iter()
        .map(|invoice| link_item(stand, invoice))
        .collect();
    HttpAnswer::json(&json!({"items": items}))
}

fn link_item<'a>(stand: &Stand, invoice: &'a SandboxInvoice) -> SandboxLink<'a> {
    let signed = || {
        let (first, second) = (&invoice.process, &invoice.second_process);
        let link = stand.link(&invoice.object_key, first.as_deref(), second.as_deref());
        Value::from(link)
    };
    let url = invoice.url.clone().unwrap_or_else(signed);
    let has_thumb = match invoice.thumb {
        Thumb::SameAsUrl => true,
        Thumb::Empty => false,
        Thumb::ByFileType => !matches!(
            ending_of(&invoice.object_key).as_str(),
            "pdf" | "ofd" | "xml"
        ),
    };
    SandboxLink {
        id: &invoice.id,
        thumb_url: if has_thumb { url.clone() } else { "".into() },
        url,
        source: &invoice.source,
        file_name: &invoice.file_name,
        region: invoice.region.as_ref(),
    }
}

fn bills(stand: &Stand, request: &ReceivedRequest) -> HttpAnswer {
    let Some(body) = json_body::<BillsBody>(request) else {
        return bad_request("type and codeOrIds are required");
    };
    let mut found: Map<String, Value> = Map::new();
    for name in &body.code_or_ids {
        let is_asked = |invoice: &&SandboxInvoice| {
            invoice.bill.as_ref().is_some_and(|bill| match body.r#type {
                BillName::Code => bill == name,
                BillName::Id => bill_id(bill) == *name,
            })
        };
        let entries: Vec<Value> = stand
            .library
            .invoices()
            .filter(is_asked)
            .map(|invoice| {
                json!({
                    "invoiceId": invoice.id,
                    "invoiceItemId": [],
                    "invoiceType": invoice.invoice_type,
                })
            })
            .collect();
        if !entries.is_empty() {
            found.insert(name.clone(), entries.into());
        }
    }
    HttpAnswer::json(&json!({"value": found}))
}

fn fields(stand: &Stand, request: &ReceivedRequest) -> HttpAnswer {
    let Some(body) = json_body::<FieldsBody>(request) else {
        return bad_request("ids must be a list of IDs");
    };
    if body.ids.len() > FIELDS_LIMIT {
        return bad_request("at most 100 ids");
    }
    let invoice_type = invoice_type_of(request.path());
    let items: Vec<Value> = known(stand, &body.ids)
        .into_iter()
        .filter(|invoice| Some(invoice.invoice_type.as_str()) == invoice_type)
        .map(|invoice| {
            let mut item = invoice.fields.clone();
            item.insert("id".to_owned(), invoice.id.clone().into());
            item.into()
        })
        .collect();
    HttpAnswer::json(&json!({"count": items.len(), "items": items}))
}

/// The known ones among these IDs, each once, last asked first: the platform keeps no order either.
fn known<'a>(stand: &'a Stand, ids: &[String]) -> Vec<&'a SandboxInvoice> {
    let unique: indexmap::IndexSet<&String> = ids.iter().collect();
    unique
        .into_iter()
        .rev()
        .filter_map(|id| stand.library.invoice(id))
        .collect()
}

fn bad_request(reason: &str) -> HttpAnswer {
    let body = json!({"errorCode": 400, "errorMessage": reason}).to_string();
    HttpAnswer::new(400, "application/json;charset=UTF-8", body)
}

fn json_body<T: DeserializeOwned>(request: &ReceivedRequest) -> Option<T> {
    let content_type = request.record.header("content-type")?;
    let is_json = content_type
        .to_ascii_lowercase()
        .starts_with("application/json");
    is_json.then(|| parsed(&request.body)).flatten()
}

fn parsed<T: DeserializeOwned>(body: &[u8]) -> Option<T> {
    serde_json::from_slice(body).ok()
}
