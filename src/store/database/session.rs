//! A review in a database while there is a connection: what is read of it, and what is added to it.

use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, GenericClient, IsolationLevel, Row, Statement};
use uuid::Uuid;

use crate::model::{Deed, Event, EventId, InvoiceId, Learned};
use crate::store::record::{Contents, Header, Record};
use crate::store::replay::Replay;
use crate::store::{Access, StoreError};

use super::address::DatabaseAddress;
use super::board::Board;
use super::connection::{WHOLE_LIMIT, connect, within};
use super::line::Unheard;
use super::rows::{self, Found, Written, column};
use super::schema::{self, FoundSchema};

/// What became of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Appended {
    /// It would survive a power cut.
    Written,
    /// Of these invoices somebody else had said something that the writer had not seen: theirs stays, and this is kept
    /// beside it.
    Collided(Vec<InvoiceId>),
}

pub(super) struct Session {
    client: Client,
    /// Says that something may have happened, and ends with the connection.
    pub hints: UnboundedReceiver<()>,
    review: i32,
    header: Header,
    /// As whom the server knows who came.
    pub user: Arc<str>,
    pub access: Access,
    /// Whether this user asks for second verdicts, and settles what they disagree about.
    pub may_settle: bool,
    /// Whether its tables know of second verdicts.
    has_second: bool,
    append: Option<Statement>,
}

impl Session {
    /// Opens a review that is there.
    pub async fn open(
        address: &DatabaseAddress,
        password: Option<&SecretString>,
    ) -> Result<Self, StoreError> {
        let (mut client, hints) = connect(address, password).await?;
        let found = match schema::look(&client).await? {
            FoundSchema::Nothing => return Err(StoreError::Absent),
            FoundSchema::Older(_) => schema::make(&mut client).await?,
            found => found,
        };
        let sql = "SELECT session_user::text, id, platform, \
            has_function_privilege('invoice_lens.append(int, uuid, bigint, smallint, text, text, text, uuid, text, \
                text[], text[], text[], bigint[], text[])', 'execute'), \
            intake FROM invoice_lens.review WHERE name = $1 AND is_open";
        let row = within(client.query_opt(sql, &[&address.review])).await?;
        let row = row.ok_or(StoreError::Absent)?;
        let user: Arc<str> = column::<&str>(&row, 0)?.into();
        let review = column(&row, 1)?;
        let sql = "SELECT place FROM invoice_lens.place WHERE review = $1 AND reviewer = $2";
        let place = within(client.query_opt(sql, &[&review, &&*user])).await?;
        let place = place.map(|row| column(&row, 0)).transpose()?;
        let access = match (found, column(&row, 3)?) {
            (FoundSchema::Newer, _) => Access::Newer,
            (_, false) => Access::Protected,
            (_, true) => Access::Write,
        };
        let may_settle = found == FoundSchema::Usable && may_settle(&client).await?;
        let mut session = Self {
            hints,
            review,
            header: Header {
                platform: column(&row, 2)?,
                place: place.unwrap_or_default(),
                intake: column(&row, 4)?,
            },
            user,
            access,
            may_settle,
            has_second: found == FoundSchema::Usable,
            append: None,
            client,
        };
        if access == Access::Write {
            if session.has_newer_events().await? {
                session.access = Access::Newer;
            }
            session.append = Some(within(session.client.prepare(rows::APPEND)).await?);
        }
        // What happens from here on is hinted at; what happened before is read after it.
        within(session.client.batch_execute("LISTEN invoice_lens")).await?;
        Ok(session)
    }

