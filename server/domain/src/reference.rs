//! Whom and what a Markdown text names: `[@Ana](guildhall:person/ID)`, `[Flue](guildhall:item/ID)`. The
//! ids count, labels are only what somebody typed. A command parses a body once, here, and what it finds
//! is kept as rows; nothing looks for names in texts later.

use crate::{Id, limits};
use comrak::{Arena, Options, nodes::NodeValue, parse_document};

/// The scheme of the links that are references.
const SCHEME: &str = "guildhall:";

/// Somebody or something that is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Referent {
    /// A person.
    Person(Id),
    /// A space.
    Space(Id),
    /// An item.
    Item(Id),
}

impl Referent {
    /// What a link leads to, when it is a reference.
    pub fn of_link(url: &str) -> Option<Self> {
        let (scheme, rest) = url.split_at_checked(SCHEME.len())?;
        let (kind, id) = rest.split_once('/').filter(|_| scheme.eq_ignore_ascii_case(SCHEME))?;
        // Only the usual form with hyphens, as the page writes and reads it.
        let id = Id::try_parse(id).ok().filter(|_| id.len() == 36)?;
        match kind.to_ascii_lowercase().as_str() {
            "person" => Some(Referent::Person(id)),
            "space" => Some(Referent::Space(id)),
            "item" => Some(Referent::Item(id)),
            _ => None,
        }
    }

    /// The id.
    pub fn id(self) -> Id {
        match self {
            Referent::Person(id) | Referent::Space(id) | Referent::Item(id) => id,
        }
    }
}

/// Everything a text names, each once, in the order of ids. More than [`limits::SET`] are no mentions but
/// a list; those behind them are left out, so that a text of one megabyte stays a few rows.
pub fn named(markdown: &str) -> Vec<Referent> {
    // Most texts name nobody, and parsing is not free.
    if !mentions_scheme(markdown) {
        return Vec::new();
    }
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    let arena = Arena::new();
    let mut found: Vec<Referent> = Vec::new();
    for node in parse_document(&arena, markdown, &options).descendants() {
        if let NodeValue::Link(link) = &node.data().value
            && let Some(referent) = Referent::of_link(&link.url)
            && !found.contains(&referent)
        {
            found.push(referent);
            if found.len() == limits::SET {
                break;
            }
        }
    }
    found.sort_unstable();
    found
}

/// Whether the scheme stands in a text at all, in any case of letters.
fn mentions_scheme(text: &str) -> bool {
    let scheme = SCHEME.as_bytes();
    text.as_bytes().windows(scheme.len()).any(|window| window.eq_ignore_ascii_case(scheme))
}

/// The same text with another label wherever it names a person; none where it does not name them.
pub fn relabelled(markdown: &str, person: Id, label: &str) -> Option<String> {
    let target = format!("]({SCHEME}person/{person})");
    if !markdown.to_ascii_lowercase().contains(&target) {
        return None;
    }
    let (mut text, mut rest) = (String::with_capacity(markdown.len()), markdown);
    // Letters of the scheme and of an id are ASCII, so places in small letters are places in the text.
    while let Some(at) = rest.to_ascii_lowercase().find(&target) {
        let (before, after) = (rest.get(..at).unwrap_or_default(), rest.get(at..).unwrap_or_default());
        match before.rfind('[') {
            Some(open) => {
                text.push_str(before.get(..=open).unwrap_or_default());
                text.push('@');
                text.push_str(label);
            }
            None => text.push_str(before),
        }
        let (target, behind) = after.split_at_checked(target.len()).unwrap_or((after, ""));
        text.push_str(target);
        rest = behind;
    }
    text.push_str(rest);
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANA: &str = "019ab000-0000-7000-8000-00000000000a";
    const FLUE: &str = "019ab000-0000-7000-8000-00000000000b";

    fn id(text: &str) -> Id {
        text.parse().unwrap()
    }

    #[test]
    fn links_name_and_code_does_not() {
        let text = format!(
            "- [ ] ask [@Ana \\[b\\]](guildhall:person/{ANA}) and **[@Ana](GUILDHALL:person/{ANA})**\n\n\
             | a |\n|---|\n| [Flue](guildhall:item/{FLUE}) |\n\n`[x](guildhall:item/{ANA})`\n\n\
             ```\n[x](guildhall:space/{ANA})\n```\n\n[r]\n\n[r]: guildhall:space/{FLUE}\n\n\
             \\[no](guildhall:person/{FLUE}) [no](guildhall:topic/{ANA}) [no](guildhall:item/12)"
        );
        assert_eq!(named(&text), [Referent::Person(id(ANA)), Referent::Space(id(FLUE)), Referent::Item(id(FLUE))]);
        assert_eq!(named("Nobody (guildhall) at all: guildhall"), []);
    }

    #[test]
    fn a_list_of_thousands_ends_somewhere() {
        let one = |n: u128| format!("[x](guildhall:item/{})\n", Id::from_u128(n));
        assert_eq!(named(&(0..5_000).map(one).collect::<String>()).len(), limits::SET);
    }

    #[test]
    fn another_label_stands_wherever_a_person_is_named() {
        let id = Id::from_u128(7);
        let text = format!("Ask [@Ana M](guildhall:person/{id}) or [x](y), not [@Ana](Guildhall:person/{id}).");
        let text = relabelled(&text, id, "Former member").unwrap();
        assert!(!text.contains("Ana") && text.contains("or [x](y), not [@Former member](Guildhall:"), "{text}");
        assert_eq!(named(&text), vec![Referent::Person(id)]);
        assert_eq!(relabelled("Ana", id, "Former member"), None);
    }
}
