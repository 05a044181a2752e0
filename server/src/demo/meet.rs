//! What stands in the calendar of the company: rooms, meetings, and days on which people are away.

use super::{
    make::Company,
    seed::{Seed, SeedSpace, weekday},
};
use crate::{
    Error,
    absences::{
        self,
        input::{AbsenceKind, NewAbsence},
    },
    access::Who,
    events::{
        commands::{create, guests},
        input::{Attending, EventInput},
        rooms::{self, views::RoomInput},
    },
    http::shapes::WhenShape,
};
use chrono::{Datelike, Duration, NaiveDate};
use guildhall_domain::{Id, when};
use std::collections::HashMap;

/// Days since which that comes which comes again: whole weeks, so that it keeps its weekday.
const SINCE: i64 = 49;

/// A room as it stands in the text of the company.
#[derive(Debug)]
pub struct SeedRoom {
    /// Name, seats, what is in it.
    pub head: [String; 3],
}

/// A meeting as it stands in the text of the company.
#[derive(Debug)]
pub struct SeedMeet {
    /// Title, when, how long, rule, who is invited, room.
    pub head: [String; 6],
}

/// Rooms by their name.
pub(super) type Rooms = HashMap<String, Id>;

impl Company {
    fn today(&self) -> NaiveDate {
        when::today(when::from_ms(self.now), chrono_tz::UTC)
    }

    /// The rooms, and who is away, entered by whoever runs the office.
    pub(super) fn rooms(&self, seed: &Seed) -> Result<Rooms, Error> {
        let office = self.person("Nora")?;
        let mut made = Rooms::new();
        for SeedRoom { head: [name, seats, note] } in &seed.rooms {
            let input = RoomInput { name: name.clone(), note: note.clone(), seats: seats.parse().ok() };
            let room = self.app.run_blocking(Who::person(office), move |work| rooms::commands::create(work, &input))?;
            made.insert(name.clone(), room.value.id);
        }
        seed.away.iter().try_for_each(|one| self.away(one, office))?;
        Ok(made)
    }

    /// Who would like to be away: asked for last, as those who decide hear only of what was asked lately.
    pub(super) fn asked_off(&self, seed: &Seed) -> Result<(), Error> {
        seed.asked_off.iter().try_for_each(|one| self.away(one, self.person(&one[0])?))
    }

    /// Days off, entered or asked for.
    fn away(&self, [who, starts, days, why]: &[String; 4], by: Id) -> Result<(), Error> {
        let number = |text: &str| text.parse::<i64>().unwrap_or(1);
        let from = self.today() + Duration::days(number(starts));
        let input = NewAbsence {
            person_id: Some(self.person(who)?),
            from,
            until: from + Duration::days(number(days) - 1),
            from_noon: false,
            until_noon: false,
            kind: AbsenceKind::Holiday,
            note: why.clone(),
        };
        self.app.run_blocking(Who::person(by), move |work| absences::commands::ask(work, &input).map(drop))?;
        Ok(())
    }

    /// The meetings of a space, called by the first who is invited; the others said that they come.
    pub(super) fn meet(&self, space: &SeedSpace, home: Id, rooms: &Rooms) -> Result<(), Error> {
        for meet in &space.meets {
            let people: Vec<Id> =
                meet.head[4].split(',').map(|name| self.person(name.trim())).collect::<Result<_, _>>()?;
            let Some((host, others)) = people.split_first() else { continue };
            let input = meet.input(self.today(), &people, rooms);
            let made = self.app.run_blocking(Who::person(*host), move |work| create::create(work, home, &input))?;
            let id = made.value.id;
            for other in others {
                self.app.run_blocking(Who::person(*other), move |work| {
                    guests::attend(work, id, Attending::Yes, None).map(drop)
                })?;
            }
        }
        Ok(())
    }
}

impl SeedMeet {
    fn input(&self, today: NaiveDate, guests: &[Id], rooms: &Rooms) -> EventInput {
        let [title, when, long, rule, _, room] = &self.head;
        let (day, time) = when.split_once(' ').map_or((when.as_str(), None), |(day, time)| (day, Some(time)));
        let later = day.split_once('+').and_then(|(_, days)| days.parse().ok()).unwrap_or(0);
        let monday = today - Duration::days(today.weekday().num_days_from_monday().into());
        let ago = if rule.is_empty() { 0 } else { SINCE };
        let date = monday + Duration::days(i64::from(weekday(day).unwrap_or(0)) + later - ago);
        let length = long.parse().ok();
        EventInput {
            id: None,
            title: title.clone(),
            body: String::new(),
            start: WhenShape { date, time: time.map(str::to_owned), zone: None },
            days: length.filter(|_| time.is_none()),
            minutes: length.filter(|_| time.is_some()),
            rule: Some(rule.clone()).filter(|rule| !rule.is_empty()),
            extra_dates: Vec::new(),
            guest_ids: guests.to_vec(),
            room_id: rooms.get(room).copied(),
        }
    }
}
