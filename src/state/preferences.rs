//! Settings that are more than a switch: findings that are heeded, the proxy, reports, and all of them as a file.

use std::io;
use std::path::{Path, PathBuf};

use crate::engine::EngineCommand;
use crate::locale::Locale;
use crate::model::FindingCode;
use crate::platform::ProxyChoice;

use super::MemoryBudgets;
use super::action::{CaFileUse, Effect};
use super::stored::{self, NoSettings};
use super::update::read_regions;
use super::{NoticeKind, ReportDefaults, Settings, State};

/// What happens to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PreferencesAction {
    /// The window has just begun with what was kept.
    Begin,
    /// Whether findings of this kind are shown and counted at all.
    Heed(FindingCode, bool),
    /// The least number that findings of this kind have to be about.
    SetThreshold(FindingCode, u32),
    /// As settings write it; what cannot be meant changes nothing.
    SetProxy(String),
    /// From the next start on; empty: beside the settings.
    SetReviewsFolder(String),
    SetReport(ReportDefaults),
    /// Write all but what is personal to a file.
    Export(PathBuf),
    /// The place that was written, or why nothing was.
    Exported(Result<PathBuf, FileTrouble>),
    /// Take over what a file has.
    Import(PathBuf),
    /// Its text, or why it cannot be read.
    Imported(Result<String, FileTrouble>),
    /// Back to what everybody begins with.
    Reset,
}

/// A file that could not be read or written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileTrouble {
    pub path: PathBuf,
    kind: io::ErrorKind,
}

impl FileTrouble {
    pub fn of(path: &Path, error: &io::Error) -> Self {
        Self {
            path: path.to_owned(),
            kind: error.kind(),
        }
    }

    /// Why, in the words of the language.
    pub fn why(&self, locale: &Locale) -> String {
        locale.io_error(&io::Error::from(self.kind))
    }
}

pub(super) fn update(state: &mut State, action: PreferencesAction) -> Vec<Effect> {
    match action {
        PreferencesAction::Begin => {
            state.library.heed(state.settings.heeded());
            use_proxy(state)
        }
        PreferencesAction::Heed(code, is_on) => {
            let off = &mut state.settings.findings_off;
            off.retain(|it| it != code.code());
            if !is_on {
                off.push(code.code().to_owned());
            }
            heed(state)
        }
        PreferencesAction::SetThreshold(code, least) => {
            let thresholds = &mut state.settings.thresholds;
            let own = code.threshold().and_then(|it| it.steps.first().copied());
            if own == Some(least) {
                thresholds.remove(code.code());
            } else {
                thresholds.insert(code.code().to_owned(), least);
            }
            heed(state)
        }
        PreferencesAction::SetProxy(text) => set_proxy(state, &text),
        PreferencesAction::SetReviewsFolder(text) => {
            if state.managed.locked_reviews().is_none() {
                text.trim().clone_into(&mut state.settings.reviews_folder);
            }
            Vec::new()
        }
        PreferencesAction::SetReport(report) => {
            state.settings.report = report;
            Vec::new()
        }
        PreferencesAction::Export(path) => {
            vec![Effect::WriteSettings(
                path,
                stored::exported(&state.settings),
            )]
        }
        PreferencesAction::Exported(result) => {
            state.notice = Some(match result {
                Ok(path) => NoticeKind::SettingsExported(path.display().to_string()),
                Err(why) => NoticeKind::SettingsFileFailed(why),
            });
            Vec::new()
        }
        PreferencesAction::Import(path) => vec![Effect::ReadSettings(path)],
        PreferencesAction::Imported(Ok(text)) => import(state, &text),
        PreferencesAction::Imported(Err(why)) => {
            state.notice = Some(NoticeKind::SettingsFileFailed(why));
            Vec::new()
        }
        PreferencesAction::Reset => {
            let settings = Settings {
                // The keyring has what it has.
                remembers: state.settings.remembers,
                ..state.base.clone()
            };
            state.notice = Some(NoticeKind::SettingsReset);
            take(state, settings)
        }
    }
}

fn import(state: &mut State, text: &str) -> Vec<Effect> {
    match stored::imported(&state.settings, text) {
        Ok((settings, unknown)) => {
            state.notice = Some(NoticeKind::SettingsImported { unknown });
            take(state, settings)
        }
        Err(error) => {
            state.notice = Some(NoticeKind::NoSettings(error == NoSettings::Newer));
            Vec::new()
        }
    }
}

pub(super) fn set_connections(state: &mut State, count: u32) -> Vec<Effect> {
    state.settings.connections = count;
    state.settings = state.settings.clone().sane();
    let count = state.settings.connections as usize;
    vec![Effect::Engine(EngineCommand::SetConnections(count))]
}

pub(super) fn set_memory(state: &mut State, memory: MemoryBudgets) -> Vec<Effect> {
    state.settings.memory = memory;
    state.settings = state.settings.clone().sane();
    vec![Effect::Engine(memory_command(state.settings.memory))]
}

fn memory_command(memory: MemoryBudgets) -> EngineCommand {
    EngineCommand::SetBudgets {
        bytes: memory.files_bytes(),
        pixels: memory.pixels_bytes(),
    }
}

/// These from now on, wherever they have an effect.
fn take(state: &mut State, mut settings: Settings) -> Vec<Effect> {
    state.managed.lock(&mut settings);
    if ProxyChoice::parse(&settings.proxy).is_err() {
        settings.proxy.clone_from(&state.settings.proxy);
    }
    let before = std::mem::replace(&mut state.settings, settings.sane());
    let mut effects = vec![Effect::Restyle];
    effects.extend(read_regions(state));
    effects.extend(use_proxy(state));
    let settings = &state.settings;
    effects.push(Effect::Engine(memory_command(settings.memory)));
    for command in [
        EngineCommand::SetConnections(settings.connections as usize),
        EngineCommand::ReadLines(settings.lines_read()),
    ] {
        effects.push(Effect::Engine(command));
    }
    if settings.ca_file != before.ca_file {
        let path = settings.ca_file.clone();
        if path.is_empty() {
            effects.extend(super::trust::set_ca_file(state, ""));
        } else {
            effects.push(Effect::ReadCaFile(CaFileUse::Start, path.into()));
        }
    }
    effects
}

fn heed(state: &mut State) -> Vec<Effect> {
    state.library.heed(state.settings.heeded());
    state.refresh();
    Vec::new()
}

fn set_proxy(state: &mut State, text: &str) -> Vec<Effect> {
    let Ok(choice) = ProxyChoice::parse(text) else {
        return Vec::new();
    };
    if state.managed.locked_proxy().is_some() {
        return Vec::new();
    }
    choice.text().clone_into(&mut state.settings.proxy);
    use_proxy(state)
}

fn use_proxy(state: &mut State) -> Vec<Effect> {
    let choice = ProxyChoice::parse(&state.settings.proxy).unwrap_or_default();
    if state.exporting.proxy == choice {
        return Vec::new();
    }
    state.exporting.proxy = choice.clone();
    vec![Effect::Engine(EngineCommand::UseProxy(choice))]
}

#[cfg(test)]
#[path = "preferences_tests.rs"]
mod tests;
