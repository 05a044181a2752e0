//! A message of a topic as a mail to somebody outside: its words, its files, who wrote it, and nothing of anything
//! else.

use crate::{
    App, Error,
    access::{Scope, View},
    contacts::Contact,
    error::Code,
    files, items,
    mail::{
        compose::{escape, line, short},
        replies::Way,
        settings::Settings,
    },
};
use guildhall_domain::{comment::Comment, file::File, topic::Topic};
use guildhall_store::blobs;
use lettre::{
    Address, Message,
    message::{
        Attachment, Mailbox, MultiPart,
        header::{ContentType, HeaderName, HeaderValue},
    },
};

/// Most bytes of files in one mail; larger ones are named.
const ROOM: u64 = 7 << 20;
const PIECE: usize = 1 << 20;

/// What is sent, and to whom.
pub struct Answer<'a> {
    pub contact: &'a Contact,
    pub topic: &'a Topic,
    pub message: &'a Comment,
    /// The mail it answers.
    pub answers: Option<&'a str>,
    pub way: Option<&'a Way>,
}

/// Writes it.
///
/// # Errors
/// When an address cannot be written in a header, or a file cannot be read.
pub fn write(app: &App, view: &View, settings: &Settings, answer: &Answer<'_>) -> Result<Message, Error> {
    let broken = |error: String| Error::because(Code::Conflict, format!("The mail cannot be written: {error}."));
    let mailbox = |name: &str, address: &str| -> Result<Mailbox, Error> {
        let address: Address = address.parse().map_err(|error| broken(format!("{error}")))?;
        Ok(Mailbox::new(Some(line(name)).filter(|name| !name.is_empty()), address))
    };
    let organization = view.directory().organization.as_ref().map(|one| one.name.clone()).unwrap_or_default();
    let author = crate::http::shapes::actor(view, answer.message.author).name;
    let header = |name: &'static str, value: String| HeaderValue::new(HeaderName::new_from_ascii_str(name), value);
    let mut mail = Message::builder()
        .from(mailbox(&format!("{author} at {organization}"), &settings.from)?)
        .to(mailbox(&answer.contact.name, &answer.contact.address)?)
        .subject(format!("Re: {}", short(&answer.topic.title, 120)))
        .raw_header(header("X-Guildhall", "answer".into()));
    if let Some(way) = answer.way {
        mail = mail.message_id(Some(way.message_id.clone()));
        if let Some(address) = &way.address {
            mail = mail.reply_to(mailbox(&organization, address)?);
        }
    } else {
        mail = mail.message_id(None);
    }
    if let Some(id) = answer.answers.filter(|id| id.is_ascii() && !id.contains(char::is_whitespace)) {
        mail = mail.in_reply_to(format!("<{id}>")).references(format!("<{id}>"));
    }
    let Enclosed { attached, named } = enclosed(app, view, answer.message)?;
    let text = text(answer.message, &author, &organization, &named);
    let parts = MultiPart::alternative_plain_html(text.clone(), html(&text));
    let parts = attached.into_iter().fold(MultiPart::mixed().multipart(parts), |parts, (file, bytes)| {
        let kind = ContentType::parse("application/octet-stream").unwrap_or(ContentType::TEXT_PLAIN);
        parts.singlepart(Attachment::new(line(&file.name)).body(bytes, kind))
    });
    mail.multipart(parts).map_err(|error| broken(error.to_string()))
}

/// Files for a mail: those that fit with their bytes, the others by name.
#[derive(Default)]
struct Enclosed {
    attached: Vec<(File, Vec<u8>)>,
    named: Vec<String>,
}

fn enclosed(app: &App, view: &View, message: &Comment) -> Result<Enclosed, Error> {
    let (mut left, mut enclosed) = (ROOM, Enclosed::default());
    for file in files::store::sent_with(view.read(), &message.files)? {
        let Some(blob) = blobs::find(view.read(), &file.hash)?.filter(|blob| blob.bytes <= left) else {
            enclosed.named.push(file.name);
            continue;
        };
        left -= blob.bytes;
        let mut bytes = Vec::new();
        while (bytes.len() as u64) < blob.bytes {
            bytes.extend(app.store().read_blob(&blob, bytes.len() as u64, PIECE)?);
        }
        enclosed.attached.push((file, bytes));
    }
    Ok(enclosed)
}

fn text(message: &Comment, author: &str, organization: &str, named: &[String]) -> String {
    let mut text = items::plain::plain(&message.body);
    // What escapes signs in Markdown is nothing outside of it.
    for sign in ["\\[", "\\]", "\\<", "\\`", "\\\\"] {
        text = text.replace(sign, sign.get(1..).unwrap_or_default());
    }
    for name in named {
        text.push_str(&format!("\n\n(A file that is too large for a mail: {})", line(name)));
    }
    format!("{text}\n\n-- \n{}\n{}\n", line(author), line(organization))
}

fn html(text: &str) -> String {
    let lines = escape(text).replace('\n', "<br>");
    format!(
        "<!doctype html><html><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\"></head>\
         <body style=\"font:15px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif\">{lines}</body></html>"
    )
}
