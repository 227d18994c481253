//! The open review split for several reviewers, and other files merged into it: asked of the store's thread, which alone
//! may write to its file.

use std::path::{Path, PathBuf};

use secrecy::SecretString;

use crate::model::{Event, InvoiceId, Learned};

use super::merge::{self, Merged};
use super::split::{self, SplitError};
use super::{DatabaseAddress, ReviewFile, StoreError, database};

/// What is to be done.
#[derive(Clone, Debug)]
pub enum Parting {
    /// Write so many parts into this folder; the review stays as it is.
    Split { into: usize, folder: PathBuf },
    /// Add what is in this file.
    Merge(PathBuf),
    /// Put a copy of it into a database, with the password where one was given.
    PutInto(Box<DatabaseAddress>, Option<SecretString>),
}

/// What came of it.
#[derive(Debug)]
pub enum Parted {
    /// Where the parts are, each with the number of its invoices.
    Split(Result<Vec<(PathBuf, usize)>, SplitError>),
    Merged {
        from: PathBuf,
        result: Result<Merged, StoreError>,
    },
    /// How many invoices were put in.
    PutInto {
        to: Box<DatabaseAddress>,
        result: Result<usize, StoreError>,
    },
}

/// What a merge brought, for those who have the review in memory.
#[derive(Debug, Default)]
pub(super) struct MergeNews {
    pub events: Vec<Event>,
    pub learned: Vec<(InvoiceId, Learned)>,
}

pub(super) fn part(file: &mut ReviewFile, parting: &Parting) -> (Parted, MergeNews) {
    match parting {
        Parting::Split { into, folder } => {
            let parted = split::split(file.path(), *into, folder);
            (Parted::Split(parted), MergeNews::default())
        }
        Parting::Merge(from) => {
            let (result, news) = match merged(file, from) {
                Ok((merged, news)) => (Ok(merged), news),
                Err(error) => (Err(error), MergeNews::default()),
            };
            let from = from.clone();
            (Parted::Merged { from, result }, news)
        }
        Parting::PutInto(to, password) => {
            let result = database::put_into(file, to, password.as_ref());
            let to = to.clone();
            (Parted::PutInto { to, result }, MergeNews::default())
        }
    }
}

fn merged(file: &mut ReviewFile, from: &Path) -> Result<(Merged, MergeNews), StoreError> {
    let before = file.newest()?;
    let (merged, learned) = merge::merge_into(file, from)?;
    let events = file.events_after(before)?;
    Ok((merged, MergeNews { events, learned }))
}
