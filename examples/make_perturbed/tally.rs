//! Counts what was found and what was not, and prints it as a table.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use invoice_lens::model::{FindingCode, Severity};

use crate::layout::Origin;

/// A finding, and the size of the fault in hundredths where it has one; 0 stands for regions without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Row {
    Cut(u32),
    PaperCut(u32),
    Loose(u32),
    Neighbour,
    LoneNeighbour,
    WrongTicket,
    OtherCode,
    NoCode,
    Unclaimed,
    WholePage,
    Swapped,
    Half,
    UpsideDown,
    Sideways,
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
    /// Of the page that is judged.
    pub origin: Option<Origin>,
    by_origin: BTreeMap<(Row, Origin), Counted>,
    page: BTreeMap<Row, Counted>,
    crop: BTreeMap<Row, Counted>,
    clean: u32,
    clean_warned: u32,
    warned_by: BTreeMap<FindingCode, u32>,
}

impl Tally {
    pub fn page(&mut self, row: Row, is_wrong: bool, is_named: bool) {
        self.page.entry(row).or_default().count(is_wrong, is_named);
        let summed = match row {
            // What is aimed at: moved by 2 % and more.
            Row::Cut(0 | 2..) => Row::Cut(2),
            Row::WrongTicket | Row::Unclaimed => row,
            _ => return,
        };
        if let Some(origin) = self.origin {
            let counted = self.by_origin.entry((summed, origin)).or_default();
            counted.count(is_wrong, is_named);
        }
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
        let named = if self.wrong > 0 {
            self.wrong_named + right.right_named
        } else {
            0
        };
        format!(
            "{} | {} | {}",
            self.wrong,
            part(self.wrong_named, self.wrong),
            part(self.wrong_named, named),
        )
    }
}

fn part(of: u32, all: u32) -> String {
    if all == 0 {
        "–".to_owned()
    } else {
        format!("{:.3}", f64::from(of) / f64::from(all))
    }
}

impl Row {
    fn name(self) -> String {
        match self {
            Self::Cut(size) => format!("print cut, border moved by {size} %"),
            Self::PaperCut(size) => format!("paper cut, border moved in by {size} %"),
            Self::Loose(size) => format!("empty margin, border moved out by {size} %"),
            Self::Neighbour => "a neighbour included that has its own region".to_owned(),
            Self::LoneNeighbour => "a neighbour included that has none".to_owned(),
            Self::WrongTicket => "wrong ticket".to_owned(),
            Self::OtherCode => "another invoice's QR code".to_owned(),
            Self::NoCode => "QR code painted over".to_owned(),
            Self::Unclaimed => "print in no region".to_owned(),
            Self::WholePage => "the whole page of several tickets".to_owned(),
            Self::Swapped => "region turned by a quarter".to_owned(),
            Self::Half => "half a ticket".to_owned(),
            Self::UpsideDown => "upside down".to_owned(),
            Self::Sideways => "on its side".to_owned(),
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
        writeln!(f, "\n| on the page | of | number | recall | false alarms |")?;
        writeln!(f, "| --- | --- | ---: | ---: | ---: |")?;
        for ((row, origin), counted) in &self.by_origin {
            let name = match row {
                Row::Cut(_) => "print cut, border moved by 2 % and more".to_owned(),
                other => other.name(),
            };
            writeln!(
                f,
                "| {name} | {} | {} | {} | {} of {} |",
                origin.name(),
                counted.wrong,
                part(counted.wrong_named, counted.wrong),
                counted.right_named,
                counted.right
            )?;
        }
        let regions: u32 = self.page.values().map(|it| it.wrong).sum();
        writeln!(
            f,
            "\n{regions} faults; {} of {} true regions of upright tickets with a warning: {:?}",
            self.clean_warned, self.clean, self.warned_by
        )
    }
}
