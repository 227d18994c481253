//! One thread that ends worker processes whose time is up. Whoever waits for such a worker then reads the end of its
//! pipe, and needs no clock.

use std::collections::BTreeMap;
use std::io;
use std::process::{Child, ExitStatus};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Why a process was ended from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    Overdue,
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

#[derive(Default)]
struct Watched {
    /// By the time at which they end; the number keeps two of the same time apart.
    busy: BTreeMap<(Instant, u64), Arc<Leash>>,
    count: u64,
    is_closed: bool,
}

#[derive(Default)]
struct Tower {
    watched: Mutex<Watched>,
    changed: Condvar,
}

/// Its thread ends when this is dropped or closed.
pub(super) struct Watch(Arc<Tower>);

impl Watch {
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
        let mut watched = locked(&self.0.watched);
        watched.count += 1;
        let key = (Instant::now() + limit, watched.count);
        watched.busy.insert(key, Arc::clone(leash));
        if watched.is_closed {
            leash.cut(Cut::Stopped);
        }
        drop(watched);
        self.0.changed.notify_one();
        Limited {
            tower: &self.0,
            key,
        }
    }

    pub fn stop_all(&self) {
        for leash in locked(&self.0.watched).busy.values() {
            leash.cut(Cut::Stopped);
        }
    }

    pub fn close(&self) {
        locked(&self.0.watched).is_closed = true;
        self.0.changed.notify_one();
        self.stop_all();
    }

    pub fn is_closed(&self) -> bool {
        locked(&self.0.watched).is_closed
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.close();
    }
}

impl Tower {
    fn stand(&self) {
        let mut watched = locked(&self.watched);
        while !watched.is_closed {
            let now = Instant::now();
            while let Some(first) = watched.busy.first_entry().filter(|it| it.key().0 <= now) {
                first.remove().cut(Cut::Overdue);
            }
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
    key: (Instant, u64),
}

impl Drop for Limited<'_> {
    fn drop(&mut self) {
        locked(&self.tower.watched).busy.remove(&self.key);
    }
}
