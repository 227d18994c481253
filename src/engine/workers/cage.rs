//! Process isolation, by rlimits and, on Linux, Landlock and seccomp: what a worker process may not do: take much
//! memory, open or write files, leave its memory on disk, outlive its starter; on Linux also look at other processes,
//! start programs, or talk to anything but its pipes.

#[cfg(target_os = "linux")]
mod landlock;
#[cfg(target_os = "linux")]
mod syscalls;

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
        confine()?;
    }
    // Some systems do not know this limit; there the program that started the worker limits its time alone.
    #[cfg(not(target_os = "linux"))]
    drop(memory);
    Ok(())
}

/// Takes from this process, which has one thread, what no file needs to be decoded. For good: nothing gives it back.
#[cfg(target_os = "linux")]
fn confine() -> io::Result<()> {
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};

    close_inherited();
    // Its memory is nobody's business, other workers' least of all.
    set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    landlock::leave_only_fonts().map_err(io::Error::other)?;
    syscalls::leave_only_decoding().map_err(io::Error::other)
}

/// Closes what whoever started the program left open for all that it starts.
#[cfg(target_os = "linux")]
fn close_inherited() {
    #[expect(
        unsafe_code,
        reason = "no library offers this call; it takes three numbers and touches no memory"
    )]
    // SAFETY: the process has opened nothing itself yet: behind its three pipes there is no handle that anything here
    // owns or uses. Kernels before 5.9 do not know the call, and leave those handles open.
    unsafe {
        libc::syscall(libc::SYS_close_range, 3u32, u32::MAX, 0u32);
    }
}

/// Whether this system keeps workers from files that are no fonts, and from other processes. Where it does not, calls
/// that write, connect, start or signal are refused all the same.
#[must_use]
pub fn keeps_files_away() -> bool {
    #[cfg(target_os = "linux")]
    {
        landlock::is_there()
    }
    #[cfg(not(target_os = "linux"))]
    {
        false
    }
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

#[cfg(all(test, target_os = "linux"))]
mod tests;
