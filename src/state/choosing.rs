//! Files and folders chosen in the system's own dialog, instead of a typed path.

use std::path::PathBuf;

use super::{Action, Effect, OriginalsAction, PreferencesAction, State};
use crate::store::Parting;

/// What a file or a folder is chosen for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChoicePurpose {
    /// A list of IDs, or whatever else may be dropped on the window.
    List,
    /// Where files of whole pages are looked for.
    Originals,
    /// Another reviewer's review.
    MergeFrom,
    ReportFolder,
    /// Where the parts of a review are written.
    PartsFolder,
    SettingsExport,
    SettingsImport,
    /// A company's own authorities.
    CaFile,
}

/// Which kind of place is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceKind {
    File,
    Folder,
    /// One that need not be there yet.
    NewFile,
}

impl ChoicePurpose {
    pub fn kind(self) -> PlaceKind {
        match self {
            Self::List | Self::MergeFrom | Self::SettingsImport | Self::CaFile => PlaceKind::File,
            Self::Originals | Self::ReportFolder | Self::PartsFolder => PlaceKind::Folder,
            Self::SettingsExport => PlaceKind::NewFile,
        }
    }
}

impl PlaceKind {
    /// Key of what it is asked for with.
    pub fn text(self) -> &'static str {
        match self {
            Self::File => "choose-file",
            Self::Folder => "choose-folder",
            Self::NewFile => "choose-new-file",
        }
    }
}

/// What came of a dialog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    Place(PathBuf),
    /// It was closed.
    Nothing,
    /// This system has none to show.
    NoDialog,
}

#[derive(Debug)]
pub enum ChoosingAction {
    /// Show the dialog, unless one is open.
    Ask(ChoicePurpose),
    Answered(ChoicePurpose, Choice),
    /// The chosen folder stands in its field, or what asked for a list is gone.
    Taken,
}

/// The dialog that is open, and what the last one gave.
#[derive(Debug, Default)]
pub struct Choosing {
    pub open: Option<ChoicePurpose>,
    /// Asked for in vain: paths can only be typed.
    pub missing_for: Option<ChoicePurpose>,
    /// A folder that its field does not show yet.
    folder: Option<(ChoicePurpose, PathBuf)>,
    /// Whether a list was chosen while what asked for it is still shown.
    pub is_list_chosen: bool,
}

impl Choosing {
    /// The folder that was chosen for this, until it is taken.
    pub fn folder(&self, purpose: ChoicePurpose) -> Option<&PathBuf> {
        let chosen = self.folder.as_ref().filter(|it| it.0 == purpose);
        chosen.map(|(_, folder)| folder)
    }
}

pub(super) fn update(state: &mut State, action: ChoosingAction) -> Vec<Effect> {
    match action {
        ChoosingAction::Ask(_) if state.choosing.open.is_some() => Vec::new(),
        ChoosingAction::Ask(purpose) => {
            state.choosing.open = Some(purpose);
            vec![Effect::Choose(purpose)]
        }
        ChoosingAction::Answered(purpose, choice) => {
            state.choosing.open = None;
            let is_place = matches!(choice, Choice::Place(_));
            state.choosing.is_list_chosen = is_place && purpose == ChoicePurpose::List;
            let is_missing = choice == Choice::NoDialog;
            state.choosing.missing_for = is_missing.then_some(purpose);
            match choice {
                Choice::Place(place) => chosen(state, purpose, place),
                Choice::Nothing | Choice::NoDialog => Vec::new(),
            }
        }
        ChoosingAction::Taken => {
            state.choosing.folder = None;
            state.choosing.is_list_chosen = false;
            Vec::new()
        }
    }
}

/// As if its path had been typed.
fn chosen(state: &mut State, purpose: ChoicePurpose, place: PathBuf) -> Vec<Effect> {
    let action = match purpose {
        ChoicePurpose::List => Action::FilesDropped(vec![place]),
        ChoicePurpose::Originals => Action::Originals(OriginalsAction::Name(place)),
        ChoicePurpose::MergeFrom => Action::Share(Parting::Merge(place)),
        ChoicePurpose::SettingsExport => Action::Preferences(PreferencesAction::Export(place)),
        ChoicePurpose::SettingsImport => Action::Preferences(PreferencesAction::Import(place)),
        ChoicePurpose::CaFile => Action::SetCaFile(place.display().to_string()),
        ChoicePurpose::ReportFolder | ChoicePurpose::PartsFolder => {
            state.choosing.folder = Some((purpose, place));
            return Vec::new();
        }
    };
    super::update(state, action)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Settings;

    fn act(state: &mut State, action: ChoosingAction) -> Vec<Effect> {
        crate::state::update(state, Action::Choosing(action))
    }

    #[test]
    fn one_dialog_at_a_time_gives_what_would_be_typed() {
        let mut state = State::new(Settings::default());
        let (list, folder) = (ChoicePurpose::List, ChoicePurpose::ReportFolder);
        let asked = act(&mut state, ChoosingAction::Ask(list));
        assert!(matches!(asked[..], [Effect::Choose(ChoicePurpose::List)]));
        assert!(act(&mut state, ChoosingAction::Ask(folder)).is_empty());
        let place = PathBuf::from("/清单/十月.xlsx");
        let answer = ChoosingAction::Answered(list, Choice::Place(place.clone()));
        let effects = act(&mut state, answer);
        assert!(matches!(&effects[..], [Effect::ReadDropped(paths)] if *paths == [place]));
        assert_eq!(state.choosing.open, None);
    }

    #[test]
    fn a_folder_stays_until_its_field_has_it() {
        let mut state = State::new(Settings::default());
        let (reports, parts) = (ChoicePurpose::ReportFolder, ChoicePurpose::PartsFolder);
        act(&mut state, ChoosingAction::Ask(reports));
        let place = PathBuf::from("/报告");
        let answer = ChoosingAction::Answered(reports, Choice::Place(place.clone()));
        assert!(act(&mut state, answer).is_empty());
        assert_eq!(state.choosing.folder(parts), None);
        assert_eq!(state.choosing.folder(reports), Some(&place));
        act(&mut state, ChoosingAction::Taken);
        assert_eq!(state.choosing.folder(reports), None);
    }

    #[test]
    fn a_system_without_dialogs_is_told_until_one_comes() {
        let mut state = State::new(Settings::default());
        let list = ChoicePurpose::List;
        act(&mut state, ChoosingAction::Ask(list));
        act(&mut state, ChoosingAction::Answered(list, Choice::NoDialog));
        assert_eq!(state.choosing.missing_for, Some(list));
        act(&mut state, ChoosingAction::Ask(list));
        act(&mut state, ChoosingAction::Answered(list, Choice::Nothing));
        assert_eq!(state.choosing.missing_for, None);
    }
}
