//! Network folders: real programs read and write them, saving keeps a document what it is, and nobody reaches more by
//! them than by the page.

mod clients;
mod keeping;
mod programs;
mod rights;

use guildhall_tests::{Client, Server, program};
pub use guildhall_tests::{
    base64,
    papers::{Office, office},
    program::{Program, Said},
};
use serde_json::Value;

/// An app password of somebody for files.
pub fn app_password(of: &Client) -> String {
    program::app_password(of, "files")
}

/// A program of somebody.
pub fn program(server: &Server, person: &Client) -> Program {
    Program::with(server, &app_password(person))
}

/// What such a program does with network folders.
pub trait Folders {
    /// Asks something of an address in them.
    fn files(&self, method: &str, path: &str, body: Option<&[u8]>) -> Said;

    fn put(&self, path: &str, bytes: &[u8]) -> u16;
    fn get(&self, path: &str) -> Vec<u8>;
    fn rename(&self, from: &str, to: &str) -> u16;
    /// The names a folder shows.
    fn names(&self, path: &str) -> Vec<String>;
}

impl Folders for Program {
    fn files(&self, method: &str, path: &str, body: Option<&[u8]>) -> Said {
        self.ask(method, &format!("/dav/files{path}"), body.unwrap_or_default())
    }

    fn put(&self, path: &str, bytes: &[u8]) -> u16 {
        self.files("PUT", path, Some(bytes)).status
    }

    fn get(&self, path: &str) -> Vec<u8> {
        let answer = self.files("GET", path, None);
        assert_eq!(answer.status, 200, "{path}");
        answer.bytes
    }

    fn rename(&self, from: &str, to: &str) -> u16 {
        let to = format!("{}/dav/files{to}", self.url);
        self.header("Destination", &to).files("MOVE", from, None).status
    }

    fn names(&self, path: &str) -> Vec<String> {
        let answer = self.header("Depth", "1").files("PROPFIND", path, None);
        assert_eq!(answer.status, 207, "{path}");
        let text = answer.text();
        let hrefs = text.split("<D:href>").skip(1).filter_map(|rest| rest.split("</D:href>").next());
        let mut names: Vec<String> =
            hrefs.map(|href| href.trim_end_matches('/').rsplit('/').next().unwrap().to_owned()).skip(1).collect();
        names.sort();
        names
    }
}

/// What the page shows of a space.
pub fn shown(by: &Client, space: &str) -> Vec<Value> {
    let (mut all, mut cursor) = (Vec::new(), String::new());
    loop {
        let mut page = by.get(&format!("/spaces/{space}/documents?sort=name&limit=200{cursor}")).ok();
        all.append(page["items"].as_array_mut().unwrap());
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return all,
        }
    }
}

pub fn versions(by: &Client, document: &Value) -> usize {
    let id = document["id"].as_str().unwrap();
    by.get(&format!("/documents/{id}/versions?limit=200")).ok()["items"].as_array().unwrap().len()
}
