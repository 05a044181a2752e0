//! What was talked about: topics, announcements, polls and check-ins with their answers.

use super::{
    make::{Company, DAY, Event, Events},
    seed::{SeedForm, SeedPoll, SeedRule, SeedSaid, SeedTopic},
};
use crate::{
    Error,
    access::{Scope, Who, Work},
    comments::{self, polls},
    items::readings,
    topics::{
        self,
        checkins::{
            self,
            input::{CheckInInput, EveryWord, RuleShape},
        },
        input::TopicInput,
    },
};
use chrono_tz::Europe::Berlin;
use guildhall_domain::{Id, poll, recurrence::Place, when};

/// Minutes from one thing that is said to the next.
const PAUSE: i64 = 23;

/// Something that was said or done in a topic.
pub(super) enum Talk {
    /// It began in a space, as an announcement or not.
    Begun(TopicInput, Id, bool),
    /// A check-in was made in a space.
    CheckIn(CheckInInput, Id),
    /// It was asked.
    Asked(Id),
    /// Something was said in the Quick chat of a space.
    Chat(Id, String),
    /// Something was said between people.
    Direct(Vec<Id>, String),
    /// Something was said, and perhaps decided.
    Said(Id, String, bool),
    /// A poll, by its id.
    Poll(Id, Id, String, poll::New),
    /// A choice in it.
    Vote(Id, u32),
    /// Somebody read it.
    Read(Id),
}

impl Talk {
    /// Carries it out. It may be done twice, as any command.
    pub(super) fn happens(&self, work: &mut Work<'_, '_>) -> Result<(), Error> {
        match self {
            Talk::Begun(input, home, false) => topics::commands::create::create(work, *home, input).map(drop),
            Talk::Begun(input, home, true) => topics::commands::create::announce(work, *home, input).map(drop),
            Talk::CheckIn(input, home) => checkins::commands::create(work, *home, input).map(drop),
            Talk::Asked(topic) => checkins::commands::ask(work, *topic),
            Talk::Chat(home, words) => {
                let chat = topics::commands::create::chat(work, *home)?.id;
                write(work, chat, words).map(drop)
            }
            Talk::Direct(people, words) => {
                let topic = topics::commands::create::direct(work, people)?.id;
                write(work, topic, words).map(drop)
            }
            Talk::Said(topic, words, decided) => {
                let said = write(work, *topic, words)?;
                if *decided {
                    topics::commands::decisions::decide(work, *topic, said, true)?;
                }
                Ok(())
            }
            Talk::Poll(topic, id, question, new) => {
                polls::commands::ask(work, *topic, Some(*id), question, new).map(drop)
            }
            Talk::Vote(poll, choice) => polls::commands::vote(work, *poll, Some(&[*choice])).map(drop),
            Talk::Read(topic) => {
                let place = topics::store::get(work.read(), *topic)?.map_or(0, |topic| topic.last_place);
                readings::advance(work, *topic, place)
            }
        }
    }
}

fn write(work: &mut Work<'_, '_>, topic: Id, words: &str) -> Result<Id, Error> {
    let new = comments::commands::New { id: None, body: words.to_owned(), reply_to: None, files: Vec::new() };
    comments::commands::write(work, topic, &new).map(|(said, _)| said.id)
}

impl Company {
    /// The events of a topic so far.
    pub(super) fn talk(&self, events: &mut Events, home: Id, topic: &SeedTopic) -> Result<(), Error> {
        let between = match &topic.form {
            SeedForm::Direct(people) => Some(people.iter().map(|who| self.person(who)).collect::<Result<Vec<_>, _>>()?),
            SeedForm::Chat => None,
            _ => return self.topic(events, home, topic),
        };
        for (place, said) in (0..).zip(&topic.said) {
            let words = said.words.clone();
            let talk =
                between.clone().map_or_else(|| Talk::Chat(home, words.clone()), |all| Talk::Direct(all, words.clone()));
            let (at, who) = (self.ago(said.ago, 60 + place * PAUSE), Who::person(self.person(&said.who)?));
            events.push((at, events.len(), who, Event::Talk(Box::new(talk))));
        }
        Ok(())
    }

