//! Where the threads meet: the inbox of the background and the outbox towards the window.
//!
//! Both are bounded and neither holds its lock while anything else happens. A closed mailbox wakes
//! everybody, so a dropped handle can never leave a thread waiting.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Every value in here is valid after each statement, so a panic elsewhere spoils nothing.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
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

/// What the window has to read. Writing waits while it is full.
#[derive(Debug)]
pub(super) struct Outbox<T> {
    state: Mutex<OutboxState<T>>,
    changed: Condvar,
    capacity: usize,
}

#[derive(Debug)]
struct OutboxState<T> {
    queue: VecDeque<T>,
    closed: bool,
}

/// Nobody will read any more.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Closed;

impl<T> Outbox<T> {
    pub fn new(capacity: usize) -> Self {
        Self {
            state: Mutex::new(OutboxState {
                queue: VecDeque::new(),
                closed: false,
            }),
            changed: Condvar::new(),
            capacity,
        }
    }

    /// Waits for room, after a call of `waits`; ends at once when closed. Whether half of the room is taken now.
    pub fn push(&self, value: T, waits: impl FnOnce()) -> Result<bool, Closed> {
        let mut state = locked(&self.state);
        if !state.closed && state.queue.len() >= self.capacity {
            drop(state);
            waits();
            state = locked(&self.state);
        }
        let mut state = self
            .changed
            .wait_while(state, |state| {
                !state.closed && state.queue.len() >= self.capacity
            })
            .unwrap_or_else(PoisonError::into_inner);
        if state.closed {
            return Err(Closed);
        }
        state.queue.push_back(value);
        let is_half_full = 2 * state.queue.len() >= self.capacity;
        drop(state);
        self.changed.notify_all();
        Ok(is_half_full)
    }

    pub fn try_pop(&self) -> Option<T> {
        let popped = locked(&self.state).queue.pop_front();
        self.changed.notify_all();
        popped
    }

    /// Waits for the next value, at most for `limit`.
    pub fn pop_within(&self, limit: Duration) -> Option<T> {
        let state = locked(&self.state);
        let (mut state, _) = self
            .changed
            .wait_timeout_while(state, limit, |state| {
                !state.closed && state.queue.is_empty()
            })
            .unwrap_or_else(PoisonError::into_inner);
        let popped = state.queue.pop_front();
        drop(state);
        self.changed.notify_all();
        popped
    }

    pub fn close(&self) {
        locked(&self.state).closed = true;
        self.changed.notify_all();
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
        let outbox = Outbox::new(1);
        assert_eq!(outbox.push(1, || ()), Ok(true));
        std::thread::scope(|scope| {
            let reader = scope.spawn(|| inbox.wait(None).is_none());
            let writer = scope.spawn(|| outbox.push(2, || ()));
            inbox.close();
            outbox.close();
            assert!(reader.join().expect("no panic"));
            assert_eq!(writer.join().expect("no panic"), Err(Closed));
        });
    }

    #[test]
    fn an_outbox_says_when_it_fills() {
        let outbox = Outbox::new(4);
        assert_eq!(outbox.push(1, || ()), Ok(false));
        assert_eq!(outbox.push(2, || ()), Ok(true));
        assert_eq!(outbox.try_pop(), Some(1));
        assert_eq!(outbox.try_pop(), Some(2));
        assert_eq!(outbox.push(3, || ()), Ok(false));
    }

    #[test]
    fn a_writer_says_that_it_waits_before_it_does() {
        let outbox = Outbox::new(1);
        assert_eq!(outbox.push(1, || panic!("there is room")), Ok(true));
        // Whoever is told may read at once.
        assert_eq!(
            outbox.push(2, || assert_eq!(outbox.try_pop(), Some(1))),
            Ok(true)
        );
        assert_eq!(outbox.try_pop(), Some(2));
        outbox.close();
        assert_eq!(outbox.push(3, || panic!("nobody waits")), Err(Closed));
    }

    #[test]
    fn a_full_outbox_takes_more_once_it_was_read() {
        let outbox = Outbox::new(1);
        std::thread::scope(|scope| {
            let writer = scope.spawn(|| (0..100).all(|n| outbox.push(n, || ()).is_ok()));
            let read: Vec<i32> = (0..100)
                .filter_map(|_| outbox.pop_within(Duration::from_mins(1)))
                .collect();
            assert_eq!(read, (0..100).collect::<Vec<_>>());
            assert!(writer.join().expect("no panic"));
        });
        assert_eq!(outbox.try_pop(), None);
    }
}
