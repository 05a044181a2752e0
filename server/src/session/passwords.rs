//! Passwords: which are good enough, and setting them. At least 10 characters that are not easy to
//! guess; no rules about kinds of characters, which make passwords worse.

use super::{
    parts::Ways,
    record::PasswordRecord,
    store::{self, PASSWORDS, RESETS},
};
use crate::{
    App, Error,
    access::{Scope, Work},
    error::Code,
};
use guildhall_domain::{Id, person::Person};
use zxcvbn::{Score, zxcvbn};

pub use super::hasher::LONGEST;

/// Fewest characters.
const SHORTEST: usize = 10;
/// Fewest characters that are not the names of person and organization.
const OWN: usize = 6;

/// Refuses a password that is too short, too long, or easy to guess for somebody who knows `about`: the
/// name and address of the person and the name of the organization.
pub fn check(password: &str, about: &[&str]) -> Result<(), Error> {
    let wrong = |message: &str| Err(Error::field("password", message));
    if password.chars().count() < SHORTEST {
        return wrong("Use at least 10 characters.");
    }
    if password.len() > LONGEST {
        return wrong("Use at most 1,024 bytes.");
    }
    let words = about.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric()).chain([*text]));
    let known: Vec<&str> = words.filter(|word| word.chars().count() > 2).chain(["guildhall"]).collect();
    // Made of names alone: too many segments for the estimate, and the first thing somebody tries.
    let own = known.iter().fold(password.to_lowercase(), |rest, word| rest.replace(&word.to_lowercase(), ""));
    if own.chars().count() < OWN || zxcvbn(password, &known).score() < Score::Two {
        return wrong(
            "This one is easy to guess. Three or four words that have nothing to do with each other are good.",
        );
    }
    Ok(())
}

/// What somebody who guesses the password of a person knows.
pub fn about(app: &App, person: &Person) -> Result<Vec<String>, Error> {
    let directory = app.directory(&app.store().snapshot()?)?;
    let organization = directory.organization.as_ref().map(|organization| organization.name.clone());
    Ok([person.name.clone(), person.email.clone()].into_iter().chain(organization).collect())
}

/// Checks and hashes a new password; before the command, because it takes long.
pub async fn checked_hash(app: &App, password: &str, about: &[&str]) -> Result<String, Error> {
    check(password, about)?;
    app.parts().session.hasher.hash(password.to_owned()).await
}

/// [`checked_hash`] for threads that may block: the command line.
pub fn hash(ways: &Ways, password: &str, about: &[&str]) -> Result<String, Error> {
    check(password, about)?;
    ways.hasher.hash_now(password)
}

/// Whether a password is that of a person, for threads that may block.
pub fn verify(app: &App, person: Id, password: &str) -> Result<bool, Error> {
    let known = store::password(&app.store().snapshot()?, person)?;
    Ok(app.parts().session.hasher.verify_now(password, known.as_ref().map(|known| known.phc.as_str())))
}

/// Sets the password of a person. Links that could set one end with it; ending sessions is the
/// caller's, who knows which one may stay. `must_change`: somebody else chose it.
pub fn set(work: &mut Work<'_, '_>, person: Id, phc: &str, must_change: bool) -> Result<(), Error> {
    let record =
        PasswordRecord { phc: phc.to_owned(), changed_ms: work.now(), must_change: must_change.then_some(true) };
    work.tx.put(&PASSWORDS, &person, &record)?;
    Ok(work.tx.delete(&RESETS, &person)?)
}

/// Refuses to go on when the password is no longer the one that was verified before the command began.
pub fn still(work: &Work<'_, '_>, person: Id, phc: &str) -> Result<(), Error> {
    let now = store::password(work.tx.read(), person)?;
    if now.is_some_and(|now| now.phc == phc) { Ok(()) } else { Err(Error::new(Code::WrongCredentials)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_would_try_first_is_refused() {
        let about = ["Ana Ruiz", "ana.ruiz@brightwater.example", "Brightwater Plumbing"];
        for weak in
            ["short", "password12", "1234567890", "anaruiz2024", "BrightWaterAna", "brightwater", "aaaaaaaaaaaa"]
        {
            assert!(check(weak, &about).unwrap_err().fields.contains_key("password"), "{weak}");
        }
        assert!(check("kettle orbit mustard", &about).is_ok());
        assert!(check("長い合言葉はとても安全です", &about).is_ok());
        assert!(check(&"long".repeat(300), &about).is_err());
    }
}
