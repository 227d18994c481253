//! A limit for what a file may have `SQLite` do while it is looked at: one made to do harm could keep it busy for ever.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::StoreError;

/// Far more than a review of a hundred thousand invoices takes.
const LIMIT: Duration = Duration::from_secs(20);
/// Steps of its machine between two looks at the time.
const STEPS: i32 = 10_000;

/// Ends what a connection does; nothing while no limit has begun.
pub(super) struct Limit(Arc<Mutex<Option<Instant>>>);

/// While it lives, what the connection does is ended once the limit is over.
pub(super) struct Within<'a>(&'a Limit);

impl Limit {
    pub fn of(connection: &mut Connection) -> Result<Self, StoreError> {
        let until = Arc::new(Mutex::new(None));
        let watched = Arc::clone(&until);
        let is_over = move || {
            let until: Option<Instant> = *watched.lock().unwrap_or_else(PoisonError::into_inner);
            until.is_some_and(|until| Instant::now() > until)
        };
        connection.progress_handler(STEPS, Some(is_over))?;
        Ok(Self(until))
    }

    pub fn begin(&self) -> Within<'_> {
        self.begin_for(LIMIT)
    }

    fn begin_for(&self, limit: Duration) -> Within<'_> {
        self.set(Some(Instant::now() + limit));
        Within(self)
    }

    fn set(&self, until: Option<Instant>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = until;
    }
}

impl Drop for Within<'_> {
    fn drop(&mut self) {
        self.0.set(None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_never_ends_is_ended_and_what_follows_is_not() {
        let mut connection = Connection::open_in_memory().expect("memory");
        let limit = Limit::of(&mut connection).expect("a handler");
        let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
        let count = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
        let within = limit.begin_for(Duration::ZERO);
        assert_eq!(
            count(endless).map_err(StoreError::from),
            Err(StoreError::Endless)
        );
        drop(within);
        assert_eq!(count("SELECT 7"), Ok(7));
    }
}
