//! What a worker process may not do: take much memory, open or write files, leave its memory on disk, outlive its
//! starter.

use std::io;

/// Address space of a worker. The largest pictures take about three quarters of it.
#[cfg(unix)]
const MEMORY_BYTES: u64 = 1 << 30;

/// Open files of a worker: its pipes, and a font or two at a time.
#[cfg(unix)]
const OPEN_FILES: u64 = 32;

/// Closes the cage around this process, before the first byte of a file is looked at.
#[cfg(unix)]
pub(super) fn close() -> io::Result<()> {
    use rustix::process::Resource;

    limit(Resource::Core, 0)?;
    limit(Resource::Fsize, 0)?;
    limit(Resource::Nofile, OPEN_FILES)?;
    let memory = limit(Resource::As, MEMORY_BYTES);
    #[cfg(target_os = "linux")]
    {
        memory?;
        // Elsewhere the end of the pipe does this, as soon as the worker looks for the next job.
        rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL))?;
    }
    // Some systems do not know this limit; there the program that started the worker limits its time alone.
    #[cfg(not(target_os = "linux"))]
    drop(memory);
    Ok(())
}

/// Sets a limit that cannot be raised again; one that is lower already stays.
#[cfg(unix)]
fn limit(resource: rustix::process::Resource, most: u64) -> io::Result<()> {
    use rustix::process::{Rlimit, getrlimit, setrlimit};

    let already = getrlimit(resource).maximum.unwrap_or(most);
    let most = Some(most.min(already));
    setrlimit(
        resource,
        Rlimit {
            current: most,
            maximum: most,
        },
    )?;
    Ok(())
}

/// Here the starter closes the cage from outside: see [`in_job`].
#[cfg(windows)]
pub(super) fn close() -> io::Result<()> {
    Ok(())
}

/// Ties a worker to its starter, however that one ends. The library knows no limit of committed memory; one of the
/// working set keeps a greedy file from pushing everything else out of memory.
#[cfg(windows)]
pub(super) fn in_job(child: &std::process::Child) -> Result<win32job::Job, String> {
    use std::os::windows::io::AsRawHandle as _;

    /// Smallest and largest working set of a worker in bytes.
    const WORKING_SET: (usize, usize) = (1 << 20, 1 << 30);

    let mut limits = win32job::ExtendedLimitInfo::new();
    limits
        .limit_kill_on_job_close()
        .limit_working_memory(WORKING_SET.0, WORKING_SET.1);
    win32job::Job::create_with_limit_info(&limits)
        .and_then(|job| {
            job.assign_process(child.as_raw_handle() as isize)?;
            Ok(job)
        })
        .map_err(|error| error.to_string())
}
