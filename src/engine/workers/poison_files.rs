//! Poison files: those that ended a worker, by their content: the same file under another name is not shown to another worker.

use std::collections::VecDeque;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::WorkerError;

/// More than this many are not remembered; the oldest are forgotten first.
const MAX_POISON_FILES: usize = 1024;

#[derive(Default)]
pub(super) struct PoisonFiles {
    /// Keys are drawn at random, so nobody can prepare a file that is taken for another.
    hashing: RandomState,
    known: Mutex<VecDeque<Killer>>,
}

struct Killer {
    /// Compared first: only a file of the same length is worth hashing.
    length: usize,
    hash: u64,
    did: WorkerError,
}

impl PoisonFiles {
    /// What the file did when it was last looked at, if that ended the worker.
    pub fn what_it_did(&self, file: &[u8]) -> Option<WorkerError> {
        let is_candidate = |killer: &&Killer| killer.length == file.len();
        self.known().iter().find(is_candidate)?;
        let hash = self.hashing.hash_one(file);
        let known = self.known();
        let mut same = known.iter().filter(is_candidate);
        Some(same.find(|killer| killer.hash == hash)?.did.clone())
    }

    pub fn remember(&self, file: &[u8], did: WorkerError) {
        self.forget(file);
        let hash = self.hashing.hash_one(file);
        let mut known = self.known();
        known.truncate(MAX_POISON_FILES - 1);
        known.push_front(Killer {
            length: file.len(),
            hash,
            did,
        });
    }

    /// The last ones were no fault of theirs.
    pub fn forget_last(&self, count: usize) {
        let mut known = self.known();
        let count = count.min(known.len());
        known.drain(..count);
    }

    /// The file turned out to be bearable.
    pub fn forget(&self, file: &[u8]) {
        let is_same_length = |killer: &Killer| killer.length == file.len();
        if !self.known().iter().any(is_same_length) {
            return;
        }
        let hash = self.hashing.hash_one(file);
        self.known()
            .retain(|killer| !is_same_length(killer) || killer.hash != hash);
    }

    fn known(&self) -> MutexGuard<'_, VecDeque<Killer>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_killer_is_known_by_its_content() {
        let poison_files = PoisonFiles::default();
        assert_eq!(poison_files.what_it_did(b"bomb"), None);
        poison_files.remember(b"bomb", WorkerError::OutOfMemory);
        assert_eq!(
            poison_files.what_it_did(b"bomb"),
            Some(WorkerError::OutOfMemory)
        );
        assert_eq!(poison_files.what_it_did(b"balm"), None);
        let crashed = WorkerError::Crashed("signal 6".into());
        poison_files.remember(b"bomb", crashed.clone());
        assert_eq!(poison_files.what_it_did(b"bomb"), Some(crashed));
        poison_files.forget(b"balm");
        poison_files.forget(b"bomb");
        assert_eq!(poison_files.what_it_did(b"bomb"), None);
    }

    #[test]
    fn the_list_stays_short() {
        let poison_files = PoisonFiles::default();
        for number in 0..=MAX_POISON_FILES as u32 {
            poison_files.remember(&number.to_le_bytes(), WorkerError::OutOfMemory);
        }
        assert_eq!(poison_files.known().len(), MAX_POISON_FILES);
        assert_eq!(poison_files.what_it_did(&0_u32.to_le_bytes()), None);
        assert!(poison_files.what_it_did(&1_u32.to_le_bytes()).is_some());
        poison_files.forget_last(MAX_POISON_FILES - 1);
        assert_eq!(poison_files.known().len(), 1);
        assert!(poison_files.what_it_did(&1_u32.to_le_bytes()).is_some());
        poison_files.forget_last(5);
        assert_eq!(poison_files.known().len(), 0);
    }
}
