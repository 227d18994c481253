//! Why no window opened, said in the user's language, and the one thing the program itself can try: drawing without
//! the graphics card.

use crate::locale::Locale;

/// What Mesa reads: draw on the processor.
#[cfg(unix)]
const SOFTWARE: &str = "LIBGL_ALWAYS_SOFTWARE";

/// Why no window opened.
#[derive(Debug, thiserror::Error)]
pub enum WindowError {
    /// There is no desktop to open it on.
    #[error("no display: {0}")]
    Display(String),
    /// There is a desktop, and no OpenGL that the window could draw with.
    #[error("no OpenGL: {0}")]
    Graphics(String),
    /// Threads or memory are missing.
    #[error("{0}")]
    Start(String),
}

impl WindowError {
    /// What happened and what to do, with the cause at its end.
    pub fn sentence(&self, locale: &Locale) -> String {
        let (key, detail) = match self {
            Self::Display(detail) => ("window-no-display", detail),
            Self::Graphics(detail) => ("window-no-graphics", detail),
            Self::Start(detail) => ("window-not-started", detail),
        };
        locale.with(key, &[("detail", detail.as_str().into())])
    }

    /// Starts the program again in the place of this one, drawing on the processor: where the driver of the graphics
    /// card is what fails. Returns where that does not apply or was tried already.
    #[cfg(unix)]
    pub fn retry_in_software(&self) {
        use std::env;
        use std::os::unix::process::CommandExt as _;
        use std::process::Command;

        let is_worth_it = matches!(self, Self::Graphics(_)) && env::var_os(SOFTWARE).is_none();
        let Ok(program) = env::current_exe() else {
            return;
        };
        if is_worth_it {
            log::warn!("{self}; trying again without the graphics card");
            let arguments = env::args_os().skip(1);
            let error = Command::new(program)
                .args(arguments)
                .env(SOFTWARE, "1")
                .exec();
            log::warn!("the program cannot be started again: {}", error.kind());
        }
    }

    /// Elsewhere no variable makes a driver draw on the processor.
    #[cfg(not(unix))]
    pub fn retry_in_software(&self) {}
}

impl From<eframe::Error> for WindowError {
    fn from(error: eframe::Error) -> Self {
        let detail = cause(&error.to_string()).to_owned();
        match error {
            eframe::Error::AppCreation(_) => Self::Start(detail),
            eframe::Error::Winit(_) | eframe::Error::WinitEventLoop(_) => Self::Display(detail),
            _ => Self::Graphics(detail),
        }
    }
}

/// What the toolkit says, without the place in its source that it begins with.
fn cause(text: &str) -> &str {
    let after_file = text.rsplit_once(".rs:").map(|(_, after)| after);
    let after_line = after_file.and_then(|text| text.split_once(": "));
    after_line.map_or(text, |(_, cause)| cause)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_in_a_library_is_no_cause() {
        let text = "winit EventLoopError: os error at /src/linux/mod.rs:765: no display is set.";
        assert_eq!(cause(text), "no display is set.");
        assert_eq!(cause("no driver: none"), "no driver: none");
    }
}
