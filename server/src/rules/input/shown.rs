//! Rules as they are shown, in the shapes in which they are sent.

use super::{
    ActionShape, ConditionShape, RuleDeed, RuleEvent, RuleSource, RuleTest, RuleWhom, TriggerShape, fact_word, text,
};
use guildhall_domain::rules::{Act, Condition, Fact, Source, Test, Trigger, Whom};

impl TriggerShape {
    /// As it is shown.
    pub fn of(when: &Trigger) -> Self {
        let plain =
            |what| TriggerShape { what, fact: None, field_id: None, to: None, by: None, form_id: None, days: 0 };
        let about = |what, about: Fact| {
            let (fact, field_id) = fact_word(about);
            TriggerShape { fact: Some(fact), field_id, ..plain(what) }
        };
        match when {
            Trigger::Created => plain(RuleEvent::Created),
            Trigger::Commented => plain(RuleEvent::Commented),
            Trigger::Changed(fact, to) => {
                TriggerShape { to: to.as_ref().map(|to| text(*fact, to)), ..about(RuleEvent::Changed, *fact) }
            }
            Trigger::Requested(source) => {
                let (by, form_id) = match source {
                    Source::Any => (RuleSource::Any, None),
                    Source::Form(form) => (RuleSource::Form, *form),
                    Source::Mail => (RuleSource::Mail, None),
                };
                TriggerShape { by: Some(by), form_id, ..plain(RuleEvent::Requested) }
            }
            Trigger::Reached(fact, days) => TriggerShape { days: *days, ..about(RuleEvent::Reached, *fact) },
            Trigger::Overdue(days) => {
                TriggerShape { days: i16::try_from(*days).unwrap_or(i16::MAX), ..plain(RuleEvent::Overdue) }
            }
        }
    }
}

impl ConditionShape {
    /// As it is shown.
    pub fn of(condition: &Condition) -> Self {
        let (fact, field_id) = fact_word(condition.fact);
        let (test, values, except) = match &condition.test {
            Test::Is(values) => {
                (RuleTest::Is, values.iter().map(|one| text(condition.fact, one)).collect(), Vec::new())
            }
            Test::IsNot(values) => {
                (RuleTest::IsNot, values.iter().map(|one| text(condition.fact, one)).collect(), Vec::new())
            }
            Test::Contains(phrases) => (RuleTest::Contains, phrases.any(), phrases.except()),
        };
        ConditionShape { fact, field_id, test, values, except }
    }
}

impl ActionShape {
    /// As it is shown.
    pub fn of(act: &Act) -> Self {
        let plain = |does| ActionShape {
            does,
            fact: None,
            field_id: None,
            value: String::new(),
            space_id: None,
            process_id: None,
            topic_id: None,
            webhook_id: None,
            whom: None,
            person_id: None,
            text: String::new(),
            to: Vec::new(),
            subject: String::new(),
        };
        match act {
            Act::Set(fact, value) => {
                let (word, field_id) = fact_word(*fact);
                ActionShape { fact: Some(word), field_id, value: text(*fact, value), ..plain(RuleDeed::Set) }
            }
            Act::Move(space) => ActionShape { space_id: Some(*space), ..plain(RuleDeed::Move) },
            Act::Accept => plain(RuleDeed::Accept),
            Act::Start(process) => ActionShape { process_id: Some(*process), ..plain(RuleDeed::Start) },
            Act::Comment(words) => ActionShape { text: words.clone(), ..plain(RuleDeed::Comment) },
            Act::Post(topic, words) => {
                ActionShape { topic_id: Some(*topic), text: words.clone(), ..plain(RuleDeed::Post) }
            }
            Act::Tell(whom, words) => {
                let (whom, person_id) = match whom {
                    Whom::Person(id) => (RuleWhom::Person, Some(*id)),
                    Whom::Assignee => (RuleWhom::Assignee, None),
                    Whom::Leads => (RuleWhom::Leads, None),
                };
                ActionShape { whom: Some(whom), person_id, text: words.clone(), ..plain(RuleDeed::Tell) }
            }
            Act::Mail(mail) => ActionShape {
                to: mail.to.clone(),
                subject: mail.subject.clone(),
                text: mail.text.clone(),
                ..plain(RuleDeed::Mail)
            },
            Act::Call(webhook) => ActionShape { webhook_id: Some(*webhook), ..plain(RuleDeed::Call) },
        }
    }
}
