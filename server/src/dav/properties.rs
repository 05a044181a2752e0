//! Properties programs put on files and folders. They mean nothing here; whoever wrote them gets them back.

use super::store::{self, PROPERTIES};
use crate::{
    Error,
    access::{Scope, Work},
    error::Code,
};
use dav_server::fs::DavProp;
use guildhall_domain::Id;

/// Most bytes of all properties of one thing.
const MOST: usize = 64 << 10;
/// Longest name with its namespace.
const NAME: usize = 1_000;

fn key(prop: &DavProp) -> String {
    format!("{}\u{1}{}", prop.namespace.as_deref().unwrap_or_default(), prop.name)
}

fn prop(key: &str, xml: Vec<u8>) -> DavProp {
    let (namespace, name) = key.split_once('\u{1}').unwrap_or(("", key));
    let namespace = (!namespace.is_empty()).then(|| namespace.to_owned());
    DavProp { name: name.to_owned(), prefix: None, namespace, xml: Some(xml) }
}

/// All properties of something.
pub fn all(scope: &impl Scope, object: Id) -> Result<Vec<DavProp>, Error> {
    Ok(store::properties(scope.read(), object)?.into_iter().map(|(key, xml)| prop(&key, xml)).collect())
}

/// One property, as XML.
pub fn one(scope: &impl Scope, object: Id, wanted: &DavProp) -> Result<Option<Vec<u8>>, Error> {
    Ok(scope.read().get(&PROPERTIES, &(object, key(wanted)))?)
}

/// Writes and removes properties, all of them or none.
pub fn patch(work: &mut Work<'_, '_>, object: Id, changes: &[(bool, DavProp)]) -> Result<(), Error> {
    for (set, prop) in changes {
        let key = (object, key(prop));
        match (&prop.xml, set) {
            (Some(xml), true) if key.1.len() <= NAME => work.tx.put(&PROPERTIES, &key, xml)?,
            (_, true) => return Err(Error::new(Code::TooLarge)),
            (_, false) => work.tx.delete(&PROPERTIES, &key)?,
        }
    }
    let bytes: usize = store::properties(work.read(), object)?.iter().map(|(name, xml)| name.len() + xml.len()).sum();
    if bytes > MOST { Err(Error::new(Code::TooLarge)) } else { Ok(()) }
}

/// Gives a copy the properties of the original.
pub fn copy(work: &mut Work<'_, '_>, from: Id, to: Id) -> Result<(), Error> {
    for (name, xml) in store::properties(work.read(), from)? {
        work.tx.put(&PROPERTIES, &(to, name), &xml)?;
    }
    Ok(())
}
