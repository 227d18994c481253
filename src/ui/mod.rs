//! How the window is drawn. Panels read the state and push actions; they never change it.

mod canvas;
pub mod commands;
mod credentials_data;
mod credentials_ui;
mod details_ui;
mod drawn;
mod edge_textures;
mod failure_ui;
mod filter_ui;
pub mod fonts;
mod grid_layout;
mod grid_ui;
mod help_ui;
pub mod icons;
mod keys;
mod layer;
mod leaving_ui;
mod lens_ui;
mod notice_ui;
mod originals_ui;
mod overlay;
mod page_ui;
mod recent_ui;
mod run_ui;
mod scroll;
mod sharp_part;
mod sharpen;
mod start_data;
mod start_ui;
mod status_ui;
mod surfaces;
mod texts;
pub mod theme;
mod thumbnails;
mod tile_edges;
mod tile_texts;
mod tile_ui;
mod tiles;
mod top_bar_ui;
mod trust_ui;
mod verdict_bar_ui;
mod viewer_ui;
mod warm_up;
mod widgets;
mod window;
mod xml_card_data;
mod xml_card_ui;
mod zoom;

use std::borrow::Cow;
use std::time::Duration;

use fluent_bundle::FluentValue;

use crate::locale::Locale;
use crate::redact::redact;
use crate::state::{Action, State};

use commands::{Command, Request, Situation};
use theme::Palette;

pub use drawn::{Drawn, OpenPicture};
pub use window::Window;

/// The least delay of a wish for a frame. The toolkit answers a wish without any with two frames.
pub const ONE_FRAME_MORE: Duration = Duration::from_millis(1);

/// What every panel is given: texts, colours, and where to put what the user asks for.
struct Cx<'a> {
    locale: &'a Locale,
    palette: &'a Palette,
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
