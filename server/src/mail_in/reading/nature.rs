//! Who speaks in a mail: a person, a program that answers by itself, a mail server that gives one back, a filter that
//! calls it unwanted, or we ourselves.

use mail_parser::{Message, MimeHeaders, PartType};

/// The header of every mail that leaves this program.
pub const OURS: &str = "X-Guildhall";

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Nature {
    /// Somebody wrote it.
    Written,
    /// A program sent it by itself.
    Automatic,
    /// A mail server could not deliver one of ours.
    Bounce(Vec<Bounced>),
    /// One of our own came back.
    Loop,
    /// A filter before us calls it unwanted.
    Spam,
    /// The server that took it says that it is not from whom it says.
    Forged,
}

/// An address that could not be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounced {
    /// The address, in small letters.
    pub address: String,
    /// It will not be there later either.
    pub for_good: bool,
    /// What the mail server said.
    pub words: String,
}

fn values<'m>(message: &'m Message<'_>, name: &'static str) -> impl Iterator<Item = String> + 'm {
    message
        .headers_raw()
        .filter(move |(header, _)| header.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim().to_ascii_lowercase())
}

fn value(message: &Message<'_>, name: &'static str) -> Option<String> {
    values(message, name).next()
}

/// What it is.
pub fn of(message: &Message<'_>, bytes: &[u8]) -> Nature {
    if value(message, OURS).is_some() {
        return Nature::Loop;
    }
    if let Some(bounced) = bounce(message, bytes) {
        return Nature::Bounce(bounced);
    }
    if is_spam(message) {
        return Nature::Spam;
    }
    if is_automatic(message) {
        return Nature::Automatic;
    }
    if is_forged(message) { Nature::Forged } else { Nature::Written }
}

fn is_spam(message: &Message<'_>) -> bool {
    let yes = |name, word: &str| value(message, name).is_some_and(|value| value.starts_with(word));
    yes("X-Spam-Flag", "yes") || yes("X-Spam-Status", "yes") || yes("X-Spam", "yes") || yes("X-Spam", "spam")
}

/// RFC 3834, and what programs did before it.
fn is_automatic(message: &Message<'_>) -> bool {
    let says = |name, words: &[&str]| {
        value(message, name).is_some_and(|value| words.iter().any(|word| value.starts_with(word)))
    };
    let submitted = value(message, "Auto-Submitted").is_some_and(|value| !value.is_empty() && !value.starts_with("no"));
    let there = |name| value(message, name).is_some();
    submitted
        || says("Precedence", &["bulk", "junk", "list", "auto_reply"])
        || says("X-Auto-Response-Suppress", &["all", "oof", "autoreply", "dr", "rn", "nrn"])
        || there("X-Autoreply")
        || there("X-Autorespond")
        || there("X-Autoresponder")
        || says("Return-Path", &["<>"])
        || announces_absence(message.subject().unwrap_or_default())
}

fn announces_absence(subject: &str) -> bool {
    const BEGINNINGS: [&str; 9] = [
        "automatic reply:",
        "auto reply:",
        "auto-reply:",
        "out of office:",
        "automatische antwort:",
        "abwesenheitsnotiz",
        "réponse automatique",
        "respuesta automática",
        "risposta automatica",
    ];
    let subject = subject.trim().to_lowercase();
    BEGINNINGS.iter().any(|beginning| subject.starts_with(beginning))
}

/// Only what makes things stricter is believed of these headers: everybody can write a better one.
fn is_forged(message: &Message<'_>) -> bool {
    values(message, "Authentication-Results").any(|results| {
        let has = |what: &str| results.contains(what);
        has("dmarc=fail") || (has("spf=fail") && !has("dkim=pass")) || (has("dkim=fail") && !has("spf=pass"))
    })
}

/// RFC 3464: which addresses could not be reached.
fn bounce(message: &Message<'_>, bytes: &[u8]) -> Option<Vec<Bounced>> {
    let report = message.is_content_type("multipart", "report");
    let kind = message.content_type().and_then(|of| of.attribute("report-type")).unwrap_or_default();
    let status = message.parts.iter().find(|part| part.is_content_type("message", "delivery-status"));
    if !(report && kind.eq_ignore_ascii_case("delivery-status")) && status.is_none() {
        return None;
    }
    // The part is small; where it is cut off the rest of the mail is read as it.
    let text = match status.map(|part| &part.body) {
        Some(PartType::Message(inner)) => String::from_utf8_lossy(inner.raw_message()).into_owned(),
        Some(_) => status.map(|part| String::from_utf8_lossy(part.contents()).into_owned()).unwrap_or_default(),
        None => String::from_utf8_lossy(bytes.get(..bytes.len().min(64 * 1024)).unwrap_or_default()).into_owned(),
    };
    Some(groups(&text))
}

fn groups(text: &str) -> Vec<Bounced> {
    const MOST: usize = 50;
    let unfolded = text.replace("\r\n", "\n").replace("\n\t", " ").replace("\n ", " ");
    let mut found = Vec::new();
    for group in unfolded.split("\n\n") {
        let field = |name: &str| {
            let mut lines = group.lines().filter_map(|line| line.split_once(':'));
            lines.find(|(field, _)| field.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned())
        };
        let typed = |value: String| value.split_once(';').map_or(value.clone(), |(_, rest)| rest.trim().to_owned());
        let address = field("Final-Recipient").or_else(|| field("Original-Recipient")).map(typed);
        let Some(address) = address.and_then(|address| super::address(&address)) else { continue };
        let failed = field("Action").is_some_and(|action| action.eq_ignore_ascii_case("failed"));
        let status = field("Status").unwrap_or_default();
        let words = field("Diagnostic-Code").map(typed).unwrap_or_else(|| status.clone());
        if found.len() < MOST {
            found.push(Bounced {
                address,
                for_good: failed && !status.starts_with('4'),
                words: super::line(&words, 300),
            });
        }
    }
    found
}
