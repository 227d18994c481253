//! Originals: how often a bucket is asked, whose files are read, and what is sent.

use std::path::Path;
use std::sync::Arc;

use super::{HOUR, Rig, facts, failed, found, nr};
use crate::engine::config::EngineConfig;
use crate::engine::jobs::{Ended, FoundLink, Job, LinksFound};
use crate::engine::originals::{OriginalEnded, OriginalEvent, OriginalJob, OriginalSource};
use crate::engine::{DecodedPixels, EngineEvent, Failure, FailureKind, FullPicture, Interest};
use crate::formats::{Pyramid, Raster};
use crate::model::{InvoiceNr, OriginalFiles, PageKey, PictureKey};
use crate::platform::SignedUrl;

const CROP: &str = "image/crop,w_2,h_2";
/// Enough of a picture to be taken for one.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

/// The demo of a review: invoice `n` shows a crop of the page of that name.
struct Review {
    rig: Rig,
    pages: Vec<&'static str>,
}

fn cropped(nr: InvoiceNr, page: &str) -> FoundLink {
    let plain = found(nr, "x.jpg", HOUR);
    let link = format!("https://{page}?Expires=1&x-oss-process=image/crop,w_2,h_2&Signature=x");
    let link = SignedUrl::new(&link).expect("valid");
    let mut invoice = plain.invoice;
    invoice.picture_key = PictureKey {
        page: PageKey::new(page),
        process: CROP.into(),
    };
    FoundLink {
        invoice,
        link,
        life: HOUR,
    }
}

