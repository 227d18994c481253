//! Reviews made up for tests.

use std::sync::Arc;

use crate::engine::{Answer, EngineEvent};
use crate::model::{Invoice, InvoiceId, InvoiceNr, PageKey, PictureFacts, PictureKey, fixtures};

use super::Library;

/// A review of these IDs, nothing known of them.
pub fn library_of(ids: impl IntoIterator<Item = String>) -> Library {
    let mut library = Library::default();
    let ids = ids.into_iter();
    library.add(ids.map(|id| InvoiceId::new(&id).expect("an ID")).collect());
    library
}

/// Its number is in its ID; its whole page is delivered.
pub fn invoice(number: u32, page: &str, region: [f64; 4]) -> Invoice {
    Invoice {
        nr: InvoiceNr(number),
        id: InvoiceId::new(&format!("ID01test{number:04}")).expect("an ID"),
        picture_key: PictureKey {
            page: PageKey::new(&format!("files.example/{page}")),
            process: "".into(),
        },
        file_name: page.into(),
        ..fixtures::invoice("", region)
    }
}

/// A review of invoices that are all described: of each its page and its region there.
pub fn library_on<'a>(tickets: impl Iterator<Item = (&'a str, [f64; 4])>) -> Library {
    let invoices: Vec<Invoice> = (0..)
        .zip(tickets)
        .map(|(number, (page, region))| invoice(number, page, region))
        .collect();
    let mut library = library_of(invoices.iter().map(|it| it.id.to_string()));
    let answers = invoices
        .into_iter()
        .map(|it| (it.nr, Answer::Found(Arc::new(it))));
    library.apply(&EngineEvent::Answered(answers.collect()));
    library
}

/// The platform's answer: on which page each invoice is.
pub fn found(pages: &[(u32, &str)]) -> EngineEvent {
    let region = [10.0, 10.0, 20.0, 20.0];
    let answers = pages.iter().map(|&(number, page)| {
        let invoice = Arc::new(invoice(number, page, region));
        (InvoiceNr(number), Answer::Found(invoice))
    });
    EngineEvent::Answered(answers.collect())
}

/// Of a whole page of 2000 × 1500 pixels.
pub fn facts() -> PictureFacts {
    fixtures::facts(2000, 1500)
}
