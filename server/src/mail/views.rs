//! Mail as the API shows it.

use crate::{
    Error,
    config::SettingSource,
    http::Shape,
    organization::input::clock_text,
    people::{invites::views::InviteShape, views::RoleShape},
};
use guildhall_domain::{
    inbox::Reason,
    mail::{Rhythm, Wishes},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// How often somebody wants mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RhythmWord {
    /// One for each thing that needs them.
    AtOnce,
    /// What came within an hour together.
    Hourly,
    /// One a day.
    Daily,
    /// One a week.
    Weekly,
    /// None.
    Never,
}

crate::http::words::same! { Rhythm, RhythmWord: AtOnce, Hourly, Daily, Weekly, Never }

/// What mail the reader wants.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MailShape {
    /// How often.
    pub rhythm: RhythmWord,
    /// `07:30`: when a mail a day or a week comes.
    pub at: String,
    /// Mail waits in quiet hours and on days off.
    pub quiet: bool,
    /// `18:00`.
    pub quiet_from: String,
    /// `07:30`.
    pub quiet_to: String,
    /// Of work that is given to them.
    pub assigned: bool,
    /// Of texts that name them.
    pub mentioned: bool,
    /// Of answers to them.
    pub replied: bool,
    /// Of announcements to everybody.
    pub announced: bool,
    /// Of check-ins that ask them.
    pub asked: bool,
    /// Of what they are to approve, and what becomes of what they asked.
    pub approval: bool,
    /// Of requests that are to be answered or done soon, or were not in time.
    pub requests: bool,
    /// Of what they asked to be reminded of.
    pub reminders: bool,
    /// What happened in their spaces, on the first working morning of a week.
    pub what_happened: bool,
    /// What the mail server said when it refused their address; null: it did not.
    pub refusal: Option<String>,
    /// What stood in the way of mail that could not be sent for a week and was given up; null: none was since something
    /// last left.
    pub unsent: Option<String>,
}

/// Changes of it; what is not sent stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs)]
pub struct MailInput {
    pub rhythm: Option<RhythmWord>,
    /// `07:30`.
    pub at: Option<String>,
    pub quiet: Option<bool>,
    /// `18:00`.
    pub quiet_from: Option<String>,
    /// `07:30`.
    pub quiet_to: Option<String>,
    pub assigned: Option<bool>,
    pub mentioned: Option<bool>,
    pub replied: Option<bool>,
    pub announced: Option<bool>,
    pub asked: Option<bool>,
    pub approval: Option<bool>,
    pub requests: Option<bool>,
    pub reminders: Option<bool>,
    pub what_happened: Option<bool>,
}

fn minutes(text: &str, field: &str) -> Result<u16, Error> {
    let time = chrono::NaiveTime::parse_from_str(text.trim(), "%H:%M");
    let time = time.map_err(|_| Error::field(field, "Write the time as 17:00."))?;
    Ok(u16::try_from(chrono::Timelike::num_seconds_from_midnight(&time) / 60).unwrap_or(0))
}

impl MailShape {
    /// Wishes as they are shown.
    pub fn of(wishes: &Wishes, weekly: bool, refusal: Option<String>) -> Self {
        let wants = |kind| !wishes.without.contains(&kind);
        MailShape {
            rhythm: wishes.rhythm.into(),
            at: clock_text(wishes.at),
            quiet: wishes.quiet,
            quiet_from: clock_text(wishes.quiet_hours.0),
            quiet_to: clock_text(wishes.quiet_hours.1),
            assigned: wants(Reason::Assigned),
            mentioned: wants(Reason::Mentioned),
            replied: wants(Reason::Replied),
            announced: wants(Reason::Announced),
            asked: wants(Reason::Asked),
            approval: wants(Reason::ToApprove),
            requests: wants(Reason::AnswerNear),
            reminders: wants(Reason::Reminded),
            what_happened: weekly,
            refusal,
            unsent: None,
        }
    }
}

