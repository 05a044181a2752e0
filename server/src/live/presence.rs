//! Who is at an item, for the others who are: never to somebody who may not read it, and to a guest only those they
//! know of. In memory only.

use super::{
    crowd::{Crowd, Look, Socket},
    frames,
};
use crate::{
    Error,
    access::{self, Scope, View},
};
use guildhall_domain::{Id, policy::Do};
use std::{collections::BTreeMap, sync::Arc};

type There = (Arc<Socket>, Look);

/// Somebody who is at an item, while they may read it: whoever may not is not there, as long as that lasts.
fn reads<'h>(view: &View, there: &'h There, item: Id) -> Result<Option<&'h There>, Error> {
    let seen = access::seen(access::item(&view.seen_by(there.0.person), item, Do::Read))?;
    Ok(seen.map(|_| there))
}

/// Tells those who are at an item who else is.
pub fn tell(crowd: &Crowd, view: &View, items: impl IntoIterator<Item = Id>) {
    let everybody = crowd.everybody();
    let here: Vec<There> = everybody
        .into_iter()
        .flat_map(|(_, sockets)| sockets)
        .map(|socket| (socket.look(), socket))
        .filter(|(look, _)| look.item.is_some())
        .map(|(look, socket)| (socket, look))
        .collect();
    for item in items {
        let at = here.iter().filter(|(_, look)| look.item == Some(item));
        let may: Result<Vec<_>, Error> = at.filter_map(|there| reads(view, there, item).transpose()).collect();
        let may = match may {
            Ok(may) => may,
            Err(error) => {
                // That nobody is there would be a lie; what was told before stays until it can be read again.
                tracing::error!(%error, %item, "who is at an item cannot be told");
                continue;
            }
        };
        let mut people: BTreeMap<Id, Option<String>> = BTreeMap::new();
        for (socket, look) in &may {
            // Of several tabs the one that is written in counts.
            let field = people.entry(socket.person).or_default();
            *field = field.take().or(look.field.clone());
        }
        for (socket, _) in &may {
            let scope = view.seen_by(socket.person);
            let knows = |id: &Id| scope.directory().person(*id).is_some_and(|person| access::knows(&scope, person));
            let others: Vec<(Id, Option<String>)> = people
                .iter()
                .filter(|(id, _)| **id != socket.person && knows(id))
                .map(|(id, field)| (*id, field.clone()))
                .collect();
            socket.outbox.push(u64::MAX, frames::presence(item, &others));
        }
    }
}
