//! How many connections each address holds.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// The addresses that are connected; cheap to clone.
#[derive(Clone)]
pub struct Peers(Arc<Inner>);

struct Inner {
    most: usize,
    trusted: Vec<IpAddr>,
    counts: Mutex<HashMap<IpAddr, usize>>,
}

/// A place of one connection; given back when it is dropped.
pub struct Place {
    /// It is one too many.
    pub over: bool,
    counted: Option<(IpAddr, Peers)>,
}

impl Peers {
    /// Nobody yet. `trusted` addresses are not counted.
    pub fn new(most: usize, trusted: &[IpAddr]) -> Self {
        let trusted = trusted.iter().map(IpAddr::to_canonical).collect();
        Peers(Arc::new(Inner { most, trusted, counts: Mutex::default() }))
    }

    /// Takes a place; none when there is not even one to say no from.
    pub fn enter(&self, address: IpAddr) -> Option<Place> {
        let address = address.to_canonical();
        if self.0.trusted.contains(&address) {
            return Some(Place { over: false, counted: None });
        }
        let mut counts = self.counts();
        let count = counts.entry(address).or_default();
        if *count >= self.0.most.saturating_mul(2) {
            return None;
        }
        *count += 1;
        Some(Place { over: *count > self.0.most, counted: Some((address, self.clone())) })
    }

    fn leave(&self, address: IpAddr) {
        let mut counts = self.counts();
        if let Some(count) = counts.get_mut(&address) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                counts.remove(&address);
            }
        }
    }

    fn counts(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.0.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some((address, peers)) = &self.counted {
            peers.leave(*address);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn over(place: &Option<Place>) -> Option<bool> {
        place.as_ref().map(|place| place.over)
    }

    #[test]
    fn an_address_has_so_many_places_and_gets_them_back() {
        let (peers, one) = (Peers::new(2, &[]), "192.0.2.1".parse().unwrap());
        let mut held: Vec<_> = (0..5).map(|_| peers.enter(one)).collect();
        let all: Vec<_> = held.iter().map(over).collect();
        assert_eq!(all, [Some(false), Some(false), Some(true), Some(true), None]);
        // The same address, written as IPv6 does.
        assert_eq!(over(&peers.enter("::ffff:192.0.2.1".parse().unwrap())), None);
        assert_eq!(over(&peers.enter("192.0.2.2".parse().unwrap())), Some(false));
        held.clear();
        assert_eq!(over(&peers.enter(one)), Some(false));
        assert!(peers.counts().is_empty(), "nobody is remembered who is gone");
    }

    #[test]
    fn a_trusted_proxy_is_not_counted() {
        let proxy = "10.0.0.1".parse().unwrap();
        let peers = Peers::new(1, &[proxy]);
        let held: Vec<_> = (0..5).map(|_| peers.enter(proxy)).collect();
        assert!(held.iter().all(|place| over(place) == Some(false)));
    }
}
