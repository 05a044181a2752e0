//! Mail that comes in as the API shows it.

use crate::{
    http::{Shape, words::words},
    items::views::ItemRef,
    mail::settings::Security,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// How the way to a mailbox is kept from others: TLS from the first byte, turned to, or not at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum MailboxSecurity {
    Tls,
    Starttls,
    None,
}

impl From<Security> for MailboxSecurity {
    fn from(security: Security) -> Self {
        match security {
            Security::Tls => MailboxSecurity::Tls,
            Security::StartTls => MailboxSecurity::Starttls,
            Security::Plain => MailboxSecurity::None,
        }
    }
}

impl From<MailboxSecurity> for Security {
    fn from(word: MailboxSecurity) -> Self {
        match word {
            MailboxSecurity::Tls => Security::Tls,
            MailboxSecurity::Starttls => Security::StartTls,
            MailboxSecurity::None => Security::Plain,
        }
    }
}

/// Where mail comes in, and how that goes.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = IncomingMail)]
pub struct IncomingShape {
    /// The address replies and mails to spaces are sent to, or a domain of its own; empty: none.
    pub address: String,
    /// Something brings mail in: a port that listens, or a mailbox.
    pub open: bool,
    /// Where other mail servers can reach this one; null: it does not listen (`--mail-listen`).
    pub listens: Option<String>,
    /// Server of a mailbox to look into; empty: none.
    pub host: String,
    /// Its port; empty: the usual one.
    pub port: String,
    /// How the way there is kept from others.
    pub security: MailboxSecurity,
    /// Who signs in there.
    pub user: String,
    /// Whether there is a password.
    pub has_password: bool,
    /// Folder of the mailbox; empty: the inbox.
    pub folder: String,
    /// What is missing, or why the mailbox cannot be read.
    pub problem: Option<String>,
    /// When the mailbox was last read, since the server started.
    pub fetched_at: Option<String>,
    /// Mails taken and not worked off yet.
    pub waiting: usize,
    /// Mails whose writer is not proven.
    pub unconfirmed: usize,
    /// Mails that are for nobody.
    pub refused: usize,
}

/// Changes of it; what is not sent stays, and what is empty is taken away.
#[derive(Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = IncomingMailInput)]
#[allow(missing_docs)]
pub struct IncomingInput {
    /// `work@example.com`, or `work.example.com` where every name before the `@` comes in.
    pub address: Option<String>,
    pub host: Option<String>,
    pub port: Option<String>,
    /// How the way there is kept from others.
    pub security: Option<MailboxSecurity>,
    pub user: Option<String>,
    pub password: Option<String>,
    pub folder: Option<String>,
}

words! {
    /// Why a mail is kept: nothing proves who wrote it or what for, or it is not to be done.
    KeptState: Unconfirmed, Refused
}

/// A mail that came in and did nothing.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = KeptMail)]
pub struct KeptShape {
    /// Id.
    pub id: Uuid,
    /// Why it is kept.
    pub state: KeptState,
    /// When it came.
    pub received_at: String,
    /// The address it says it is from; empty when it could not be read.
    pub from: String,
    /// The name beside that.
    pub name: String,
    /// Its subject; empty also where the reader may not see what it is about.
    pub subject: String,
    /// In a sentence.
    pub reason: String,
    /// How large it is.
    pub bytes: u64,
    /// What it answers, if the reader may see that.
    pub item: Option<ItemRef>,
    /// The space it is to.
    pub space_id: Option<Uuid>,
    /// Letting it through would do something.
    pub can_accept: bool,
}

/// The address of a space.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = SpaceMail)]
pub struct SpaceMailShape {
    /// Mail to it becomes topics, or requests.
    pub on: bool,
    /// It becomes requests.
    pub requests: bool,
    /// What it is called before the `@` or behind the `+`; a suggestion while none was chosen.
    pub name: String,
    /// The whole address; null while no mail comes in at all.
    pub address: Option<String>,
    /// It can be switched on.
    pub possible: bool,
    /// What stands before the name in the address.
    pub before: String,
    /// What stands behind it.
    pub after: String,
}

/// Changes of it; what is not sent stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = SpaceMailInput)]
#[allow(missing_docs)]
pub struct SpaceMailInput {
    pub on: Option<bool>,
    pub requests: Option<bool>,
    pub name: Option<String>,
}

/// Somebody outside who wrote by mail.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Contact)]
pub struct ContactShape {
    /// Id.
    pub id: Uuid,
    /// The name they write under.
    pub name: String,
    /// Their address.
    pub address: String,
    /// Since when they are known.
    pub created_at: String,
    /// What the mail server said when it refused the address for good.
    pub refusal: Option<String>,
}

impl Shape for IncomingShape {}
impl Shape for SpaceMailShape {}
