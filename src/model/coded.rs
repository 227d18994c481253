//! Enums whose values have a stable code: for reports, and for the texts that say them.

/// Declares an enum of such values: `CutShort = "cut_short"`. The code stands beside its variant, and `ALL` names every
/// variant, so that none can be left out where all of them need something: a text in each language, say.
macro_rules! coded {
    (
        $(#[$about:meta])*
        $vis:vis enum $name:ident {
            $($(#[$doc:meta])* $variant:ident = $code:literal,)+
        }
    ) => {
        $(#[$about])*
        $vis enum $name {
            $($(#[$doc])* $variant,)+
        }

        impl $name {
            /// Every one, in the order of their declaration.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The stable name in reports and, behind its kind, the key of its text.
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }

            /// The one with this name, as a report that was written has it.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.code() == code)
            }
        }
    };
}

pub(crate) use coded;
