//! The company's own authorities: which file names them, and what became of reading it.

use std::path::PathBuf;

use crate::engine::EngineCommand;
use crate::platform::{ExtraRoots, RootsError};

use super::action::{CaFileUse, Effect};
use super::{NoticeKind, State};

/// An empty path goes back to the system's authorities alone.
pub(super) fn set_ca_file(state: &mut State, path: &str) -> Vec<Effect> {
    if state.managed.locked_ca_file().is_some() {
        return Vec::new();
    }
    path.trim().clone_into(&mut state.settings.ca_file);
    if state.settings.ca_file.is_empty() {
        state.notice = Some(NoticeKind::CaFile(0));
        return vec![trust(state, ExtraRoots::default())];
    }
    let path = PathBuf::from(&state.settings.ca_file);
    vec![Effect::ReadCaFile(CaFileUse::New, path)]
}

/// What cannot be read changes nothing of what is trusted.
pub(super) fn ca_file_read(
    state: &mut State,
    purpose: CaFileUse,
    result: Result<ExtraRoots, RootsError>,
) -> Vec<Effect> {
    match result {
        Ok(roots) => {
            if purpose == CaFileUse::New {
                state.notice = Some(NoticeKind::CaFile(roots.len()));
            }
            vec![trust(state, roots)]
        }
        Err(error) => {
            state.notice = Some(NoticeKind::CaFileFailed(error));
            Vec::new()
        }
    }
}

fn trust(state: &mut State, roots: ExtraRoots) -> Effect {
    state.exporting.roots = roots.clone();
    Effect::Engine(EngineCommand::Trust(roots))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::{Action, Settings, update};

    #[test]
    fn a_file_is_read_before_it_is_trusted() {
        let mut state = State::new(Settings::default());
        let effects = update(&mut state, Action::SetCaFile(" /ca.pem ".to_owned()));
        assert!(
            matches!(&effects[..], [Effect::ReadCaFile(CaFileUse::New, path)] if path == "/ca.pem"),
            "{effects:?}"
        );
        assert_eq!(state.settings.ca_file, "/ca.pem");
        let failed = Action::CaFileRead(CaFileUse::New, Err(RootsError::NoCertificate));
        assert!(update(&mut state, failed).is_empty());
        let notice = NoticeKind::CaFileFailed(RootsError::NoCertificate);
        assert_eq!(state.notice, Some(notice));
        let read = Action::CaFileRead(CaFileUse::New, Ok(ExtraRoots::default()));
        let effects = update(&mut state, read);
        assert!(
            matches!(effects[..], [Effect::Engine(EngineCommand::Trust(_))]),
            "{effects:?}"
        );
        assert_eq!(state.notice, Some(NoticeKind::CaFile(0)));
    }

    #[test]
    fn without_a_file_only_the_system_is_trusted() {
        let mut state = State::new(Settings::default());
        let effects = update(&mut state, Action::SetCaFile("  ".to_owned()));
        assert!(
            matches!(&effects[..], [Effect::Engine(EngineCommand::Trust(roots))] if roots.is_empty()),
            "{effects:?}"
        );
    }
}
