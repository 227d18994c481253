//! Thumbnails a second from the two kinds of JPEG that make up most of what is reviewed.

mod pictures;

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use invoice_lens::formats::{DecodeJob, Limits, Pyramid, Want, decode};
use pictures::{photo, receipt};

const THUMBNAIL_SIDE: u32 = 256;

fn job(bytes: &Arc<[u8]>, want: Want) -> DecodeJob {
    DecodeJob {
        bytes: Arc::clone(bytes),
        want,
        limits: Limits::default(),
    }
}

fn bench(criterion: &mut Criterion) {
    let thumbnail = Want::Thumbnail {
        max_side: THUMBNAIL_SIDE,
    };
    for (name, bytes) in [("receipt 1.7 Mpx", receipt(0)), ("photo 12 Mpx", photo(0))] {
        let mut group = criterion.benchmark_group(name);
        group.sample_size(20).throughput(Throughput::Elements(1));
        for (what, want) in [("thumbnail", thumbnail), ("full", Want::Full)] {
            let job = job(&bytes, want);
            group.bench_function(what, |bencher| bencher.iter(|| decode(black_box(&job))));
        }
        let full = decode(&job(&bytes, Want::Full)).expect("a JPEG of our own making");
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
