//! Closed sets of words: one enum for what the database, the address, the bundle and the wire all spell the same way.

/// Declares an enum whose variants are stored and sent as the given words.
///
/// Gives `ALL`, `as_str`, `Display`, `FromStr` and `TryFrom<String>` (so that `#[sqlx(try_from = "String")]` reads it), and serde by the same words.
#[macro_export]
macro_rules! words {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        $vis enum $name { $($(#[$vmeta])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Every word of the set, in its natural order.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word, as stored and sent.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::words::UnknownWord;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                match word {
                    $($word => Ok($name::$variant),)+
                    _ => Err($crate::words::UnknownWord { found: word.to_owned(), known: &[$($word),+] }),
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::words::UnknownWord;

            fn try_from(word: String) -> Result<Self, Self::Error> {
                word.parse()
            }
        }
    };
}

/// A word that is not of the set, and those that are.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{found}” is not known here; use one of: {}", known.join(", "))]
pub struct UnknownWord {
    /// What stood there.
    pub found: String,
    /// What may stand there.
    pub known: &'static [&'static str],
}
