//! Where the background hears of everything: bounded, and its lock is never held while anything else happens. Once
//! closed it wakes whoever waits, so a dropped handle can never leave a thread waiting.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// Every value in here is valid after each statement, so a panic elsewhere spoils nothing.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What the background has to read: commands in order, the newest interest, what ended.
#[derive(Debug)]
pub(super) struct Inbox<C, I, E> {
    state: Mutex<InboxState<C, I, E>>,
    changed: Condvar,
    capacity: usize,
}

#[derive(Debug)]
struct InboxState<C, I, E> {
    commands: VecDeque<C>,
    interest: Option<I>,
    /// Bounded by the number of jobs that can be under way.
    ended: Vec<E>,
    nudged: bool,
    closed: bool,
}

/// All that had come by the time of reading.
#[derive(Debug)]
pub(super) struct Batch<C, I, E> {
    pub commands: VecDeque<C>,
    pub interest: Option<I>,
    pub ended: Vec<E>,
}

impl<C, I, E> Inbox<C, I, E> {
    /// Takes up to `capacity` commands that were not read yet.
    pub fn new(capacity: usize) -> Self {
        Self {
            state: Mutex::new(InboxState {
                commands: VecDeque::new(),
                interest: None,
                ended: Vec::new(),
                nudged: false,
                closed: false,
            }),
            changed: Condvar::new(),
            capacity,
        }
    }

    /// Gives the command back where the queue is full.
    pub fn command(&self, command: C) -> Result<(), C> {
        let mut state = locked(&self.state);
        if state.commands.len() >= self.capacity {
            return Err(command);
        }
        state.commands.push_back(command);
        drop(state);
        self.changed.notify_all();
        Ok(())
    }

    pub fn interest(&self, interest: I) {
        locked(&self.state).interest = Some(interest);
        self.changed.notify_all();
    }

    pub fn ended(&self, ended: E) {
        locked(&self.state).ended.push(ended);
        self.changed.notify_all();
    }

    /// Ends a wait although nothing came.
    pub fn nudge(&self) {
        locked(&self.state).nudged = true;
        self.changed.notify_all();
    }

    pub fn close(&self) {
        locked(&self.state).closed = true;
        self.changed.notify_all();
    }

    /// Waits until something comes or `until` passes; `None` once closed.
    pub fn wait(&self, until: Option<Instant>) -> Option<Batch<C, I, E>> {
        let mut state = locked(&self.state);
        loop {
            if state.closed {
                return None;
            }
            let left = until.map(|until| until.saturating_duration_since(Instant::now()));
            let something = std::mem::take(&mut state.nudged)
                || !state.commands.is_empty()
                || state.interest.is_some()
                || !state.ended.is_empty()
                || left.is_some_and(|left| left.is_zero());
            if something {
                return Some(Batch {
                    commands: std::mem::take(&mut state.commands),
                    interest: state.interest.take(),
                    ended: std::mem::take(&mut state.ended),
                });
            }
            state = if let Some(left) = left {
                let waited = self.changed.wait_timeout(state, left);
                waited.unwrap_or_else(PoisonError::into_inner).0
            } else {
                let waited = self.changed.wait(state);
                waited.unwrap_or_else(PoisonError::into_inner)
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_keep_their_order_and_the_newest_interest_wins() {
        let inbox: Inbox<u8, char, ()> = Inbox::new(2);
        assert_eq!(inbox.command(1), Ok(()));
        assert_eq!(inbox.command(2), Ok(()));
        assert_eq!(inbox.command(3), Err(3));
        inbox.interest('a');
        inbox.interest('b');
        let batch = inbox.wait(None).expect("open");
        assert_eq!(batch.commands, [1, 2]);
        assert_eq!(batch.interest, Some('b'));
        assert_eq!(inbox.command(3), Ok(()));
    }

    #[test]
    fn closing_ends_every_wait() {
        let inbox: Inbox<u8, char, ()> = Inbox::new(2);
        std::thread::scope(|scope| {
            let reader = scope.spawn(|| inbox.wait(None).is_none());
            inbox.close();
            assert!(reader.join().expect("no panic"));
        });
    }
}
