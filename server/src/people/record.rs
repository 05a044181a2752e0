//! A person as stored.

use crate::log::cbor::{self, Bytes16, number};
use chrono::NaiveDate;
use guildhall_domain::person::{Away, Person, PersonState, Role};
use minicbor::{Decode, Encode};

/// See [`Person`].
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct PersonRecord {
    #[n(0)]
    id: Bytes16,
    #[n(1)]
    audience: u64,
    #[n(2)]
    name: String,
    #[n(3)]
    email: String,
    #[n(4)]
    role: u8,
    #[n(5)]
    state: u8,
    #[n(6)]
    job_title: String,
    #[n(7)]
    phone: String,
    #[n(8)]
    mobile: String,
    #[n(9)]
    location: String,
    #[n(10)]
    about: String,
    #[n(11)]
    reports_to: Option<Bytes16>,
    #[n(12)]
    language: String,
    #[n(13)]
    time_zone: String,
    #[n(14)]
    working_days: u8,
    #[n(15)]
    hours_from: u16,
    #[n(16)]
    hours_to: u16,
    #[n(17)]
    color: u8,
    #[n(18)]
    theme: String,
    #[n(19)]
    single_keys: bool,
    #[n(20)]
    starred: Vec<Bytes16>,
    #[n(21)]
    created_ms: i64,
    #[n(22)]
    seq: u64,
    #[n(23)]
    away: Option<AwayRecord>,
    /// Days counted from the first of the calendar, in pairs.
    #[n(24)]
    absences: Option<Vec<i32>>,
    #[n(25)]
    capacity: Option<Vec<u16>>,
    #[n(26)]
    erased_ms: Option<i64>,
}

#[derive(Debug, Encode, Decode)]
#[cbor(map)]
struct AwayRecord {
    #[n(0)]
    from: String,
    #[n(1)]
    until: String,
    #[n(2)]
    note: String,
}

guildhall_store::record!(PersonRecord, 1);

impl From<&Person> for PersonRecord {
    fn from(p: &Person) -> Self {
        PersonRecord {
            id: cbor::id(p.id),
            audience: p.audience,
            name: p.name.clone(),
            email: p.email.clone(),
            role: role_number(p.role),
            state: match p.state {
                PersonState::Active => 0,
                PersonState::Placeholder => 1,
                PersonState::Deactivated => 2,
            },
            job_title: p.job_title.clone(),
            phone: p.phone.clone(),
            mobile: p.mobile.clone(),
            location: p.location.clone(),
            about: p.about.clone(),
            reports_to: cbor::id_opt(p.reports_to),
            language: p.language.clone(),
            time_zone: p.time_zone.name().into(),
            working_days: p.working_days,
            hours_from: p.hours.0,
            hours_to: p.hours.1,
            color: p.color,
            theme: p.theme.clone(),
            single_keys: p.single_keys,
            starred: cbor::ids(&p.starred),
            created_ms: p.created_ms,
            seq: p.seq,
            away: p.away.as_ref().map(AwayRecord::from),
            absences: Some(p.absences.iter().flat_map(|(from, until)| [number(*from), number(*until)]).collect())
                .filter(|days: &Vec<i32>| !days.is_empty()),
            capacity: p.capacity.map(Vec::from),
            erased_ms: p.erased_ms,
        }
    }
}

impl From<PersonRecord> for Person {
    fn from(r: PersonRecord) -> Self {
        Person {
            id: cbor::from_id(&r.id),
            audience: r.audience,
            name: r.name,
            email: r.email,
            role: role_from(r.role),
            // A state this version does not know must not be able to sign in.
            state: match r.state {
                0 => PersonState::Active,
                1 => PersonState::Placeholder,
                _ => PersonState::Deactivated,
            },
            job_title: r.job_title,
            phone: r.phone,
            mobile: r.mobile,
            location: r.location,
            about: r.about,
            reports_to: cbor::from_id_opt(&r.reports_to),
            language: r.language,
            time_zone: r.time_zone.parse().unwrap_or(chrono_tz::UTC),
            working_days: r.working_days,
            hours: (r.hours_from, r.hours_to),
            color: r.color,
            theme: r.theme,
            single_keys: r.single_keys,
            starred: cbor::from_ids(&r.starred),
            away: r.away.as_ref().and_then(AwayRecord::read),
            absences: r.absences.as_deref().map(pairs).unwrap_or_default(),
            capacity: r.capacity.and_then(|capacity| capacity.try_into().ok()),
            created_ms: r.created_ms,
            erased_ms: r.erased_ms,
            seq: r.seq,
        }
    }
}

fn pairs(days: &[i32]) -> Vec<(NaiveDate, NaiveDate)> {
    let day = |number: &i32| NaiveDate::from_num_days_from_ce_opt(*number);
    let pair = |pair: &[i32]| Some((day(pair.first()?)?, day(pair.get(1)?)?));
    days.chunks(2).filter_map(pair).collect()
}

impl From<&Away> for AwayRecord {
    fn from(away: &Away) -> Self {
        AwayRecord { from: away.from.to_string(), until: away.until.to_string(), note: away.note.clone() }
    }
}

impl AwayRecord {
    fn read(&self) -> Option<Away> {
        Some(Away { from: self.from.parse().ok()?, until: self.until.parse().ok()?, note: self.note.clone() })
    }
}

/// The number of a role in records.
pub fn role_number(role: Role) -> u8 {
    match role {
        Role::Guest => 0,
        Role::Member => 1,
        Role::Admin => 2,
        Role::Owner => 3,
    }
}

/// The inverse; an unknown role has the fewest rights.
pub fn role_from(number: u8) -> Role {
    match number {
        1 => Role::Member,
        2 => Role::Admin,
        3 => Role::Owner,
        _ => Role::Guest,
    }
}
