//! A PostgreSQL server of a test's own: on a socket in a folder of its own, ended with the test however that ends, were
//! it by a kill that leaves no time to clear up.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

const REQUIRE: &str = "INVOICE_LENS_REQUIRE_POSTGRES";
pub const DATABASE: &str = "audit";
/// Owns the database and makes the tables.
pub const OWNER: &str = "owner";

/// Ended when it is dropped.
pub struct Server {
    folder: TempDir,
    programs: PathBuf,
    guard: Option<Child>,
}

impl Server {
    /// `None` where PostgreSQL is not installed: then the test says so, and fails where it is required.
    pub fn start() -> Option<Self> {
        let Some(programs) = programs() else {
            let is_required = std::env::var(REQUIRE).is_ok_and(|it| it == "1");
            assert!(!is_required, "PostgreSQL is not installed, and {REQUIRE}=1");
            eprintln!("skipped: PostgreSQL is not installed");
            return None;
        };
        // The path of a socket is short.
        let folder = tempfile::Builder::new().prefix("pg").tempdir_in("/tmp");
        let mut server = Self {
            folder: folder.expect("a folder"),
            programs,
            guard: None,
        };
        if is_root() {
            let own = Command::new("chown")
                .arg("postgres")
                .arg(server.path())
                .status();
            assert!(own.expect("chown").success());
        }
        let data = server.data();
        let made = server.run(
            "initdb",
            &[
                "--no-sync",
                "--auth=trust",
                "--username=postgres",
                "--encoding=UTF8",
                "--locale=C",
                "-D",
            ],
            &[&data],
        );
        succeeded(&made);
        let conf = data.join("postgresql.auto.conf");
        let folder = server.path().display();
        fs::write(
            conf,
            format!(
                "listen_addresses = ''\nunix_socket_directories = '{folder}'\nfsync = off\nmax_connections = 50\n"
            ),
        )
        .expect("written");
        server.resume();
        server.guard = Some(server.begin_guard());
        for user in [OWNER, "li", "wang", "zhao", "reader"] {
            server.sql("postgres", &format!("CREATE ROLE {user} LOGIN"));
        }
        server.sql(
            "postgres",
            &format!("CREATE DATABASE {DATABASE} OWNER {OWNER}"),
        );
        Some(server)
    }

    /// Ends the server and takes its folder away once this process is gone: its end of the pipe is closed then.
    fn begin_guard(&self) -> Child {
        let stop = "\"$@\" >/dev/null 2>&1; rm -rf \"$0\"";
        let script = format!("trap '' INT TERM HUP; read -r _; {stop}");
        let mut guard = Command::new("sh");
        guard.args(["-c", &script]).arg(self.path());
        if is_root() {
            guard.args(["runuser", "-u", "postgres", "--"]);
        }
        guard.arg(self.programs.join("pg_ctl"));
        guard.args(["-m", "immediate", "-w", "stop", "-D"]);
        guard.arg(self.data()).current_dir("/");
        guard.stdin(Stdio::piped()).spawn().expect("a guard")
    }

    /// Lets this user in with this password only.
    pub fn ask_for_password(&self, user: &str, password: &str) {
        self.sql(
            "postgres",
            &format!("ALTER ROLE {user} PASSWORD '{password}'"),
        );
        let rules = format!("local all {user} scram-sha-256\nlocal all all trust\n");
        fs::write(self.data().join("pg_hba.conf"), rules).expect("written");
        let reloaded = self.run("pg_ctl", &["reload", "-D"], &[&self.data()]);
        succeeded(&reloaded);
    }

    /// Ends all connections of programs, as a network does that fails.
    pub fn cut(&self) {
        let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'invoice-lens'";
        self.sql("postgres", sql);
    }

    /// Starts it, where it was stopped.
    pub fn resume(&self) {
        let log = self.path().join("log");
        let started = self.run(
            "pg_ctl",
            &["-w", "start", "-l"],
            &[&log, Path::new("-D"), &self.data()],
        );
        succeeded(&started);
    }

    /// Ends it as a power cut does.
    pub fn kill(&self) {
        self.run(
            "pg_ctl",
            &["-m", "immediate", "-w", "stop", "-D"],
            &[&self.data()],
        );
    }

    /// The address of a review there.
    pub fn address(&self, user: &str, review: &str) -> String {
        let folder = self.path().display().to_string().replace('/', "%2F");
        format!("postgres://{user}@{folder}/{DATABASE}?review={review}")
    }

    /// Lets these judge, and this one look, as docs/team.md says.
    pub fn grant(&self, judges: &[&str], readers: &[&str]) {
        for user in judges.iter().chain(readers) {
            self.as_owner(&format!("GRANT USAGE ON SCHEMA invoice_lens TO {user}"));
            self.as_owner(&format!(
                "GRANT SELECT ON ALL TABLES IN SCHEMA invoice_lens TO {user}"
            ));
        }
        for user in judges {
            self.as_owner(&format!(
                "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA invoice_lens TO {user}"
            ));
        }
    }

    /// What this prints, told by who owns the database.
    pub fn as_owner(&self, sql: &str) -> String {
        let output = self.psql(OWNER, DATABASE, sql);
        succeeded(&output);
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// What this prints; `None` where the server refuses it to this user.
    pub fn as_user(&self, user: &str, sql: &str) -> Option<String> {
        let output = self.psql(user, DATABASE, sql);
        let printed = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        output.status.success().then_some(printed)
    }

    /// Whether this user may do that.
    pub fn may(&self, user: &str, sql: &str) -> bool {
        self.psql(user, DATABASE, sql).status.success()
    }

    fn sql(&self, database: &str, sql: &str) {
        succeeded(&self.psql("postgres", database, sql));
    }

    fn psql(&self, user: &str, database: &str, sql: &str) -> Output {
        let mut psql = Command::new(self.programs.join("psql"));
        psql.args([
            "-X",
            "-A",
            "-t",
            "-q",
            "-v",
            "ON_ERROR_STOP=1",
            "-U",
            user,
            "-d",
            database,
        ]);
        psql.arg("-h").arg(self.path()).args(["-c", sql]);
        psql.output().expect("psql")
    }

    /// Where its socket is.
    pub fn socket_folder(&self) -> &Path {
        self.path()
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn data(&self) -> PathBuf {
        self.path().join("data")
    }

    /// None of PostgreSQL's servers runs as root.
    fn run(&self, program: &str, arguments: &[&str], paths: &[&Path]) -> Output {
        let program = self.programs.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.args(arguments).args(paths).current_dir("/");
        command.output().expect("a program of PostgreSQL")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
        if let Some(mut guard) = self.guard.take() {
            drop(guard.stdin.take());
            drop(guard.wait());
        }
    }
}

fn succeeded(output: &Output) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().expect("id");
    id.stdout.trim_ascii() == b"0"
}

/// The folder of the newest installed version.
fn programs() -> Option<PathBuf> {
    let installed = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let folders = installed.flatten().map(|entry| entry.path().join("bin"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = folders.collect();
    folders.sort();
    folders.reverse();
    folders.extend(std::env::split_paths(&path));
    folders
        .into_iter()
        .find(|folder| folder.join("initdb").is_file())
}
