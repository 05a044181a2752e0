//! What blocks of a page are there, and where each hangs.
//!
//! This is what an update is held against before it touches the page: everything it refers to must be there or come
//! with it, parents must be nodes, neighbours must have the same parent, nodes hang in nodes and characters in text,
//! and nothing is nested deeper than [`MOST_DEPTH`]. So whatever passes can be integrated whole, in some order, and
//! nothing of it has to wait; and whatever walks the page finds what it expects.

use crate::wire::{At, Block, Parent, Sort, Update};
use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap, hash_map::Entry},
};

/// Deepest nesting of nodes; what walks a page calls itself for each.
pub const MOST_DEPTH: u8 = 48;

/// Where blocks hang: the page itself, a node by its number, an attribute of one, or something that is not there any
/// more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Root,
    Node(u32),
    Attribute(u32),
    Gone,
}

#[derive(Debug, Clone, Copy)]
struct Node {
    depth: u8,
    is_text: bool,
}

/// Blocks of one client that follow one another and hang in the same place.
#[derive(Debug, Clone, Copy)]
struct Run {
    end: u32,
    place: Place,
    /// Deleted: what it was is not known.
    dead: bool,
}

#[derive(Debug, Clone, Default)]
struct Client {
    runs: Vec<Run>,
    /// Which of its blocks are nodes, by clock; the number of the node.
    nodes: HashMap<u32, u32>,
}

impl Client {
    fn clock(&self) -> u32 {
        self.runs.last().map_or(0, |run| run.end)
    }

    fn run(&self, clock: u32) -> Option<&Run> {
        self.runs.get(self.runs.partition_point(|run| run.end <= clock))
    }

    fn add(&mut self, end: u32, place: Place, dead: bool) {
        match self.runs.last_mut() {
            Some(last) if last.place == place && last.dead == dead => last.end = end,
            _ => self.runs.push(Run { end, place, dead }),
        }
    }
}

/// See the module.
#[derive(Debug, Clone, Default)]
pub struct Index {
    clients: HashMap<u64, Client>,
    nodes: Vec<Node>,
}

/// Why an update cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// It refers to what is not there.
    Missing,
    /// It refers to what it cannot refer to.
    Wrong,
}

/// What a client was before a block was added.
struct Step {
    client: u64,
    runs: usize,
    clock: u32,
}

/// A block that cannot be placed yet.
enum Wait {
    For(At),
    Never(Unfit),
}

impl Index {
    /// How far a client is known.
    pub fn clock(&self, client: u64) -> u32 {
        self.clients.get(&client).map_or(0, Client::clock)
    }

    /// Takes an update in, whole or not at all.
    pub fn add(&mut self, update: &Update) -> Result<(), Unfit> {
        let nodes = self.nodes.len();
        let mut done = Vec::new();
        let added = self.add_all(update, &mut done);
        if added.is_err() {
            done.into_iter().rev().for_each(|step: Step| self.take_back(step));
            self.nodes.truncate(nodes);
        }
        added
    }

    fn take_back(&mut self, step: Step) {
        let Some(client) = self.clients.get_mut(&step.client) else { return };
        client.runs.truncate(step.runs);
        if let Some(last) = client.runs.last_mut() {
            last.end = step.clock;
        }
        client.nodes.remove(&step.clock);
        if client.runs.is_empty() {
            self.clients.remove(&step.client);
        }
    }

    fn add_all(&mut self, update: &Update, done: &mut Vec<Step>) -> Result<(), Unfit> {
        let mut queues: HashMap<u64, (&[Block], usize)> =
            update.clients.iter().map(|(client, blocks)| (*client, (blocks.as_slice(), 0))).collect();
        let mut ready: Vec<u64> = queues.keys().copied().collect();
        // Who waits for a client to come to a clock.
        let mut waiting: HashMap<u64, BinaryHeap<Reverse<(u32, u64)>>> = HashMap::new();
        let mut held = 0usize;
        while let Some(client) = ready.pop() {
            let Some((blocks, mut at)) = queues.get(&client).copied() else { continue };
            while let Some(block) = blocks.get(at) {
                match self.place(client, block, done) {
                    Ok(()) => at += 1,
                    Err(Wait::Never(unfit)) => return Err(unfit),
                    Err(Wait::For(other)) => {
                        held += 1;
                        waiting.entry(other.client).or_default().push(Reverse((other.clock, client)));
                        break;
                    }
                }
            }
            if let Entry::Occupied(mut entry) = queues.entry(client) {
                entry.get_mut().1 = at;
            }
            let clock = self.clock(client);
            if let Some(heap) = waiting.get_mut(&client) {
                while let Some(Reverse((needed, who))) = heap.peek().copied() {
                    if needed >= clock {
                        break;
                    }
                    heap.pop();
                    held -= 1;
                    ready.push(who);
                }
            }
        }
        let all_there = update.deleted.iter().all(|(client, _, to)| *to <= self.clock(*client));
        if held == 0 && all_there { Ok(()) } else { Err(Unfit::Missing) }
    }

