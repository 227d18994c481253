//! The thread between the scheduler and those who do the work: reads, decides, starts, tells.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::platform::{Credentials, Endpoint};

use super::clock::Ticks;
use super::config::EngineConfig;
use super::decoders::{Decoders, ReadTask, Task};
use super::io::{IO_THREADS, Io, Report};
use super::jobs::{Ended, Job};
use super::mailbox::{Batch, Inbox};
use super::originals;
use super::outbox::{Closed, Outbox, OutboxRoom};
use super::scheduler::Scheduler;
use super::{EngineCommand, Interest, News, room};

/// Commands not read yet. A window sends a handful a second and the background reads at once.
const COMMANDS: usize = 64;
/// Everything that crosses between the window and the background. What ended carries the epoch in which it
/// was started, and events the one in which they were said.
pub(super) struct Mail {
    pub inbox: Inbox<EngineCommand, Interest, (u64, Ended)>,
    pub outbox: Outbox,
}

impl Mail {
    /// With room for so many events.
    pub fn new(events: usize) -> Self {
        Self {
            inbox: Inbox::new(COMMANDS),
            outbox: Outbox::new(events),
        }
    }
}

/// Those of the background beside its decoders: its own, the network's, one that looks up names, one that watches workers.
const OTHER_THREADS: usize = 3 + IO_THREADS;

pub(super) struct Coordinator {
    scheduler: Scheduler,
    io: Io,
    decoders: Decoders,
    mail: Arc<Mail>,
    wake: Box<dyn Fn(News) + Send + Sync>,
    ticks: Ticks,
    /// How often everything was forgotten.
    epoch: u64,
}

impl Coordinator {
    pub fn new(
        config: EngineConfig,
        mail: Arc<Mail>,
        wake: Box<dyn Fn(News) + Send + Sync>,
    ) -> io::Result<Self> {
        let listener = Arc::downgrade(&mail);
        config.clock.listen(move || {
            if let Some(mail) = listener.upgrade() {
                mail.inbox.nudge();
            }
        });
        let ticks = Ticks::new(config.clock.clone());
        room::for_threads(config.decoders + OTHER_THREADS)?;
        let io = Io::new(config.http)?;
        let decoders = Decoders::start(config.decoders, config.decode, config.worker.clone())?;
        let seed = RandomState::new().build_hasher().finish();
        Ok(Self {
            scheduler: Scheduler::new(config, seed),
            io,
            decoders,
            mail,
            wake,
            ticks,
            epoch: 0,
        })
    }

    /// Until the handle is dropped.
    pub fn run(mut self) {
        let mut room = OutboxRoom::All;
        while let Some(batch) = self.mail.inbox.wait(self.wake_at(room)) {
            self.read(batch);
            // Somebody may have made room meanwhile, or taken some with what is looked at now.
            let before = std::mem::replace(&mut room, self.mail.outbox.room());
            let had = room.min(before);
            self.decoders.set_open(self.scheduler.open_picture());
            self.scheduler.hold_rest(room != OutboxRoom::All);
            if room != OutboxRoom::Nothing {
                for job in self.scheduler.next_jobs(self.now()) {
                    self.start(job);
                }
            }
            if self.tell() == Err(Closed) {
                break;
            }
            room = self.mail.outbox.room();
            if room > had {
                (self.wake)(News::Stuck);
            }
        }
        self.io.shut_down();
        self.decoders.shut_down();
    }

    fn now(&self) -> Duration {
        self.ticks.now()
    }

    fn wake_at(&self, room: OutboxRoom) -> Option<Instant> {
        if room == OutboxRoom::Nothing {
            // Whoever reads says when there is room again.
            return None;
        }
        let due = self.scheduler.wake_at(self.now())?;
        self.ticks.alarm(due, self.scheduler.is_idle())
    }

    fn read(&mut self, batch: Batch<EngineCommand, Interest, (u64, Ended)>) {
        for command in batch.commands {
            self.obey(command);
        }
        if let Some(interest) = batch.interest {
            self.scheduler.set_interest(interest);
        }
        let now = self.now();
        for (epoch, ended) in batch.ended {
            if epoch == self.epoch {
                self.scheduler.ended(ended, now);
            }
        }
    }

