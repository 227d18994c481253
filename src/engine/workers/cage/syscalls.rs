//! Which calls of the system a worker may make (seccomp): those of memory, threads and time, and those that read. No
//! others: no sockets, no programs, no signals to others, no writing to what it opens, no memory that is code.

use std::collections::BTreeMap;
use std::env::consts::ARCH;

use libc::c_long;
use seccompiler::SeccompCmpArgLen::{Dword, Qword};
use seccompiler::SeccompCmpOp::{Eq, MaskedEq};
use seccompiler::{
    BackendError, BpfProgram, SeccompAction, SeccompCondition, SeccompFilter, SeccompRule,
    TargetArch,
};

/// Calls that do no harm whatever is asked of them.
const HARMLESS: &[c_long] = &[
    // Pipes, and files that were opened to be read.
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_pread64,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_lseek,
    libc::SYS_close,
    libc::SYS_fstat,
    libc::SYS_newfstatat,
    libc::SYS_statx,
    libc::SYS_getdents64,
    libc::SYS_readlinkat,
    libc::SYS_ppoll,
    // Memory.
    libc::SYS_brk,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_madvise,
    // Threads.
    libc::SYS_futex,
    libc::SYS_gettid,
    libc::SYS_getpid,
    libc::SYS_rseq,
    libc::SYS_set_robust_list,
    libc::SYS_set_tid_address,
    libc::SYS_sched_getaffinity,
    libc::SYS_sched_yield,
    libc::SYS_exit,
    libc::SYS_exit_group,
    // What happens to itself.
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_restart_syscall,
    // Time and chance.
    libc::SYS_clock_getres,
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_gettimeofday,
    libc::SYS_nanosleep,
    libc::SYS_getrandom,
    libc::SYS_getrusage,
    libc::SYS_uname,
];

/// The older names that this architecture alone has.
#[cfg(target_arch = "x86_64")]
const HARMLESS_HERE: &[c_long] = &[libc::SYS_poll, libc::SYS_readlink];
#[cfg(not(target_arch = "x86_64"))]
const HARMLESS_HERE: &[c_long] = &[];

/// What names a part of memory, for those who look at a process from outside (prctl(2)).
const PR_SET_VMA: u64 = 0x5356_4d41;

/// Takes every other call from this thread and from those that it starts. Does nothing on processors for which no
/// filter can be written.
///
/// What is refused seems not to exist (ENOSYS) instead of being forbidden: libraries then ask by an older call, whose
/// arguments, unlike those of `clone3`, a filter can see.
pub(super) fn leave_only_decoding() -> Result<(), seccompiler::Error> {
    let Ok(architecture) = TargetArch::try_from(ARCH) else {
        return Ok(());
    };
    let filter = filter(architecture).map_err(seccompiler::Error::Backend)?;
    seccompiler::apply_filter_all_threads(&filter)
}

fn filter(architecture: TargetArch) -> Result<BpfProgram, BackendError> {
    let mut rules: BTreeMap<c_long, Vec<SeccompRule>> = HARMLESS
        .iter()
        .chain(HARMLESS_HERE)
        .map(|call| (*call, Vec::new()))
        .collect();
    let writes = libc::O_ACCMODE | libc::O_CREAT | libc::O_TRUNC | libc::O_APPEND;
    let executes = libc::PROT_EXEC as u64;
    let with = |argument, size, how, value| {
        SeccompCondition::new(argument, size, how, value).and_then(|it| SeccompRule::new(vec![it]))
    };
    let lacks = |argument, bits: u64| with(argument, Qword, MaskedEq(bits), 0);
    let one_of = |argument, values: &[u64]| -> Result<Vec<SeccompRule>, BackendError> {
        values
            .iter()
            .map(|value| with(argument, Dword, Eq, *value))
            .collect()
    };
    rules.insert(libc::SYS_openat, vec![lacks(2, writes as u64)?]);
    rules.insert(libc::SYS_mmap, vec![lacks(2, executes)?]);
    rules.insert(libc::SYS_mprotect, vec![lacks(2, executes)?]);
    let thread = libc::CLONE_THREAD as u64;
    rules.insert(
        libc::SYS_clone,
        vec![with(0, Qword, MaskedEq(thread), thread)?],
    );
    let own = u64::from(std::process::id());
    rules.insert(libc::SYS_tgkill, one_of(0, &[own])?);
    let names = [
        libc::PR_SET_NAME as u64,
        libc::PR_GET_NAME as u64,
        PR_SET_VMA,
    ];
    rules.insert(libc::SYS_prctl, one_of(0, &names)?);
    let of_handles = [
        libc::F_DUPFD_CLOEXEC as u64,
        libc::F_GETFD as u64,
        libc::F_SETFD as u64,
        libc::F_GETFL as u64,
    ];
    rules.insert(libc::SYS_fcntl, one_of(1, &of_handles)?);
    // Limits are looked at, and only its own.
    let itself = SeccompCondition::new(0, Dword, Eq, 0)?;
    let no_new = SeccompCondition::new(2, Qword, Eq, 0)?;
    rules.insert(
        libc::SYS_prlimit64,
        vec![SeccompRule::new(vec![itself, no_new])?],
    );
    SeccompFilter::new(
        rules,
        SeccompAction::Errno(libc::ENOSYS as u32),
        SeccompAction::Allow,
        architecture,
    )?
    .try_into()
}
