//! Requests that are told of: one came, something was said, it was decided. Only which one it is: on which shelf it stands
//! is a matter of the moment, and its words are asked for by who shows them.

use super::{
    batch::{Batch, Touched},
    frames::{Part, json},
    parcel::Parcel,
    told::{self, Causes},
    views::RequestNews,
};
use crate::{
    Error,
    access::{self, Scope},
    requests::{queries, store},
};
use guildhall_domain::{Id, item::Reach, policy::DoSpace, request::Request, space::Space};
use guildhall_store::StoreError;
use std::{collections::BTreeMap, sync::Arc};

/// A request to be told of.
pub struct ToldRequest {
    home: Arc<Space>,
    written: Arc<str>,
    touched: Touched,
    causes: Causes,
}

/// The requests of a batch. One that may have been damaged is not told of; everything else is.
pub fn of(scope: &impl Scope, batch: &mut Batch) -> Result<BTreeMap<Id, ToldRequest>, Error> {
    let mut told = BTreeMap::new();
    for (id, touched) in std::mem::take(&mut batch.requests) {
        let found = match store::get(scope.read(), id) {
            Err(error @ StoreError::Corrupt { .. }) => {
                tracing::error!(%error, request = %id, "a damaged request is not told of");
                continue;
            }
            found => found?,
        };
        let Some(request) = found else { continue };
        let Some(home) = access::seen(queries::home(scope, &request))? else { continue };
        let written = json(&news(scope, &request));
        told.insert(id, ToldRequest { home, written, touched, causes: Vec::new() });
    }
    Ok(told)
}

fn news(scope: &impl Scope, request: &Request) -> RequestNews {
    RequestNews { id: request.id, space_id: request.space, version: scope.version(request.seq) }
}

impl ToldRequest {
    /// Tells a reader of it, if they read its space. Whoever does not any more has lost the space, and hears of that.
    pub fn tell(&mut self, id: Id, scope: &impl Scope, now: &Reach, parcel: &mut Parcel) {
        if access::may_space(scope, &self.home, DoSpace::Read) {
            parcel.objects.push((Part::Requests, self.written.clone()));
            parcel.by.extend(told::by(&self.touched, &mut self.causes, scope, now, id));
        }
    }
}
