//! `/dav/calendars/…`: who comes in, and what is answered.

use super::{
    feeds,
    path::{HOME, Node, PRINCIPAL, Place},
    properties::{Asked, etag},
    question,
    reports::{self, Answer},
    text::{self, Zones},
    write::{self, Condition},
    xml::{Many, refusal},
};
use crate::{
    App, Error,
    access::{View, Who},
    dav,
    error::Code,
    session::identify,
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web::{self, Bytes, Data, Payload, block},
};
use guildhall_domain::{Rule, ical};

const METHODS: &str = "OPTIONS, GET, HEAD, PUT, DELETE, PROPFIND, PROPPATCH, REPORT";
const CLASSES: &str = "1, 3, access-control, calendar-access";

/// The addresses of calendars for programs.
pub fn configure(config: &mut web::ServiceConfig) {
    config.route("/.well-known/caldav", web::route().to(known));
    config.route("/dav/calendars{rest:(/.*)?}", web::route().to(calendars));
    config.route("/dav/principal{rest:/?}", web::route().to(calendars));
    config.route("/feeds/{secret}.ics", web::get().to(feeds::routes::feed));
    config.route("/feeds/{secret}.ics", web::head().to(feeds::routes::feed));
}

/// Where programs look first (RFC 6764).
async fn known(app: Data<App>) -> HttpResponse {
    HttpResponse::MovedPermanently()
        .insert_header((header::LOCATION, format!("{}{HOME}", app.config().base())))
        .finish()
}

/// Whatever a program asks.
async fn calendars(request: HttpRequest, mut payload: Payload) -> HttpResponse {
    let Some(app) = request.app_data::<Data<App>>().map(|app| App::clone(app)) else {
        return HttpResponse::InternalServerError().finish();
    };
    let who = match identify::by_app_password(&app, &request, |scopes| scopes.calendars) {
        Ok(who) => who,
        Err(error) if error.code == Code::NotSignedIn => {
            return HttpResponse::Unauthorized()
                .insert_header((header::WWW_AUTHENTICATE, "Basic realm=\"Guildhall calendars\", charset=\"UTF-8\""))
                .finish();
        }
        Err(error) => return refused(&error),
    };
    let taken = match request.method().as_str() {
        "PUT" => dav::question::whole(&mut payload, ical::FILE).await,
        _ => dav::question::take(&mut payload, question::MOST).await,
    };
    let answered = match taken {
        Ok(sent) => answer(app, who, &request, sent).await,
        Err(StatusCode::PAYLOAD_TOO_LARGE) => {
            Ok(condition(StatusCode::PAYLOAD_TOO_LARGE, "C:max-resource-size", "An entry has at most 1 MiB."))
        }
        Err(status) => Ok(HttpResponse::build(status).finish()),
    };
    answered.unwrap_or_else(|error| refused(&error))
}

fn xml(status: StatusCode, text: String) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header(("DAV", CLASSES))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .content_type("application/xml; charset=utf-8")
        .body(text)
}

fn condition(status: StatusCode, broken: &str, sentence: &str) -> HttpResponse {
    xml(status, refusal(broken, sentence))
}

/// Why something was not done, in the words of the format.
fn refused(error: &Error) -> HttpResponse {
    let field = error.fields.values().next().cloned();
    let sentence = error.message.clone().or(field).unwrap_or_else(|| error.code.row().2.to_owned());
    match error.code.status() {
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => {
            condition(StatusCode::FORBIDDEN, "C:valid-calendar-object-resource", &sentence)
        }
        StatusCode::FORBIDDEN => condition(StatusCode::FORBIDDEN, "D:need-privileges", &sentence),
        status => condition(status, "D:refused", &sentence),
    }
}

/// What stands at the address of a request; none where there is no such address.
fn node(view: &View, path: &str) -> Result<Node, Error> {
    if path.trim_end_matches('/').ends_with(PRINCIPAL.trim_end_matches('/')) && !path.contains("/dav/calendars") {
        return Ok(Node::Principal);
    }
    Place::read(path).ok_or_else(Error::not_found)?.node(view)
}

async fn answer(app: App, who: Who, request: &HttpRequest, sent: Bytes) -> Result<HttpResponse, Error> {
    let path = request.uri().path().to_owned();
    match request.method().as_str() {
        "OPTIONS" => {
            Ok(HttpResponse::Ok().insert_header(("DAV", CLASSES)).insert_header((header::ALLOW, METHODS)).finish())
        }
        "GET" | "HEAD" => got(&app.view(who)?, &path),
        "PROPFIND" => {
            let depth = request.headers().get("depth").and_then(|depth| depth.to_str().ok()).unwrap_or("infinity");
            // One question must not walk a whole company.
            let Some(deep) = ["0", "1"].iter().position(|other| *other == depth) else {
                return Ok(condition(StatusCode::FORBIDDEN, "D:propfind-finite-depth", "Ask with Depth: 0 or 1."));
            };
            aside(app, who, move |view, base| found(view, base, &path, deep == 1, &sent)).await
        }
        "REPORT" => aside(app, who, move |view, base| reported(view, base, &path, &sent)).await,
        "PROPPATCH" => patched(&app.view(who)?, &app.config().base(), &path, &sent),
        "PUT" | "DELETE" => written(&app, who, request, &path, &sent).await,
        "MKCALENDAR" | "MKCOL" => {
            Ok(condition(StatusCode::FORBIDDEN, "D:need-privileges", "Calendars are spaces. Make a space in the page."))
        }
        _ => Ok(HttpResponse::MethodNotAllowed().insert_header((header::ALLOW, METHODS)).finish()),
    }
}

