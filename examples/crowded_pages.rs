//! What tickets on crowded pages cost: 20,000 of them, 10, 100, 200 and 2,000 to a page, side by side or all over each
//! other, whose pictures come one after the other. Processor time of taking in what the background says, and the longest
//! that eight pictures in a row, as many as come between two frames, take.
//!
//! `cargo run --example crowded_pages [COUNT]`

use std::env;
use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

use invoice_lens::engine::{Answer, EngineEvent};
use invoice_lens::geometry::PictureSize;
use invoice_lens::model::region::RawRegion;
use invoice_lens::model::{
    Invoice, InvoiceId, InvoiceNr, MediaType, PageKey, PictureFacts, PictureKey,
};
use invoice_lens::review::Library;

/// Tickets to a page.
const CROWDS: [usize; 4] = [10, 100, 200, 2000];
/// IDs in one answer, and pictures between two frames.
const CHUNK: usize = 100;
const BATCH: usize = 8;
/// A ticket is so wide and high, and there are so many in a row.
const SIDE: usize = 100;
const IN_A_ROW: usize = 50;

fn main() -> Result<(), Box<dyn Error>> {
    let count = env::args().nth(1).map_or(Ok(20_000), |it| it.parse())?;
    println!("tickets a page  side by side          all over each other   longest batch");
    for crowd in CROWDS {
        let (apart, slowest) = taken_in(count, crowd, SIDE)?;
        let (over, slowest_over) = taken_in(count, crowd, 0)?;
        println!(
            "{crowd:>14}  {apart:>10.2?}            {over:>10.2?}            {slowest:.1?}, {slowest_over:.1?}"
        );
    }
    Ok(())
}

/// All of it, and the longest batch.
fn taken_in(
    count: usize,
    crowd: usize,
    apart: usize,
) -> Result<(Duration, Duration), Box<dyn Error>> {
    let ids: Result<Vec<InvoiceId>, _> = (0..count)
        .map(|number| InvoiceId::new(&format!("ID{number:08}")))
        .collect();
    let mut library = Library::default();
    library.add(ids?);
    let invoices: Result<Vec<Arc<Invoice>>, Box<dyn Error>> = (0..count)
        .map(|number| Ok(Arc::new(invoice(number, crowd, apart)?)))
        .collect();
    let invoices = invoices?;
    let began = Instant::now();
    for chunk in invoices.chunks(CHUNK) {
        let answers = chunk
            .iter()
            .map(|it| (it.nr, Answer::Found(Arc::clone(it))));
        library.apply(&EngineEvent::Answered(answers.collect()));
    }
    let mut slowest = Duration::ZERO;
    for batch in invoices.chunks(BATCH) {
        let batch_began = Instant::now();
        for invoice in batch {
            library.apply(&EngineEvent::Thumbnail {
                invoices: vec![invoice.nr],
                facts: facts(),
                raster: None,
            });
        }
        slowest = slowest.max(batch_began.elapsed());
    }
    Ok((began.elapsed(), slowest))
}

fn invoice(number: usize, crowd: usize, apart: usize) -> Result<Invoice, Box<dyn Error>> {
    let (page, place) = (number / crowd, number % crowd);
    let (left, top) = ((place % IN_A_ROW) * apart, (place / IN_A_ROW) * apart);
    let edges = [left, top, left + SIDE - 1, top + SIDE - 1].map(|it| it as f64);
    Ok(Invoice {
        nr: InvoiceNr::from_index(number),
        id: InvoiceId::new(&format!("ID{number:08}"))?,
        picture_key: PictureKey {
            page: PageKey::new(&format!("files.example/page{page}.jpg")),
            process: format!("image/crop,x_{left},y_{top},w_{SIDE},h_{SIDE}").into(),
        },
        region: RawRegion::new(edges),
        source: "ocr".into(),
        file_name: format!("page{page}.jpg").into(),
    })
}

fn facts() -> PictureFacts {
    PictureFacts::whole(PictureSize::new(SIDE as u32, SIDE as u32), MediaType::Jpeg)
}
