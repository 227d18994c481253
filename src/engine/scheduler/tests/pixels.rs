//! What is decoded and sent, and when it is sent again.

use std::sync::Arc;

use super::{Ran, Rig, calls, decodes, failures, fetches, full_pictures, nr, thumbnails};
use crate::engine::config::EngineConfig;
use crate::engine::jobs::{Ended, Job, PictureNr};
use crate::engine::scheduler::pictures::{CachedPixels, PictureTable};
use crate::engine::{Failure, FailureKind, Interest, Patience, THUMBNAIL};
use crate::formats::{PackedRaster, Pixels, Raster};
use crate::model::{PageKey, PictureKey};

#[test]
fn whoever_joins_a_known_picture_hears_at_once() {
    let mut rig = Rig::new(EngineConfig {
        chunk: 1,
        link_calls: 1,
        ..EngineConfig::default()
    });
    rig.add(2);
    let first = calls(rig.jobs());
    rig.answer_with(first[0].0, &first[0].1, |_| "same.jpg".into());
    let jobs = rig.jobs();
    let picture = fetches(&jobs)[0].0;
    rig.deliver(picture);
    rig.jobs();
    rig.decoded(picture, THUMBNAIL);
    rig.events();
    rig.look(&[1], None);
    let second = calls(jobs);
    rig.answer_with(second[0].0, &second[0].1, |_| "same.jpg".into());
    assert!(fetches(&rig.jobs()).is_empty());
    assert_eq!(thumbnails(&rig.events()), [(vec![nr(1)], true)]);
}

#[test]
fn every_picture_is_looked_at_once_and_sends_pixels_only_where_somebody_looks() {
    let mut rig = Rig::with_invoices(300);
    rig.look(&[3, 5], None);
    let ran = rig.run_dry();
    assert_eq!((ran.fetches, ran.decodes), (300, 300));
    let sent = thumbnails(&rig.events());
    assert_eq!(sent.len(), 300);
    let with_pixels: Vec<_> = sent.into_iter().filter(|(_, pixels)| *pixels).collect();
    assert_eq!(with_pixels, [(vec![nr(3)], true), (vec![nr(5)], true)]);
}

#[test]
fn pixels_are_sent_once_until_the_window_drops_them() {
    let mut rig = Rig::with_invoices(4);
    rig.look(&[0, 1], None);
    rig.run_dry();
    rig.events();
    rig.look(&[0, 1, 2], None);
    assert_eq!(rig.run_dry(), Ran::default());
    assert_eq!(thumbnails(&rig.events()), [(vec![nr(2)], true)]);
    rig.look(&[1, 2], None);
    rig.run_dry();
    assert_eq!(thumbnails(&rig.events()), []);
    rig.scheduler.dropped(&[nr(1), nr(3)]);
    assert_eq!(rig.run_dry(), Ran::default());
    assert_eq!(thumbnails(&rig.events()), [(vec![nr(1)], true)]);
}

#[test]
fn pixels_that_are_gone_come_from_bytes_and_bytes_that_are_gone_from_the_network() {
    let no_pixels = EngineConfig {
        pixels_budget: 0,
        ..EngineConfig::default()
    };
    let nothing = EngineConfig {
        bytes_budget: 0,
        ..no_pixels.clone()
    };
    for (config, downloads) in [(no_pixels, 0), (nothing, 1)] {
        let mut rig = Rig::new(config);
        rig.add(2);
        rig.run_dry();
        rig.events();
        rig.look(&[1], None);
        let ran = rig.run_dry();
        assert_eq!((ran.fetches, ran.decodes), (downloads, 1));
        assert_eq!(thumbnails(&rig.events()), [(vec![nr(1)], true)]);
    }
}

#[test]
fn smaller_budgets_count_at_once() {
    let mut rig = Rig::with_invoices(2);
    rig.run_dry();
    rig.scheduler.set_budgets(0, 0);
    rig.look(&[1], None);
    let ran = rig.run_dry();
    assert_eq!((ran.fetches, ran.decodes), (1, 1));
}

#[test]
fn files_give_way_to_pixels() {
    let (bytes, raster) = (vec![0; 1000], Raster::new(64, 64, vec![0; 64 * 64]));
    let packed = Arc::new(PackedRaster::pack(&raster.expect("as many pixels")));
    let size = packed.byte_len();
    // Room for 32 of either, and one of the files whatever comes.
    let mut pictures = PictureTable::new(32 * bytes.len(), 32 * size);
    let key = |number| PictureKey {
        page: PageKey::new(&format!("files.example/{number}.jpg")),
        process: "".into(),
    };
    let numbers: Vec<_> = (0..32)
        .map(|number| pictures.with_key(&key(number), nr(number)))
        .collect();
    for &picture in &numbers {
        pictures
            .bytes
            .insert(picture, bytes.clone().into(), bytes.len());
    }
    let files =
        |pictures: &PictureTable| numbers.iter().filter(|it| pictures.has_bytes(**it)).count();
    assert_eq!(files(&pictures), 32);
    let together = (32 * bytes.len()).max(32 * size);
    for &picture in &numbers {
        let cached = CachedPixels::Packed(Arc::clone(&packed));
        pictures.keep_pixels(picture, THUMBNAIL, cached, false);
        let thumbnails = numbers
            .iter()
            .filter(|it| pictures.has_pixels(**it, THUMBNAIL))
            .count();
        let left = together - thumbnails * size;
        assert_eq!(files(&pictures), (left / bytes.len()).clamp(1, 32));
    }
    assert!(pictures.thumbnail(numbers[0]).is_some());
    assert_eq!(files(&pictures), 1);
    pictures.forget_pixels(numbers[0]);
    pictures
        .bytes
        .insert(numbers[0], bytes.clone().into(), bytes.len());
    assert!(files(&pictures) > 1, "there is room again");
}

