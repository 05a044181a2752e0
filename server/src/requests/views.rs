//! Requests as the API shows them to the people of their space.

use super::{
    input::LaneWord,
    promise::{self, TargetShape},
    queries,
    similar::{self, SimilarRequest},
    store,
};
use crate::{
    Error,
    access::{self, Scope},
    files::{self, views::FileWord},
    forms::{self, input::QuestionKind},
    http::{
        Shape,
        shapes::{self, ActorShape, CategoryShape},
        words::words,
    },
    tasks,
};
use chrono::NaiveDate;
use guildhall_domain::{
    Id,
    actor::Actor,
    form::{
        Becomes, Plan,
        answer::{self, Answer},
    },
    policy::{Do, DoSpace},
    request::{Lane, Message, Request, State, Way, target::Which},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Longest beginning of the words that a row shows, in characters.
const PREVIEW: usize = 160;

words! {
    /// What became of a request.
    RequestState: New, Later, Accepted, Merged, Declined
}

words! {
    /// By what it came.
    RequestWay: Form, Mail
}

fn state(request: &Request, now: i64) -> RequestState {
    match request.state {
        State::Later(until) if until > now => RequestState::Later,
        State::New | State::Later(_) => RequestState::New,
        State::Accepted(_) => RequestState::Accepted,
        State::MergedTask(_) | State::MergedRequest(_) => RequestState::Merged,
        State::Declined => RequestState::Declined,
    }
}

/// A request in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RequestRow {
    /// Id.
    pub id: Uuid,
    /// Its number in the space.
    pub number: u32,
    /// What it is about.
    pub title: String,
    /// How its words begin.
    pub preview: String,
    /// Who wants it.
    pub requester: String,
    /// They are nobody of the organization.
    pub outside: bool,
    /// By what it came.
    pub way: RequestWay,
    /// What became of it.
    pub state: RequestState,
    /// Put off until then.
    pub later_until: Option<String>,
    /// When it came.
    pub created_at: String,
    /// When they were first answered.
    pub answered_at: Option<String>,
    /// How it stands with the first answer that was promised when it came.
    pub answer_target: Option<TargetShape>,
    /// The same with what it asks for being done.
    pub done_target: Option<TargetShape>,
    /// Who decided it.
    pub decided_by: Option<ActorShape>,
    /// When.
    pub decided_at: Option<String>,
}

/// A row of a list.
pub fn row(scope: &impl Scope, request: &Request) -> Result<RequestRow, Error> {
    let words = match request.body.is_empty() {
        true => answers(scope, request)?.into_iter().filter_map(|line| line.value).collect::<Vec<_>>().join(" · "),
        false => request.body.clone(),
    };
    let decided = request.decided.filter(|_| !request.state.waits());
    let later = if let State::Later(until) = request.state { Some(until) } else { None };
    Ok(RequestRow {
        id: request.id,
        number: request.number,
        title: request.title.clone(),
        preview: words.replace('\n', " ").chars().take(PREVIEW).collect(),
        requester: request.requester.name.clone(),
        outside: !matches!(request.requester.actor, Some(Actor::Person(_))),
        way: if request.way == Way::Mail { RequestWay::Mail } else { RequestWay::Form },
        state: state(request, scope.now()),
        later_until: later.filter(|until| *until > scope.now()).map(shapes::instant),
        created_at: shapes::instant(request.created_ms),
        answered_at: request.answered_ms.map(shapes::instant),
        answer_target: promise::shape(scope, request, Which::Answer)?,
        done_target: promise::shape(scope, request, Which::Done)?,
        decided_by: decided.map(|(by, _)| shapes::actor(scope, by)),
        decided_at: decided.map(|(_, at)| shapes::instant(at)),
    })
}

/// A file of a request.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RequestFile {
    /// Id.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// Told by its first bytes.
    pub kind: FileWord,
    /// Its length.
    pub bytes: u64,
    /// There is a small picture of it.
    pub picture: bool,
}

/// An answer, under the words of the question as it was asked.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RequestAnswer {
    /// Number of the question.
    pub question: u32,
    /// What it said.
    pub label: String,
    /// What it asked for.
    pub kind: QuestionKind,
    /// The answer in words; null for a person and for files.
    pub value: Option<String>,
    /// Who was chosen.
    pub person: Option<ActorShape>,
    /// It is the text of the request.
    pub in_words: bool,
}

fn plan(scope: &impl Scope, request: &Request) -> Result<Option<Plan>, Error> {
    match request.way {
        Way::Form(form, version) => Ok(forms::store::plan(scope.read(), form, version)?),
        Way::Mail => Ok(None),
    }
}

