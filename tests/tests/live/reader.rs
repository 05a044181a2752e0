//! A reader as the page is one: what was loaded once by HTTP, and from then on what the stream said. It is compared
//! with what loading again gives.

use guildhall_tests::{Client, Live, id};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Objects by id.
type Table = BTreeMap<String, Value>;

/// Everything the reader shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shown {
    pub spaces: Table,
    pub people: Table,
    pub tags: Value,
    pub organization: Value,
    pub me: Value,
    pub home: Value,
    pub views: Table,
    pub tasks: Table,
    pub opened: Value,
    pub comments: Table,
    /// Of the item one looks at, in order.
    pub files: Value,
}

/// See the module.
pub struct Reader {
    pub client: Client,
    pub shown: Shown,
    pub looks_at: Option<String>,
    cursor: String,
    live: Option<Live>,
}

fn table(objects: &Value) -> Table {
    objects.as_array().unwrap().iter().map(|object| (id(object), object.clone())).collect()
}

/// When somebody was last here changes without being told.
fn person(mut person: Value) -> Value {
    person.as_object_mut().unwrap().remove("last_seen_at");
    person
}

impl Shown {
    /// Loads everything.
    pub fn load(client: &Client, looks_at: Option<&str>) -> (Shown, String) {
        let frame = client.get("/session").ok();
        let mut shown = Shown {
            spaces: table(&frame["spaces"]),
            people: table(&frame["people"]).into_iter().map(|(id, one)| (id, person(one))).collect(),
            tags: frame["tags"].clone(),
            organization: frame["organization"].clone(),
            me: person(frame["me"].clone()),
            home: frame["home"].clone(),
            ..Shown::default()
        };
        shown.load_tasks(client, None);
        shown.load_views(client);
        shown.open(client, looks_at);
        (shown, frame["cursor"].as_str().unwrap().to_owned())
    }

    fn readable(&self) -> Vec<String> {
        let reads = |space: &&Value| space["can"]["read"] == true;
        self.spaces.values().filter(reads).map(id).collect()
    }

    fn load_tasks(&mut self, client: &Client, only: Option<&[String]>) {
        let here = |task: &Value, space: &String| {
            task["space_id"] == **space || task["also_in"].as_array().unwrap().contains(&json!(space))
        };
        match only {
            None => self.tasks.clear(),
            Some(spaces) => self.tasks.retain(|_, task| !spaces.iter().any(|space| here(task, space))),
        }
        for space in self.readable().iter().filter(|space| only.is_none_or(|only| only.contains(space))) {
            let path = format!("/spaces/{space}/view?group=none&done=all&archived=true&subtasks=true&limit=200");
            let view = client.get(&path);
            if matches!(view.status, 403 | 404) {
                // It went out of sight while it was loaded; that is still to be told.
                continue;
            }
            for group in view.ok()["groups"].as_array().unwrap() {
                assert_eq!(group["next"], Value::Null, "a page holds all of a small company");
                self.tasks.extend(table(&group["rows"]));
            }
        }
    }

    fn load_views(&mut self, client: &Client) {
        for space in self.readable() {
            let views = client.get(&format!("/spaces/{space}/views"));
            if views.status == 200 {
                self.views.extend(table(&views.json["items"]));
            }
        }
    }

    fn open(&mut self, client: &Client, looks_at: Option<&str>) {
        self.close();
        let Some(item) = looks_at else { return };
        let task = client.get(&format!("/tasks/{item}"));
        if task.status == 200 {
            self.opened = task.json;
            self.comments = table(&client.get(&format!("/items/{item}/comments?limit=200")).ok()["items"]);
            self.files = client.get(&format!("/items/{item}/attachments")).ok()["items"].clone();
        }
    }

    fn close(&mut self) {
        (self.opened, self.comments, self.files) = (Value::Null, Table::new(), Value::Null);
    }

    /// What the page does with objects: each takes the place of the one before.
    fn state(&mut self, objects: &Value, looks_at: Option<&str>) {
        let list = |name: &str| objects[name].as_array().cloned().unwrap_or_default();
        for space in list("spaces") {
            self.spaces.insert(id(&space), space);
        }
        self.people.extend(list("people").into_iter().map(|one| (id(&one), person(one))));
        self.views.extend(list("views").into_iter().map(|view| (id(&view), view)));
        for task in list("tasks") {
            if task["trashed_at"].is_null() {
                self.tasks.insert(id(&task), task);
            } else {
                self.tasks.remove(&id(&task));
            }
        }
        for task in list("opened").into_iter().filter(|task| looks_at == task["id"].as_str()) {
            self.opened = task;
        }
        for comment in list("comments").into_iter().filter(|comment| looks_at == comment["item_id"].as_str()) {
            self.comments.insert(id(&comment), comment);
        }
        for files in list("files").into_iter().filter(|files| looks_at == files["item_id"].as_str()) {
            self.files = files["items"].clone();
        }
        for count in list("counts") {
            if let Some(space) = self.spaces.get_mut(count["space_id"].as_str().unwrap()) {
                space["open_tasks"] = count["open_tasks"].clone();
            }
        }
        for (name, place) in
            [("tags", &mut self.tags), ("organization", &mut self.organization), ("home", &mut self.home)]
        {
            if !objects[name].is_null() {
                *place = objects[name].clone();
            }
        }
        if !objects["me"].is_null() {
            self.me = person(objects["me"].clone());
        }
        self.drop_hidden();
    }

