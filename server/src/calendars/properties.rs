//! What programs may ask of who asks, of calendars and of entries.

use super::{
    changes,
    collection::Entry,
    expanded::{self, Between},
    path::{HOME, Node, PRINCIPAL},
    question::Wanted,
    text::{self, Zones},
    xml::{APPLE, CALDAV, DAV, Many, Name, SERVER, escape, href},
};
use crate::{
    Error,
    access::{self, Scope, View},
    http::version,
};
use guildhall_domain::{ical, when};

/// What answers about one question share.
pub struct Asked<'v> {
    /// What the asker sees.
    pub view: &'v View,
    /// The path of the public address.
    pub base: String,
    /// The zones that were told.
    pub zones: Zones,
    /// Between which moments each time of what comes again is told by itself.
    pub expand: Option<Between>,
    /// How many such times were told.
    pub expanded: usize,
    /// The token of this moment.
    token: String,
}

/// What is told of everything unless it is asked for by name.
const USUAL: [(&str, &str); 13] = [
    (DAV, "resourcetype"),
    (DAV, "displayname"),
    (DAV, "getetag"),
    (DAV, "getcontenttype"),
    (DAV, "getlastmodified"),
    (DAV, "current-user-principal"),
    (DAV, "current-user-privilege-set"),
    (DAV, "supported-report-set"),
    (DAV, "sync-token"),
    (SERVER, "getctag"),
    (CALDAV, "calendar-home-set"),
    (CALDAV, "supported-calendar-component-set"),
    (APPLE, "calendar-color"),
];
/// The colours of spaces in the page, as other programs want them.
const COLORS: [&str; 10] = [
    "#3B6FD4FF",
    "#2E8B6FFF",
    "#B3541EFF",
    "#8A4FBEFF",
    "#C23B63FF",
    "#2A7F9EFF",
    "#7A7A1FFF",
    "#A0522DFF",
    "#4F5D75FF",
    "#5B8C2AFF",
];

impl<'v> Asked<'v> {
    /// Begins to answer.
    pub fn new(view: &'v View, base: String) -> Result<Self, Error> {
        let token = changes::token(view)?;
        Ok(Asked { view, base, zones: Zones::default(), expand: None, expanded: 0, token })
    }

    /// The token of this moment.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Answers about one thing.
    pub fn tell(&mut self, many: &mut Many, address: &str, node: &Node, wanted: &Wanted) -> Result<(), Error> {
        let names: Vec<Name> = match wanted {
            Wanted::These(names) => names.clone(),
            _ => USUAL.iter().map(|(space, local)| Name::new(space, local)).collect(),
        };
        let (mut found, mut missing) = (String::new(), Vec::new());
        for name in names {
            match self.value(node, &name)? {
                Some(_) if *wanted == Wanted::Names => found.push_str(&name.element("")),
                Some(value) => found.push_str(&name.element(&value)),
                None if matches!(wanted, Wanted::These(_)) => missing.push(name),
                None => {}
            }
        }
        many.found(address, &found, &missing, "404 Not Found");
        Ok(())
    }

    fn value(&mut self, node: &Node, name: &Name) -> Result<Option<String>, Error> {
        let shared = match (name.space.as_str(), name.local.as_str()) {
            (DAV, "current-user-principal" | "owner") => Some(href(&format!("{}{PRINCIPAL}", self.base))),
            (DAV, "principal-collection-set") => Some(href(&format!("{}{PRINCIPAL}", self.base))),
            _ => None,
        };
        if shared.is_some() {
            return Ok(shared);
        }
        match node {
            Node::Home | Node::Principal => self.of_asker(node, name),
            Node::Calendar(calendar) => Ok(self.of_calendar(calendar, name)),
            Node::Entry(_, entry) => self.of_entry(entry, name),
        }
    }

