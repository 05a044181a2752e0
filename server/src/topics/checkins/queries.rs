//! Reading check-ins: those of a space, and how each of their rounds went.

use super::{
    store,
    views::{self, AskedShape, CheckInShape},
};
use crate::{
    Error,
    access::{self, Scope},
    comments::{self, rounds::views as rounds},
    http::{Page, shapes, version},
};
use guildhall_domain::{
    Id,
    item::Item,
    policy::{Do, DoSpace},
};

/// The check-ins of a space in one page: the next one first, those that rest and those that ended last.
pub fn of_space(scope: &impl Scope, space: Id) -> Result<Page<CheckInShape>, Error> {
    let home = access::space(scope, space, DoSpace::Read)?;
    let mut all = Vec::new();
    for id in store::of_space(scope.read(), home.audience)? {
        let Some(topic) = access::seen(access::topic(scope, id, Do::Read))? else { continue };
        if let Some(check_in) = &topic.check_in {
            let rank = (check_in.ended_ms.is_some(), check_in.paused, check_in.next_ms, id);
            all.push((rank, views::shape(scope, &topic, check_in)?));
        }
    }
    all.sort_by_key(|(rank, _)| *rank);
    Ok(Page { items: all.into_iter().map(|(_, shape)| shape).collect(), next: None })
}

/// One check-in.
pub fn one(scope: &impl Scope, id: Id) -> Result<CheckInShape, Error> {
    let topic = access::topic(scope, id, Do::Read)?;
    let check_in = topic.check_in.as_ref().ok_or_else(Error::not_found)?;
    views::shape(scope, &topic, check_in)
}

/// The rounds of a check-in, the last one first.
pub fn rounds(scope: &impl Scope, id: Id, limit: usize, place: Option<Vec<u8>>) -> Result<Page<AskedShape>, Error> {
    let topic = access::topic(scope, id, Do::Read)?.into_inner();
    if topic.check_in.is_none() {
        return Err(Error::not_found());
    }
    let item = Item::Topic(topic);
    let after = place.and_then(|place| place.try_into().ok()).map(u64::from_be_bytes);
    let (mut items, mut last) = (Vec::new(), None);
    for row in store::rounds(scope.read(), id, after)? {
        let (place, round) = row?;
        if items.len() == limit {
            return Ok(Page { items, next: last.map(|last: u64| version::list_cursor(&last.to_be_bytes())) });
        }
        last = Some(place);
        let Some(message) = comments::store::get(scope.read(), round)? else { continue };
        if let Some(round) = rounds::round(scope, &message, &item)? {
            let asked_at = shapes::instant(message.created_ms);
            items.push(AskedShape { message_id: message.id, asked_at, round });
        }
    }
    Ok(Page { items, next: None })
}
