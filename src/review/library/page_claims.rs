//! Which regions of one page claim the same area, kept while regions come, move and go: what changed is compared with the
//! others, and nothing else.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::geometry::PageBox;
use crate::model::{Claimants, Finding, InvoiceNr, Shared, claim_findings};

/// What is known of each placed region of a page.
#[derive(Debug, Default)]
pub(super) struct PageClaims {
    /// By their numbers, in order.
    known: Vec<Claimed>,
}

#[derive(Debug)]
struct Claimed {
    nr: InvoiceNr,
    region: PageBox,
    /// On the page, counted from 1.
    position: usize,
    /// Set apart, as hardly any region shares an area with another.
    shares: Option<Box<Shares>>,
}

/// With whom a region shares areas.
#[derive(Debug, Default)]
struct Shares {
    same: Others,
    overlapping: Others,
    /// What that says, in words of the positions; shared with the invoice's place.
    findings: Arc<[Finding]>,
}

/// Others with which a region shares an area: how many, and as many of the first as are named.
#[derive(Debug, Default)]
struct Others {
    count: usize,
    first: Vec<InvoiceNr>,
}

impl Others {
    fn insert(&mut self, nr: InvoiceNr) {
        self.count += 1;
        let at = self.first.partition_point(|it| *it < nr);
        if at == Claimants::MAX_NAMED {
            return;
        }
        self.first.truncate(Claimants::MAX_NAMED - 1);
        // Room for no more than are named: there may be hundreds of thousands of these lists.
        self.first.reserve_exact(1);
        self.first.insert(at, nr);
    }

    /// Whether one that is not among the first may have to take its place.
    fn remove(&mut self, nr: InvoiceNr) -> bool {
        self.count -= 1;
        let Some(at) = self.first.iter().position(|it| *it == nr) else {
            return false;
        };
        self.first.remove(at);
        self.count > self.first.len()
    }
}

impl PageClaims {
    /// Takes in the regions of the page, in its order, with their positions.
    pub fn update(&mut self, regions: &[(InvoiceNr, usize, PageBox)]) {
        let mut reworded = BTreeSet::new();
        let here: BTreeSet<InvoiceNr> = regions.iter().map(|(nr, ..)| *nr).collect();
        let gone: Vec<InvoiceNr> = (self.known.iter().map(|known| known.nr))
            .filter(|nr| !here.contains(nr))
            .collect();
        for nr in gone {
            self.remove(nr, &mut reworded);
        }
        let mut has_moved = false;
        for &(nr, position, region) in regions {
            match self.get_mut(nr) {
                Some(known) if known.region == region => {
                    has_moved |= known.position != position;
                    known.position = position;
                }
                _ => {
                    self.remove(nr, &mut reworded);
                    self.insert(nr, position, region, &mut reworded);
                }
            }
        }
        if has_moved {
            reworded.extend(self.known.iter().map(|known| known.nr));
        }
        for nr in reworded {
            self.reword(nr);
        }
    }

    /// What is to be said of a region among the others.
    pub fn of(&self, nr: InvoiceNr) -> Option<&Arc<[Finding]>> {
        let shares = self.get(nr)?.shares.as_ref();
        shares.map(|shares| &shares.findings)
    }

    /// Where it is, or would be.
    fn find(&self, nr: InvoiceNr) -> Result<usize, usize> {
        self.known.binary_search_by_key(&nr, |known| known.nr)
    }

    fn get(&self, nr: InvoiceNr) -> Option<&Claimed> {
        self.known.get(self.find(nr).ok()?)
    }

    fn get_mut(&mut self, nr: InvoiceNr) -> Option<&mut Claimed> {
        let at = self.find(nr).ok()?;
        self.known.get_mut(at)
    }

    fn insert(
        &mut self,
        nr: InvoiceNr,
        position: usize,
        region: PageBox,
        reworded: &mut BTreeSet<InvoiceNr>,
    ) {
        let Err(at) = self.find(nr) else {
            return;
        };
        let mut new = Claimed {
            nr,
            region,
            position,
            shares: None,
        };
        for known in &mut self.known {
            if let Some(shared) = Shared::between(&region, &known.region) {
                new.others(shared).insert(known.nr);
                known.others(shared).insert(nr);
                reworded.insert(known.nr);
            }
        }
        if new.shares.is_some() {
            reworded.insert(nr);
        }
        self.known.insert(at, new);
    }

