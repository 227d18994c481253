//! The scheduler alone: no thread, no network, no clock.

mod asking;
mod documents;
mod edges;
mod fetching;
mod inquiries;
mod originals;
mod outages;
mod pixels;
mod reaching;
mod reading;
mod session;

use std::sync::Arc;
use std::time::Duration;

use super::Scheduler;
use crate::engine::config::EngineConfig;
use crate::engine::jobs::{
    AttemptFailed, CallNr, Delivered, Ended, FoundLink, Job, LinksFound, PictureNr,
};
use crate::engine::{DecodedPixels, EngineEvent, Failure, FailureKind, FullPicture, Interest};
use crate::formats::{Pixels, Pyramid, Raster};
use crate::model::region::RawRegion;
use crate::model::{Invoice, InvoiceId, InvoiceNr, MediaType, PictureFacts, PictureKey, fixtures};
use crate::platform::SignedUrl;

const HOUR: Duration = Duration::from_hours(1);

fn nr(number: u32) -> InvoiceNr {
    InvoiceNr(number)
}

fn numbers(range: std::ops::Range<u32>) -> Vec<InvoiceNr> {
    range.map(InvoiceNr).collect()
}

/// A scheduler with a hand-turned clock, and answers to give it.
struct Rig {
    scheduler: Scheduler,
    now: Duration,
    events: Vec<EngineEvent>,
    /// What decoding finds out.
    facts: PictureFacts,
}

impl Rig {
    fn new(config: EngineConfig) -> Self {
        let mut scheduler = Scheduler::new(config, 7);
        scheduler.connected(false, Duration::ZERO);
        let mut rig = Self {
            scheduler,
            // Past the time in which a fresh token may be refused.
            now: HOUR,
            events: Vec::new(),
            facts: facts(),
        };
        rig.events();
        rig
    }

    fn with_invoices(count: u32) -> Self {
        let mut rig = Self::new(EngineConfig::default());
        rig.add(count);
        rig
    }

    /// Every file turns out to be a PDF.
    fn with_documents(count: u32) -> Self {
        let mut rig = Self::with_invoices(count);
        rig.facts.media_type = MediaType::Pdf;
        rig
    }

    fn add(&mut self, count: u32) {
        let ids = (0..count)
            .map(|n| InvoiceId::new(&format!("ID{n:06}")).expect("valid"))
            .collect();
        self.scheduler.add(nr(0), ids);
    }

    fn jobs(&mut self) -> Vec<Job> {
        let jobs = self.scheduler.next_jobs(self.now);
        self.events.extend(self.scheduler.take_events());
        jobs
    }

    fn events(&mut self) -> Vec<EngineEvent> {
        self.events.extend(self.scheduler.take_events());
        std::mem::take(&mut self.events)
    }

    fn end(&mut self, ended: Ended) {
        self.scheduler.ended(ended, self.now);
    }

    fn look(&mut self, visible: &[u32], open: Option<u32>) {
        self.scheduler.set_interest(Interest {
            visible: visible.iter().copied().map(InvoiceNr).collect(),
            open: open.map(InvoiceNr),
            ..Interest::default()
        });
    }

    /// Answers a call with one picture for every invoice, `a{n}.jpg`.
    fn answer(&mut self, call: CallNr, asked: &[InvoiceNr]) {
        self.answer_with(call, asked, |nr| format!("a{}.jpg", nr.0));
    }

    fn answer_with(
        &mut self,
        call: CallNr,
        asked: &[InvoiceNr],
        file: impl Fn(InvoiceNr) -> String,
    ) {
        let found = asked
            .iter()
            .map(|nr| found(*nr, &file(*nr), HOUR))
            .collect();
        let unusable = Vec::new();
        self.end(Ended::Links {
            call,
            result: Ok(LinksFound { found, unusable }),
        });
    }

    fn fail_call(&mut self, call: CallNr, kind: FailureKind, retry_after: Option<Duration>) {
        self.end(Ended::Links {
            call,
            result: Err(failed(kind, retry_after)),
        });
    }

    fn deliver(&mut self, picture: PictureNr) {
        self.end(Ended::Fetched {
            picture,
            result: Ok(Delivered {
                bytes: vec![0; 1000].into(),
                was_slowed: false,
            }),
        });
    }

    fn fail_fetch(&mut self, picture: PictureNr, kind: FailureKind) {
        self.end(Ended::Fetched {
            picture,
            result: Err(failed(kind, None)),
        });
    }

    fn decoded(&mut self, picture: PictureNr, pixels: Pixels) {
        let raster = Raster::new(2, 2, vec![0; 4]).expect("four pixels");
        let facts = self.facts;
        let result = Ok(if pixels.has_smaller_copies() {
            let pyramid = Pyramid::build(raster);
            DecodedPixels::Picture(Arc::new(FullPicture { facts, pyramid }))
        } else {
            let raster = Arc::new(raster);
            DecodedPixels::Raster { facts, raster }
        });
        self.end(Ended::Decoded {
            picture,
            pixels,
            result,
        });
    }

