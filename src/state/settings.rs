//! What the window remembers from one start to the next. Holds nothing secret.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::engine::EngineConfig;
use crate::formats::MOST_LINES;
use crate::geometry::FramePreference;
use crate::locale::Lang;
use crate::model::region::Convention;
use crate::model::{FindingCode, Heeded};
use crate::report::{Format, Scope};

use super::{MemoryBudgets, SavedView, TeamRecent};

/// Range of [`Settings::tile_points`].
pub const TILE_POINTS: std::ops::RangeInclusive<f32> = 120.0..=360.0;
/// Widths of tiles that the bar offers: small, medium, large. The large ones show the borders of their regions.
pub const DENSITIES: [f32; 3] = [140.0, 200.0, 320.0];
/// Steps of [`Settings::scale_percent`] that the menu offers.
pub const SCALES_PERCENT: [u32; 7] = [80, 90, 100, 125, 150, 175, 200];

/// Range of [`Settings::sheet_margin_percent`], from 0.
pub const MOST_MARGIN_PERCENT: u32 = 100;

/// Steps of [`Settings::connections`] that the menu offers.
pub const CONNECTIONS: [u32; 6] = [1, 2, 4, 6, 8, 12];
/// As many as the command line takes.
const MAX_CONNECTIONS: u32 = 32;

/// Preferences of the person at this machine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Settings {
    /// `None`: as the system is.
    pub lang: Option<Lang>,
    pub theme: ThemeChoice,
    /// Size of everything in the window, in percent of the system's.
    pub scale_percent: u32,
    /// Side of a tile's picture area in points.
    pub tile_points: f32,
    /// How much of its surroundings a tile of a sheet shows: percent of the region's size on each side.
    pub sheet_margin_percent: u32,
    /// Address of the platform that was used last.
    pub endpoint: String,
    /// Downloads at one time.
    pub connections: u32,
    pub memory: MemoryBudgets,
    /// What the four numbers of a region mean; `None`: as each link and the batch say.
    pub convention: Option<Convention>,
    /// Which pixels of a turned photo a region counts, where stored and upright ones fit alike.
    pub frame: FramePreference,
    /// Whether the viewer dims what lies outside the region.
    pub dims_outside: bool,
    /// Whether the borders of regions are magnified, in the viewer and in large tiles.
    pub shows_lens: bool,
    pub shows_details: bool,
    pub shows_filters: bool,
    /// Whether the keyring has something of ours. What it has is nowhere but there.
    pub remembers: bool,
    /// Path of a file with a company's own authorities; empty: none.
    pub ca_file: String,
    /// Whether links may lead inside the network around this machine.
    pub private_addresses: bool,
    /// Which proxy is asked, as [`crate::platform::ProxyChoice`] writes it; empty: the system's.
    pub proxy: String,
    /// Where reviews are kept; empty: beside the settings.
    pub reviews_folder: String,
    /// Kinds of findings that are not heeded, by their codes.
    pub findings_off: Vec<String>,
    /// The least number that findings have to be about, by their codes.
    pub thresholds: BTreeMap<String, u32>,
    /// What the next report has, unless something else is chosen.
    pub report: ReportDefaults,
    /// Under which name verdicts are given.
    pub reviewer: String,
    /// Whether a verdict leads on to the next that is still to be judged.
    pub advances: bool,
    /// Whether pictures are read when there is nothing else to do.
    pub reads_pictures: bool,
    /// Keys that the user chose, by the names of commands. Those that are not named have the program's.
    pub keys: BTreeMap<String, Vec<String>>,
    /// Reasons in the reviewer's own words, the last one first.
    pub reasons: Vec<String>,
    /// Views that were given a name.
    pub views: Vec<SavedView>,
    /// Teams' reviews that were opened here, the last one first.
    pub team_reviews: Vec<TeamRecent>,
    /// Accounts of databases whose passwords the keyring has; what they are is nowhere but there.
    pub team_accounts: Vec<String>,
}

/// The pages of the dialog of settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SettingsPage {
    General,
    Reading,
    Findings,
    Reports,
    Network,
    Keyboard,
    /// All settings as a file, and back to the beginning.
    Transfer,
    About,
}

impl SettingsPage {
    pub const ALL: [Self; 8] = [
        Self::General,
        Self::Reading,
        Self::Findings,
        Self::Reports,
        Self::Network,
        Self::Keyboard,
        Self::Transfer,
        Self::About,
    ];
}

