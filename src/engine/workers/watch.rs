//! The watchdog: one thread that ends worker processes whose time is up. Whoever waits for such a worker then reads the
//! end of its pipe, and needs no clock. A worker that hardly came to work, because the machine is busy, is given more
//! time.

use std::collections::BTreeMap;
use std::io;
use std::process::{Child, ExitStatus};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::cpu_time;

/// Who has used less than this part of the processor time that its limit allows came too short.
const FAIR_SHARE: f64 = 0.75;
/// How often the limit is given once more to who came too short; a process that waits for ever must end as well.
const MORE_TIMES: u32 = 3;

/// Why a process was ended from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    Overdue,
    /// The same, and it never came to work.
    Idle,
    Stopped,
}

/// A process that several may end.
pub(super) struct Leash(Mutex<(Child, Option<Cut>)>);

impl Leash {
    pub fn new(child: Child) -> Self {
        Self(Mutex::new((child, None)))
    }

    /// Ends the process, whatever it is at. The first reason counts.
    fn cut(&self, why: Cut) {
        let (child, cut) = &mut *locked(&self.0);
        cut.get_or_insert(why);
        end(child);
    }

    /// Ends the process if it still runs, and waits for it, so that nothing of it is left.
    pub fn reap(&self) -> (Option<ExitStatus>, Option<Cut>) {
        let (child, cut) = &mut *locked(&self.0);
        end(child);
        let status = child.wait();
        if let Err(error) = &status {
            log::error!("a decoder cannot be waited for: {}", error.kind());
        }
        (status.ok(), *cut)
    }

    pub fn is_running(&self) -> bool {
        let (child, cut) = &mut *locked(&self.0);
        cut.is_none() && matches!(child.try_wait(), Ok(None))
    }

    pub fn id(&self) -> u32 {
        locked(&self.0).0.id()
    }
}

fn end(child: &mut Child) {
    if let Err(error) = child.kill() {
        log::error!("a decoder cannot be ended: {}", error.kind());
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A process at work.
struct Busy {
    leash: Arc<Leash>,
    limit: Duration,
    /// Processor time that it had used before.
    before: Option<Duration>,
    more_times: u32,
}

impl Busy {
    /// Whether it had the processor for less of its time than it should have had.
    fn came_too_short(&self) -> bool {
        let Some((before, used)) = self.before.zip(cpu_time::of(self.leash.id())) else {
            return false;
        };
        used.saturating_sub(before) < self.limit.mul_f64(FAIR_SHARE)
    }

    /// Whether it did not work at all, in a time in which it should have.
    fn did_nothing(&self) -> bool {
        let times = self.before.zip(cpu_time::of(self.leash.id()));
        !self.limit.is_zero() && times.is_some_and(|(before, used)| used <= before)
    }
}

#[derive(Default)]
struct Watched {
    /// By the time at which they end; the number keeps two of the same time apart.
    busy: BTreeMap<(Instant, u64), Busy>,
    count: u64,
    is_closed: bool,
}

impl Watched {
    /// Returns the number that tells it from others.
    fn insert(&mut self, due: Instant, busy: Busy) -> u64 {
        self.count += 1;
        self.busy.insert((due, self.count), busy);
        self.count
    }

    /// Ends those whose time is up, or gives them more.
    fn judge_due(&mut self, now: Instant) {
        while let Some(first) = self.busy.first_entry().filter(|it| it.key().0 <= now) {
            let (_, number) = *first.key();
            let mut busy = first.remove();
            if busy.more_times > 0 && busy.came_too_short() {
                busy.more_times -= 1;
                let due = now + busy.limit;
                self.busy.insert((due, number), busy);
            } else if busy.did_nothing() {
                busy.leash.cut(Cut::Idle);
            } else {
                busy.leash.cut(Cut::Overdue);
            }
        }
    }
}

#[derive(Default)]
struct Tower {
    watched: Mutex<Watched>,
    changed: Condvar,
}

/// Its thread ends when this is dropped or closed.
pub(super) struct WorkerWatch(Arc<Tower>);

impl WorkerWatch {
    pub fn start() -> io::Result<Self> {
        let tower = Arc::new(Tower::default());
        let watched_from = Arc::clone(&tower);
        thread::Builder::new()
            .name("decoder-watch".into())
            .spawn(move || watched_from.stand())?;
        Ok(Self(tower))
    }

    /// Ends the process after `limit`, unless what this returns is dropped before.
    pub fn limit(&self, leash: &Arc<Leash>, limit: Duration) -> Limited<'_> {
        let busy = Busy {
            leash: Arc::clone(leash),
            limit,
            before: cpu_time::of(leash.id()),
            more_times: MORE_TIMES,
        };
        let mut watched = locked(&self.0.watched);
        let number = watched.insert(Instant::now() + limit, busy);
        if watched.is_closed {
            leash.cut(Cut::Stopped);
        }
        drop(watched);
        self.0.changed.notify_all();
        Limited {
            tower: &self.0,
            number,
        }
    }

    pub fn stop_all(&self) {
        for busy in locked(&self.0.watched).busy.values() {
            busy.leash.cut(Cut::Stopped);
        }
    }

    pub fn close(&self) {
        locked(&self.0.watched).is_closed = true;
        self.0.changed.notify_all();
        self.stop_all();
    }

    /// Waits, unless it is closed before; says whether it was not.
    pub fn pause(&self, wait: Duration) -> bool {
        let watched = locked(&self.0.watched);
        let is_open = |watched: &mut Watched| !watched.is_closed;
        let waited = self.0.changed.wait_timeout_while(watched, wait, is_open);
        let (watched, _) = waited.unwrap_or_else(PoisonError::into_inner);
        !watched.is_closed
    }

    pub fn is_closed(&self) -> bool {
        locked(&self.0.watched).is_closed
    }
}

impl Drop for WorkerWatch {
    fn drop(&mut self) {
        self.close();
    }
}

impl Tower {
    fn stand(&self) {
        let mut watched = locked(&self.watched);
        while !watched.is_closed {
            let now = Instant::now();
            watched.judge_due(now);
            let next = watched.busy.keys().next().map(|(due, _)| *due);
            watched = if let Some(due) = next {
                let left = due.saturating_duration_since(now);
                let woken = self.changed.wait_timeout(watched, left);
                woken.unwrap_or_else(PoisonError::into_inner).0
            } else {
                let woken = self.changed.wait(watched);
                woken.unwrap_or_else(PoisonError::into_inner)
            };
        }
    }
}

/// A process whose time runs.
pub(super) struct Limited<'a> {
    tower: &'a Tower,
    number: u64,
}

impl Drop for Limited<'_> {
    fn drop(&mut self) {
        // A handful at most; the time may have changed meanwhile.
        let is_other = |(_, number): &(Instant, u64), _: &mut Busy| *number != self.number;
        locked(&self.tower.watched).busy.retain(is_other);
    }
}