#[test]
fn opening_decodes_what_is_there() {
    let mut rig = Rig::with_invoices(4);
    rig.run_dry();
    rig.look(&[0, 1, 2, 3], Some(2));
    let ran = rig.run_dry();
    assert_eq!((ran.calls, ran.fetches, ran.decodes), (0, 0, 1));
    assert_eq!(full_pictures(&rig.events()), 1);
    // Not sent again while the window says that it has it, sent from the cache once it let go of it.
    rig.scheduler.set_interest(Interest {
        visible: vec![nr(0)],
        open: Some(nr(2)),
        held: vec![nr(2)],
        ..Interest::default()
    });
    rig.run_dry();
    assert_eq!(full_pictures(&rig.events()), 0);
    rig.look(&[0], Some(2));
    assert_eq!(rig.run_dry(), Ran::default());
    assert_eq!(full_pictures(&rig.events()), 1);
}

/// Four invoices with one open, one beside it and two in view; and the files that are being fetched for them.
fn opening(decoders: usize) -> (Rig, Vec<(PictureNr, String)>) {
    let mut rig = Rig::new(EngineConfig {
        decoders,
        ..EngineConfig::default()
    });
    rig.add(4);
    rig.scheduler.set_interest(Interest {
        visible: vec![nr(0), nr(1)],
        open: Some(nr(3)),
        neighbours: vec![nr(2)],
        ..Interest::default()
    });
    let first = calls(rig.jobs());
    rig.answer(first[0].0, &first[0].1);
    let running = fetches(&rig.jobs());
    (rig, running)
}

fn picture_of(running: &[(PictureNr, String)], file: &str) -> PictureNr {
    let place = running.iter().find(|(_, name)| name == file);
    place.expect("fetched").0
}

#[test]
fn the_open_picture_is_decoded_before_its_neighbours_and_the_grid() {
    let (mut rig, running) = opening(1);
    let order: Vec<_> = running.iter().map(|(_, file)| file.as_str()).collect();
    assert_eq!(order, ["a3.jpg", "a2.jpg", "a0.jpg", "a1.jpg"]);
    for (picture, _) in running.iter().rev() {
        rig.deliver(*picture);
    }
    let mut order = Vec::new();
    while let Some((picture, pixels)) = decodes(&rig.jobs()).first().copied() {
        order.push((picture, pixels));
        rig.decoded(picture, pixels);
    }
    let of = |file| picture_of(&running, file);
    assert_eq!(order[0], (of("a3.jpg"), Pixels::Full));
    assert_eq!(order[1], (of("a2.jpg"), Pixels::Full));
    assert_eq!(order[2], (of("a0.jpg"), THUMBNAIL));
    assert_eq!(
        order.len(),
        6,
        "four first looks, two full pictures: {order:?}"
    );
}

#[test]
fn half_of_the_decoders_are_the_open_picture_s_until_it_is_there() {
    let (mut rig, running) = opening(2);
    let [open, neighbour, tile] =
        ["a3.jpg", "a2.jpg", "a0.jpg"].map(|file| picture_of(&running, file));
    rig.deliver(neighbour);
    rig.deliver(tile);
    let beside = decodes(&rig.jobs());
    assert_eq!(beside, [(neighbour, Pixels::Full)]);
    rig.deliver(open);
    assert_eq!(decodes(&rig.jobs()), [(open, Pixels::Full)]);
    rig.decoded(neighbour, Pixels::Full);
    assert_eq!(decodes(&rig.jobs()), []);
    rig.decoded(open, Pixels::Full);
    assert_eq!(decodes(&rig.jobs()).len(), 2);
}

#[test]
fn a_file_that_cannot_be_decoded_is_told_once() {
    let mut rig = Rig::with_invoices(1);
    rig.look(&[0], Some(0));
    let call = calls(rig.jobs()).remove(0);
    rig.answer(call.0, &call.1);
    let (picture, _) = fetches(&rig.jobs()).remove(0);
    rig.deliver(picture);
    let decoding = decodes(&rig.jobs());
    assert!(!decoding.is_empty());
    for (picture, pixels) in decoding {
        rig.end(Ended::Decoded {
            picture,
            pixels,
            result: Err(Failure::new(FailureKind::DataFile, "")),
        });
    }
    assert!(rig.jobs().is_empty());
    let expected = (vec![nr(0)], FailureKind::DataFile);
    assert_eq!(failures(&rig.events()), [expected]);
}

#[test]
fn only_what_a_decoder_died_of_is_given_more_time_and_only_on_request() {
    let mut rig = Rig::with_invoices(1);
    rig.look(&[0], None);
    let call = calls(rig.jobs()).remove(0);
    rig.answer(call.0, &call.1);
    for (expected, ends_with) in [
        (Patience::Usual, FailureKind::DecodeTimeout),
        (Patience::Long, FailureKind::PictureTooLarge),
        (Patience::Usual, FailureKind::TooMuchMemory),
        (Patience::Long, FailureKind::DecoderFailed),
        (Patience::Long, FailureKind::DecodeTimeout),
    ] {
        let (picture, _) = fetches(&rig.jobs()).remove(0);
        rig.deliver(picture);
        let jobs = rig.jobs();
        let [
            Job::Decode {
                pixels, patience, ..
            },
        ] = jobs[..]
        else {
            panic!("one thumbnail is wanted: {jobs:?}");
        };
        assert_eq!(patience, expected, "before {ends_with:?}");
        rig.end(Ended::Decoded {
            picture,
            pixels,
            result: Err(Failure::new(ends_with, "")),
        });
        assert!(rig.jobs().is_empty(), "nothing is tried again by itself");
        rig.scheduler.retry(&[nr(0)]);
    }
}
