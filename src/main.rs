//! Command line: window | audit | sandbox. Knows no feature.

use std::io::{self, Read as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use invoice_lens::app::{self, Launch};
use invoice_lens::audit::{self, AuditRequest};
use invoice_lens::engine;
use invoice_lens::locale::{Lang, Locale};
use invoice_lens::sandbox::{Sandbox, SandboxConfig};

/// Verify by eye that OCR cut every invoice out of its page where it should have.
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    window: WindowArgs,
}

#[derive(Subcommand)]
enum Command {
    /// Check invoices without a window and write a report
    Audit(AuditArgs),
    /// Run the stand-in platform on this machine until it is interrupted
    Sandbox(SandboxArgs),
    /// Decode files from standard input: started by the program itself
    #[command(name = engine::SUBCOMMAND, hide = true)]
    DecodeWorker,
}

#[derive(Args)]
struct WindowArgs {
    /// Invoice IDs to begin with; `-` reads them from standard input
    ids: Vec<String>,
    /// Show made-up invoices from an embedded stand-in platform; no token, no network
    #[arg(long)]
    demo: bool,
    /// Address prefix of the platform
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
    /// zh-CN or en; the system's language by default
    #[arg(long)]
    lang: Option<Lang>,
}

#[derive(Args)]
struct AuditArgs {
    /// Invoice IDs; `-` reads them from standard input; all demo invoices if none are given with --demo
    ids: Vec<String>,
    /// Where to write the report
    #[arg(long, value_name = "FILE.json")]
    report: PathBuf,
    /// Folder for each invoice's picture as a PNG with the region outlined
    #[arg(long, value_name = "DIR")]
    pictures: Option<PathBuf>,
    /// Use the embedded stand-in platform with its made-up invoices
    #[arg(long, conflicts_with = "endpoint")]
    demo: bool,
    /// Address prefix of the platform
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
    /// Downloads at one time
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=32))]
    concurrency: Option<u8>,
    /// zh-CN or en: the language of the report's messages; the system's by default
    #[arg(long)]
    lang: Option<Lang>,
}

#[derive(Args)]
struct SandboxArgs {
    /// Port to listen on; any free one by default
    #[arg(long, default_value_t = 0)]
    port: u16,
}

fn main() -> ExitCode {
    let arguments = CommandLine::parse();
    if let Some(Command::DecodeWorker) = arguments.command {
        // Without logging: nobody empties its standard error while it works.
        return engine::serve();
    }
    start_logging();
    let result = match arguments.command {
        None => run_window(arguments.window),
        Some(Command::Audit(arguments)) => run_audit(arguments),
        Some(Command::Sandbox(arguments)) => run_sandbox(&arguments),
        Some(Command::DecodeWorker) => unreachable!("it was served above"),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("invoice-lens: {reason}");
            ExitCode::from(1)
        }
    }
}

/// Logs of ours as `RUST_LOG` says; of the libraries below only warnings, as their traces hold whole requests.
fn start_logging() {
    let level = std::env::var("RUST_LOG")
        .ok()
        .and_then(|level| level.parse().ok());
    env_logger::Builder::new()
        .filter_level(log::LevelFilter::Error)
        .filter_module("invoice_lens", level.unwrap_or(log::LevelFilter::Warn))
        .init();
}

fn run_window(arguments: WindowArgs) -> Result<(), String> {
    let launch = Launch {
        ids: ids_text(&arguments.ids)?,
        endpoint: arguments.endpoint,
        token: std::env::var("INVOICE_LENS_TOKEN").ok(),
        is_demo: arguments.demo,
        lang: arguments.lang,
        ..Launch::default()
    };
    app::run(launch).map_err(|error| error.to_string())
}

fn run_audit(arguments: AuditArgs) -> Result<(), String> {
    let request = AuditRequest {
        ids: ids_text(&arguments.ids)?,
        report: arguments.report,
        pictures: arguments.pictures,
        is_demo: arguments.demo,
        endpoint: arguments.endpoint,
        concurrency: arguments.concurrency.map(usize::from),
        locale: Locale::new(arguments.lang.unwrap_or_else(Lang::system)),
    };
    audit::run(&request).map_err(|error| error.sentence(&request.locale))
}

fn run_sandbox(arguments: &SandboxArgs) -> Result<(), String> {
    let config = SandboxConfig {
        port: arguments.port,
        ..SandboxConfig::default()
    };
    let sandbox = Sandbox::start(config).map_err(|error| error.to_string())?;
    introduce(&sandbox).map_err(|error| format!("standard output is closed: {}", error.kind()))?;
    sandbox.wait();
    Ok(())
}

/// What another program needs to know to use the stand-in.
fn introduce(sandbox: &Sandbox) -> io::Result<()> {
    let mut text = format!(
        "endpoint {}\ntoken    {}\n",
        sandbox.endpoint(),
        sandbox.token()
    );
    for id in sandbox.ids() {
        text.push_str(&id);
        text.push('\n');
    }
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// The IDs of the command line as one text; `None` where none were given.
fn ids_text(ids: &[String]) -> Result<Option<String>, String> {
    match ids {
        [] => Ok(None),
        [dash] if dash == "-" => {
            let mut bytes = Vec::new();
            io::stdin()
                .read_to_end(&mut bytes)
                .map_err(|error| format!("standard input cannot be read: {}", error.kind()))?;
            Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
        }
        ids => Ok(Some(ids.join("\n"))),
    }
}
