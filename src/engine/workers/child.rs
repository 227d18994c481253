//! Inside a worker process: jobs in, answers out, until the pipe ends. Holds no secret and opens no file.

use std::fs::File;
use std::io::{self, Write as _};
use std::panic;
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use crate::formats::pipe::{self, WorkerJob};
use crate::formats::{Decoder, Reader, reading};
use crate::id_list;

use super::{cage, workbook};

/// The first word of a worker: a program that says another one is none, or is one of another version.
pub(super) const HELLO: &[u8] =
    concat!("invoice-lens ", env!("CARGO_PKG_VERSION"), " decodes\n").as_bytes();

/// Decoders recurse as deep as a file says; this much stack takes the depth that any honest file has many times over.
const STACK_BYTES: usize = 64 << 20;

/// How long the pixels of a large picture are kept for the next part of it.
const KEEP: Duration = Duration::from_secs(10);

/// How long nothing comes before a worker tidies up.
const IDLE: Duration = Duration::from_millis(250);

/// The whole life of a worker process. It is without its cage only where what the cage costs is measured. `tidy` is called
/// whenever it did something and has nothing to do for a moment.
pub fn serve(is_caged: bool, tidy: fn()) -> ExitCode {
    // A decoder's panic is an answer, not a message: nobody reads here but the program that started this one.
    panic::set_hook(Box::new(|_| {}));
    let closed = if is_caged { cage::close() } else { Ok(()) };
    let served = closed.and_then(|()| {
        let decoder = thread::Builder::new()
            .name("decoder".into())
            .stack_size(STACK_BYTES)
            .spawn(move || serve_pipes(tidy))?;
        decoder
            .join()
            .unwrap_or_else(|_panic| Err(io::ErrorKind::Other.into()))
    });
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("invoice-lens: {}", error.kind());
            ExitCode::FAILURE
        }
    }
}

fn serve_pipes(tidy: fn()) -> io::Result<()> {
    let (mut jobs, mut answers) = pipes()?;
    answers.write_all(HELLO)?;
    // Nothing but a closed pipe ends this: the program that started the worker is done with it, or gone.
    let mut decoder = Decoder::default();
    let mut reader = Reader::default();
    loop {
        // What one file left behind is in the way of nothing but other programs.
        if !comes_within(&jobs, IDLE) {
            tidy();
        }
        if decoder.keeps_something() && !comes_within(&jobs, KEEP) {
            decoder.forget();
            tidy();
        }
        let Ok(job) = pipe::read_job(&mut jobs) else {
            return Ok(());
        };
        match job {
            WorkerJob::Decode(job) => pipe::write_answer(&mut answers, &decoder.decode(&job))?,
            WorkerJob::Read(job, most_lines) => {
                let answer = reader.read(&mut decoder, &job, most_lines);
                reading::write_answer(&mut answers, &answer)?;
            }
            WorkerJob::Workbook(bytes) => {
                workbook::write_answer(&mut answers, id_list::read_workbook(&bytes))?;
            }
        }
    }
}

/// Whether another job comes in this time.
#[cfg(unix)]
fn comes_within(jobs: &File, time: Duration) -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    let limit = Timespec {
        tv_sec: time.as_secs() as i64,
        tv_nsec: i64::from(time.subsec_nanos()),
    };
    let mut watched = [PollFd::new(jobs, PollFlags::IN)];
    // An error too is for the reader to find.
    poll(&mut watched, Some(&limit)).is_ok_and(|ready| ready > 0)
}

/// Here nobody can say without reading.
#[cfg(windows)]
fn comes_within(_jobs: &File, _time: Duration) -> bool {
    false
}

/// Standard input and output without the buffers around them, which would copy every pixel once more.
fn pipes() -> io::Result<(File, File)> {
    #[cfg(unix)]
    {
        use std::os::fd::AsFd as _;
        let jobs = io::stdin().as_fd().try_clone_to_owned()?;
        let answers = io::stdout().as_fd().try_clone_to_owned()?;
        Ok((jobs.into(), answers.into()))
    }
    #[cfg(windows)]
    {
        use std::os::windows::io::AsHandle as _;
        let jobs = io::stdin().as_handle().try_clone_to_owned()?;
        let answers = io::stdout().as_handle().try_clone_to_owned()?;
        Ok((jobs.into(), answers.into()))
    }
}
