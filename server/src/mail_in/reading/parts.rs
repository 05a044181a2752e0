//! The files of a mail. Their names are data: no folders, no control characters, never empty.

use mail_parser::{Message, MessagePart, MimeHeaders, PartType};

/// Most files of one mail; more are left in the mail itself.
const MOST: usize = 50;
/// Longest name, in characters.
const NAME: usize = 150;

/// A file that came with a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// A name that is safe anywhere.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Everything that hangs on a mail, but not the signatures that programs put there.
pub fn attachments(message: &Message<'_>) -> Vec<Attachment> {
    let mut found: Vec<Attachment> = Vec::new();
    for part in message.attachments() {
        let (kind, subtype) = types(part);
        let signature = ["pkcs7-signature", "x-pkcs7-signature", "pgp-signature", "delivery-status"];
        if found.len() == MOST || signature.contains(&subtype.as_str()) {
            continue;
        }
        let bytes = match &part.body {
            PartType::Message(inner) => inner.raw_message().to_vec(),
            PartType::Multipart(_) => continue,
            _ => part.contents().to_vec(),
        };
        if bytes.is_empty() {
            continue;
        }
        found.push(Attachment { name: called(part, &kind, &subtype, found.len() + 1), bytes });
    }
    found
}

fn types(part: &MessagePart<'_>) -> (String, String) {
    let of = part.content_type();
    let word = |text: Option<&str>| text.unwrap_or_default().to_ascii_lowercase();
    (word(of.map(|of| of.c_type.as_ref())), word(of.and_then(|of| of.c_subtype.as_deref())))
}

fn called(part: &MessagePart<'_>, kind: &str, subtype: &str, number: usize) -> String {
    let given = part.attachment_name().map(safe).filter(|name| !name.is_empty());
    given.unwrap_or_else(|| match &part.body {
        PartType::Message(inner) => {
            let subject = safe(inner.subject().unwrap_or_default());
            if subject.is_empty() { format!("Mail {number}.eml") } else { format!("{subject}.eml") }
        }
        _ => format!("{} {number}{}", if kind == "image" { "Picture" } else { "File" }, ending(subtype)),
    })
}

fn ending(subtype: &str) -> &'static str {
    match subtype {
        "png" => ".png",
        "jpeg" | "jpg" => ".jpg",
        "gif" => ".gif",
        "webp" => ".webp",
        "pdf" => ".pdf",
        "plain" => ".txt",
        "html" => ".html",
        "calendar" => ".ics",
        "csv" => ".csv",
        _ => "",
    }
}

/// The last part of a path, without what could mean something to a program.
fn safe(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last
        .chars()
        .filter(|c| {
            !c.is_control() && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        })
        .map(|c| if matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*') { '_' } else { c })
        .take(NAME)
        .collect();
    clean.trim().trim_start_matches('.').trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn a_name_is_never_a_path() {
        assert_eq!(safe("../../etc/passwd"), "passwd");
        assert_eq!(safe("C:\\Users\\eve\\..\\invoice.pdf"), "invoice.pdf");
        assert_eq!(safe("a\u{202e}fdp.exe\r\n\0"), "afdp.exe");
        assert_eq!(safe("..."), "");
        assert_eq!(safe("ciële.txt"), "ciële.txt");
    }
}
