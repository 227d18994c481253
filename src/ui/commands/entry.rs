//! What an entry of the table of commands becomes: a name, and all that is said of it.

macro_rules! commands {
    ($($name:ident { $($field:ident: $value:expr,)+ })+) => {
        /// A command, by what it does.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Command {
            $($name,)+
        }

        impl Command {
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// What it is called in the settings' file.
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)+
                }
            }

            pub(super) fn spec(self) -> &'static Spec {
                match self {
                    $(Self::$name => const { &Spec { $($field: $value,)+ ..Spec::DEFAULT } },)+
                }
            }
        }
    };
}
