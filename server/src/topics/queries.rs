//! Reading topics: the lists of a space and of oneself, what is new in them, and what was decided.

pub mod messages;

use super::{
    store::{self, Shelf},
    views::{self, DecidedShape, TopicRow, TopicsShape},
};
use crate::{
    Error,
    access::{self, Scope},
    comments,
    http::{Page, version},
    items::readings,
};
use guildhall_domain::{
    AudienceId, Id,
    policy::{Do, DoSpace},
    topic::Topic,
};
use guildhall_store::{Span, StoreError};

/// Most topics of a shelf that are looked at for what is new; older ones stand where they stand.
const LOOKED_AT: usize = 2_000;
/// More new messages than that are only called many.
pub const MANY: usize = 100;
/// Topics whose new messages are added up.
const COUNTED: usize = 50;

/// Which topics.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Which {
    /// Those that are not out of the way: with something new first, then open ones, then those that are closed.
    #[default]
    Current,
    /// Those out of the way.
    Archived,
    /// Those in the trash.
    Trashed,
}

/// Up to where the asker has read a topic, and when that was.
pub fn read_to(scope: &impl Scope, topic: &Topic) -> Result<(u64, i64), StoreError> {
    let Some(me) = scope.who().person.and_then(|id| scope.directory().person(id)) else {
        return Ok((topic.last_place, 0));
    };
    let own = readings::of(scope.read(), me.audience, topic.id)?;
    let all = match topic.space {
        Some(space) => readings::of(scope.read(), me.audience, space)?,
        None => readings::Reading::default(),
    };
    let last = if own.place >= all.place { own } else { all };
    if last.place == 0 && topic.created_ms < me.created_ms {
        return Ok((said_before(scope, topic, me.created_ms)?, me.created_ms));
    }
    Ok((last.place, last.at_ms))
}

/// The place up to which a topic is no news to somebody who came at a moment: what was said before that, and what
/// stands further back than anybody counts.
fn said_before(scope: &impl Scope, topic: &Topic, came_ms: i64) -> Result<u64, StoreError> {
    if topic.last_ms < came_ms {
        return Ok(topic.last_place);
    }
    let mut oldest = topic.last_place;
    for comment in comments::store::of(scope.read(), Span::prefix(&topic.id).reverse().limit(MANY + 1))? {
        let comment = comment?;
        oldest = comment.place;
        if comment.created_ms < came_ms {
            return Ok(oldest);
        }
    }
    Ok(oldest.saturating_sub(1))
}

/// How many messages are new to the asker, at most [`MANY`]. Their own are not, and the beginning is one.
pub fn unread(scope: &impl Scope, topic: &Topic, read_to: u64) -> Result<usize, StoreError> {
    if topic.last_place <= read_to {
        return Ok(0);
    }
    let own = scope.who().actor;
    let mut count = usize::from(topic.place > read_to && topic.author != own && !topic.body.is_empty());
    let span = Span::prefix(&topic.id).after(&(topic.id, read_to)).limit(MANY);
    for comment in comments::store::of(scope.read(), span)? {
        let comment = comment?;
        count += usize::from(!comment.deleted && comment.author != own);
    }
    Ok(count.min(MANY))
}

/// Where a topic stands in a list: those with something new first, then by the last message.
type Place = (u8, u64, Id);

/// The topics of a space.
pub fn of_space(
    scope: &impl Scope,
    space: Id,
    which: Which,
    limit: usize,
    place: Option<Vec<u8>>,
) -> Result<TopicsShape, Error> {
    let space = access::space(scope, space, DoSpace::Read)?;
    list(scope, space.audience, Some(space.id), which, limit, place)
}

/// The topics of the asker outside their spaces: Direct topics, and what they asked.
pub fn of_me(scope: &impl Scope, which: Which, limit: usize, place: Option<Vec<u8>>) -> Result<TopicsShape, Error> {
    let me = access::me(scope)?;
    list(scope, me.audience, None, which, limit, place)
}