    fn place(&mut self, client: u64, block: &Block, done: &mut Vec<Step>) -> Result<(), Wait> {
        let known = self.clock(client);
        if block.end() <= known {
            return Ok(());
        }
        if block.clock > known {
            return Err(Wait::Never(Unfit::Missing));
        }
        let mut place = self.where_it_hangs(block)?;
        // The beginning of it is known already: the rest follows that, whatever it says.
        if block.clock < known {
            let before = self.there(At { client, clock: known - 1 })?.1.place;
            if before != place && before != Place::Gone && place != Place::Gone {
                return Err(Wait::Never(Unfit::Wrong));
            }
            place = before;
        }
        self.fits(block.sort, place)?;
        let is_node = matches!(block.sort, Sort::Element | Sort::Text);
        let node = if is_node { Some(self.node(place, block.sort == Sort::Text)?) } else { None };
        let entry = self.clients.entry(client).or_default();
        done.push(Step { client, runs: entry.runs.len(), clock: known });
        entry.add(block.end(), place, matches!(block.sort, Sort::Deleted | Sort::Collected));
        if let Some(number) = node {
            entry.nodes.insert(block.clock, number);
        }
        Ok(())
    }

    /// Whether such a block may hang there. What hangs in something deleted is not looked at by anybody.
    fn fits(&self, sort: Sort, place: Place) -> Result<(), Wait> {
        let fits = match (place, sort) {
            (Place::Gone, _) | (_, Sort::Deleted | Sort::Collected | Sort::Hole) => true,
            (Place::Root, sort) => matches!(sort, Sort::Element | Sort::Text),
            (Place::Attribute(_), sort) => sort == Sort::Values,
            (Place::Node(number), sort) => match self.at(number).is_some_and(|node| node.is_text) {
                true => sort == Sort::Characters,
                false => matches!(sort, Sort::Element | Sort::Text),
            },
        };
        if fits { Ok(()) } else { Err(Wait::Never(Unfit::Wrong)) }
    }

    fn node(&mut self, place: Place, is_text: bool) -> Result<u32, Wait> {
        let above = match place {
            Place::Node(number) => self.at(number).map_or(MOST_DEPTH, |node| node.depth),
            Place::Root | Place::Attribute(_) | Place::Gone => 0,
        };
        if above >= MOST_DEPTH {
            return Err(Wait::Never(Unfit::Wrong));
        }
        let number = u32::try_from(self.nodes.len()).map_err(|_| Wait::Never(Unfit::Wrong))?;
        self.nodes.push(Node { depth: above + 1, is_text });
        Ok(number)
    }

    fn at(&self, node: u32) -> Option<Node> {
        usize::try_from(node).ok().and_then(|node| self.nodes.get(node)).copied()
    }

    fn where_it_hangs(&self, block: &Block) -> Result<Place, Wait> {
        if block.sort == Sort::Collected {
            return Ok(Place::Gone);
        }
        match block.parent {
            Parent::Root if block.attribute => Err(Wait::Never(Unfit::Wrong)),
            Parent::Root => Ok(Place::Root),
            Parent::Node(at) => {
                let (client, run) = self.there(at)?;
                match client.nodes.get(&at.clock) {
                    Some(number) if block.attribute => Ok(Place::Attribute(*number)),
                    Some(number) => Ok(Place::Node(*number)),
                    None if run.dead => Ok(Place::Gone),
                    None => Err(Wait::Never(Unfit::Wrong)),
                }
            }
            Parent::Neighbours => {
                let mut place = Place::Gone;
                for at in [block.origin, block.right].into_iter().flatten() {
                    let of = self.there(at)?.1.place;
                    match (place, of) {
                        (_, Place::Gone) => {}
                        (Place::Gone, of) => place = of,
                        (place, of) if place == of => {}
                        _ => return Err(Wait::Never(Unfit::Wrong)),
                    }
                }
                Ok(place)
            }
        }
    }

    fn there(&self, at: At) -> Result<(&Client, &Run), Wait> {
        let client = self.clients.get(&at.client);
        client.and_then(|client| Some((client, client.run(at.clock)?))).ok_or(Wait::For(at))
    }
}
