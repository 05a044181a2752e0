//! A page of an archive: looked up when its turn comes, so that what is written is what it says then, for somebody who
//! may still read it.

use super::plan::Pages;
use crate::{
    App, Error,
    access::Who,
    documents::pages::{
        links::Links,
        outside::{self, Format},
        queries, word,
    },
};
use guildhall_domain::{Id, policy::Do};
use guildhall_pages::files::placed;
use std::collections::HashMap;

/// The bytes of a page; `beside` says where its files lie.
pub fn written(app: &App, who: Who, id: Id, beside: &HashMap<Id, String>, pages: &Pages) -> Result<Vec<u8>, Error> {
    let view = app.view(who)?;
    crate::app::still_there(&view)?;
    if pages.format == Format::Docx {
        let gathered = word::gather(&view, id, &pages.origin)?;
        drop(view);
        return Ok(gathered.write(app.store())?.bytes);
    }
    let page = queries::page(&view, id, Do::Read)?;
    let tree = queries::at(&view, id, None)?;
    if pages.format == Format::Markdown {
        drop(view);
        let place = |file: &str| beside.get(&file.parse::<Id>().ok()?).cloned();
        return Ok(outside::markdown_of(&page.title, &placed(tree, &place)));
    }
    let mut links = Links::of(&view, &tree, &pages.origin)?;
    drop(view);
    beside.iter().for_each(|(file, place)| links.file_at(*file, place.clone()));
    Ok(outside::html_of(&page.title, &tree, &links))
}