    fn topic(&self, events: &mut Events, home: Id, topic: &SeedTopic) -> Result<(), Error> {
        let id = crate::secrets::id(self.now);
        let (who, days) = &topic.begun;
        let who = Who::person(self.person(who)?);
        let begun = self.ago(*days, 0);
        let mut add = |at: i64, who: Who, talk: Talk| events.push((at, events.len(), who, Event::Talk(Box::new(talk))));
        let rounds = match &topic.form {
            SeedForm::CheckIn(rule) => {
                let input = self.check_in(id, &topic.title, rule)?;
                let times = self.rounds(&input, begun)?;
                add(begun, who, Talk::CheckIn(input, home));
                times.iter().for_each(|at| add(*at, Who::system(), Talk::Asked(id)));
                times
            }
            form => {
                let input = TopicInput { id: Some(id), title: topic.title.clone(), body: topic.text.clone() };
                add(begun, who, Talk::Begun(input, home, matches!(form, SeedForm::Announcement)));
                Vec::new()
            }
        };
        for (place, said) in (0..).zip(&topic.said) {
            let minutes = 60 + place * PAUSE;
            let at = match &topic.form {
                SeedForm::CheckIn(_) => match answered(&rounds, said.ago) {
                    Some(asked) => (asked + minutes * 60_000).min(self.now - 60_000),
                    None => continue,
                },
                _ => self.ago(said.ago, minutes),
            };
            self.say(&mut add, at, id, said)?;
        }
        for (who, days) in &topic.read {
            add(self.ago(*days, 300), Who::person(self.person(who)?), Talk::Read(id));
        }
        Ok(())
    }

    fn say(&self, add: &mut impl FnMut(i64, Who, Talk), at: i64, topic: Id, said: &SeedSaid) -> Result<(), Error> {
        let who = Who::person(self.person(&said.who)?);
        let Some(poll) = &said.poll else {
            add(at, who, Talk::Said(topic, said.words.clone(), said.decided));
            return Ok(());
        };
        let id = crate::secrets::id(self.now);
        add(at, who, Talk::Poll(topic, id, said.words.clone(), self.poll(poll)));
        for (place, (_, voters)) in (0..).zip(&poll.choices) {
            for (minutes, voter) in (1..).zip(voters) {
                let at = (at + minutes * PAUSE * 60_000).min(self.now - 60_000);
                add(at, Who::person(self.person(voter)?), Talk::Vote(id, place));
            }
        }
        Ok(())
    }

    fn poll(&self, poll: &SeedPoll) -> poll::New {
        let choices = poll.choices.iter().map(|(choice, _)| choice.clone()).collect();
        poll::New { choices, closes_ms: Some(self.now + poll.closes * DAY), ..poll::New::default() }
    }

    fn check_in(&self, id: Id, question: &str, rule: &SeedRule) -> Result<CheckInInput, Error> {
        let person_ids = rule.people.iter().map(|who| self.person(who)).collect::<Result<Vec<_>, _>>()?;
        let rule = RuleShape { every: EveryWord::Week, days: vec![rule.day], day: None, at: rule.at.clone() };
        Ok(CheckInInput { id: Some(id), question: question.to_owned(), rule, person_ids, remind_after_hours: None })
    }

    /// When a check-in was asked so far.
    fn rounds(&self, input: &CheckInInput, begun: i64) -> Result<Vec<i64>, Error> {
        let (schedule, place) = (input.rule.read()?, Place::new(Berlin, 0));
        let next = |after: &i64| Some(schedule.next(when::from_ms(*after), &place)?.timestamp_millis());
        Ok(std::iter::successors(next(&begun), next).take_while(|at| *at < self.now - 60_000).collect())
    }
}

/// The moment of a round, counted from the last one.
fn answered(rounds: &[i64], ago: i64) -> Option<i64> {
    rounds.iter().rev().nth(usize::try_from(ago - 1).ok()?).copied()
}