impl Review {
    fn of(pages: &[&'static str]) -> Self {
        Self::with(pages, EngineConfig::default())
    }

    fn with(pages: &[&'static str], config: EngineConfig) -> Self {
        let mut review = Self {
            rig: Rig::new(config),
            pages: pages.to_vec(),
        };
        review.rig.add(pages.len() as u32);
        assert!(review.run().is_empty(), "nothing is open yet");
        review
    }

    /// Does everything but what concerns originals, which is returned.
    fn run(&mut self) -> Vec<OriginalJob> {
        let mut originals = Vec::new();
        loop {
            let jobs = self.rig.jobs();
            if jobs.is_empty() {
                return originals;
            }
            for job in jobs {
                match job {
                    Job::AskLinks { call, ids } => {
                        let pages = &self.pages;
                        let cropped = |(nr, _): &(InvoiceNr, _)| cropped(*nr, pages[nr.index()]);
                        let found = ids.iter().map(cropped).collect();
                        let unusable = Vec::new();
                        let result = Ok(LinksFound { found, unusable });
                        self.rig.end(Ended::Links { call, result });
                    }
                    Job::Fetch { picture, .. } => self.rig.deliver(picture),
                    Job::Decode {
                        picture, pixels, ..
                    } => self.rig.decoded(picture, pixels),
                    Job::Original(job) => originals.push(job),
                    Job::Authorise { .. } => panic!("a token was given by hand"),
                    Job::Inquire { inquiry, .. } => panic!("nobody asks: {inquiry:?}"),
                    Job::Read { picture, .. } => panic!("nobody reads {picture:?}"),
                }
            }
        }
    }

    /// Opens the first of these; the originals of all of them are wanted.
    fn open(&mut self, wanted: &[u32]) -> Vec<OriginalJob> {
        self.open_holding(wanted, &[])
    }

    fn open_holding(&mut self, wanted: &[u32], held: &[u32]) -> Vec<OriginalJob> {
        let numbers = |numbers: &[u32]| numbers.iter().copied().map(InvoiceNr).collect();
        self.rig.scheduler.set_interest(Interest {
            open: wanted.first().copied().map(InvoiceNr),
            neighbours: numbers(wanted.get(1..).unwrap_or_default()),
            originals: numbers(wanted),
            held_originals: numbers(held),
            ..Interest::default()
        });
        self.run()
    }

    /// The same in a window that has the invoice's own picture already.
    fn open_with_crop(&mut self, open: u32) -> Vec<OriginalJob> {
        self.rig.scheduler.set_interest(Interest {
            open: Some(nr(open)),
            held: vec![nr(open)],
            originals: vec![nr(open)],
            ..Interest::default()
        });
        self.run()
    }

    fn end(&mut self, ended: OriginalEnded) -> Vec<OriginalJob> {
        self.rig.end(Ended::Original(ended));
        self.run()
    }

    fn fetched(&mut self, page: &PageKey, bytes: &[u8]) -> Vec<OriginalJob> {
        let (page, result) = (page.clone(), Ok(bytes.into()));
        self.end(OriginalEnded::Fetched {
            page,
            source: OriginalSource::Uncropped,
            result,
        })
    }

    fn not_fetched(&mut self, page: &PageKey, kind: FailureKind) -> Vec<OriginalJob> {
        let (page, result) = (page.clone(), Err(failed(kind, None)));
        self.end(OriginalEnded::Fetched {
            page,
            source: OriginalSource::Uncropped,
            result,
        })
    }

    fn decoded(&mut self, page: &PageKey, source: OriginalSource) -> Vec<OriginalJob> {
        let raster = Raster::new(2, 2, vec![0; 4]).expect("four pixels");
        let picture = FullPicture {
            facts: facts(),
            pyramid: Pyramid::build(raster),
        };
        let page = page.clone();
        let result = Ok(DecodedPixels::Picture(Arc::new(picture)));
        self.end(OriginalEnded::Decoded {
            page,
            source,
            result,
        })
    }

    /// What was told of originals since the last call.
    fn told(&mut self) -> Vec<String> {
        let events = self.rig.events();
        let told = events.into_iter().filter_map(|event| match event {
            EngineEvent::Original(event) => Some(match event {
                OriginalEvent::Ready { page, .. } => format!("ready {}", page.as_str()),
                OriginalEvent::Failed { page, failure } => {
                    format!("{} {}", failure.kind.code(), page.as_str())
                }
                OriginalEvent::UncroppedRefused { bucket } => format!("refused by {bucket}"),
            }),
            _ => None,
        });
        told.collect()
    }
}

/// The pages that buckets are asked for.
fn asked(jobs: &[OriginalJob]) -> Vec<PageKey> {
    jobs.iter()
        .map(|job| match job {
            OriginalJob::Fetch { page, link, .. } => {
                assert_eq!(&**link.process(), "", "the processing is taken out");
                assert_eq!(link.page_key(), page);
                page.clone()
            }
            other => panic!("{other:?}"),
        })
        .collect()
}

/// The only page that a bucket is asked for.
fn only(jobs: &[OriginalJob]) -> PageKey {
    let [page] = <[PageKey; 1]>::try_from(asked(jobs)).expect("one request");
    page
}

fn files(paths: &[&str]) -> Arc<OriginalFiles> {
    let mut files = OriginalFiles::default();
    for path in paths {
        files.add(Path::new(path).into());
    }
    Arc::new(files)
}

/// The only file that is read, and for which page.
fn read(jobs: &[OriginalJob]) -> (PageKey, Arc<Path>) {
    match jobs {
        [OriginalJob::Read { page, path, .. }] => (page.clone(), Arc::clone(path)),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_bucket_that_refuses_is_asked_once_however_many_pages_are_opened() {
    for answer in [
        FailureKind::LinkAltered,
        FailureKind::Refused,
        FailureKind::FileGone,
        FailureKind::FileEmpty,
    ] {
        let mut review = Review::of(&["a.example/1", "a.example/2", "a.example/3", "b.example/1"]);
        let page = only(&review.open(&[0, 1, 2]));
        assert_eq!(page.as_str(), "a.example/1");
        // Another one is opened before the answer is there.
        assert!(review.open(&[1, 0, 2]).is_empty());
        assert!(review.not_fetched(&page, answer).is_empty());
        assert_eq!(review.told(), ["refused by a.example"], "{answer:?}");
        for open in [0, 1, 2, 0] {
            assert!(review.open(&[open]).is_empty());
        }
        // Another bucket may be of another mind.
        assert_eq!(only(&review.open(&[3])).as_str(), "b.example/1");
        assert!(review.told().is_empty());
    }
}

#[test]
fn what_is_no_picture_is_a_refusal() {
    let mut review = Review::of(&["a.example/1", "a.example/2"]);
    let page = only(&review.open(&[0]));
    // A network that wants a password first is not the bucket.
    assert!(review.fetched(&page, b"<!DOCTYPE html><html>").is_empty());
    assert!(review.told().is_empty());
    let page = only(&review.open(&[1]));
    assert!(review.fetched(&page, b"{\"no\": 1}").is_empty());
    assert_eq!(review.told(), ["refused by a.example"]);
    assert!(review.open(&[0]).is_empty());
}

#[test]
fn what_never_reached_the_bucket_is_tried_again_when_something_is_opened_but_not_for_ever() {
    let mut review = Review::of(&["a.example/1", "a.example/2"]);
    let failures = [
        FailureKind::Timeout,
        FailureKind::Redirected,
        FailureKind::Unreachable,
    ];
    for (open, failure) in [0, 1, 0].into_iter().zip(failures) {
        let page = only(&review.open(&[open]));
        let again = review.not_fetched(&page, failure);
        assert!(again.is_empty(), "not while it is open");
    }
    assert!(review.open(&[1]).is_empty());
    assert!(review.told().is_empty(), "nobody refused anything");
}

#[test]
fn a_bucket_that_allows_it_is_asked_for_every_page_that_is_opened_once() {
    let mut review = Review::of(&["a.example/1", "a.example/1", "a.example/2"]);
    let page = only(&review.open(&[0, 1, 2]));
    let decoding = review.fetched(&page, PNG);
    assert!(matches!(decoding[..], [OriginalJob::Decode { .. }]));
    assert!(review.decoded(&page, OriginalSource::Uncropped).is_empty());
    assert_eq!(review.told(), ["ready a.example/1"]);
    // Another ticket of the same page needs no request, neither does going back.
    assert!(review.open_holding(&[1, 0, 2], &[1]).is_empty());
    assert!(review.told().is_empty());
    let second = only(&review.open(&[2, 1]));
    assert_eq!(second.as_str(), "a.example/2");
    assert_eq!(review.told(), ["ready a.example/1"], "the window let go");
    let decoding = review.fetched(&second, PNG);
    assert!(matches!(decoding[..], [OriginalJob::Decode { .. }]));
}

#[test]
fn one_page_that_is_refused_does_not_speak_for_a_bucket_that_allowed_another() {
    let mut review = Review::of(&["a.example/1", "a.example/2", "a.example/3"]);
    let page = only(&review.open(&[0]));
    review.fetched(&page, PNG);
    let gone = only(&review.open(&[1]));
    review.not_fetched(&gone, FailureKind::FileGone);
    assert_eq!(review.told(), ["file_gone a.example/2"]);
    assert_eq!(only(&review.open(&[2])).as_str(), "a.example/3");
    assert!(review.open(&[1]).is_empty(), "this one is settled");
}

#[test]
fn bytes_of_an_original_outlive_its_pixels() {
    let no_pixels = EngineConfig {
        pixels_budget: 0,
        ..EngineConfig::default()
    };
    let mut review = Review::with(&["a.example/1", "a.example/2"], no_pixels);
    let page = only(&review.open(&[0]));
    review.fetched(&page, PNG);
    review.decoded(&page, OriginalSource::Uncropped);
    assert!(asked(&review.open(&[1])).len() == 1);
    // The window still has the crop: nothing else happens that would start the decoding.
    let jobs = review.open_with_crop(0);
    assert!(matches!(jobs[..], [OriginalJob::Decode { .. }]), "{jobs:?}");
}

#[test]
fn a_bucket_is_not_asked_without_a_crop_or_with_a_link_that_is_out_of_date() {
    let mut rig = Rig::with_invoices(1);
    rig.run_dry();
    rig.scheduler.set_interest(Interest {
        open: Some(nr(0)),
        originals: vec![nr(0)],
        ..Interest::default()
    });
    // Panics at any job for an original.
    rig.run_dry();
    let mut review = Review::of(&["a.example/1"]);
    review.rig.now += HOUR;
    assert!(review.open(&[0]).is_empty());
}

#[test]
fn a_pause_holds_for_buckets_too_but_not_for_files() {
    let mut review = Review::of(&["a.example/1.jpg", "a.example/2.jpg"]);
    review.rig.scheduler.use_originals(files(&["/o/2.jpg"]));
    review.rig.scheduler.pause();
    assert!(review.open(&[0]).is_empty());
    let (_, path) = read(&review.open(&[1]));
    assert_eq!(&*path, Path::new("/o/2.jpg"));
    review.rig.scheduler.resume();
    assert_eq!(only(&review.open(&[0])).as_str(), "a.example/1.jpg");
}

#[test]
fn a_new_review_asks_again_only_if_the_answer_never_came() {
    let mut review = Review::of(&["a.example/1"]);
    only(&review.open(&[0]));
    review.rig.scheduler.clear();
    review.rig.add(1);
    let page = only(&review.open(&[0]));
    review.not_fetched(&page, FailureKind::LinkAltered);
    review.rig.scheduler.clear();
    review.rig.add(1);
    assert!(review.open(&[0]).is_empty());
}

#[test]
fn a_named_file_wins_and_is_read_ahead_for_neighbours() {
    let mut review = Review::of(&["a.example/1.jpg", "a.example/2.jpg"]);
    let named = files(&["/o/1.JPG", "/o/2.jpg"]);
    review.rig.scheduler.use_originals(named);
    let jobs = review.open(&[0, 1]);
    assert_eq!(jobs.len(), 2, "{jobs:?}");
    for job in jobs {
        let OriginalJob::Read { page, path, .. } = job else {
            panic!("{job:?}");
        };
        let decoding = review.end(OriginalEnded::Read {
            page: page.clone(),
            path: Arc::clone(&path),
            result: Ok(PNG.into()),
        });
        assert!(matches!(decoding[..], [OriginalJob::Decode { .. }]));
        assert!(review.decoded(&page, OriginalSource::File(path)).is_empty());
    }
    assert_eq!(
        review.told(),
        ["ready a.example/1.jpg", "ready a.example/2.jpg"]
    );
    // Sent from memory to a window that let go of it, and not again to one that has it.
    assert!(review.open_holding(&[1, 0], &[1]).is_empty());
    assert_eq!(review.told(), ["ready a.example/1.jpg"]);
}

#[test]
fn a_file_that_cannot_be_read_is_told_once_until_files_are_named_again() {
    let mut review = Review::of(&["a.example/1.jpg"]);
    review.rig.scheduler.use_originals(files(&["/o/1.jpg"]));
    let (page, path) = read(&review.open(&[0]));
    let failure = Failure::new(FailureKind::OriginalUnreadable, "");
    let again = review.end(OriginalEnded::Read {
        page,
        path,
        result: Err(failure),
    });
    assert!(again.is_empty());
    assert!(review.open(&[]).is_empty());
    assert!(review.open(&[0]).is_empty());
    assert_eq!(review.told(), ["original_unreadable a.example/1.jpg"]);
    review.rig.scheduler.use_originals(files(&["/p/1.jpg"]));
    let (_, path) = read(&review.run());
    assert_eq!(&*path, Path::new("/p/1.jpg"));
}

#[test]
fn work_on_files_that_are_no_longer_meant_is_forgotten() {
    let mut review = Review::of(&["a.example/1.jpg"]);
    review.rig.scheduler.use_originals(files(&["/o/1.jpg"]));
    let (page, old) = read(&review.open(&[0]));
    review.rig.scheduler.use_originals(files(&["/p/1.jpg"]));
    let (_, new) = read(&review.run());
    let ended = |path: &Arc<Path>| OriginalEnded::Read {
        page: page.clone(),
        path: Arc::clone(path),
        result: Ok(PNG.into()),
    };
    assert!(review.end(ended(&old)).is_empty());
    let decoding = review.end(ended(&new));
    assert!(matches!(decoding[..], [OriginalJob::Decode { .. }]));
    // A decoding that ends after all originals were given up is not told.
    review.rig.scheduler.use_originals(files(&[]));
    review.decoded(&page, OriginalSource::File(new));
    assert!(review.told().is_empty());
}