    fn remove(&mut self, nr: InvoiceNr, reworded: &mut BTreeSet<InvoiceNr>) {
        let Ok(at) = self.find(nr) else {
            return;
        };
        let old = self.known.remove(at);
        let mut incomplete = Vec::new();
        if old.shares.is_some() {
            for known in &mut self.known {
                if let Some(shared) = Shared::between(&old.region, &known.region) {
                    if known.others(shared).remove(nr) {
                        incomplete.push(known.nr);
                    }
                    reworded.insert(known.nr);
                }
            }
        }
        for other in incomplete {
            self.find_others(other);
        }
    }

    /// Those of a region anew.
    fn find_others(&mut self, nr: InvoiceNr) {
        let Some(region) = self.get(nr).map(|known| known.region) else {
            return;
        };
        let mut found = Shares::default();
        for known in &self.known {
            if known.nr != nr
                && let Some(shared) = Shared::between(&region, &known.region)
            {
                found.others(shared).insert(known.nr);
            }
        }
        if let Some(known) = self.get_mut(nr) {
            known.shares = Some(Box::new(found));
        }
    }

    fn reword(&mut self, nr: InvoiceNr) {
        let Some(shares) = self.get(nr).and_then(|it| it.shares.as_deref()) else {
            return;
        };
        let claimants = |others: &Others| Claimants {
            count: others.count,
            first: (others.first.iter())
                .filter_map(|other| Some(self.get(*other)?.position))
                .collect(),
        };
        let findings = claim_findings(&claimants(&shares.same), &claimants(&shares.overlapping));
        if let Some(known) = self.get_mut(nr) {
            // What is known of it changed before it was put into words.
            known.shares.take_if(|it| it.is_nothing());
            if let Some(shares) = &mut known.shares
                && *shares.findings != findings
            {
                shares.findings = findings.into();
            }
        }
    }
}

impl Claimed {
    fn others(&mut self, shared: Shared) -> &mut Others {
        self.shares.get_or_insert_default().others(shared)
    }
}

impl Shares {
    fn is_nothing(&self) -> bool {
        self.same.count + self.overlapping.count == 0
    }

    fn others(&mut self, shared: Shared) -> &mut Others {
        if shared.is_same {
            &mut self.same
        } else {
            &mut self.overlapping
        }
    }
}

#[cfg(test)]
mod tests {
    use euclid::{Box2D, point2};
    use proptest::prelude::*;

    use super::*;

    fn region((left, top): (u8, u8)) -> PageBox {
        let (left, top) = (f64::from(left % 8) * 30.0, f64::from(top % 8) * 30.0);
        Box2D::new(point2(left, top), point2(left + 100.0, top + 100.0))
    }

    fn placed(regions: &[Option<(u8, u8)>]) -> Vec<(InvoiceNr, usize, PageBox)> {
        let placed = regions.iter().enumerate();
        let placed = placed.filter_map(|(index, it)| {
            Some((InvoiceNr::from_index(index), index + 1, region((*it)?)))
        });
        placed.collect()
    }

    proptest! {
        #[test]
        fn what_is_kept_is_what_a_look_at_all_would_find(
            states in proptest::collection::vec(
                proptest::collection::vec(proptest::option::of(any::<(u8, u8)>()), 20),
                1..6,
            ),
        ) {
            let mut kept = PageClaims::default();
            for state in &states {
                kept.update(&placed(state));
            }
            let last = placed(&states[states.len() - 1]);
            let mut anew = PageClaims::default();
            anew.update(&last);
            for (nr, ..) in &last {
                anew.find_others(*nr);
                anew.reword(*nr);
                prop_assert_eq!(kept.of(*nr), anew.of(*nr));
            }
            prop_assert_eq!(kept.known.len(), last.len());
        }
    }

    #[test]
    fn ten_are_named_and_the_others_counted() {
        let same = vec![Some((0, 0)); 300];
        let mut claims = PageClaims::default();
        claims.update(&placed(&same));
        let subject = |claims: &PageClaims, nr| {
            let said = claims.of(InvoiceNr(nr)).expect("it shares its area");
            said[0].subject.to_string()
        };
        assert_eq!(subject(&claims, 0), "2, 3, 4, 5, 6, 7, 8, 9, 10, 11 (+289)");
        assert_eq!(
            subject(&claims, 299),
            "1, 2, 3, 4, 5, 6, 7, 8, 9, 10 (+289)"
        );
        let mut fewer = placed(&same);
        fewer.drain(..289);
        claims.update(&fewer);
        assert_eq!(
            subject(&claims, 299),
            "290, 291, 292, 293, 294, 295, 296, 297, 298, 299"
        );
    }
}
