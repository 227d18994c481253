//! The platform's call for what OCR read of invoices.

use std::collections::HashSet;

use serde::Serialize;
use serde_json::Value;

use crate::model::{Fields, InvoiceId, InvoiceType};

use super::bills::NO_ITEMS;
use super::client::MAX_IDS_PER_CALL;
use super::{PlatformClient, PlatformError, Token};

#[derive(Serialize)]
struct FieldsRequest<'a> {
    ids: Vec<&'a str>,
}

impl PlatformClient {
    /// What OCR read of those of `ids` that are of this kind, which must be a documented one; at most
    /// [`MAX_IDS_PER_CALL`].
    pub async fn fields(
        &self,
        token: &Token,
        kind: &InvoiceType,
        ids: &[InvoiceId],
    ) -> Result<Vec<(InvoiceId, Fields)>, PlatformError> {
        debug_assert!(
            kind.is_listed() && ids.len() <= MAX_IDS_PER_CALL,
            "{kind:?}"
        );
        let body = FieldsRequest {
            ids: ids.iter().map(InvoiceId::as_str).collect(),
        };
        let path = format!(
            "/api/openapi/v2/extension/INVOICE/object/{}/search",
            kind.code()
        );
        let answer = self.asked(token, &path, &body, ids.len()).await?;
        Ok(joined(ids, kind, &answer.items.ok_or(NO_ITEMS)?))
    }
}

/// Joins by ID: order does not count, the first of several with one ID wins, what nobody asked for is left.
pub(super) fn joined(
    ids: &[InvoiceId],
    kind: &InvoiceType,
    items: &[Value],
) -> Vec<(InvoiceId, Fields)> {
    let mut open: HashSet<&str> = ids.iter().map(InvoiceId::as_str).collect();
    let read = |item: &Value| {
        let object = item.as_object()?;
        let id = object.get("id")?.as_str()?;
        let id = InvoiceId::new(id).ok().filter(|_| open.remove(id))?;
        Some((id, Fields::read(kind.clone(), object)))
    };
    items.iter().filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn fields_are_joined_by_id_and_the_first_wins() {
        let id = |text| InvoiceId::new(text).expect("an ID");
        let (a, b) = (id("ID01aaaaaaaa01"), id("ID01aaaaaaaa02"));
        let item = |id: &InvoiceId, name: &str| json!({"id": id, "E_system_发票主体_备注": name});
        let other = id("ID01aaaaaaaa09");
        let items = [
            item(&b, "second"),
            item(&other, "not asked"),
            item(&a, "first"),
            item(&a, "again"),
            json!({"E_system_发票主体_备注": "whose?"}),
            json!(null),
        ];
        let found = joined(&[a.clone(), b.clone()], &InvoiceType::Taxi, &items);
        let ids: Vec<_> = found.iter().map(|(id, _)| id.clone()).collect();
        assert_eq!(ids, [b, a]);
        assert_eq!(found[1].1.entries[0].value.plain(), "first");
        assert_eq!(found[1].1.kind, InvoiceType::Taxi);
    }
}