    /// Answers, delivers and decodes until nothing is left to start; returns how many of each kind ran.
    fn run_dry(&mut self) -> Ran {
        let mut ran = Ran::default();
        loop {
            let jobs = self.jobs();
            if jobs.is_empty() {
                return ran;
            }
            for job in jobs {
                match job {
                    Job::AskLinks { .. } => ran.calls += 1,
                    Job::Fetch { .. } => ran.fetches += 1,
                    Job::Decode { .. } => ran.decodes += 1,
                    _ => {}
                }
                self.answer_job(job);
            }
        }
    }

    /// Has a job succeed.
    fn answer_job(&mut self, job: Job) {
        match job {
            Job::Authorise { token, .. } => {
                let result = Ok(HOUR);
                self.end(Ended::Authorised { token, result });
            }
            Job::AskLinks { call, ids } => {
                let asked: Vec<_> = ids.iter().map(|(nr, _)| *nr).collect();
                self.answer(call, &asked);
            }
            Job::Fetch { picture, .. } => self.deliver(picture),
            Job::Decode {
                picture, pixels, ..
            } => self.decoded(picture, pixels),
            Job::Read { picture, .. } => panic!("nobody reads {picture:?}"),
            Job::Original(job) => panic!("nobody wants an original: {job:?}"),
            Job::Inquire { inquiry, .. } => panic!("nobody asks: {inquiry:?}"),
        }
    }
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Ran {
    calls: usize,
    fetches: usize,
    decodes: usize,
}

fn failed(kind: FailureKind, retry_after: Option<Duration>) -> AttemptFailed {
    AttemptFailed {
        is_rejected: false,
        failure: Failure::new(kind, ""),
        retry_after,
        splits: false,
    }
}

fn facts() -> PictureFacts {
    fixtures::facts(2, 2)
}

fn found(nr: InvoiceNr, file: &str, life: Duration) -> FoundLink {
    let link = format!("https://files.example.com/{file}?Expires=1&Signature=x");
    let link = SignedUrl::new(&link).expect("valid");
    FoundLink {
        invoice: Invoice {
            nr,
            id: InvoiceId::new(&format!("ID{:06}", nr.0)).expect("valid"),
            picture_key: PictureKey {
                page: link.page_key().clone(),
                process: Arc::clone(link.process()),
            },
            region: RawRegion::default(),
            source: "".into(),
            file_name: Arc::default(),
        },
        link,
        life,
    }
}

/// The calls among `jobs`, with whom they ask for.
fn calls(jobs: Vec<Job>) -> Vec<(CallNr, Vec<InvoiceNr>)> {
    jobs.into_iter()
        .filter_map(|job| match job {
            Job::AskLinks { call, ids } => {
                Some((call, ids.into_iter().map(|(nr, _)| nr).collect()))
            }
            _ => None,
        })
        .collect()
}

/// The files fetched by `jobs`.
fn fetches(jobs: &[Job]) -> Vec<(PictureNr, String)> {
    jobs.iter()
        .filter_map(|job| match job {
            Job::Fetch { picture, link } => {
                let (_, file) = link.page_key().as_str().split_once('/')?;
                Some((*picture, file.to_owned()))
            }
            _ => None,
        })
        .collect()
}

fn files(jobs: &[Job]) -> Vec<String> {
    fetches(jobs).into_iter().map(|(_, file)| file).collect()
}

fn decodes(jobs: &[Job]) -> Vec<(PictureNr, Pixels)> {
    jobs.iter()
        .filter_map(|job| match job {
            Job::Decode {
                picture, pixels, ..
            } => Some((*picture, *pixels)),
            _ => None,
        })
        .collect()
}

/// Thumbnails told of: whom they concern and whether they came with pixels.
fn thumbnails(events: &[EngineEvent]) -> Vec<(Vec<InvoiceNr>, bool)> {
    events
        .iter()
        .filter_map(|event| match event {
            EngineEvent::Thumbnail {
                invoices, raster, ..
            } => Some((invoices.clone(), raster.is_some())),
            _ => None,
        })
        .collect()
}

fn full_pictures(events: &[EngineEvent]) -> usize {
    let is_full = |event: &&EngineEvent| {
        let EngineEvent::Pixels { pixels, result, .. } = event else {
            return false;
        };
        *pixels == Pixels::Full && matches!(result, Ok(DecodedPixels::Picture(_)))
    };
    events.iter().filter(is_full).count()
}

fn failures(events: &[EngineEvent]) -> Vec<(Vec<InvoiceNr>, FailureKind)> {
    events
        .iter()
        .filter_map(|event| match event {
            EngineEvent::PictureFailed { invoices, failure }
            | EngineEvent::LinksFailed { invoices, failure } => {
                Some((invoices.clone(), failure.kind))
            }
            _ => None,
        })
        .collect()
}
