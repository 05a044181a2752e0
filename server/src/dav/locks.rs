//! Locks as programs take them. The library keeps them while the server runs; a lock on a file is a lock of the
//! document too, so the page shows who works on it and nobody else writes a version.

use super::path::{self, Node};
use crate::{App, access::Who, documents::commands};
use dav_server::{
    davpath::DavPath,
    ls::{DavLock, DavLockSystem, LsFuture},
    memls::MemLs,
};
use std::time::Duration;
use xmltree::Element;

/// Longest time a program's lock holds unless it is renewed.
const LONGEST: Duration = Duration::from_secs(3_600);

/// The locks of this server, as one person takes them.
#[derive(Clone)]
pub struct Locks {
    all: MemLs,
    app: App,
    who: Who,
}

impl std::fmt::Debug for Locks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Locks").finish_non_exhaustive()
    }
}

impl Locks {
    /// The locks of this server, for somebody.
    pub fn of(app: &App, who: Who) -> Self {
        Locks { all: app.parts().dav.locks(), app: app.clone(), who }
    }

    /// Locks the document at an address, if one is there; false when somebody else keeps it.
    async fn hold(&self, path: &DavPath, token: &str, time: Option<Duration>) -> bool {
        let Ok(parts) = path::parts(path) else { return true };
        let (token, time) = (token.to_owned(), time.unwrap_or(LONGEST).min(LONGEST));
        let ms = i64::try_from(time.as_millis()).unwrap_or(0);
        let held = self.app.run(self.who, move |work| match path::node(work, &parts) {
            Ok(Node::File(file)) => commands::hold(work, file.0.id, &token, ms),
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
        let taken = self.all.lock(path, principal, owner, timeout, shared, deep);
        let path = path.clone();
        Box::pin(async move {
            let lock = taken.await?;
            // What is shared keeps nobody from writing.
            if !shared && !self.hold(&path, &lock.token, timeout).await {
                let _gone = self.all.unlock(&path, &lock.token).await;
                return Err(lock);
            }
            Ok(lock)
        })
    }

    fn unlock(&self, path: &DavPath, token: &str) -> LsFuture<'_, Result<(), ()>> {
        let (path, token) = (path.clone(), token.to_owned());
        Box::pin(async move {
            self.all.unlock(&path, &token).await?;
            self.let_go(&path, &token).await;
            Ok(())
        })
    }

    fn refresh(&self, path: &DavPath, token: &str, timeout: Option<Duration>) -> LsFuture<'_, Result<DavLock, ()>> {
        let (path, token) = (path.clone(), token.to_owned());
        Box::pin(async move {
            let lock = self.all.refresh(&path, &token, timeout).await?;
            if lock.shared || self.hold(&path, &token, timeout).await { Ok(lock) } else { Err(()) }
        })
    }

    fn check(
        &self,
        path: &DavPath,
        principal: Option<&str>,
        ignore_principal: bool,
        deep: bool,
        submitted_tokens: &[String],
    ) -> LsFuture<'_, Result<(), DavLock>> {
        self.all.check(path, principal, ignore_principal, deep, submitted_tokens)
    }

    fn discover(&self, path: &DavPath) -> LsFuture<'_, Vec<DavLock>> {
        self.all.discover(path)
    }

    fn delete(&self, path: &DavPath) -> LsFuture<'_, Result<(), ()>> {
        self.all.delete(path)
    }
}

/// The locks that are kept while the server runs.
pub struct Kept(MemLs);

impl Kept {
    fn locks(&self) -> MemLs {
        self.0.clone()
    }
}

impl Default for Kept {
    fn default() -> Self {
        Kept(*MemLs::new())
    }
}
