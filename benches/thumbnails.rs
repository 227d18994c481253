//! Thumbnails a second from the two kinds of JPEG that make up most of what is reviewed.

#[expect(dead_code, reason = "not every bench needs all of them")]
mod pictures;

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use invoice_lens::engine::EngineConfig;
use invoice_lens::formats::{DecodeJob, Limits, Pixels, Pyramid, decode};
use pictures::{photo, receipt};

const THUMBNAIL_SIDE: u32 = 256;

fn job(bytes: &Arc<[u8]>, want: Pixels, limits: Limits) -> DecodeJob {
    DecodeJob {
        bytes: Arc::clone(bytes),
        want,
        limits,
    }
}

fn bench(criterion: &mut Criterion) {
    let thumbnail = Pixels::Thumbnail {
        max_side: THUMBNAIL_SIDE,
    };
    for (name, bytes) in [("receipt 1.7 Mpx", receipt(0)), ("photo 12 Mpx", photo(0))] {
        let mut group = criterion.benchmark_group(name);
        group.sample_size(20).throughput(Throughput::Elements(1));
        let whole = Limits::default();
        let jobs = [
            ("thumbnail", thumbnail, whole),
            ("full", Pixels::Full, whole),
            (
                "as in the window",
                Pixels::Full,
                EngineConfig::default().decode,
            ),
        ];
        for (what, want, limits) in jobs {
            let job = job(&bytes, want, limits);
            group.bench_function(what, |bencher| bencher.iter(|| decode(black_box(&job))));
        }
        let full = decode(&job(&bytes, Pixels::Full, whole)).expect("a JPEG of our own making");
        group.bench_function("pyramid", |bencher| {
            bencher.iter_batched(
                || full.raster.clone(),
                Pyramid::build,
                criterion::BatchSize::LargeInput,
            );
        });
        group.finish();
    }
}

criterion_group!(benches, bench);
criterion_main!(benches);
