//! Bars and the links between them, in numbers of working days. All passes go along one order in which every link leads
//! forward, so each costs tasks + links and none of them calls itself, however long a chain is.
//!
//! What is done binds nobody and is moved by nothing.

use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::Hash;

/// A task of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    /// Its first working day; none where nobody set a date.
    pub start: Option<i64>,
    /// Working days it takes; a milestone takes none.
    pub length: i64,
    /// Work on it is over.
    pub done: bool,
}

/// One task begins after another one ends, and so many working days later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// The one before, by its place among the bars.
    pub from: usize,
    /// The one after.
    pub to: usize,
    /// Working days between them; less than none lets them overlap.
    pub lag: i64,
}

/// Where a bar is moved to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// Which one.
    pub bar: usize,
    /// Its first working day from then on.
    pub start: i64,
    /// Working days it takes from then on.
    pub length: i64,
}

/// See the module.
#[derive(Debug)]
pub struct Network {
    bars: Vec<Bar>,
    links: Vec<Link>,
    /// For each bar the links that lead away from it, by their place.
    next: Vec<Vec<usize>>,
    /// The bars so that links lead forward. Bars on a circle are not in it: nothing is said of them.
    order: Vec<usize>,
    /// Where each bar stands, also those without a date.
    planned: Vec<i64>,
}

impl Network {
    /// Puts bars and links in order. Bars without a date begin when those before them end, and from `today` on.
    pub fn new(bars: Vec<Bar>, links: Vec<Link>, today: i64) -> Self {
        let mut next = vec![Vec::new(); bars.len()];
        let mut waits = vec![0usize; bars.len()];
        for (at, link) in links.iter().enumerate() {
            if let (Some(next), Some(waits)) = (next.get_mut(link.from), waits.get_mut(link.to)) {
                next.push(at);
                *waits += 1;
            }
        }
        let mut order: Vec<usize> = Vec::with_capacity(bars.len());
        let mut ready: VecDeque<usize> = waits.iter().enumerate().filter(|(_, n)| **n == 0).map(|(at, _)| at).collect();
        while let Some(at) = ready.pop_front() {
            order.push(at);
            for link in next.get(at).into_iter().flatten().filter_map(|link| links.get(*link)) {
                if let Some(left) = waits.get_mut(link.to) {
                    *left -= 1;
                    if *left == 0 {
                        ready.push_back(link.to);
                    }
                }
            }
        }
        let mut network = Network { bars, links, next, order, planned: Vec::new() };
        network.planned = network.forward(today, |bar| bar.start);
        network
    }

    fn bar(&self, at: usize) -> Bar {
        self.bars.get(at).copied().unwrap_or(Bar { start: None, length: 0, done: true })
    }

    /// The links away from a bar that bind the one after.
    fn binding(&self, at: usize) -> impl Iterator<Item = &Link> {
        let done = self.bar(at).done;
        let links = self.next.get(at).into_iter().flatten().filter_map(|link| self.links.get(*link));
        links.filter(move |link| !done && !self.bar(link.to).done)
    }

    /// Where bars begin when `fixed` says so, and else when those before them end.
    fn forward(&self, today: i64, fixed: impl Fn(Bar) -> Option<i64>) -> Vec<i64> {
        let mut begin: Vec<Option<i64>> = vec![None; self.bars.len()];
        for at in &self.order {
            let bar = self.bar(*at);
            // What nobody set a date of is not begun in the past.
            let soonest = if bar.start.is_none() { today } else { i64::MIN };
            let after = begin.get(*at).copied().flatten().map(|after| after.max(soonest));
            let start = fixed(bar).or(after).or(bar.start).unwrap_or(today);
            if let Some(begin) = begin.get_mut(*at) {
                *begin = Some(start);
            }
            for link in self.binding(*at) {
                if let Some(begin) = begin.get_mut(link.to) {
                    *begin = (*begin).max(Some(start + bar.length + link.lag));
                }
            }
        }
        begin.into_iter().zip(&self.bars).map(|(begin, bar)| begin.or(bar.start).unwrap_or(today)).collect()
    }

