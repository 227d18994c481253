//! Whether anybody listens: a test closes the doors, and connections are refused and broken off until it opens them.

use tokio::sync::watch;

#[derive(Clone)]
pub(super) struct Doors(watch::Sender<bool>);

impl Default for Doors {
    fn default() -> Self {
        Self(watch::Sender::new(true))
    }
}

impl Doors {
    pub(super) fn set_open(&self, is_open: bool) {
        self.0.send_replace(is_open);
    }

    pub(super) fn are_open(&self) -> bool {
        *self.0.borrow()
    }

    /// Returns once the doors are so.
    pub(super) async fn until(&self, is_open: bool) {
        let mut changes = self.0.subscribe();
        // The sender lives as long as `self`.
        drop(changes.wait_for(|now| *now == is_open).await);
    }
}
