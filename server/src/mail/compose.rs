//! What a mail says: plain text first, and the same as HTML in colours that follow the reader's program. Whatever comes
//! from people is text in both; control characters, which could end a header, are taken out.

use super::{
    approving,
    links::{Ends, Links},
    notices::Notice,
    replies::Way,
    says::{address, sentence, why},
    settings::Settings,
};
use crate::{
    Error,
    error::Code,
    inbox::views::{EntryShape, EntryType},
    secrets,
};
use guildhall_domain::{Id, person::Person};
use lettre::{
    Address, Message,
    message::{
        Mailbox, MultiPart,
        header::{HeaderName, HeaderValue},
    },
};
use std::fmt::Write;

/// Longest subject, in letters.
const SUBJECT: usize = 120;

/// Writes mails of one organization.
pub struct Composer<'c> {
    /// By which server.
    pub settings: &'c Settings,
    /// Name of the organization.
    pub organization: &'c str,
    /// Makes the links that end mail; none for what somebody asked for themselves.
    pub links: Option<&'c Links>,
}

/// A mail in parts.
#[derive(Debug, Default)]
pub struct Letter {
    /// Subject.
    pub subject: String,
    /// Heading and lines of what it is about.
    pub items: Vec<Item>,
    /// Sentences before them.
    pub intro: String,
    /// What it can be ended by.
    pub ends: Option<Ends>,
    /// The one item it is about, which can be answered by mail.
    pub about: Option<Id>,
}

/// One thing in it.
#[derive(Debug, Default)]
pub struct Item {
    /// What happened.
    pub heading: String,
    /// What was said.
    pub words: String,
    /// Where it leads.
    pub link: String,
    /// What it is made of, where it is several things.
    pub lines: Vec<Line>,
}

/// One of several things.
#[derive(Debug, Default)]
pub struct Line {
    /// What it is.
    pub text: String,
    /// Where it leads; empty for nowhere.
    pub link: String,
}

