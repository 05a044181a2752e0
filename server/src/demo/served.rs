//! What a space does for others: the form by which it is asked, what it promises, the rule that sorts, and how it went.

use super::{
    make::{Company, Event, Events, email},
    seed::{names, parts, who_when},
};
use crate::{
    Error,
    access::{Scope, Who, Work},
    error::Code,
    forms::{self, input::FormInput, start::Keys},
    http::call::IfMatch,
    requests::{self, commands::saying, input::AnswersInput},
    rules::{
        self,
        commands::acting::{self, Case, Cause},
        input::RuleInput,
    },
    spaces::{self, input::SpacePatch},
    tasks::{self, input::TaskPatch},
};
use guildhall_domain::{
    Id,
    request::{Lane, Request, State},
};
use serde_json::json;
use std::collections::BTreeMap;

/// What a space does for others, as it stands in the text of the company.
#[derive(Debug, Default)]
pub struct SeedServed {
    /// The form: name, who made it, what stands above it, what whoever sent it reads.
    pub form: [String; 4],
    /// Minutes of working time until the first answer, and until it is done.
    pub targets: [String; 2],
    /// Questions: kind, words, `required`, what the answer becomes, choices.
    pub asks: Vec<[String; 5]>,
    /// The rule: name, who made it, the words that set it off.
    pub rule: [String; 3],
    /// What came, the oldest first.
    pub came: Vec<SeedCame>,
}

/// Something that came by the form.
#[derive(Debug, Default)]
pub struct SeedCame {
    /// Who asked, and how many days ago.
    pub who: (String, i64),
    /// An answer for each question; empty for none.
    pub answers: Vec<String>,
    /// Who answered them, how many days ago, and what.
    pub told: Option<((String, i64), String)>,
    /// Who had done it, and how many days ago.
    pub done: Option<(String, i64)>,
}

impl SeedServed {
    /// A line of it.
    pub(super) fn line(&mut self, word: &str, rest: &str) {
        match (word, self.came.last_mut()) {
            ("form", _) => self.form = parts(rest),
            ("targets", _) => self.targets = parts(rest),
            ("asks", _) => self.asks.push(parts(rest)),
            ("rule", _) => self.rule = parts(rest),
            ("came", _) => {
                let mut cells = rest.split(" | ").map(str::to_owned);
                let who = who_when(&cells.next().unwrap_or_default());
                self.came.push(SeedCame { who, answers: cells.collect(), ..SeedCame::default() });
            }
            ("told", Some(came)) => {
                came.told = rest.split_once(": ").map(|(head, words)| (who_when(head), words.to_owned()));
            }
            ("done", Some(came)) => came.done = Some(who_when(rest)),
            _ => {}
        }
    }

    fn form(&self, id: Id) -> Result<FormInput, Error> {
        let [name, _, intro, thanks] = &self.form;
        let question = |(place, [kind, label, required, becomes, choices]): (usize, &[String; 5])| {
            let choice = |(place, label): (usize, String)| json!({ "id": place + 1, "label": label });
            let choices = names(choices).into_iter().filter(|label| !label.is_empty()).enumerate().map(choice);
            json!({
                "id": place + 1, "kind": kind, "label": label, "required": required == "required",
                "becomes": Some(becomes).filter(|word| !word.is_empty()), "choices": choices.collect::<Vec<_>>(),
            })
        };
        let questions: Vec<_> = self.asks.iter().enumerate().map(question).collect();
        let form = json!({ "id": id, "name": name, "intro": intro, "thanks": thanks, "questions": questions });
        serde_json::from_value(form).map_err(|error| wrong("form", &error))
    }

    fn rule(&self, id: Id, form: Id, takes: Id) -> Result<RuleInput, Error> {
        let [name, _, words] = &self.rule;
        let set = |fact: &str, value: &str| json!({ "does": "set", "fact": fact, "value": value });
        let rule = json!({
            "id": id, "name": name, "when": { "what": "requested", "by": "form", "form_id": form },
            "conditions": [{ "fact": "words", "test": "contains", "values": names(words) }],
            "actions": [{ "does": "accept" }, set("priority", "urgent"), set("assignee", &takes.to_string())],
        });
        serde_json::from_value(rule).map_err(|error| wrong("rule", &error))
    }
}

fn wrong(what: &str, error: &serde_json::Error) -> Error {
    Error::because(Code::Internal, format!("The demo has a wrong {what}: {error}"))
}

/// What is answered, by the number of the question.
type Given = BTreeMap<String, serde_json::Value>;

/// Something that happened to what a space does for others.
pub(super) enum Served {
    /// It promised something.
    Promised(Id, SpacePatch),
    /// Its form was made.
    Form(FormInput, Id),
    /// Its rule was made.
    Rule(RuleInput, Id),
    /// A form was answered; the rule looks at it.
    Came(Id, Id, Given),
    /// Whoever has this address and asked in this space was answered.
    Told(Id, String, String),
    /// What they asked for was done.
    Done(Id, String),
}

