//! Tasks and events in calendar programs: real ones read and write them, what they cannot say stays, and nobody reaches more by
//! them than by the page.

mod again;
mod asking;
mod feeds;
mod hostile;
mod programs;
mod rights;
mod syncing;
mod writing;

use guildhall_tests::{Client, Server, program};
pub use guildhall_tests::{
    id,
    papers::{Office, office},
    program::{Program, Said},
};
use serde_json::json;

/// An app password of somebody for calendars.
pub fn app_password(of: &Client) -> String {
    program::app_password(of, "calendars")
}

/// A calendar program of somebody.
pub fn program(server: &Server, person: &Client) -> Program {
    Program::with(server, &app_password(person))
}

/// What an answer lists.
pub trait Listed {
    fn hrefs(&self) -> Vec<String>;
    fn token(&self) -> String;
}

impl Listed for Said {
    fn hrefs(&self) -> Vec<String> {
        self.all("<D:response><D:href>", "</D:href>")
    }

    fn token(&self) -> String {
        self.all("<D:sync-token>", "</D:sync-token>").pop().unwrap()
    }
}

/// What such a program does with calendars.
pub trait Calendars {
    /// Writes an entry, as it is seen by now.
    fn put(&self, path: &str, part: &str) -> Said;
    #[track_caller]
    fn get(&self, path: &str) -> Said;
    #[track_caller]
    fn list(&self, path: &str) -> Said;
    /// Asks what changed since a token; all of it without one.
    fn sync(&self, path: &str, token: &str) -> Said;
}

impl Calendars for Program {
    fn put(&self, path: &str, part: &str) -> Said {
        self.ask("PUT", path, calendar(part).as_bytes())
    }

    #[track_caller]
    fn get(&self, path: &str) -> Said {
        let said = self.ask("GET", path, b"");
        assert_eq!(said.status, 200, "{path}: {}", said.text());
        said
    }

    #[track_caller]
    fn list(&self, path: &str) -> Said {
        let said = self.header("Depth", "1").ask("PROPFIND", path, b"");
        assert_eq!(said.status, 207, "{path}: {}", said.text());
        said
    }

    fn sync(&self, path: &str, token: &str) -> Said {
        let question = format!(
            "<D:sync-collection xmlns:D=\"DAV:\"><D:sync-token>{token}</D:sync-token><D:sync-level>1</D:sync-level>\
             <D:prop><D:getetag/></D:prop></D:sync-collection>"
        );
        self.ask("REPORT", path, question.as_bytes())
    }
}

/// A part as a whole calendar.
pub fn calendar(part: &str) -> String {
    let lines: Vec<&str> = part.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n{}\r\nEND:VCALENDAR\r\n", lines.join("\r\n"))
}

pub fn todo(uid: &str, lines: &str) -> String {
    format!("BEGIN:VTODO\nUID:{uid}\nDTSTAMP:20261101T080000Z\n{lines}\nEND:VTODO")
}

pub fn event(uid: &str, lines: &str) -> String {
    format!("BEGIN:VEVENT\nUID:{uid}\nDTSTAMP:20261101T080000Z\n{lines}\nEND:VEVENT")
}

/// The address of a space as a calendar.
pub fn of_space(space: &str) -> String {
    format!("/dav/calendars/{space}/")
}