/// What a report has unless something else is chosen. Names as reports have them, of which this version may not know all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReportDefaults {
    /// By the endings of their files.
    pub formats: Vec<String>,
    pub scope: String,
    pub with_pictures: bool,
    /// Of headings and sentences; `None`: the window's.
    pub lang: Option<Lang>,
}

impl Default for ReportDefaults {
    fn default() -> Self {
        Self {
            formats: vec![Format::Xlsx.ending().to_owned()],
            scope: Scope::All.code().to_owned(),
            with_pictures: true,
            lang: None,
        }
    }
}

impl ReportDefaults {
    pub fn formats(&self) -> Vec<Format> {
        let is_chosen = |it: &Format| self.formats.iter().any(|name| name == it.ending());
        Format::ALL.into_iter().filter(is_chosen).collect()
    }

    pub fn scope(&self) -> Scope {
        Scope::from_code(&self.scope).unwrap_or(Scope::All)
    }
}

/// Light, dark, or as the system is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThemeChoice {
    #[default]
    System,
    Light,
    Dark,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            lang: None,
            theme: ThemeChoice::System,
            scale_percent: 100,
            tile_points: 200.0,
            sheet_margin_percent: 10,
            endpoint: crate::platform::PRESETS[0].1.to_owned(),
            connections: 6,
            memory: MemoryBudgets::default(),
            convention: None,
            frame: FramePreference::default(),
            dims_outside: true,
            shows_lens: true,
            shows_details: true,
            shows_filters: true,
            remembers: false,
            ca_file: String::new(),
            private_addresses: false,
            proxy: String::new(),
            reviews_folder: String::new(),
            findings_off: Vec::new(),
            thresholds: BTreeMap::new(),
            report: ReportDefaults::default(),
            reviewer: system_user(),
            advances: true,
            reads_pictures: true,
            keys: BTreeMap::new(),
            reasons: Vec::new(),
            views: Vec::new(),
            team_reviews: Vec::new(),
            team_accounts: Vec::new(),
        }
    }
}

impl Settings {
    /// The same with every number in its range, as a stored file may hold anything.
    pub fn sane(mut self) -> Self {
        if !self.tile_points.is_finite() {
            self.tile_points = Self::default().tile_points;
        }
        self.tile_points = self
            .tile_points
            .clamp(*TILE_POINTS.start(), *TILE_POINTS.end());
        self.sheet_margin_percent = self.sheet_margin_percent.min(MOST_MARGIN_PERCENT);
        self.scale_percent = self.scale_percent.clamp(80, 200);
        self.connections = self.connections.clamp(1, MAX_CONNECTIONS);
        self.memory = self.memory.sane();
        self.reasons.truncate(super::judging::REASONS);
        self
    }

    /// Makes the background begin as the person wants it.
    pub fn configure(&self, config: &mut EngineConfig) {
        config.read_lines = config.read_lines.map(|most| most.min(self.lines_read()));
        config.connections = self.connections as usize;
        config.bytes_budget = self.memory.files_bytes();
        config.pixels_budget = self.memory.pixels_bytes();
        config.http.private_addresses |= self.private_addresses;
    }

    /// Lines of each picture that the background reads.
    pub fn lines_read(&self) -> usize {
        if self.reads_pictures { MOST_LINES } else { 0 }
    }

    /// What is left out of findings.
    pub fn heeded(&self) -> Heeded {
        let codes = self.findings_off.iter();
        let limits = self.thresholds.iter();
        Heeded {
            off: codes.filter_map(|it| FindingCode::from_code(it)).collect(),
            limits: limits
                .filter_map(|(code, limit)| Some((FindingCode::from_code(code)?, *limit)))
                .collect(),
        }
    }

    /// Of reports.
    pub fn report_lang(&self) -> Lang {
        self.report.lang.unwrap_or_else(|| self.lang())
    }

    pub fn lang(&self) -> Lang {
        self.lang.unwrap_or_else(Lang::system)
    }
}

/// The name that the system knows the person by; empty where it says none.
fn system_user() -> String {
    let names = ["USER", "USERNAME"].map(std::env::var);
    let given = names.into_iter().flatten().find(|name| !name.is_empty());
    given.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_nonsense_is_put_right() {
        let settings = Settings {
            scale_percent: 100_000,
            tile_points: f32::NAN,
            ..Settings::default()
        }
        .sane();
        assert_eq!(settings.scale_percent, 200);
        assert!(TILE_POINTS.contains(&settings.tile_points));
    }
}
