//! What comes out of a worker is what decoding makes of the file anywhere.

use image::ImageFormat;
use invoice_lens::engine::{Patience, WorkerError};
use invoice_lens::formats::{FormatError, Pixels, decode};

use crate::harness::{THUMBNAIL, config, job, picture, workers};

#[test]
fn a_worker_delivers_what_decoding_delivers() {
    let workers = workers(config());
    let mut worker = workers.worker();
    for format in [
        ImageFormat::Jpeg,
        ImageFormat::Png,
        ImageFormat::Gif,
        ImageFormat::Bmp,
        ImageFormat::Tiff,
        ImageFormat::WebP,
    ] {
        let file = picture(700, 500, format);
        for want in [THUMBNAIL, Pixels::Full] {
            let job = job(&file, want);
            let expected = decode(&job).expect("a file of our own making");
            let found = worker.decode(&job, Patience::Usual);
            assert_eq!(found.as_ref(), Ok(&expected), "{format:?} {want:?}");
        }
    }
}

#[test]
fn one_process_serves_many_files_good_and_bad() {
    let workers = workers(config());
    let mut worker = workers.worker();
    let good = picture(40, 30, ImageFormat::Png);
    assert_eq!(worker.process_id(), None, "nothing to do yet");
    worker
        .decode(&job(&good, Pixels::Full), Patience::Usual)
        .expect("a file of our own making");
    let process = worker.process_id();
    for (bytes, expected) in [
        (b"".as_slice(), FormatError::Empty),
        (b"<EInvoice>", FormatError::Incomplete),
        (&good[..20], FormatError::Incomplete),
    ] {
        let error = worker.decode(&job(bytes, THUMBNAIL), Patience::Usual);
        assert_eq!(error, Err(WorkerError::Format(expected)));
    }
    worker
        .decode(&job(&good, THUMBNAIL), Patience::Usual)
        .expect("a file of our own making");
    assert_eq!(worker.process_id(), process);
}
