//! Tests of settings that are more than a switch.

use super::*;
use crate::managed::{Managed, Preset};
use crate::model::FindingCode;
use crate::report::{Format, Scope};
use crate::state::{Action, ThemeChoice, update};

fn act(state: &mut State, action: PreferencesAction) -> Vec<Effect> {
    update(state, Action::Preferences(action))
}

#[test]
fn a_kind_is_switched_off_and_a_threshold_is_kept_only_where_it_is_chosen() {
    let mut state = State::new(Settings::default());
    let code = FindingCode::MorePages;
    act(&mut state, PreferencesAction::Heed(code, false));
    act(&mut state, PreferencesAction::Heed(code, false));
    assert_eq!(state.settings.findings_off, ["more_pages"]);
    assert!(state.library.heeded().off.has(code));
    act(&mut state, PreferencesAction::Heed(code, true));
    assert!(state.settings.findings_off.is_empty());
    assert!(!state.library.heeded().off.has(code));
    let code = FindingCode::TextUnclaimed;
    act(&mut state, PreferencesAction::SetThreshold(code, 3));
    assert_eq!(state.library.heeded().limits.get(&code), Some(&3));
    act(&mut state, PreferencesAction::SetThreshold(code, 1));
    assert!(state.settings.thresholds.is_empty());
    assert!(state.library.heeded().limits.is_empty());
}

#[test]
fn a_proxy_goes_to_the_background_unless_it_is_locked() {
    let mut state = State::new(Settings::default());
    let set = |text: &str| PreferencesAction::SetProxy(text.to_owned());
    assert!(act(&mut state, set("nonsense at all")).is_empty());
    assert!(act(&mut state, set("me:word@a.example:1")).is_empty());
    assert_eq!(state.settings.proxy, "");
    let effects = act(&mut state, set(" a.example:1"));
    let [Effect::Engine(EngineCommand::UseProxy(ProxyChoice::Named(address)))] = &effects[..]
    else {
        panic!("{effects:?}");
    };
    assert_eq!(address.to_string(), state.settings.proxy);
    let managed = Managed {
        proxy: Some(Preset {
            value: ProxyChoice::Direct,
            is_locked: true,
        }),
        ..Managed::default()
    };
    let mut state = State::of(None, managed);
    assert_eq!(act(&mut state, PreferencesAction::Begin).len(), 1);
    assert!(act(&mut state, set("a.example:1")).is_empty());
    assert_eq!(state.settings.proxy, "direct");
    act(&mut state, PreferencesAction::Reset);
    assert_eq!(state.settings.proxy, "direct");
}

#[test]
fn all_settings_go_into_a_file_and_come_back() {
    let mut state = State::new(Settings::default());
    drop(update(&mut state, Action::SetTheme(ThemeChoice::Dark)));
    drop(update(&mut state, Action::SetConnections(2)));
    let effects = act(&mut state, PreferencesAction::Export("s.json".into()));
    let [Effect::WriteSettings(_, text)] = &effects[..] else {
        panic!("{effects:?}");
    };
    let mut other = State::new(Settings::default());
    let imported = PreferencesAction::Imported(Ok(text.clone()));
    let effects = act(&mut other, imported);
    assert_eq!(other.settings.theme, ThemeChoice::Dark);
    let sets = |it: &Effect| matches!(it, Effect::Engine(EngineCommand::SetConnections(2)));
    assert!(effects.iter().any(sets), "{effects:?}");
    assert_eq!(
        other.notice,
        Some(NoticeKind::SettingsImported {
            unknown: Vec::new()
        })
    );
    act(&mut other, PreferencesAction::Reset);
    assert_eq!(other.settings, Settings::default());
    let refused = PreferencesAction::Imported(Ok("[]".to_owned()));
    assert!(act(&mut other, refused).is_empty());
    assert_eq!(other.notice, Some(NoticeKind::NoSettings(false)));
}

#[test]
fn what_reports_have_by_default_is_understood_by_every_version() {
    let mut state = State::new(Settings::default());
    let report = ReportDefaults {
        formats: vec!["html".to_owned(), "scroll".to_owned(), "csv".to_owned()],
        scope: "wrong".to_owned(),
        ..ReportDefaults::default()
    };
    act(&mut state, PreferencesAction::SetReport(report));
    let report = &state.settings.report;
    assert_eq!(report.formats(), [Format::Html, Format::Csv]);
    assert_eq!(report.scope(), Scope::Wrong);
    assert_eq!(ReportDefaults::default().formats(), [Format::Xlsx]);
}
