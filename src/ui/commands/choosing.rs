//! The commands for several tickets at once: selecting them, and whole screens of them. The table ends with these.

/// Adds the commands behind those of the table.
macro_rules! with_choosing {
    ($($rest:tt)*) => {
        commands! {
            $($rest)*
            ExtendNext {
                help: "help-select-range",
                triggers: &[shift(Key::ArrowRight)],
                place: Place::Grid,
                does: |_| extend(Move::By(1)),
            }
            ExtendPrevious {
                help: "help-select-range",
                triggers: &[shift(Key::ArrowLeft)],
                place: Place::Grid,
                does: |_| extend(Move::By(-1)),
            }
            ExtendBelow {
                help: "help-select-range",
                triggers: &[shift(Key::ArrowDown)],
                place: Place::Grid,
                does: |it| extend(Move::By(it.grid.columns as isize)),
            }
            ExtendAbove {
                help: "help-select-range",
                triggers: &[shift(Key::ArrowUp)],
                place: Place::Grid,
                does: |it| extend(Move::By(-(it.grid.columns as isize))),
            }
            SelectAll {
                help: "help-select-all",
                triggers: &[ctrl(Key::A)],
                place: Place::Grid,
                does: |_| selecting(SelectAction::All),
            }
            SelectNothing {
                help: "help-select-nothing",
                triggers: &[key(Key::Escape)],
                place: Place::Grid,
                when: |state| !state.selection.is_empty(),
                does: |_| selecting(SelectAction::GiveUp),
            }
            SheetMode {
                name: "sheet-mode",
                help: "help-sheet",
                icon: icons::FIT_REGION,
                triggers: &[key(Key::S)],
                place: Place::Grid,
                does: |_| Request::Action(Action::Sheet(SheetAction::Toggle)),
            }
            AcceptSheet {
                name: "sheet-accept-name",
                help: "help-accept",
                triggers: &[ctrl(Key::Enter)],
                place: Place::Grid,
                when: |state| state.shows_sheet(),
                does: |_| Request::Action(Action::Sheet(SheetAction::Accept(Stamp::now()))),
            }
        }
    };
}
