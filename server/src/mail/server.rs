//! The mail server as admins set it, and trying it.

use super::{
    post::{self, Post},
    record::SettingsRecord,
    settings::{self, PASSWORD, Security},
    store,
    views::{MailServerInput, MailServerShape, MailSetting, RefusedAddress},
};
use crate::{
    App, Error,
    access::{self, Scope, View, Work},
    audit::{self, AuditAction},
    config::Config,
    http::shapes,
    outgoing, vault,
};
use guildhall_domain::person;

/// What is in force, and how sending goes.
pub fn show(app: &App, scope: &impl Scope) -> Result<MailServerShape, Error> {
    access::admin(scope)?;
    let (config, read) = (app.config(), scope.read());
    let set = store::settings(read)?;
    let field = |name: &str, set: Option<String>| {
        let outside = settings::outside(config, name);
        MailSetting {
            value: outside.map(|(value, _)| value.to_owned()).or(set).unwrap_or_default(),
            source: outside.map(|(_, source)| source),
        }
    };
    let password = match settings::password(config, read) {
        Ok(Some(_)) | Err(vault::Trouble::NeedsKey(_)) => "set".to_owned(),
        _ => String::new(),
    };
    let problem = settings::effective(app, read).err().and_then(|error| error.message);
    let status = app.parts().mail.get().map(super::Mailer::status).unwrap_or_default();
    let refused = store::people(read)?.into_iter().filter_map(|(audience, kept)| {
        let person = scope.directory().person_by_audience(audience)?;
        let late = kept.given_up().map(|words| format!("Nothing could be sent for a week: {words}"));
        let refused = kept.refused.as_deref() == Some(person.email.as_str());
        let reason = if refused { Some(kept.refusal.unwrap_or_default()) } else { late };
        reason.map(|reason| RefusedAddress { person_id: person.id, reason })
    });
    Ok(MailServerShape {
        host: field("smtp_host", set.host),
        port: field("smtp_port", set.port.map(|port| port.to_string())),
        security: field("smtp_security", set.security.or_else(|| Some(Security::StartTls.word().into()))),
        user: field("smtp_user", set.user),
        password: MailSetting { value: password, ..field("smtp_password", None) },
        from: field("smtp_from", set.from),
        ca: field("mail_ca", None),
        ready: problem.is_none(),
        problem: problem.or(status.error),
        held: outgoing::held(read)?,
        waiting: store::waiting(read)?,
        sent_at: status.sent_ms.map(shapes::instant),
        refused: refused.collect(),
    })
}

/// Sets it. What is set outside is not changed from here.
pub fn set(work: &mut Work<'_, '_>, config: &Config, input: &MailServerInput, address: &str) -> Result<(), Error> {
    access::admin(work)?;
    let mut set = store::settings(work.read())?;
    for (name, sent) in [
        ("host", &input.host),
        ("port", &input.port),
        ("security", &input.security),
        ("user", &input.user),
        ("password", &input.password),
        ("from", &input.from),
    ] {
        if let Some(value) = sent {
            inside(config, name)?;
            change(work, config, &mut set, name, value.trim())?;
        }
    }
    store::put_settings(work.tx, &set)?;
    audit::add(work, AuditAction::MailServerChanged, set.host.as_deref().unwrap_or_default(), address)
}

fn inside(config: &Config, name: &str) -> Result<(), Error> {
    match settings::outside(config, &format!("smtp_{name}")) {
        Some((_, source)) => {
            Err(Error::field(name, format!("This is set outside ({}). Change it there.", source.word())))
        }
        None => Ok(()),
    }
}

fn change(
    work: &mut Work<'_, '_>,
    config: &Config,
    set: &mut SettingsRecord,
    name: &str,
    value: &str,
) -> Result<(), Error> {
    let plain = !value.chars().any(char::is_control) && value.len() <= 500;
    if !plain {
        return Err(Error::field(name, "Write this on one line, without control characters."));
    }
    let some = || Some(value.to_owned()).filter(|value| !value.is_empty());
    match name {
        "host" if value.contains(char::is_whitespace) => {
            return Err(Error::field("host", "Write the name of the server, such as mail.example.com."));
        }
        "host" => set.host = some(),
        "port" if value.is_empty() => set.port = None,
        "port" => {
            let port = value.parse().ok().filter(|port| *port > 0);
            set.port = Some(port.ok_or_else(|| Error::field("port", "Choose a port from 1 to 65535."))?);
        }
        "security" => {
            Security::read(value).ok_or_else(|| Error::field("security", "Choose starttls, tls or none."))?;
            set.security = some();
        }
        "user" => set.user = some(),
        "from" if value.is_empty() => set.from = None,
        "from" => {
            person::email(value).map_err(|_| Error::field("from", "Write an address such as guild@example.com."))?;
            set.from = some();
        }
        _ if value.is_empty() => vault::store::delete(work.tx, PASSWORD)?,
        _ => vault::put(work.tx, config.secret_key.as_ref(), PASSWORD, value.as_bytes())?,
    }
    Ok(())
}

/// Sends a mail to the asker. For blocking threads.
pub fn test(app: &App, view: View) -> Result<(), Error> {
    access::admin(&view)?;
    let me = access::me(&view)?;
    let post = Post::open(app, &view)?;
    // A mail server may take its time; a look at the data must not.
    drop(view);
    let subject = format!("Mail from {} works", post.organization());
    let intro = "You asked for this mail to see whether mail leaves this server. It does.".to_owned();
    let letter = post::about(subject, intro, post.organization(), post.address("/"));
    post.one(&me.name, &me.email, letter)
}
