//! One review in PostgreSQL for several reviewers, on a real server that each test starts for itself.

mod claims;
mod copies;
mod crowd;
mod events;
mod forged;
mod kept;
mod lines;
#[path = "../support/postgres.rs"]
mod postgres;
mod reviews;
mod rights;
mod second;
mod test_tickets;
mod versions;
