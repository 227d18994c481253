//! Where somebody sits who judges: a window with what it holds. What is held is renewed while somebody does something,
//! and ends by time where nobody does.

use std::time::Duration;

use tokio::time::Instant;
use uuid::Uuid;

use crate::store::{Access, StoreError};

use super::board::Board;
use super::session::Session;

/// How long what is held stays so without anything being done.
const LEASE: Duration = Duration::from_mins(10);
/// How often it is renewed at most.
const RENEW: Duration = Duration::from_secs(20);
/// How often the board is looked at because something happened somewhere.
const LOOK: Duration = Duration::from_secs(1);

/// Of one window.
#[derive(Debug)]
pub(super) struct Seat {
    id: Uuid,
    /// So many tickets are to be held; nothing was asked for yet where there are none.
    wanted: usize,
    /// More are to be claimed.
    is_asked: bool,
    renewed: Option<Instant>,
    looked: Option<Instant>,
}

impl Seat {
    pub fn new(id: Uuid) -> Self {
        Self {
            id,
            wanted: 0,
            is_asked: false,
            renewed: None,
            looked: None,
        }
    }

    /// So many tickets are wanted from now on.
    pub fn ask(&mut self, wanted: usize) {
        self.wanted = wanted;
        self.is_asked = true;
    }

    /// Claims what is asked for; the board as it is then.
    pub async fn claim(&mut self, session: &Session) -> Result<Option<Board>, StoreError> {
        if !self.is_asked || session.access != Access::Write {
            return Ok(None);
        }
        session.claim(self.id, self.wanted, LEASE).await?;
        self.renewed = Some(Instant::now());
        let mut board = self.board(session).await?;
        // Not before: whoever asked waits for it, also where the line is cut between the two.
        self.is_asked = false;
        board.is_answer = true;
        Ok(Some(board))
    }

    /// Something was done here: what is held is held on.
    pub async fn renew(&mut self, session: &Session) -> Result<(), StoreError> {
        let is_fresh = self.renewed.is_none_or(|at| at.elapsed() < RENEW);
        if is_fresh || session.access != Access::Write {
            return Ok(());
        }
        self.renewed = Some(Instant::now());
        session.claim(self.id, 0, LEASE).await.map(|_held| ())
    }

    /// The board, unless it was looked at just now.
    pub async fn look(&mut self, session: &Session) -> Result<Option<Board>, StoreError> {
        if self.looked.is_some_and(|at| at.elapsed() < LOOK) {
            return Ok(None);
        }
        self.board(session).await.map(Some)
    }

    async fn board(&mut self, session: &Session) -> Result<Board, StoreError> {
        self.looked = Some(Instant::now());
        session.board(self.id).await
    }

    /// Whoever leaves keeps nobody else from it.
    pub async fn leave(&self, session: &Session) {
        if self.wanted == 0 || session.access != Access::Write {
            return;
        }
        if let Err(error) = session.give_back(self.id).await {
            log::debug!("what is held ends by time: {error}");
        }
    }
}
