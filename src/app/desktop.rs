//! The program on a desktop: its window, its icon and the folder for a person's data.

use std::io;
use std::path::{Path, PathBuf};

use super::{APP_ID, InvoiceLens, Launch, WindowError};

/// Of a window that nobody has placed yet, in points.
pub(super) const DEFAULT_SIZE: [f32; 2] = [1440.0, 860.0];
/// Name of the window for the desktop: that of the desktop file, by which it finds the program's icon and name.
const DESKTOP_ID: &str = "io.github.invoice_lens.InvoiceLens";
/// The file that the toolkit keeps settings in.
const SETTINGS_FILE: &str = "app.ron";

/// The folder that reviews are kept in, beside the settings; `None` where the system has no place for a person's data.
pub fn reviews_folder() -> Option<PathBuf> {
    eframe::storage_dir(APP_ID).map(|folder| folder.join("reviews"))
}

/// Opens the window and returns when it is closed.
pub fn run(launch: Launch) -> Result<(), WindowError> {
    let settings = eframe::storage_dir(APP_ID).map(|folder| folder.join(SETTINGS_FILE));
    if let Some(file) = &settings
        && let Err(error) = keep_private(file)
    {
        log::warn!("others may be able to read the settings: {}", error.kind());
    }
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("invoice-lens")
            .with_app_id(DESKTOP_ID)
            .with_icon(icon())
            .with_inner_size(DEFAULT_SIZE)
            .with_min_inner_size([720.0, 480.0]),
        // Noise against banding: pixels of a picture are to be seen as they are.
        dithering: false,
        // Else they would go into a folder of the window's name.
        persistence_path: settings,
        ..eframe::NativeOptions::default()
    };
    eframe::run_native(
        APP_ID,
        options,
        Box::new(|cc| Ok(Box::new(InvoiceLens::new(cc, launch)?))),
    )?;
    Ok(())
}

/// The toolkit writes settings into their file as it finds it: from now on that is its owner's alone.
#[cfg(unix)]
fn keep_private(file: &Path) -> io::Result<()> {
    use std::fs;
    use std::io::Write as _;
    use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
    if let Some(folder) = file.parent() {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true).mode(0o700).create(folder)?;
    }
    let mut options = fs::OpenOptions::new();
    match options.write(true).create_new(true).mode(0o600).open(file) {
        // No settings.
        Ok(mut made) => made.write_all(b"{}"),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            fs::set_permissions(file, fs::Permissions::from_mode(0o600))
        }
        Err(error) => Err(error),
    }
}

/// A person's folder for data is theirs alone elsewhere.
#[cfg(not(unix))]
fn keep_private(_file: &Path) -> io::Result<()> {
    Ok(())
}

fn icon() -> egui::IconData {
    eframe::icon_data::from_png_bytes(include_bytes!("../../assets/icon.png"))
        .expect("our own icon is a picture")
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn the_desktop_finds_the_program_by_the_name_of_its_window() {
        let file = include_str!("../../packaging/linux/io.github.invoice_lens.InvoiceLens.desktop");
        let has = |key: &str| {
            file.lines()
                .any(|line| line == format!("{key}={DESKTOP_ID}"))
        };
        assert!(has("StartupWMClass") && has("Icon"));
    }

    #[test]
    fn settings_are_their_owners_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
        let file = folder.path().join("new").join(SETTINGS_FILE);
        keep_private(&file).expect("made");
        assert_eq!(
            (mode(&file), fs::read(&file).expect("read")),
            (0o600, b"{}".to_vec())
        );
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).expect("changed");
        keep_private(&file).expect("changed back");
        assert_eq!(mode(&file), 0o600);
    }
}
