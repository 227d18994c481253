//! The program on a desktop: its window, its icon and the folder for a person's data.

use std::path::PathBuf;

use super::{APP_ID, InvoiceLens, Launch, WindowError};

/// The folder that reviews are kept in, beside the settings; `None` where the system has no place for a person's data.
pub fn reviews_folder() -> Option<PathBuf> {
    eframe::storage_dir(APP_ID).map(|folder| folder.join("reviews"))
}

/// Opens the window and returns when it is closed.
pub fn run(launch: Launch) -> Result<(), WindowError> {
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("invoice-lens")
            .with_app_id(APP_ID)
            .with_icon(icon())
            .with_inner_size([1280.0, 800.0])
            .with_min_inner_size([720.0, 480.0]),
        // Noise against banding: pixels of a picture are to be seen as they are.
        dithering: false,
        ..eframe::NativeOptions::default()
    };
    eframe::run_native(
        APP_ID,
        options,
        Box::new(|cc| Ok(Box::new(InvoiceLens::new(cc, launch)?))),
    )?;
    Ok(())
}

fn icon() -> egui::IconData {
    eframe::icon_data::from_png_bytes(include_bytes!("../../assets/icon.png"))
        .expect("our own icon is a picture")
}
