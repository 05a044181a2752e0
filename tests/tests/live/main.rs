//! The live stream: what it tells, whom, and when it ends.

mod histories;
mod reader;
mod telling;
mod ways_in;
