//! Tries to get out of the cage by every way that a decoder taken over by a file would think of. The prisoner is this
//! very test in a process of its own; it tries the same ways once more without a cage, so that one sees that they lead
//! somewhere.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::os::fd::{AsRawFd as _, RawFd};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::{UnixDatagram, UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use rustix::fs::{MemfdFlags, memfd_create};
use rustix::io::{FdFlags, fcntl_setfd};
use rustix::process::{Pid, Resource, Rlimit, getrlimit, setrlimit, test_kill_process};

/// Tells a process that it is the prisoner, and whether its cage is closed.
const PRISONER: &str = "INVOICE_LENS_TEST_PRISONER";
/// The folder that stands for a home, as the prisoner finds it.
const HOME: &str = "INVOICE_LENS_TEST_HOME";
/// The number of a handle that was left open for it.
const HANDLE: &str = "INVOICE_LENS_TEST_HANDLE";
/// The number of the process that started it.
const STARTER: &str = "INVOICE_LENS_TEST_STARTER";
/// Makes it a failure that the kernel has no Landlock, which is otherwise a reason to test less.
const REQUIRE: &str = "INVOICE_LENS_REQUIRE_LANDLOCK";

const NAME: &str = "engine::workers::cage::tests::nothing_gets_out";

/// Ways out that only Landlock closes: they read.
const BY_LANDLOCK: [&str; 6] = [
    "the starter's environment",
    "the starter's memory",
    "the starter's handles",
    "a file at home",
    "a list of what is at home",
    "a list of what is at the root",
];

#[test]
fn nothing_gets_out() {
    match std::env::var(PRISONER).as_deref() {
        Ok("caged") => {
            super::close().expect("the cage closes");
            say(&ways_out());
        }
        Ok(_open) => say(&ways_out()),
        Err(_unset) => look_at_prisoners(),
    }
}

fn look_at_prisoners() {
    let has_landlock = super::keeps_files_away();
    if !has_landlock {
        assert!(
            std::env::var_os(REQUIRE).is_none(),
            "{REQUIRE} is set, and the kernel has no Landlock"
        );
        eprintln!("skipped: what only Landlock refuses, as this kernel has none");
    }
    let open = prisoner("open");
    let caged = prisoner("caged");
    assert!(caged.len() >= 25, "{caged:?}");
    assert!(open.keys().eq(caged.keys()), "{open:?}\n{caged:?}");
    let mut tried = 0;
    for (way, is_out) in caged {
        if has_landlock || !BY_LANDLOCK.contains(&way.as_str()) {
            assert!(!is_out, "got out by: {way}");
            tried += usize::from(open[&way]);
        }
    }
    // A system may keep a few of them closed for everybody.
    assert!(tried >= 16, "too few ways lead anywhere at all: {open:?}");
}

/// Which ways led out of a process with this cage.
fn prisoner(cage: &str) -> BTreeMap<String, bool> {
    let home = tempfile::tempdir().expect("a folder");
    fs::write(home.path().join("letter"), "private").expect("a file");
    let _door = UnixListener::bind(home.path().join("door")).expect("a socket");
    let left_open = File::open(home.path().join("letter")).expect("our file");
    // Handles close themselves in what is started, unless somebody forgot to say so.
    fcntl_setfd(&left_open, FdFlags::empty()).expect("our handle");
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command
        .args(["--exact", NAME, "--nocapture", "--test-threads=1"])
        .env(PRISONER, cage)
        .env(HOME, home.path())
        .env(HANDLE, left_open.as_raw_fd().to_string())
        .env(STARTER, std::process::id().to_string())
        .current_dir(home.path())
        .stdin(Stdio::null());
    let output = command.output().expect("this program starts");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{output:?}");
    let ways = said.lines().filter_map(|line| line.split_once(": "));
    ways.filter_map(|(way, how)| match how {
        "out" => Some((way.to_owned(), true)),
        "refused" => Some((way.to_owned(), false)),
        _ => None,
    })
    .collect()
}

fn say(ways: &[(&str, bool)]) {
    for (way, is_out) in ways {
        println!("{way}: {}", if *is_out { "out" } else { "refused" });
    }
}

/// Each way with whether it led out.
fn ways_out() -> Vec<(&'static str, bool)> {
    let home = PathBuf::from(std::env::var_os(HOME).expect("the starter said it"));
    let handle = std::env::var(HANDLE).expect("the starter said it");
    let starter = std::env::var(STARTER).expect("the starter said it");
    let starter = Pid::from_raw(starter.parse().expect("a number")).expect("a process");
    let mut ways = vec![(
        "a handle that was left open",
        is_open(handle.parse().expect("a number")),
    )];
    ways.extend(reading(&home, starter));
    ways.extend(writing(&home));
    ways.extend(talking(&home));
    ways.extend(acting(starter));
    ways
}

fn reading(home: &Path, starter: Pid) -> Vec<(&'static str, bool)> {
    let proc = |name: &str| format!("/proc/{}/{name}", starter.as_raw_nonzero());
    vec![
        (
            "the starter's environment",
            fs::read(proc("environ")).is_ok(),
        ),
        ("the starter's memory", File::open(proc("mem")).is_ok()),
        ("the starter's handles", fs::read_dir(proc("fd")).is_ok()),
        ("a file at home", fs::read(home.join("letter")).is_ok()),
        ("a list of what is at home", fs::read_dir(home).is_ok()),
        ("a list of what is at the root", fs::read_dir("/").is_ok()),
        ("the starter's memory by a call", reads_memory_of(starter)),
    ]
}