    async fn has_newer_events(&self) -> Result<bool, StoreError> {
        let sql = "SELECT DISTINCT kind FROM invoice_lens.event WHERE review = $1";
        for row in within(self.client.query(sql, &[&self.review])).await? {
            if !Deed::is_known(column(&row, 0)?) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// All that it says, and the events that this follows from, as of one moment.
    pub async fn contents(&mut self) -> Result<(Contents, Vec<Event>), StoreError> {
        let (header, review) = (self.header.clone(), self.review);
        let whole = async {
            let building = self.client.build_transaction();
            let building = building.isolation_level(IsolationLevel::RepeatableRead);
            let moment = within(building.read_only(true).start()).await?;
            let sql = rows::SELECT_EVENTS_AFTER;
            let rows = moment.query(sql, &[&review, &0_i64]).await?;
            let newest = rows.last().map_or(Ok(0), |row| column(row, 8))?;
            let (events, unreadable) = events_of(&rows)?;
            let mut replay = Replay::of(events.iter().cloned());
            let mut contents = Contents {
                header,
                newest,
                unreadable,
                history: std::mem::take(&mut replay.history),
                ..Contents::default()
            };
            for row in moment.query(rows::SELECT_TICKETS, &[&review]).await? {
                let Some((id, learned)) = rows::ticket(&row)? else {
                    continue;
                };
                if let Some(state) = replay.now.remove(&id) {
                    contents.states.push((id.clone(), state));
                }
                if let Some(learned) = learned {
                    contents.learned.push((id.clone(), learned));
                }
                contents.ids.push(id);
            }
            moment.commit().await?;
            Ok((contents, events))
        };
        let read = tokio::time::timeout(WHOLE_LIMIT, whole).await;
        read.map_err(|_late| StoreError::Unreachable)?
    }

    /// What was added behind this number, in the order in which it became part of the review, and how far that goes.
    pub async fn events_after(&self, seq: i64) -> Result<(Vec<Event>, i64), StoreError> {
        let sql = rows::SELECT_EVENTS_AFTER;
        let rows = within(self.client.query(sql, &[&self.review, &seq])).await?;
        let newest = rows.last().map_or(Ok(seq), |row| column(row, 8))?;
        Ok((events_of(&rows)?.0, newest))
    }

    /// Adds an event, unless it is there already.
    pub async fn append(&self, record: &Record) -> Result<Appended, StoreError> {
        let append = self.append.as_ref().ok_or(StoreError::ReadOnly)?;
        append_to(&self.client, append, self.review, record).await
    }

    pub async fn learn(&self, learned: &[(InvoiceId, Learned)]) -> Result<(), StoreError> {
        if self.access != Access::Write {
            return Ok(());
        }
        learn(&self.client, self.review, learned).await
    }

    /// Remembers where this user is.
    pub async fn set_place(&self, place: &str) -> Result<(), StoreError> {
        if self.access != Access::Write {
            return Ok(());
        }
        let sql = "SELECT invoice_lens.set_place($1, $2)";
        within(self.client.execute(sql, &[&self.review, &place])).await?;
        Ok(())
    }

    /// Keeps what of its lists is no invoice of its own.
    pub async fn set_intake(&self, intake: &str) -> Result<(), StoreError> {
        if self.access != Access::Write {
            return Ok(());
        }
        let sql = "SELECT invoice_lens.set_intake($1, $2)";
        within(self.client.execute(sql, &[&self.review, &intake])).await?;
        Ok(())
    }

    /// Claims whole pages until this seat has so many tickets to judge, and renews what it has. What it has comes back.
    pub async fn claim(
        &self,
        seat: Uuid,
        wanted: usize,
        lease: Duration,
    ) -> Result<Vec<InvoiceId>, StoreError> {
        let sql = "SELECT invoice_lens.claim($1, $2, $3, $4)";
        let wanted = i32::try_from(wanted).unwrap_or(i32::MAX);
        let lease = i32::try_from(lease.as_secs()).unwrap_or(i32::MAX);
        let values: [&(dyn ToSql + Sync); 4] = [&self.review, &seat, &wanted, &lease];
        let rows = within(self.client.query(sql, &values)).await?;
        rows::ids(&rows)
    }

    /// Gives back all that this seat has.
    pub async fn give_back(&self, seat: Uuid) -> Result<(), StoreError> {
        let sql = "SELECT invoice_lens.give_back($1, $2)";
        within(self.client.execute(sql, &[&self.review, &seat])).await?;
        Ok(())
    }

    /// What this user said in vain and has not decided about.
    pub async fn unheard(&self) -> Result<Vec<Unheard>, StoreError> {
        let sql = rows::SELECT_UNHEARD;
        let values: [&(dyn ToSql + Sync); 2] = [&self.review, &&*self.user];
        let mut unheard = Vec::new();
        for row in within(self.client.query(sql, &values)).await? {
            let ids: Vec<&str> = column(&row, 8)?;
            let invoices = ids.into_iter().filter_map(rows::id);
            if let Some(event) = rows::event(&row)?.event() {
                let invoices = invoices.collect();
                unheard.push(Unheard { event, invoices });
            }
        }
        Ok(unheard)
    }

    /// The invoices of which this user was told by a collision what stands, decided or not; a second verdict in vain tells
    /// nothing.
    pub async fn told(&self) -> Result<Vec<InvoiceId>, StoreError> {
        let sql = "SELECT DISTINCT unnest(invoices) FROM invoice_lens.collision \
            WHERE review = $1 AND reviewer = $2 AND kind <> 'second/1'";
        let values: [&(dyn ToSql + Sync); 2] = [&self.review, &&*self.user];
        let rows = within(self.client.query(sql, &values)).await?;
        rows::ids(&rows)
    }

    /// Whether this user may be asked for a second verdict on a ticket, or gave one that nobody settled, and so is not to
    /// know what others said of it.
    pub async fn is_blind(&self) -> Result<bool, StoreError> {
        if !self.has_second || self.access != Access::Write || self.may_settle {
            return Ok(false);
        }
        let sql = "SELECT EXISTS (SELECT 1 FROM invoice_lens.work \
            JOIN invoice_lens.ticket ON ticket.review = work.review AND ticket.invoice = work.invoice \
            LEFT JOIN invoice_lens.second_opinion said ON said.review = work.review AND said.invoice = work.invoice \
            WHERE work.review = $1 AND work.slot = 1 AND ticket.verdict IS NOT NULL \
            AND session_user <> ALL (ticket.judges) \
            AND (said.reviewer IS NULL OR (said.reviewer = session_user AND said.settled_by IS NULL)))";
        column(
            &within(self.client.query_one(sql, &[&self.review])).await?,
            0,
        )
    }

    /// It is decided what becomes of what this user said in vain.
    pub async fn decided(&self, event: EventId) -> Result<(), StoreError> {
        let sql = "SELECT invoice_lens.decided($1, $2)";
        within(self.client.execute(sql, &[&self.review, &event])).await?;
        Ok(())
    }

    /// Who holds what at the moment, as this seat sees it.
    pub async fn board(&self, seat: Uuid) -> Result<Board, StoreError> {
        Board::read(&self.client, self.review, seat).await
    }
}

/// The events of these rows that this program can read, and how many say nothing that their kind has to.
fn events_of(rows: &[Row]) -> Result<(Vec<Event>, usize), StoreError> {
    let (mut events, mut unreadable) = (Vec::with_capacity(rows.len()), 0);
    for row in rows {
        match rows::event(row)? {
            Found::Event(event) => events.push(event),
            Found::Newer => {}
            Found::Unreadable => unreadable += 1,
        }
    }
    if unreadable > 0 {
        log::warn!("{unreadable} events of the review cannot be read and are passed over");
    }
    Ok((events, unreadable))
}

async fn may_settle(client: &Client) -> Result<bool, StoreError> {
    let sql = "SELECT has_table_privilege(session_user, 'invoice_lens.settling', 'insert')";
    column(&within(client.query_one(sql, &[])).await?, 0)
}

/// Puts a whole review in under a name that is not taken; all of it or nothing.
pub(super) async fn create(
    address: &DatabaseAddress,
    password: Option<&SecretString>,
    platform: &str,
    records: &[Record],
    learned: &[(InvoiceId, Learned)],
) -> Result<(), StoreError> {
    let (mut client, _hints) = connect(address, password).await?;
    schema::make(&mut client).await?;
    let transaction = within(client.transaction()).await?;
    let sql = "SELECT invoice_lens.begin_review($1, $2)";
    let begun = within(transaction.query_one(sql, &[&address.review, &platform])).await?;
    let review: i32 = column(&begun, 0)?;
    let append = within(transaction.prepare(rows::APPEND)).await?;
    for record in records {
        append_to(&transaction, &append, review, record).await?;
    }
    learn(&transaction, review, learned).await?;
    within(transaction.execute("SELECT invoice_lens.open_review($1)", &[&review])).await?;
    within(transaction.commit()).await
}

async fn append_to(
    client: &impl GenericClient,
    append: &Statement,
    review: i32,
    record: &Record,
) -> Result<Appended, StoreError> {
    let it = Written::of(record);
    let stamp = it.event.stamp;
    let (id, base, invoice, reviewer) = (it.id(), it.base(), it.invoice(), &*it.event.reviewer);
    let values: [&(dyn ToSql + Sync); 14] = [
        &review,
        &id,
        &stamp.at_utc_ms,
        &stamp.offset_min,
        &reviewer,
        &invoice,
        &it.kind,
        &base,
        &it.data,
        &it.ids,
        &it.touched,
        &it.verdicts,
        &it.ats,
        &it.reviewers,
    ];
    let row = within(client.query_one(append, &values)).await?;
    let collided: Option<Vec<&str>> = column(&row, 0)?;
    Ok(match collided {
        None => Appended::Written,
        Some(ids) => Appended::Collided(ids.into_iter().filter_map(rows::id).collect()),
    })
}

/// Facts that go to the server at once.
const LEARN_BATCH: usize = 2_000;

async fn learn(
    client: &impl GenericClient,
    review: i32,
    learned: &[(InvoiceId, Learned)],
) -> Result<(), StoreError> {
    let sql = "SELECT invoice_lens.learn($1, $2, $3, $4)";
    for batch in learned.chunks(LEARN_BATCH) {
        let ids: Vec<&str> = batch.iter().map(|(id, _)| id.as_str()).collect();
        let texts = batch.iter().map(|(_, it)| serde_json::to_string(it));
        let texts: Vec<String> = texts.map(Result::unwrap_or_default).collect();
        let pages = batch
            .iter()
            .map(|(id, it)| it.page().unwrap_or(id.as_str()));
        let pages: Vec<&str> = pages.collect();
        within(client.execute(sql, &[&review, &ids, &texts, &pages])).await?;
    }
    Ok(())
}