/// Without what could end a line of a header, on one line.
pub fn line(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The beginning of it, on one line.
pub fn short(text: &str, most: usize) -> String {
    let line = line(text);
    let cut: String = line.chars().take(most).collect();
    if cut.len() < line.len() { format!("{cut}…") } else { cut }
}

pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// What an answer by mail is said on. To a request there is none: whom it is for, the requester or the team, has to be
/// chosen on its page.
fn answerable(entry: &EntryShape) -> Option<Id> {
    let of_no_item = [EntryType::Request, EntryType::Week, EntryType::Absence, EntryType::Budget];
    let answerable = !of_no_item.contains(&entry.item_type);
    answerable.then_some(entry.item_id)
}

impl Composer<'_> {
    fn item(&self, entry: &EntryShape) -> Item {
        Item {
            heading: sentence(entry),
            words: line(&entry.excerpt),
            link: format!("{}{}", self.settings.public_url, address(entry)),
            lines: approving::ways(&self.settings.public_url, entry),
        }
    }

    /// One need.
    pub fn need(&self, notice: &Notice) -> Letter {
        let item = self.item(&notice.entry);
        Letter {
            subject: item.heading.clone(),
            items: vec![item],
            intro: String::new(),
            ends: Some(Ends::Kind(notice.kind)),
            about: answerable(&notice.entry),
        }
    }

    /// Several at once, with what else happened.
    pub fn bundle(&self, notices: &[Notice], news: &[EntryShape]) -> Letter {
        let subject = match (notices, news.len()) {
            ([only], 0) => sentence(&only.entry),
            ([], count) => format!("{count} things you follow changed"),
            (several, _) => format!("{} things need you", several.len()),
        };
        let needs = notices.iter().map(|notice| self.item(&notice.entry));
        Letter {
            subject,
            items: needs.chain(news.iter().map(|entry| self.item(entry))).collect(),
            intro: String::new(),
            ends: Some(Ends::All),
            about: match notices {
                [only] if news.is_empty() => answerable(&only.entry),
                _ => None,
            },
        }
    }

    /// The mail itself, with what ends its kind.
    ///
    /// # Errors
    /// When an address cannot be written in a header.
    pub fn write(&self, to: &Person, letter: &Letter, way: Option<&Way>) -> Result<Message, Error> {
        let end = self.links.zip(letter.ends).map(|(links, ends)| (links.token(to.id, ends), ends));
        self.put_down(&to.name, &to.email, letter, (end, way))
    }

    /// The same to whom is not here yet, or asked for it; nothing ends it, and it is not answered.
    pub fn write_to(&self, name: &str, email: &str, letter: &Letter) -> Result<Message, Error> {
        self.put_down(name, email, letter, (None, None))
    }

    /// The same to somebody outside, who can answer it.
    ///
    /// # Errors
    /// When an address cannot be written in a header.
    pub fn write_answerable(
        &self,
        name: &str,
        email: &str,
        letter: &Letter,
        way: Option<&Way>,
    ) -> Result<Message, Error> {
        self.put_down(name, email, letter, (None, way))
    }

    fn put_down(
        &self,
        name: &str,
        email: &str,
        letter: &Letter,
        (end, way): (Option<(String, Ends)>, Option<&Way>),
    ) -> Result<Message, Error> {
        let broken = |error: String| Error::because(Code::Conflict, format!("The mail cannot be written: {error}."));
        let mailbox = |name: &str, address: &str| -> Result<Mailbox, Error> {
            let address: Address = address.parse().map_err(|error| broken(format!("{error}")))?;
            Ok(Mailbox::new(Some(line(name)).filter(|name| !name.is_empty()), address))
        };
        let mut mail = Message::builder()
            .from(mailbox(self.organization, &self.settings.from)?)
            .to(mailbox(name, email)?)
            .subject(short(&letter.subject, SUBJECT))
            .message_id(Some(way.map_or_else(|| self.id(), |way| way.message_id.clone())));
        if let Some(address) = way.and_then(|way| way.address.as_deref()) {
            mail = mail.reply_to(mailbox(self.organization, address)?);
        }
        let header = |name: &'static str, value: String| HeaderValue::new(HeaderName::new_from_ascii_str(name), value);
        mail = mail.raw_header(header("Auto-Submitted", "auto-generated".into()));
        mail = mail.raw_header(header("X-Guildhall", "notice".into()));
        if let Some((token, _)) = &end {
            let address = format!("<{}/api/v1/mail/unsubscribe/{token}>", self.settings.public_url);
            mail = mail.raw_header(header("List-Unsubscribe", address));
            mail = mail.raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".into()));
        }
        let foot = end.map(|(token, ends)| self.foot(&token, ends));
        let parts = MultiPart::alternative_plain_html(plain(letter, foot.as_ref()), self.html(letter, foot.as_ref()));
        mail.multipart(parts).map_err(|error| broken(error.to_string()))
    }

    /// A name of its own for each mail, at the domain it comes from.
    fn id(&self) -> String {
        let domain = self.settings.from.rsplit_once('@').map_or("localhost", |(_, domain)| domain);
        format!("<{}@{domain}>", secrets::secret())
    }

    fn foot(&self, token: &str, ends: Ends) -> Foot {
        let words = match ends {
            Ends::Kind(kind) => format!("{} writes to you {}.", line(self.organization), why(kind)),
            Ends::Week => format!("{} writes to you once a week what happened.", line(self.organization)),
            Ends::Reports => format!("{} sends you these reports once a week.", line(self.organization)),
            Ends::All => format!("{} sends you what waits for you together.", line(self.organization)),
        };
        let url = &self.settings.public_url;
        Foot { words, stop: format!("{url}/unsubscribe#{token}"), settings: format!("{url}/me?part=mail") }
    }

    fn html(&self, letter: &Letter, foot: Option<&Foot>) -> String {
        let mut body = String::new();
        if !letter.intro.is_empty() {
            let _ = write!(body, "<p style=\"margin:0 0 18px\">{}</p>", escape(&letter.intro).replace('\n', "<br>"));
        }
        for item in &letter.items {
            let _ = write!(
                body,
                "<div class=\"card\" style=\"margin:0 0 14px;padding:14px 16px;border:1px solid #cdd3cb;border-radius:10px\">\
                 <p style=\"margin:0 0 6px;font-weight:600\">{}</p>",
                escape(&item.heading)
            );
            if !item.words.is_empty() {
                let words = escape(&item.words);
                let _ = write!(body, "<p class=\"soft\" style=\"margin:0 0 10px;color:#46524b\">{words}</p>");
            }
            body.push_str(&list(&item.lines));
            if !item.link.is_empty() {
                let link = escape(&item.link);
                let _ = write!(
                    body,
                    "<p style=\"margin:0\"><a class=\"link\" style=\"color:#0b6b58;font-weight:600\" href=\"{link}\">Open</a></p>"
                );
            }
            body.push_str("</div>");
        }
        if let Some(foot) = foot {
            let _ = write!(
                body,
                "<p class=\"soft\" style=\"margin:22px 0 0;font-size:12px;color:#5f6a64\">{} \
                 <a class=\"soft\" style=\"color:#5f6a64\" href=\"{}\">Stop these mails</a> · \
                 <a class=\"soft\" style=\"color:#5f6a64\" href=\"{}\">Settings</a></p>",
                escape(&foot.words),
                escape(&foot.stop),
                escape(&foot.settings)
            );
        }
        // Programs that know of dark take the second set of colours; others keep dark words on their own ground,
        // because no ground is painted.
        format!(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width\">\
             <meta name=\"color-scheme\" content=\"light dark\"><meta name=\"supported-color-schemes\" content=\"light dark\">\
             <style>:root{{color-scheme:light dark}}@media (prefers-color-scheme:dark){{\
             .page{{color:#e9eeeb!important}}.card{{border-color:#3a443e!important}}\
             .soft{{color:#b7c2bb!important}}.link{{color:#63c8ac!important}}}}</style></head>\
             <body style=\"margin:0;padding:24px\"><div class=\"page\" style=\"max-width:560px;margin:0 auto;\
             font:15px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif;color:#17201c\">{body}</div></body></html>"
        )
    }
}

