//! A rule as a sentence: “When a task is made, and its title or text contains **no heat**, set its priority to **high**.”
//! What stands for a thing is asked of whoever knows its name by now, so a sentence is never out of date.

use super::{Act, Condition, Fact, Plan, Source, Test, Trigger, Whom};
use crate::{Id, change::Value};

/// A piece of the sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it says.
    pub text: String,
    /// It is what somebody chose, and stands out.
    pub strong: bool,
}

/// A thing a sentence names.
#[derive(Debug, Clone, Copy)]
pub enum Named<'a> {
    /// A value of a fact.
    Value(Fact, &'a Value),
    /// A field of the space.
    Field(u32),
    /// A space.
    Space(Id),
    /// A process.
    Process(Id),
    /// A topic.
    Topic(Id),
    /// A person.
    Person(Id),
    /// A form.
    Form(Id),
    /// A webhook.
    Webhook(Id),
}

struct Words<'n, F> {
    name: &'n F,
    parts: Vec<Part>,
}

/// The sentence of a plan.
pub fn print(plan: &Plan, name: &impl Fn(Named<'_>) -> String) -> Vec<Part> {
    let mut words = Words { name, parts: Vec::new() };
    words.plain("When ");
    words.trigger(&plan.when);
    for condition in &plan.conditions {
        words.plain(", and ");
        words.condition(condition, plan.when.is_request());
    }
    words.plain(", ");
    for (at, act) in plan.actions.iter().enumerate() {
        match plan.actions.len() - at {
            _ if at == 0 => {}
            1 => words.plain(" and "),
            _ => words.plain(", "),
        }
        words.act(act);
    }
    words.plain(".");
    words.parts
}

impl<F: Fn(Named<'_>) -> String> Words<'_, F> {
    fn add(&mut self, text: &str, strong: bool) {
        match self.parts.last_mut() {
            Some(last) if last.strong == strong => last.text.push_str(text),
            _ => self.parts.push(Part { text: text.into(), strong }),
        }
    }

    fn plain(&mut self, text: &str) {
        self.add(text, false);
    }

    fn strong(&mut self, text: &str) {
        self.add(text, true);
    }

    fn named(&mut self, named: Named<'_>) {
        let name = (self.name)(named);
        self.strong(&name);
    }

    fn fact(&mut self, fact: Fact) {
        match fact {
            Fact::Status | Fact::Category => self.strong("status"),
            Fact::Assignee => self.strong("assignee"),
            Fact::Priority => self.strong("priority"),
            Fact::Due => self.strong("due date"),
            Fact::Start => self.strong("start date"),
            Fact::Section => self.strong("section"),
            Fact::Tag => self.strong("tags"),
            Fact::Field(id) => self.named(Named::Field(id)),
            Fact::Words => self.strong("words"),
            Fact::Process => self.strong("process"),
        }
    }

    fn trigger(&mut self, when: &Trigger) {
        match when {
            Trigger::Created => self.strong("a task is made"),
            Trigger::Commented => self.strong("somebody comments on a task"),
            Trigger::Changed(Fact::Tag, Some(tag)) => {
                self.plain("a task gets the tag ");
                self.named(Named::Value(Fact::Tag, tag));
            }
            Trigger::Changed(fact, to) => {
                self.plain("the ");
                self.fact(*fact);
                self.plain(if to.is_some() { " of a task becomes " } else { " of a task changes" });
                if let Some(to) = to {
                    self.named(Named::Value(*fact, to));
                }
            }
            Trigger::Requested(source) => {
                self.plain("a new request comes by ");
                match source {
                    Source::Any => self.strong("any form or e-mail"),
                    Source::Form(None) => self.strong("any form"),
                    Source::Form(Some(id)) => self.named(Named::Form(*id)),
                    Source::Mail => self.strong("e-mail"),
                }
            }
            Trigger::Reached(fact, days) => {
                self.plain("it is ");
                if *days != 0 {
                    self.strong(&count(days.unsigned_abs()));
                    self.plain(if *days < 0 { " before " } else { " after " });
                }
                self.plain("the ");
                self.fact(*fact);
                self.plain(" of a task");
            }
            Trigger::Overdue(0) => self.strong("a task is late"),
            Trigger::Overdue(days) => {
                self.plain("a task is late by ");
                self.strong(&count(*days));
            }
        }
    }

    fn condition(&mut self, condition: &Condition, request: bool) {
        match &condition.test {
            Test::Contains(phrases) => {
                self.plain(if request { "it says " } else { "its title or text says " });
                self.strong(&phrases.any().join(", "));
                if !phrases.except().is_empty() {
                    self.plain(" but not just ");
                    self.strong(&phrases.except().join(", "));
                }
            }
            Test::Is(values) => self.compare(condition.fact, values, " is ", "has the tag "),
            Test::IsNot(values) => self.compare(condition.fact, values, " is not ", "does not have the tag "),
        }
    }

    fn compare(&mut self, fact: Fact, values: &[Value], is: &str, has: &str) {
        if fact == Fact::Tag {
            self.plain("it ");
            self.plain(has);
        } else if fact == Fact::Process {
            self.plain("it");
            self.plain(is);
            self.plain("a run of ");
        } else {
            self.plain("its ");
            self.fact(fact);
            self.plain(is);
        }
        for (at, value) in values.iter().enumerate() {
            if at > 0 {
                self.plain(" or ");
            }
            self.named(Named::Value(fact, value));
        }
    }

    fn act(&mut self, act: &Act) {
        match act {
            Act::Set(Fact::Tag, tag) => {
                self.plain("add the tag ");
                self.named(Named::Value(Fact::Tag, tag));
            }
            Act::Set(Fact::Assignee, Value::Null) => self.plain("take it from whoever has it"),
            Act::Set(Fact::Assignee, person) => {
                self.plain("give it to ");
                self.named(Named::Value(Fact::Assignee, person));
            }
            Act::Set(fact, value) => {
                self.plain("set its ");
                self.fact(*fact);
                self.plain(" to ");
                match (fact, value.as_int()) {
                    (Fact::Due | Fact::Start, Some(0)) => self.strong("that day"),
                    (Fact::Due | Fact::Start, Some(days)) => {
                        self.strong(&count(u16::try_from(days).unwrap_or_default()));
                        self.plain(" later");
                    }
                    _ => self.named(Named::Value(*fact, value)),
                }
            }
            Act::Move(space) => {
                self.plain("move it to ");
                self.named(Named::Space(*space));
            }
            Act::Accept => self.strong("make it a task"),
            Act::Start(process) => {
                self.plain("start ");
                self.named(Named::Process(*process));
            }
            Act::Comment(words) => {
                self.plain("say on it ");
                self.quote(words);
            }
            Act::Post(topic, words) => {
                self.plain("post in ");
                self.named(Named::Topic(*topic));
                self.plain(" ");
                self.quote(words);
            }
            Act::Tell(whom, words) => {
                self.plain("tell ");
                match whom {
                    Whom::Person(id) => self.named(Named::Person(*id)),
                    Whom::Assignee => self.strong("whoever does it"),
                    Whom::Leads => self.strong("the space lead"),
                }
                self.plain(" ");
                self.quote(words);
            }
            Act::Call(webhook) => {
                self.plain("call the webhook ");
                self.named(Named::Webhook(*webhook));
            }
            Act::Mail(mail) => {
                self.plain("send a mail to ");
                self.strong(&mail.to.join(", "));
                self.plain(" ");
                self.quote(&mail.subject);
            }
        }
    }

    /// The beginning of what is said: a sentence stays one.
    fn quote(&mut self, words: &str) {
        const SHOWN: usize = 60;
        let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let short: String = line.chars().take(SHOWN).collect();
        let more = if short.len() < line.len() { "…" } else { "" };
        // The stop of the sentence is behind it.
        let short = short.trim_end_matches('.');
        self.plain(&format!("“{short}{more}”"));
    }
}

fn count(days: u16) -> String {
    if days == 1 { "1 day".into() } else { format!("{days} days") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::phrase::Phrases;

    fn sentence(when: Trigger, conditions: Vec<Condition>, actions: Vec<Act>) -> String {
        let name = |named: Named<'_>| match named {
            Named::Value(Fact::Priority, Value::Int(2)) => "high".into(),
            Named::Value(_, Value::Int(number)) => format!("#{number}"),
            Named::Value(..) => "Waiting".into(),
            Named::Field(_) => "Landlord".into(),
            _ => "Quick chat".into(),
        };
        let plan = Plan { name: "Rule".into(), when, conditions, actions };
        let parts = print(&plan, &name);
        parts.iter().map(|part| if part.strong { format!("*{}*", part.text) } else { part.text.clone() }).collect()
    }

    #[test]
    fn a_rule_reads_as_a_sentence() {
        let words = Condition {
            fact: Fact::Words,
            test: Test::Contains(Phrases::new(vec!["no heat".into(), "cold".into()], vec!["cold water".into()])),
        };
        assert_eq!(
            sentence(
                Trigger::Requested(Source::Any),
                vec![words],
                vec![
                    Act::Accept,
                    Act::Set(Fact::Priority, Value::Int(2)),
                    Act::Tell(Whom::Leads, "Call\nback.".into())
                ]
            ),
            "When a new request comes by *any form or e-mail*, and it says *no heat, cold* but not just *cold water*, \
             *make it a task*, set its *priority* to *high* and tell *the space lead* “Call back”."
        );
        let waiting = Condition { fact: Fact::Status, test: Test::IsNot(vec![Value::Int(3), Value::Int(4)]) };
        assert_eq!(
            sentence(
                Trigger::Changed(Fact::Field(6), None),
                vec![waiting],
                vec![Act::Set(Fact::Due, Value::Int(2)), Act::Post(Id::nil(), "x ".repeat(80))]
            )
            .split(" “")
            .next()
            .unwrap(),
            "When the *Landlord* of a task changes, and its *status* is not *#3* or *#4*, set its *due date* to *2 days* \
             later and post in *Quick chat*"
        );
        assert_eq!(
            sentence(Trigger::Reached(Fact::Due, -1), Vec::new(), vec![Act::Set(Fact::Assignee, Value::Null)]),
            "When it is *1 day* before the *due date* of a task, take it from whoever has it."
        );
        let run = Condition { fact: Fact::Process, test: Test::Is(vec![Value::Id(Id::nil())]) };
        let done = Trigger::Changed(Fact::Category, Some(Value::Text("done".into())));
        assert_eq!(
            sentence(done, vec![run], vec![Act::Start(Id::nil())]),
            "When the *status* of a task becomes *Waiting*, and it is a run of *Waiting*, start *Quick chat*."
        );
    }
}
