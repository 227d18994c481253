//! Settings as text: kept from one start to the next, and handed on to others. Written is what differs from what the
//! program, or whoever manages the machine, begins with.

use std::path::PathBuf;

use serde_json::{Map, Value};

use crate::managed::Managed;

use super::{Settings, State};

/// What names this machine or its user, and is nobody else's.
const PERSONAL: [&str; 4] = ["reviewer", "remembers", "team_reviews", "team_accounts"];
/// The first name in a file of settings, and the version that it has.
const MARK: &str = "invoice_lens_settings";
const VERSION: u64 = 1;

/// Why a file is none of settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoSettings {
    #[error("it is no file of settings")]
    Unreadable,
    #[error("it is of a newer version of the program")]
    Newer,
}

impl State {
    /// Begins with what was kept, over what is set for everybody.
    pub fn of(stored: Option<&str>, managed: Managed) -> Self {
        let mut base = Settings::default();
        managed.preset(&mut base);
        let stored = stored.and_then(|text| serde_json::from_str(text).ok());
        let (mut settings, _) = overlaid(&base, stored.unwrap_or_default());
        managed.lock(&mut settings);
        let mut state = Self::new(settings);
        state.base = base;
        state.managed = managed;
        state
    }
}

impl State {
    /// What settings begin with at this machine.
    pub fn base(&self) -> &Settings {
        &self.base
    }

    /// Where reviews are kept, unless settings name a place of their own.
    pub fn reviews_folder(&self, beside_settings: PathBuf) -> PathBuf {
        let named = self.settings.reviews_folder.as_str();
        if named.is_empty() {
            beside_settings
        } else {
            named.into()
        }
    }
}

impl Managed {
    /// Puts what is set into what everybody begins with.
    fn preset(&self, base: &mut Settings) {
        if let Some(platform) = &self.platform {
            base.endpoint = platform.value.to_string();
        }
        if let Some(file) = &self.ca_file {
            base.ca_file = file.value.display().to_string();
        }
        if let Some(proxy) = &self.proxy {
            proxy.value.text().clone_into(&mut base.proxy);
        }
        if let Some(folder) = &self.reviews {
            base.reviews_folder = folder.value.display().to_string();
        }
    }

    /// Puts what is locked over what somebody chose.
    pub(super) fn lock(&self, settings: &mut Settings) {
        if let Some(platform) = self.locked_platform() {
            settings.endpoint = platform.to_string();
        }
        if let Some(file) = self.locked_ca_file() {
            settings.ca_file = file.display().to_string();
        }
        if let Some(proxy) = self.locked_proxy() {
            proxy.text().clone_into(&mut settings.proxy);
        }
        if let Some(folder) = self.locked_reviews() {
            settings.reviews_folder = folder.display().to_string();
        }
    }
}

/// What is kept for the next start.
pub fn kept(settings: &Settings, base: &Settings) -> String {
    Value::Object(differences(settings, base)).to_string()
}

/// A file for others, or for another machine. Nothing secret is among settings; what is personal is left out.
pub(super) fn exported(settings: &Settings) -> String {
    let mut file = Map::new();
    file.insert(MARK.to_owned(), VERSION.into());
    let mut chosen = differences(settings, &Settings::default());
    for name in PERSONAL {
        chosen.remove(name);
    }
    file.extend(chosen);
    let text = serde_json::to_string_pretty(&Value::Object(file));
    text.unwrap_or_default() + "\n"
}

/// These settings with what the file has, and those of its names that this version does not understand, or not with
/// what the file has for them.
pub(super) fn imported(
    settings: &Settings,
    text: &str,
) -> Result<(Settings, Vec<String>), NoSettings> {
    let file = serde_json::from_str(text.trim_start_matches('\u{feff}'));
    let Ok(Value::Object(mut file)) = file else {
        return Err(NoSettings::Unreadable);
    };
    match file.remove(MARK).as_ref().and_then(Value::as_u64) {
        Some(version) if version <= VERSION => {}
        Some(_) => return Err(NoSettings::Newer),
        None => return Err(NoSettings::Unreadable),
    }
    for name in PERSONAL {
        file.remove(name);
    }
    Ok(overlaid(settings, file))
}

fn differences(settings: &Settings, base: &Settings) -> Map<String, Value> {
    let base = names_of(base);
    let mut chosen = names_of(settings);
    chosen.retain(|name, value| base.get(name) != Some(value));
    chosen
}

