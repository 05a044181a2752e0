//! Who has read an announcement.

use super::views::{ReceiptShape, ReceiptsShape};
use crate::{
    Error,
    access::{self, Scope},
    error::Code,
    http::shapes,
    items::readings,
};
use guildhall_domain::{
    Id,
    person::{Person, PersonState},
    policy::Do,
    topic::Topic,
};
use std::cmp::Reverse;

/// Whether the asker sees who has read it: whoever announced it, and those who could have.
pub fn may_see(scope: &impl Scope, topic: &Topic) -> bool {
    let Some(me) = scope.who().person else { return true };
    let home = topic.space.and_then(|space| scope.directory().space(space));
    topic.author.id() == Some(me) || home.is_some_and(|home| access::may_announce(scope, home))
}

/// The receipts of an announcement: of everybody who can read it now and was here when it was made.
pub fn receipts(scope: &impl Scope, id: Id) -> Result<ReceiptsShape, Error> {
    let topic = access::topic(scope, id, Do::Read)?.into_inner();
    if !topic.announcement {
        // Nobody has to have read anything else.
        return Ok(ReceiptsShape { items: Vec::new(), read_count: 0, count: 0, next: None });
    }
    if !may_see(scope, &topic) {
        return Err(Error::because(Code::Forbidden, "Who has read it is shown to those who announced it."));
    }
    let audience = access::audience_of(scope.directory(), &topic);
    let (mut read, mut others): (Vec<(i64, &Person)>, Vec<&Person>) = Default::default();
    for person in scope.directory().readers(audience.ids()) {
        if person.state != PersonState::Active || topic.author.id() == Some(person.id) {
            continue;
        }
        let reading = readings::of(scope.read(), person.audience, topic.id)?;
        match reading.first_ms.filter(|_| reading.place >= topic.place) {
            Some(at) => read.push((at, person)),
            None if person.created_ms <= topic.created_ms => others.push(person),
            None => {}
        }
    }
    read.sort_by_key(|(at, person)| (Reverse(*at), person.id));
    others.sort_by_cached_key(|person| (person.name.to_lowercase(), person.id));
    let (read_count, count) = (read.len(), read.len() + others.len());
    let items = read.into_iter().map(|(at, person)| (person, Some(shapes::instant(at))));
    let items = items.chain(others.into_iter().map(|person| (person, None)));
    Ok(ReceiptsShape {
        items: items.map(|(person, read_at)| ReceiptShape { person_id: person.id, read_at }).collect(),
        read_count,
        count,
        next: None,
    })
}
