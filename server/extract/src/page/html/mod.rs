//! HTML as a page: what browsers keep, what office programs write as a web page, what was taken out of other
//! products. It is parsed as browsers do; of the tree only what pages have is taken over, so that no script, no style
//! and no attribute of either is ever looked at.

mod dom;
mod lists;
mod look;
mod read;
mod tables;

use super::{PageRead, shape::paragraph};
use crate::{Unreadable, plain};
use dom::Dom;
use guildhall_pages::Node;
use read::Reader;

/// Longest HTML.
const MOST: usize = 24 << 20;
/// How far the name of an encoding is looked for.
const HEAD: usize = 2_048;

pub(super) fn read(bytes: &[u8]) -> Result<PageRead, Unreadable> {
    if bytes.len() > MOST {
        return Err(Unreadable::TooLarge);
    }
    let dom = Dom::parse(&decode(bytes))?;
    let mut reader = Reader::new(&dom);
    let mut blocks = reader.blocks(dom.root(), 0)?;
    let title = dom.title();
    // What a page calls itself stands above it already.
    let same = |first: &Node| Some(first.words()) == title && first.is("heading");
    if blocks.first().is_some_and(same) {
        blocks.remove(0);
    }
    if blocks.is_empty() {
        blocks.push(paragraph(Vec::new()));
    }
    Ok(PageRead { title, doc: Node::new("doc").with(blocks), files: reader.files.list })
}

/// The characters of some bytes, in the encoding they name if they are none of those that show by themselves.
fn decode(bytes: &[u8]) -> String {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(HEAD)).unwrap_or(bytes)).to_ascii_lowercase();
    let named = head.split_once("charset=").map(|(_, rest)| rest.trim_start_matches(['"', '\'']));
    let label = named.and_then(|rest| rest.split(['"', '\'', '>', ';', ' ', '/']).next());
    let encoding = label.and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes()));
    match encoding.filter(|_| std::str::from_utf8(bytes).is_err()) {
        Some(encoding) => encoding.decode(bytes).0.into_owned(),
        None => plain::decode(bytes).into_owned(),
    }
}
