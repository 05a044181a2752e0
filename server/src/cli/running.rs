//! What runs beside the answering of requests: jobs, the caretaker, the control socket, the search
//! index, the inboxes, the live stream. They start together and end in the opposite order.

use super::{Failure, care::Caretaker, control};
use crate::{
    App,
    clockwork::Clockwork,
    inbox::Keeper,
    jobs,
    letters::Letters,
    live::Hub,
    mail::{Answers, Mailer, Outbox},
    mail_in::Post,
    push::Pusher,
    reports,
    rules::{Follower, Mails},
    search::Searcher,
    vault,
    webhooks::Sender,
};
use rustls::ServerConfig;

/// Everything that runs.
pub struct Running {
    app: App,
    control: control::Server,
    care: Caretaker,
    jobs: jobs::Runner,
}

impl Running {
    /// Starts everything.
    pub fn start(app: &App, control: control::Listener, tls: Option<ServerConfig>) -> Result<Running, Failure> {
        let failed = |error: std::io::Error| Failure::Failed(format!("A thread cannot be started: {error}."));
        Searcher::start(app)?;
        vault::settle(app)?;
        Keeper::start(app)?;
        Clockwork::start(app)?;
        Follower::start(app)?;
        Mailer::start(app)?;
        Outbox::start::<Answers>(app)?;
        Outbox::start::<Letters>(app)?;
        Outbox::start::<Mails>(app)?;
        Outbox::start::<reports::Mails>(app)?;
        Post::start(app, tls)?;
        Pusher::start(app)?;
        Sender::start(app)?;
        Hub::start(app)?;
        let jobs = jobs::Runner::start(app, super::handlers()).map_err(failed)?;
        let care = Caretaker::start(app).map_err(failed)?;
        let control = control.serve(app).map_err(failed)?;
        Ok(Running { app: app.clone(), control, care, jobs })
    }

    /// Ends everything; what is under way is finished or can be taken up again.
    pub fn stop(self) {
        self.control.stop();
        self.care.stop();
        self.jobs.stop();
        if let Some(live) = self.app.parts().live.get() {
            live.stop();
        }
        if let Some(mail_in) = self.app.parts().mail_in.get() {
            mail_in.stop();
        }
        let parts = self.app.parts();
        [&parts.answers, &parts.letters, &parts.rule_mails, &parts.report_mails]
            .iter()
            .filter_map(|mails| mails.get())
            .for_each(Outbox::stop);
        if let Some(webhooks) = self.app.parts().webhooks.get() {
            webhooks.stop();
        }
        if let Some(push) = self.app.parts().push.get() {
            push.stop();
        }
        if let Some(mail) = self.app.parts().mail.get() {
            mail.stop();
        }
        if let Some(rules) = self.app.parts().rules.get() {
            rules.stop(&self.app);
        }
        if let Some(clockwork) = self.app.parts().clockwork.get() {
            clockwork.stop();
        }
        if let Some(inbox) = self.app.parts().inbox.get() {
            inbox.stop();
        }
        if let Some(search) = self.app.parts().search.get() {
            search.stop();
        }
    }
}
