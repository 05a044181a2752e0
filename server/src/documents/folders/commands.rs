//! Making, naming and moving folders.

use super::{store, views};
use crate::{
    Error,
    access::{self, Scope, Work},
    documents::{
        self,
        commands::{names, places},
        input::{FolderInput, FolderPatch},
    },
    error::Code,
    http::call::{IfMatch, unchanged_since},
};
use guildhall_domain::{
    Id,
    change::Action,
    document::{
        folder::{self, Folder, MOST},
        name,
    },
    limits,
    policy::{Do, DoSpace},
    space::Space,
};
use std::sync::Arc;

/// Makes a folder. Sent again with the same id by the same person it answers the folder that is there.
pub fn create(work: &mut Work<'_, '_>, space: Id, input: &FolderInput) -> Result<Folder, Error> {
    let home = access::space(work, space, DoSpace::Write)?.into_inner();
    let id = input.id.unwrap_or_else(|| work.new_id());
    let name = name::folder(&input.name)?;
    if let Some(earlier) = store::get(work.read(), id)? {
        let same = earlier.author == work.who().actor
            && (earlier.space, earlier.parent) == (home.id, input.parent_id)
            && earlier.name == name
            && earlier.trashed_ms.is_none();
        return if same { Ok(earlier) } else { Err(Error::new(Code::IdTaken)) };
    }
    let parent = names::lies_in(work, &home, input.parent_id, "parent_id")?;
    folder::may_lie(id, &store::way(work.read(), parent)?, 1)?;
    limits::at_most("folders", store::count(work.read(), home.audience)? + 1, MOST)?;
    names::free(work, home.audience, parent, &name, id)?;
    let now = work.now();
    let mut folder = Folder {
        id,
        space: home.id,
        parent,
        name,
        author: work.who().actor,
        created_ms: now,
        updated_ms: now,
        trashed_ms: None,
        seq: 0,
    };
    store::create(work, &mut folder)?;
    Ok(folder)
}

/// A folder that may be changed; what lies in the trash is taken out first.
pub fn permitted(work: &Work<'_, '_>, id: Id) -> Result<Folder, Error> {
    let folder = access::folder(work, id, DoSpace::Write)?.into_inner();
    if folder.trashed_ms.is_some() {
        return Err(Error::because(Code::Conflict, "This folder is in the trash. Take it out first."));
    }
    Ok(folder)
}

/// Gives a folder another name or another place, also in another space.
pub fn edit(work: &mut Work<'_, '_>, id: Id, if_match: IfMatch, patch: &FolderPatch) -> Result<Folder, Error> {
    let before = permitted(work, id)?;
    unchanged_since(work, if_match, before.seq, &patch.names())
        .map_err(|stale| stale.with_current(|| views::folder(work, &before)))?;
    let home = work.directory().space(before.space).cloned().ok_or_else(Error::not_found)?;
    let target = match patch.space_id.filter(|space| *space != home.id) {
        Some(space) => access::space(work, space, DoSpace::Write)?.into_inner(),
        None => home.clone(),
    };
    let moved = target.id != home.id;
    let wanted = patch.parent_id.unwrap_or(if moved { None } else { before.parent });
    let parent = names::lies_in(work, &target, wanted, "parent_id")?;
    let (tree, depth) = store::tree(work.read(), home.audience, &before)?;
    if moved || parent != before.parent {
        folder::may_lie(id, &store::way(work.read(), parent)?, depth)?;
    }
    let name = patch.name.as_deref().map_or_else(|| Ok(before.name.clone()), name::folder)?;
    names::free(work, target.audience, parent, &name, id)?;
    if moved {
        limits::at_most("folders", store::count(work.read(), target.audience)? + tree.len(), MOST)?;
        move_all(work, &home, &target, &tree, (parent, &name))?;
        return store::get(work.read(), id)?.ok_or_else(Error::not_found);
    }
    let mut after = Folder { name, parent, ..before.clone() };
    store::save(work, &before, &mut after, Action::Changed)?;
    Ok(after)
}

/// Takes a folder with everything in it to another space, where it gets this place and name.
fn move_all(
    work: &mut Work<'_, '_>,
    home: &Arc<Space>,
    target: &Arc<Space>,
    tree: &[Folder],
    (parent, name): (Option<Id>, &str),
) -> Result<(), Error> {
    let mut inside = Vec::new();
    for folder in tree {
        inside.extend(documents::store::everywhere_in(work.read(), home.audience, folder.id)?);
    }
    if tree.len() + inside.len() > limits::COMMAND {
        return Err(Error::because(Code::TooMany, "More than 500 things are in it. Move its folders one by one."));
    }
    for (at, before) in tree.iter().enumerate() {
        let mut after = Folder { space: target.id, ..before.clone() };
        if at == 0 {
            (after.parent, after.name) = (parent, name.to_owned());
        }
        store::save(work, before, &mut after, Action::Moved)?;
    }
    for id in inside {
        let before = access::document(work, id, Do::Move)?.into_inner();
        places::take_to(work, &before, target, before.folder)?;
    }
    Ok(())
}
