//! Which test ticket comes when, and how its rectangle is moved: all of it follows from the seed that the review keeps, and
//! from what its reviewer judged.

use crate::geometry::PageBox;
use crate::model::{InvoiceNr, Verdict};
use crate::review::{is_drawn, pick, seed_of, shifted};

use super::State;
use super::test_tickets::NextTest;

/// So many others were judged since, so that nobody remembers it.
pub(super) const SINCE: usize = 50;

/// After a verdict on a ticket: whether a test ticket comes, and which one.
pub(super) fn draw(state: &mut State, judged: InvoiceNr) {
    let asked = state.test_tickets().filter(|it| it.percent > 0);
    let (Some(asked), true, None) = (asked, state.is_in_team(), &state.tests.next) else {
        return;
    };
    let (Some(user), Some(entry)) = (state.judging.user(), state.library.get(judged)) else {
        return;
    };
    let seed = seed_of(asked.seed, &["when", user, entry.id.as_str()]);
    if is_drawn(seed, asked.percent) {
        let all = candidates(state, user, asked.seed);
        state.tests.next = choose(&all, seed);
    }
}

/// One of these, if there are any.
fn choose(all: &[InvoiceNr], seed: u64) -> Option<NextTest> {
    let at = (!all.is_empty()).then(|| pick(seed_of(seed, &["which"]), all.len()))?;
    Some(NextTest::new(all[at]))
}

/// Another one, where the one that was drawn cannot come.
pub(super) fn instead_of_it(
    state: &State,
    nr: InvoiceNr,
    user: &str,
    asked: u64,
) -> Option<NextTest> {
    let entry = state.library.get(nr)?;
    let seed = seed_of(asked, &["instead", user, entry.id.as_str()]);
    let mut all = candidates(state, user, asked);
    all.retain(|it| *it != nr);
    choose(&all, seed)
}

/// Those that this reviewer called correct long enough ago, and whose page is known around them.
pub(super) fn candidates(state: &State, user: &str, seed: u64) -> Vec<InvoiceNr> {
    let lately = state.judging.history.judged_lately(user);
    let long_ago = lately.into_iter().skip(SINCE);
    let numbers = long_ago.filter_map(|id| state.library.number_of(id));
    numbers
        .filter(|nr| is_fit(state, *nr, user) && moved(state, *nr, user, seed).is_some())
        .collect()
}

/// Whether it can be posed for the first time: nobody else is at it, and all that stands is this reviewer's word.
pub(super) fn is_fit(state: &State, nr: InvoiceNr, user: &str) -> bool {
    let Some(entry) = state.library.get(nr) else {
        return false;
    };
    entry.behind.is_none()
        && entry.holder.is_none()
        && entry.truth().corrected.is_none()
        && entry.truth().opinions.as_ref().is_none_or(|it| it.agree())
        && !entry.wants_another_look()
        && is_answerable(state, nr, user)
}

/// Whether "wrong" is still the right answer, and was not given yet.
pub(super) fn is_answerable(state: &State, nr: InvoiceNr, user: &str) -> bool {
    let Some(entry) = state.library.get(nr) else {
        return false;
    };
    let own = entry.truth().judgement.as_ref();
    own.is_some_and(|it| it.verdict == Verdict::Correct && *it.reviewer == *user)
        && !state.judging.history.tests().has(user, &entry.id)
}

/// Its rectangle moved, where the page around it is known: the picture is the whole page, or its original is known.
pub(super) fn moved(state: &State, nr: InvoiceNr, user: &str, seed: u64) -> Option<PageBox> {
    let entry = state.library.get(nr)?;
    let located = entry.located.as_ref()?;
    let whole = located.placement.as_deref().filter(|it| it.whole_page);
    let page = whole.or(located.original.as_deref())?.page_size?;
    let region = located.region.as_ref()?.page;
    let seed = seed_of(seed, &["how", user, entry.id.as_str()]);
    let moved = shifted(region, PageBox::from_size(page), seed)?;
    // Half a pixel would stand out among numbers that are whole.
    Some(if region == region.round() {
        moved.round()
    } else {
        moved
    })
}

#[cfg(test)]
#[path = "test_drawing_tests.rs"]
mod tests;
