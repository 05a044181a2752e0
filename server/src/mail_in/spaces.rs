//! The address of a space: whoever knows of the space sees it, whoever leads it sets it.

use super::{
    record::SpaceMailRecord,
    store,
    views::{SpaceMailInput, SpaceMailShape},
};
use crate::{
    App, Error,
    access::{self, Scope, Work},
    error::Code,
    mail::{incoming, replies},
};
use guildhall_domain::{
    Id,
    policy::DoSpace,
    space::{Access, Space},
};

/// Names that mean something to mail servers or to us.
const RESERVED: [&str; 8] =
    ["postmaster", "abuse", "mailer-daemon", "noreply", "no-reply", "webmaster", "hostmaster", "root"];
/// Longest name.
const LONGEST: usize = 40;

/// What is set.
pub fn show(app: &App, scope: &impl Scope, id: Id) -> Result<SpaceMailShape, Error> {
    let space = access::space(scope, id, DoSpace::See)?.into_inner();
    let kept = store::space(scope.read(), id)?;
    let settings = incoming::settings(scope.read())?;
    let open = incoming::is_open(app, &settings);
    let door = incoming::door(scope.read())?.filter(|_| open);
    let name = if kept.name.is_empty() { suggestion(scope, &space)? } else { kept.name };
    let address = door.as_ref().map(|door| door.address(&name));
    let possible = door.is_some() && space.access != Access::Personal;
    let (before, after) = door
        .map(|door| {
            let whole = door.address("\n");
            let (before, after) = whole.split_once('\n').unwrap_or_default();
            (before.to_owned(), after.to_owned())
        })
        .unwrap_or_default();
    let requests = kept.requests.unwrap_or(false);
    Ok(SpaceMailShape { on: kept.on, requests, name, address, possible, before, after })
}

/// A free name, made of what the space is called.
fn suggestion(scope: &impl Scope, space: &Space) -> Result<String, Error> {
    let mut name = String::new();
    for c in space.name.to_lowercase().chars() {
        match c {
            'a'..='z' | '0'..='9' => name.push(c),
            'ä' => name.push_str("ae"),
            'ö' => name.push_str("oe"),
            'ü' => name.push_str("ue"),
            'ß' => name.push_str("ss"),
            'à'..='å' => name.push('a'),
            'è'..='ë' => name.push('e'),
            'ç' => name.push('c'),
            _ if !name.is_empty() && !name.ends_with('-') => name.push('-'),
            _ => {}
        }
    }
    let name = name.trim_matches('-').chars().take(30).collect::<String>();
    let name = if name.is_empty() { space.prefix.to_lowercase() } else { name };
    let taken = store::named(scope.read(), &name)?.is_some_and(|other| other != space.id);
    Ok(if taken || RESERVED.contains(&name.as_str()) {
        format!("{name}-{}", space.prefix.to_lowercase())
    } else {
        name
    })
}

/// Sets it.
pub fn set(work: &mut Work<'_, '_>, id: Id, input: &SpaceMailInput) -> Result<(), Error> {
    let space = access::space(work, id, DoSpace::Manage)?.into_inner();
    if space.access == Access::Personal {
        return Err(Error::because(Code::Conflict, "A Personal space has no address."));
    }
    let kept = store::space(work.read(), id)?;
    let name = match &input.name {
        Some(name) => checked(name)?,
        None if kept.name.is_empty() => suggestion(work, &space)?,
        None => kept.name.clone(),
    };
    if store::named(work.read(), &name)?.is_some_and(|other| other != id) {
        return Err(Error::field("name", "Another space has this address. Choose another one."));
    }
    let on = input.on.unwrap_or(kept.on);
    let requests = input.requests.or(kept.requests);
    Ok(store::put_space(work.tx, id, &SpaceMailRecord { name, on, requests })?)
}

fn checked(name: &str) -> Result<String, Error> {
    let name = name.trim().to_lowercase();
    let plain = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.' | '_'));
    let ends = name.starts_with(['-', '.', '_']) || name.ends_with(['-', '.', '_']) || name.contains("..");
    if name.is_empty() || name.len() > LONGEST || !plain || ends {
        return Err(Error::field("name", "Use letters from a to z, digits, dots and dashes: festival-2027."));
    }
    if RESERVED.contains(&name.as_str()) || replies::is_name(&name) || name.starts_with("r-") {
        return Err(Error::field("name", "This name has a meaning of its own. Choose another one."));
    }
    Ok(name)
}
