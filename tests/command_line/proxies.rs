//! What stands between this machine and servers elsewhere: proxies that let through, refuse, or are not there.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::PathBuf;
use std::{fs, thread};

use invoice_lens::sandbox::{SandboxInvoice, SandboxLibrary};
use serde_json::json;
use tempfile::TempDir;

use crate::demo;
use crate::program::{Ended, Program, invoice, png, sandbox};
use crate::proxy::Proxy;
use crate::tls::{Front, INSIDE};

const ID: &str = "ID01xO4NESQ6gD";

fn authority(front: &Front) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = folder.path().join("ca.pem");
    fs::write(&path, front.authority_pem()).expect("room for a file");
    (folder, path)
}

fn with(program: Program, environment: &[(&str, &str)]) -> Ended {
    environment
        .iter()
        .fold(program, |program, (name, value)| program.env(name, value))
        .run()
}

/// Asks a platform that only a proxy knows.
fn ask_platform(environment: &[(&str, &str)]) -> Ended {
    let sandbox = sandbox(SandboxLibrary::demo().expect("the demo is embedded"));
    let front = Front::of(&sandbox);
    let (_folder, path) = authority(&front);
    let endpoint = format!("https://{INSIDE}:{}", front.port());
    let program = Program::new(&["audit", demo::ids()[0], "--report", "report.json"])
        .args(&["--lang", "en", "--endpoint", &endpoint])
        .env("INVOICE_LENS_TOKEN", sandbox.token())
        .env("INVOICE_LENS_CA_FILE", path.to_str().expect("UTF-8"));
    with(program, environment)
}

/// Fetches a file that only a proxy knows, from a platform on this machine.
fn ask_bucket(environment: &[(&str, &str)]) -> Ended {
    let front = Front::before(files());
    let (_folder, path) = authority(&front);
    let url = format!("https://{INSIDE}:{}/page.png", front.port());
    let library = SandboxLibrary::new().with_invoice(SandboxInvoice {
        url: Some(json!(url)),
        ..SandboxInvoice::new(ID, "page.png")
    });
    let sandbox = sandbox(library);
    let program =
        Program::audit(&sandbox, &[ID]).env("INVOICE_LENS_CA_FILE", path.to_str().expect("UTF-8"));
    with(program, environment)
}

/// A server that has one picture, in the open.
fn files() -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let address = listener.local_addr().expect("it listens").to_string();
    let file = png(60, 40);
    thread::spawn(move || {
        for mut client in listener.incoming().flatten() {
            let mut request = [0; 4096];
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                file.len()
            );
            // Who goes away early does not want it.
            drop(client.read(&mut request));
            drop(client.write_all(&[head.as_bytes(), &file].concat()));
        }
    });
    address
}

/// The failure's code of the only invoice.
fn code(ended: &Ended) -> String {
    let report = ended.report();
    let code = &report["invoices"][0]["error"]["code"];
    code.as_str().unwrap_or("none").to_owned()
}

#[test]
fn a_socks_proxy_leads_to_platform_and_files() {
    for (name, scheme) in [
        ("ALL_PROXY", "socks5h"),
        ("HTTPS_PROXY", "socks5h"),
        // What desktops write.
        ("all_proxy", "socks"),
    ] {
        let proxy = Proxy::socks(None);
        let address = format!("{scheme}://{}/", proxy.address());
        let ended = ask_bucket(&[(name, &address)]);
        assert_eq!(ended.quiet_report()["summary"]["ready"], 1, "{address}");
        assert_eq!(proxy.asked(), [INSIDE], "{address}");
    }
    let proxy = Proxy::socks(None);
    let ended = ask_platform(&[("ALL_PROXY", &format!("socks5h://{}", proxy.address()))]);
    // The stand-in's files are on this machine, where this platform is not: the way there is not taken.
    assert_eq!(code(&ended), "link_unsafe");
    assert!(proxy.asked().iter().all(|host| host == INSIDE));
    assert!(!proxy.asked().is_empty());
}

