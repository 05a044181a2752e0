//! Errors as people and programs meet them: one table from code to HTTP status and sentence. The
//! code is part of the API and never changes its meaning.

use actix_web::http::StatusCode;
use guildhall_domain::Rule;
use guildhall_store::StoreError;
use serde_json::Value;
use std::collections::BTreeMap;

/// Every way a request can fail. See [`Code::row`] for the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Code {
    BadJson,
    BadQuery,
    UnknownField,
    Invalid,
    EvidenceNeeded,
    EvidenceRefused,
    ApprovalNeeded,
    StepsOpen,
    TooLarge,
    TooMany,
    UnsupportedType,
    ProtectedFile,
    UnreadableFile,
    NotSignedIn,
    WrongCredentials,
    CrossSite,
    Forbidden,
    NotFound,
    NoSuchAddress,
    MethodNotAllowed,
    TokenScope,
    LinkExpired,
    SharePassword,
    SetupDone,
    Conflict,
    IdTaken,
    Taken,
    Locked,
    WeekLocked,
    RoomTaken,
    NoPlan,
    DependencyCycle,
    LastOwner,
    UndoConflict,
    UndoGone,
    MailFailed,
    OverQuota,
    BadRange,
    NoRoom,
    Stale,
    NeedsIfMatch,
    KeyReused,
    HistoryChanged,
    CursorTooOld,
    TooManyAttempts,
    TooFast,
    TooManyConnections,
    TooSlow,
    TooManySockets,
    NeedsUpgrade,
    ReadOnly,
    Busy,
    Stopping,
    Internal,
}