/// Several things, each with its link.
fn list(lines: &[Line]) -> String {
    let mut body = String::new();
    for one in lines {
        let text = escape(&one.text);
        let _ = match one.link.is_empty() {
            true => write!(body, "<p class=\"soft\" style=\"margin:0 0 6px;color:#46524b\">{text}</p>"),
            false => write!(
                body,
                "<p style=\"margin:0 0 6px\"><a class=\"link\" style=\"color:#0b6b58\" href=\"{}\">{text}</a></p>",
                escape(&one.link)
            ),
        };
    }
    body
}

struct Foot {
    words: String,
    stop: String,
    settings: String,
}

fn plain(letter: &Letter, foot: Option<&Foot>) -> String {
    let mut text = String::new();
    if !letter.intro.is_empty() {
        let _ = write!(text, "{}\n\n", letter.intro);
    }
    for item in &letter.items {
        let _ = writeln!(text, "{}", item.heading);
        if !item.words.is_empty() {
            let _ = writeln!(text, "> {}", item.words);
        }
        for one in &item.lines {
            let _ = writeln!(text, "- {}", one.text);
            if !one.link.is_empty() {
                let _ = writeln!(text, "  {}", one.link);
            }
        }
        if !item.link.is_empty() {
            let _ = writeln!(text, "{}", item.link);
        }
        text.push('\n');
    }
    if let Some(foot) = foot {
        let _ = write!(text, "-- \n{}\nStop these mails: {}\nSettings: {}\n", foot.words, foot.stop, foot.settings);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_what_people_write_becomes_a_header_or_a_tag() {
        assert_eq!(line("Valve\r\nBcc: eve@example.com\u{7}"), "Valve Bcc: eve@example.com");
        assert_eq!(escape("<script>'\"&"), "&lt;script&gt;&#39;&quot;&amp;");
        assert_eq!(short("one two", 3), "one…");
    }
}