/// The answers of a request, in the order they were asked for; files stand apart.
pub fn answers(scope: &impl Scope, request: &Request) -> Result<Vec<RequestAnswer>, Error> {
    let Some(plan) = plan(scope, request)? else { return Ok(Vec::new()) };
    let mut lines = Vec::new();
    for (id, answer) in &request.answers {
        let Some(question) = plan.question(*id).filter(|_| !matches!(answer, Answer::Files(_))) else { continue };
        let person =
            if let Answer::Person(id) = answer { Some(shapes::actor(scope, Actor::Person(*id))) } else { None };
        lines.push(RequestAnswer {
            question: *id,
            label: question.label.clone(),
            kind: question.kind.into(),
            value: answer::words(question, answer),
            person,
            in_words: question.becomes == Some(Becomes::Body),
        });
    }
    Ok(lines)
}

/// The files of a request.
pub fn files(scope: &impl Scope, request: Id) -> Result<Vec<RequestFile>, Error> {
    let all = files::store::of(scope.read(), request)?;
    all.iter()
        .map(|file| {
            Ok(RequestFile {
                id: file.id,
                name: file.name.clone(),
                kind: file.kind.into(),
                bytes: file.bytes,
                picture: files::facts::picture(scope.read(), file)?.is_some(),
            })
        })
        .collect()
}

/// Something said in a request.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RequestMessage {
    /// Id.
    pub id: Uuid,
    /// Whom it is for.
    pub lane: LaneWord,
    /// Who said it.
    pub author: ActorShape,
    /// The requester said it.
    pub by_requester: bool,
    /// In plain words.
    pub body: String,
    /// When.
    pub created_at: String,
}

fn message(scope: &impl Scope, request: &Request, message: &Message) -> RequestMessage {
    let by_requester = message.lane == Lane::Requester && message.author == request.requester.actor;
    let mut author = shapes::actor(scope, message.author.unwrap_or(Actor::System));
    if by_requester {
        author.name = request.requester.name.clone();
    }
    RequestMessage {
        id: message.id,
        lane: message.lane.into(),
        author,
        by_requester,
        body: message.body.clone(),
        created_at: shapes::instant(message.at_ms),
    }
}

/// The task a request is by now.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RequestTask {
    /// Id.
    pub id: Uuid,
    /// Key.
    pub key: String,
    /// Title.
    pub title: String,
    /// How it stands.
    pub category: CategoryShape,
}

/// A request with everything that belongs to it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Request)]
pub struct RequestShape {
    /// What a list shows of it.
    #[serde(flatten)]
    pub row: RequestRow,
    /// Its version.
    pub version: String,
    /// Its space.
    pub space_id: Uuid,
    /// The form it came by.
    pub form_id: Option<Uuid>,
    /// What that was called.
    pub form_name: Option<String>,
    /// The words of the requester.
    pub body: String,
    /// What they answered.
    pub answers: Vec<RequestAnswer>,
    /// What they sent.
    pub files: Vec<RequestFile>,
    /// The day they want it by.
    pub due: Option<NaiveDate>,
    /// Where answers go; null where they gave no address.
    pub email: Option<String>,
    /// What was said, the oldest first.
    pub messages: Vec<RequestMessage>,
    /// The task it is by now, where the reader sees that.
    pub task: Option<RequestTask>,
    /// The request it was joined with.
    pub merged_into: Option<Uuid>,
    /// What it may be the same as, while it waits.
    pub similar: Vec<SimilarRequest>,
    /// The reader may decide it and say something.
    pub can_work: bool,
}

impl Shape for RequestShape {
    fn version(&self) -> Option<&str> {
        Some(&self.version)
    }
}

/// A request for somebody of its space.
pub fn whole(scope: &impl Scope, id: Id) -> Result<RequestShape, Error> {
    let (request, home) = queries::readable(scope, id)?;
    let task = match request.state {
        State::Accepted(id) | State::MergedTask(id) => access::seen(access::task(scope, id, Do::Read))?,
        _ => None,
    };
    let form = if let Way::Form(form, _) = request.way { Some(form) } else { None };
    let said = store::messages(scope.read(), id)?;
    Ok(RequestShape {
        row: row(scope, &request)?,
        version: scope.version(request.seq),
        space_id: home.id,
        form_id: form,
        form_name: plan(scope, &request)?.map(|plan| plan.name),
        body: request.body.clone(),
        answers: answers(scope, &request)?,
        files: files(scope, id)?,
        due: request.due,
        email: request.requester.email.clone(),
        messages: said.iter().map(|one| message(scope, &request, one)).collect(),
        task: task.map(|task| RequestTask {
            id: task.id,
            key: tasks::views::key(scope, &task),
            title: task.title.clone(),
            category: task.category.into(),
        }),
        merged_into: if let State::MergedRequest(other) = request.state { Some(other) } else { None },
        similar: if request.state.waits() { similar::of(scope, &request, &home)? } else { Vec::new() },
        can_work: access::may_space(scope, &home, DoSpace::Write),
    })
}

/// How many requests wait in a space.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RequestCount {
    /// Those to be decided now.
    pub new: usize,
    /// Since when the first of them waits.
    pub oldest_at: Option<String>,
}

impl Shape for RequestCount {}
