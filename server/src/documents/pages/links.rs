//! Where the links of a page lead outside of it: to the address people use, and only to what this reader may see.

use crate::{
    Error,
    access::{self, Scope},
};
use guildhall_domain::{Id, item::Item, policy::DoSpace};
use guildhall_pages::{Node, html::Names, outline::named};
use std::collections::{BTreeSet, HashMap};

/// See the module.
pub struct Links {
    origin: String,
    ways: HashMap<(String, String), String>,
    files: HashMap<String, String>,
}

impl Names for Links {
    fn file(&self, id: &str) -> Option<String> {
        self.files.get(id).cloned()
    }

    fn reference(&self, kind: &str, id: &str) -> Option<String> {
        let way = self.ways.get(&(kind.to_owned(), id.to_owned()))?;
        Some(format!("{}{way}", self.origin))
    }
}

impl Links {
    /// The links of a page; `origin` is the address people use.
    pub fn of(scope: &impl Scope, tree: &Node, origin: &str) -> Result<Links, Error> {
        Ok(Links { origin: origin.to_owned(), ways: ways(scope, tree)?, files: HashMap::new() })
    }

    /// Where a file of the page is.
    pub fn file_at(&mut self, id: Id, address: String) {
        self.files.insert(id.to_string(), address);
    }
}

fn ways(scope: &impl Scope, tree: &Node) -> Result<HashMap<(String, String), String>, Error> {
    let named = named(tree);
    let ids = |ids: BTreeSet<String>| ids.into_iter().filter_map(|id| id.parse::<Id>().ok());
    let mut ways = HashMap::new();
    for id in ids(named.people) {
        if access::seen(access::person(scope, id))?.is_some() {
            ways.insert(("person".to_owned(), id.to_string()), format!("/people/{id}"));
        }
    }
    for id in ids(named.spaces) {
        if access::seen(access::space(scope, id, DoSpace::Read))?.is_some() {
            ways.insert(("space".to_owned(), id.to_string()), format!("/s/{id}"));
        }
    }
    for id in ids(named.items) {
        let way = access::seen_item(scope, id)?.map(|item| match &*item {
            Item::Topic(_) => format!("/d/{id}"),
            Item::Document(_) => format!("/p/{id}"),
            Item::Event(_) => format!("/e/{id}"),
            Item::Task(_) => format!("/t/{id}"),
        });
        ways.extend(way.map(|way| (("item".to_owned(), id.to_string()), way)));
    }
    Ok(ways)
}