    fn of_asker(&self, node: &Node, name: &Name) -> Result<Option<String>, Error> {
        let me = access::me(self.view)?;
        let is_principal = matches!(node, Node::Principal);
        Ok(match (name.space.as_str(), name.local.as_str()) {
            (DAV, "resourcetype") if is_principal => Some("<D:collection/><D:principal/>".into()),
            (DAV, "resourcetype") => Some("<D:collection/>".into()),
            (DAV, "displayname") => Some(escape(&me.name)),
            (DAV, "principal-URL") if is_principal => Some(href(&format!("{}{PRINCIPAL}", self.base))),
            (DAV, "current-user-privilege-set") => Some(privileges(false)),
            (DAV, "supported-report-set") => Some(String::new()),
            (CALDAV, "calendar-home-set") => Some(href(&format!("{}{HOME}", self.base))),
            (CALDAV, "calendar-user-address-set") if !me.email.is_empty() => {
                Some(href(&format!("mailto:{}", me.email)))
            }
            (CALDAV, "calendar-user-type") => Some("INDIVIDUAL".into()),
            _ => None,
        })
    }

    fn of_calendar(&self, calendar: &super::collection::Calendar, name: &Name) -> Option<String> {
        match (name.space.as_str(), name.local.as_str()) {
            (DAV, "resourcetype") => Some("<D:collection/><C:calendar/>".into()),
            (DAV, "displayname") => Some(escape(calendar.title())),
            (DAV, "sync-token") => Some(escape(&self.token)),
            (SERVER, "getctag") => Some(escape(&self.token)),
            (DAV, "current-user-privilege-set") => Some(privileges(calendar.may_write(self.view))),
            (DAV, "supported-report-set") => Some(reports()),
            (CALDAV, "supported-calendar-component-set") => {
                Some("<C:comp name=\"VEVENT\"/><C:comp name=\"VTODO\"/>".into())
            }
            (CALDAV, "supported-calendar-data") => {
                Some("<C:calendar-data content-type=\"text/calendar\" version=\"2.0\"/>".into())
            }
            (CALDAV, "max-resource-size") => Some(ical::FILE.to_string()),
            (APPLE, "calendar-color") => {
                let color = match calendar {
                    super::collection::Calendar::Space(space) => usize::from(space.color),
                    super::collection::Calendar::Mine(me) => usize::from(me.color),
                };
                COLORS.get(color).map(|color| (*color).to_owned())
            }
            _ => None,
        }
    }

    fn file(&mut self, entry: &Entry) -> Result<String, Error> {
        match (entry, self.expand) {
            (Entry::Event(event), Some(between)) => {
                let (file, times) = expanded::file(self.view, event, between)?;
                self.expanded += times;
                Ok(file)
            }
            _ => text::file(self.view, entry, &mut self.zones),
        }
    }

    fn of_entry(&mut self, entry: &Entry, name: &Name) -> Result<Option<String>, Error> {
        Ok(match (name.space.as_str(), name.local.as_str()) {
            (DAV, "resourcetype") => Some(String::new()),
            (DAV, "getetag") => Some(escape(&etag(self.view, entry))),
            (DAV, "getcontenttype") => Some(format!("text/calendar; charset=utf-8; component={}", entry.component())),
            (DAV, "getlastmodified") => {
                Some(when::from_ms(entry.updated_ms()).format("%a, %d %b %Y %H:%M:%S GMT").to_string())
            }
            (DAV, "current-user-privilege-set") => Some(privileges(entry.may_edit(self.view))),
            (CALDAV, "calendar-data") => Some(escape(&self.file(entry)?)),
            _ => None,
        })
    }
}

/// The version of an entry, as it stands in a header.
pub fn etag(scope: &impl Scope, entry: &Entry) -> String {
    format!("\"{}\"", version::write(scope.history(), entry.seq()))
}

fn privileges(write: bool) -> String {
    let all: &[&str] = match write {
        true => &["read", "read-current-user-privilege-set", "write", "write-content", "bind", "unbind"],
        false => &["read", "read-current-user-privilege-set"],
    };
    let told = all.iter().map(|one| format!("<D:privilege><D:{one}/></D:privilege>"));
    told.chain(["<D:privilege><C:read-free-busy/></D:privilege>".to_owned()]).collect()
}

fn reports() -> String {
    let all = ["C:calendar-query", "C:calendar-multiget", "C:free-busy-query", "D:sync-collection"];
    all.iter().map(|one| format!("<D:supported-report><D:report><{one}/></D:report></D:supported-report>")).collect()
}
