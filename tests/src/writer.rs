//! Somebody who writes in a page: a copy of the shared document behind a live connection, as the editor has it.

use crate::{Client, Live};
use guildhall::outgoing::base64::base64;
use guildhall_pages::Page;
use serde_json::{Value, json};
use yrs::{
    Doc, OffsetKind, Options, ReadTxn, StateVector, Text, Transact, Update, XmlElementPrelim, XmlFragment,
    XmlFragmentRef, XmlOut, XmlTextPrelim,
    updates::{decoder::Decode, encoder::Encode},
};

/// See the module.
pub struct Writer {
    /// The connection.
    pub live: Live,
    /// The copy.
    pub doc: Doc,
    root: XmlFragmentRef,
    page: uuid::Uuid,
    /// Updates sent since the page was opened, and how many of them the server said are kept.
    pub sent: u64,
    /// See `sent`.
    pub saved: u64,
    /// Who has the page open, as it was told last.
    pub people: Value,
    /// Why the connection ended.
    pub refused: Option<String>,
    asked: bool,
}

impl Writer {
    /// Opens a page on a connection of its own; the copy is empty at first.
    pub fn open(client: &Client, page: &str, write: bool) -> Writer {
        let options = Options { offset_kind: OffsetKind::Utf16, ..Options::default() };
        let doc = Doc::with_options(options);
        let root = doc.get_or_insert_xml_fragment("default");
        let mut writer = Writer {
            live: Live::open(client, None),
            doc,
            root,
            page: page.parse().unwrap(),
            sent: 0,
            saved: 0,
            people: Value::Null,
            refused: None,
            asked: false,
        };
        writer.begin(write);
        writer
    }

    /// The line was cut: another one, on which both sides tell what the other lacks.
    pub fn reconnect(&mut self, client: &Client) {
        self.live = Live::open(client, None);
        (self.sent, self.saved, self.refused) = (0, 0, None);
        self.begin(true);
    }

    fn begin(&mut self, write: bool) {
        self.live.say(json!({"type": "page", "item_id": self.page, "write": write}));
        let vector = self.doc.transact().state_vector().encode_v1();
        self.send(1, &vector);
        self.asked = false;
        self.until(|writer| writer.asked);
    }

    /// Sends a frame of a page.
    pub fn send(&mut self, kind: u8, payload: &[u8]) {
        let frame = [self.page.as_bytes().as_slice(), &[kind], payload].concat();
        self.sent += u64::from(kind == 0);
        self.live.send(2, &frame);
    }

    /// Takes in the next frame of the page; false at the end.
    pub fn hear(&mut self) -> bool {
        let Some(frame) = self.live.hear_page() else { return false };
        let (head, payload) = frame.split_at(17);
        assert_eq!(&head[..16], self.page.as_bytes());
        match head[16] {
            0 => {
                let update = Update::decode_v1(payload).unwrap();
                self.doc.transact_mut().apply_update(update).unwrap();
            }
            2 => {
                let known = StateVector::decode_v1(payload).unwrap();
                let lacking = self.doc.transact().encode_state_as_update_v1(&known);
                if lacking != Update::EMPTY_V1 {
                    self.send(0, &lacking);
                }
                self.asked = true;
            }
            4 => self.saved = u64::from_be_bytes(payload.try_into().unwrap()),
            5 => self.people = serde_json::from_slice(payload).unwrap(),
            6 => {
                let why: Value = serde_json::from_slice(payload).unwrap();
                self.refused = why["code"].as_str().map(str::to_owned);
            }
            _ => {}
        }
        true
    }

    /// Takes in frames until something holds.
    #[track_caller]
    pub fn until(&mut self, holds: impl Fn(&Writer) -> bool) {
        while !holds(self) {
            assert!(self.hear(), "it ended with {:?} {:?}: {}", self.live.closed, self.refused, self.text());
        }
    }

    /// Takes in everything that was sent to it before now.
    pub fn catch_up(&mut self) {
        self.live.drain();
        while !self.live.pages.is_empty() && self.hear() {}
    }

    /// Waits until everything that was sent is kept.
    #[track_caller]
    pub fn until_saved(&mut self) {
        let sent = self.sent;
        self.until(|writer| writer.saved >= sent);
    }

    /// Waits for the end, and answers why.
    pub fn end(&mut self) -> Option<String> {
        while self.hear() {}
        self.refused.clone()
    }

    /// Does something to the copy without telling anybody; gives the update.
    pub fn edit(&self, edit: impl FnOnce(&XmlFragmentRef, &mut yrs::TransactionMut<'_>)) -> Vec<u8> {
        let mut change = self.doc.transact_mut();
        edit(&self.root, &mut change);
        change.encode_update_v1()
    }

    /// The update that adds a paragraph at the end of the copy.
    pub fn paragraph(&self, words: &str) -> Vec<u8> {
        self.edit(|root, change| {
            let at = root.len(change);
            let block = root.insert(change, at, XmlElementPrelim::empty("paragraph"));
            block.insert(change, 0, XmlTextPrelim::new(words));
        })
    }

    /// Adds a paragraph and tells.
    pub fn write(&mut self, words: &str) {
        let update = self.paragraph(words);
        self.send(0, &update);
    }

    /// Types into the last paragraph that is there.
    pub fn type_in(&mut self, words: &str) {
        let update = self.edit(|root, change| {
            let last = root.len(change).saturating_sub(1);
            let Some(XmlOut::Element(block)) = root.get(change, last) else { return };
            if let Some(XmlOut::Text(text)) = block.get(change, 0) {
                let end = text.len(change);
                text.insert(change, end, words);
            }
        });
        self.send(0, &update);
    }

    /// The whole copy as an update.
    pub fn all(&self) -> Vec<u8> {
        self.doc.transact().encode_state_as_update_v1(&StateVector::default())
    }

    /// What the copy says.
    pub fn text(&self) -> String {
        said(&self.all())
    }
}

/// What a state says.
pub fn said(state: &[u8]) -> String {
    guildhall_pages::Page::open([state]).unwrap().tree().unwrap().words()
}

/// A copy that is typed in, key by key, in a paragraph of its own; what others write it does not hear of.
pub struct Copy {
    doc: Doc,
    text: yrs::XmlTextRef,
}

impl Copy {
    /// Its last paragraph is the one that is typed in.
    pub fn new(doc: Doc) -> Copy {
        let root = doc.get_or_insert_xml_fragment("default");
        let change = doc.transact();
        let last = root.len(&change).saturating_sub(1);
        let Some(XmlOut::Element(block)) = root.get(&change, last) else { panic!("no paragraph") };
        let Some(XmlOut::Text(text)) = block.get(&change, 0) else { panic!("no text") };
        drop(change);
        Copy { doc, text }
    }

    /// The update of one key.
    pub fn key(&self) -> Vec<u8> {
        let mut change = self.doc.transact_mut();
        let end = self.text.len(&change);
        self.text.insert(&mut change, end, "x");
        change.encode_update_v1()
    }
}

/// Words that stand once in a page, as somebody marks them who comments on them.
#[track_caller]
pub fn passage(by: &Client, page: &str, words: &str) -> Value {
    let state = by.get(&format!("/pages/{page}/state")).bytes;
    let found = Page::open([state.as_slice()]).unwrap().find(0, words).unwrap().unwrap();
    json!({"start": base64(&found.start), "end": base64(&found.end), "quote": found.text})
}
