//! Uploads in several requests: begun with a name and a length, sent in parts that each say where they go on,
//! complete with the last byte. A part that was cut off is asked for again from where it is safe; the last
//! answer, when it was lost, can be asked for again too.

use super::{
    commands::{self, New},
    receive,
    record::{BroughtRecord, UploadRecord},
    store,
    views::{self, UploadShape},
};
use crate::{
    App, Error,
    access::{self, Scope, Who, Work},
    documents,
    error::Code,
    log::cbor,
};
use guildhall_domain::{
    Id, file,
    item::Core,
    policy::{Do, DoSpace},
};
use guildhall_store::{Span, StoreError, blobs};

/// Most uploads somebody may have begun at once.
const MOST: usize = 50;

/// An upload to be begun.
pub struct Begun {
    /// Its id, so that it can be begun again; the file will have it too.
    pub id: Option<Id>,
    /// The item it will hang on, or the space whose document it will be.
    pub goal: Id,
    /// What it will be when it is no attachment.
    pub document: Option<BroughtRecord>,
    /// Name.
    pub name: String,
    /// Length when it is complete.
    pub bytes: u64,
}

/// Whether the asker may send something there.
fn may_send(scope: &impl Scope, goal: Id, document: bool) -> Result<(), Error> {
    if document {
        access::space(scope, goal, DoSpace::Write).map(drop)
    } else {
        access::item(scope, goal, Do::Comment).map(drop)
    }
}

/// Begins an upload.
pub fn begin(work: &mut Work<'_, '_>, begun: &Begun) -> Result<UploadShape, Error> {
    let (goal, bytes) = (begun.goal, begun.bytes);
    may_send(work, goal, begun.document.is_some())?;
    let id = begun.id.unwrap_or_else(|| work.new_id());
    if let Some(same) = own(work, id)? {
        return if cbor::from_id(&same.item) == goal && same.bytes == bytes && same.document == begun.document {
            shape(work, id, &same)
        } else {
            Err(Error::new(Code::IdTaken))
        };
    }
    if work.tx.has(&store::UPLOADS, &id)? || store::get(work.read(), id)?.is_some() {
        return Err(Error::new(Code::IdTaken));
    }
    receive::room(work, bytes)?;
    let person = cbor::id_opt(work.who().person);
    let mut mine = 0;
    for row in work.tx.read().scan(&store::UPLOADS, Span::all())? {
        mine += usize::from(row?.1.person == person);
    }
    guildhall_domain::limits::at_most("uploads", mine + 1, MOST)?;
    let record = UploadRecord {
        item: cbor::id(goal),
        person,
        name: file::name(&begun.name)?,
        bytes,
        created_ms: work.now(),
        document: begun.document.clone(),
    };
    blobs::begin(work.tx, id, work.now()).map_err(|_| Error::new(Code::IdTaken))?;
    work.tx.put(&store::UPLOADS, &id, &record)?;
    shape(work, id, &record)
}

/// An upload the asker began themselves; of others there is nothing to see.
fn own(scope: &impl Scope, id: Id) -> Result<Option<UploadRecord>, Error> {
    let found = scope.read().get(&store::UPLOADS, &id)?;
    Ok(found.filter(|upload| cbor::from_id_opt(&upload.person) == scope.who().person))
}

/// An upload the asker may go on with.
pub fn permitted(scope: &impl Scope, id: Id) -> Result<UploadRecord, Error> {
    let upload = own(scope, id)?.ok_or_else(Error::not_found)?;
    may_send(scope, cbor::from_id(&upload.item), upload.document.is_some())?;
    Ok(upload)
}

fn shape(scope: &impl Scope, id: Id, upload: &UploadRecord) -> Result<UploadShape, Error> {
    let offset = blobs::draft_bytes(scope.read(), id)?.ok_or_else(Error::not_found)?;
    Ok(UploadShape {
        id,
        item_id: upload.document.is_none().then(|| cbor::from_id(&upload.item)),
        space_id: upload.document.as_ref().map(|_| cbor::from_id(&upload.item)),
        name: upload.name.clone(),
        offset,
        bytes: upload.bytes,
        attachment: None,
        document_id: None,
    })
}

/// Where an upload stands, also when it is complete.
pub fn state(scope: &impl Scope, id: Id) -> Result<UploadShape, Error> {
    if own(scope, id)?.is_some() {
        return shape(scope, id, &permitted(scope, id)?);
    }
    let (file, item) = access::file(scope, id, Do::Comment)?.into_inner();
    if file.author != scope.who().actor {
        return Err(Error::not_found());
    }
    Ok(UploadShape {
        id,
        item_id: Some(item.id()),
        space_id: None,
        name: file.name.clone(),
        offset: file.bytes,
        bytes: file.bytes,
        attachment: Some(views::attachment(scope, &file, &item)?),
        document_id: file.version.map(|_| item.id()),
    })
}

/// The last byte is there: makes the file of it. Blocks; may be done twice.
pub fn complete(app: &App, who: Who, id: Id) -> Result<(UploadShape, Id), Error> {
    let upload = permitted(&app.view(who)?, id)?;
    let content = app.store().seal_blob(id).map_err(|error| match error {
        StoreError::Refused(_) => Error::not_found(),
        other => other.into(),
    })?;
    let new = New { id: Some(id), item: cbor::from_id(&upload.item), name: upload.name, content };
    let done = app.run_blocking(who, move |work| {
        match &upload.document {
            Some(brought) => documents::commands::create::uploaded(work, &new, brought)?,
            None => commands::attach(work, &new).map(drop)?,
        }
        work.tx.delete(&store::UPLOADS, &id)?;
        state(work, id)
    })?;
    Ok((done.value, done.command))
}

/// Gives an upload up.
pub fn cancel(work: &mut Work<'_, '_>, id: Id) -> Result<(), Error> {
    own(work, id)?.ok_or_else(Error::not_found)?;
    blobs::discard(work.tx, id)?;
    Ok(work.tx.delete(&store::UPLOADS, &id)?)
}

/// Forgets uploads whose bytes were given up.
pub fn sweep(work: &mut Work<'_, '_>) -> Result<(), Error> {
    let all: Vec<Id> = work.tx.read().keys(&store::UPLOADS, Span::all())?.collect::<Result<_, _>>()?;
    for id in all {
        if blobs::draft_bytes(work.read(), id)?.is_none() {
            work.tx.delete(&store::UPLOADS, &id)?;
        }
    }
    Ok(())
}
