//! The tables of a review file, and how it is told from other files and from those of other versions.

use rusqlite::{Connection, Transaction};

use super::StoreError;

/// Marks a file as a review: "ILNS".
pub const APPLICATION_ID: i32 = 0x494C_4E53;
/// Version of the tables.
pub const VERSION: i32 = 1;

/// Every event as it was written; what is true of each invoice after all of them; what the review is about.
const TABLES: &str = "
    CREATE TABLE event (
        seq INTEGER PRIMARY KEY,
        uuid BLOB NOT NULL UNIQUE,
        at_utc_ms INTEGER NOT NULL,
        offset_min INTEGER NOT NULL,
        reviewer TEXT NOT NULL,
        invoice TEXT,
        kind TEXT NOT NULL,
        base BLOB,
        data TEXT NOT NULL
    );
    CREATE TABLE ticket (
        ord INTEGER PRIMARY KEY,
        invoice TEXT NOT NULL UNIQUE,
        verdict TEXT,
        reason TEXT,
        judged_on TEXT,
        reviewer TEXT,
        at_utc_ms INTEGER,
        offset_min INTEGER,
        note TEXT NOT NULL DEFAULT '',
        corrected TEXT,
        newest BLOB,
        learned TEXT
    );
    CREATE TABLE about (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) WITHOUT ROWID;
";

/// Makes the tables of a new review.
pub fn create(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    transaction.execute_batch(TABLES)?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", VERSION)?;
    Ok(())
}

/// Whether this is a review that this program may write to; `Newer` where it may only read it.
pub fn check(connection: &Connection) -> Result<(), StoreError> {
    let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    if pragma("application_id")? != APPLICATION_ID {
        return Err(StoreError::NoReview);
    }
    // A view or a trigger could have anything done in the name of a table.
    let others = "SELECT count(*) FROM sqlite_schema WHERE type IN ('view', 'trigger')";
    if connection.query_row(others, [], |row| row.get::<_, i32>(0))? > 0 {
        return Err(StoreError::NoReview);
    }
    if pragma("user_version")? > VERSION {
        return Err(StoreError::Newer);
    }
    Ok(())
}
