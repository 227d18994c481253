//! Command line: window | audit | report | import | split | merge | copy | sandbox. Knows no feature.

#[path = "main/import.rs"]
mod import;
#[path = "main/parting.rs"]
mod parting;
#[path = "main/reach.rs"]
mod reach;
#[path = "main/stand_in.rs"]
mod stand_in;
#[path = "main/surroundings.rs"]
mod surroundings;
#[path = "main/team.rs"]
mod team;

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::{Args, Parser, Subcommand};

use invoice_lens::app::{self, FrameLogLaunch, Launch};
use invoice_lens::audit::{
    self, AskedFor, AuditRequest, Audited, ReportRequest, Resume, ResumeError,
};
use invoice_lens::engine::{self, WorkerConfig};
use invoice_lens::id_list::{self, IdList, IdListError};
use invoice_lens::locale::{Lang, Locale};
use invoice_lens::managed::Managed;
use invoice_lens::model::Severity;
use invoice_lens::redact::{redact, say};
use invoice_lens::report::Scope;
use invoice_lens::startup;
use invoice_lens::store::ReviewAddress;

use reach::ReachArgs;

/// Verify by eye that OCR cut every invoice out of its page where it should have.
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Option<CliCommand>,
    #[command(flatten)]
    window: WindowArgs,
}

#[derive(Subcommand)]
enum CliCommand {
    /// Check invoices without a window and write a report
    Audit(AuditArgs),
    /// Hand over a review: its report, or the IDs with a verdict; no token, no network
    Report(ReportArgs),
    /// Read verdicts and notes of a CSV report back into a review; prints what did not fit
    Import(import::ImportArgs),
    /// Split a review by whole pages into several, one for each reviewer; prints their files
    Split(parting::SplitArgs),
    /// Merge reviews into one; prints what was said otherwise in both, where nothing is overwritten
    Merge(parting::MergeArgs),
    /// Copy a review whole: into a team's database, out of it, or to another file
    Copy(team::CopyArgs),
    /// Run the stand-in platform on this machine until it is interrupted
    Sandbox(stand_in::SandboxArgs),
    /// Decode files from standard input: started by the program itself
    #[command(name = engine::SUBCOMMAND, hide = true)]
    DecodeWorker(DecodeWorkerArgs),
}

#[derive(Args)]
struct DecodeWorkerArgs {
    /// Decode without its cage: to measure what the cage costs
    #[arg(long = engine::WITHOUT_CAGE)]
    without_cage: bool,
}

#[derive(Args)]
struct WindowArgs {
    /// Invoice IDs to begin with, or files with them; `-` reads standard input; with a review they are added to it
    #[arg(value_name = "IDS|FILE|-")]
    ids: Vec<String>,
    /// Go on with this review
    #[arg(long, value_name = "FILE.ilens|postgres://…", conflicts_with = "demo")]
    review: Option<PathBuf>,
    /// Show made-up invoices from an embedded stand-in platform; no token, no network
    #[arg(long)]
    demo: bool,
    /// Address prefix of the platform
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
    #[command(flatten)]
    reach: ReachArgs,
    /// zh-CN or en; the system's language by default
    #[arg(long)]
    lang: Option<Lang>,
}

#[derive(Args)]
struct AuditArgs {
    /// Invoice IDs or bill numbers, or files with them; `-` reads standard input; all demo invoices if none are given with
    /// --demo
    #[arg(value_name = "IDS|FILE|-")]
    ids: Vec<String>,
    /// Where to write the report, in the format that the name ends in; several times for several files
    #[arg(
        long = "report",
        value_name = "FILE.json|.csv|.xlsx|.html",
        required = true
    )]
    reports: Vec<PathBuf>,
    /// Go on with this report: keep what is done, do what is left. It may be one of those to write
    #[arg(long, value_name = "OLD.json", conflicts_with_all = ["ids", "demo"])]
    resume: Option<PathBuf>,
    /// End after so many minutes, with what is done by then
    #[arg(long, value_name = "MIN", value_parser = minutes)]
    deadline: Option<Duration>,
    /// Which invoices the report has
    #[arg(long, value_name = "all|judged|wrong", value_parser = scope, default_value = "all")]
    only: Scope,
    /// Folder for each invoice's picture as a PNG with the region outlined
    #[arg(long, value_name = "DIR")]
    pictures: Option<PathBuf>,
    /// Ask what OCR read of each invoice too, and take its kind from its bill
    #[arg(long)]
    bills: bool,
    /// Read what is printed in each picture, and hold it against its region and what OCR read: number, amount and date
    #[arg(long)]
    read: bool,
    /// End with status 4 where an invoice has a finding of this severity or a worse one; the report is written all the same
    #[arg(long, value_name = "error|warning", value_parser = severity)]
    fail_on: Option<Severity>,
    /// Use the embedded stand-in platform with its made-up invoices
    #[arg(long, conflicts_with = "endpoint")]
    demo: bool,
    /// Address prefix of the platform
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
    /// Downloads at one time
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=32))]
    concurrency: Option<u8>,
    #[command(flatten)]
    reach: ReachArgs,
    /// zh-CN or en: the language of the report's messages; the system's by default
    #[arg(long)]
    lang: Option<Lang>,
}

