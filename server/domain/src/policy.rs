//! Who may do what: one table. Sight is not decided here but by audiences (`Reach`); this table
//! decides what somebody who sees may do. Its answers are printed as a golden matrix by the tests,
//! which hold a copy of their own.

use crate::{
    person::Role,
    space::{Access, SpaceRole},
};

/// What somebody wants to do with an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Do {
    /// Read it.
    Read,
    /// Comment on it, react, follow it, plan it for oneself.
    Comment,
    /// Change its fields, steps, tags, links.
    Edit,
    /// Put it into the trash or take it out.
    Trash,
    /// Move it to another space.
    Move,
    /// Delete it for good.
    Purge,
}

/// What the table needs to know about somebody and an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Standing {
    /// Whether the item's audiences are in their reach.
    pub sees: bool,
    /// Their role in the organization.
    pub role: Role,
    /// Their role in the home space, when they belong to it.
    pub home: Option<SpaceRole>,
    /// The home is their own Personal space.
    pub own: bool,
    /// The item is assigned to them.
    pub assignee: bool,
    /// They made it.
    pub author: bool,
    /// Only its author and those who lead the home change it, such as an announcement.
    pub led: bool,
    /// The home space can change (not archived, not deleted).
    pub live: bool,
    /// The item is in the trash.
    pub trashed: bool,
}

/// Whether it may be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Yes.
    Yes,
    /// It does not exist for them: 404.
    Hidden,
    /// They see it but may not: 403.
    No,
}

/// What somebody may do with an item.
pub fn item(what: Do, who: Standing) -> Verdict {
    if !who.sees {
        return Verdict::Hidden;
    }
    let guest = who.role == Role::Guest || who.home == Some(SpaceRole::Guest);
    let works = who.own || (who.home.is_some() && !guest);
    let leads = who.own || (who.home == Some(SpaceRole::Lead) && who.role != Role::Guest);
    let changes = works && (!who.led || leads || who.author);
    // What lies in the trash is shown to those who could have put it there, and can only come back or go.
    if who.trashed {
        return match what {
            Do::Trash if works && !changes => Verdict::No,
            Do::Read | Do::Trash if works || (guest && who.author) => open(who.live || what == Do::Read),
            Do::Purge if leads => open(who.live),
            Do::Read => Verdict::Hidden,
            _ if works || who.author => Verdict::No,
            _ => Verdict::Hidden,
        };
    }
    let may = match what {
        Do::Read => return Verdict::Yes,
        Do::Comment => true,
        Do::Edit => changes || who.assignee || (guest && who.author),
        Do::Trash => changes || (guest && who.author),
        Do::Move => changes,
        Do::Purge => leads,
    };
    open(may && who.live)
}

/// Taking an item out of a space it is also in. That is an act on the space as much as on the item, so who
/// leads the space may do it too, also when the item can only be read because its home is archived.
pub fn take_out(who: Standing, leads_there: bool) -> Verdict {
    match item(Do::Move, who) {
        Verdict::No if leads_there && !who.trashed => Verdict::Yes,
        verdict => verdict,
    }
}

fn open(yes: bool) -> Verdict {
    if yes { Verdict::Yes } else { Verdict::No }
}

/// What somebody wants to do with a space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DoSpace {
    /// Know its name and people.
    See,
    /// Read what is in it.
    Read,
    /// Make items in it.
    Write,
    /// Settings, members, statuses.
    Manage,
    /// Settings and members of an archived or deleted space: to bring it back.
    Revive,
}

/// What the table needs to know about somebody and a space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SpaceStanding {
    /// Their role in the organization.
    pub role: Role,
    /// Their role in the space, when they belong to it (an open space counts all members of the organization).
    pub member: Option<SpaceRole>,
    /// The access of the space.
    pub access: Access,
    /// It is their own Personal space.
    pub own: bool,
    /// It is archived.
    pub archived: bool,
    /// It is deleted (in the trash).
    pub deleted: bool,
}

