//! A worker process as its starter sees it: two pipes, a leash, and an end that leaves nothing behind.

use std::fs;
use std::hash::{BuildHasher as _, RandomState};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::process::{ChildStderr, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;

use crate::formats::pipe::{self, WireError};
use crate::formats::{DecodeJob, Decoded, FormatError, reading};
use crate::id_list::{IdList, IdListError};
use crate::model::PageText;

use super::child::HELLO;
use super::watch::{Cut, Leash};
use super::{
    SUBCOMMAND, SharedByWorkers, WITHOUT_CAGE, WorkerConfig, WorkerError, fork, innocence, workbook,
};

/// What the standard library prints before it gives up for want of memory.
const OUT_OF_MEMORY: &str = "memory allocation of";
/// Last words longer than this are not read.
const MAX_LAST_WORDS_BYTES: u64 = 4096;

/// Ends with its process when dropped.
pub(super) struct Process {
    leash: Arc<Leash>,
    jobs: ChildStdin,
    answers: ChildStdout,
    last_words: ChildStderr,
    /// Where the system kept it, until the process has ended.
    _folder: Option<EmptyFolder>,
    #[cfg(windows)]
    _job: win32job::Job,
}

impl Process {
    /// Starts the program and hears its first word. Where the system has no process to give, `is_patient` waits for one.
    pub fn start(shared: &SharedByWorkers, is_patient: bool) -> Result<Self, WorkerError> {
        let cannot = |error: io::Error| WorkerError::CannotStart(error.kind().to_string());
        // On a full disk there is none; then the worker stands at the root, where it cannot write either.
        let mut folder = EmptyFolder::create().ok();
        let stand = folder.as_ref().map_or(Path::new("/"), |it| &it.path);
        let pause = |wait| is_patient && shared.watch.pause(wait);
        let mut child =
            fork::patiently(|| command(&shared.config, stand).spawn(), pause).map_err(cannot)?;
        folder = folder.and_then(EmptyFolder::forsake);
        let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (Some(jobs), Some(answers), Some(last_words)) = pipes else {
            unreachable!("all three were asked for");
        };
        #[cfg(windows)]
        let job = super::cage::in_job(&child);
        let mut process = Self {
            leash: Arc::new(Leash::new(child)),
            jobs,
            answers,
            last_words,
            _folder: folder,
            #[cfg(windows)]
            _job: job.map_err(WorkerError::CannotStart)?,
        };
        let limited = shared.watch.limit(&process.leash, shared.config.start);
        let mut hello = [0; HELLO.len()];
        let heard = process.answers.read_exact(&mut hello);
        drop(limited);
        if heard.is_ok() && hello == HELLO {
            return Ok(process);
        }
        let (_, cut) = process.leash.reap();
        Err(match cut {
            Some(Cut::Stopped) => WorkerError::Stopped,
            Some(Cut::Overdue | Cut::Idle) => WorkerError::CannotStart("it does not answer".into()),
            None => WorkerError::CannotStart("it is another program or version".into()),
        })
    }

    pub fn leash(&self) -> &Arc<Leash> {
        &self.leash
    }

    /// Sends the job and waits for its answer. After an error the process is of no use any more.
    pub fn ask(&mut self, job: &DecodeJob) -> Result<Result<Decoded, FormatError>, WireError> {
        pipe::write_job(&mut self.jobs, job)?;
        pipe::read_answer(&mut self.answers, job)
    }

    /// The same for the text in a picture.
    pub fn ask_to_read(
        &mut self,
        job: &DecodeJob,
        most_lines: usize,
    ) -> Result<Result<PageText, FormatError>, WireError> {
        pipe::write_reading_job(&mut self.jobs, job, most_lines)?;
        reading::read_answer(&mut self.answers)
    }

    /// The same for a workbook.
    pub fn ask_for_list(&mut self, bytes: &[u8]) -> Result<Result<IdList, IdListError>, WireError> {
        pipe::write_workbook_job(&mut self.jobs, bytes)?;
        workbook::read_answer(&mut self.answers)
    }

    /// Ends the process, whose conversation ended like this, and finds out why.
    pub fn post_mortem(mut self, ended: WireError) -> Death {
        let (status, cut) = self.leash.reap();
        if let Some(cut) = cut {
            return Death::Cut(cut);
        }
        if let WireError::Nonsense(what) = ended {
            return Death::Nonsense(what);
        }
        let mut last_words = Vec::new();
        let mut mouth = (&mut self.last_words).take(MAX_LAST_WORDS_BYTES);
        if mouth.read_to_end(&mut last_words).is_ok()
            && String::from_utf8_lossy(&last_words).contains(OUT_OF_MEMORY)
        {
            return Death::OutOfMemory;
        }
        let how = status.map_or_else(String::new, |status| status.to_string());
        if status.is_some_and(innocence::is_from_outside) {
            return Death::Ended(how);
        }
        Death::Crashed(how)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.leash.reap();
    }
}

/// What a process died of.
pub(super) enum Death {
    Cut(Cut),
    Nonsense(&'static str),
    OutOfMemory,
    /// By a signal that neither this program nor the process itself sends.
    Ended(String),
    Crashed(String),
}

fn command(config: &WorkerConfig, folder: &Path) -> Command {
    let mut command = Command::new(&config.program);
    command
        .arg(SUBCOMMAND)
        .env_clear()
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    // What a terminal sends to all that runs in it is for this program to answer: a decoder that ended of it would say that
    // its file was to blame.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    if !config.is_caged {
        command.arg(format!("--{WITHOUT_CAGE}"));
    }
    #[cfg(windows)]
    {
        use std::os::windows::process::CommandExt as _;
        /// No console window for a program that has no window of its own.
        const CREATE_NO_WINDOW: u32 = 0x0800_0000;
        command.creation_flags(CREATE_NO_WINDOW);
        // Without it the system's own libraries do not load.
        if let Some(root) = std::env::var_os("SystemRoot") {
            command.env("SystemRoot", root);
        }
    }
    command
}

/// Where a worker stands: a folder of its own with nothing in it. Taken away when dropped.
struct EmptyFolder {
    path: PathBuf,
}

impl EmptyFolder {
    fn create() -> io::Result<Self> {
        let number = RandomState::new().hash_one(std::process::id());
        let path = std::env::temp_dir().join(format!("invoice-lens-{number:016x}"));
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&path)?;
        Ok(Self { path })
    }

    /// Takes the folder away as soon as the process stands in it. Where the system lets it, the process then stands
    /// where no file can be made, and no folder is left behind however either of them ends. `None` if it is gone.
    fn forsake(self) -> Option<Self> {
        match fs::remove_dir(&self.path) {
            Ok(()) => {
                std::mem::forget(self);
                None
            }
            Err(_) => Some(self),
        }
    }
}

impl Drop for EmptyFolder {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.path) {
            log::warn!("a decoder's folder stays behind: {}", error.kind());
        }
    }
}
