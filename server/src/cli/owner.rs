//! `guildhall owner create`: the way to a working server without a browser, and the way back in when
//! the last owner is gone. Whoever owns the machine owns the data.

use crate::{
    App, Error,
    access::{Scope, Who, Work},
    audit::{self, AuditAction},
    organization,
    people::commands::{NewPerson, create_person},
    session::passwords,
};
use guildhall_domain::person::{PersonState, Role};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// An owner to be made.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewOwner {
    /// Address.
    pub email: String,
    /// Name.
    pub name: String,
    /// Password.
    pub password: String,
    /// Name of the organization, when there is none yet.
    pub organization: Option<String>,
    /// Its zone.
    pub time_zone: String,
}

/// Makes an owner and, when there is none, the organization.
pub fn create(app: &App, new: NewOwner) -> Result<Value, Error> {
    let known =
        app.view(Who::cli(None))?.directory().organization.as_ref().map(|organization| organization.name.clone());
    let name = known.or_else(|| new.organization.clone());
    let name =
        name.ok_or_else(|| Error::field("organization", "There is no organization yet. Name it with --organization."))?;
    let phc = passwords::hash(&app.parts().session, &new.password, &[&new.name, &new.email, &name])?;
    let done = app.run_blocking(Who::cli(None), move |work| apply(work, &new, &name, &phc))?;
    app.parts().session.expect_setup(None);
    Ok(done.value)
}

fn apply(work: &mut Work<'_, '_>, new: &NewOwner, name: &str, phc: &str) -> Result<Value, Error> {
    let organization = match work.directory().organization.clone() {
        Some(organization) => organization,
        None => {
            let made = organization::commands::create(work, name, &new.time_zone, "en")?;
            audit::add(work, AuditAction::SetUp, &made.name, "")?;
            made
        }
    };
    let person = NewPerson {
        name: new.name.clone(),
        email: new.email.clone(),
        role: Role::Owner,
        state: PersonState::Active,
        language: organization.language,
        time_zone: organization.time_zone,
    };
    let owner = create_person(work, person)?;
    passwords::set(work, owner.id, phc, false)?;
    audit::add(work, AuditAction::PersonMade, &format!("{}, owner", owner.name), "")?;
    Ok(json!({"id": owner.id, "email": owner.email, "name": owner.name, "organization": organization.name}))
}

/// The zone of this machine, `UTC` when it does not say.
pub fn machine_zone() -> String {
    let variable = std::env::var("TZ").ok().map(|zone| zone.trim_start_matches(':').to_owned());
    let link = std::fs::read_link("/etc/localtime").ok();
    let linked = link
        .as_ref()
        .and_then(|path| path.to_str())
        .and_then(|path| path.split_once("zoneinfo/"))
        .map(|(_, zone)| zone.to_owned());
    let written = std::fs::read_to_string("/etc/timezone").ok().map(|text| text.trim().to_owned());
    let named = [variable, linked, written].into_iter().flatten().find(|zone| zone.parse::<chrono_tz::Tz>().is_ok());
    named.unwrap_or_else(|| "UTC".into())
}
