//! A run's end, however it came about: the background is gone, and each invoice stands as the report has it.

use std::sync::Arc;

use crate::engine::Failure;
use crate::model::{InvoiceId, InvoiceNr};
use crate::review::{Entry, Library, Stage};

use super::{Awaited, Fetcher, PictureSink};

/// What a run came to.
pub struct Ending {
    /// Its invoices stand as the report has them.
    pub library: Library,
    pub awaited: Awaited,
    /// How many invoices are ready whose picture could not be had in full.
    pub without_picture: usize,
}

impl Ending {
    /// Numbers all invoices anew, in this order and the others behind: findings name them by their numbers.
    pub fn put_in_order(&mut self, order: &[InvoiceId]) {
        let mut library = Library::default();
        library.add(order.to_vec());
        let ended = self.library.entries();
        library.add(ended.iter().map(|it| it.id.clone()).collect());
        for before in ended {
            let Some(nr) = library.number_of(&before.id) else {
                continue;
            };
            if let Some(learned) = before.learned() {
                library.restore(nr, &learned);
            }
        }
        for before in ended {
            let Some(nr) = library.number_of(&before.id) else {
                continue;
            };
            library.amend(nr, |entry| {
                entry.stage = before.stage;
                entry.failure.clone_from(&before.failure);
                entry.summary.clone_from(&before.summary);
                entry.fields_trouble.clone_from(&before.fields_trouble);
                // What was read and seen in its pixels names others by their IDs.
                entry.text.clone_from(&before.text);
                entry.read_before.clone_from(&before.read_before);
                entry.read_findings.clone_from(&before.read_findings);
                entry.seen_findings.clone_from(&before.seen_findings);
            });
        }
        self.library = library;
    }
}

impl Fetcher {
    /// Ends the background, and gives its handles and memory back. Where the run ended early because of `stopped`, that is
    /// why each invoice was not checked that is not done, also where its picture was to go into `sink` or to be read, and
    /// was not.
    pub fn end(self, stopped: Option<&Arc<Failure>>, sink: Option<&dyn PictureSink>) -> Ending {
        let Self {
            engine,
            mut library,
            mut awaited,
            pictures,
            kept,
            earlier,
            reads,
            ..
        } = self;
        drop(engine);
        drop(pictures);
        for nr in library.numbers() {
            let kept = kept.get(&nr);
            library.amend(nr, |entry| {
                if let Some(kept) = kept {
                    entry.clone_from(kept);
                }
                earlier.put_on(nr, entry);
                let lacks_picture =
                    || sink.is_some_and(|it| !it.is_current(nr, entry)) && kept.is_none();
                let lacks_reading = reads && entry.text.is_none();
                let is_done = earlier.has(nr)
                    || entry.stage.is_settled()
                        && awaited.is_done(nr, &entry.id)
                        && !(entry.stage == Stage::Ready && (lacks_reading || lacks_picture()));
                if let Some(why) = stopped.filter(|_| !is_done) {
                    not_checked(entry, why);
                }
            });
        }
        if stopped.is_some() {
            awaited.give_up();
        }
        Ending {
            without_picture: kept.len(),
            library,
            awaited,
        }
    }

    /// Whether nothing was heard of any invoice: the run could as well not have been.
    pub fn knows_nothing(&self) -> bool {
        let is_unheard = |nr: InvoiceNr| {
            let entry = self.library.get(nr);
            entry.is_none_or(|it| it.stage == Stage::Waiting) || self.earlier.has(nr)
        };
        self.library.numbers().all(is_unheard)
    }
}

/// It keeps what is known of it.
fn not_checked(entry: &mut Entry, why: &Arc<Failure>) {
    if entry.stage == Stage::Failed {
        // That stands: what is lacking beside it would not change it.
        return;
    }
    entry.stage = Stage::Waiting;
    entry.failure = Some(Arc::clone(why));
}
