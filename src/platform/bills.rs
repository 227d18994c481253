//! The platform's calls about bills: which invoices they have, and what the platform holds against those.

use std::collections::HashSet;

use serde::Serialize;
use serde_json::Value;

use crate::model::{BillContents, BillInvoice, BillKey, InvoiceId, InvoiceType, RiskTag};

use super::answers::WireAnswer;
use super::client::MAX_IDS_PER_CALL;
use super::{PlatformClient, PlatformError, Token};

/// Tags kept of one invoice.
const MAX_TAGS: usize = 12;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct BillsRequest<'a> {
    r#type: &'static str,
    code_or_ids: Vec<&'a str>,
}

impl PlatformClient {
    /// The invoices of these bills, at most [`MAX_IDS_PER_CALL`], all named by number or all by ID. Bills that the platform
    /// does not know are absent.
    pub async fn bills(
        &self,
        token: &Token,
        bills: &[BillKey],
    ) -> Result<Vec<BillContents>, PlatformError> {
        debug_assert!(bills.len() <= MAX_IDS_PER_CALL, "{} bills", bills.len());
        let are_ids = bills.first().is_some_and(BillKey::is_id);
        let body = BillsRequest {
            r#type: if are_ids { "id" } else { "code" },
            code_or_ids: bills.iter().map(BillKey::as_str).collect(),
        };
        let path = "/api/openapi/v2/extension/flow/INVOICE/search";
        let answer = self.asked(token, path, &body, bills.len()).await?;
        let Some(Value::Object(found)) = answer.value else {
            return Err(PlatformError::Unreadable("no value"));
        };
        let contents = |bill: &BillKey| {
            let invoices = invoices_of(found.get(bill.as_str())?);
            let bill = bill.clone();
            (!invoices.is_empty()).then_some(BillContents { bill, invoices })
        };
        Ok(bills.iter().filter_map(contents).collect())
    }

    /// What the platform holds against invoices of these bills, which are named by ID. Invoices and bills without a tag are
    /// absent.
    pub async fn risk_tags(
        &self,
        token: &Token,
        bills: &[BillKey],
    ) -> Result<Vec<(InvoiceId, Vec<RiskTag>)>, PlatformError> {
        let ids: Vec<&str> = bills.iter().map(BillKey::as_str).collect();
        let path = format!("/api/openapi/v2/invoice/risk/label/[{}]", ids.join(","));
        let answer = self.looked_up(token, &path, bills.len()).await?;
        Ok(tags_in(&answer.items.ok_or(NO_ITEMS)?))
    }

    /// The answer to a call, without the token that the server may repeat.
    pub(super) async fn asked(
        &self,
        token: &Token,
        path: &str,
        body: &impl Serialize,
        ids: usize,
    ) -> Result<WireAnswer, PlatformError> {
        let url = self.with_token(path, token);
        let received = self.http.post(&self.endpoint, url, body, ids).await?;
        super::client::understood(&received.without_token(token), &[token.expose()])
    }

    async fn looked_up(
        &self,
        token: &Token,
        path: &str,
        ids: usize,
    ) -> Result<WireAnswer, PlatformError> {
        let url = self.with_token(path, token);
        let client = self.http.client(self.endpoint.is_loopback())?;
        let limit = self.http.limits.answer_bytes_for(ids);
        let received = self.http.receive(client.get(url), limit).await?;
        super::client::understood(&received.without_token(token), &[token.expose()])
    }

    pub(super) fn with_token(&self, path: &str, token: &Token) -> url::Url {
        let mut url = self.endpoint.call(path);
        url.query_pairs_mut()
            .append_pair("accessToken", token.expose());
        url
    }
}

/// What an answer lacks that has no list.
pub(super) const NO_ITEMS: PlatformError = PlatformError::Unreadable("no items");

/// Each once, in the order in which they came; what is no invoice is left out.
pub(super) fn invoices_of(list: &Value) -> Vec<BillInvoice> {
    let mut seen = HashSet::new();
    let invoices = list.as_array().into_iter().flatten();
    let invoice = |item: &Value| {
        let id = InvoiceId::new(item.get("invoiceId")?.as_str()?).ok()?;
        let kind = item.get("invoiceType").and_then(Value::as_str);
        let kind = kind.and_then(InvoiceType::from_code);
        Some(BillInvoice { id, kind })
    };
    invoices
        .filter_map(invoice)
        .filter(|it| seen.insert(it.id.clone()))
        .collect()
}

pub(super) fn tags_in(items: &[Value]) -> Vec<(InvoiceId, Vec<RiskTag>)> {
    fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
        let list = value.get(name).and_then(Value::as_array);
        list.map_or(&[], Vec::as_slice)
    }
    let mut found: Vec<(InvoiceId, Vec<RiskTag>)> = Vec::new();
    let details = items.iter().flat_map(|item| list(item, "details"));
    for tag in details.flat_map(|detail| list(detail, "riskTags")) {
        let text = |name| tag.get(name).and_then(Value::as_str);
        let id = text("invoiceId").and_then(|it| InvoiceId::new(it).ok());
        let Some((id, tag)) = id.zip(text("tagName").and_then(RiskTag::new)) else {
            continue;
        };
        match found.iter_mut().find(|(known, _)| *known == id) {
            Some((_, tags)) if tags.contains(&tag) || tags.len() >= MAX_TAGS => {}
            Some((_, tags)) => tags.push(tag),
            None => found.push((id, vec![tag])),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn invoices_of_a_bill_are_read_each_once() {
        let list = json!([
            {"invoiceId": "gwobfjObAAno00:3700171320:38415400", "invoiceItemId": ["zz4"], "invoiceType": "invoice"},
            {"invoiceId": "5-sbyDJSOI0800", "invoiceItemId": [], "invoiceType": "taxi"},
            {"invoiceId": "5-sbyDJSOI0800", "invoiceType": "train"},
            {"invoiceId": "ID01aaaaaaaa01", "invoiceType": null},
            {"invoiceId": null}, {"invoiceId": "没有"}, 7,
        ]);
        let invoices = invoices_of(&list);
        let kinds: Vec<_> = invoices.iter().map(|it| it.kind.clone()).collect();
        let expected = [Some(InvoiceType::Invoice), Some(InvoiceType::Taxi), None];
        assert_eq!(kinds, expected);
        assert!(invoices_of(&json!({"invoiceId": "x"})).is_empty());
    }

    #[test]
    fn tags_are_gathered_by_invoice() {
        let tag = |name: &str, id: &str| json!({"tagName": name, "type": "X", "invoiceId": id});
        let (a, b) = ("ID01aaaaaaaa01", "ID01aaaaaaaa02");
        let items = [
            json!({"flowId": "f1", "details": [
                {"detailId": "d1", "riskTags": [tag("重复", a), tag("重复", a), tag("连号", a)]},
                {"detailId": "d2", "riskTags": [tag("过期", b), tag("", b), json!({"tagName": "?"})]},
                {"detailId": "d3", "riskTags": null},
            ]}),
            json!({"flowId": "f2"}),
        ];
        let found = tags_in(&items);
        let texts: Vec<(&str, Vec<&str>)> = found
            .iter()
            .map(|(id, tags)| (id.as_str(), tags.iter().map(RiskTag::as_str).collect()))
            .collect();
        assert_eq!(texts, [(a, vec!["重复", "连号"]), (b, vec!["过期"])]);
    }
}
