//! What names in a captured line mean for the person who writes it: only people and spaces they know.

use crate::access::{self, Scope};
use guildhall_domain::{Id, capture::Names, person::PersonState, policy::DoSpace, space::Space};
use std::sync::Arc;

/// The names the asker knows.
pub struct Known<'a, S>(pub &'a S);

/// Lower case without spaces and hyphens, so that `#front-office`, `#frontoffice` and `Front office`
/// are the same name.
fn fold(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).map(plain).collect()
}

/// Letters people leave the accent off when they type fast.
fn plain(c: char) -> char {
    match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ç' | 'č' | 'ć' => 'c',
        'ñ' | 'ń' => 'n',
        'š' | 'ś' => 's',
        'ž' | 'ź' | 'ż' => 'z',
        'ý' => 'y',
        'ł' => 'l',
        other => other,
    }
}

/// The one thing a name means: exactly, or as the only one that begins so.
fn unique<T: Clone>(name: &str, all: impl Iterator<Item = (Vec<String>, T)>) -> Option<T> {
    let wanted = fold(name);
    if wanted.is_empty() {
        return None;
    }
    let (mut exact, mut begins) = (Vec::new(), Vec::new());
    for (names, thing) in all {
        let folded: Vec<String> = names.iter().map(|name| fold(name)).collect();
        if folded.contains(&wanted) {
            exact.push(thing);
        } else if wanted.chars().count() >= 2 && folded.iter().any(|name| name.starts_with(&wanted)) {
            begins.push(thing);
        }
    }
    let mut found = if exact.is_empty() { begins } else { exact };
    (found.len() == 1).then(|| found.pop()).flatten()
}

impl<S: Scope> Known<'_, S> {
    /// Spaces in which the asker can make something.
    fn spaces(&self) -> impl Iterator<Item = &Arc<Space>> {
        let open = |space: &&Arc<Space>| access::may_space(self.0, space, DoSpace::Write);
        self.0.directory().spaces().filter(open)
    }
}

impl<S: Scope> Names for Known<'_, S> {
    fn person(&self, name: &str) -> Option<(Id, String)> {
        let me = self.0.who().person;
        if name.eq_ignore_ascii_case("me") {
            let me = self.0.directory().person(me?)?;
            return Some((me.id, me.name.clone()));
        }
        let known = |person: &&Arc<_>| access::knows(self.0, person);
        let people =
            self.0.directory().people().filter(|person| person.state != PersonState::Deactivated).filter(known);
        unique(
            name,
            people.map(|person| {
                let mut names = vec![person.name.clone()];
                names.extend(person.name.split_whitespace().map(str::to_owned));
                names.extend(person.email.split('@').next().map(str::to_owned));
                (names, (person.id, person.name.clone()))
            }),
        )
    }

    fn space(&self, name: &str) -> Option<(Id, String)> {
        unique(
            name,
            self.spaces().map(|space| (vec![space.name.clone(), space.prefix.clone()], (space.id, space.name.clone()))),
        )
    }

    fn section(&self, space: Id, name: &str) -> Option<(u32, String)> {
        let space = self.0.directory().space(space)?;
        unique(
            name,
            space.sections.iter().map(|section| (vec![section.name.clone()], (section.id, section.name.clone()))),
        )
    }

    fn tag(&self, name: &str) -> Option<(u32, String)> {
        unique(name, self.0.directory().tags().values().map(|tag| (vec![tag.name.clone()], (tag.id, tag.name.clone()))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_must_mean_one_thing() {
        let all = || {
            [("Ana Moreau", 1), ("Anke Vogt", 2), ("Jonas Lind", 3)]
                .into_iter()
                .map(|(name, id)| (std::iter::once(name).chain(name.split(' ')).map(str::to_owned).collect(), id))
        };
        assert_eq!(unique("ana", all()), Some(1));
        assert_eq!(unique("an", all()), None);
        assert_eq!(unique("anamoreau", all()), Some(1));
        assert_eq!(unique("Jönas", all()), Some(3));
        assert_eq!(unique("lin", all()), Some(3));
        assert_eq!(unique("-", all()), None);
    }
}
