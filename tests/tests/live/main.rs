//! The live stream: what it tells, whom, and when it ends.

mod histories;
mod reader;
mod slow;
mod telling;
mod ways_in;
