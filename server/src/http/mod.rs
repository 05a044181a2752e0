//! HTTP: extracting what a request says, answering in one envelope, and nothing else. What things mean
//! is decided by the features.

pub mod address;
pub mod basic;
pub mod body;
pub mod call;
pub mod csv;
pub mod description;
pub mod edge;
pub mod failures;
pub mod guard;
pub mod idempotency;
pub mod listen;
pub mod open;
pub mod page;
pub mod query;
pub mod reply;
pub mod routes;
pub mod serve;
pub mod shapes;
pub mod statics;
pub mod under;
pub mod version;
pub mod words;

pub use body::Json;
pub use call::Call;
pub use page::{Page, Paging};
pub use query::Query;
pub use reply::{Reply, Shape};
pub use routes::Routes;
pub use version::Versioned;
