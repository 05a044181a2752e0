//! Locks as programs take them. They are kept in memory; an exclusive one on a file is a lock of the document too, so
//! the page shows who works on it and nobody else writes a version.

use super::{
    held::Key,
    path::{self, Node},
};
use crate::{
    App,
    access::{Scope, Who},
    documents::commands,
    secrets,
};
use dav_server::{
    davpath::DavPath,
    ls::{DavLock, DavLockSystem, LsFuture},
};
use guildhall_domain::{document::name, file};
use std::{
    future::ready,
    time::{Duration, UNIX_EPOCH},
};
use xmltree::Element;

/// Longest time a lock holds unless it is renewed.
const LONGEST: Duration = Duration::from_secs(3_600);

/// The locks of this server, as one person takes them.
#[derive(Clone)]
pub struct Locks {
    app: App,
    who: Who,
}

impl std::fmt::Debug for Locks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Locks").finish_non_exhaustive()
    }
}

fn ms(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}

impl Locks {
    /// The locks of this server, for somebody.
    pub fn of(app: &App, who: Who) -> Self {
        Locks { app: app.clone(), who }
    }

    fn now(&self) -> i64 {
        self.app.clock().now_ms()
    }

    /// What is meant by an address, the same for whatever way it is written. Everybody's own folder is another one.
    fn key(&self, path: &DavPath) -> Key {
        let parts = path::parts(path).unwrap_or_default();
        let mut key: Key = parts.iter().map(|part| name::fold(&file::cleaned(part))).collect();
        let view = self.app.view(self.who).ok();
        let space = view.and_then(|view| {
            let first = parts.first()?;
            let own = first.eq_ignore_ascii_case(path::PERSONAL).then(|| view.directory().personal(self.who.person?));
            own.unwrap_or_else(|| view.directory().space_by_prefix(&first.to_ascii_uppercase())).map(|space| space.id)
        });
        if let (Some(first), Some(space)) = (key.first_mut(), space) {
            *first = space.to_string();
        }
        key
    }

    /// Until when a lock holds that was asked for so long.
    fn set(&self, lock: &mut DavLock, asked: Option<Duration>) -> i64 {
        let time = asked.unwrap_or(LONGEST).min(LONGEST);
        let until = self.now().saturating_add(ms(time));
        lock.timeout = Some(time);
        lock.timeout_at = Some(UNIX_EPOCH + Duration::from_millis(u64::try_from(until).unwrap_or_default()));
        until
    }

    /// Locks the document at an address, if one is there; false when somebody else keeps it.
    async fn hold(&self, path: &DavPath, lock: &DavLock) -> bool {
        let Ok(parts) = path::parts(path) else { return true };
        let (token, time) = (lock.token.clone(), ms(lock.timeout.unwrap_or(LONGEST)));
        let held = self.app.run(self.who, move |work| match path::node(work, &parts) {
            Ok(Node::File(file)) => commands::hold(work, file.0.id, &token, time),
            _ => Ok(()),
        });
        held.await.is_ok()
    }

    /// Unlocks the document that is locked under a token.
    async fn let_go(&self, path: &DavPath, token: &str) {
        let Ok(parts) = path::parts(path) else { return };
        let token = token.to_owned();
        let gone = self.app.run(self.who, move |work| match path::node(work, &parts) {
            Ok(Node::File(file)) => commands::let_go(work, file.0.id, &token),
            _ => Ok(()),
        });
        // A lock that is not taken back ends by itself.
        drop(gone.await);
    }
}

impl DavLockSystem for Locks {
    fn lock(
        &self,
        path: &DavPath,
        principal: Option<&str>,
        owner: Option<&Element>,
        timeout: Option<Duration>,
        shared: bool,
        deep: bool,
    ) -> LsFuture<'_, Result<DavLock, DavLock>> {
        let mut lock = DavLock {
            token: format!("urn:uuid:{}", secrets::id(self.now())),
            path: Box::new(path.clone()),
            principal: principal.map(str::to_owned),
            owner: owner.map(|owner| Box::new(owner.clone())),
            timeout_at: None,
            timeout: None,
            shared,
            deep,
        };
        let until = self.set(&mut lock, timeout);
        let (path, key) = (path.clone(), self.key(path));
        Box::pin(async move {
            let kept = &self.app.parts().dav;
            kept.take(self.now(), key.clone(), self.who.person, until, lock.clone()).map_err(|other| *other)?;
            // What is shared keeps nobody from writing.
            if !shared && !self.hold(&path, &lock).await {
                kept.end(self.now(), &key, self.who.person, &lock.token);
                return Err(lock);
            }
            Ok(lock)
        })
    }

    fn unlock(&self, path: &DavPath, token: &str) -> LsFuture<'_, Result<(), ()>> {
        let (path, key, token) = (path.clone(), self.key(path), token.to_owned());
        Box::pin(async move {
            if !self.app.parts().dav.end(self.now(), &key, self.who.person, &token) {
                return Err(());
            }
            self.let_go(&path, &token).await;
            Ok(())
        })
    }

    fn refresh(&self, path: &DavPath, token: &str, timeout: Option<Duration>) -> LsFuture<'_, Result<DavLock, ()>> {
        let (path, key, token) = (path.clone(), self.key(path), token.to_owned());
        Box::pin(async move {
            let change = |lock: &mut DavLock| self.set(lock, timeout);
            let renewed = self.app.parts().dav.renew(self.now(), &key, self.who.person, &token, change);
            let lock = renewed.ok_or(())?;
            if lock.shared || self.hold(&path, &lock).await { Ok(lock) } else { Err(()) }
        })
    }

    fn check(
        &self,
        path: &DavPath,
        _: Option<&str>,
        ignore_principal: bool,
        deep: bool,
        submitted_tokens: &[String],
    ) -> LsFuture<'_, Result<(), DavLock>> {
        let by = (!ignore_principal).then_some(self.who.person);
        let checked = self.app.parts().dav.check(self.now(), &self.key(path), by, deep, submitted_tokens);
        Box::pin(ready(checked.map_err(|lock| *lock)))
    }

    fn discover(&self, path: &DavPath) -> LsFuture<'_, Vec<DavLock>> {
        Box::pin(ready(self.app.parts().dav.on(self.now(), &self.key(path))))
    }

    fn delete(&self, path: &DavPath) -> LsFuture<'_, Result<(), ()>> {
        self.app.parts().dav.forget(self.now(), &self.key(path));
        Box::pin(ready(Ok(())))
    }
}
