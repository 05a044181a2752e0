//! Proofs at the engine under the whole product: power loss and failing disks. What they came to stands in
//! ARCHITECTURE.md.

mod disk;
mod faults;
mod index;
mod migration;
mod office;
mod power;
mod sound;
