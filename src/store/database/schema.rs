//! The tables in a database: made by the program that needs them first, and told from those of other versions.

use tokio_postgres::Client;

use super::connection::within;
use crate::store::StoreError;

/// Version of the tables.
const VERSION: i32 = 1;
const TABLES: &str = include_str!("schema.sql");
/// Names the lock that only one program at a time has while it makes or changes tables: "ILNS".
const LOCK: i64 = 0x494C_4E53;

/// What a database has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FoundSchema {
    Nothing,
    Usable,
    /// A newer program made them: they can be looked at and not changed.
    Newer,
}

/// Looks, and changes nothing.
pub(super) async fn look(client: &Client) -> Result<FoundSchema, StoreError> {
    // Asked of the catalogue itself: functions that look names up may remember that there was nothing a moment ago.
    let sql = "SELECT EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
        WHERE n.nspname = 'invoice_lens' AND c.relname = 'version')";
    let is_there: bool = within(client.query_one(sql, &[])).await?.get(0);
    if !is_there {
        return Ok(FoundSchema::Nothing);
    }
    let sql = "SELECT version FROM invoice_lens.version";
    let version: i32 = within(client.query_one(sql, &[])).await?.get(0);
    Ok(if version > VERSION {
        FoundSchema::Newer
    } else {
        FoundSchema::Usable
    })
}

/// Makes the tables where they are not there yet; of two who do that at once the second finds them made.
pub(super) async fn make(client: &mut Client) -> Result<(), StoreError> {
    if look(client).await? == FoundSchema::Nothing {
        let transaction = within(client.transaction()).await?;
        within(transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK])).await?;
        if look(transaction.client()).await? == FoundSchema::Nothing {
            within(transaction.batch_execute(TABLES)).await?;
        }
        within(transaction.commit()).await?;
    }
    match look(client).await? {
        FoundSchema::Usable => Ok(()),
        FoundSchema::Newer => Err(StoreError::Newer),
        FoundSchema::Nothing => Err(StoreError::Damaged),
    }
}
