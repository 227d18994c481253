//! The tables in a database: made by the program that needs them first, brought up to date by who owns them, and told
//! from those of other versions.

use tokio_postgres::Client;

use super::connection::{WHOLE_LIMIT, within};
use crate::store::StoreError;

/// Version of the tables.
const VERSION: i32 = 4;
const TABLES: &str = include_str!("schema.sql");
/// What makes the next version of each one, the first first.
const STEPS: [&str; VERSION as usize - 1] = [
    include_str!("from_1.sql"),
    include_str!("from_2.sql"),
    include_str!("from_3.sql"),
];
const FUNCTIONS: &str = concat!(include_str!("append.sql"), include_str!("functions.sql"));
/// Whoever judges goes on judging: what is new among the functions is theirs too.
const JUDGES: &str = "DO $$
DECLARE
    judge text;
BEGIN
    FOR judge IN
        SELECT quote_ident(pg_get_userbyid(grantee)) FROM pg_proc p, aclexplode(p.proacl)
        WHERE p.pronamespace = 'invoice_lens'::regnamespace AND p.proname = 'append' AND grantee <> 0
    LOOP
        EXECUTE format('GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA invoice_lens TO %s', judge);
    END LOOP;
END
$$";
/// Names the lock that only one program at a time has while it makes or changes tables: "ILNS".
const LOCK: i64 = 0x494C_4E53;

/// What a database has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FoundSchema {
    Nothing,
    /// Of this version before this program's: it can be worked with, without what is new.
    Older(i32),
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
    Ok(match version {
        version if version > VERSION => FoundSchema::Newer,
        version if version < VERSION => FoundSchema::Older(version),
        _ => FoundSchema::Usable,
    })
}

/// Makes the tables where they are not there yet, and brings those of earlier versions up to date where they are one's
/// own; of two who do that at once the second finds it done.
pub(super) async fn make(client: &mut Client) -> Result<FoundSchema, StoreError> {
    if is_to_do(client).await? {
        let transaction = within(client.transaction()).await?;
        within(transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK])).await?;
        let done = match look(transaction.client()).await? {
            FoundSchema::Nothing => vec![TABLES, FUNCTIONS],
            FoundSchema::Older(version) => {
                let steps = STEPS
                    .iter()
                    .skip(usize::try_from(version - 1).unwrap_or_default());
                steps.copied().chain([FUNCTIONS, JUDGES]).collect()
            }
            FoundSchema::Usable | FoundSchema::Newer => Vec::new(),
        };
        for sql in done {
            // What there is of reviews may be much.
            let run = tokio::time::timeout(WHOLE_LIMIT, transaction.batch_execute(sql)).await;
            run.map_err(|_late| StoreError::Unreachable)??;
        }
        within(transaction.commit()).await?;
    }
    match look(client).await? {
        FoundSchema::Newer => Err(StoreError::Newer),
        FoundSchema::Nothing => Err(StoreError::Damaged),
        found => Ok(found),
    }
}

/// Whether there is something to make or to change, by who may.
async fn is_to_do(client: &Client) -> Result<bool, StoreError> {
    match look(client).await? {
        FoundSchema::Nothing => Ok(true),
        FoundSchema::Usable | FoundSchema::Newer => Ok(false),
        FoundSchema::Older(_) => {
            let sql = "SELECT pg_get_userbyid(relowner) = session_user FROM pg_class \
                WHERE oid = 'invoice_lens.version'::regclass";
            Ok(within(client.query_one(sql, &[])).await?.get(0))
        }
    }
}
