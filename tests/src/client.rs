//! Somebody who speaks to the server over HTTP.

use serde_json::Value;
use ureq::{
    Agent,
    http::{Method, Request},
};

/// A caller: nobody, or somebody with a session cookie or a token.
#[derive(Clone)]
pub struct Client {
    agent: Agent,
    url: String,
    headers: Vec<(String, String)>,
}

/// What the server answered.
#[derive(Debug, Clone)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The JSON, null when there is none.
    pub json: Value,
    /// The body as text; empty when it is none.
    pub text: String,
    /// The body.
    pub bytes: Vec<u8>,
    headers: Vec<(String, String)>,
}

impl Client {
    /// Nobody.
    pub fn nobody(url: &str) -> Self {
        let agent = Agent::config_builder().http_status_as_error(false).max_idle_connections(64).build();
        Client { agent: agent.into(), url: url.trim_end_matches('/').to_owned(), headers: Vec::new() }
    }

    /// The same caller with one more header.
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut other = self.clone();
        other.headers.retain(|(old, _)| !old.eq_ignore_ascii_case(name));
        other.headers.push((name.into(), value.into()));
        other
    }

    /// The same caller at another server, one that was started again.
    pub fn at(&self, url: &str) -> Self {
        Client { headers: self.headers.clone(), ..Client::nobody(url) }
    }

    /// The same caller with the session an answer began.
    pub fn signed_in(&self, answer: &Answer) -> Self {
        let cookie = answer.header("set-cookie").unwrap_or_else(|| panic!("no cookie in {answer:?}"));
        self.with("Cookie", cookie.split(';').next().unwrap_or_default())
    }

    /// The address of the server.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What the caller sends with everything.
    pub fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// A header the caller sends.
    pub fn header(&self, name: &str) -> Option<String> {
        self.headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value.clone())
    }

    /// Sends a request; `path` starts behind `/api/v1`.
    pub fn send(&self, method: &str, path: &str, body: Option<&Value>) -> Answer {
        self.send_raw(method, &format!("/api/v1{path}"), body.map(|body| body.to_string().into_bytes()))
    }

    /// Sends any bytes to any address.
    pub fn send_raw(&self, method: &str, path: &str, body: Option<Vec<u8>>) -> Answer {
        self.attempt(method, path, body).unwrap_or_else(|error| panic!("{method} {path}: {error}"))
    }

    /// Sends any bytes to a server that may not be there any more.
    pub fn attempt(&self, method: &str, path: &str, body: Option<Vec<u8>>) -> Result<Answer, ureq::Error> {
        let mut request = Request::builder()
            .method(Method::from_bytes(method.as_bytes()).unwrap())
            .uri(format!("{}{path}", self.url));
        let typed = self.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        if body.is_some() && !typed {
            request = request.header("Content-Type", "application/json");
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let answer = match body {
            Some(body) => self.agent.run(request.body(body).unwrap()),
            None => self.agent.run(request.body(()).unwrap()),
        };
        let mut answer = answer?;
        let headers = answer
            .headers()
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()));
        let headers = headers.collect();
        let status = answer.status().as_u16();
        let bytes = answer.body_mut().with_config().limit(1 << 30).read_to_vec().unwrap_or_default();
        let text = String::from_utf8(bytes.clone()).unwrap_or_default();
        Ok(Answer { status, json: serde_json::from_str(&text).unwrap_or(Value::Null), text, bytes, headers })
    }

    /// GET.
    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None)
    }

    /// POST.
    pub fn post(&self, path: &str, body: Value) -> Answer {
        self.send("POST", path, Some(&body))
    }

    /// PUT.
    pub fn put(&self, path: &str, body: Value) -> Answer {
        self.send("PUT", path, Some(&body))
    }

    /// PATCH of whatever version is there.
    pub fn patch(&self, path: &str, body: Value) -> Answer {
        self.with("If-Match", "*").send("PATCH", path, Some(&body))
    }

    /// PATCH of one version.
    pub fn patch_from(&self, version: &Value, path: &str, body: Value) -> Answer {
        self.with("If-Match", &format!("\"{}\"", version.as_str().unwrap_or_default())).send("PATCH", path, Some(&body))
    }

    /// DELETE of whatever version is there.
    pub fn delete(&self, path: &str) -> Answer {
        self.with("If-Match", "*").send("DELETE", path, None)
    }

    /// Makes a task and answers it.
    pub fn task(&self, space: &str, title: &str) -> Value {
        self.post(&format!("/spaces/{space}/tasks"), serde_json::json!({ "title": title })).ok()
    }

    /// Makes a space and answers its id.
    pub fn space(&self, name: &str, access: &str) -> String {
        let made = self.post("/spaces", serde_json::json!({ "name": name, "access": access })).ok();
        made["id"].as_str().unwrap_or_default().to_owned()
    }

    /// Attaches a file to an item.
    pub fn attach(&self, item: &str, name: &str, bytes: &[u8]) -> Answer {
        let name: String = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let to = format!("/api/v1/items/{item}/attachments?name={name}");
        self.with("Content-Type", "application/octet-stream").send_raw("POST", &to, Some(bytes.to_vec()))
    }

    /// The id of the caller.
    pub fn me(&self) -> String {
        self.get("/me").ok()["id"].as_str().unwrap_or_default().to_owned()
    }
}

impl Answer {
    /// The JSON of a success; anything else fails the test.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert!((200..300).contains(&self.status), "{} {}", self.status, self.text);
        self.json
    }

    /// The stable code of an error.
    pub fn code(&self) -> &str {
        self.json["error"]["code"].as_str().unwrap_or_default()
    }

    /// Asserts an error of this status and code.
    #[track_caller]
    pub fn fails(self, status: u16, code: &str) -> Value {
        assert_eq!((self.status, self.code()), (status, code), "{}", self.text);
        self.json
    }

    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The command that did it.
    #[track_caller]
    pub fn command(&self) -> String {
        self.header("guildhall-command").unwrap_or_else(|| panic!("no command in {self:?}")).to_owned()
    }
}
