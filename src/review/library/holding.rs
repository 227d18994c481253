//! Which invoices somebody else is at, of a review that several judge at once.

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::InvoiceNr;

use super::Library;

impl Library {
    /// Takes in who holds which invoices from now on; those that are not named are held by nobody else.
    pub fn hold(&mut self, held: &HashMap<InvoiceNr, Arc<str>>) {
        for (index, entry) in self.entries.iter_mut().enumerate() {
            let holder = held.get(&InvoiceNr::from_index(index));
            if entry.holder.as_ref() == holder {
                continue;
            }
            entry.holder = holder.cloned();
            // Its words on the tile are others.
            self.generation += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::fixtures::library_of;

    #[test]
    fn what_is_given_back_is_nobodys() {
        let mut library = library_of((0..3).map(|nr| format!("ID01test{nr:04}")));
        let held = [(InvoiceNr(1), Arc::from("wang"))];
        library.hold(&held.into_iter().collect());
        let before = library.generation();
        let holders: Vec<_> = library.entries().iter().map(|it| &it.holder).collect();
        assert_eq!(holders, [&None, &Some("wang".into()), &None]);
        library.hold(&HashMap::new());
        assert!(library.entries().iter().all(|it| it.holder.is_none()));
        assert!(library.generation() > before);
    }
}
