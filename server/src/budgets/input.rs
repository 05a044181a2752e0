//! What is sent about budgets.

use crate::{Error, http::shapes::sent};
use chrono::NaiveDate;
use guildhall_domain::{budget::State, time::rate::Rate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// How far money is gone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ExpenseState)]
#[allow(missing_docs)]
pub enum StateShape {
    Ordered,
    #[default]
    Spent,
}

crate::http::words::same! { State, StateShape: Ordered, Spent }

/// What a space may cost.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BudgetInput {
    /// A decimal such as `48000` or `1250.50`, above nothing.
    pub amount: String,
    /// ISO 4217; the one it has, or the organization's, unless sent.
    #[serde(default)]
    pub currency: Option<String>,
    /// What an hour costs of whoever has no rate: a decimal such as `62.50`. Unless sent, such hours cost nothing.
    #[serde(default)]
    pub rate: Option<String>,
}

impl BudgetInput {
    /// What an hour costs without a rate.
    pub fn rate(&self) -> Result<Option<Rate>, Error> {
        let text = self.rate.as_deref().filter(|text| !text.trim().is_empty());
        text.map(|text| Rate::new(text).map_err(|rule| Error::field("rate", rule.message))).transpose()
    }
}

/// Money that was spent or ordered.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewExpense {
    /// Own id (UUID), so that it can be sent again.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// For what, 1–500 characters.
    pub title: String,
    /// A decimal such as `1250.50`, above nothing.
    pub amount: String,
    /// The budget's; another one is refused.
    #[serde(default)]
    pub currency: Option<String>,
    /// `spent` unless sent.
    #[serde(default)]
    pub state: StateShape,
    /// When it was paid, or is to be; today unless sent.
    #[serde(default)]
    pub day: Option<NaiveDate>,
    /// A document of the space that shows it.
    #[serde(default)]
    pub receipt_id: Option<Uuid>,
}

/// What changes of an expense. An order that was paid for is sent as `spent`, with what it came to.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ExpensePatch {
    /// For what.
    pub title: Option<String>,
    /// How much.
    pub amount: Option<String>,
    /// The budget's; another one is refused.
    pub currency: Option<String>,
    /// How far it is.
    pub state: Option<StateShape>,
    /// When.
    pub day: Option<NaiveDate>,
    /// A document of the space that shows it; null for none.
    #[serde(deserialize_with = "sent")]
    pub receipt_id: Option<Option<Uuid>>,
}
