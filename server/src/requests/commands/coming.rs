//! Requests as they come: by a form, signed in or from outside, and by mail.

use super::{deciding, save};
use crate::{
    Error,
    access::{self, Scope, Work},
    contacts,
    error::Code,
    files,
    forms::{
        self, outside,
        start::{self, Keys, Start},
    },
    requests::{
        input::{AnswersInput, AnswersOutsideInput, given},
        record::LetterRecord,
        store, targets,
    },
    session::attempts::Attempt,
};
use guildhall_domain::{
    Id, Rule,
    actor::Actor,
    change::Action,
    form::{
        Becomes, Form, Plan,
        answer::{self, Answer, Answers},
    },
    limits,
    mail::UNDO_MS,
    request::{self, Request, Requester, State, Way},
    space::Space,
};
use std::sync::Arc;

/// A form answered by somebody who is signed in.
pub fn answer_form(work: &mut Work<'_, '_>, keys: &Keys, form: Id, input: &AnswersInput) -> Result<Request, Error> {
    let (form, home) = forms::queries::answerable(work, form)?;
    let start = keys.read_start(work, form.id, &input.start)?;
    let me = access::me(work)?;
    let requester =
        Requester { name: me.name.clone(), email: Some(me.email.clone()), actor: Some(Actor::Person(me.id)) };
    let plan = outside::asked(work, &form, &start)?;
    let answers = checked(work, &plan, &home, input)?;
    come(work, (&form, &start, &plan), home, answers, requester)
}

/// A public form answered by somebody without an account.
pub fn answer_outside(
    work: &mut Work<'_, '_>,
    keys: &Keys,
    form: Id,
    input: &AnswersOutsideInput,
    attempt: &Attempt,
) -> Result<Request, Error> {
    let (form, start, plan) = outside::started(work, keys, form, &input.start)?;
    let home = work.directory().space(form.space).cloned().ok_or_else(outside::gone)?;
    let AnswersOutsideInput { start: token, answers, name, email, website } = input;
    if !website.is_empty() {
        return Err(Error::field("website", "Leave this field empty."));
    }
    start::not_too_fast(work, &start)?;
    let told = who(&plan, name, email);
    let answers = AnswersInput { start: token.clone(), answers: answers.clone() };
    let checked = checked(work, &plan, &home, &answers);
    // Everything that needs another look is told at once.
    let (answers, (name, email)) = match (checked, told) {
        (Ok(answers), Ok(who)) => (answers, who),
        (Err(mut error), Err(rules)) => {
            error.fields.extend(rules.into_iter().map(|rule| (rule.field, rule.message)));
            return Err(error);
        }
        (Err(error), _) => return Err(error),
        (_, Err(rules)) => return Err(all_wrong(rules)),
    };
    if store::get(work.read(), start.request)?.is_none() {
        attempt.count(work)?;
    }
    let contact = email.as_ref().map(|email| contacts::store::claimed(work, email, &name)).transpose()?;
    let actor = contact.map(|contact| Actor::Contact(contact.id));
    let requester = Requester { name, email, actor };
    work.in_name_of(actor.unwrap_or(Actor::System), |work| come(work, (&form, &start, &plan), home, answers, requester))
}

fn who(plan: &Plan, name: &str, email: &str) -> Result<(String, Option<String>), Vec<Rule>> {
    let name = limits::line("name", name, limits::NAME);
    let email = match email.trim() {
        "" if plan.needs_email => Err(Rule::field("required", "email", "Write where the answer goes.")),
        "" => Ok(None),
        email => guildhall_domain::person::email(email)
            .map(Some)
            .map_err(|_| Rule::field("invalid", "email", "Write an address such as helen@example.com.")),
    };
    match (name, email) {
        (Ok(name), Ok(email)) => Ok((name, email)),
        (name, email) => Err(name.err().into_iter().chain(email.err()).collect()),
    }
}

fn all_wrong(rules: Vec<Rule>) -> Error {
    let mut error = Error::new(Code::Invalid);
    error.fields.extend(rules.into_iter().map(|rule| (rule.field, rule.message)));
    error
}

/// The answers as they have to be; people named in them are people the asker may know.
fn checked(work: &Work<'_, '_>, plan: &Plan, home: &Space, input: &AnswersInput) -> Result<Answers, Error> {
    let answers = answer::check(plan, &given(&input.answers)).map_err(all_wrong)?;
    for (question, answer) in &answers {
        if let Answer::Person(id) = answer {
            let field = format!("answers.{question}");
            access::reader(work, *id, &[home.audience], &field)
                .map_err(|_| Error::field(field, "Choose somebody of this space."))?;
        }
    }
    Ok(answers)
}