/// What a question is answered with, before it is sent.
enum Said {
    Xml(StatusCode, String),
    Calendar(String),
}

impl Said {
    fn answer(self) -> HttpResponse {
        match self {
            Said::Xml(status, text) => xml(status, text),
            Said::Calendar(text) => HttpResponse::Ok()
                .content_type("text/calendar; charset=utf-8")
                .insert_header((header::CACHE_CONTROL, "no-store"))
                .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
                .body(text),
        }
    }
}

async fn aside<F>(app: App, who: Who, look: F) -> Result<HttpResponse, Error>
where
    F: FnOnce(&View, String) -> Result<Said, Error> + Send + 'static,
{
    let base = app.config().base();
    let looked = block(move || look(&app.view(who)?, base)).await.map_err(|_| Error::new(Code::Stopping))?;
    looked.map(Said::answer)
}

fn got(view: &View, path: &str) -> Result<HttpResponse, Error> {
    let Node::Entry(_, entry) = node(view, path)? else {
        return Ok(HttpResponse::MethodNotAllowed()
            .insert_header((header::ALLOW, "OPTIONS, PROPFIND, REPORT"))
            .finish());
    };
    Ok(HttpResponse::Ok()
        .content_type("text/calendar; charset=utf-8")
        .insert_header((header::ETAG, etag(view, &entry)))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::CONTENT_DISPOSITION, "attachment"))
        .body(text::file(view, &entry, &mut Zones::default())?))
}

/// What cannot be read is told in the words of the format.
fn unreadable() -> Said {
    Said::Xml(StatusCode::BAD_REQUEST, refusal("D:readable", "This question cannot be read. Send it as XML."))
}

fn found(view: &View, base: String, path: &str, deep: bool, sent: &[u8]) -> Result<Said, Error> {
    let Ok(question) = question::root(sent) else { return Ok(unreadable()) };
    let (node, wanted) = (node(view, path)?, question::wanted(question.as_ref()));
    let address = format!("{}{}", base.trim_end_matches('/'), path);
    let mut asked = Asked::new(view, base)?;
    Ok(Said::Xml(StatusCode::MULTI_STATUS, reports::below(&mut asked, &node, &address, deep, &wanted)?))
}

fn reported(view: &View, base: String, path: &str, sent: &[u8]) -> Result<Said, Error> {
    let Ok(Some(question)) = question::root(sent) else { return Ok(unreadable()) };
    let no_such = refusal("D:supported-report", "Only calendars answer this question.");
    let Node::Calendar(calendar) = node(view, path)? else { return Ok(Said::Xml(StatusCode::FORBIDDEN, no_such)) };
    Ok(match reports::answer(&mut Asked::new(view, base)?, &calendar, &question)? {
        Answer::Many(text) => Said::Xml(StatusCode::MULTI_STATUS, text),
        Answer::Calendar(text) => Said::Calendar(text),
        Answer::Refused(broken, sentence) => Said::Xml(StatusCode::FORBIDDEN, refusal(broken, sentence)),
    })
}

/// Nothing of a calendar is set from there: its name and colour are those of its space.
fn patched(view: &View, base: &str, path: &str, sent: &[u8]) -> Result<HttpResponse, Error> {
    node(view, path)?;
    let Ok(Some(question)) = question::root(sent) else { return Ok(unreadable().answer()) };
    let mut many = Many::default();
    let address = format!("{}{}", base.trim_end_matches('/'), path);
    many.found(&address, "", &question::changed(&question), "403 Forbidden");
    Ok(xml(StatusCode::MULTI_STATUS, many.finish("")))
}

async fn written(app: &App, who: Who, request: &HttpRequest, path: &str, sent: &[u8]) -> Result<HttpResponse, Error> {
    let place = Place::read(path).filter(|place| place.name.is_some());
    let Some(place) = place else {
        return Ok(condition(
            StatusCode::FORBIDDEN,
            "D:need-privileges",
            "Calendars are spaces. Change them in the page.",
        ));
    };
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let condition = Condition { is: header("if-match"), is_new: header("if-none-match").is_some() };
    if request.method().as_str() == "DELETE" {
        app.run(who, move |work| write::delete(work, &place, &condition)).await?;
        return Ok(HttpResponse::NoContent().finish());
    }
    let calendar = ical::read(sent).map_err(|rule: Rule| Error::from(rule))?;
    let sent = sent.to_vec();
    let put = app.run(who, move |work| {
        let new = write::put(work, &place, &condition, &calendar)?;
        Ok((new, write::tag(work, &place, &sent)?))
    });
    let (new, tag) = put.await?.value;
    let mut answer = HttpResponse::build(if new { StatusCode::CREATED } else { StatusCode::NO_CONTENT });
    if let Some(tag) = tag {
        answer.insert_header((header::ETAG, tag));
    }
    Ok(answer.finish())
}
