//! Kinds of findings as a set of a few bytes.

use super::FindingCode;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FindingSet(u64);

impl FindingSet {
    pub fn has(self, code: FindingCode) -> bool {
        self.0 & Self::bit(code) != 0
    }

    /// Whether it has one of these.
    pub fn has_any(self, of: Self) -> bool {
        self.0 & of.0 != 0
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn set(&mut self, code: FindingCode, is_in: bool) {
        if is_in {
            self.0 |= Self::bit(code);
        } else {
            self.0 &= !Self::bit(code);
        }
    }

    /// In the order of their declaration.
    pub fn codes(self) -> impl Iterator<Item = FindingCode> {
        let all = FindingCode::ALL.iter().copied();
        all.filter(move |code| self.has(*code))
    }

    fn bit(code: FindingCode) -> u64 {
        1 << code as u32
    }
}

impl FromIterator<FindingCode> for FindingSet {
    fn from_iter<I: IntoIterator<Item = FindingCode>>(codes: I) -> Self {
        let mut set = Self::default();
        for code in codes {
            set.set(code, true);
        }
        set
    }
}

// There are fewer codes than bits.
const _: () = assert!(FindingCode::ALL.len() <= u64::BITS as usize);