impl Code {
    /// Every code, for the documents and the tests.
    pub const ALL: &'static [Code] = &[
        Code::BadJson,
        Code::BadQuery,
        Code::UnknownField,
        Code::Invalid,
        Code::EvidenceNeeded,
        Code::EvidenceRefused,
        Code::ApprovalNeeded,
        Code::StepsOpen,
        Code::TooLarge,
        Code::TooMany,
        Code::UnsupportedType,
        Code::ProtectedFile,
        Code::UnreadableFile,
        Code::NotSignedIn,
        Code::WrongCredentials,
        Code::CrossSite,
        Code::Forbidden,
        Code::NotFound,
        Code::NoSuchAddress,
        Code::MethodNotAllowed,
        Code::TokenScope,
        Code::LinkExpired,
        Code::SharePassword,
        Code::SetupDone,
        Code::Conflict,
        Code::IdTaken,
        Code::Taken,
        Code::Locked,
        Code::WeekLocked,
        Code::RoomTaken,
        Code::NoPlan,
        Code::DependencyCycle,
        Code::LastOwner,
        Code::UndoConflict,
        Code::UndoGone,
        Code::MailFailed,
        Code::OverQuota,
        Code::BadRange,
        Code::NoRoom,
        Code::Stale,
        Code::NeedsIfMatch,
        Code::KeyReused,
        Code::HistoryChanged,
        Code::CursorTooOld,
        Code::TooManyAttempts,
        Code::TooFast,
        Code::TooManyConnections,
        Code::TooSlow,
        Code::TooManySockets,
        Code::NeedsUpgrade,
        Code::ReadOnly,
        Code::Busy,
        Code::Stopping,
        Code::Internal,
    ];

    /// The table: stable code, HTTP status, sentence.
    pub fn row(self) -> (&'static str, u16, &'static str) {
        match self {
            Code::BadJson => ("bad_json", 400, "The request is not valid JSON of the expected shape."),
            Code::BadQuery => ("bad_query", 400, "A parameter of the address cannot be read."),
            Code::UnknownField => ("unknown_field", 400, "The request has a field that does not exist here."),
            Code::Invalid => ("invalid", 422, "Something in it needs another look."),
            Code::EvidenceNeeded => ("evidence_needed", 422, "This step is done when what it asks for is there."),
            Code::EvidenceRefused => ("evidence_refused", 422, "What is shown for this step is not what it asks for."),
            Code::ApprovalNeeded => ("approval_needed", 422, "This step is done when it is approved, not by a tick."),
            Code::StepsOpen => {
                ("steps_open", 409, "A step that has to be shown or approved is open. Finish it, or skip the run.")
            }
            Code::TooLarge => ("too_large", 413, "This is larger than is possible here."),
            Code::TooMany => ("too_many", 422, "That is more than one command can change at once."),
            Code::UnsupportedType => ("unsupported_type", 415, "Send this as application/json."),
            Code::ProtectedFile => (
                "protected_file",
                422,
                "This file has a password. Save it without one in the program it comes from, and bring that.",
            ),
            Code::UnreadableFile => (
                "unreadable_file",
                422,
                "This file is damaged, or not what its name says. Save it anew in the program it comes from, and bring that.",
            ),
            Code::NotSignedIn => ("not_signed_in", 401, "Sign in first."),
            Code::WrongCredentials => ("wrong_credentials", 401, "The e-mail address or the password is not right."),
            Code::CrossSite => ("cross_site", 403, "This request came from another site and was refused."),
            Code::Forbidden => ("forbidden", 403, "You may see this, but not change it."),
            Code::NotFound => ("not_found", 404, "There is nothing here, or nothing you can see."),
            Code::NoSuchAddress => ("no_such_address", 404, "The API has no such address."),
            Code::MethodNotAllowed => ("method_not_allowed", 405, "This address does not know that method."),
            Code::TokenScope => ("token_scope", 403, "This token was not given the right to do that."),
            Code::LinkExpired => ("link_expired", 410, "This link is no longer valid. Ask for a new one."),
            Code::SharePassword => {
                ("share_password", 403, "This link has a password. Ask whoever sent it to you for it.")
            }
            Code::SetupDone => ("setup_done", 410, "This server is set up already. Sign in instead."),
            Code::Conflict => ("conflict", 409, "This cannot be done as things are now."),
            Code::IdTaken => ("id_taken", 409, "This id is in use already."),
            Code::Taken => ("taken", 409, "This is in use already. Choose another one."),
            Code::Locked => ("locked", 423, "Somebody else is working on this at the moment."),
            Code::WeekLocked => (
                "week_locked",
                409,
                "This week was handed in or approved. Take it back, or have it opened again, and change it then.",
            ),
            Code::RoomTaken => {
                ("room_taken", 409, "The room is taken at that time. Choose another time or another room.")
            }
            Code::NoPlan => {
                ("no_plan", 409, "There is no plan here. Give the space a day on which it is finished in its settings.")
            }
            Code::DependencyCycle => (
                "dependency_cycle",
                409,
                "These tasks would wait for each other. Take one of the dependencies away first.",
            ),
            Code::LastOwner => ("last_owner", 409, "The organization needs an owner. Make somebody else owner first."),
            Code::UndoConflict => ("undo_conflict", 409, "It cannot be taken back, because it was changed since."),
            Code::UndoGone => ("undo_gone", 410, "It cannot be taken back any more."),
            Code::MailFailed => ("mail_failed", 502, "The mail server did not take it."),
            Code::OverQuota => {
                ("over_quota", 409, "There is no more room for files here. Delete some, or ask an admin for more.")
            }
            Code::BadRange => ("bad_range", 416, "The file has no such part."),
            Code::NoRoom => ("no_room", 507, "The server's disk has no room for files. Tell an admin."),
            Code::Stale => ("stale", 412, "Somebody changed the same thing in the meantime."),
            Code::NeedsIfMatch => {
                ("needs_if_match", 428, "Send If-Match with the version you have, or * to overwrite.")
            }
            Code::KeyReused => ("key_reused", 422, "This Idempotency-Key was used for another request."),
            Code::HistoryChanged => {
                ("history_changed", 410, "The data was restored from a backup. Load everything again.")
            }
            Code::CursorTooOld => (
                "cursor_too_old",
                410,
                "This is older than what is remembered of deleted things. Load everything again.",
            ),
            Code::TooManyAttempts => ("too_many_attempts", 429, "Too many attempts. Wait a little and try again."),
            Code::TooFast => {
                ("too_fast", 429, "That was faster than anybody can write. Wait a moment and send it again.")
            }
            Code::TooManyConnections => (
                "too_many_connections",
                429,
                "Too many connections are open from your address. Close some and try again.",
            ),
            Code::TooSlow => {
                ("too_slow", 408, "This came too slowly and was given up. Try again on a better connection.")
            }
            Code::TooManySockets => {
                ("too_many_sockets", 429, "You have 20 live connections already. Close one of them first.")
            }
            Code::NeedsUpgrade => ("needs_upgrade", 426, "Open this address as a WebSocket."),
            Code::ReadOnly => ("read_only", 503, "Nothing can be saved at the moment."),
            Code::Busy => ("busy", 503, "The server is busy. Try again in a moment."),
            Code::Stopping => ("stopping", 503, "The server is stopping. Try again in a moment."),
            Code::Internal => ("internal", 500, "Something went wrong on the server. It has been written to its log."),
        }
    }

    /// The HTTP status.
    pub fn status(self) -> StatusCode {
        StatusCode::from_u16(self.row().1).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// A failed request.
#[derive(Debug, Clone)]
pub struct Error {
    /// Which row of the table.
    pub code: Code,
    /// A more exact sentence than the table's.
    pub message: Option<String>,
    /// Field → what to do about it.
    pub fields: BTreeMap<String, String>,
    /// More for programs and the page: current values, who changed them, seconds to wait.
    pub more: BTreeMap<&'static str, Value>,
}

impl Error {
    /// The row's own sentence.
    pub fn new(code: Code) -> Self {
        Error { code, message: None, fields: BTreeMap::new(), more: BTreeMap::new() }
    }

    /// A more exact sentence.
    pub fn because(code: Code, message: impl Into<String>) -> Self {
        Error { message: Some(message.into()), ..Error::new(code) }
    }

    /// A field that needs another look.
    pub fn field(name: impl Into<String>, message: impl Into<String>) -> Self {
        let mut error = Error::new(Code::Invalid);
        error.fields.insert(name.into(), message.into());
        error
    }

    /// Adds something for programs.
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.more.insert(name, value.into());
        self
    }

    /// A stale edit is answered with what is there now, so the page can show both; any other error stays what it is.
    pub fn with_current<T: serde::Serialize, E>(self, current: impl FnOnce() -> Result<T, E>) -> Self {
        if self.code != Code::Stale {
            return self;
        }
        match current().ok().and_then(|shape| serde_json::to_value(shape).ok()) {
            Some(current) => self.with("current", current),
            None => self,
        }
    }

    /// What cannot be seen: the same words whether it exists or not.
    pub fn not_found() -> Self {
        Error::new(Code::NotFound)
    }

    /// The envelope `{error:{code,message,fields,…}}`.
    pub fn body(&self) -> Value {
        let (code, _, sentence) = self.code.row();
        let mut error = serde_json::Map::new();
        error.insert("code".into(), code.into());
        error.insert("message".into(), self.message.as_deref().unwrap_or(sentence).into());
        error.insert("fields".into(), self.fields.iter().map(|(k, v)| (k.clone(), Value::from(v.as_str()))).collect());
        error.extend(self.more.iter().map(|(k, v)| ((*k).to_owned(), v.clone())));
        Value::Object([("error".to_owned(), Value::Object(error))].into_iter().collect())
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (code, _, sentence) = self.code.row();
        write!(f, "{code}: {}", self.message.as_deref().unwrap_or(sentence))?;
        self.fields.iter().try_for_each(|(name, message)| write!(f, " [{name}: {message}]"))
    }
}

