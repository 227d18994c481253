//! Who works on what: the tickets that each reviewer holds at the moment, and when they did something last.

use std::sync::Arc;
use std::time::Duration;

use tokio_postgres::Client;
use uuid::Uuid;

use crate::model::InvoiceId;
use crate::store::StoreError;

use super::connection::within;
use super::rows::{self, column};

/// As of one moment, by the server's clock.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Board {
    /// What this seat holds and is still to judge, in the review's order.
    pub own: Vec<InvoiceId>,
    /// The same of all others, each with who holds it.
    pub held: Vec<(InvoiceId, Arc<str>)>,
    /// Everybody who was here, those who did something last first.
    pub present: Vec<Present>,
    /// Whether it follows a claim of this seat.
    pub is_answer: bool,
}

/// Somebody who judges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Present {
    pub reviewer: Arc<str>,
    /// How long nothing was heard of them.
    pub idle: Duration,
}

impl Board {
    pub(super) async fn read(client: &Client, review: i32, seat: Uuid) -> Result<Self, StoreError> {
        let mut board = Self::default();
        let sql = "SELECT invoice, holder, seat = $2 AND holder = session_user FROM invoice_lens.work \
            WHERE review = $1 AND seat IS NOT NULL AND NOT done AND lease_until >= now() ORDER BY ord";
        for row in within(client.query(sql, &[&review, &seat])).await? {
            let Some(id) = rows::id(column(&row, 0)?) else {
                continue;
            };
            if column(&row, 2)? {
                board.own.push(id);
            } else {
                board.held.push((id, column::<&str>(&row, 1)?.into()));
            }
        }
        let sql = "SELECT reviewer, extract(epoch from now() - active)::bigint FROM invoice_lens.presence \
            WHERE review = $1 ORDER BY active DESC, reviewer";
        for row in within(client.query(sql, &[&review])).await? {
            let idle: i64 = column(&row, 1)?;
            board.present.push(Present {
                reviewer: column::<&str>(&row, 0)?.into(),
                idle: Duration::from_secs(u64::try_from(idle).unwrap_or_default()),
            });
        }
        Ok(board)
    }
}
