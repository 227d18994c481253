//! Rows made up for tests.

use super::head::{Head, Reconciliation, ReviewFigures, Scope, Summary};
use super::row::{Row, RowError, Status};
use crate::model::InvoiceId;

/// One that is ready, one that is unknown and one that failed.
pub fn rows() -> Vec<Row> {
    let id = |text| InvoiceId::new(text).expect("an ID");
    let error = RowError {
        code: "timeout",
        message: "the server takes too long".to_owned(),
    };
    vec![
        Row::new(id("ID01xO4NESQ6gD"), Status::Ready, None),
        Row::new(id("ID01unknown000"), Status::NotFound, None),
        Row::new(id("ID01failed0000"), Status::Failed, Some(error)),
    ]
}

pub fn head(rows: &[Row]) -> Head {
    let mut summary = Summary::default();
    for row in rows {
        summary.count(row.status, row.verdict.as_ref());
    }
    Head {
        generated: "2026-11-22T10:00:00.5Z".parse().expect("a time"),
        platform: Some("app.example".to_owned()),
        scope: Scope::All,
        reconciliation: Reconciliation::new(&summary, None),
        summary,
        review: ReviewFigures::default(),
    }
}
