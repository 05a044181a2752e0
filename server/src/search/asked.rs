//! What was asked: the parameters of the address and what they mean for the asker.

use crate::{
    Error,
    access::{self, Scope},
    error::Code,
    http::version,
};
use chrono::{Offset, TimeZone};
use guildhall_domain::{person::Person, policy::DoSpace, when};
use guildhall_search::{Filters, Kind, Now, Order, State};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// Hits a page.
const LIMIT: usize = 20;
const MOST: usize = 100;
/// So many hits can be paged through; whoever is here needs another question.
const DEEPEST: usize = 10_000;
/// A number no space, person or tag has: what the asker does not know finds nothing.
const NOBODY: u64 = u64::MAX;
const DAY: i64 = 86_400_000;

/// A question. Lists are comma separated; the values of one are alternatives. `has` and `when` take one value.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// Words, `"phrases"`, `-not`, `begin*` and the operators `in:` `from:` `@` `is:` `type:` `has:` `before:` `after:` `tag:`.
    pub q: String,
    /// Hits a page, 1–100; 20 unless told.
    pub limit: Option<usize>,
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// `best` or `newest` first.
    #[param(inline)]
    pub order: OrderShape,
    /// Count the facets.
    pub facets: bool,
    /// `task`, `step`, `comment`, `topic`, `message`, `page`, `file`, `process`.
    pub kind: Option<String>,
    /// Home spaces, as ids.
    pub space: Option<String>,
    /// Authors or assignees, as ids or `me`.
    pub person: Option<String>,
    /// `open`, `done`, `cancelled`, `archived`.
    pub state: Option<String>,
    /// `file`: only what has a file or is one.
    pub has: Option<String>,
    /// Last changed: one of `today`, `week`, `month`, `year` and `older`.
    pub when: Option<String>,
    /// The last word is still being typed.
    pub typing: bool,
}

/// How hits are ordered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrderShape {
    /// The best match first.
    #[default]
    Best,
    /// The last changed first.
    Newest,
}

impl From<OrderShape> for Order {
    fn from(order: OrderShape) -> Self {
        match order {
            OrderShape::Best => Order::Best,
            OrderShape::Newest => Order::Newest,
        }
    }
}

/// The word of a kind, for parameters and facets.
pub fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Task => "task",
        Kind::Step => "step",
        Kind::Comment => "comment",
        Kind::Topic => "topic",
        Kind::Message => "message",
        Kind::Page => "page",
        Kind::File => "file",
        Kind::Event => "event",
        Kind::Process => "process",
    }
}

/// The word of a state.
pub fn state_word(state: State) -> &'static str {
    match state {
        State::Open => "open",
        State::Done => "done",
        State::Cancelled => "cancelled",
        State::Archived => "archived",
    }
}

/// This moment where a person is.
pub fn now(scope: &impl Scope, me: &Person) -> Now {
    let here = me.time_zone.offset_from_utc_datetime(&when::from_ms(scope.now()).naive_utc());
    Now { ms: scope.now(), offset_minutes: here.fix().local_minus_utc() / 60 }
}

fn words(list: Option<&str>) -> impl Iterator<Item = &str> {
    list.unwrap_or_default().split(',').map(str::trim).filter(|word| !word.is_empty())
}

/// The one word of what takes no list.
fn one<'w>(name: &str, list: Option<&'w str>) -> Result<Option<&'w str>, Error> {
    let mut all = words(list);
    let first = all.next();
    if all.next().is_some() {
        return Err(Error::because(Code::BadQuery, format!("{name} takes one value. Leave out the others.")));
    }
    Ok(first)
}

fn unreadable(name: &str, word: &str) -> Error {
    Error::because(Code::BadQuery, format!("{name} has no value “{word}”."))
}

impl Asked {
    /// Hits a page.
    pub fn limit(&self) -> Result<usize, Error> {
        match self.limit {
            None => Ok(LIMIT),
            Some(limit) if (1..=MOST).contains(&limit) => Ok(limit),
            Some(_) => Err(Error::because(Code::BadQuery, "limit is between 1 and 100.")),
        }
    }

