//! How much everybody has to do on which day, over all spaces. Tasks the reader does not see count in minutes alone; what
//! lies in Personal spaces, and when somebody means to do what, is nobody else's and counts for nobody. Nothing is kept:
//! every answer is counted from the open tasks of the people it is about.

pub mod gather;
pub mod input;
pub mod lists;
pub mod queries;
pub mod routes;
pub mod suggest;
pub mod team;
pub mod views;