    fn obey(&mut self, command: EngineCommand) {
        match command {
            EngineCommand::Connect {
                endpoint,
                credentials,
            } => self.connect(endpoint, credentials),
            EngineCommand::Disconnect => {
                let failure = self.io.disconnect();
                self.scheduler.cannot_connect(failure);
            }
            EngineCommand::Add { first, ids } => self.scheduler.add(first, ids),
            EngineCommand::ResolveBills(bills) => self.scheduler.resolve_bills(bills),
            EngineCommand::KnowTypes(types) => self.scheduler.know_types(types),
            EngineCommand::AskFields(numbers) => self.scheduler.ask_fields(numbers),
            EngineCommand::AskFieldsAhead(numbers) => self.scheduler.ask_fields_ahead(numbers),
            EngineCommand::UseAttachments(of) => self.scheduler.use_attachments(of),
            EngineCommand::Retry(numbers) => self.scheduler.retry(&numbers),
            EngineCommand::Dropped(numbers) => self.scheduler.dropped(&numbers),
            EngineCommand::SetConnections(count) => self.scheduler.set_connections(count),
            EngineCommand::ReadLines(most) => self.scheduler.read_lines(most),
            EngineCommand::SetBudgets { bytes, pixels } => {
                self.scheduler.set_budgets(bytes, pixels);
            }
            EngineCommand::UseOriginals(files) => self.scheduler.use_originals(files),
            EngineCommand::Pause => self.scheduler.pause(),
            EngineCommand::Resume => self.scheduler.resume(),
            EngineCommand::Clear => {
                self.epoch += 1;
                self.io.abort();
                self.decoders.abort();
                self.scheduler.clear();
            }
            EngineCommand::UseProxy(proxy) => {
                if let Err(error) = self.io.use_proxy(proxy) {
                    log::error!("the proxy cannot be used: {error}");
                }
            }
            EngineCommand::Trust(roots) => {
                if let Err(error) = self.io.trust(roots) {
                    log::error!("the authorities cannot be used: {error}");
                }
            }
            EngineCommand::ReachPrivate(is_allowed) => {
                if let Err(error) = self.io.reach_private(is_allowed) {
                    log::error!("the bucket cannot be asked any more: {error}");
                }
            }
        }
    }

    fn connect(&mut self, endpoint: Endpoint, credentials: Credentials) {
        let has_key = matches!(credentials, Credentials::Key(_));
        self.decoders.warm();
        match self.io.connect(endpoint, credentials) {
            Ok(()) => self.scheduler.connected(has_key, self.now()),
            Err(failure) => self.scheduler.cannot_connect(failure),
        }
    }

    fn start(&mut self, job: Job) {
        let report = self.report();
        match job {
            Job::Authorise { token, source } => {
                self.io.authorise(
                    source,
                    move |result| Ended::Authorised { token, result },
                    report,
                );
            }
            Job::AskLinks { call, ids } => {
                self.io
                    .ask_links(ids, move |result| Ended::Links { call, result }, report);
            }
            Job::Inquire { call, inquiry } => {
                let ended = move |result| Ended::Inquired { call, result };
                self.io.inquire(inquiry, ended, report);
            }
            Job::Fetch { picture, link } => {
                self.io.fetch(
                    link,
                    move |result| Ended::Fetched { picture, result },
                    report,
                );
            }
            Job::Decode {
                picture,
                bytes,
                pixels,
                patience,
            } => self.decoders.decode(Task {
                picture: Some(picture),
                bytes,
                pixels,
                patience,
                ended: Box::new(move |result| Ended::Decoded {
                    picture,
                    pixels,
                    result,
                }),
                report,
            }),
            Job::Read {
                picture,
                bytes,
                most_lines,
            } => self.decoders.read(ReadTask {
                picture,
                bytes,
                most_lines,
                report,
            }),
            Job::Original(job) => originals::start(job, &mut self.io, &mut self.decoders, report),
        }
    }

    fn report(&self) -> Report {
        let (mail, epoch) = (Arc::clone(&self.mail), self.epoch);
        Arc::new(move |ended| mail.inbox.ended((epoch, ended)))
    }

    /// Publishes, and wakes the window after every event. Never waits: an interest is to be heard even while nobody reads.
    fn tell(&mut self) -> Result<(), Closed> {
        let mut events = self.scheduler.take_events().into_iter().peekable();
        while let Some(event) = events.next() {
            let is_full = event.is_full();
            let is_half_full = self.mail.outbox.push(self.epoch, event)?;
            let is_last = events.peek().is_none() && self.scheduler.is_idle();
            (self.wake)(match (is_last, is_full, is_half_full) {
                (true, _, _) => News::Last,
                (false, true, _) => News::Full,
                (false, false, true) => News::Piling,
                (false, false, false) => News::Passing,
            });
        }
        Ok(())
    }
}