/// What somebody may do with a space.
pub fn space(what: DoSpace, who: SpaceStanding) -> Verdict {
    if who.access == Access::Personal {
        return match (who.own, what) {
            (false, _) => Verdict::Hidden,
            (true, DoSpace::See | DoSpace::Read | DoSpace::Write) => Verdict::Yes,
            (true, _) => Verdict::No,
        };
    }
    let admin = who.role >= Role::Admin;
    let inside = who.member.is_some();
    let guest = who.role == Role::Guest || who.member == Some(SpaceRole::Guest);
    let sees = match who.access {
        Access::Open | Access::Closed => inside || who.role != Role::Guest,
        Access::Private | Access::Personal => inside || admin,
    };
    let leads =
        who.role != Role::Guest && (who.member == Some(SpaceRole::Lead) || (admin && who.access != Access::Private));
    if !sees || (who.deleted && !leads) {
        return Verdict::Hidden;
    }
    let still = who.archived || who.deleted;
    match what {
        DoSpace::See => Verdict::Yes,
        DoSpace::Read => open(inside && !who.deleted),
        DoSpace::Write => open(inside && !guest && !still),
        DoSpace::Manage => open(leads && !still),
        DoSpace::Revive => open(leads),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_admin_sees_the_name_of_a_private_space_and_nothing_in_it() {
        let who = SpaceStanding {
            role: Role::Admin,
            member: None,
            access: Access::Private,
            own: false,
            archived: false,
            deleted: false,
        };
        assert_eq!(space(DoSpace::See, who), Verdict::Yes);
        assert_eq!(space(DoSpace::Read, who), Verdict::No);
        assert_eq!(space(DoSpace::Manage, who), Verdict::No);
    }

    #[test]
    fn the_lead_of_a_living_space_takes_out_what_an_archived_one_shows_there() {
        let who = Standing {
            sees: true,
            role: Role::Member,
            home: None,
            own: false,
            assignee: false,
            author: false,
            led: false,
            live: false,
            trashed: false,
        };
        assert_eq!(take_out(who, true), Verdict::Yes);
        assert_eq!(take_out(who, false), Verdict::No);
        assert_eq!(take_out(Standing { home: Some(SpaceRole::Lead), ..who }, false), Verdict::No);
        assert_eq!(take_out(Standing { sees: false, ..who }, true), Verdict::Hidden);
    }

    #[test]
    fn what_is_led_is_changed_by_its_author_and_the_leads_and_commented_by_all() {
        let who = Standing {
            sees: true,
            role: Role::Member,
            home: Some(SpaceRole::Member),
            own: false,
            assignee: false,
            author: false,
            led: true,
            live: true,
            trashed: false,
        };
        for what in [Do::Edit, Do::Trash, Do::Move] {
            assert_eq!(item(what, who), Verdict::No, "{what:?}");
            assert_eq!(item(what, Standing { author: true, ..who }), Verdict::Yes, "{what:?}");
            assert_eq!(item(what, Standing { home: Some(SpaceRole::Lead), ..who }), Verdict::Yes, "{what:?}");
        }
        assert_eq!(item(Do::Comment, who), Verdict::Yes);
        assert_eq!(item(Do::Trash, Standing { trashed: true, ..who }), Verdict::No);
    }

    #[test]
    fn the_assignee_may_work_where_a_guest_may_only_comment() {
        let who = Standing {
            sees: true,
            role: Role::Guest,
            home: Some(SpaceRole::Guest),
            own: false,
            assignee: false,
            author: false,
            led: false,
            live: true,
            trashed: false,
        };
        assert_eq!(item(Do::Edit, who), Verdict::No);
        assert_eq!(item(Do::Comment, who), Verdict::Yes);
        assert_eq!(item(Do::Edit, Standing { assignee: true, ..who }), Verdict::Yes);
        assert_eq!(item(Do::Edit, Standing { assignee: true, live: false, ..who }), Verdict::No);
        assert_eq!(item(Do::Read, Standing { sees: false, ..who }), Verdict::Hidden);
    }
}