#[derive(Args)]
struct ReportArgs {
    /// The review
    #[arg(value_name = "FILE.ilens|postgres://…")]
    review: PathBuf,
    /// Where to write the report, in the format that the name ends in; several times for several files
    #[arg(
        long,
        value_name = "FILE.json|.csv|.xlsx|.html|.zip",
        required_unless_present_any = ["list", "coco", "ppocrlabel"]
    )]
    to: Vec<PathBuf>,
    /// Which invoices the report has
    #[arg(long, value_name = "all|judged|wrong", value_parser = scope, default_value = "all")]
    only: Scope,
    /// Folder for pictures and confirmed regions as COCO has them
    #[arg(long, value_name = "DIR")]
    coco: Option<PathBuf>,
    /// Folder for the same as `PPOCRLabel` has them
    #[arg(long, value_name = "DIR")]
    ppocrlabel: Option<PathBuf>,
    /// Print the IDs that were judged so, one a line
    #[arg(long, value_name = "VERDICT", value_parser = ["correct", "wrong", "unsure", "unjudged"])]
    list: Option<String>,
    #[command(flatten)]
    reach: ReachArgs,
    /// zh-CN or en: the language of the report's messages; the system's by default
    #[arg(long)]
    lang: Option<Lang>,
}

fn main() -> ExitCode {
    let started = Instant::now();
    startup::set_large_blocks_apart();
    let arguments = CommandLine::try_parse();
    if let Ok(CommandLine {
        command: Some(CliCommand::DecodeWorker(worker)),
        ..
    }) = arguments
    {
        // Without logging: nobody empties its standard error while it works.
        return engine::serve(!worker.without_cage, startup::give_back_memory);
    }
    startup::guard();
    let arguments = match arguments {
        Ok(arguments) => arguments,
        Err(error) => return refuse(&error),
    };
    let done = |()| Audited::Whole;
    let in_part = |fitted: bool| {
        if fitted {
            Audited::Whole
        } else {
            Audited::Incomplete
        }
    };
    let result = match arguments.command {
        None => run_window(arguments.window, started).map(done),
        Some(CliCommand::Audit(arguments)) => run_audit(arguments),
        Some(CliCommand::Report(arguments)) => run_report(&arguments).map(done),
        Some(CliCommand::Import(arguments)) => import::run_import(&arguments).map(in_part),
        Some(CliCommand::Split(arguments)) => parting::run_split(&arguments).map(done),
        Some(CliCommand::Merge(arguments)) => parting::run_merge(&arguments).map(in_part),
        Some(CliCommand::Copy(arguments)) => team::run_copy(&arguments).map(done),
        Some(CliCommand::Sandbox(arguments)) => stand_in::run_sandbox(&arguments).map(done),
        Some(CliCommand::DecodeWorker(_)) => unreachable!("it was served above"),
    };
    match result {
        Ok(Audited::Whole) => ExitCode::SUCCESS,
        Ok(Audited::Incomplete) => ExitCode::from(IN_PART),
        Ok(Audited::Refused) => ExitCode::from(SUSPICIOUS),
        Err(refusal) => {
            let (CliRefusal::Usage(reason) | CliRefusal::Run(reason)) = &refusal;
            say(&format!("invoice-lens: {reason}"));
            ExitCode::from(match refusal {
                CliRefusal::Run(_) => 1,
                CliRefusal::Usage(_) => 2,
            })
        }
    }
}

