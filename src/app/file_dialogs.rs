//! The system's own dialogs for files and folders: portals on Linux, zenity where there is none.

use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rfd::{AsyncFileDialog, FileHandle};

use crate::locale::Locale;
use crate::state::{Choice, ChoicePurpose, PlaceKind};

/// Nobody sees and closes a dialog in less: one that gives nothing so soon was never shown, which is not told otherwise.
const TOO_SOON: Duration = Duration::from_millis(700);
/// What exported settings are called at first.
const SETTINGS_NAME: &str = "invoice-lens-settings.json";

/// Who answers where a file or a folder is to be chosen.
#[derive(Clone, Default)]
pub enum FileDialogs {
    #[default]
    System,
    /// Somebody who needs no screen, for tests.
    Instead(Arc<dyn Fn(ChoicePurpose) -> Choice + Send + Sync>),
}

type Chosen = Pin<Box<dyn Future<Output = Option<FileHandle>> + Send>>;

impl FileDialogs {
    /// Opens one. What comes back waits for its end, on whatever thread it is called.
    pub fn open(
        &self,
        purpose: ChoicePurpose,
        locale: &Locale,
    ) -> Box<dyn FnOnce() -> Choice + Send> {
        let answer = match self {
            Self::System => system(purpose, locale.with(purpose.kind().text(), &[])),
            Self::Instead(answer) => {
                let answer = Arc::clone(answer);
                return Box::new(move || answer(purpose));
            }
        };
        let begun = Instant::now();
        Box::new(move || match pollster::block_on(answer) {
            Some(file) => Choice::Place(PathBuf::from(file.path())),
            None if begun.elapsed() < TOO_SOON => Choice::NoDialog,
            None => Choice::Nothing,
        })
    }
}

/// On macOS a dialog may only be begun on the window's thread.
fn system(purpose: ChoicePurpose, title: String) -> Chosen {
    let dialog = AsyncFileDialog::new().set_title(title);
    match purpose.kind() {
        PlaceKind::File => Box::pin(dialog.pick_file()),
        PlaceKind::Folder => Box::pin(dialog.pick_folder()),
        PlaceKind::NewFile => Box::pin(dialog.set_file_name(SETTINGS_NAME).save_file()),
    }
}
