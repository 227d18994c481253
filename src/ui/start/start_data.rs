//! What is typed into the start panel and not yet handed to the state.

use crate::platform::{Endpoint, PRESETS};

use super::credentials_data::CredentialDrafts;

/// Longest text that is put into the ID box itself; a longer one is held beside it, as laying it out
/// would stop the window.
pub const MAX_BOX_BYTES: usize = 64 * 1024;

/// Texts being typed.
#[derive(Default)]
pub struct Drafts {
    pub endpoint: String,
    pub credentials: CredentialDrafts,
    /// What the ID box shows.
    pub ids: String,
    /// A pasted text too long for the box, with its number of lines.
    pub long_ids: Option<(String, usize)>,
    /// The path of a file with IDs.
    pub path: String,
    /// Whether the list of what was left out is open.
    pub shows_rejected: bool,
}

impl Drafts {
    pub fn new(endpoint: &str) -> Self {
        Self {
            endpoint: endpoint.to_owned(),
            ..Self::default()
        }
    }

    /// Puts a pasted or dropped text into the box, or beside it where it is too long.
    pub fn set_ids(&mut self, text: String) {
        if text.len() > MAX_BOX_BYTES {
            let lines = text.lines().count();
            self.ids.clear();
            self.long_ids = Some((text, lines));
        } else {
            self.ids = text;
            self.long_ids = None;
        }
    }

    /// All that was pasted, wherever it is held.
    pub fn ids_text(&self) -> &str {
        self.long_ids.as_ref().map_or(&self.ids, |(text, _)| text)
    }

    pub fn clear_ids(&mut self) {
        self.ids.clear();
        self.long_ids = None;
    }

    /// The name of the preset whose address is typed, or `None` for an address of one's own.
    pub fn preset(&self) -> Option<&'static str> {
        let address = self.endpoint.trim().trim_end_matches('/');
        PRESETS
            .iter()
            .find(|(_, preset)| *preset == address)
            .map(|(key, _)| *key)
    }

    pub fn parsed_endpoint(&self) -> Option<Endpoint> {
        Endpoint::parse(self.endpoint.trim()).ok()
    }
}