/// It is done, but for something that was not checked, may pass, or did not fit.
const IN_PART: u8 = 3;
/// It is done, and an invoice has a finding of the severity that was named.
const SUSPICIOUS: u8 = 4;

/// Why nothing was done, in one line.
enum CliRefusal {
    /// It could not be.
    Run(String),
    /// The command line asks for what cannot be meant.
    Usage(String),
}

/// A part of a review by its name.
fn scope(name: &str) -> Result<Scope, String> {
    Scope::from_code(name).ok_or_else(|| "all, judged or wrong".to_owned())
}

/// What a run can be refused for; an aside is no reason.
fn severity(name: &str) -> Result<Severity, String> {
    match name {
        "error" => Ok(Severity::Error),
        "warning" => Ok(Severity::Warning),
        _ => Err("error or warning".to_owned()),
    }
}

/// A number of minutes, which may be a fraction.
fn minutes(text: &str) -> Result<Duration, String> {
    let minutes = text.trim().parse::<f64>().ok();
    let minutes = minutes.filter(|it| *it > 0.0);
    let limit = minutes.and_then(|it| Duration::try_from_secs_f64(it * 60.0).ok());
    limit.ok_or_else(|| "a number of minutes above 0, such as 30 or 0.5".to_owned())
}

/// Help and version as clap prints them; a usage error too, unless it repeats a secret.
fn refuse(error: &clap::Error) -> ExitCode {
    let text = error.render().to_string();
    match redact(&text) {
        Cow::Borrowed(_) => error.exit(),
        Cow::Owned(shown) => {
            say(shown.trim_end());
            ExitCode::from(2)
        }
    }
}

fn run_window(mut arguments: WindowArgs, started: Instant) -> Result<(), CliRefusal> {
    let review = named_review(&mut arguments)?;
    // What standard input held cannot be read a second time.
    let has_read_input = arguments.ids.iter().any(|it| it == "-");
    let housekeeper = startup::Housekeeper::start();
    let (managed, managed_error) = match Managed::of_machine() {
        Ok(managed) => (managed, None),
        // The window says so, and goes on with what a person set.
        Err(error) => (Managed::default(), Some(error)),
    };
    let launch = Launch {
        ids: id_list(&arguments.ids)?,
        endpoint: surroundings::endpoint(&managed, arguments.endpoint)?,
        managed,
        managed_error,
        token: std::env::var("INVOICE_LENS_TOKEN").ok(),
        app_key: app_key(),
        ca_file: surroundings::named_ca_file(),
        is_demo: arguments.demo,
        lang: arguments.lang,
        engine: arguments.reach.of_window(),
        reviews: app::reviews_folder(),
        review,
        frame_log: frame_log(started),
        on_news: Some(Box::new(move || housekeeper.note())),
        ..Launch::default()
    };
    let locale = Locale::new(arguments.lang.unwrap_or_else(Lang::system));
    app::run(launch).map_err(|error| {
        if !has_read_input {
            error.retry_in_software();
        }
        CliRefusal::Run(error.sentence(&locale))
    })
}

fn run_audit(arguments: AuditArgs) -> Result<Audited, CliRefusal> {
    let locale = Locale::shared(arguments.lang.unwrap_or_else(Lang::system));
    let asked = AskedFor {
        fields: arguments.bills || arguments.read,
        reading: arguments.read,
    };
    let read = |path| Resume::read(path, asked);
    let resume = arguments.resume.as_deref().map(read).transpose();
    let managed = surroundings::managed(locale)?;
    let request = AuditRequest {
        resume: resume.map_err(|error: ResumeError| CliRefusal::Usage(error.sentence(locale)))?,
        deadline: arguments.deadline,
        ids: id_list(&arguments.ids)?,
        reports: arguments.reports,
        scope: arguments.only,
        pictures: arguments.pictures,
        with_fields: arguments.bills,
        reads: arguments.read,
        fail_on: arguments.fail_on,
        is_demo: arguments.demo,
        endpoint: surroundings::endpoint(&managed, arguments.endpoint)?,
        default_endpoint: managed.platform.as_ref().map(|it| it.value.to_string()),
        proxy: surroundings::proxy(&managed),
        concurrency: arguments.concurrency.map(usize::from),
        private_addresses: arguments.reach.allow_private_addresses,
        ca_file: surroundings::ca_file(&managed),
        locale,
    };
    audit::run(&request).map_err(|error| CliRefusal::Run(error.sentence(request.locale)))
}

