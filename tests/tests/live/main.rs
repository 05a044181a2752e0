//! The live stream: what it tells, whom, and when it ends.

mod telling;
mod ways_in;
