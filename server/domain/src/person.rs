//! People: their place in the organization and what helps to reach them.

use crate::{AudienceId, Id, Rule, limits};
use chrono::{NaiveDate, Weekday};
use chrono_tz::Tz;

/// Minutes somebody can work on a working day unless they say otherwise.
pub const USUAL_DAY: u16 = 8 * 60;

/// What somebody is called whose name was erased.
pub const FORMER: &str = "Former member";

/// What a person may do in the organization as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// From outside: sees only the spaces they were put in.
    Guest,
    /// Works here.
    Member,
    /// Also people, organization, backups, audit.
    Admin,
    /// Also owners and restore.
    Owner,
}

/// Whether an account can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonState {
    /// Signs in.
    Active,
    /// Known by name (for example from an import), without a way to sign in yet.
    Placeholder,
    /// Left; what they wrote stays with their name.
    Deactivated,
}

/// Days on which a person is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Away {
    /// The first.
    pub from: NaiveDate,
    /// The last.
    pub until: NaiveDate,
    /// What those are told who turn to them meanwhile.
    pub note: String,
}

/// A person.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// Id.
    pub id: Id,
    /// Own audience: Personal, Direct.
    pub audience: AudienceId,
    /// Full name.
    pub name: String,
    /// Address, lower case; empty for a placeholder without one.
    pub email: String,
    /// Role in the organization.
    pub role: Role,
    /// State of the account.
    pub state: PersonState,
    /// What they do here.
    pub job_title: String,
    /// Office phone.
    pub phone: String,
    /// Mobile phone.
    pub mobile: String,
    /// Where to find them.
    pub location: String,
    /// What else helps to know.
    pub about: String,
    /// Whom they report to.
    pub reports_to: Option<Id>,
    /// Language of the page.
    pub language: String,
    /// Their zone: Home, plan, reminders.
    pub time_zone: Tz,
    /// Working days, bit 0 = Monday.
    pub working_days: u8,
    /// Working hours, minutes after midnight.
    pub hours: (u16, u16),
    /// Avatar colour 0–9.
    pub color: u8,
    /// `system`, `light` or `dark`.
    pub theme: String,
    /// Whether single-key shortcuts are on.
    pub single_keys: bool,
    /// Starred spaces in order.
    pub starred: Vec<Id>,
    /// When they are not there next, as they said themselves.
    pub away: Option<Away>,
    /// Days on which they are not there at all because it was approved: the first and the last of each.
    pub absences: Vec<(NaiveDate, NaiveDate)>,
    /// Minutes they can work on each weekday, from Monday; none: [`USUAL_DAY`] on every working day.
    pub capacity: Option<[u16; 7]>,
    /// When the account was made, UTC milliseconds.
    pub created_ms: i64,
    /// When their name was erased: what they wrote stays, and nobody knows whose it was.
    pub erased_ms: Option<i64>,
    /// Last change, for concurrent edits.
    pub seq: u64,
}

impl Person {
    /// A new active member with the defaults of the organization.
    pub fn new(id: Id, audience: AudienceId, name: String, email: String, role: Role, zone: Tz, now: i64) -> Self {
        Person {
            id,
            audience,
            name,
            email,
            role,
            state: PersonState::Active,
            job_title: String::new(),
            phone: String::new(),
            mobile: String::new(),
            location: String::new(),
            about: String::new(),
            reports_to: None,
            language: "en".into(),
            time_zone: zone,
            working_days: 0b0001_1111,
            hours: (8 * 60, 17 * 60),
            color: u8::try_from(audience % 10).unwrap_or(0),
            theme: "system".into(),
            single_keys: true,
            starred: Vec::new(),
            away: None,
            absences: Vec::new(),
            capacity: None,
            created_ms: now,
            erased_ms: None,
            seq: 0,
        }
    }

    /// The same without anything that tells who they were. Who they are in the organization's records stays: an id, a
    /// role, since when.
    #[must_use]
    pub fn erased(&self, now: i64) -> Self {
        let nobody = Person::new(self.id, self.audience, FORMER.into(), String::new(), self.role, self.time_zone, now);
        Person {
            state: PersonState::Deactivated,
            language: self.language.clone(),
            color: 0,
            created_ms: self.created_ms,
            erased_ms: Some(now),
            seq: self.seq,
            ..nobody
        }
    }

    /// Whether a weekday is one of their working days.
    pub fn works_on(&self, weekday: Weekday) -> bool {
        self.working_days >> weekday.num_days_from_monday() & 1 == 1
    }

