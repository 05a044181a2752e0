//! The locks of programs, in memory: what is locked, until when, and which of them stand in somebody's way. They end
//! by themselves; a laptop that was closed keeps nobody out for longer than it said.

use dav_server::ls::DavLock;
use guildhall_domain::Id;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Most locks at once.
const MOST: usize = 10_000;

/// Where something is, the same however it is written: the space, then folded names.
pub type Key = Vec<String>;

/// A lock that holds.
#[derive(Debug, Clone)]
struct Held {
    key: Key,
    by: Option<Id>,
    until_ms: i64,
    lock: DavLock,
}

impl Held {
    /// It is on this very thing, or on a folder above with everything in it.
    fn covers(&self, key: &[String]) -> bool {
        self.key == key || (self.lock.deep && key.starts_with(&self.key))
    }

    /// It is on this very thing, or on something in it.
    fn is_in(&self, key: &[String]) -> bool {
        self.key.starts_with(key)
    }
}

/// All of them.
#[derive(Default)]
pub struct Kept(Mutex<Vec<Held>>);

impl Kept {
    /// Those that hold by now.
    fn now(&self, now_ms: i64) -> MutexGuard<'_, Vec<Held>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|held| held.until_ms > now_ms);
        all
    }

    /// Takes a lock, or answers the one that is in the way.
    pub fn take(
        &self,
        now_ms: i64,
        key: Key,
        by: Option<Id>,
        until_ms: i64,
        lock: DavLock,
    ) -> Result<(), Box<DavLock>> {
        let mut all = self.now(now_ms);
        let near = |held: &&Held| held.covers(&key) || (lock.deep && held.is_in(&key));
        let in_the_way = all.iter().filter(near).find(|held| !(held.lock.shared && lock.shared));
        if let Some(held) = in_the_way {
            return Err(Box::new(held.lock.clone()));
        }
        if all.len() >= MOST {
            return Err(Box::new(lock));
        }
        all.push(Held { key, by, until_ms, lock });
        Ok(())
    }

    /// Ends a lock of somebody; false when they have none of this name there.
    pub fn end(&self, now_ms: i64, key: &[String], by: Option<Id>, token: &str) -> bool {
        let mut all = self.now(now_ms);
        let before = all.len();
        all.retain(|held| !(held.lock.token == token && held.by == by && held.covers(key)));
        all.len() < before
    }

    /// Lets a lock of somebody hold longer.
    pub fn renew(
        &self,
        now_ms: i64,
        key: &[String],
        by: Option<Id>,
        token: &str,
        change: impl FnOnce(&mut DavLock) -> i64,
    ) -> Option<DavLock> {
        let mut all = self.now(now_ms);
        let held = all.iter_mut().find(|held| held.lock.token == token && held.by == by && held.covers(key))?;
        held.until_ms = change(&mut held.lock);
        Some(held.lock.clone())
    }

    /// Whether somebody who names these locks may change something, `deep` with all that is in it; else the lock that
    /// is in the way. `by` is none where it only matters that a lock is there.
    pub fn check(
        &self,
        now_ms: i64,
        key: &[String],
        by: Option<Option<Id>>,
        deep: bool,
        named: &[String],
    ) -> Result<(), Box<DavLock>> {
        let all = self.now(now_ms);
        let own = |held: &Held| named.contains(&held.lock.token) && by.is_none_or(|by| by == held.by);
        let covering: Vec<&Held> = all.iter().filter(|held| held.covers(key)).collect();
        // One of several shared locks is enough.
        let holds = covering.iter().any(|held| own(held));
        let in_the_way = covering.into_iter().find(|held| !(own(held) || held.lock.shared && holds));
        let below = || all.iter().find(|held| deep && held.is_in(key) && !own(held));
        match in_the_way.or_else(below) {
            Some(held) => Err(Box::new(held.lock.clone())),
            None => Ok(()),
        }
    }

    /// The locks on something.
    pub fn on(&self, now_ms: i64, key: &[String]) -> Vec<DavLock> {
        self.now(now_ms).iter().filter(|held| held.covers(key)).map(|held| held.lock.clone()).collect()
    }

    /// Something is gone, and its locks with it.
    pub fn forget(&self, now_ms: i64, key: &[String]) {
        self.now(now_ms).retain(|held| !held.is_in(key));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dav_server::davpath::DavPath;

    fn key(path: &str) -> Key {
        path.split('/').map(str::to_owned).collect()
    }

    fn lock(token: &str, shared: bool, deep: bool) -> DavLock {
        DavLock {
            token: token.into(),
            path: Box::new(DavPath::new("/x").unwrap()),
            principal: None,
            owner: None,
            timeout_at: None,
            timeout: None,
            shared,
            deep,
        }
    }

    #[test]
    fn a_lock_keeps_others_out_until_it_ends() {
        let (kept, ana, ben) = (Kept::default(), Some(Id::from_u128(1)), Some(Id::from_u128(2)));
        kept.take(0, key("s/a"), ana, 10, lock("t", false, false)).unwrap();
        assert!(kept.take(1, key("s/a"), ben, 10, lock("u", true, false)).is_err());
        assert!(kept.take(1, key("s"), ben, 10, lock("u", false, true)).is_err(), "something in it is locked");
        let named = ["t".to_owned()];
        assert!(kept.check(1, &key("s/a"), Some(ana), false, &named).is_ok());
        assert!(kept.check(1, &key("s/a"), Some(ben), false, &named).is_err(), "its name alone is not enough");
        assert!(kept.check(1, &key("s/a"), Some(ana), false, &[]).is_err(), "nor is being who took it");
        assert!(kept.check(1, &key("s"), Some(ben), true, &[]).is_err());
        assert!(kept.check(1, &key("s/b"), Some(ben), true, &[]).is_ok());
        assert!(!kept.end(1, &key("s/a"), ben, "t"));
        assert!(kept.check(10, &key("s/a"), Some(ben), false, &[]).is_ok(), "it ended by itself");
        assert!(kept.on(10, &key("s/a")).is_empty());
    }

    #[test]
    fn a_deep_lock_covers_what_is_in_it_and_shared_ones_stand_together() {
        let (kept, ana, ben) = (Kept::default(), Some(Id::from_u128(1)), Some(Id::from_u128(2)));
        kept.take(0, key("s/f"), ana, 10, lock("d", false, true)).unwrap();
        assert!(kept.check(1, &key("s/f/x"), Some(ben), false, &[]).is_err());
        assert!(kept.renew(1, &key("s/f/x"), ana, "d", |_| 20).is_some());
        assert!(kept.check(15, &key("s/f/x"), Some(ben), false, &[]).is_err());
        assert!(kept.end(15, &key("s/f"), ana, "d"));
        kept.take(15, key("s/f"), ana, 30, lock("one", true, false)).unwrap();
        kept.take(15, key("s/f"), ben, 30, lock("two", true, false)).unwrap();
        assert!(kept.check(16, &key("s/f"), Some(ben), false, &["two".into()]).is_ok());
        assert!(kept.check(16, &key("s/f"), Some(ben), false, &[]).is_err());
        kept.forget(16, &key("s"));
        assert!(kept.on(16, &key("s/f")).is_empty());
    }
}
