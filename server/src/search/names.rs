//! What names in a question mean for the person who asks: only spaces and people they know, so that a name
//! they may not see stays a word like any other.

use crate::access::{self, Scope};
use guildhall_domain::{person::PersonState, policy::DoSpace};
use guildhall_search::{Names, name_form};

/// The names the asker knows.
pub struct Known<'a, S>(pub &'a S);

/// The one thing a name means: exactly, or as the only one that begins so.
fn unique(name: &str, all: impl Iterator<Item = (Vec<String>, u64)>) -> Option<u64> {
    let wanted = name_form(name);
    if wanted.is_empty() {
        return None;
    }
    let (mut exact, mut begins) = (Vec::new(), Vec::new());
    for (names, id) in all {
        let forms: Vec<String> = names.iter().map(|name| name_form(name)).collect();
        if forms.contains(&wanted) {
            exact.push(id);
        } else if wanted.chars().count() >= 2 && forms.iter().any(|form| form.starts_with(&wanted)) {
            begins.push(id);
        }
    }
    let found = if exact.is_empty() { begins } else { exact };
    if let [one] = found.as_slice() { Some(*one) } else { None }
}

impl<S: Scope> Known<'_, S> {
    fn people(&self, name: &str, active: bool) -> Option<u64> {
        let people = self.0.directory().people().filter(|person| access::knows(self.0, person));
        let people = people.filter(|person| !active || person.state != PersonState::Deactivated);
        unique(
            name,
            people.map(|person| {
                let mut names = vec![person.name.clone()];
                names.extend(person.name.split_whitespace().map(str::to_owned));
                names.extend(person.email.split('@').next().filter(|name| !name.is_empty()).map(str::to_owned));
                (names, person.audience)
            }),
        )
    }
}

impl<S: Scope> Names for Known<'_, S> {
    fn space(&self, name: &str) -> Option<u64> {
        let known = self.0.directory().spaces().filter(|space| access::may_space(self.0, space, DoSpace::See));
        unique(name, known.map(|space| (vec![space.name.clone(), space.prefix.clone()], space.audience)))
    }

    fn person(&self, name: &str) -> Option<u64> {
        if name.eq_ignore_ascii_case("me") {
            return self.0.directory().person(self.0.who().person?).map(|me| me.audience);
        }
        // Somebody who has left still wrote what they wrote, but gives way to a namesake who is here.
        self.people(name, true).or_else(|| self.people(name, false))
    }

    fn tag(&self, name: &str) -> Option<u64> {
        unique(name, self.0.directory().tags().values().map(|tag| (vec![tag.name.clone()], u64::from(tag.id))))
    }
}

#[cfg(test)]
mod tests {
    use super::unique;

    #[test]
    fn a_name_must_mean_one_thing() {
        let all = || {
            [("Ana Ruiz", 1), ("Anke Vogt", 2), ("Jonas Lind", 3)]
                .into_iter()
                .map(|(name, id)| (std::iter::once(name).chain(name.split(' ')).map(str::to_owned).collect(), id))
        };
        assert_eq!(unique("ana", all()), Some(1));
        assert_eq!(unique("an", all()), None);
        assert_eq!(unique("ana-ruiz", all()), Some(1));
        assert_eq!(unique("Jönas", all()), Some(3));
        assert_eq!(unique("-", all()), None);
    }
}
