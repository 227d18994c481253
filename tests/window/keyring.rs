//! What is remembered: kept by the keyring and by nothing else, used with the next start, forgotten with one click;
//! and a keyring that refuses or hangs holds nothing up.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use eframe::{App as _, Storage};
use invoice_lens::app::{KeyringLaunch, Launch};
use invoice_lens::keyring::{KeyringError, LIMIT, SecretStore};
use invoice_lens::locale::Lang;
use invoice_lens::review::Stage;
use invoice_lens::sandbox::{RequestKind, Sandbox};
use invoice_lens::state::{Screen, State};
use secrecy::{ExposeSecret as _, SecretString};

use crate::harness::{App, Look, english};
use crate::pages::{self, ids};

/// A keyring in memory.
#[derive(Clone, Default)]
struct StandIn {
    kept: Arc<Mutex<Option<String>>>,
    refusal: Option<KeyringError>,
    /// A call waits until something comes through here, or until nothing can any more.
    gate: Option<Arc<Mutex<Receiver<()>>>>,
}

impl StandIn {
    fn refusing(error: KeyringError) -> Self {
        Self {
            refusal: Some(error),
            ..Self::default()
        }
    }

    fn hanging() -> (Self, Sender<()>) {
        let (open, gate) = channel();
        let store = Self {
            gate: Some(Arc::new(Mutex::new(gate))),
            ..Self::default()
        };
        (store, open)
    }

    fn kept(&self) -> Option<String> {
        self.kept.lock().expect("nobody panics with it").clone()
    }

    fn act(&self) -> Result<(), KeyringError> {
        if let Some(gate) = &self.gate {
            let gate = gate.lock().expect("nobody panics with it");
            gate.recv().map_err(|_closed| KeyringError::Failed)?;
        }
        self.refusal.map_or(Ok(()), Err)
    }
}

impl SecretStore for StandIn {
    fn read(&self, _name: &str) -> Result<Option<SecretString>, KeyringError> {
        self.act()?;
        Ok(self.kept().map(SecretString::from))
    }

    fn write(&self, _name: &str, secret: &SecretString) -> Result<(), KeyringError> {
        self.act()?;
        let text = secret.expose_secret().to_owned();
        *self.kept.lock().expect("nobody panics with it") = Some(text);
        Ok(())
    }

    fn delete(&self, _name: &str) -> Result<(), KeyringError> {
        self.act()?;
        *self.kept.lock().expect("nobody panics with it") = None;
        Ok(())
    }
}

/// What the window writes for its next start.
#[derive(Clone, Debug, Default)]
pub struct Stored(pub BTreeMap<String, String>);

impl Storage for Stored {
    fn get_string(&self, key: &str) -> Option<String> {
        self.0.get(key).cloned()
    }

    fn set_string(&mut self, key: &str, value: String) {
        self.0.insert(key.to_owned(), value);
    }

    fn remove_string(&mut self, key: &str) {
        self.0.remove(key);
    }

    fn flush(&mut self) {}
}

fn launch(sandbox: &Sandbox, store: &StandIn, limit: Duration) -> Launch {
    Launch {
        endpoint: Some(sandbox.endpoint()),
        keyring: KeyringLaunch {
            store: Box::new(store.clone()),
            limit,
        },
        ..english()
    }
}

fn window(sandbox: &Sandbox, store: &StandIn, limit: Duration, stored: &Stored) -> App {
    let launch = launch(sandbox, store, limit);
    App::launch_stored(Look::default(), launch, Box::new(stored.clone()))
}

/// What a window leaves for the next one.
pub fn saved(app: &mut App) -> Stored {
    let mut stored = Stored::default();
    app.harness.state_mut().save(&mut stored);
    assert!(!stored.0.is_empty(), "settings are kept");
    stored
}

/// A window in which a token was remembered, and what it left behind.
fn remembered(sandbox: &Sandbox, store: &StandIn) -> Stored {
    let mut app = window(sandbox, store, LIMIT, &Stored::default());
    app.click_text("keyring-remember");
    app.begin(sandbox.token(), &ids(1));
    app.until("the keyring", |state| state.remembered.kept().is_some());
    assert!(app.shows(&app.text("notice-remembered")));
    let kept = store.kept().expect("the keyring has it");
    assert!(kept.contains(sandbox.token()) && kept.contains(&sandbox.endpoint()));
    saved(&mut app)
}

#[test]
fn a_token_is_remembered_used_and_forgotten() {
    let sandbox = pages::start(pages::numbered(1));
    let store = StandIn::default();
    let stored = remembered(&sandbox, &store);
    assert!(!format!("{stored:?}").contains(sandbox.token()));

    let mut app = window(&sandbox, &store, LIMIT, &stored);
    app.until("the keyring", |state| state.remembered.kept().is_some());
    assert!(app.shows(&app.text("keyring-has-token")));
    app.paste_ids(&ids(1).join("\n"));
    app.click(&app.with("start-load", 1));
    app.until_stage(Stage::Ready, 1);

    app.click_text("top-new");
    app.click_text("keyring-forget");
    app.until("the keyring", |state| !state.settings.remembers);
    assert_eq!(store.kept(), None);
    assert!(app.shows(&app.text("start-missing-token")));
    let stored = saved(&mut app);

    let app = window(&sandbox, &store, LIMIT, &stored);
    assert!(!app.shows(&app.text("keyring-has-token")));
}

