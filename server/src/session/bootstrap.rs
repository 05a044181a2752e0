//! Everything the page needs to draw its frame, as of one moment, in one answer.

use crate::{
    App, Error,
    access::{Scope, View},
    home::{self, views::HomeCounts},
    http::{Shape, version, words::words},
    inbox::{self, views::InboxCounts},
    organization::{
        self,
        tags::{self, TagShape},
        views::OrganizationShape,
    },
    people::views::{self, Me, PersonShape},
    searches::{self, shapes::SearchShape},
    spaces::views::{self as space_views, SpaceShape},
    time::{self, views::TimerShape},
};
use guildhall_store::Health;
use serde::Serialize;
use utoipa::ToSchema;

/// What a sign-in answers.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignedIn {
    /// The asker.
    pub person: Me,
}

impl Shape for SignedIn {}

/// What anybody may know of this server.
#[derive(Debug, Serialize, ToSchema)]
pub struct ServerShape {
    /// There is no organization yet.
    pub setup_needed: bool,
    /// Name of the organization.
    pub organization: Option<String>,
    /// Version of the program.
    pub version: &'static str,
    /// The connection is encrypted.
    pub secure: bool,
}

impl Shape for ServerShape {}

words! {
    /// How far the search index is.
    SearchState: Ready, Rebuilding
}

/// Whether the server takes changes and finds everything.
#[derive(Debug, Serialize, ToSchema)]
pub struct ServiceHealth {
    /// Changes can be saved.
    pub writable: bool,
    /// Why not.
    pub reason: Option<String>,
    /// Whether search finds everything.
    pub search: SearchState,
    /// 0–1.
    pub search_progress: f64,
}

/// Everything the frame of the page needs.
#[derive(Debug, Serialize, ToSchema)]
pub struct Bootstrap {
    /// The asker.
    pub me: Me,
    /// The organization.
    pub organization: OrganizationShape,
    /// Everybody the asker may know of.
    pub people: Vec<PersonShape>,
    /// Every space the asker may know of.
    pub spaces: Vec<SpaceShape>,
    /// All tags.
    pub tags: Vec<TagShape>,
    /// Saved searches the asker sees.
    pub searches: Vec<SearchShape>,
    /// How much is on Home.
    pub home: HomeCounts,
    /// How much is in the inbox.
    pub inbox: InboxCounts,
    /// Names the line of changes; another one means that the data was restored.
    pub history: String,
    /// Where `GET /changes` goes on from this state.
    pub cursor: String,
    /// The last change this state knows.
    pub seq: u64,
    /// Version of the program.
    pub app_version: &'static str,
    /// Whether it takes changes.
    pub health: ServiceHealth,
    /// Mail and the like wait after a restore until an admin lets them go.
    pub outgoing_held: bool,
    /// The asker's running timer.
    pub timer: Option<TimerShape>,
    /// For admins: webhooks that the server switched off because they took nothing.
    pub webhooks_off: usize,
}

impl Shape for Bootstrap {}

/// The frame for the asker of a view.
pub fn bootstrap(app: &App, view: &View) -> Result<Bootstrap, Error> {
    let organization = view.directory().organization.as_ref().ok_or_else(Error::not_found)?;
    Ok(Bootstrap {
        me: views::me(view)?,
        organization: organization::views::shape(view, organization, app.config().public_url.as_deref()),
        people: views::all(view, |_| true)?,
        spaces: space_views::all(view)?,
        tags: tags::all(view),
        searches: searches::queries::all(view)?.iter().map(|one| searches::shapes::shape(view, one)).collect(),
        home: home::queries::counts(view)?,
        inbox: inbox::queries::counts(app, view)?,
        history: view.history().simple().to_string(),
        cursor: version::log_cursor(view.history(), view.read().last_seq()?),
        seq: view.read().last_seq()?,
        app_version: env!("CARGO_PKG_VERSION"),
        health: health(app),
        outgoing_held: crate::outgoing::held(view.read())?,
        timer: time::timer::mine(view)?.map(|timer| time::views::timer(view, &timer)).transpose()?,
        webhooks_off: crate::webhooks::queries::given_up(view)?,
    })
}

fn health(app: &App) -> ServiceHealth {
    let reason = match app.store().health() {
        Health::Writable => None,
        Health::ReadOnly { reason, .. } => Some(reason),
    };
    let (ready, search_progress) = crate::search::health(app);
    ServiceHealth {
        writable: reason.is_none(),
        reason,
        search: if ready { SearchState::Ready } else { SearchState::Rebuilding },
        search_progress,
    }
}
