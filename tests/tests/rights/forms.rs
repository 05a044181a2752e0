//! Forms and requests of the company, and what their operations need.

use crate::{
    company::{Company, UNKNOWN},
    oracle::{Need, Need::*, Verdict, place},
    table::Row,
};
use guildhall_tests::id;
use serde_json::json;

const QUESTIONS: &str = r#"{"name":"Form $n","questions":[{"id":1,"kind":"text","label":"Q"}]}"#;

/// Forms are known to whoever knows of their space; requests are read by whoever reads it.
pub const FORMS: &[Row] = &[
    ("GET /spaces/{id}/forms", See, "/spaces/$space/forms", ""),
    ("POST /spaces/{id}/forms", Write, "/spaces/$space/forms", QUESTIONS),
    ("GET /forms/{id}", Form(Way::Know), "/forms/$form", ""),
    ("PATCH /forms/{id}", Form(Way::Change), "/forms/$form", r#"{"name":"Form $n"}"#),
    ("DELETE /forms/{id}", Form(Way::Change), "/forms/$form", ""),
    ("PUT /forms/{id}/restore", Form(Way::Change), "/forms/$form/restore", "{}"),
    ("GET /forms/{id}/link", Form(Way::Work), "/forms/$form/link", ""),
    ("PUT /forms/{id}/link", Form(Way::Change), "/forms/$form/link", "{}"),
    ("DELETE /forms/{id}/link", Form(Way::Change), "/forms/$form/link", ""),
    ("POST /forms/{id}/start", Form(Way::Know), "read /forms/$form/start", "{}"),
    ("POST /forms/{id}/files", Form(Way::Know), "/forms/$form/files?name=a.txt", "x"),
    ("POST /forms/{id}/answers", Form(Way::Know), "/forms/$form/answers", r#"{"start":"x"}"#),
    ("GET /spaces/{id}/requests", ReadSpace, "/spaces/$space/requests", ""),
    ("GET /spaces/{id}/requests/count", ReadSpace, "/spaces/$space/requests/count", ""),
    ("GET /tasks/{id}/requests", Read, "/tasks/$task/requests", ""),
    ("GET /requests/{id}", Asked(false), "/requests/$request", ""),
    ("GET /requests/{id}/files/{file}", Asked(false), "/requests/$request/files/$enclosed", ""),
    // It is no picture, so there is none for anybody.
    ("GET /requests/{id}/files/{file}/picture", NoPicture, "/requests/$request/files/$enclosed/picture", ""),
    ("PUT /requests/{id}/acceptance", Asked(true), "/requests/$request/acceptance", "{}"),
    ("PUT /requests/{id}/merge", Asked(true), "/requests/$request/merge", r#"{"task_id":"$unknown"}"#),
    ("PUT /requests/{id}/refusal", Asked(true), "/requests/$request/refusal", r#"{"body":"No"}"#),
    ("PUT /requests/{id}/later", Asked(true), "/requests/$request/later", r#"{"until":"2026-12-24T08:00:00Z"}"#),
    ("DELETE /requests/{id}/later", Asked(true), "/requests/$request/later", ""),
    ("POST /requests/{id}/messages", Asked(true), "/requests/$request/messages", r#"{"lane":"team","body":"x"}"#),
];

/// What strangers can ask: a wrong secret opens nothing, whoever brings it. What a right one opens is proven in `forms` and
/// `requests`.
pub const DOORS: &[Row] = &[
    ("POST /public/forms/{id}", Public, "/public/forms/$open_form", r#"{"secret":"x"}"#),
    ("POST /public/forms/{id}/files", Public, "/public/forms/$open_form/files?name=a.txt", "x"),
    ("POST /public/forms/{id}/answers", Public, "/public/forms/$open_form/answers", r#"{"start":"x"}"#),
    ("POST /public/requests/{id}", Public, "/public/requests/$open_request", r#"{"secret":"x"}"#),
    (
        "POST /public/requests/{id}/messages",
        Public,
        "/public/requests/$open_request/messages",
        r#"{"secret":"x","body":"x"}"#,
    ),
];

/// What is to be done with a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// To read and answer it: to know of its space.
    Know,
    /// To see its link: to work there.
    Work,
    /// To change it: to manage the space, or to have made it (the lead did) and to write there.
    Change,
}

/// Who may do what with the form of a space.
pub fn form(who: &str, space: &str, way: Way) -> Verdict {
    if place(who, space, Need::See) != Verdict::Yes {
        return Verdict::Hidden;
    }
    match way {
        Way::Know => Verdict::Yes,
        Way::Work => place(who, space, Need::Work),
        Way::Change if who == "lead" => place(who, space, Need::Write),
        Way::Change => place(who, space, Need::Manage),
    }
}

/// Who may read the request of a space, or (second) work with it.
pub fn request(who: &str, space: &str, works: bool) -> Verdict {
    if place(who, space, Need::ReadSpace) != Verdict::Yes {
        return Verdict::Hidden;
    }
    if works { place(who, space, Need::Write) } else { Verdict::Yes }
}

/// A form with a request that came by it, and the file of that.
#[derive(Debug, Clone)]
pub struct Paper {
    pub form: String,
    pub request: String,
    pub enclosed: String,
}

impl Company {
    /// A form of the lead's in a space, answered by the lead.
    pub fn form(&self, space: &str) -> Paper {
        let lead = &self.people["lead"];
        let asks = json!({"name": format!("Form {}", self.next()), "questions": [
            {"id": 1, "kind": "text", "label": "Q"}, {"id": 2, "kind": "file", "label": "F"}]});
        let form = id(&lead.post(&format!("/spaces/{}/forms", self.spaces[space]), asks).ok());
        let start = lead.post(&format!("/forms/{form}/start"), json!({})).ok()["start"].as_str().unwrap().to_owned();
        let path = format!("/api/v1/forms/{form}/files?name=a.txt");
        let enclosed = id(&lead.with("X-Form-Start", &start).send_raw("POST", &path, Some(b"a".to_vec())).ok());
        let answers = json!({"start": start, "answers": {"1": "x", "2": [enclosed]}});
        let request = id(&lead.post(&format!("/forms/{form}/answers"), answers).ok());
        Paper { form, request, enclosed }
    }

    /// The one of a space, or one that is nowhere.
    pub fn form_of(&self, space: &str, fresh: bool) -> Paper {
        if fresh && !matches!(space, "archived" | "deleted" | "unknown") {
            return self.form(space);
        }
        let unknown = || Paper { form: UNKNOWN.into(), request: UNKNOWN.into(), enclosed: UNKNOWN.into() };
        self.forms.get(space).cloned().unwrap_or_else(unknown)
    }
}
