//! The review shared between reviewers without a database: split into files, and theirs merged into it.

use std::path::Path;

use crate::store::{Access, Order, Parted, Parting};

use super::State;
use super::action::{Effect, StoreCall};
use super::judging::Keeping;

/// How far splitting or merging is.
#[derive(Debug, Default)]
pub struct Sharing {
    /// It is being done: nothing is judged meanwhile.
    pub is_running: bool,
    /// What came of the last one.
    pub outcome: Option<Parted>,
}

/// Why a review can be neither split nor merged now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unshared {
    /// It is kept in no file, or not yet.
    NoFile,
    /// It may only be looked at, in this way.
    OnlyToLookAt(Access),
    /// Some of it is not written yet.
    Unsaved,
}

impl State {
    /// The file that would be split or merged into, or why none can be.
    pub fn shared_file(&self) -> Result<&Path, Unshared> {
        let Keeping::Kept { at, access } = &self.judging.keeping else {
            return Err(Unshared::NoFile);
        };
        let path = at.file().ok_or(Unshared::NoFile)?;
        if *access != Access::Write {
            return Err(Unshared::OnlyToLookAt(*access));
        }
        if self.judging.unsaved() > 0 {
            return Err(Unshared::Unsaved);
        }
        Ok(path)
    }
}

pub(super) fn begin(state: &mut State, parting: Parting) -> Vec<Effect> {
    if state.sharing.is_running || state.shared_file().is_err() {
        return Vec::new();
    }
    state.sharing.is_running = true;
    state.sharing.outcome = None;
    vec![Effect::Store(StoreCall::Keep(Order::Part(parting)))]
}

pub(super) fn ended(state: &mut State, parted: Parted) {
    state.sharing.is_running = false;
    state.sharing.outcome = Some(parted);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Stamp;
    use crate::state::judging::tests::review;
    use crate::state::{Action, JudgeAction, update};
    use crate::store::ReviewAddress;
    use crate::store::{Merged, StoreAnswer};

    fn split() -> Action {
        let folder = "/reviews".into();
        Action::Share(Parting::Split { into: 2, folder })
    }

    #[test]
    fn only_a_review_that_is_all_in_its_file_is_shared() {
        let mut state = review(3);
        assert_eq!(state.shared_file(), Err(Unshared::NoFile));
        assert!(update(&mut state, split()).is_empty());
        state.judging.keeping = Keeping::Kept {
            at: ReviewAddress::File("/reviews/a.ilens".into()),
            access: Access::Elsewhere,
        };
        let only = Unshared::OnlyToLookAt(Access::Elsewhere);
        assert_eq!(state.shared_file(), Err(only));
        state.judging.keeping = Keeping::Kept {
            at: ReviewAddress::File("/reviews/a.ilens".into()),
            access: Access::Write,
        };
        let stamp = Stamp::now();
        let judge = JudgeAction::Judge {
            verdict: crate::model::Verdict::Correct,
            stamp,
            is_turned: false,
        };
        drop(update(&mut state, Action::Judge(judge)));
        assert_eq!(state.shared_file(), Err(Unshared::Unsaved));
        drop(update(
            &mut state,
            Action::Store(StoreAnswer::Saved(stamp.id)),
        ));
        assert_eq!(update(&mut state, split()).len(), 1);
        assert!(update(&mut state, split()).is_empty(), "one at a time");
        let parted = Parted::Merged {
            from: "/reviews/b.ilens".into(),
            result: Ok(Merged::default()),
        };
        let told = StoreAnswer::Parted(Box::new(parted));
        drop(update(&mut state, Action::Store(told)));
        assert!(!state.sharing.is_running && state.sharing.outcome.is_some());
    }
}
