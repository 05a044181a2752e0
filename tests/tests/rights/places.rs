//! What somebody may do in a space, by who they are and by what the space is.

use super::oracle::{
    Need,
    Verdict::{self, Forbidden, Hidden, Yes},
    access, belongs, guest, rank,
};

pub fn place(who: &str, space: &str, need: Need) -> Verdict {
    let inside = belongs(who, space);
    if space == "personal" {
        return match need {
            _ if inside == 0 => Hidden,
            Need::See | Need::ReadSpace | Need::Work | Need::Write | Need::Join => Yes,
            _ => Forbidden,
        };
    }
    let manages = inside == 3 || (rank(who) >= 2 && access(space) != "private");
    let sees = match access(space) {
        "private" => inside > 0 || rank(who) >= 2,
        _ => inside > 0 || !guest(who),
    };
    if space == "unknown" || !sees || (space == "deleted" && !manages) {
        return Hidden;
    }
    let still = space == "archived" || space == "deleted";
    let right = match need {
        Need::See => true,
        Need::ReadSpace => inside > 0 && space != "deleted",
        Need::Work => inside >= 2 && space != "deleted",
        Need::Write => inside >= 2 && !still,
        Need::Manage => manages && !still,
        Need::Revive => manages,
        Need::Join => space != "deleted" && (inside > 0 || rank(who) >= 2),
        other => panic!("{other:?} is no need of a space"),
    };
    if right { Yes } else { Forbidden }
}
