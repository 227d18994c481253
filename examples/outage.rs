//! Plays an outage in the middle of a run and says what it cost: how many invoices are ready, how many failed, how many
//! requests were made, how long it took.
//!
//! `cargo run --example outage [COUNT [SECONDS]]`; each kind of outage is played once of the bucket and once of the links
//! call. Needs the program beside it, which decodes: `cargo build` first.

use std::error::Error;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use std::{env, thread};

use image::{ImageFormat, RgbImage};
use invoice_lens::engine::WorkerConfig;
use invoice_lens::handover::{FetchRequest, Fetcher, Watch};
use invoice_lens::model::InvoiceId;
use invoice_lens::platform::{Endpoint, ExtraRoots, ProxyChoice, Token};
use invoice_lens::review::Stage;
use invoice_lens::sandbox::{
    Fault, FaultEffect, FaultTarget, RequestKind, Sandbox, SandboxConfig, SandboxInvoice,
    SandboxLibrary,
};

/// What an outage looks like from outside.
const OUTAGES: [&str; 6] = ["none", "500", "502", "reset", "hang", "refused"];

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = env::args().skip(1);
    let count = args.next().map_or(Ok(6000), |it| it.parse())?;
    let secs = args.next().map_or(Ok(5), |it| it.parse())?;
    let only = args.next();
    println!("outage   of       ready  failed  requests  seconds");
    for outage in OUTAGES {
        for of in [RequestKind::Object, RequestKind::Links] {
            let is_played = only.as_deref().is_none_or(|only| only == outage);
            let is_once = outage == "none" || outage == "refused";
            if is_played && !(is_once && of == RequestKind::Links) {
                play(count, Duration::from_secs(secs), outage, of)?;
            }
        }
    }
    Ok(())
}

fn play(
    count: usize,
    length: Duration,
    outage: &str,
    of: RequestKind,
) -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start(SandboxConfig::with_library(library(count)?))?;
    let mut fetcher = Fetcher::start(request(&sandbox)?)?;
    let began = Instant::now();
    let watch = Watch::default();
    let (start, started) = std::sync::mpsc::channel();
    let (is_over, over) = std::sync::mpsc::channel::<()>();
    thread::scope(|scope| {
        let sandbox = &sandbox;
        scope.spawn(move || {
            if started.recv().is_ok() {
                trouble(sandbox, outage, of);
                // Nothing ever comes: an outage of this length, or until the run is over.
                over.recv_timeout(length).unwrap_or_default();
                sandbox.clear_faults();
                sandbox.open_doors();
            }
        });
        let mut start = Some(start);
        let result = fetcher.wait_for_all(&watch, |library| {
            if library.count(Stage::Ready) >= count / 3
                && let Some(start) = start.take()
            {
                start.send(()).unwrap_or_default();
            }
        });
        if let Err(error) = result {
            println!("the run was thrown away: {error}");
        }
        drop(is_over);
    });
    let log = sandbox.log();
    println!(
        "{outage:<8} {:<8} {:>5}  {:>6}  {:>8}  {:>7.1}",
        format!("{of:?}").to_lowercase(),
        fetcher.library.count(Stage::Ready),
        fetcher.library.count(Stage::Failed),
        log.records.len(),
        began.elapsed().as_secs_f64(),
    );
    Ok(())
}

fn trouble(sandbox: &Sandbox, outage: &str, of: RequestKind) {
    let effect = match outage {
        "500" => FaultEffect::status(500, ""),
        "502" => FaultEffect::status(502, "<html>"),
        "reset" => FaultEffect::Reset,
        "hang" => FaultEffect::Hang,
        "refused" => return sandbox.close_doors(),
        _ => return,
    };
    sandbox.inject(Fault::always(FaultTarget::kind(of), effect));
}

fn library(count: usize) -> Result<SandboxLibrary, image::ImageError> {
    let mut page = std::io::Cursor::new(Vec::new());
    RgbImage::new(16, 12).write_to(&mut page, ImageFormat::Png)?;
    let page = page.into_inner();
    Ok((0..count).fold(SandboxLibrary::new(), |library, number| {
        let key = format!("page{number}.png");
        library
            .with_object(&key, page.clone())
            .with_invoice(SandboxInvoice::new(&id(number), &key))
    }))
}

fn id(number: usize) -> String {
    format!("ID{number:06}")
}

fn request(sandbox: &Sandbox) -> Result<FetchRequest, Box<dyn Error>> {
    let ids = (0..sandbox.ids().len()).map(|number| InvoiceId::new(&id(number)));
    Ok(FetchRequest {
        endpoint: Endpoint::parse(&sandbox.endpoint())?,
        credentials: Token::new(sandbox.token())?.into(),
        roots: ExtraRoots::default(),
        private_addresses: false,
        proxy: ProxyChoice::default(),
        ids: ids.collect::<Result<_, _>>()?,
        bills: Vec::new(),
        connections: None,
        with_pictures: false,
        read_lines: None,
        worker: WorkerConfig {
            program: program()?,
            ..WorkerConfig::default()
        },
    })
}

/// The program itself, in the folder above that of examples.
fn program() -> Result<PathBuf, Box<dyn Error>> {
    let own = env::current_exe()?;
    let folder = own.parent().and_then(|it| it.parent());
    Ok(folder.ok_or("no folder")?.join("invoice-lens"))
}
