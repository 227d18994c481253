//! The same review in PostgreSQL, for a room of reviewers: `docs/team.md` says what it needs there.

mod address;
mod address_parts;
mod board;
mod connection;
mod copy;
mod line;
mod outbox;
mod password;
mod rows;
mod schema;
mod seat;
mod session;

use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use tokio::runtime::{Builder, Runtime};
use uuid::Uuid;

use crate::model::{Event, InvoiceId, Learned};

use super::record::{Contents, Record};
use super::{Access, StoreError};

pub use address::{AddressError, DatabaseAddress, ReviewAddress, Server};
pub use address_parts::AddressParts;
pub use board::{Board, Present};
pub(super) use copy::put_into;
pub use copy::{copy, read_at};
pub(super) use line::serve;
pub use line::{Collided, DatabaseRequest, Judge, Unheard};
pub use session::Appended;

use session::Session;

/// An open review in a database, for who may wait for its answers.
pub struct TeamReview {
    runtime: Runtime,
    session: Session,
}

impl TeamReview {
    /// Opens a review that is there. The password is looked for where PostgreSQL's own programs look where none is given.
    pub fn open(
        address: &DatabaseAddress,
        password: Option<&SecretString>,
    ) -> Result<Self, StoreError> {
        let runtime = runtime()?;
        let session = runtime.block_on(Session::open(address, password))?;
        Ok(Self { runtime, session })
    }

    /// Puts a new review in under a name that is not taken; all of it or nothing. Makes the tables where there are none.
    pub fn create(
        address: &DatabaseAddress,
        password: Option<&SecretString>,
        platform: &str,
        records: &[Record],
        learned: &[(InvoiceId, Learned)],
    ) -> Result<(), StoreError> {
        let creating = session::create(address, password, platform, records, learned);
        runtime()?.block_on(creating)
    }

    /// As whom the server knows who came: in this name everything is done.
    pub fn user(&self) -> &Arc<str> {
        &self.session.user
    }

    pub fn access(&self) -> Access {
        self.session.access
    }

    /// Whether this user asks for second verdicts, and settles what they disagree about.
    pub fn may_settle(&self) -> bool {
        self.session.may_settle
    }

    pub fn contents(&mut self) -> Result<Contents, StoreError> {
        Ok(self.contents_with_events()?.0)
    }

    /// The same, unless something of it is not for this user to know: then it does not leave the window.
    fn whole(&mut self) -> Result<(Contents, Vec<Event>), StoreError> {
        if self.runtime.block_on(self.session.is_blind())? {
            return Err(StoreError::Hidden);
        }
        self.contents_with_events()
    }

    fn contents_with_events(&mut self) -> Result<(Contents, Vec<Event>), StoreError> {
        self.runtime.block_on(self.session.contents())
    }

    /// What was added behind this number, and how far that goes.
    pub fn events_after(&self, seq: i64) -> Result<(Vec<Event>, i64), StoreError> {
        self.runtime.block_on(self.session.events_after(seq))
    }

    /// Adds an event in the name of the user, unless it is there already.
    pub fn append(&self, record: Record) -> Result<Appended, StoreError> {
        let record = rows::signed(record, &self.session.user);
        self.runtime.block_on(self.session.append(&record))
    }

    pub fn learn(&self, learned: &[(InvoiceId, Learned)]) -> Result<(), StoreError> {
        self.runtime.block_on(self.session.learn(learned))
    }

    pub fn set_place(&self, place: &str) -> Result<(), StoreError> {
        self.runtime.block_on(self.session.set_place(place))
    }

    /// Keeps what of its lists is no invoice of its own.
    pub fn set_intake(&self, intake: &str) -> Result<(), StoreError> {
        self.runtime.block_on(self.session.set_intake(intake))
    }

    /// Claims whole pages until this seat has so many tickets to judge, and renews what it has. What it has comes back.
    pub fn claim(
        &self,
        seat: Uuid,
        wanted: usize,
        lease: Duration,
    ) -> Result<Vec<InvoiceId>, StoreError> {
        let claiming = self.session.claim(seat, wanted, lease);
        self.runtime.block_on(claiming)
    }

    /// Gives back all that this seat has.
    pub fn give_back(&self, seat: Uuid) -> Result<(), StoreError> {
        self.runtime.block_on(self.session.give_back(seat))
    }

    /// Who holds what at the moment, as this seat sees it.
    pub fn board(&self, seat: Uuid) -> Result<Board, StoreError> {
        self.runtime.block_on(self.session.board(seat))
    }
}

fn runtime() -> Result<Runtime, StoreError> {
    Ok(Builder::new_current_thread().enable_all().build()?)
}