fn names_of(settings: &Settings) -> Map<String, Value> {
    match serde_json::to_value(settings) {
        Ok(Value::Object(names)) => names,
        _ => Map::new(),
    }
}

/// Each by itself: one that cannot be understood takes no other with it.
fn overlaid(base: &Settings, chosen: Map<String, Value>) -> (Settings, Vec<String>) {
    let mut settings = base.clone();
    let mut names = names_of(base);
    let mut unknown = Vec::new();
    for (name, value) in chosen {
        let Some(place) = names.get_mut(&name) else {
            unknown.push(name);
            continue;
        };
        let before = std::mem::replace(place, value);
        if let Ok(understood) = serde_json::from_value(Value::Object(names.clone())) {
            settings = understood;
        } else {
            names.insert(name.clone(), before);
            unknown.push(name);
        }
    }
    (settings.sane(), unknown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::managed::Preset;
    use crate::platform::ProxyChoice;
    use crate::state::ThemeChoice;

    fn proxy(text: &str, is_locked: bool) -> Managed {
        Managed {
            proxy: Some(Preset {
                value: ProxyChoice::parse(text).expect("a proxy"),
                is_locked,
            }),
            ..Managed::default()
        }
    }

    #[test]
    fn what_somebody_chose_stays_and_the_rest_follows_what_is_set() {
        let mut state = State::of(None, proxy("a.example:1", false));
        assert_eq!(state.settings.proxy, "http://a.example:1");
        state.settings.theme = ThemeChoice::Dark;
        let text = kept(&state.settings, &state.base);
        assert_eq!(text, r#"{"theme":"dark"}"#);
        // The administrator names another one.
        let state = State::of(Some(&text), proxy("b.example:1", false));
        assert_eq!(state.settings.proxy, "http://b.example:1");
        assert_eq!(state.settings.theme, ThemeChoice::Dark);
        let own = r#"{"proxy": "direct"}"#;
        let state = State::of(Some(own), proxy("b.example:1", false));
        assert_eq!(state.settings.proxy, "direct");
        let state = State::of(Some(own), proxy("b.example:1", true));
        assert_eq!(state.settings.proxy, "http://b.example:1", "locked");
    }

    #[test]
    fn all_that_an_earlier_version_kept_is_understood() {
        let settings = Settings {
            scale_percent: 125,
            ..Settings::default()
        };
        let whole = serde_json::to_string(&settings).expect("JSON");
        assert_eq!(
            State::of(Some(&whole), Managed::default()).settings,
            settings
        );
        let broken = r#"{"scale_percent": 125, "theme": "purple", "no such": 1}"#;
        let state = State::of(Some(broken), Managed::default());
        assert_eq!(state.settings.scale_percent, 125);
        assert_eq!(state.settings.theme, ThemeChoice::System);
        let none = State::of(Some("}"), Managed::default());
        assert_eq!(none.settings, Settings::default());
    }

    #[test]
    fn a_file_for_others_has_nothing_personal_and_is_taken_back() {
        let mine = Settings {
            reviewer: "Li Mei".to_owned(),
            remembers: true,
            connections: 2,
            findings_off: vec!["more_pages".to_owned()],
            ..Settings::default()
        };
        let text = exported(&mine);
        assert!(
            !text.contains("Li Mei") && !text.contains("remembers"),
            "{text}"
        );
        let theirs = Settings {
            reviewer: "Wang".to_owned(),
            ..Settings::default()
        };
        let (taken, unknown) = imported(&theirs, &text).expect("settings");
        assert_eq!((taken.reviewer.as_str(), taken.remembers), ("Wang", false));
        assert_eq!((taken.connections, unknown), (2, Vec::new()));
        assert_eq!(taken.findings_off, mine.findings_off);
        let sly =
            r#"{"invoice_lens_settings": 1, "reviewer": "Eve", "colour": 1, "lang": "klingon"}"#;
        let (taken, unknown) = imported(&theirs, sly).expect("settings");
        assert_eq!(taken.reviewer, "Wang");
        assert_eq!(unknown, ["colour", "lang"]);
        assert_eq!(imported(&theirs, "{}"), Err(NoSettings::Unreadable));
        let newer = r#"{"invoice_lens_settings": 2}"#;
        assert_eq!(imported(&theirs, newer), Err(NoSettings::Newer));
    }
}
