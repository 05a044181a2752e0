//! What features keep in memory while the server runs.

/// See the module.
#[derive(Default)]
pub struct Parts {
    /// What does what comes due by itself, once it was started.
    pub clockwork: std::sync::OnceLock<crate::clockwork::Clockwork>,
    /// Who answers people outside, once it was started.
    pub answers: std::sync::OnceLock<crate::mail::Outbox>,
    /// The locks of network folders.
    pub dav: crate::dav::held::Kept,
    /// What Admin keeps.
    pub desk: crate::admin::Desk,
    /// Who keeps the inboxes, once it was started.
    pub inbox: std::sync::OnceLock<crate::inbox::Keeper>,
    /// Jobs and operations.
    pub jobs: crate::jobs::Board,
    /// Who writes to requesters, once it was started.
    pub letters: std::sync::OnceLock<crate::mail::Outbox>,
    /// Who is connected, once it was started.
    pub live: std::sync::OnceLock<crate::live::Hub>,
    /// Who sends the mail, once it was started.
    pub mail: std::sync::OnceLock<crate::mail::Mailer>,
    /// Who takes mail in, once it was started.
    pub mail_in: std::sync::OnceLock<crate::mail_in::Post>,
    /// Who tells browsers, once it was asked for.
    pub push: std::sync::OnceLock<crate::push::Pusher>,
    /// The program that reads what people bring, where it is not this one.
    pub reader: std::sync::OnceLock<std::path::PathBuf>,
    /// Who acts by rules, once it was started.
    pub rules: std::sync::OnceLock<crate::rules::Follower>,
    /// Who sends reports by mail, once it was started.
    pub report_mails: std::sync::OnceLock<crate::mail::Outbox>,
    /// The search, once it was started.
    pub search: std::sync::OnceLock<crate::search::Searcher>,
    /// The ways in.
    pub session: crate::session::parts::Ways,
    /// Who sends the mails of rules, once it was started.
    pub rule_mails: std::sync::OnceLock<crate::mail::Outbox>,
    /// Who tells webhooks, once it was started.
    pub webhooks: std::sync::OnceLock<crate::webhooks::Sender>,
}
