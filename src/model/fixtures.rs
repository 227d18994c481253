//! An invoice and its picture, made up for tests.

use crate::geometry::PictureSize;

use super::region::RawRegion;
use super::{Invoice, InvoiceId, InvoiceNr, MediaType, PageKey, PictureFacts, PictureKey};

/// On the page `page.jpg`, delivered through this processing.
pub fn invoice(process: &str, region: [f64; 4]) -> Invoice {
    Invoice {
        nr: InvoiceNr(0),
        id: InvoiceId::new("ID01xO4NESQ6gD").expect("documented"),
        picture_key: PictureKey {
            page: PageKey::new("files.example/page.jpg"),
            process: process.into(),
        },
        region: RawRegion::new(region),
        source: "ocr".into(),
        file_name: "page.jpg".into(),
    }
}

/// A whole JPEG of this upright size.
pub fn facts(width: u32, height: u32) -> PictureFacts {
    PictureFacts::whole(PictureSize::new(width, height), MediaType::Jpeg)
}
