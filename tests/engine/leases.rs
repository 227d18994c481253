//! Links that hardly live: asked for just in time, never in vain. Both clocks stand still and are moved by hand.

use std::time::Duration;

use invoice_lens::engine::{Clock, EngineConfig};
use invoice_lens::sandbox::{FaultTarget, RequestKind, Sandbox, SandboxConfig};

use crate::harness::{Bench, numbered, with_clock};

/// Files of the list.
const FILES: usize = 2000;
/// Downloads at one time.
const LANES: usize = 6;
/// How long one download takes, by the clocks that are moved by hand.
const DOWNLOAD: Duration = Duration::from_millis(50);
/// Calls for links that the list takes at least.
const CHUNKS: usize = FILES / 100;

#[test]
fn links_of_two_seconds_are_enough_for_slow_pictures() {
    let bench = Bench {
        sandbox: Sandbox::start(SandboxConfig {
            link_life: Duration::from_secs(2),
            ..SandboxConfig::with_library(numbered(FILES))
        })
        .expect("a free port"),
    };
    bench.sandbox.stop_clock();
    let gate = bench.sandbox.gate(FaultTarget::kind(RequestKind::Object));
    let clock = Clock::standing();
    let mut run = bench.start(EngineConfig {
        connections: LANES,
        ..with_clock(clock.clone())
    });
    run.add_numbered(FILES);
    let mut done = 0;
    while done < FILES {
        let under_way = LANES.min(FILES - done);
        gate.wait_for(under_way).expect("downloads are under way");
        clock.advance(DOWNLOAD);
        bench.sandbox.advance(DOWNLOAD);
        gate.let_through(under_way);
        done += under_way;
        run.until("the pictures so far", |told| told.thumbnails.len() == done);
    }
    assert!(run.told.failed.is_empty());
    let log = bench.sandbox.log();
    assert_eq!(
        log.count(RequestKind::Object),
        FILES,
        "no link was out of date"
    );
    let calls = log.count(RequestKind::Links);
    assert!(calls * 10 <= CHUNKS * 12, "{calls} calls for links");
}
