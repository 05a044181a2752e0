//! The frames as the description of the API shows them. What is sent is put together from objects that were
//! written once for many readers ([`super::frames`]); the tests hold the two against each other.

use crate::{
    comments::views::CommentShape,
    documents::{folders::views::FolderShape, views::DocumentShape},
    events::views::EventShape,
    files::views::AttachmentShape,
    home::views::HomeCounts,
    http::shapes::ActorShape,
    inbox::views::InboxCounts,
    organization::{tags::TagShape, views::OrganizationShape},
    people::views::{Me, PersonShape},
    processes::views::ProcessShape,
    searches::shapes::SearchShape,
    spaces::views::SpaceShape,
    tasks::views::{TaskRow, TaskShape},
    topics::views::{TopicRow, TopicShape},
    views::shapes::ViewShape,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A text frame from the server. `cursor` stands on the last frame of what belongs together: it is where `since`
/// goes on.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum LiveFrame {
    /// The first frame.
    Hello {
        /// Names the line of changes; another one than before means that the data was restored.
        history: String,
        /// The last change this state knows.
        seq: u64,
        /// Version of the program.
        version: String,
        /// Where `since` goes on.
        cursor: Option<String>,
    },
    /// Objects as they are now.
    State {
        /// The last change this state knows.
        seq: u64,
        /// The objects.
        objects: Box<LiveObjects>,
        /// Who did it, as far as the reader could follow.
        by: Vec<ByShape>,
        /// Where `since` goes on.
        cursor: Option<String>,
    },
    /// What is out of the reader's sight now, by ids of tasks, topics, documents, folders, processes, spaces, people,
    /// saved views and saved searches. With a space go its tasks, topics, documents, folders and processes.
    Gone {
        /// The last change this state knows.
        seq: u64,
        /// Ids.
        ids: Vec<Uuid>,
        /// Where `since` goes on.
        cursor: Option<String>,
    },
    /// More changed than is told one by one.
    Reload {
        /// The last change this state knows.
        seq: u64,
        /// `all`, or `tasks` when the rest was told.
        scope: String,
        /// Only the tasks of these spaces.
        space_ids: Option<Vec<Uuid>>,
        /// Where `since` goes on.
        cursor: Option<String>,
    },
    /// Who else is at the item one looks at.
    Presence {
        /// The item.
        item_id: Uuid,
        /// The others.
        people: Vec<PresentShape>,
    },
    /// What people wrote in the page one has open is kept.
    PageSaved {
        /// The page.
        item_id: Uuid,
        /// When.
        at: String,
        /// Who wrote.
        by: Vec<Uuid>,
    },
    /// The line is alive.
    Ping {
        /// The last change that was told.
        seq: u64,
        /// Where `since` goes on.
        cursor: Option<String>,
    },
}

/// Objects of a `state` frame, as the rest of the API shows them; what did not change is left out.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct LiveObjects {
    /// Spaces that changed.
    pub spaces: Option<Vec<SpaceShape>>,
    /// People who changed.
    pub people: Option<Vec<PersonShape>>,
    /// All tags.
    pub tags: Option<Vec<TagShape>>,
    /// The organization.
    pub organization: Option<OrganizationShape>,
    /// The reader.
    pub me: Option<Me>,
    /// Saved views that changed.
    pub views: Option<Vec<ViewShape>>,
    /// Saved searches that changed.
    pub searches: Option<Vec<SearchShape>>,
    /// Tasks that changed, as rows.
    pub tasks: Option<Vec<TaskRow>>,
    /// The task one looks at, whole.
    pub opened: Option<Vec<TaskShape>>,
    /// Comments of the item one looks at.
    pub comments: Option<Vec<CommentShape>>,
    /// All files of the item one looks at, when one came to it or something of them changed.
    pub files: Option<Vec<FilesShape>>,
    /// Topics that changed, as rows, or that the reader has read further.
    pub topics: Option<Vec<TopicRow>>,
    /// The topic one looks at, whole.
    pub opened_topics: Option<Vec<TopicShape>>,
    /// Pages and files that changed, or that one looks at.
    pub documents: Option<Vec<DocumentShape>>,
    /// Events that changed, or that one looks at.
    pub events: Option<Vec<EventShape>>,
    /// Folders that changed, or in which something came or went.
    pub folders: Option<Vec<FolderShape>>,
    /// Processes that changed, or of which a run began or ended.
    pub processes: Option<Vec<ProcessShape>>,
    /// Requests that came, or of which something changed: asked for anew by who shows them.
    pub requests: Option<Vec<RequestNews>>,
    /// Rules that changed: asked for anew by who shows them.
    pub rules: Option<Vec<PlanNews>>,
    /// Forms that changed, likewise.
    pub forms: Option<Vec<PlanNews>>,
    /// Budgets and expenses that changed, likewise: for those who lead their space.
    pub budgets: Option<Vec<PlanNews>>,
    /// Open tasks of spaces where their number changed.
    pub counts: Option<Vec<CountShape>>,
    /// How much is on the reader's Home.
    pub home: Option<HomeCounts>,
    /// How much is in the reader's inbox, where something in it changed.
    pub inbox: Option<InboxCounts>,
}

/// A request of which there is something new.
#[derive(Debug, Serialize, ToSchema)]
pub struct RequestNews {
    /// Id.
    pub id: Uuid,
    /// Its space.
    pub space_id: Uuid,
    /// Its version.
    pub version: String,
}

/// A rule, a form, a budget or an expense of which there is something new.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanNews {
    /// Id; of a budget that of its space.
    pub id: Uuid,
    /// Its space; null for a rule of the organization.
    pub space_id: Option<Uuid>,
    /// Its version.
    pub version: String,
}

/// The files of an item.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ItemFiles)]
pub struct FilesShape {
    /// The item.
    pub item_id: Uuid,
    /// In the order they were attached.
    pub items: Vec<AttachmentShape>,
}

/// How many open tasks a space has.
#[derive(Debug, Serialize, ToSchema)]
pub struct CountShape {
    /// The space.
    pub space_id: Uuid,
    /// Open tasks whose home it is.
    pub open_tasks: u64,
}

/// Who did what to an object.
#[derive(Debug, Serialize, ToSchema)]
pub struct ByShape {
    /// The object.
    pub id: Uuid,
    /// Who.
    pub actor: ActorShape,
    /// By which command.
    pub command: Uuid,
}

/// Somebody at an item.
#[derive(Debug, Serialize, ToSchema)]
pub struct PresentShape {
    /// Who.
    pub id: Uuid,
    /// The field they are writing in.
    pub field: Option<String>,
}

/// A text frame from the reader.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum LookFrame {
    /// Comes to an item, which is then told whole, and shows this to the others there; null leaves it.
    Look {
        /// The item.
        #[serde(default)]
        item_id: Option<Uuid>,
        /// The field one is writing in.
        #[serde(default)]
        field: Option<String>,
    },
    /// Opens a page, to hear what is written in it; null closes it. One page a connection.
    Page {
        /// The page.
        #[serde(default)]
        item_id: Option<Uuid>,
        /// To write in it too.
        #[serde(default)]
        write: bool,
    },
}
