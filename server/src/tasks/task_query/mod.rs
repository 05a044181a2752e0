//! Which tasks of a space are asked for, how they are grouped and sorted. The same shape stands in the
//! address (lists comma separated) and in a saved view (lists as arrays). Within one filter any value
//! will do; between filters all must hold. What it leaves out is which tasks the asker may read: that is
//! never a question of filters.

mod elements;
mod parameters;

pub use elements::{InSection, Whom};
pub use parameters::Asked;

use super::views::PriorityShape;
use crate::http::shapes::CategoryShape;
use elements::list;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What tasks are put together by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum GroupBy {
    #[default]
    None,
    Status,
    Section,
    Assignee,
    Priority,
    Due,
    Tag,
}

/// What they are sorted by. Updated, created and priority begin with the newest and the most urgent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum SortBy {
    #[default]
    Manual,
    Due,
    Updated,
    Created,
    Priority,
    Title,
    Assignee,
    Status,
}

/// When they are due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum DueFilter {
    Overdue,
    Today,
    Week,
    None,
    Any,
}

/// Which finished tasks are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DoneFilter {
    /// Those of the last seven days.
    Week,
    /// All.
    All,
    /// None.
    None,
}

/// Which tasks, in which groups and order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct TaskQuery {
    /// Groups; one for all unless sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub group: Option<GroupBy>,
    /// Order within groups; as people arranged them unless sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub sort: Option<SortBy>,
    /// Turns the order round.
    #[serde(skip_serializing_if = "is_off")]
    pub desc: bool,
    /// Statuses.
    #[serde(deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    #[param(style = Form, explode = false)]
    pub status: Vec<u32>,
    /// Categories of statuses.
    #[serde(deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    #[param(style = Form, explode = false)]
    pub category: Vec<CategoryShape>,
    /// People, `me` or `none`.
    #[serde(deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<String>)]
    #[param(style = Form, explode = false, value_type = Vec<String>)]
    pub assignee: Vec<Whom>,
    /// Priorities.
    #[serde(deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    #[param(style = Form, explode = false)]
    pub priority: Vec<PriorityShape>,
    /// Tags.
    #[serde(deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    #[param(style = Form, explode = false)]
    pub tag: Vec<u32>,
    /// Sections or `none`.
    #[serde(deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<String>)]
    #[param(style = Form, explode = false, value_type = Vec<String>)]
    pub section: Vec<InSection>,
    /// When they are due; overdue as the organization's day turns over, the others as the asker's does.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub due: Option<DueFilter>,
    /// Words in the title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Archived ones too.
    #[serde(skip_serializing_if = "is_off")]
    pub archived: bool,
    /// Sub-tasks too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subtasks: Option<bool>,
    /// Finished ones; unless sent those of a week, or all when statuses or categories are named.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub done: Option<DoneFilter>,
}

fn is_off(on: &bool) -> bool {
    !on
}

impl TaskQuery {
    /// Whether it asks for all tasks in one of the orders that are kept as rows.
    pub fn is_plain(&self) -> bool {
        let kept = !matches!(self.sort, Some(SortBy::Created | SortBy::Priority | SortBy::Title));
        kept && TaskQuery { sort: self.sort, ..TaskQuery::default() } == *self
    }

    /// Which finished tasks are meant.
    pub fn done(&self) -> DoneFilter {
        let named = !self.status.is_empty() || !self.category.is_empty();
        self.done.unwrap_or(if named { DoneFilter::All } else { DoneFilter::Week })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SVEN: &str = "019ab000-0000-7000-8000-000000000001";

    #[test]
    fn the_address_and_json_say_the_same() {
        let address = format!(
            "status=1,4&assignee=me,none,{SVEN}&section=none,2&priority=urgent&desc=true&due=week&text=gas%20valve"
        );
        let query = parameters::read::<TaskQuery>(&address).unwrap();
        let json = format!(
            r#"{{"desc":true,"status":[1,4],"assignee":["me","none","{SVEN}"],"priority":["urgent"],"section":["none","2"],"due":"week","text":"gas valve"}}"#
        );
        assert_eq!(serde_json::from_str::<TaskQuery>(&json).unwrap(), query);
        assert_eq!(serde_json::to_string(&query).unwrap(), json, "what is not set is not there");
        let numbers = json.replace(r#""2""#, "2");
        assert_eq!(serde_json::from_str::<TaskQuery>(&numbers).unwrap(), query, "kept views may hold numbers");
        assert_eq!(parameters::read::<TaskQuery>("").unwrap(), TaskQuery::default());
        assert_eq!(parameters::read::<TaskQuery>("status=").unwrap(), TaskQuery::default());
    }

    #[test]
    fn values_that_mean_nothing_are_refused() {
        for wrong in
            ["status=x", "assignee=you", "category=open", "section=-1", "due=soon", "colour=1", "status=1&status=2"]
        {
            assert!(parameters::read::<TaskQuery>(wrong).is_err(), "{wrong}");
        }
        assert!(serde_json::from_str::<TaskQuery>(r#"{"status":[[1]]}"#).is_err());
    }

    #[test]
    fn a_plain_question_has_a_kept_order_and_no_filter() {
        let plain = |address: &str| parameters::read::<TaskQuery>(address).unwrap().is_plain();
        assert!(plain("") && plain("sort=due") && plain("sort=status"));
        assert!(!plain("sort=title") && !plain("sort=due&desc=true") && !plain("tag=1") && !plain("archived=true"));
    }
}
