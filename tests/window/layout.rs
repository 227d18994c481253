//! Every screen of the window at every size, scale and language: nothing overlaps, is cut off, jumps or has no name, and
//! the ticket is the largest thing. Nothing is painted: what is held against each other are the shapes of a frame and
//! the accessibility tree.

mod case;
mod checks;
mod frame;
mod known;
mod menus;
mod planted;
mod reach;
mod walk;

use std::fmt;
use std::thread::{self, ScopedJoinHandle};

use invoice_lens::locale::Lang;

use case::{Case, Wanted};
use checks::Fault;
use known::{KNOWN, Known};
use walk::Walk;

/// Lines that a failure shows of each kind of violation; the rest is more of the same.
const SHOWN: usize = 100;

/// Something that is wrong with a screen.
pub struct Violation {
    pub screen: &'static str,
    pub case: Case,
    pub fault: Fault,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            screen,
            case,
            fault,
        } = self;
        write!(f, "{screen} | {case} | {:?}: {}", fault.kind, fault.what)
    }
}

impl Violation {
    fn known(&self) -> Option<&'static Known> {
        KNOWN.iter().find(|known| known.meets(self))
    }
}

#[test]
fn every_screen_is_laid_out_well() {
    let wanted = Wanted::of_environment();
    let langs = [Lang::En, Lang::ZhCn];
    let langs = langs.into_iter().filter(|&lang| wanted.lang(lang));
    let walks: Vec<Walk<'_>> = thread::scope(|scope| {
        let walk = |lang| {
            let mut walk = Walk::new(lang, &wanted);
            walk.all();
            walk
        };
        let walks: Vec<_> = langs.map(|lang| scope.spawn(move || walk(lang))).collect();
        let ends = walks.into_iter().map(ScopedJoinHandle::join);
        ends.map(|it| it.expect("the walk comes to its end"))
            .collect()
    });
    assert!(walks.iter().any(|walk| walk.looks > 0), "no such screen");
    let violations: Vec<&Violation> = walks.iter().flat_map(|it| &it.violations).collect();
    if !wanted.is_all() {
        for it in &violations {
            let reason = it
                .known()
                .map_or_else(String::new, |known| format!(" (known: {})", known.reason));
            println!("{it}{reason}");
        }
    }
    let new = violations.iter().filter(|it| it.known().is_none());
    let new: Vec<String> = new.map(ToString::to_string).collect();
    let gone = if wanted.is_all() {
        known::gone(&violations)
    } else {
        Vec::new()
    };
    let first = new
        .iter()
        .take(SHOWN)
        .cloned()
        .collect::<Vec<_>>()
        .join("\n");
    assert!(
        new.is_empty() && gone.is_empty(),
        "no longer violated, to be taken out of the list: {gone:#?}\n{} new violations:\n{first}",
        new.len()
    );
}