impl Served {
    /// Carries out what is one command. It may be done twice, as any command.
    fn happens(&self, work: &mut Work<'_, '_>) -> Result<(), Error> {
        match self {
            Served::Promised(home, patch) => spaces::commands::edit(work, *home, IfMatch::Any, patch, "").map(drop),
            Served::Form(input, home) => forms::commands::create(work, *home, input).map(drop),
            Served::Rule(input, home) => rules::commands::create(work, Some(*home), input).map(drop),
            Served::Came(..) => Ok(()),
            Served::Told(home, email, words) => {
                let asked = asked(work, *home, email)?;
                saying::say(work, asked.id, Lane::Requester, words).map(drop)
            }
            Served::Done(home, email) => {
                let State::Accepted(task) = asked(work, *home, email)?.state else { return Ok(()) };
                let patch = TaskPatch { status_id: Some(4), ..TaskPatch::default() };
                tasks::commands::edit(work, task, IfMatch::Any, &patch).map(drop)
            }
        }
    }
}

/// What somebody asked last in a space.
fn asked(work: &Work<'_, '_>, home: Id, email: &str) -> Result<Request, Error> {
    let audience = work.directory().space(home).map(|home| home.audience).ok_or_else(Error::not_found)?;
    requests::store::by_address(work.read(), audience, email, 1)?.pop().ok_or_else(Error::not_found)
}

/// What was said in the past leaves as no letter.
pub(super) fn settle(work: &mut Work<'_, '_>) -> Result<(), Error> {
    for (place, _) in requests::store::letters(work.read(), i64::MAX, 1_000)? {
        requests::store::drop_letter(work.tx, place)?;
    }
    Ok(())
}

impl Company {
    /// What a space did for others so far; nothing for one that has no form.
    pub(super) fn served(&self, events: &mut Events, home: Id, served: &SeedServed) -> Result<(), Error> {
        if served.asks.is_empty() {
            return Ok(());
        }
        let (form, rule) = (crate::secrets::id(self.now), crate::secrets::id(self.now));
        let mut add = |at: i64, who: Id, what: Served| {
            events.push((at, events.len(), Who::person(who), Event::Served(Box::new(what))));
        };
        let (maker, since) = who_when(&served.form[1]);
        let maker = self.person(&maker)?;
        let [first, done] = &served.targets;
        let minutes = |text: &String| Some(text.parse().ok());
        let promise =
            SpacePatch { first_answer_minutes: minutes(first), done_minutes: minutes(done), ..SpacePatch::default() };
        add(self.ago(since, 0), maker, Served::Promised(home, promise));
        add(self.ago(since, 10), maker, Served::Form(served.form(form)?, home));
        let (sorter, since) = who_when(&served.rule[1]);
        let sorter = self.person(&sorter)?;
        add(self.ago(since, 30), sorter, Served::Rule(served.rule(rule, form, sorter)?, home));
        for came in &served.came {
            let (who, days) = &came.who;
            let answers = (1_u32..).zip(&came.answers).filter(|(_, answer)| !answer.is_empty());
            let answers = answers.map(|(place, answer)| (place.to_string(), json!(answer))).collect();
            add(self.ago(*days, 480), self.person(who)?, Served::Came(form, rule, answers));
            if let Some(((by, days), words)) = &came.told {
                add(self.ago(*days, 515), self.person(by)?, Served::Told(home, email(who), words.clone()));
            }
            if let Some((by, days)) = &came.done {
                add(self.ago(*days, 560), self.person(by)?, Served::Done(home, email(who)));
            }
        }
        Ok(())
    }

    /// Carries something of it out.
    pub(super) fn serve(&self, who: Who, served: Served) -> Result<(), Error> {
        match served {
            Served::Came(form, rule, answers) => self.came(who, form, rule, answers),
            other => self.app.run_blocking(who, move |work| other.happens(work)).map(drop),
        }
    }

    /// A form was answered. Rules act after what sets them off, in a command of their own.
    fn came(&self, who: Who, form: Id, rule: Id, answers: Given) -> Result<(), Error> {
        let keys = Keys::load(&self.app)?;
        let came = self.app.run_blocking(who, move |work| {
            let (asking, _) = forms::queries::answerable(work, form)?;
            let input = AnswersInput { start: keys.start(work, &asking, None), answers: answers.clone() };
            requests::commands::coming::answer_form(work, &keys, form, &input)
        })?;
        let case = Case { rule, object: came.value.id, cause: Cause::Change(came.value.seq, came.command) };
        self.app.run_blocking(Who::system(), move |work| acting::act(work, case)).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use crate::demo::seed;

    #[test]
    fn people_of_the_company_ask_and_answer_what_is_asked() {
        let seed = seed::read();
        let known = |name: &str| seed.people.iter().any(|person| person[0].split(' ').next() == Some(name));
        let asking: Vec<_> = seed.spaces.iter().filter(|space| !space.served.asks.is_empty()).collect();
        assert_eq!(asking.len(), 1);
        let served = &asking[0].served;
        assert_eq!((served.asks.len(), served.came.len()), (4, 2));
        assert!(served.targets.iter().all(|minutes| minutes.parse::<i64>().is_ok()), "{:?}", served.targets);
        for came in &served.came {
            assert!(came.answers.len() <= served.asks.len(), "{:?}", came.answers);
            let mut told = came.told.iter().map(|((by, _), _)| by).chain(came.done.iter().map(|(by, _)| by));
            assert!(known(&came.who.0) && told.all(|by| known(by)), "{came:?}");
        }
        for line in [&served.form[1], &served.rule[1]] {
            assert!(known(&seed::who_when(line).0), "{line}");
        }
    }
}
