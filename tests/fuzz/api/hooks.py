"""Makes the requests schemathesis thinks up meet what is in the file: ids of things that are there, and people of
different rights.

`GUILDHALL_SEED` names the JSON the driver wrote: `pools`, kind of thing to its ids, and `callers`, the headers of those who
ask. Every fourth id stays what was thought up. What would end the session of the run is asked with a spare one.
"""

import atexit
import json
import os
import random
import re

import schemathesis

with open(os.environ["GUILDHALL_SEED"], encoding="utf-8") as file:
    SEED = json.load(file)
POOLS = SEED["pools"]
CALLERS = SEED["callers"]
SPARE = SEED["spare"]
DICE = random.Random(SEED["dice"])
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

# What a parameter of a path stands for: by its own name, else by the word before `{id}`.
NAMED = {"space": "spaces", "member_id": "people", "step": "steps", "key": "keys", "emoji": "emoji"}
PLACED = {
    "items": "tasks",
    "tasks": "tasks",
    "trash": "trash",
    "admin/backups": "backups",
    "admin/jobs": "jobs",
    "me/sessions": "sessions",
    "me/tokens": "tokens",
    "tasks/{id}/followers": "people",
    "tasks/{id}/tags": "tags",
    "items/{id}/links": "tasks",
}
# What a field of a body that holds an id stands for.
FIELDS = {"space": "spaces", "assignee": "people", "person": "people", "member": "people", "hand_over": "people"}
# These would end what the rest of the run stands on: they come with a session to spare, or from somebody who has one only.
SPARED = {("DELETE", "/api/v1/session"), ("PUT", "/api/v1/me/password")}
SINGLE = {("DELETE", "/api/v1/me/sessions")}
# Following its own links it finds the ids of these, too.
KEPT = {
    ("DELETE", "/api/v1/me/sessions/{id}"),
    ("DELETE", "/api/v1/me/tokens/{id}"),
    ("PUT", "/api/v1/people/{id}/deactivation"),
    ("PATCH", "/api/v1/people/{id}"),
}
RESTORE = ("POST", "/api/v1/admin/backups/{name}/restore")


def pool(path, name):
    """The ids that make sense for a parameter."""
    if name in NAMED:
        return POOLS.get(NAMED[name], [])
    before = path.split("{" + name + "}")[0].removeprefix("/api/v1/").strip("/")
    word = before.rsplit("/", 1)[-1]
    return POOLS.get(PLACED.get(before, word), [])


def real(value, ids):
    """Mostly one of the ids there are."""
    return DICE.choice(ids) if ids and DICE.random() < 0.75 else value


def settle(value, name=""):
    """Puts ids of things into a body, where ids are."""
    if isinstance(value, dict):
        return {key: settle(part, key) for key, part in value.items()}
    if isinstance(value, list):
        return [settle(part, name) for part in value]
    if isinstance(value, str) and UUID.fullmatch(value):
        kind = next((kind for word, kind in FIELDS.items() if word in name), "tasks")
        return real(value, POOLS.get(kind, []))
    return value


@schemathesis.hook
def before_call(context, case, kwargs):
    operation = (case.operation.method.upper(), case.operation.path)
    if operation == RESTORE:
        case.path_parameters["name"] = "none"
    for name in case.path_parameters or {}:
        ids = pool(operation[1], name) if operation != RESTORE else []
        if operation in KEPT:
            case.path_parameters[name] = DICE.choice(ids)
        else:
            case.path_parameters[name] = real(case.path_parameters[name], ids)
    if case.headers and "If-Match" in case.headers and DICE.random() < 0.75:
        case.headers["If-Match"] = "*"
    if isinstance(case.body, (dict, list)):
        case.body = settle(case.body)
    caller = CALLERS[0] if DICE.random() < 0.8 else DICE.choice(CALLERS)
    if operation in SPARED:
        caller = SPARE.pop() if SPARE else {}
    elif operation in SINGLE:
        caller = CALLERS[-2]
    for name, value in caller.items():
        case.headers[name] = value


ANSWERED = {}


@schemathesis.hook
def after_call(context, case, response):
    """Counts what was answered; the driver wants to know that most operations did something."""
    operation = f"{case.operation.method.upper()} {case.operation.path}"
    if case.method.upper() == case.operation.method.upper():
        statuses = ANSWERED.setdefault(operation, {})
        statuses[str(response.status_code)] = statuses.get(str(response.status_code), 0) + 1


@atexit.register
def tell():
    with open(os.environ["GUILDHALL_ANSWERS"], "w", encoding="utf-8") as file:
        json.dump(ANSWERED, file, indent=1, sort_keys=True)
