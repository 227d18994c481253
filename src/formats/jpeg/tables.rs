//! Tables of codes that were spread out for a file before: spreading one out takes as long as decoding many blocks, and
//! most files bring those of the standard.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use super::huffman::HuffmanTable;

/// Those of a few programs that write files in their own way.
const MOST: usize = 12;

/// What a table's codes stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Means,
    Details,
}

/// A table as a file defines it.
#[derive(PartialEq, Eq)]
struct Definition {
    kind: Kind,
    counts: [u8; 16],
    symbols: Vec<u8>,
}

thread_local! {
    /// Those used last, the newest at the end.
    static KNOWN: RefCell<VecDeque<(Definition, Rc<HuffmanTable>)>> = const { RefCell::new(VecDeque::new()) };
}

/// The table with so many codes of each length from 1 to 16. `None` if there is no room for them.
pub(super) fn spread_out(
    kind: Kind,
    counts: &[u8; 16],
    symbols: &[u8],
) -> Option<Rc<HuffmanTable>> {
    let definition = Definition {
        kind,
        counts: *counts,
        symbols: symbols.to_vec(),
    };
    let known = KNOWN.with_borrow(|known| {
        let mut newest_first = known.iter().rev();
        let found = newest_first.find(|(it, _)| *it == definition);
        found.map(|(_, table)| Rc::clone(table))
    });
    if known.is_some() {
        return known;
    }
    let table = HuffmanTable::new(counts, symbols)?;
    let table = Rc::new(match kind {
        Kind::Means => table,
        Kind::Details => table.for_details(),
    });
    KNOWN.with_borrow_mut(|known| {
        known.push_back((definition, Rc::clone(&table)));
        if known.len() > MOST {
            known.pop_front();
        }
    });
    Some(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_made_once_for_each_kind_and_forgotten_after_many_others() {
        let one_bit_each = |symbols: &[u8; 2], kind| {
            let mut counts = [0; 16];
            counts[0] = 2;
            spread_out(kind, &counts, symbols)
        };
        let first = one_bit_each(&[1, 2], Kind::Details).expect("room for both");
        let again = one_bit_each(&[1, 2], Kind::Details).expect("room for both");
        assert!(Rc::ptr_eq(&first, &again));
        let means = one_bit_each(&[1, 2], Kind::Means).expect("room for both");
        assert!(!Rc::ptr_eq(&first, &means));
        for other in 0..MOST as u8 {
            one_bit_each(&[3, other], Kind::Means).expect("room for both");
        }
        let anew = one_bit_each(&[1, 2], Kind::Details).expect("room for both");
        assert!(!Rc::ptr_eq(&first, &anew));
        assert!(spread_out(Kind::Means, &[1; 16], &[1, 2]).is_none());
    }
}
