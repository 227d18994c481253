//! How many downloads run at once, by AIMD (additive increase, multiplicative decrease): one more after every round that
//! went well, half of them when the bucket asks for less. Others share its quota.

use std::time::Duration;

#[derive(Debug)]
pub(super) struct Lanes {
    /// The user's choice.
    most: usize,
    open: f64,
    /// Downloads begun before the last narrowing say nothing about what came of it.
    round: u32,
    /// The bucket wants to be left alone until then.
    pub hold_until: Duration,
}

impl Lanes {
    pub fn new(most: usize) -> Self {
        let most = most.max(1);
        Self {
            most,
            open: most as f64,
            round: 0,
            hold_until: Duration::ZERO,
        }
    }

    pub fn set_most(&mut self, most: usize) {
        let was_wide = !self.is_narrow();
        self.most = most.max(1);
        if was_wide || self.open > self.most as f64 {
            self.open = self.most as f64;
        }
    }

    pub fn open(&self) -> usize {
        self.open as usize
    }

    pub fn is_narrow(&self) -> bool {
        self.open() < self.most
    }

    /// To be remembered with a download that begins.
    pub fn round(&self) -> u32 {
        self.round
    }

    pub fn delivered(&mut self) {
        self.open = (self.open + 1.0 / self.open).min(self.most as f64);
    }

    /// A download begun in `round` was refused or slowed down.
    pub fn narrow(&mut self, round: u32) {
        if round == self.round {
            self.open = (self.open / 2.0).floor().max(1.0);
            self.round += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_halve_down_to_one_and_come_back_one_by_one() {
        let mut lanes = Lanes::new(6);
        let mut widths = Vec::new();
        for _ in 0..4 {
            lanes.narrow(lanes.round());
            widths.push(lanes.open());
        }
        assert_eq!(widths, [3, 1, 1, 1]);
        let mut deliveries = 0;
        while lanes.is_narrow() {
            lanes.delivered();
            deliveries += 1;
        }
        assert!((14..=25).contains(&deliveries), "{deliveries}");
        assert_eq!(lanes.open(), 6);
    }

    #[test]
    fn refusals_at_once_are_one() {
        let mut lanes = Lanes::new(8);
        let begun = lanes.round();
        for _ in 0..8 {
            lanes.narrow(begun);
        }
        assert_eq!(lanes.open(), 4);
    }

    #[test]
    fn the_users_choice_counts_at_once_and_does_not_undo_a_narrowing() {
        let mut lanes = Lanes::new(6);
        lanes.set_most(12);
        assert_eq!(lanes.open(), 12);
        lanes.narrow(lanes.round());
        lanes.set_most(16);
        assert_eq!(lanes.open(), 6);
        lanes.set_most(2);
        assert_eq!(lanes.open(), 2);
        lanes.set_most(0);
        assert_eq!(lanes.open(), 1);
    }
}