#[test]
fn a_link_into_the_network_is_taken_where_that_is_allowed() {
    let front = Front::before(files());
    let (_folder, path) = authority(&front);
    // Another way to say this machine, for which the certificate does not stand.
    let url = format!("https://0.0.0.0:{}/page.png", front.port());
    let library = SandboxLibrary::new().with_invoice(SandboxInvoice {
        url: Some(json!(url)),
        ..SandboxInvoice::new(ID, "page.png")
    });
    let sandbox = sandbox(library);
    let program = || {
        Program::audit(&sandbox, &[ID]).env("INVOICE_LENS_CA_FILE", path.to_str().expect("UTF-8"))
    };
    assert_eq!(code(&program().run()), "private_address");
    let allowed = program().args(&["--allow-private-addresses"]).run();
    assert_eq!(code(&allowed), "certificate");
}

#[test]
fn a_socks_proxy_that_wants_to_know_who_asks_is_told_or_named() {
    let proxy = Proxy::socks(Some(("office", "word")));
    let as_user = |user: &str| format!("socks5h://{user}{}", proxy.address());
    let ended = ask_bucket(&[("ALL_PROXY", &as_user("office:word@"))]);
    assert_eq!(ended.quiet_report()["summary"]["ready"], 1);
    for user in ["", "office:wrong@"] {
        let ended = ask_bucket(&[("ALL_PROXY", &as_user(user))]);
        assert_eq!(code(&ended), "proxy_auth", "{user}");
    }
    assert_eq!(proxy.asked(), [INSIDE]);
}

#[test]
fn a_proxy_that_refuses_is_named_for_files() {
    for (status, expected) in [
        ("403 Forbidden", "proxy_refused"),
        ("407 Proxy Authentication Required", "proxy_auth"),
        ("502 Bad Gateway", "proxy_refused"),
    ] {
        let proxy = Proxy::refusing(status);
        let ended = ask_bucket(&[("HTTPS_PROXY", &format!("http://{}", proxy.address()))]);
        assert_eq!(code(&ended), expected);
        let asked = proxy.asked();
        assert!(!asked.is_empty(), "{status}");
        assert!(
            asked
                .iter()
                .all(|line| line.starts_with("CONNECT invoices.test:"))
        );
    }
}

#[test]
fn a_proxy_that_refuses_is_named_for_the_platform() {
    for (status, sentence) in [
        (
            "403 Forbidden",
            "The proxy does not let the program through",
        ),
        (
            "407 Proxy Authentication Required",
            "The proxy requires a user name",
        ),
        (
            "502 Bad Gateway",
            "The proxy does not let the program through",
        ),
    ] {
        let proxy = Proxy::refusing(status);
        let ended = ask_platform(&[("https_proxy", &proxy.address())]);
        let is_named = told(&ended).contains(sentence);
        assert!(is_named, "{status}: {}", told(&ended));
    }
}

#[test]
fn a_dead_proxy_is_named() {
    for scheme in ["http", "socks5h"] {
        let address = format!("{scheme}://{}", Proxy::closed());
        let ended = ask_bucket(&[("ALL_PROXY", &address)]);
        assert_eq!(code(&ended), "proxy_unreachable", "{scheme}");
        let ended = ask_platform(&[("ALL_PROXY", &address)]);
        let told = told(&ended);
        let is_named = told.contains("The proxy in the system's settings does not answer");
        assert!(is_named, "{scheme}: {told}");
    }
    // A server that hangs up is no proxy.
    let address = format!("socks5h://{}", Proxy::mute().address());
    let ended = ask_bucket(&[("ALL_PROXY", &address)]);
    assert_eq!(code(&ended), "proxy_refused");
}

#[test]
fn a_proxy_of_another_kind_is_never_passed_by() {
    let environment = [("ALL_PROXY", "quic://127.0.0.1:1")];
    assert_eq!(code(&ask_bucket(&environment)), "proxy_unsupported");
    let told = told(&ask_platform(&environment));
    assert!(told.contains("of a kind this program cannot use"), "{told}");
}

#[test]
fn what_is_on_this_machine_needs_no_proxy() {
    let sandbox = sandbox(SandboxLibrary::demo().expect("the demo is embedded"));
    let id = demo::ids()[0];
    let ended = with(
        Program::audit(&sandbox, &[id]),
        &[
            ("ALL_PROXY", "quic://127.0.0.1:1"),
            ("HTTP_PROXY", "http://127.0.0.1:1"),
        ],
    );
    assert_eq!(invoice(&ended.quiet_report(), id)["status"], "ready");
}

/// All that a run says of what went wrong: in its report, or in the one line it ends with.
fn told(ended: &Ended) -> String {
    if ended.status == 1 {
        ended.stderr.clone()
    } else {
        ended.report()["invoices"][0]["error"].to_string()
    }
}