    /// Without a space that can be read nothing of it is shown, whatever else is said.
    fn drop_hidden(&mut self) {
        let readable = self.readable();
        let reads = |space: &Value| readable.iter().any(|id| *space == **id);
        self.tasks.retain(|_, task| reads(&task["space_id"]) || task["also_in"].as_array().unwrap().iter().any(reads));
        self.views.retain(|_, view| reads(&view["space_id"]));
    }

    fn gone(&mut self, ids: &Value, looks_at: Option<&str>) {
        for id in ids.as_array().unwrap().iter().filter_map(Value::as_str) {
            for table in [&mut self.spaces, &mut self.people, &mut self.tasks, &mut self.views] {
                table.remove(id);
            }
            if looks_at == Some(id) {
                self.close();
            }
        }
        self.drop_hidden();
    }
}

impl Reader {
    /// Loads everything and follows from there.
    pub fn new(client: Client) -> Reader {
        let (shown, cursor) = Shown::load(&client, None);
        Reader { client, shown, looks_at: None, cursor, live: None }
    }

    /// The cable is pulled; what was on its way is lost.
    pub fn cut(&mut self) {
        self.live = None;
    }

    /// Takes in everything that was said up to now, and answers it as it came.
    pub fn follow(&mut self) -> Vec<String> {
        let mut live = match self.live.take() {
            Some(live) => live,
            None => {
                let mut live = Live::open(&self.client, Some(&self.cursor));
                if let Some(item) = &self.looks_at {
                    live.say(json!({"type": "look", "item_id": item}));
                    // What is said to somebody who comes back to an item begins with the whole of it.
                    self.shown.open(&self.client, Some(item));
                }
                live
            }
        };
        let frames = live.drain();
        frames.iter().for_each(|frame| self.hear(frame));
        self.live = Some(live);
        frames.iter().map(Value::to_string).collect()
    }

    /// Comes to an item, as the page does: by the stream first, then by HTTP.
    pub fn look(&mut self, item: Option<&str>) {
        self.follow();
        self.looks_at = item.map(str::to_owned);
        if let Some(live) = &mut self.live {
            live.say(json!({"type": "look", "item_id": item}));
        }
        self.follow();
        self.shown.open(&self.client, item);
    }

    fn hear(&mut self, frame: &Value) {
        if let Some(cursor) = frame["cursor"].as_str() {
            self.cursor = cursor.to_owned();
        }
        let looks_at = self.looks_at.clone();
        match frame["type"].as_str().unwrap() {
            "state" => {
                let rights =
                    |shown: &Shown| ["can", "space_id", "trashed_at"].map(|name| shown.opened.get(name).cloned());
                let before = rights(&self.shown);
                self.shown.state(&frame["objects"], looks_at.as_deref());
                // What comes back into sight is loaded as what one comes to, and the comments are with the rights.
                if before != rights(&self.shown) && !self.shown.opened.is_null() {
                    self.shown.open(&self.client, looks_at.as_deref());
                }
            }
            "gone" => self.shown.gone(&frame["ids"], looks_at.as_deref()),
            "reload" if frame["scope"] == "all" => self.shown = Shown::load(&self.client, looks_at.as_deref()).0,
            "reload" => {
                let spaces: Option<Vec<String>> = frame["space_ids"]
                    .as_array()
                    .map(|spaces| spaces.iter().filter_map(|id| id.as_str().map(str::to_owned)).collect());
                self.shown.load_tasks(&self.client, spaces.as_deref());
                self.shown.load_views(&self.client);
                self.shown.open(&self.client, looks_at.as_deref());
            }
            "hello" | "presence" | "ping" => {}
            other => panic!("an unknown frame {other}"),
        }
    }

    /// What is shown is what loading again gives.
    #[track_caller]
    pub fn compare(&self, who: &str) {
        let (fresh, _) = Shown::load(&self.client, self.looks_at.as_deref());
        let both = [("shown", &self.shown), ("fresh", &fresh)];
        assert_eq!(self.shown.spaces, fresh.spaces, "{who}: spaces");
        assert_eq!(self.shown.people, fresh.people, "{who}: people");
        assert_eq!(self.shown.tasks, fresh.tasks, "{who}: tasks");
        assert_eq!(self.shown.views, fresh.views, "{who}: views");
        assert_eq!(self.shown.opened, fresh.opened, "{who}: opened");
        assert_eq!(self.shown.comments, fresh.comments, "{who}: comments");
        assert_eq!(self.shown.files, fresh.files, "{who}: files");
        assert_eq!(self.shown, fresh, "{who}: {:?}", both.map(|(name, shown)| (name, &shown.home, &shown.me)));
    }
}