fn writing(home: &Path) -> Vec<(&'static str, bool)> {
    let letter = home.join("letter");
    let new = |name: &str| home.join(name);
    vec![
        ("a new file", File::create(new("new")).is_ok()),
        (
            "a new file where it stands",
            File::create("new-file-of-a-prisoner").is_ok(),
        ),
        (
            "more in a file",
            OpenOptions::new().append(true).open(&letter).is_ok(),
        ),
        (
            "a file made shorter",
            OpenOptions::new()
                .write(true)
                .truncate(true)
                .open(&letter)
                .is_ok(),
        ),
        ("a new folder", fs::create_dir(new("folder")).is_ok()),
        ("a link", symlink(&letter, new("link")).is_ok()),
        (
            "a second name",
            fs::hard_link(&letter, new("second")).is_ok(),
        ),
        (
            "other permissions",
            fs::set_permissions(&letter, PermissionsExt::from_mode(0o600)).is_ok(),
        ),
        (
            "another name",
            fs::rename(new("link"), new("renamed")).is_ok(),
        ),
        ("a file taken away", fs::remove_file(new("renamed")).is_ok()),
        (
            "a file in memory",
            memfd_create("prisoner", MemfdFlags::CLOEXEC).is_ok(),
        ),
    ]
}

fn talking(home: &Path) -> Vec<(&'static str, bool)> {
    vec![
        ("a port", TcpListener::bind("127.0.0.1:0").is_ok()),
        ("a connection", connects()),
        ("UDP", UdpSocket::bind("127.0.0.1:0").is_ok()),
        ("UDP over IPv6", UdpSocket::bind("[::1]:0").is_ok()),
        (
            "a socket in a folder",
            UnixStream::connect(home.join("door")).is_ok(),
        ),
        ("a pair of sockets", UnixStream::pair().is_ok()),
        ("a socket without a name", UnixDatagram::unbound().is_ok()),
    ]
}

fn acting(starter: Pid) -> Vec<(&'static str, bool)> {
    let program = std::env::current_exe().unwrap_or_else(|_refused| "/bin/true".into());
    let files = getrlimit(Resource::Nofile);
    vec![
        ("a program", Command::new("/bin/true").status().is_ok()),
        (
            "this program",
            Command::new(program).arg("--list").output().is_ok(),
        ),
        ("a signal", test_kill_process(starter).is_ok()),
        ("a look at the starter as a debugger", traces(starter)),
        (
            "other limits",
            setrlimit(
                Resource::Nofile,
                Rlimit {
                    current: files.current,
                    maximum: files.current,
                },
            )
            .is_ok(),
        ),
        ("another folder", std::env::set_current_dir("/").is_ok()),
    ]
}

/// Something listens nowhere without a port of its own, which the cage refuses first: so the starter's door is a file,
/// and here it is enough that the system takes the wish.
fn connects() -> bool {
    let refused = TcpStream::connect("127.0.0.1:9").map_err(|error| error.kind());
    matches!(refused, Ok(_) | Err(io::ErrorKind::ConnectionRefused))
}

fn is_open(handle: RawFd) -> bool {
    #[expect(unsafe_code, reason = "a number is asked about that nobody here owns")]
    // SAFETY: the call takes two numbers and touches no memory.
    unsafe {
        libc::fcntl(handle, libc::F_GETFD) >= 0
    }
}

fn reads_memory_of(process: Pid) -> bool {
    let mut byte = 0u8;
    let here = libc::iovec {
        iov_base: (&raw mut byte).cast(),
        iov_len: 1,
    };
    // Where our own code lies, its lies too: it is the same program.
    let there = libc::iovec {
        iov_base: (nothing_gets_out as fn() as *mut libc::c_void),
        iov_len: 1,
    };
    #[expect(unsafe_code, reason = "no library offers what only an intruder wants")]
    // SAFETY: one byte is written into `byte`, which outlives the call; the other address is another process's.
    let read = unsafe {
        libc::process_vm_readv(
            process.as_raw_nonzero().get(),
            &raw const here,
            1,
            &raw const there,
            1,
            0,
        )
    };
    // An address that is not there was looked for, which is as bad.
    read == 1 || io::Error::last_os_error().raw_os_error() == Some(libc::EFAULT)
}

fn traces(process: Pid) -> bool {
    #[expect(unsafe_code, reason = "no library offers what only an intruder wants")]
    // SAFETY: seizing reads and writes no memory here.
    unsafe {
        let none: *mut libc::c_void = std::ptr::null_mut();
        libc::ptrace(
            libc::PTRACE_SEIZE,
            process.as_raw_nonzero().get(),
            none,
            none,
        ) == 0
    }
}

/// What a decoder needs of the system besides memory still works.
#[test]
fn threads_start_inside() {
    const INSIDE: &str = "INVOICE_LENS_TEST_INSIDE";
    if std::env::var_os(INSIDE).is_some() {
        super::close().expect("the cage closes");
        let sum = thread::Builder::new()
            .stack_size(64 << 20)
            .spawn(|| (1..=10).sum::<u32>());
        assert_eq!(sum.expect("a thread").join().expect("no panic"), 55);
        return;
    }
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command
        .args([
            "--exact",
            "engine::workers::cage::tests::threads_start_inside",
            "--test-threads=1",
        ])
        .env(INSIDE, "1");
    let output = command.output().expect("this program starts");
    assert!(output.status.success(), "{output:?}");
}
