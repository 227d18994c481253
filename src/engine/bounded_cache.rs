//! An LRU cache that counts bytes: it lets go of what was not used for longest.

use std::hash::Hash;

use lru::LruCache;

/// Values with their sizes, together never above the budget.
#[derive(Debug)]
pub(super) struct BoundedCache<K: Hash + Eq, V> {
    entries: LruCache<K, (V, usize)>,
    used_bytes: usize,
    limit_bytes: usize,
}

impl<K: Hash + Eq, V> BoundedCache<K, V> {
    pub fn new(limit_bytes: usize) -> Self {
        Self {
            entries: LruCache::unbounded(),
            used_bytes: 0,
            limit_bytes,
        }
    }

    /// Keeps `value` and lets go of what was not used for longest. What is larger than the whole budget is
    /// not kept at all: it would push out everything and still not fit.
    pub fn insert(&mut self, key: K, value: V, bytes: usize) {
        self.remove(&key);
        if bytes > self.limit_bytes {
            return;
        }
        self.used_bytes += bytes;
        self.entries.put(key, (value, bytes));
        self.shrink();
    }

    pub fn used_bytes(&self) -> usize {
        self.used_bytes
    }

    pub fn limit_bytes(&self) -> usize {
        self.limit_bytes
    }

    /// Lets go of what a smaller budget has no room for.
    pub fn set_limit(&mut self, limit_bytes: usize) {
        self.limit_bytes = limit_bytes;
        self.shrink();
    }

    fn shrink(&mut self) {
        while self.used_bytes > self.limit_bytes {
            let Some((_, (_, freed))) = self.entries.pop_lru() else {
                break;
            };
            self.used_bytes -= freed;
        }
    }

    /// Keeps `value` only where nothing has to go for it: for what nobody looks at yet.
    pub fn insert_if_room(&mut self, key: K, value: V, bytes: usize) {
        if self.used_bytes + bytes <= self.limit_bytes {
            self.insert(key, value, bytes);
        }
    }

    /// Counts as a use.
    pub fn get(&mut self, key: &K) -> Option<&V> {
        self.entries.get(key).map(|(value, _)| value)
    }

    pub fn contains(&self, key: &K) -> bool {
        self.entries.contains(key)
    }

    pub fn remove(&mut self, key: &K) {
        if let Some((_, freed)) = self.entries.pop(key) {
            self.used_bytes -= freed;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(budget: &BoundedCache<u32, ()>) -> Vec<u32> {
        let mut keys: Vec<u32> = budget.entries.iter().map(|(key, _)| *key).collect();
        keys.sort_unstable();
        keys
    }

    #[test]
    fn the_least_recently_used_goes_first() {
        let mut budget = BoundedCache::new(10);
        for key in 0..3 {
            budget.insert(key, (), 3);
        }
        assert!(budget.get(&0).is_some());
        budget.insert(3, (), 4);
        assert_eq!(keys(&budget), [0, 2, 3]);
        assert_eq!(budget.used_bytes, 10);
    }

    #[test]
    fn a_smaller_budget_counts_at_once() {
        let mut budget = BoundedCache::new(10);
        for key in 0..3 {
            budget.insert(key, (), 3);
        }
        budget.set_limit(5);
        assert_eq!(keys(&budget), [2]);
        budget.set_limit(9);
        budget.insert_if_room(3, (), 6);
        assert_eq!(keys(&budget), [2, 3]);
    }

    #[test]
    fn what_never_fits_pushes_nothing_out() {
        let mut budget = BoundedCache::new(10);
        budget.insert(1, (), 6);
        budget.insert(2, (), 11);
        budget.insert_if_room(3, (), 5);
        assert_eq!(keys(&budget), [1]);
    }

    #[test]
    fn replacing_counts_once() {
        let mut budget = BoundedCache::new(10);
        budget.insert(1, (), 6);
        budget.insert(1, (), 8);
        assert_eq!(budget.used_bytes, 8);
        budget.remove(&1);
        assert_eq!(budget.used_bytes, 0);
    }
}