    /// What is ticked beside the words.
    pub fn filters(&self, scope: &impl Scope, me: &Person, now: Now) -> Result<Filters, Error> {
        let kind = |word: &str| {
            let known = Kind::ALL.into_iter().find(|kind| kind_word(*kind) == word);
            known.ok_or_else(|| unreadable("kind", word))
        };
        let state = |word: &str| {
            State::ALL.into_iter().find(|state| state_word(*state) == word).ok_or_else(|| unreadable("state", word))
        };
        let space = |word: &str| {
            let id = word.parse().map_err(|_| unreadable("space", word))?;
            Ok(access::space(scope, id, DoSpace::See).map_or(NOBODY, |space| space.audience))
        };
        let person = |word: &str| {
            if word == "me" {
                return Ok(me.audience);
            }
            let id = word.parse().map_err(|_| unreadable("person", word))?;
            Ok(access::person(scope, id).map_or(NOBODY, |person| person.audience))
        };
        let has = |word: &str| if word == "file" { Ok(true) } else { Err(unreadable("has", word)) };
        Ok(Filters {
            has_file: one("has", self.has.as_deref())?.map(has).transpose()?,
            kinds: words(self.kind.as_deref()).map(kind).collect::<Result<_, _>>()?,
            spaces: words(self.space.as_deref()).map(space).collect::<Result<_, Error>>()?,
            people: words(self.person.as_deref()).map(person).collect::<Result<_, Error>>()?,
            states: words(self.state.as_deref()).map(state).collect::<Result<_, _>>()?,
            when: one("when", self.when.as_deref())?.map(|word| period(word, now)).transpose()?,
            ..Filters::default()
        })
    }

    /// Everything a cursor depends on: that of another question would skip what was never shown.
    fn mark(&self) -> [u8; 8] {
        let lists = [&self.kind, &self.space, &self.person, &self.state, &self.has, &self.when]
            .map(|list| list.as_deref().unwrap_or_default());
        let text =
            [&[self.q.as_str(), if self.order == OrderShape::Newest { "newest" } else { "best" }], lists.as_slice()]
                .concat()
                .join("\n");
        let hash = blake3::hash(text.as_bytes());
        hash.as_bytes().first_chunk().copied().unwrap_or_default()
    }

    /// How many hits were shown before.
    pub fn offset(&self) -> Result<usize, Error> {
        let Some(cursor) = &self.cursor else { return Ok(0) };
        let wrong =
            || Error::because(Code::BadQuery, "The cursor is of another question. Use `next` of the page before.");
        let place = version::read_list_cursor(cursor)?;
        let (mark, offset) = place.split_first_chunk().ok_or_else(wrong)?;
        let offset = offset.try_into().map(u32::from_be_bytes).map_err(|_| wrong())?;
        let offset = usize::try_from(offset).map_err(|_| wrong())?;
        if *mark == self.mark() && offset <= DEEPEST { Ok(offset) } else { Err(wrong()) }
    }

    /// The cursor of the page that begins after so many hits; none where paging ends.
    pub fn cursor_at(&self, offset: usize) -> Option<String> {
        let place = u32::try_from(offset).ok().filter(|_| offset <= DEEPEST)?;
        Some(version::list_cursor(&[self.mark().as_slice(), &place.to_be_bytes()].concat()))
    }
}

/// From and until, by the reader's days.
fn period(word: &str, now: Now) -> Result<(i64, i64), Error> {
    let offset = i64::from(now.offset_minutes) * 60_000;
    let today = (now.ms + offset).div_euclid(DAY) * DAY - offset;
    Ok(match word {
        "today" => (today, i64::MAX),
        "week" => (today - 7 * DAY, i64::MAX),
        "month" => (today - 30 * DAY, i64::MAX),
        "year" => (today - 365 * DAY, i64::MAX),
        "older" => (i64::MIN, today - 365 * DAY),
        _ => return Err(unreadable("when", word)),
    })
}