impl std::error::Error for Error {}

impl From<Rule> for Error {
    fn from(rule: Rule) -> Self {
        let code = match rule.code {
            "too_many" => Code::TooMany,
            "evidence_needed" => Code::EvidenceNeeded,
            "evidence_refused" => Code::EvidenceRefused,
            "approval_needed" => Code::ApprovalNeeded,
            "steps_open" => Code::StepsOpen,
            "week_state" | "absence_state" => Code::Conflict,
            _ => Code::Invalid,
        };
        let mut error = Error::new(code);
        if rule.field.is_empty() {
            error.message = Some(rule.message);
        } else {
            error.fields.insert(rule.field, rule.message);
        }
        error.with("rule", rule.code)
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::ReadOnly { reason } => {
                Error::because(Code::ReadOnly, format!("Nothing can be saved at the moment: {reason}"))
            }
            StoreError::NoRoom { reason } => {
                Error::because(Code::NoRoom, format!("No files can be taken at the moment: {reason}."))
            }
            StoreError::Unknown { reason } => Error::because(
                Code::ReadOnly,
                format!(
                    "The disk failed while this was being saved: {reason}. Look whether it was kept before you try again."
                ),
            ),
            StoreError::Stale => Error::new(Code::Busy),
            StoreError::Io(reason) => {
                tracing::error!(reason, "the disk failed");
                let words = format!(
                    "The server's disk failed: {reason}. Try again in a moment, and tell an admin if it stays so."
                );
                Error::because(Code::Busy, words)
            }
            StoreError::Closed => Error::new(Code::Stopping),
            other => {
                tracing::error!(error = %other, "storage error");
                Error::new(Code::Internal)
            }
        }
    }
}
