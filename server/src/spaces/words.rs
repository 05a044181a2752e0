//! The words the API uses for the kinds of a space, each one the same as in the domain.

use guildhall_domain::space::{Access, FieldKind, SpaceKind, SpaceRole};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

macro_rules! words {
    ($doc:literal, $shape:ident, $domain:ident, $($variant:ident = $word:literal),+) => {
        #[doc = $doc]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        #[allow(missing_docs)]
        pub enum $shape {
            $($variant),+
        }

        impl $shape {
            /// The word itself.
            pub fn word(self) -> &'static str {
                match self {
                    $($shape::$variant => $word),+
                }
            }

            /// The inverse.
            pub fn from_word(word: &str) -> Option<Self> {
                match word {
                    $($word => Some($shape::$variant),)+
                    _ => None,
                }
            }
        }

        crate::http::words::same! { $domain, $shape: $($variant),+ }
    };
}

words!(
    "Who may see a space.",
    AccessShape,
    Access,
    Open = "open",
    Closed = "closed",
    Private = "private",
    Personal = "personal"
);
words!(
    "A label of a space.",
    SpaceKindShape,
    SpaceKind,
    Department = "department",
    Team = "team",
    Client = "client",
    Topic = "topic"
);
words!(
    "What a member may do in a space.",
    SpaceRoleShape,
    SpaceRole,
    Guest = "guest",
    Member = "member",
    Lead = "lead"
);
words!(
    "What a custom field holds.",
    FieldKindShape,
    FieldKind,
    Text = "text",
    Number = "number",
    Money = "money",
    Date = "date",
    Choice = "choice",
    Person = "person"
);

/// A tab of a space that can be switched off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum ToolShape {
    Overview,
    Tasks,
    Discussions,
    Documents,
    Processes,
}

impl ToolShape {
    /// All of them in the order of the tabs.
    pub const ALL: [ToolShape; 5] =
        [ToolShape::Overview, ToolShape::Tasks, ToolShape::Discussions, ToolShape::Documents, ToolShape::Processes];

    /// The word, as stored when it is off.
    pub fn word(self) -> &'static str {
        match self {
            ToolShape::Overview => "overview",
            ToolShape::Tasks => "tasks",
            ToolShape::Discussions => "discussions",
            ToolShape::Documents => "documents",
            ToolShape::Processes => "processes",
        }
    }
}
