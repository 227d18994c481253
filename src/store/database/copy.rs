//! A review copied whole: from a file into a database, out of it into a file, or from one database into another.

use std::path::Path;

use secrecy::SecretString;

use crate::model::{Event, InvoiceId, Learned};
use crate::store::record::{Contents, Record};
use crate::store::replay::{Replay, read_with_events};
use crate::store::{ReviewFile, StoreError};

use super::{DatabaseAddress, ReviewAddress, TeamReview};

/// Copies a review to a place where there is none; the one that is copied stays as it is. How many invoices it has comes
/// back.
pub fn copy(from: &ReviewAddress, to: &ReviewAddress) -> Result<usize, StoreError> {
    let (contents, events) = read(from)?;
    let records = records(&contents, events);
    let learned = &contents.learned;
    match to {
        ReviewAddress::File(path) => {
            let written = write_file(path, &contents, &records, learned);
            if written.is_err_and(|error| error != StoreError::Exists)
                && let Err(error) = crate::store::salvage::remove(path)
            {
                log::warn!("what was begun of the copy stays: {error}");
            }
            written?;
        }
        ReviewAddress::Database(address) => {
            into_database(address, None, &contents, &records)?;
        }
    }
    Ok(contents.ids.len())
}

/// Puts the review of a file into a database, under a name that is not taken there. How many invoices it has comes back.
pub(in crate::store) fn put_into(
    file: &ReviewFile,
    to: &DatabaseAddress,
    password: Option<&SecretString>,
) -> Result<usize, StoreError> {
    let (contents, events) = read_with_events(file)?;
    let records = records(&contents, events);
    into_database(to, password, &contents, &records)?;
    Ok(contents.ids.len())
}

fn into_database(
    to: &DatabaseAddress,
    password: Option<&SecretString>,
    contents: &Contents,
    records: &[Record],
) -> Result<(), StoreError> {
    let platform = &contents.header.platform;
    TeamReview::create(to, password, platform, records, &contents.learned)?;
    let review = TeamReview::open(to, password)?;
    review.set_place(&contents.header.place)?;
    review.set_intake(&contents.header.intake)
}

fn read(from: &ReviewAddress) -> Result<(Contents, Vec<Event>), StoreError> {
    match from {
        ReviewAddress::File(path) => {
            let file = ReviewFile::open_to_look(path)?;
            file.check_known()?;
            read_with_events(&file)
        }
        ReviewAddress::Database(address) => {
            let mut review = TeamReview::open(address, None)?;
            if review.access() == crate::store::Access::Newer {
                return Err(StoreError::Newer);
            }
            review.whole()
        }
    }
}

/// Opens a review for one look at it, on this thread. One of which something is hidden from its user is not opened.
pub fn read_at(address: &ReviewAddress) -> Result<Contents, StoreError> {
    match address {
        ReviewAddress::File(path) => crate::store::read(path),
        ReviewAddress::Database(address) => Ok(TeamReview::open(address, None)?.whole()?.0),
    }
}

/// Every event with what was true after it, and where the review says something else in the end, what brings that about.
fn records(contents: &Contents, events: Vec<Event>) -> Vec<Record> {
    let mut replay = Replay::of(events);
    for (id, wanted) in &contents.states {
        let reviewer = wanted.judgement.as_ref().map(|it| it.reviewer.clone());
        for event in replay.lacking(id, wanted, &reviewer.unwrap_or_default()) {
            replay.take(event);
        }
    }
    replay.records
}

fn write_file(
    path: &Path,
    contents: &Contents,
    records: &[Record],
    learned: &[(InvoiceId, Learned)],
) -> Result<(), StoreError> {
    let mut file = ReviewFile::create(path, &contents.header.platform)?;
    file.write(records)?;
    file.learn(learned)?;
    file.set_place(&contents.header.place)?;
    if !contents.header.intake.is_empty() {
        file.set_intake(&contents.header.intake)?;
    }
    file.check()
}