fn list(
    scope: &impl Scope,
    audience: AudienceId,
    space: Option<Id>,
    which: Which,
    limit: usize,
    place: Option<Vec<u8>>,
) -> Result<TopicsShape, Error> {
    let shelves: &[(u8, Shelf)] = match which {
        Which::Current => &[(1, Shelf::Open), (2, Shelf::Closed)],
        Which::Archived => &[(1, Shelf::Archived)],
        Which::Trashed => &[(1, Shelf::Trash)],
    };
    let mut places = Vec::new();
    for (group, shelf) in shelves {
        for (at, row) in store::on_shelf(scope.read(), audience, *shelf)?.enumerate() {
            let (last, id) = row?;
            let new = which == Which::Current && at < LOOKED_AT && is_new(scope, space, last, id)?;
            places.push((if new { 0 } else { *group }, last, id));
        }
    }
    places.sort_unstable_by_key(|(group, last, id)| (*group, u64::MAX - last, *id));
    let mut new = 0;
    for (_, _, id) in places.iter().take_while(|(group, _, _)| *group == 0).take(COUNTED) {
        new += news(scope, *id)?;
    }
    let after = place.as_deref().and_then(split);
    let rest = places.into_iter().filter(|place| after.is_none_or(|after| is_after(*place, after)));
    let page = page(scope, rest, limit)?;
    Ok(TopicsShape { items: page.items, next: page.next, unread: new })
}

/// Whether something was said in a topic since the asker read it, and they want to know. The topic itself is read
/// only where nothing is known of that: a list of thousands is gone through each time.
fn is_new(scope: &impl Scope, space: Option<Id>, last: u64, id: Id) -> Result<bool, Error> {
    let me = access::me(scope)?;
    let own = readings::of(scope.read(), me.audience, id)?;
    let all = space.map(|space| readings::of(scope.read(), me.audience, space)).transpose()?.unwrap_or_default();
    let read = own.place.max(all.place);
    if own.muted || last <= read || read > 0 {
        return Ok(!own.muted && last > read);
    }
    let topic = access::seen(access::topic(scope, id, Do::Read))?;
    Ok(topic.is_some_and(|topic| topic.last_ms >= me.created_ms))
}

/// How much is new to the asker in a topic.
fn news(scope: &impl Scope, id: Id) -> Result<usize, Error> {
    let Some(topic) = access::seen(access::topic(scope, id, Do::Read))? else { return Ok(0) };
    let (read_to, _) = read_to(scope, &topic)?;
    Ok(unread(scope, &topic, read_to)?)
}

fn page(scope: &impl Scope, places: impl Iterator<Item = Place>, limit: usize) -> Result<Page<TopicRow>, Error> {
    let (mut items, mut last) = (Vec::with_capacity(limit), None);
    for (group, at, id) in places {
        // What the asker may not see of a list is not there.
        let Some(topic) = access::seen(access::topic(scope, id, Do::Read))? else { continue };
        if items.len() == limit {
            let next = last.map(|last: Vec<u8>| version::list_cursor(&last));
            return Ok(Page { items, next });
        }
        items.push(views::row(scope, &topic)?);
        last = Some([&[group][..], &at.to_be_bytes(), id.as_bytes()].concat());
    }
    Ok(Page { items, next: None })
}

fn split(place: &[u8]) -> Option<Place> {
    let (group, rest) = place.split_first()?;
    let (last, id) = rest.split_first_chunk::<8>()?;
    Some((*group, u64::from_be_bytes(*last), Id::from_slice(id).ok()?))
}

fn is_after((group, last, id): Place, after: Place) -> bool {
    (group, u64::MAX - last, id) > (after.0, u64::MAX - after.1, after.2)
}

/// The place of the newest message of a space.
pub fn newest(scope: &impl Scope, audience: AudienceId) -> Result<u64, Error> {
    let mut newest = 0;
    for shelf in [Shelf::Open, Shelf::Closed, Shelf::Archived] {
        if let Some(row) = store::on_shelf(scope.read(), audience, shelf)?.next() {
            newest = newest.max(row?.0);
        }
    }
    Ok(newest)
}

/// What was decided in a space, the newest first.
pub fn decisions(
    scope: &impl Scope,
    space: Id,
    limit: usize,
    place: Option<Vec<u8>>,
) -> Result<Page<DecidedShape>, Error> {
    let space = access::space(scope, space, DoSpace::Read)?;
    let after = place.as_deref().and_then(|place| {
        let (at, message) = place.split_first_chunk::<8>()?;
        Some((u64::from_be_bytes(*at), Id::from_slice(message).ok()?))
    });
    let (mut items, mut last) = (Vec::new(), None);
    for row in store::decisions(scope.read(), space.audience, after)? {
        let (at, message, topic) = row?;
        let Some(topic) = access::seen(access::topic(scope, topic, Do::Read))? else { continue };
        let Some(decision) = topic.decision(message) else { continue };
        let Some(shape) = views::decision(scope, decision)? else { continue };
        if items.len() == limit {
            return Ok(Page { items, next: last.map(|last: Vec<u8>| version::list_cursor(&last)) });
        }
        items.push(DecidedShape { decision: shape, topic: views::reference(scope, &topic) });
        last = Some([&at.to_be_bytes()[..], message.as_bytes()].concat());
    }
    Ok(Page { items, next: None })
}
