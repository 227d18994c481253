//! A keyring that keeps, one that refuses, one that crashes and one that hangs until a gate opens.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

use secrecy::{ExposeSecret as _, SecretString};

use super::*;
use crate::platform::{Credentials, Endpoint, Token};

type Kept = Arc<Mutex<Option<String>>>;

/// What the stand-in does at a call, after it has waited at its gate.
#[derive(Clone, Copy)]
enum Manner {
    Keeps,
    Refuses,
    Crashes,
}

struct StandIn {
    manner: Manner,
    kept: Kept,
    /// A call goes on when something comes through here.
    gate: Option<Receiver<()>>,
}

impl StandIn {
    fn act(&self) -> Result<(), KeyringError> {
        if let Some(gate) = &self.gate {
            gate.recv().expect("the test opens the gate");
        }
        match self.manner {
            Manner::Keeps => Ok(()),
            Manner::Refuses => Err(KeyringError::Locked),
            Manner::Crashes => panic!("the stand-in crashes as it should"),
        }
    }
}

impl SecretStore for StandIn {
    fn read(&self, _name: &str) -> Result<Option<SecretString>, KeyringError> {
        self.act()?;
        let kept = self.kept.lock().expect("no test panics with it");
        Ok(kept.clone().map(SecretString::from))
    }

    fn write(&self, _name: &str, secret: &SecretString) -> Result<(), KeyringError> {
        self.act()?;
        let text = secret.expose_secret().to_owned();
        *self.kept.lock().expect("no test panics with it") = Some(text);
        Ok(())
    }

    fn delete(&self, _name: &str) -> Result<(), KeyringError> {
        self.act()?;
        *self.kept.lock().expect("no test panics with it") = None;
        Ok(())
    }
}

/// A keyring at work, with its wakes.
struct Bench {
    keyring: Keyring,
    woken: Receiver<()>,
    kept: Kept,
    now: Instant,
}

impl Bench {
    fn new(manner: Manner, gate: Option<Receiver<()>>) -> Self {
        let kept = Kept::default();
        let (wake, woken) = channel();
        let store = StandIn {
            manner,
            kept: Arc::clone(&kept),
            gate,
        };
        let keyring = Keyring::start(Box::new(store), LIMIT, move || {
            wake.send(()).unwrap_or_default();
        });
        Self {
            keyring,
            woken,
            kept,
            now: Instant::now(),
        }
    }

    /// With a gate that the sender opens, once for every call.
    fn gated(manner: Manner) -> (Self, Sender<()>) {
        let (open, gate) = channel();
        (Self::new(manner, Some(gate)), open)
    }

    /// The only answer, after the keyring woke us.
    fn answer(&mut self) -> KeyringAnswer {
        self.wait(1);
        let mut answers = self.keyring.answers(self.now);
        assert_eq!(answers.len(), 1, "{answers:?}");
        answers.remove(0)
    }

    /// Until so many calls were made.
    fn wait(&self, calls: usize) {
        for _ in 0..calls {
            let woken = self.woken.recv_timeout(Duration::from_mins(1));
            woken.expect("the keyring goes on");
        }
    }
}

fn saved(token: &str) -> Saved {
    Saved {
        endpoint: Endpoint::parse("https://app.ekuaibao.com").expect("an address"),
        credentials: Token::new(token).expect("a token").into(),
    }
}

#[test]
fn what_is_saved_is_loaded_and_forgotten() {
    let mut bench = Bench::new(Manner::Keeps, None);
    bench.keyring.load(bench.now);
    assert!(matches!(bench.answer(), KeyringAnswer::Loaded(Ok(None))));
    bench.keyring.save(saved("t0ken"), bench.now);
    assert!(matches!(bench.answer(), KeyringAnswer::Saved(Ok(()))));
    bench.keyring.load(bench.now);
    let KeyringAnswer::Loaded(Ok(Some(saved))) = bench.answer() else {
        panic!("it was saved");
    };
    assert!(matches!(saved.credentials, Credentials::Token(token) if token.expose() == "t0ken"));
    bench.keyring.forget(bench.now);
    assert!(matches!(bench.answer(), KeyringAnswer::Forgotten(Ok(()))));
    assert_eq!(*bench.kept.lock().expect("nobody panics"), None);
}

#[test]
fn a_refusal_and_a_crash_are_failures_and_the_next_call_is_made() {
    for (manner, cause) in [
        (Manner::Refuses, KeyringError::Locked),
        (Manner::Crashes, KeyringError::Failed),
    ] {
        let mut bench = Bench::new(manner, None);
        for _ in 0..2 {
            bench.keyring.save(saved("t0ken"), bench.now);
            let answer = bench.answer();
            assert!(
                matches!(answer, KeyringAnswer::Saved(Err(error)) if error == cause),
                "{answer:?}"
            );
        }
    }
}

#[test]
fn a_call_that_hangs_is_given_up_and_told_once() {
    let (mut bench, open) = Bench::gated(Manner::Refuses);
    let asked = bench.now;
    bench.keyring.load(asked);
    assert_eq!(bench.keyring.due_in(asked), Some(LIMIT));
    let almost = asked + Duration::from_millis(LIMIT.as_millis() as u64 - 1);
    assert!(bench.keyring.answers(almost).is_empty());
    assert_eq!(bench.keyring.due_in(almost), Some(Duration::from_millis(1)));
    let told = bench.keyring.answers(asked + LIMIT);
    assert!(
        matches!(
            told[..],
            [KeyringAnswer::Loaded(Err(KeyringError::TimedOut))]
        ),
        "{told:?}"
    );
    assert_eq!(bench.keyring.due_in(asked + LIMIT), None);
    open.send(()).expect("the keyring waits at the gate");
    bench.wait(1);
    assert!(bench.keyring.answers(asked + 2 * LIMIT).is_empty());
}

#[test]
fn a_success_that_comes_late_is_told_after_all() {
    let (mut bench, open) = Bench::gated(Manner::Keeps);
    bench.keyring.save(saved("t0ken"), bench.now);
    bench.now += LIMIT;
    let told = bench.keyring.answers(bench.now);
    assert!(
        matches!(
            told[..],
            [KeyringAnswer::Saved(Err(KeyringError::TimedOut))]
        ),
        "{told:?}"
    );
    open.send(()).expect("the keyring waits at the gate");
    assert!(matches!(bench.answer(), KeyringAnswer::Saved(Ok(()))));
}

#[test]
fn calls_are_made_in_their_order() {
    let (mut bench, open) = Bench::gated(Manner::Keeps);
    bench.keyring.save(saved("t0ken"), bench.now);
    bench.keyring.forget(bench.now);
    bench.now += LIMIT;
    assert_eq!(bench.keyring.answers(bench.now).len(), 2);
    for _ in 0..2 {
        open.send(()).expect("the keyring waits at the gate");
    }
    bench.wait(2);
    let told = bench.keyring.answers(bench.now);
    assert!(
        matches!(
            told[..],
            [
                KeyringAnswer::Saved(Ok(())),
                KeyringAnswer::Forgotten(Ok(()))
            ]
        ),
        "{told:?}"
    );
    assert_eq!(*bench.kept.lock().expect("nobody panics"), None);
}

#[test]
fn nothing_shows_the_secret() {
    let saved = saved("s3cret");
    assert!(!format!("{saved:?}").contains("s3cret"));
    let answer = KeyringAnswer::Loaded(Ok(Some(saved)));
    assert!(!format!("{answer:?}").contains("s3cret"));
}
