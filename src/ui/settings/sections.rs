//! The groups of settings that have a page and a heading, and what a search finds them by.

use egui::Ui;

use crate::locale::{Lang, Locale};
use crate::state::{SettingsPage, State};

use super::{general, network, reading, reports};
use crate::ui::Cx;

/// A group of settings under a heading.
pub struct SettingsSection {
    pub page: SettingsPage,
    /// Key of its heading; empty where the settings say it themselves.
    pub title: &'static str,
    /// Keys of what else a search finds it by: first of words that people use for it.
    words: &'static [&'static str],
    pub draw: fn(&mut Ui, &mut Cx<'_>, &State),
}

pub const SECTIONS: &[SettingsSection] = &[
    SettingsSection {
        page: SettingsPage::General,
        title: "settings-judging",
        words: &[
            "settings-words-judging",
            "settings-reviewer",
            "settings-advances",
        ],
        draw: general::judging_ui,
    },
    SettingsSection {
        page: SettingsPage::General,
        title: "settings-language",
        words: &["settings-words-language", "language-en", "language-zh-cn"],
        draw: general::language_ui,
    },
    SettingsSection {
        page: SettingsPage::General,
        title: "settings-theme",
        words: &[
            "settings-words-theme",
            "theme-system",
            "theme-light",
            "theme-dark",
        ],
        draw: general::theme_ui,
    },
    SettingsSection {
        page: SettingsPage::General,
        title: "settings-scale",
        words: &["settings-words-scale"],
        draw: general::scale_ui,
    },
    SettingsSection {
        page: SettingsPage::General,
        title: "settings-reviews",
        words: &["settings-words-reviews", "settings-reviews-hint"],
        draw: general::reviews_ui,
    },
    SettingsSection {
        page: SettingsPage::Reading,
        title: "settings-print",
        words: &["settings-words-print", "settings-reads"],
        draw: reading::print_ui,
    },
    SettingsSection {
        page: SettingsPage::Reading,
        title: "settings-regions",
        words: &[
            "settings-words-regions",
            "regions-automatic",
            "regions-corners",
            "regions-size",
            "regions-upright",
        ],
        draw: reading::regions_ui,
    },
    SettingsSection {
        page: SettingsPage::Reading,
        title: "settings-memory",
        words: &[
            "settings-words-memory",
            "memory-files",
            "memory-pixels",
            "memory-textures",
        ],
        draw: reading::memory_ui,
    },
    SettingsSection {
        page: SettingsPage::Reports,
        title: "export-formats",
        words: &[
            "settings-words-reports",
            "export-xlsx",
            "export-html",
            "export-csv",
            "export-json",
        ],
        draw: reports::formats_ui,
    },
    SettingsSection {
        page: SettingsPage::Reports,
        title: "report-scope",
        words: &[
            "settings-words-reports",
            "report-scope-all",
            "report-scope-judged",
            "report-scope-wrong",
            "export-pictures",
        ],
        draw: reports::scope_ui,
    },
    SettingsSection {
        page: SettingsPage::Reports,
        title: "report-language",
        words: &["settings-words-reports", "report-language-window"],
        draw: reports::language_ui,
    },
    SettingsSection {
        page: SettingsPage::Network,
        title: "settings-connections",
        words: &["settings-words-connections"],
        draw: network::connections_ui,
    },
    SettingsSection {
        page: SettingsPage::Network,
        title: "proxy",
        words: &[
            "settings-words-proxy",
            "proxy-system",
            "proxy-direct",
            "proxy-address",
        ],
        draw: network::proxy_ui,
    },
    SettingsSection {
        page: SettingsPage::Network,
        title: "settings-trust",
        words: &[
            "settings-words-trust",
            "settings-ca-file",
            "settings-private-addresses",
            "keyring-forget-all",
        ],
        draw: network::trust_ui,
    },
];

impl SettingsSection {
    /// `wanted` is in small letters.
    pub fn has(&self, wanted: &str) -> bool {
        is_said(self.words.iter().copied().chain([self.title]), wanted)
    }
}

/// Whether one of these texts has it in any language. `wanted` is in small letters.
pub fn is_said(keys: impl IntoIterator<Item = &'static str>, wanted: &str) -> bool {
    let mut keys = keys.into_iter();
    keys.any(|key| is_in_any_language(wanted, |locale| locale.text(key).into_owned()))
}

/// People look for the words that they know, whatever the window's language. A single letter is a key: half of all texts
/// have it somewhere.
pub fn is_in_any_language(wanted: &str, text: impl Fn(&Locale) -> String) -> bool {
    let has = |lang: &Lang| {
        let text = text(Locale::shared(*lang));
        text.to_lowercase().contains(wanted)
    };
    wanted.len() > 1 && Lang::ALL.iter().any(has)
}