    /// Where each bar stands; one without a date where it would begin at the earliest.
    pub fn planned(&self) -> &[i64] {
        &self.planned
    }

    /// The first working day after everything; none where there is nothing.
    pub fn end(&self) -> Option<i64> {
        self.planned.iter().zip(&self.bars).map(|(start, bar)| start + bar.length).max()
    }

    /// When each bar could begin at the earliest: where nothing is before it, where it stands.
    pub fn earliest(&self, today: i64) -> Vec<i64> {
        self.forward(today, |bar| bar.start.filter(|_| bar.done))
    }

    /// Working days each bar could end later while everything is still over by `end`; less than none where it is too
    /// late for that already. Nothing is said of what is done or stands on a circle.
    pub fn slack(&self, end: i64) -> Vec<Option<i64>> {
        let mut latest = vec![end; self.bars.len()];
        let mut slack = vec![None; self.bars.len()];
        for at in self.order.iter().rev() {
            let bar = self.bar(*at);
            let starts = self.binding(*at).filter_map(|link| {
                let after = self.bar(link.to);
                latest.get(link.to).map(|latest| latest - after.length - link.lag)
            });
            let last = starts.min().map_or(end, |last| last.min(end));
            if let Some(latest) = latest.get_mut(*at) {
                *latest = last;
            }
            let planned = self.planned.get(*at).copied().unwrap_or_default();
            if let Some(slack) = slack.get_mut(*at).filter(|_| !bar.done) {
                *slack = Some(last - planned - bar.length);
            }
        }
        slack
    }

    /// Whether a link is not kept: the one after begins too early.
    pub fn is_broken(&self, link: &Link) -> bool {
        let ends = self.planned.get(link.from).map(|start| start + self.bar(link.from).length + link.lag);
        let begins = self.planned.get(link.to).copied();
        let binds = !self.bar(link.from).done && !self.bar(link.to).done;
        binds && ends.zip(begins).is_some_and(|(ends, begins)| begins < ends)
    }

    /// What moves when one bar does: itself first, and those that come after it as far as they have to and no further.
    /// What has no date has nothing to move.
    pub fn shift(&self, moved: Move) -> Vec<Move> {
        let mut now: HashMap<usize, Move> = HashMap::from([(moved.bar, moved)]);
        let mut all = vec![moved];
        for at in &self.order {
            let Some(before) = now.get(at).copied() else { continue };
            if *at != moved.bar {
                all.push(before);
            }
            for link in self.binding(*at).filter(|link| link.to != moved.bar) {
                let bar = self.bar(link.to);
                let Some(start) = now.get(&link.to).map(|one| one.start).or(bar.start) else { continue };
                let least = before.start + before.length + link.lag;
                if least > start {
                    now.insert(link.to, Move { bar: link.to, start: least, length: bar.length });
                }
            }
        }
        all
    }
}

/// The way along links from one task to another, both among it; the shortest there is.
pub fn path<K: Copy + Eq + Hash>(links: impl IntoIterator<Item = (K, K)>, from: K, to: K) -> Option<Vec<K>> {
    let mut next: HashMap<K, Vec<K>> = HashMap::new();
    links.into_iter().for_each(|(before, after)| next.entry(before).or_default().push(after));
    let mut came: HashMap<K, K> = HashMap::new();
    let mut seen = HashSet::from([from]);
    let mut ready = VecDeque::from([from]);
    while let Some(at) = ready.pop_front() {
        if at == to {
            let back = std::iter::successors(Some(to), |at| came.get(at).copied());
            let mut way: Vec<K> = back.collect();
            way.reverse();
            return Some(way);
        }
        for after in next.get(&at).into_iter().flatten().filter(|after| seen.insert(**after)) {
            came.insert(*after, at);
            ready.push_back(*after);
        }
    }
    None
}