    /// Minutes they can work on a weekday.
    pub fn minutes_on(&self, weekday: Weekday) -> u16 {
        let place = weekday.num_days_from_monday() as usize;
        let minutes = self.capacity.and_then(|capacity| capacity.get(place).copied()).unwrap_or(USUAL_DAY);
        if self.works_on(weekday) { minutes } else { 0 }
    }

    /// Whether they are not there on a day, as they said or as it was approved.
    pub fn is_away(&self, day: NaiveDate) -> bool {
        let said = self.away.as_ref().map(|away| (away.from, away.until));
        said.iter().chain(&self.absences).any(|(from, until)| (*from..=*until).contains(&day))
    }

    /// When they are not there, now or next, from a day on.
    pub fn next_away(&self, today: NaiveDate) -> Option<Away> {
        let approved =
            self.absences.iter().map(|(from, until)| Away { from: *from, until: *until, note: String::new() });
        // What they wrote themselves comes first where both begin on one day: it has their words.
        let all = self.away.iter().cloned().chain(approved).filter(|away| away.until >= today);
        all.min_by_key(|away| away.from)
    }

    /// First letters of the first and last name.
    pub fn initials(&self) -> String {
        let mut words = self.name.split_whitespace();
        let first = words.next().and_then(|word| word.chars().next());
        let last = words.next_back().and_then(|word| word.chars().next());
        first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
    }
}

/// An e-mail address in the one form we keep: trimmed, lower case. Accepts what can be delivered,
/// not all of RFC 5321: one `@`, no spaces, a dot or `localhost` behind it, at most 254 bytes.
pub fn email(text: &str) -> Result<String, Rule> {
    let text = text.trim().to_lowercase();
    let wrong = || Rule::field("invalid_email", "email", "Write an e-mail address such as ana@example.com.");
    let (local, domain) = text.rsplit_once('@').ok_or_else(wrong)?;
    let plain = |part: &str| {
        !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c.is_control() || "<>,;\"()[]@".contains(c))
    };
    if text.len() > 254 || !plain(local) || !plain(domain) || domain.starts_with('.') || domain.ends_with('.') {
        return Err(wrong());
    }
    Ok(text)
}

/// The name of a person.
pub fn name(text: &str) -> Result<String, Rule> {
    limits::line("name", text, limits::NAME)
}

/// Whether an owner would remain if `leaving` no longer were one.
pub fn an_owner_remains<'a>(mut people: impl Iterator<Item = &'a Person>, leaving: Id) -> bool {
    people.any(|p| p.id != leaving && p.role == Role::Owner && p.state == PersonState::Active)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_away_by_their_own_word_or_an_approved_absence_is_away() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let mut ana = Person::new(Id::nil(), 1, "Ana".into(), String::new(), Role::Member, Tz::UTC, 0);
        assert_eq!(ana.next_away(day("2026-11-23")), None);
        ana.absences = vec![(day("2026-12-24"), day("2026-12-31")), (day("2026-11-23"), day("2026-11-24"))];
        ana.away = Some(Away { from: day("2026-12-01"), until: day("2026-12-02"), note: "Ask Tom".into() });
        let next = |today: &str| ana.next_away(day(today)).map(|away| away.from);
        assert_eq!(next("2026-11-24"), Some(day("2026-11-23")));
        assert_eq!(next("2026-11-25"), Some(day("2026-12-01")));
        assert_eq!(next("2026-12-03"), Some(day("2026-12-24")));
        assert!(ana.is_away(day("2026-12-02")) && ana.is_away(day("2026-12-31")) && !ana.is_away(day("2026-12-03")));
    }

    #[test]
    fn what_can_be_done_on_a_day_off_is_nothing() {
        let mut ana = Person::new(Id::nil(), 1, "Ana".into(), String::new(), Role::Member, Tz::UTC, 0);
        assert_eq!([ana.minutes_on(Weekday::Mon), ana.minutes_on(Weekday::Sat)], [480, 0]);
        ana.capacity = Some([360, 360, 360, 0, 240, 480, 0]);
        assert_eq!(
            [ana.minutes_on(Weekday::Thu), ana.minutes_on(Weekday::Fri), ana.minutes_on(Weekday::Sat)],
            [0, 240, 0]
        );
    }

    #[test]
    fn addresses_have_one_form() {
        assert_eq!(email(" Ana@Example.COM ").unwrap(), "ana@example.com");
        for wrong in ["", "ana", "@x.de", "a b@x.de", "a@", "a@.de", "a@x.", "a@b@c.de", "\"x\"@y.de"] {
            assert!(email(wrong).is_err(), "{wrong}");
        }
    }
}
