//! By which server mail leaves: what is set outside goes before what an admin set.

use super::{record::SettingsRecord, store};
use crate::{
    App, Error,
    config::{Config, Hidden, SettingSource},
    error::Code,
    vault,
};
use guildhall_domain::person;
use guildhall_store::Read;
use std::path::PathBuf;

/// The name of the password among the secrets.
pub const PASSWORD: &str = "smtp_password";

/// How the way to the mail server is kept from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// Begins openly and turns to TLS; without it nothing is sent.
    StartTls,
    /// TLS from the first byte.
    Tls,
    /// Not at all: for a server on the same machine.
    Plain,
}

impl Security {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Security::StartTls => "starttls",
            Security::Tls => "tls",
            Security::Plain => "none",
        }
    }

    /// The inverse.
    pub fn read(word: &str) -> Option<Security> {
        [Security::StartTls, Security::Tls, Security::Plain].into_iter().find(|one| one.word() == word)
    }

    fn port(self) -> u16 {
        match self {
            Security::StartTls => 587,
            Security::Tls => 465,
            Security::Plain => 25,
        }
    }
}

/// Everything that is needed to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Name of the server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Who signs in there, and with what.
    pub login: Option<(String, Hidden)>,
    /// The address in From.
    pub from: String,
    /// How the way is kept from others.
    pub security: Security,
    /// By which certificates it is believed, beside those of the system.
    pub authorities: Option<PathBuf>,
    /// The address people use; links in mails lead there and nowhere else.
    pub public_url: String,
}

/// A setting as it stands outside.
pub fn outside<'c>(config: &'c Config, name: &str) -> Option<(&'c str, SettingSource)> {
    let setting = config.shown.iter().find(|setting| setting.name == name)?;
    let given = setting.source != SettingSource::Default && !setting.value.is_empty();
    given.then_some((setting.value.as_str(), setting.source))
}

/// A value, from outside or from an admin.
pub fn value(config: &Config, name: &str, set: Option<&str>) -> Option<String> {
    outside(config, name).map(|(value, _)| value.to_owned()).or_else(|| set.map(str::to_owned))
}

/// The password, from outside or from the secrets.
pub fn password(config: &Config, read: &Read<'_>) -> Result<Option<Hidden>, vault::Trouble> {
    if let Some(password) = &config.smtp_password {
        return Ok(Some(password.clone()));
    }
    let kept = vault::get(read, config.secret_key.as_ref(), PASSWORD)?;
    Ok(kept.and_then(|bytes| String::from_utf8(bytes).ok()).map(Hidden::new))
}

/// What is in force.
///
/// # Errors
/// A sentence that says what is missing.
pub fn effective(app: &App, read: &Read<'_>) -> Result<Settings, Error> {
    let missing = |what: &str| Error::because(Code::Conflict, what);
    let config = app.config();
    let set = store::settings(read)?;
    let get = |name: &str, set: &Option<String>| value(config, name, set.as_deref()).filter(|value| !value.is_empty());
    let host = get("smtp_host", &set.host).ok_or_else(|| missing("Say which mail server to use first."))?;
    let from = get("smtp_from", &set.from).ok_or_else(|| missing("Say from which address mail is sent first."))?;
    let public_url = config.public_url.clone().ok_or_else(|| {
        missing("Start the server with --public-url first: links in mails lead to that address and to no other.")
    })?;
    let security = security(config, &set);
    let port = set.port.map(|port| port.to_string());
    let port = get("smtp_port", &port).and_then(|port| port.parse().ok()).unwrap_or_else(|| security.port());
    let password = password(config, read).map_err(|trouble| missing(&trouble.to_string()))?;
    let login = get("smtp_user", &set.user).zip(password);
    let authorities = config.mail_ca.clone();
    Ok(Settings { host, port, login, from: person::email(&from)?, security, authorities, public_url })
}

/// The address mail is from, in small letters.
pub fn from(app: &App, read: &Read<'_>) -> Result<Option<String>, Error> {
    let set = store::settings(read)?;
    Ok(value(app.config(), "smtp_from", set.from.as_deref()).map(|from| from.to_lowercase()))
}

/// How the way is kept from others.
pub fn security(config: &Config, set: &SettingsRecord) -> Security {
    let word = value(config, "smtp_security", set.security.as_deref());
    word.as_deref().and_then(Security::read).unwrap_or(Security::StartTls)
}
