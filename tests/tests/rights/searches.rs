//! Saved searches. The lead shared one with the people of each space; everybody has one of their own besides.

use crate::{
    company::{Company, UNKNOWN},
    oracle::{Need::*, SPACES},
    table::Row,
};
use guildhall_tests::id;
use serde_json::json;

/// What is asked of them.
pub const SEARCHES: &[Row] = &[
    ("GET /searches", Signed, "/searches", ""),
    ("GET /searches", Signed, "/searches?counts=true", ""),
    ("POST /searches", Signed, "/searches", r#"{"name":"List $n","question":{"q":"valve"}}"#),
    ("POST /searches", Write, "/searches", r#"{"name":"List $n","question":{"people":["me"]},"space_id":"$space"}"#),
    ("GET /searches/{id}", SharedSearch, "/searches/$search", ""),
    ("GET /searches/{id}", Mine, "/searches/$mysearch", ""),
    ("GET /searches/{id}/tasks", SharedSearch, "/searches/$search/tasks", ""),
    ("GET /searches/{id}/tasks", Mine, "/searches/$mysearch/tasks", ""),
    ("PATCH /searches/{id}", SharedView, "/searches/$search", r#"{"group":"space"}"#),
    ("PATCH /searches/{id}", Mine, "/searches/$mysearch", r#"{"name":"Named $n"}"#),
    ("DELETE /searches/{id}", SharedView, "/searches/$search", ""),
    ("DELETE /searches/{id}", Mine, "/searches/$mysearch", ""),
];

impl Company {
    /// The searches everybody in a space sees from the start.
    pub fn keep_searches(&mut self) {
        for space in SPACES.into_iter().chain(["personal"]) {
            let made = self.search(space);
            self.things.insert((space, "search"), made);
        }
        self.things.insert(("unknown", "search"), UNKNOWN.into());
    }

    /// One more of them.
    pub fn search(&self, space: &str) -> String {
        let name = format!("List {}", self.next());
        let body = json!({"name": name, "question": {"q": "valve"}, "space_id": self.spaces[space]});
        id(&self.people["lead"].post("/searches", body).ok())
    }

    /// The one that is there from the start.
    pub fn kept_search(&self, space: &str) -> String {
        let kept = self.things.iter().find(|((of, what), _)| *of == space && *what == "search");
        kept.map_or(UNKNOWN.into(), |(_, id)| id.clone())
    }
}
