//! Mails of the company that came in and are kept.

use crate::company::Company;
use guildhall::{
    access::{Who, Work},
    mail_in::{
        spool::{self, Envelope},
        store,
    },
};

impl Company {
    /// A mail that came in and was refused.
    pub fn kept_mail(&self) -> String {
        let app = &self.server.app;
        let envelope = Envelope { refused: Some("It is for nobody.".into()), ..Envelope::default() };
        let raw = format!("From: eve@example.net\r\nSubject: {}\r\n\r\nWords\r\n", self.next());
        let taken = actix_web::rt::System::new().block_on(spool::take(app, raw.as_bytes(), envelope));
        let id = taken.unwrap();
        let read = move |work: &mut Work<'_, '_>| {
            let mut kept = store::get(work.tx.read(), id)?.unwrap();
            let before = kept.record.clone();
            // As if the whole of it were here, so that it may be let through.
            kept.record.head_only = None;
            Ok(store::put(work.tx, Some(&before), &kept)?)
        };
        app.run_blocking(Who::system(), read).unwrap();
        id.to_string()
    }
}
