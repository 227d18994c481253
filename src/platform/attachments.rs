//! The platform's calls for the files that were attached to bills: which there are, and links to them.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use serde::Serialize;
use serde_json::{Value, json};

use crate::model::{BillKey, plain_line};

use super::answers::WireAnswer;
use super::bills::NO_ITEMS;
use super::client::{life_of, understood};
use super::http::server_time;
use super::reach::link_from;
use super::{Endpoint, PlatformClient, PlatformError, SignedUrl, Token};

/// How long a link is asked to live: the documented most.
const LINK_SECS: u32 = 1800;
/// Files kept of one bill.
const MAX_FILES: usize = 2000;
/// Longest name of a file that is taken.
const MAX_NAME_BYTES: usize = 1024;
/// Longest name of a file that is shown.
const MAX_NAME_CHARS: usize = 255;

/// A file of a bill.
#[derive(Clone, Debug)]
pub struct Attachment {
    pub file: AttachedFile,
    /// What it was called where it was uploaded.
    pub name: String,
    /// Printed code and number of the invoice that it is of, where it is of one and they were read.
    pub code: Option<String>,
    pub number: Option<String>,
    /// Whether it was attached as an invoice.
    pub is_invoice: bool,
    /// A link and how long it works, where the answer had one.
    pub link: Option<(SignedUrl, Duration)>,
}

/// What names a file to the platform.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AttachedFile {
    pub id: Arc<str>,
    /// Where it is stored: the same as in the links of invoices.
    pub key: Arc<str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AttachmentsRequest<'a> {
    flow_ids: Vec<&'a str>,
}

impl PlatformClient {
    /// The files of these bills, which are named by ID; at most [`super::MAX_IDS_PER_CALL`]. The platform refuses a call
    /// in which one bill is unknown.
    pub async fn attachments(
        &self,
        token: &Token,
        bills: &[BillKey],
    ) -> Result<Vec<(BillKey, Vec<Attachment>)>, PlatformError> {
        let body = AttachmentsRequest {
            flow_ids: bills.iter().map(BillKey::as_str).collect(),
        };
        let url = self.with_token("/api/openapi/v1/flowDetails/attachment", token);
        let received = self
            .http
            .post(&self.endpoint, url, &body, bills.len())
            .await?;
        let answered = server_time(&received.headers);
        let answer = understood(&received.without_token(token), &[token.expose()])?;
        let items = answer.items.ok_or(NO_ITEMS)?;
        let of_bill = |bill: &BillKey| {
            let is_it = |item: &&Value| text(item, "flowId") == Some(bill.as_str());
            let files = items.iter().filter(is_it);
            let files = files.flat_map(|item| files_in(&self.endpoint, item, answered));
            (bill.clone(), files.take(MAX_FILES).collect())
        };
        Ok(bills.iter().map(of_bill).collect())
    }

    /// New links to these files, each with how long it works; at most [`super::MAX_IDS_PER_CALL`]. Files that the platform
    /// does not have are absent.
    pub async fn download_links(
        &self,
        token: &Token,
        files: &[AttachedFile],
    ) -> Result<Vec<(AttachedFile, SignedUrl, Duration)>, PlatformError> {
        let request = |file: &AttachedFile| json!({"id": &*file.id, "key": &*file.key, "expiration": LINK_SECS});
        let body: Vec<Value> = files.iter().map(request).collect();
        let url = self.with_token("/api/openapi/v2/attachment/downloadurls", token);
        let received = self
            .http
            .post(&self.endpoint, url, &body, body.len())
            .await?;
        let answered = server_time(&received.headers);
        let received = received.without_token(token);
        // This call answers a list without a name.
        let list = WireAnswer::read_list(&received.body);
        let items = if let Some(items) = list.filter(|_| received.status == 200) {
            items
        } else {
            let answer = understood(&received, &[token.expose()])?;
            answer.items.ok_or(NO_ITEMS)?
        };
        let link_of = |file: &AttachedFile| {
            let is_it = |item: &&Value| {
                text(item, "key") == Some(&file.key)
                    && text(item, "id").is_none_or(|it| *it == *file.id)
            };
            let link = text(items.iter().find(is_it)?, "url")?;
            let link = link_from(&self.endpoint, link).ok()?;
            let life = life_of(&link, answered).min(Duration::from_secs(LINK_SECS.into()));
            Some((file.clone(), link, life))
        };
        Ok(files.iter().filter_map(link_of).collect())
    }
}

/// Invoices first, then what else is attached to the bill's items.
pub(super) fn files_in(
    endpoint: &Endpoint,
    bill: &Value,
    answered: Option<SystemTime>,
) -> Vec<Attachment> {
    let parts = || list(bill, "attachmentList");
    let of = |name, is_invoice| {
        let files = parts().iter().flat_map(move |part| list(part, name));
        files.filter_map(move |file| attachment(endpoint, file, is_invoice, answered))
    };
    of("invoiceUrls", true)
        .chain(of("attachmentUrls", false))
        .collect()
}

/// The documented answer calls the code `invoiceNumber` and the number `invoiceCode`.
fn attachment(
    endpoint: &Endpoint,
    file: &Value,
    is_invoice: bool,
    answered: Option<SystemTime>,
) -> Option<Attachment> {
    let named = |name| text(file, name).filter(|it| !it.is_empty() && it.len() <= MAX_NAME_BYTES);
    let link = text(file, "url").and_then(|link| link_from(endpoint, link).ok());
    Some(Attachment {
        file: AttachedFile {
            id: named("fileId")?.into(),
            key: named("key")?.into(),
        },
        name: plain_line(named("fileName").unwrap_or_default(), MAX_NAME_CHARS),
        code: named("invoiceNumber").map(str::to_owned),
        number: named("invoiceCode").map(str::to_owned),
        is_invoice,
        link: link.map(|link| (link.clone(), life_of(&link, answered))),
    })
}

fn text<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value.get(name)?.as_str()
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    let list = value.get(name).and_then(Value::as_array);
    list.map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invoices_come_before_other_files_with_code_and_number_put_right() {
        let bill = json!({"flowId": "6_kcgINHfcbI00", "attachmentList": [
            {"type": "flow.body", "attachmentUrls": [
                {"key": "a-1.jpg", "url": "https://vipimg.example/a-1.jpg?e=1612428089&token=k:v", "fileId": "2u8", "fileName": "a.jpg"},
                {"url": "https://vipimg.example/b.jpg?e=1&token=k:v"},
            ]},
            {"type": "flow.free", "freeId": "r3", "invoiceUrls": [
                {"key": "c-1.jpg", "fileId": "YrM", "fileName": "c.jpg", "invoiceNumber": "144062070284", "invoiceCode": "00097977"},
            ]},
            {"type": "flow.receipt", "receiptUrls": [{"key": "d.pdf"}]},
        ]});
        let endpoint = Endpoint::parse("https://app.ekuaibao.com").expect("valid");
        let files = files_in(&endpoint, &bill, None);
        let keys: Vec<&str> = files.iter().map(|it| &*it.file.key).collect();
        assert_eq!(keys, ["c-1.jpg", "a-1.jpg"]);
        assert_eq!(files[0].code.as_deref(), Some("144062070284"));
        assert_eq!(files[0].number.as_deref(), Some("00097977"));
        assert!(files[0].is_invoice && files[0].link.is_none());
        let (link, _) = files[1].link.as_ref().expect("a link");
        assert_eq!(link.expires(), Some(1_612_428_089));
        assert!(!format!("{files:?}").contains("k:v"));
    }
}
