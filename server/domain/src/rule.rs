//! What a rule answers when it refuses: a stable code, the field at fault and the numbers or names
//! the sentence needs. The words themselves belong to the error table of the server.

/// A refused input. `code` is stable and part of the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Stable code, for example `too_long`.
    pub code: &'static str,
    /// The field at fault, or empty when the whole request is.
    pub field: String,
    /// One sentence that says what to do.
    pub message: String,
}

impl Rule {
    /// A refusal of one field.
    pub fn field(code: &'static str, field: impl Into<String>, message: impl Into<String>) -> Self {
        Rule { code, field: field.into(), message: message.into() }
    }

    /// A refusal of the whole request.
    pub fn whole(code: &'static str, message: impl Into<String>) -> Self {
        Rule { code, field: String::new(), message: message.into() }
    }
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Rule {}
