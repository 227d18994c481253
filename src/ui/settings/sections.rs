//! The groups of settings that have a page and a heading, and what a search finds them by.

use egui::Ui;

use crate::state::{SettingsPage, State};

use super::{general, network, reading, reports};
use crate::ui::Cx;

/// A group of settings under a heading.
pub struct SettingsSection {
    pub page: SettingsPage,
    /// Key of its heading; empty where the settings say it themselves.
    pub title: &'static str,
    /// Keys of what else a search finds it by.
    words: &'static [&'static str],
    pub draw: fn(&mut Ui, &mut Cx<'_>, &State),
}

pub const SECTIONS: &[SettingsSection] = &[
    SettingsSection {
        page: SettingsPage::General,
        title: "settings-judging",
        words: &["settings-reviewer", "settings-advances"],
        draw: general::judging_ui,
    },
    SettingsSection {
        page: SettingsPage::General,
        title: "settings-language",
        words: &["language-en", "language-zh-cn"],
        draw: general::language_ui,
    },
    SettingsSection {
        page: SettingsPage::General,
        title: "settings-theme",
        words: &["theme-system", "theme-light", "theme-dark"],
        draw: general::theme_ui,
    },
    SettingsSection {
        page: SettingsPage::General,
        title: "settings-scale",
        words: &[],
        draw: general::scale_ui,
    },
    SettingsSection {
        page: SettingsPage::General,
        title: "settings-reviews",
        words: &["settings-reviews-hint"],
        draw: general::reviews_ui,
    },
    SettingsSection {
        page: SettingsPage::Reading,
        title: "settings-print",
        words: &["settings-reads"],
        draw: reading::print_ui,
    },
    SettingsSection {
        page: SettingsPage::Reading,
        title: "settings-regions",
        words: &[
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
        words: &["memory-files", "memory-pixels", "memory-textures"],
        draw: reading::memory_ui,
    },
    SettingsSection {
        page: SettingsPage::Reports,
        title: "export-formats",
        words: &["export-xlsx", "export-html", "export-csv", "export-json"],
        draw: reports::formats_ui,
    },
    SettingsSection {
        page: SettingsPage::Reports,
        title: "report-scope",
        words: &[
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
        words: &["report-language-window"],
        draw: reports::language_ui,
    },
    SettingsSection {
        page: SettingsPage::Network,
        title: "settings-connections",
        words: &[],
        draw: network::connections_ui,
    },
    SettingsSection {
        page: SettingsPage::Network,
        title: "proxy",
        words: &["proxy-system", "proxy-direct", "proxy-address"],
        draw: network::proxy_ui,
    },
    SettingsSection {
        page: SettingsPage::Network,
        title: "settings-trust",
        words: &[
            "settings-ca-file",
            "settings-private-addresses",
            "keyring-forget-all",
        ],
        draw: network::trust_ui,
    },
];

impl SettingsSection {
    pub fn has(&self, cx: &Cx<'_>, wanted: &str) -> bool {
        let mut keys = self.words.iter().chain([&self.title]);
        keys.any(|key| cx.text(key).to_lowercase().contains(wanted))
    }
}