impl MailInput {
    /// The wishes with these changes, each value checked.
    pub fn apply(&self, mut wishes: Wishes) -> Result<Wishes, Error> {
        wishes.rhythm = self.rhythm.map_or(wishes.rhythm, Into::into);
        wishes.quiet = self.quiet.unwrap_or(wishes.quiet);
        if let Some(at) = &self.at {
            wishes.at = minutes(at, "at")?;
        }
        if let Some(from) = &self.quiet_from {
            wishes.quiet_hours.0 = minutes(from, "quiet_from")?;
        }
        if let Some(to) = &self.quiet_to {
            wishes.quiet_hours.1 = minutes(to, "quiet_to")?;
        }
        if wishes.quiet_hours.0 == wishes.quiet_hours.1 {
            return Err(Error::field("quiet_to", "Quiet hours have to end at another time than they begin."));
        }
        let kinds = [
            (Reason::Assigned, self.assigned),
            (Reason::Mentioned, self.mentioned),
            (Reason::Replied, self.replied),
            (Reason::Announced, self.announced),
            (Reason::Asked, self.asked),
            (Reason::ToApprove, self.approval),
            (Reason::AnswerNear, self.requests),
            (Reason::Reminded, self.reminders),
        ];
        for (kind, wanted) in kinds {
            let Some(wanted) = wanted else { continue };
            wishes.without.retain(|other| *other != kind);
            if !wanted {
                wishes.without.push(kind);
            }
        }
        Ok(wishes)
    }
}

/// A setting of the mail server.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MailSetting {
    /// Its value; of the password only whether there is one (`set`).
    pub value: String,
    /// Where it was set outside, and then it cannot be changed here; null: here, or not at all.
    pub source: Option<SettingSource>,
}

/// An address that mail does not reach.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RefusedAddress {
    /// Whose.
    pub person_id: Uuid,
    /// What the mail server said when it refused it for good, or kept mail from it for a week.
    pub reason: String,
}

/// The mail server, and how sending goes.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MailServerShape {
    /// Name or address of the server.
    pub host: MailSetting,
    /// Its port.
    pub port: MailSetting,
    /// `starttls`, `tls` or `none`.
    pub security: MailSetting,
    /// Who signs in there.
    pub user: MailSetting,
    /// Whether there is a password.
    pub password: MailSetting,
    /// The address mail is sent from.
    pub from: MailSetting,
    /// A file with certificates by which mail servers and mailboxes are believed, beside those the system knows. It is
    /// set outside.
    pub ca: MailSetting,
    /// Everything that is needed is there.
    pub ready: bool,
    /// Why nothing leaves at the moment.
    pub problem: Option<String>,
    /// Nothing leaves after a restore until an admin lets it go.
    pub held: bool,
    /// For how many people mail waits.
    pub waiting: usize,
    /// When mail last left, since the server started.
    pub sent_at: Option<String>,
    /// Addresses that were refused for good, and those to which nothing could be sent for a week.
    pub refused: Vec<RefusedAddress>,
}

/// Changes of the mail server; what is not sent stays, and what is empty is taken away.
#[derive(Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs)]
pub struct MailServerInput {
    pub host: Option<String>,
    /// `587`; empty: the usual one.
    pub port: Option<String>,
    /// `starttls`, `tls` or `none`.
    pub security: Option<String>,
    pub user: Option<String>,
    pub password: Option<String>,
    pub from: Option<String>,
}

/// Whether mail can be sent.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MailReady {
    /// It is set up: links can go by mail.
    pub ready: bool,
}

/// Whose password is forgotten.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ForgottenInput {
    /// The address they sign in with.
    pub email: String,
}

/// Invites to be made and sent.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MailInvitesInput {
    /// The role they give.
    pub role: RoleShape,
    /// Spaces they put people into.
    #[serde(default)]
    pub space_ids: Vec<Uuid>,
    /// To whom, at most 20.
    pub emails: Vec<String>,
}

/// Invites that were sent.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MailedInvites {
    /// Those that left, each for one address.
    pub items: Vec<InviteShape>,
    /// Those that did not and are taken back.
    pub refused: Vec<NotSent>,
}

/// An address to which nothing left.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NotSent {
    /// The address.
    pub email: String,
    /// What the mail server said.
    pub reason: String,
}

/// A link for a new password that was sent.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MailedReset {
    /// To which address.
    pub email: String,
    /// When it ends.
    pub expires_at: String,
}

impl Shape for MailReady {}
impl Shape for MailedInvites {}
impl Shape for MailedReset {}
impl Shape for MailShape {}
impl Shape for MailServerShape {}
