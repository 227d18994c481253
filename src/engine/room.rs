//! Whether the system lets the program have as many threads and file handles as it needs. The network library ends the
//! program where it gets none, and waits for ever where it gets too few: that is told before it begins.

use std::fs::File;
use std::io;
use std::sync::mpsc::channel;
use std::thread;

/// What the system may count a moment longer than they live.
const MARGIN: usize = 2;

/// Takes so many threads at one time, and gives them back.
pub(super) fn for_threads(count: usize) -> io::Result<()> {
    let mut held = Vec::with_capacity(count + MARGIN);
    let mut taken = Ok(());
    while taken.is_ok() && held.len() < count + MARGIN {
        let (go, wait) = channel::<()>();
        let thread = thread::Builder::new()
            .name("engine-room".into())
            .spawn(move || wait.recv().unwrap_or_default());
        taken = thread.map(|thread| held.push((go, thread)));
    }
    for (go, thread) in held {
        drop(go);
        // It only waited.
        drop(thread.join());
    }
    taken
}

/// Handles that are held until something needs them for certain.
pub struct SpareHandles(Vec<File>);

impl SpareHandles {
    /// So many, or the system's reason why not.
    pub fn take(count: usize) -> io::Result<Self> {
        let nothing = if cfg!(windows) { "NUL" } else { "/dev/null" };
        let handles = (0..count).map(|_| File::open(nothing));
        Ok(Self(handles.collect::<io::Result<_>>()?))
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_room_for_a_few() {
        assert!(for_threads(3).is_ok());
        assert_eq!(SpareHandles::take(3).map(|it| it.count()).ok(), Some(3));
    }
}
