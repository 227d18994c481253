//! Identifiers in the shapes the platform uses.

use crate::date::Date;
use crate::rng::Rng;
use crate::tickets::Identity;

const CORPORATION: &str = "dEm3tgber501v0";
const LETTERS: &[u8] = b"abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ0123456789";

pub struct Ids {
    rng: Rng,
    opaque_nr: u32,
    number_nr: u32,
    object_nr: u32,
}

impl Ids {
    pub fn new(seed: u64) -> Self {
        Self {
            rng: Rng::new(seed),
            opaque_nr: 0,
            number_nr: 0,
            object_nr: 0,
        }
    }

    pub fn invoice_id(&mut self, identity: &Identity) -> String {
        match identity {
            Identity::CodeAndNumber(code, number) => format!("{CORPORATION}:{code}:{number}"),
            Identity::Number(number) => {
                self.number_nr += 1;
                // Entered a second time after the first one was deleted: the platform counts.
                let again = if self.number_nr == 4 { ":2" } else { "" };
                format!("{CORPORATION}::{number}{again}")
            }
            Identity::Opaque => self.opaque_id(),
        }
    }

    fn opaque_id(&mut self) -> String {
        self.opaque_nr += 1;
        if self.opaque_nr.is_multiple_of(4) {
            format!("5-{}0800", self.rng.chars(8, LETTERS))
        } else {
            format!("ID01{}", self.rng.chars(10, LETTERS))
        }
    }

    /// `20261102-093012-1793583012345-101.jpg`
    pub fn object_key(&mut self, uploaded: Date, extension: &str) -> String {
        self.object_nr += 1;
        let (second, milli) = (self.rng.below(60) as i64, self.rng.below(1000) as i64);
        format!(
            "{}-{:02}{:02}{second:02}-{}-{}.{extension}",
            uploaded.compact(),
            uploaded.hour,
            uploaded.minute,
            uploaded.unix_ms() + second * 1000 + milli,
            100 + self.object_nr
        )
    }
}