#[test]
fn what_is_remembered_is_for_its_own_address_alone() {
    let sandbox = pages::start(pages::numbered(1));
    let store = StandIn::default();
    let stored = remembered(&sandbox, &store);
    let elsewhere = pages::start(pages::numbered(1));
    let mut app = window(&elsewhere, &store, LIMIT, &stored);
    app.until("the keyring", |state| state.remembered.kept().is_some());
    assert!(!app.shows(&app.text("keyring-has-token")));
    app.paste_ids(&ids(1).join("\n"));
    assert!(app.shows(&app.text("start-missing-token")));
}

#[test]
fn nothing_is_remembered_unasked() {
    let sandbox = pages::start(pages::numbered(1));
    // Every call of it would end the test.
    let (store, open) = StandIn::hanging();
    drop(open);
    let mut app = window(&sandbox, &store, LIMIT, &Stored::default());
    app.begin(sandbox.token(), &ids(1));
    app.until_stage(Stage::Ready, 1);
    assert_eq!(app.state().notice, None);
    assert!(!app.state().settings.remembers);
}

#[test]
fn a_keyring_that_refuses_is_said_and_the_work_goes_on() {
    let sandbox = pages::start(pages::numbered(1));
    for (lang, sentence) in [
        (
            Lang::ZhCn,
            "未能保存到系统钥匙串，仅本次有效（系统没有可用的钥匙串）",
        ),
        (
            Lang::En,
            "Not saved in the system keyring; it works until the program ends (no system keyring is available)",
        ),
    ] {
        let store = StandIn::refusing(KeyringError::Absent);
        let launch = Launch {
            lang: Some(lang),
            ..launch(&sandbox, &store, LIMIT)
        };
        let mut app = App::launch(Look::default(), launch);
        app.click_text("keyring-remember");
        app.begin(sandbox.token(), &ids(1));
        app.until("the notice", |state| state.notice.is_some());
        assert!(app.shows(sentence), "{:?}", app.state().notice);
        app.until_stage(Stage::Ready, 1);
        assert!(!app.state().settings.remembers);
    }
}

#[test]
fn a_keyring_that_hangs_holds_nothing_up() {
    let sandbox = pages::start(pages::numbered(1));
    let (store, open) = StandIn::hanging();
    let mut app = window(&sandbox, &store, Duration::ZERO, &Stored::default());
    app.click_text("keyring-remember");
    app.begin(sandbox.token(), &ids(1));
    app.until_stage(Stage::Ready, 1);
    let hangs = "Not saved in the system keyring; it works until the program ends (the keyring does not respond)";
    assert!(app.shows(hangs), "{:?}", app.state().notice);
    open.send(()).expect("the keyring waits at the gate");
    app.until("the late success", |state| state.settings.remembers);
    assert!(app.shows(&app.text("notice-remembered")));
    let stored = saved(&mut app);

    // At the next start it hangs again; the window is there all the same.
    let (store, open) = StandIn::hanging();
    let mut app = window(&sandbox, &store, Duration::ZERO, &stored);
    assert!(app.shows(&app.text("start-missing-token")));
    app.begin(sandbox.token(), &ids(1));
    app.until("the review", |state| state.screen == Screen::Review);
    drop(open);
}

#[test]
fn an_app_key_lets_in_and_is_remembered() {
    let sandbox = pages::start(pages::numbered(1));
    let store = StandIn::default();
    let mut app = window(&sandbox, &store, LIMIT, &Stored::default());
    app.click_text("way-key");
    assert!(app.shows(&app.text("start-missing-key")));
    app.type_key(sandbox.app_key(), sandbox.app_security());
    app.click_text("keyring-remember");
    app.paste_ids(&ids(1).join("\n"));
    app.click(&app.with("start-load", 1));
    app.until_stage(Stage::Ready, 1);
    assert_eq!(sandbox.log().count(RequestKind::Token), 1);
    app.until("the keyring", |state| state.remembered.kept().is_some());
    let kept = store.kept().expect("the keyring has it");
    assert!(kept.contains(sandbox.app_security()));
    let stored = saved(&mut app);
    assert!(!format!("{stored:?}").contains(sandbox.app_security()));

    let mut app = window(&sandbox, &store, LIMIT, &stored);
    app.until("the keyring", |state| state.remembered.kept().is_some());
    assert!(app.shows(&app.text("keyring-has-key")));
}

#[test]
fn a_refused_token_is_replaced_by_an_app_key() {
    let sandbox = pages::start(pages::numbered(1));
    let mut app = App::at(&sandbox);
    app.begin("not-the-token", &ids(1));
    app.until("the refusal", State::needs_token);
    app.click_text("way-key");
    app.type_key("wr0ng-key", "wr0ng-security");
    app.click_text("notice-reconnect");
    let asked = |sandbox: &Sandbox| sandbox.log().count(RequestKind::Token);
    app.until("the refusal of the key", |state| {
        asked(&sandbox) > 0 && state.needs_token()
    });
    app.type_key(sandbox.app_key(), sandbox.app_security());
    app.click_text("notice-reconnect");
    app.until_stage(Stage::Ready, 1);
    assert!(!app.state().needs_token());
}
