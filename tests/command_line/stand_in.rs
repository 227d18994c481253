//! `invoice-lens sandbox`: a platform for other programs, and for this one.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};

use crate::demo;
use crate::program::Program;

/// Ends with the test, however that ends.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself, which is for the test to notice.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

#[test]
fn it_says_where_it_is_and_answers_there() {
    let (mut command, _folder) = Program::new(&["sandbox"]).into_command();
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    let mut running = Running(command.spawn().expect("the program can be run"));
    let stdout = running.0.stdout.take().expect("it was asked for");
    let mut lines = BufReader::new(stdout).lines();
    let mut next = || {
        lines
            .next()
            .expect("another line")
            .expect("it prints UTF-8")
    };
    let endpoint = next();
    let endpoint = endpoint.strip_prefix("endpoint ").expect("its address");
    assert!(endpoint.starts_with("http://127.0.0.1:"), "{endpoint}");
    let token = next();
    let token = token.strip_prefix("token    ").expect("its token");
    let ids: Vec<String> = demo::ids().iter().map(|_| next()).collect();
    assert_eq!(ids, demo::ids());

    let ended = Program::new(&["audit", &ids[0], "--report", "report.json"])
        .args(&["--endpoint", endpoint])
        .env("INVOICE_LENS_TOKEN", token)
        .run();
    assert_eq!(ended.quiet_report()["summary"]["ready"], 1);
}

#[test]
fn a_port_that_is_taken_is_said() {
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let port = taken.local_addr().expect("it listens").port().to_string();
    let ended = Program::new(&["sandbox", "--port", &port]).run();
    let expected = format!("the sandbox cannot listen on 127.0.0.1:{port}");
    assert_eq!(ended.refusal(), expected);
}
