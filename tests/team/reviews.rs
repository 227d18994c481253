//! Reviews as these tests use them: in a file or in a database, through one door.

use std::path::PathBuf;

use invoice_lens::model::{
    Deed, Event, EventId, InvoiceId, JudgedOn, Stamp, TicketState, Verdict, region::RawRegion,
};
use invoice_lens::store::{
    Appended, Contents, DatabaseAddress, Record, ReviewAddress, ReviewFile, StoreError, TeamReview,
    copy, read_at,
};

use crate::postgres::{OWNER, Server};

pub const PLATFORM: &str = "https://a.example";

pub fn id(nr: usize) -> InvoiceId {
    InvoiceId::new(&format!("ID01test{nr:06}")).expect("an ID")
}

pub fn ids(count: usize) -> Vec<InvoiceId> {
    (0..count).map(id).collect()
}

/// The number of which [`id`] made it.
pub fn number(id: &InvoiceId) -> usize {
    let digits = id.as_str().trim_start_matches("ID01test");
    digits.parse().expect("a number")
}

pub fn address(server: &Server, user: &str) -> DatabaseAddress {
    let text = server.address(user, "list");
    text.parse().expect("an address")
}

pub fn event(reviewer: &str, invoice: Option<InvoiceId>, deed: Deed) -> Event {
    Event {
        stamp: Stamp::now(),
        reviewer: reviewer.into(),
        invoice,
        base: None,
        deed,
    }
}

pub fn judged(verdict: Verdict) -> Deed {
    let on = JudgedOn {
        region: RawRegion::new([1.0, 2.5, 3.0, 4.0]),
        chain: "image/crop,x_1".into(),
        picture: Some((640, 480)),
        on_sheet: false,
    };
    Deed::Judged {
        verdict,
        on: Some(on),
    }
}

/// What somebody does to one invoice of which they know this.
pub fn record(reviewer: &str, nr: usize, known: &TicketState, deed: Deed) -> Record {
    let mut event = event(reviewer, Some(id(nr)), deed);
    event.base = known.newest;
    let state = known.after(&event).expect("it changes the invoice");
    Record {
        event,
        states: vec![(id(nr), state)],
    }
}

/// An event of which the server finds out itself what it changes.
pub fn bare(event: Event) -> Record {
    Record {
        event,
        states: Vec::new(),
    }
}

pub fn of_ids(count: usize) -> Record {
    Record::of_ids(ids(count), Stamp::now(), "li".into())
}

/// Makes a review with so many invoices and lets li and wang judge in it.
pub fn make(server: &Server, count: usize) {
    let address = address(server, OWNER);
    TeamReview::create(&address, None, PLATFORM, &[of_ids(count)], &[]).expect("made");
    server.grant(&["li", "wang"], &["reader"]);
}

pub fn open(server: &Server, user: &str) -> TeamReview {
    TeamReview::open(&address(server, user), None).expect("opened")
}

pub fn append(review: &TeamReview, record: &Record) -> Appended {
    review.append(record.clone()).expect("it is taken")
}

/// What the review says, and what its copies say: one in a file, and one of that in the database again.
pub fn copied(server: &Server) -> (Contents, [Contents; 2]) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = ReviewAddress::File(folder.path().join("list.ilens"));
    let team = ReviewAddress::Database(address(server, OWNER));
    copy(&team, &file).expect("copied");
    let mut other = address(server, OWNER);
    "other".clone_into(&mut other.review);
    let other = ReviewAddress::Database(other);
    copy(&file, &other).expect("copied back");
    let read = |at: &ReviewAddress| read_at(at).expect("read");
    (read(&team), [read(&file), read(&other)])
}

/// What a review says of an invoice.
pub fn state(contents: &Contents, nr: usize) -> TicketState {
    let found = contents.states.iter().find(|(it, _)| *it == id(nr));
    found.map(|(_, state)| state.clone()).unwrap_or_default()
}

pub fn newest(contents: &Contents, nr: usize) -> Option<EventId> {
    state(contents, nr).newest
}

/// Either kind of review.
pub enum Kept {
    File(PathBuf),
    Database(Server),
}

impl Kept {
    /// An empty one of each kind that there is on this machine, with what must outlive it.
    pub fn each(count: usize, body: impl Fn(&Self)) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("list.ilens");
        let mut file = ReviewFile::create(&path, PLATFORM).expect("made");
        file.append(&of_ids(count)).expect("written");
        drop(file);
        body(&Self::File(path));
        if let Some(server) = Server::start() {
            make(&server, count);
            body(&Self::Database(server));
        }
    }

    pub fn append(&self, record: &Record) -> Result<(), StoreError> {
        match self {
            Self::File(path) => ReviewFile::open(path)?.append(record),
            Self::Database(server) => {
                let written = open(server, "li").append(record.clone())?;
                assert_eq!(written, Appended::Written);
                Ok(())
            }
        }
    }

    pub fn contents(&self) -> Contents {
        match self {
            Self::File(path) => ReviewFile::open(path).expect("opened").contents(),
            Self::Database(server) => open(server, "li").contents(),
        }
        .expect("read")
    }

    pub fn learn(&self, learned: &[(InvoiceId, invoice_lens::model::Learned)]) {
        match self {
            Self::File(path) => ReviewFile::open(path).expect("opened").learn(learned),
            Self::Database(server) => open(server, "li").learn(learned),
        }
        .expect("written");
    }

    pub fn set_place(&self, place: &str) {
        match self {
            Self::File(path) => ReviewFile::open(path).expect("opened").set_place(place),
            Self::Database(server) => open(server, "li").set_place(place),
        }
        .expect("written");
    }
}