/// The review that is named, by its option or among the arguments; what remains of them are IDs.
fn named_review(arguments: &mut WindowArgs) -> Result<Option<ReviewAddress>, CliRefusal> {
    let is_review = |text: &String| Path::new(text).extension().is_some_and(|it| it == "ilens");
    let ids = arguments.ids.drain(..);
    let (reviews, ids): (Vec<String>, Vec<String>) = ids.partition(is_review);
    arguments.ids = ids;
    let mut named = arguments
        .review
        .take()
        .into_iter()
        .chain(reviews.into_iter().map(PathBuf::from));
    let first = named.next();
    match (first, named.next()) {
        (Some(_), Some(second)) => {
            let second = second.display();
            Err(CliRefusal::Usage(format!(
                "{second}: one review can be open in a window"
            )))
        }
        (Some(path), None) => {
            let at = team::address(&path)?;
            if let ReviewAddress::File(path) = &at {
                let locale = Locale::shared(arguments.lang.unwrap_or_else(Lang::system));
                parting::must_be_there(path, locale)?;
            }
            Ok(Some(at))
        }
        (None, _) => Ok(None),
    }
}

fn run_report(arguments: &ReportArgs) -> Result<(), CliRefusal> {
    let locale = Locale::shared(arguments.lang.unwrap_or_else(Lang::system));
    let refused = |error: audit::ReviewedError| CliRefusal::Run(error.sentence(locale));
    let is_review = |to: &&PathBuf| to.extension().is_some_and(|it| it == "ilens");
    if let Some(to) = arguments.to.iter().find(is_review) {
        let to = to.display();
        return Err(CliRefusal::Usage(format!("{to}: a report is no review")));
    }
    let review = team::address(&arguments.review)?;
    let trains = arguments.coco.is_some() || arguments.ppocrlabel.is_some();
    if !arguments.to.is_empty() || trains {
        let managed = surroundings::managed(locale)?;
        let ca_file = surroundings::ca_file(&managed);
        let request = ReportRequest {
            review: &review,
            to: &arguments.to,
            scope: arguments.only,
            coco: arguments.coco.as_deref(),
            ppocrlabel: arguments.ppocrlabel.as_deref(),
            ca_file: ca_file.as_deref(),
            private_addresses: arguments.reach.allow_private_addresses,
            proxy: surroundings::proxy(&managed),
            locale,
        };
        let trained = audit::report_review(&request).map_err(refused)?;
        if let Some(trained) = trained.filter(|it| it.taken < it.of) {
            let values = [("taken", trained.taken.into()), ("of", trained.of.into())];
            say(&locale.with("audit-trained", &values));
        }
    }
    if let Some(wanted) = arguments.list.as_deref().and_then(audit::judged_by_name) {
        let mut out = io::stdout().lock();
        audit::list_review(&review, wanted, &mut out).map_err(refused)?;
    }
    Ok(())
}

fn app_key() -> Option<(String, String)> {
    let key = std::env::var("INVOICE_LENS_APP_KEY").ok()?;
    Some((key, std::env::var("INVOICE_LENS_APP_SECURITY").ok()?))
}

fn frame_log(started: Instant) -> Option<FrameLogLaunch> {
    let path = std::env::var_os("INVOICE_LENS_FRAME_LOG").filter(|path| !path.is_empty())?;
    Some(FrameLogLaunch {
        path: path.into(),
        since: started,
    })
}

/// The list that the command line gives; `None` where it gives none.
fn id_list(ids: &[String]) -> Result<Option<IdList>, CliRefusal> {
    if ids.is_empty() {
        return Ok(None);
    }
    let input = || id_list::read_within(io::stdin());
    let workbooks = |bytes: &[u8]| engine::read_workbook(WorkerConfig::default(), bytes);
    match id_list::read_arguments(ids, input, &workbooks) {
        Ok(list) => Ok(Some(list)),
        Err(error) if error.error == IdListError::NoFile => {
            Err(CliRefusal::Usage(error.to_string()))
        }
        Err(error) => Err(CliRefusal::Run(error.to_string())),
    }
}
