//! What ends a run early from outside: a signal, or that its time is up. The run is told once and writes its report; who
//! interrupts it a second time does not wait for that.

use std::future::pending;
use std::io;
use std::process;
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};

use crate::engine::{FailureKind, SpareHandles};
use crate::handover::Watch;

/// The exit status of a program that an interrupt ended, as shells count it.
const INTERRUPTED: i32 = 130;

/// File handles that listening takes, and some.
const HANDLES: usize = 8;

/// Listens until the program ends.
pub(super) struct Interrupts(Arc<OnceLock<FailureKind>>);

impl Interrupts {
    /// From now on signals end the run behind `watch`, and not the program; so does the time, where there is a limit.
    pub fn listen(watch: Arc<Watch>, deadline: Option<Duration>) -> io::Result<Self> {
        let why = Arc::<OnceLock<FailureKind>>::default();
        // The network library ends the program where it lacks one.
        drop(SpareHandles::take(HANDLES)?);
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let signals = signals(&runtime)?;
        let said = Arc::clone(&why);
        let thread = thread::Builder::new().name("interrupts".into());
        thread.spawn(move || runtime.block_on(stop(signals, deadline, &watch, &said)))?;
        Ok(Self(why))
    }

    /// What ended the run.
    pub fn why(&self) -> FailureKind {
        let why = self.0.get().copied();
        why.unwrap_or(FailureKind::Interrupted)
    }
}

async fn stop(
    mut signals: Signals,
    deadline: Option<Duration>,
    watch: &Watch,
    why: &OnceLock<FailureKind>,
) {
    let time = async {
        match deadline {
            Some(limit) => tokio::time::sleep(limit).await,
            None => pending().await,
        }
    };
    let kind = tokio::select! {
        () = signals.any() => FailureKind::Interrupted,
        () = time => FailureKind::DeadlinePassed,
    };
    why.get_or_init(|| kind);
    watch.cancel();
    if kind == FailureKind::DeadlinePassed {
        // Somebody who does not know yet that the run is ending anyway.
        signals.any().await;
    }
    signals.interrupt().await;
    process::exit(INTERRUPTED);
}

fn signals(runtime: &Runtime) -> io::Result<Signals> {
    let _context = runtime.enter();
    Signals::new()
}

#[cfg(unix)]
use unix::Signals;

#[cfg(unix)]
mod unix {
    use std::fs;
    use std::future::pending;
    use std::io;

    use tokio::signal::unix::{Signal, SignalKind, signal};

    /// What asks a program to end.
    pub struct Signals {
        interrupt: Signal,
        terminate: Signal,
        /// `None` where whoever started the program wants it to outlive the terminal (`nohup`).
        hang_up: Option<Signal>,
    }

    impl Signals {
        pub fn new() -> io::Result<Self> {
            let hang_up = SignalKind::hangup();
            let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
            let is_ignored = is_ignored(&status, hang_up.as_raw_value());
            let hang_up = (!is_ignored).then(|| signal(hang_up));
            Ok(Self {
                interrupt: signal(SignalKind::interrupt())?,
                terminate: signal(SignalKind::terminate())?,
                hang_up: hang_up.transpose()?,
            })
        }

        pub async fn any(&mut self) {
            let hang_up = async {
                match &mut self.hang_up {
                    Some(signal) => signal.recv().await,
                    None => pending().await,
                }
            };
            tokio::select! {
                _ = self.interrupt.recv() => {}
                _ = self.terminate.recv() => {}
                _ = hang_up => {}
            }
        }

        pub async fn interrupt(&mut self) {
            self.interrupt.recv().await;
        }
    }

    /// Whether the kernel's account of this process counts the signal among those that it ignores.
    fn is_ignored(status: &str, signal: i32) -> bool {
        let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
        ignored.is_some_and(|mask| mask >> (signal - 1) & 1 == 1)
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_signal_that_was_ignored_at_the_start_is_told_by_the_kernel() {
            let status = "SigBlk:\t0000000000000000\nSigIgn:\t0000000000001001\n";
            assert!(is_ignored(status, 1), "SIGHUP");
            assert!(!is_ignored(status, 2), "SIGINT");
            assert!(is_ignored(status, 13), "SIGPIPE");
            assert!(!is_ignored("", 1), "another system");
        }
    }
}

#[cfg(not(unix))]
use elsewhere::Signals;

#[cfg(not(unix))]
mod elsewhere {
    use std::io;

    /// Ctrl-C, and what is left to be heard of it.
    pub struct Signals;

    impl Signals {
        pub fn new() -> io::Result<Self> {
            Ok(Self)
        }

        pub async fn any(&mut self) {
            self.interrupt().await;
        }

        pub async fn interrupt(&mut self) {
            if tokio::signal::ctrl_c().await.is_err() {
                // Nobody can be heard; the run ends by itself.
                std::future::pending::<()>().await;
            }
        }
    }
}
