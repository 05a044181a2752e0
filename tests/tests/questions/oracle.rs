//! Who may read what, as a naive loop over everything. Written apart: nothing here calls the product or is called by it.

use crate::company::{Access, Company, Task};

impl Company {
    /// Whether somebody belongs to a space, themselves or through another; who left belongs nowhere.
    pub fn inside(&self, who: usize, number: usize) -> bool {
        let space = &self.spaces[number];
        let through = |group: &usize| !self.spaces[*group].deleted && self.spaces[*group].members.contains(&who);
        let everybody = (space.access == Access::Open || space.everyone) && !self.people[who].guest;
        !space.deleted
            && !self.people[who].left
            && (everybody || space.members.contains(&who) || space.groups.iter().any(through))
    }

    /// Whether a task is shown in a space that is not its home.
    pub fn shown(&self, task: &Task, space: usize) -> bool {
        let home = &self.spaces[task.home];
        let leaves = matches!(home.access, Access::Open | Access::Closed) && !home.deleted;
        leaves && task.also.contains(&space) && !self.spaces[space].deleted
    }

    /// Whether somebody reads a task that is not in the trash.
    pub fn reads(&self, who: usize, task: &Task) -> bool {
        self.inside(who, task.home)
            || task.also.iter().any(|space| self.shown(task, *space) && self.inside(who, *space))
    }

    /// Whether somebody reads a task, wherever it lies: what is in the trash only those who could put it there, which
    /// guests can in their own space alone.
    pub fn opens(&self, who: usize, task: &Task) -> bool {
        let own = self.spaces[task.home].access == Access::Personal;
        let throws = (own || !self.people[who].guest) && self.inside(who, task.home);
        if task.trashed { throws } else { self.reads(who, task) }
    }

    /// Whether somebody may know that a space is there.
    pub fn sees(&self, who: usize, number: usize) -> bool {
        let space = &self.spaces[number];
        let listed = match space.access {
            Access::Personal => false,
            Access::Private => self.people[who].admin,
            Access::Open | Access::Closed => !self.people[who].guest,
        };
        !space.deleted && (listed || self.inside(who, number))
    }

    /// Whether somebody may know of a person.
    pub fn knows(&self, who: usize, other: usize) -> bool {
        let shared = |number: &usize| self.spaces[*number].access != Access::Personal;
        let together = |number: usize| self.inside(who, number) && self.inside(other, number);
        !self.people[who].guest || who == other || (0..self.spaces.len()).filter(shared).any(together)
    }

    /// The tasks of a space as somebody inside it is shown them.
    pub fn listed(&self, space: usize) -> Vec<&Task> {
        let here = |task: &&Task| !task.trashed && (task.home == space || self.shown(task, space));
        self.tasks.iter().filter(here).collect()
    }
}
