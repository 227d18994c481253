//! Counts what was found and what was not, and prints it as a table.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use invoice_lens::model::{FindingCode, Severity};

/// A finding, and the size of the fault in hundredths where it has one; 0 stands for regions without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Row {
    Cut(u32),
    PaperCut(u32),
    Loose(u32),
    Neighbour,
    WrongTicket,
    OtherCode,
    NoCode,
    Unclaimed,
    UpsideDown,
    Blurred,
    Dark,
}

#[derive(Default)]
struct Counted {
    wrong: u32,
    wrong_named: u32,
    right: u32,
    right_named: u32,
}

#[derive(Default)]
pub struct Tally {
    page: BTreeMap<Row, Counted>,
    crop: BTreeMap<Row, Counted>,
    clean: u32,
    clean_warned: u32,
    warned_by: BTreeMap<FindingCode, u32>,
}

impl Tally {
    pub fn page(&mut self, row: Row, is_wrong: bool, is_named: bool) {
        self.page.entry(row).or_default().count(is_wrong, is_named);
    }

    pub fn crop(&mut self, row: Row, is_wrong: bool, is_named: bool) {
        self.crop.entry(row).or_default().count(is_wrong, is_named);
    }

    /// A region that is right: what is said of it that is worse than an aside.
    pub fn clean(&mut self, page: &BTreeSet<FindingCode>, crop: &BTreeSet<FindingCode>) {
        let warned: Vec<FindingCode> = page
            .union(crop)
            .copied()
            .filter(|code| code.severity() > Severity::Info)
            .collect();
        self.clean += 1;
        self.clean_warned += u32::from(!warned.is_empty());
        for code in warned {
            *self.warned_by.entry(code).or_default() += 1;
        }
    }
}

impl Counted {
    fn count(&mut self, is_wrong: bool, is_named: bool) {
        let (all, named) = if is_wrong {
            (&mut self.wrong, &mut self.wrong_named)
        } else {
            (&mut self.right, &mut self.right_named)
        };
        *all += 1;
        *named += u32::from(is_named);
    }

    /// The right ones that were named are counted over all sizes of a fault.
    fn cells(&self, right: &Self) -> String {
        let part = |of: u32, all: u32| {
            if all == 0 {
                "–".to_owned()
            } else {
                format!("{:.3}", f64::from(of) / f64::from(all))
            }
        };
        format!(
            "{} | {} | {}",
            self.wrong,
            part(self.wrong_named, self.wrong),
            part(self.wrong_named, self.wrong_named + right.right_named),
        )
    }
}

impl Row {
    fn name(self) -> String {
        match self {
            Self::Cut(size) => format!("print cut, border moved by {size} %"),
            Self::PaperCut(size) => format!("paper cut, border moved in by {size} %"),
            Self::Loose(size) => format!("empty margin, border moved out by {size} %"),
            Self::Neighbour => "a neighbour included".to_owned(),
            Self::WrongTicket => "wrong ticket".to_owned(),
            Self::OtherCode => "another invoice's QR code".to_owned(),
            Self::NoCode => "QR code painted over".to_owned(),
            Self::Unclaimed => "print in no region".to_owned(),
            Self::UpsideDown => "upside down".to_owned(),
            Self::Blurred => "blurred".to_owned(),
            Self::Dark => "too dark".to_owned(),
        }
    }

    /// Where the regions without this fault are counted.
    fn without(self) -> Self {
        match self {
            Self::Cut(_) => Self::Cut(0),
            Self::PaperCut(_) => Self::PaperCut(0),
            Self::Loose(_) => Self::Loose(0),
            other => other,
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "| fault | page: number | recall | precision | crop: number | recall | precision |"
        )?;
        writeln!(f, "| --- | ---: | ---: | ---: | ---: | ---: | ---: |")?;
        let none = Counted::default();
        for (row, counted) in self.page.iter().filter(|(_, it)| it.wrong > 0) {
            let without = row.without();
            let page = counted.cells(self.page.get(&without).unwrap_or(&none));
            let crop = self.crop.get(row).unwrap_or(&none);
            let crop = crop.cells(self.crop.get(&without).unwrap_or(&none));
            writeln!(f, "| {} | {page} | {crop} |", row.name())?;
        }
        writeln!(f, "\nFalse alarms among regions without the fault:\n")?;
        for (row, counted) in self.page.iter().filter(|(_, it)| it.right > 0) {
            let crop = self.crop.get(row).unwrap_or(&none);
            writeln!(
                f,
                "- {}: page {} of {}, crop {} of {}",
                row.name(),
                counted.right_named,
                counted.right,
                crop.right_named,
                crop.right
            )?;
        }
        let regions: u32 = self.page.values().map(|it| it.wrong).sum();
        writeln!(
            f,
            "\n{regions} faults; {} of {} true regions with a warning: {:?}",
            self.clean_warned, self.clean, self.warned_by
        )
    }
}