fn come(
    work: &mut Work<'_, '_>,
    (form, start, plan): (&Form, &Start, &Plan),
    home: Arc<Space>,
    answers: Answers,
    requester: Requester,
) -> Result<Request, Error> {
    if let Some(earlier) = store::get(work.read(), start.request)? {
        // Sent again, because the first answer was lost or a finger was quick.
        let same = earlier.answers == answers && earlier.requester == requester;
        return if same { Ok(earlier) } else { Err(Error::new(Code::IdTaken)) };
    }
    forms::store::take_one(work, form)?;
    let named: Vec<(u32, Vec<Id>)> = answers
        .iter()
        .filter_map(|(id, answer)| if let Answer::Files(ids) = answer { Some((*id, ids.clone())) } else { None })
        .collect();
    forms::files::claim(work, start.request, &named)?;
    let new = New {
        id: start.request,
        way: Way::Form(form.id, start.version),
        title: title(plan, &answers),
        body: body(plan, &answers),
        due: due(plan, &answers),
        answers,
        requester,
    };
    let request = begin(work, &home, new)?;
    match form.starts {
        Some(process) => deciding::by_form(work, &home, request, process),
        None => Ok(request),
    }
}

fn title(plan: &Plan, answers: &Answers) -> String {
    let (question, answer) = match answer::that_becomes(plan, answers, Becomes::Title) {
        Some(found) => found,
        None => return plan.name.clone(),
    };
    let words = plan.question(question).and_then(|question| answer::words(question, &answer));
    words.filter(|words| !words.is_empty()).unwrap_or_else(|| plan.name.clone())
}

fn body(plan: &Plan, answers: &Answers) -> String {
    match answer::that_becomes(plan, answers, Becomes::Body) {
        Some((_, Answer::Text(text))) => text,
        _ => String::new(),
    }
}

fn due(plan: &Plan, answers: &Answers) -> Option<chrono::NaiveDate> {
    match answer::that_becomes(plan, answers, Becomes::Due) {
        Some((_, Answer::Date(day))) => Some(day),
        _ => None,
    }
}

/// A request on its way in.
struct New {
    id: Id,
    way: Way,
    title: String,
    body: String,
    answers: Answers,
    due: Option<chrono::NaiveDate>,
    requester: Requester,
}

fn begin(work: &mut Work<'_, '_>, home: &Space, new: New) -> Result<Request, Error> {
    let (answer_target, done_target) = targets::promised(work, home);
    let mut request = Request {
        id: new.id,
        space: home.id,
        number: store::next_number(work, home.audience)?,
        way: new.way,
        title: new.title,
        body: new.body,
        answers: new.answers,
        due: new.due,
        requester: new.requester,
        state: State::New,
        decided: None,
        answered_ms: None,
        answer_target,
        done_target,
        link: 1,
        created_ms: work.now(),
        seq: 0,
    };
    save(work, home, None, &mut request, Action::Created, Vec::new())?;
    store::watch(work.tx, &request)?;
    // An address somebody only typed gets a few of these at most.
    if let Some(email) = &request.requester.email
        && Attempt::receipt(email).count(work).is_ok()
    {
        let place = (work.now() + UNDO_MS, request.id, Id::nil());
        store::put_letter(work.tx, place, &LetterRecord { attempts: 0, since_ms: request.created_ms })?;
    }
    Ok(request)
}

/// A mail to a space.
pub struct Mailed<'m> {
    /// Its subject.
    pub title: String,
    /// Its words.
    pub body: &'m str,
    /// Under which name it was written.
    pub name: &'m str,
}

/// A request that came by mail, by the contact who acts.
pub fn by_mail(
    work: &mut Work<'_, '_>,
    home: &Space,
    mail: &Mailed<'_>,
    files: &[files::commands::New],
) -> Result<Request, Error> {
    let actor = work.who().actor;
    let (name, email) = match actor {
        Actor::Contact(id) => {
            let contact = contacts::store::get(work.read(), id)?.ok_or_else(Error::not_found)?;
            (mail.name.trim().to_owned(), contact.address)
        }
        Actor::Person(id) => {
            let person = work.directory().person(id).ok_or_else(Error::not_found)?;
            (person.name.clone(), person.email.clone())
        }
        _ => return Err(Error::not_found()),
    };
    let name = if name.is_empty() { email.clone() } else { limits::optional_line("name", &name, limits::TITLE)? };
    let new = New {
        id: work.new_id(),
        way: Way::Mail,
        title: limits::line("title", &mail.title, limits::TITLE)?,
        body: cut(mail.body),
        answers: Vec::new(),
        due: None,
        requester: Requester { name, email: Some(email), actor: Some(actor) },
    };
    let request = begin(work, home, new)?;
    for file in files {
        forms::files::add(work, request.id, &file.name, &file.content)?;
    }
    Ok(request)
}

/// The words of a mail, as many as a request holds.
pub fn cut(text: &str) -> String {
    let clean: String = text.trim().chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    clean.chars().take(request::WORDS).collect()
}
