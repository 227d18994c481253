//! The window's end of the background: start it, tell it, hear it, end it.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::config::EngineConfig;
use super::coordinator::{Coordinator, Mail};
use super::outbox::Popped;
use super::{EngineCommand, EngineEvent, Interest, News};

/// The background. Nothing but its [`EngineHandle`] remains once it runs.
pub struct Engine;

/// Dropping it ends the background, whatever it is at, within two seconds.
pub struct EngineHandle {
    mail: Arc<Mail>,
    /// How often everything was forgotten; what was said before the last time is not delivered.
    epoch: AtomicU64,
    coordinator: Option<JoinHandle<()>>,
}

impl Engine {
    /// Starts all threads. `wake` is called after every event, from another thread and without a lock held.
    pub fn start(
        config: EngineConfig,
        wake: impl Fn(News) + Send + Sync + 'static,
    ) -> io::Result<EngineHandle> {
        let mail = Arc::new(Mail::new(config.events));
        let coordinator = Coordinator::new(config, Arc::clone(&mail), Box::new(wake))?;
        let coordinator = thread::Builder::new()
            .name("engine".into())
            .spawn(move || coordinator.run())?;
        Ok(EngineHandle {
            mail,
            epoch: AtomicU64::new(0),
            coordinator: Some(coordinator),
        })
    }
}

impl EngineHandle {
    /// Of a background that could not start: nothing is ever heard of it.
    pub fn of_none() -> Self {
        Self {
            mail: Arc::new(Mail::new(1)),
            epoch: AtomicU64::new(0),
            coordinator: None,
        }
    }

    /// Never waits: where the queue is full the command comes back, to be sent again later.
    pub fn send(&self, command: EngineCommand) -> Result<(), EngineCommand> {
        let forgets = matches!(command, EngineCommand::Clear);
        self.mail.inbox.command(command)?;
        if forgets {
            self.epoch.fetch_add(1, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Replaces the interest sent before, read or not.
    pub fn set_interest(&self, interest: Interest) {
        // First, so that nothing which is said for its sake can overtake what was said before of the same invoices.
        self.mail.outbox.look_at(&interest);
        self.mail.inbox.interest(interest);
    }

    /// The next event, if there is one already: of what is on screen before all others. Never waits.
    pub fn try_event(&self) -> Option<EngineEvent> {
        loop {
            let popped = self.mail.outbox.try_pop()?;
            let sent = self.read(popped);
            if let Some(event) = self.still_valid(sent) {
                return Some(event);
            }
        }
    }

    /// The next event, waited for up to `limit`: for a program without a window.
    pub fn next_event(&self, limit: Duration) -> Option<EngineEvent> {
        let until = Instant::now() + limit;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let popped = self.mail.outbox.pop_within(left)?;
            let sent = self.read(popped);
            if let Some(event) = self.still_valid(sent) {
                return Some(event);
            }
        }
    }

    fn read(&self, popped: Popped) -> (u64, EngineEvent) {
        if popped.makes_room {
            self.mail.inbox.nudge();
        }
        popped.sent
    }

    /// Numbers begin anew after [`EngineCommand::Clear`]: an event from before would hit the wrong invoice.
    fn still_valid(&self, (epoch, event): (u64, EngineEvent)) -> Option<EngineEvent> {
        let is_current = epoch == self.epoch.load(Ordering::Relaxed);
        (is_current || matches!(event, EngineEvent::Run(_))).then_some(event)
    }
}

impl Drop for EngineHandle {
    fn drop(&mut self) {
        self.mail.inbox.close();
        self.mail.outbox.close();
        if let Some(coordinator) = self.coordinator.take()
            && coordinator.join().is_err()
        {
            log::error!("the background ended with a panic");
        }
    }
}
