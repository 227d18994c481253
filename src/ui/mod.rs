//! How the window is drawn. Panels read the state and push actions; they never change it.

mod bars;
pub mod commands;
mod drop_ui;
mod export;
mod frame_shown;
mod grid;
mod help_ui;
mod keys;
pub mod kit;
mod paint;
mod settings;
mod start;
mod team;
mod viewer;
mod window;

use std::borrow::Cow;
use std::time::Duration;

use fluent_bundle::FluentValue;

use crate::locale::Locale;
use crate::redact::redact;
use crate::state::{Action, State};

use commands::{Command, Keymap, Request, Situation};
use kit::theme::Palette;

pub use frame_shown::{FrameShown, OpenPicture};
pub use window::Window;

/// The least delay of a wish for a frame. The toolkit answers a wish without any with two frames.
pub const ONE_FRAME_MORE: Duration = Duration::from_millis(1);

/// What every panel is given: texts, colours, and where to put what the user asks for.
struct Cx<'a> {
    locale: &'a Locale,
    /// As whom somebody judges in a team's review: verdicts of all others say whose they are.
    judge: Option<&'a str>,
    palette: &'a Palette,
    /// Which keys ask for which command.
    keymap: &'a Keymap,
    actions: &'a mut Vec<Action>,
    /// What buttons of commands asked for, carried out once all is drawn.
    requests: &'a mut Vec<Request>,
}

impl<'a> Cx<'a> {
    fn text(&self, key: &'a str) -> Cow<'a, str> {
        self.locale.text(key)
    }

    /// With a last look for secrets, as a value may be a text from elsewhere.
    fn with(&self, key: &str, values: &[(&str, FluentValue<'_>)]) -> String {
        redact(&self.locale.with(key, values)).into_owned()
    }

    /// A button of this command was clicked.
    fn ask(&mut self, state: &State, command: Command) {
        let request = command.request(&Situation::of_button(state));
        self.requests.push(request);
    }

    fn push(&mut self, action: Action) {
        self.actions.push(action);
    }
}
