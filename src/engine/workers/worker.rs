//! One worker: a process that is there when it is needed, and again after a file ended it.

use std::sync::Arc;
use std::time::Duration;

use crate::formats::pipe::WireError;
use crate::formats::{DecodeJob, Decoded};
use crate::id_list::{IdList, IdListError};
use crate::model::PageText;

use super::process::{Death, Process};
use super::watch::Cut;
use super::{Patience, SharedByWorkers, WorkerError, innocence};

/// Belongs to one thread. Its process starts with the first job and ends when this is dropped.
pub struct Worker {
    shared: Arc<SharedByWorkers>,
    process: Option<Process>,
}

impl Worker {
    pub(super) fn new(shared: Arc<SharedByWorkers>) -> Self {
        Self {
            shared,
            process: None,
        }
    }

    /// Decodes in the process and waits for it, as long as the job's kind and `patience` allow.
    ///
    /// A file that ended a worker before is not tried again with [`Patience::Usual`]: the same error comes back.
    pub fn decode(&mut self, job: &DecodeJob, patience: Patience) -> Result<Decoded, WorkerError> {
        if patience == Patience::Usual
            && let Some(did) = self.shared.poison_files.what_it_did(&job.bytes)
        {
            return Err(did);
        }
        let result = self.try_decode(job, patience);
        match &result {
            Err(error) if error.is_killing() => {
                log::warn!(
                    "a file of {} bytes ended a decoder: {error}",
                    job.bytes.len()
                );
                self.shared.poison_files.remember(&job.bytes, error.clone());
            }
            Ok(_) | Err(WorkerError::Format(_)) if patience == Patience::Long => {
                self.shared.poison_files.forget(&job.bytes);
            }
            _ => {}
        }
        result
    }

    /// Reads what is printed in a picture in the process, as long as a full picture may take. What ends the worker here may
    /// still be decoded: that it cannot be read says nothing against showing it.
    pub fn read(&mut self, job: &DecodeJob, most_lines: usize) -> Result<PageText, WorkerError> {
        if let Some(did) = self.shared.poison_files.what_it_did(&job.bytes) {
            return Err(did);
        }
        let limit = self.shared.config.full;
        Ok(self.ask(limit, |process| process.ask_to_read(job, most_lines))??)
    }

    /// Reads a workbook in the process, as long as a full picture may take.
    pub fn read_workbook(
        &mut self,
        bytes: &[u8],
    ) -> Result<Result<IdList, IdListError>, WorkerError> {
        let limit = self.shared.config.full;
        self.ask(limit, |process| process.ask_for_list(bytes))
    }

    /// Puts a process in the place of one that ended, so that the next job finds it ready.
    pub fn revive(&mut self) {
        // If it cannot start now, the next job says so.
        if self.process.is_none() && !self.shared.watch.is_closed() {
            self.process = Process::start(&self.shared, false).ok();
        }
    }

    /// The process that the next job would go to, as the system numbers it.
    pub fn process_id(&self) -> Option<u32> {
        Some(self.process.as_ref()?.leash().id())
    }

    fn try_decode(&mut self, job: &DecodeJob, patience: Patience) -> Result<Decoded, WorkerError> {
        let limit = self.shared.config.limit(job, patience);
        Ok(self.ask(limit, |process| process.ask(job))??)
    }

    /// What the process answers, unless that ends it. Where the file may not be to blame for the end, it has one more try in
    /// a fresh process, while no other works.
    fn ask<T>(
        &mut self,
        limit: Duration,
        ask: impl Fn(&mut Process) -> Result<T, WireError>,
    ) -> Result<T, WorkerError> {
        let shared = Arc::clone(&self.shared);
        let suspicion = &shared.suspicion;
        let mut result = {
            let _others = suspicion.among_others();
            self.ask_once(limit, &ask)
        };
        if let Err(trouble) = &result
            && trouble.may_be_innocent
        {
            log::warn!("a decoder was ended from outside: {}", trouble.error);
            let _alone = suspicion.alone();
            result = self.ask_once(limit, &ask);
        }
        match result {
            Ok(answer) => {
                suspicion.answered();
                Ok(answer)
            }
            Err(trouble) if trouble.error.is_killing() => Err(self.blamed(trouble.error)),
            Err(trouble) => Err(trouble.error),
        }
    }

    /// Whose fault an end was: the file's, unless one file after another ended its worker and a harmless one does as well.
    fn blamed(&mut self, error: WorkerError) -> WorkerError {
        let shared = Arc::clone(&self.shared);
        let Some(ends) = shared.suspicion.ended() else {
            return error;
        };
        let harmless = innocence::harmless();
        let asked = {
            let _others = shared.suspicion.among_others();
            self.ask_once(shared.config.full, &|process| process.ask(&harmless))
        };
        match asked {
            Ok(Ok(_)) => {
                shared.suspicion.answered();
                error
            }
            Err(trouble) if trouble.error == WorkerError::Stopped => error,
            _ => {
                shared.poison_files.forget_last(ends - 1);
                WorkerError::CannotStart("it ends at every file".into())
            }
        }
    }

    fn ask_once<T>(
        &mut self,
        limit: Duration,
        ask: &impl Fn(&mut Process) -> Result<T, WireError>,
    ) -> Result<T, Trouble> {
        let shared = Arc::clone(&self.shared);
        let mut process = self.running()?;
        let limited = shared.watch.limit(process.leash(), limit);
        let answer = ask(&mut process);
        drop(limited);
        match answer {
            Ok(answer) => {
                self.process = Some(process);
                Ok(answer)
            }
            Err(ended) => Err(Trouble::of(process.post_mortem(ended), limit)),
        }
    }

    /// The process, out of its place. One that ended while it had nothing to do is nobody's fault and is replaced.
    fn running(&mut self) -> Result<Process, WorkerError> {
        if self.shared.watch.is_closed() {
            return Err(WorkerError::Stopped);
        }
        match self.process.take().filter(|it| it.leash().is_running()) {
            Some(process) => Ok(process),
            None => Process::start(&self.shared, true),
        }
    }
}

/// Why there is no answer.
struct Trouble {
    error: WorkerError,
    /// The process was ended from outside, or never came to work.
    may_be_innocent: bool,
}

impl Trouble {
    fn of(death: Death, limit: Duration) -> Self {
        let may_be_innocent = matches!(death, Death::Ended(_) | Death::Cut(Cut::Idle));
        let error = match death {
            Death::Cut(Cut::Stopped) => WorkerError::Stopped,
            Death::Cut(Cut::Overdue | Cut::Idle) => WorkerError::TimedOut(limit),
            Death::Nonsense(what) => WorkerError::Nonsense(what),
            Death::OutOfMemory => WorkerError::OutOfMemory,
            Death::Ended(how) | Death::Crashed(how) => WorkerError::Crashed(how),
        };
        Self {
            error,
            may_be_innocent,
        }
    }
}

impl From<WorkerError> for Trouble {
    fn from(error: WorkerError) -> Self {
        Self {
            error,
            may_be_innocent: false,
        }
    }
}
