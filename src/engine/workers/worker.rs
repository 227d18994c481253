//! One worker: a process that is there when it is needed, and again after a file ended it.

use std::sync::Arc;
use std::time::Duration;

use crate::formats::wire::WireError;
use crate::formats::{DecodeJob, Decoded};
use crate::id_list::{IdList, IdListError};
use crate::model::PageText;

use super::process::{Death, Process};
use super::watch::Cut;
use super::{Patience, Shared, WorkerError};

/// Belongs to one thread. Its process starts with the first job and ends when this is dropped.
pub struct Worker {
    shared: Arc<Shared>,
    process: Option<Process>,
}

impl Worker {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
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
            && let Some(did) = self.shared.killers.what_it_did(&job.bytes)
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
                self.shared.killers.remember(&job.bytes, error.clone());
            }
            Ok(_) | Err(WorkerError::Format(_)) if patience == Patience::Long => {
                self.shared.killers.forget(&job.bytes);
            }
            _ => {}
        }
        result
    }

    /// Reads what is printed in a picture in the process, as long as a full picture may take. What ends the worker here may
    /// still be decoded: that it cannot be read says nothing against showing it.
    pub fn read(&mut self, job: &DecodeJob, most_lines: usize) -> Result<PageText, WorkerError> {
        if let Some(did) = self.shared.killers.what_it_did(&job.bytes) {
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
            self.process = Process::start(&self.shared).ok();
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

    /// What the process answers, unless that ends it.
    fn ask<T>(
        &mut self,
        limit: Duration,
        ask: impl FnOnce(&mut Process) -> Result<T, WireError>,
    ) -> Result<T, WorkerError> {
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
            Err(ended) => Err(match process.post_mortem(ended) {
                Death::Cut(Cut::Stopped) => WorkerError::Stopped,
                Death::Cut(Cut::Overdue) => WorkerError::TimedOut(limit),
                Death::Nonsense(what) => WorkerError::Nonsense(what),
                Death::OutOfMemory => WorkerError::OutOfMemory,
                Death::Crashed(how) => WorkerError::Crashed(how),
            }),
        }
    }

    /// The process, out of its place. One that ended while it had nothing to do is nobody's fault and is replaced.
    fn running(&mut self) -> Result<Process, WorkerError> {
        if self.shared.watch.is_closed() {
            return Err(WorkerError::Stopped);
        }
        match self.process.take().filter(|it| it.leash().is_running()) {
            Some(process) => Ok(process),
            None => Process::start(&self.shared),
        }
    }
}
