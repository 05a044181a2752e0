"""Finds everything with the library caldav, reads it, changes it, makes new things, and learns what changed."""

import sys
from datetime import datetime, timedelta, timezone

import caldav

url, password, space = sys.argv[1:]
client = caldav.DAVClient(url=url + "/dav/calendars/", username="ana", password=password)
principal = client.principal()
calendars = {calendar.url.path.rstrip("/").split("/")[-1]: calendar for calendar in principal.calendars()}
assert {"my-work", space} <= set(calendars), calendars
mine, shared = calendars["my-work"], calendars[space]

given = [todo for todo in mine.todos() if todo.icalendar_component["SUMMARY"] == "From the page"]
assert len(given) == 1, given

token = shared.objects_by_sync_token(load_objects=True)
assert len(list(token)) == 1, list(token)
given[0].complete()
assert not mine.todos(), mine.todos()

shared.save_todo(summary="From Python", due=datetime(2026, 12, 2, 15, 0, tzinfo=timezone.utc))
start = datetime(2026, 12, 1, 8, 0, tzinfo=timezone.utc)
event = shared.save_event(summary="Weekly", dtstart=start, dtend=start + timedelta(hours=1), rrule={"FREQ": "WEEKLY"})

found = shared.search(start=datetime(2026, 12, 8), end=datetime(2026, 12, 9), event=True, expand=False)
assert len(found) == 1, found
todos = [todo.icalendar_component["SUMMARY"] for todo in shared.todos()]
assert todos == ["From Python"], todos

changed = shared.objects_by_sync_token(token.sync_token, load_objects=True)
assert len(list(changed)) == 3, list(changed)

extra = shared.save_event(summary="Gone", dtstart=start, dtend=start + timedelta(hours=1))
extra.delete()
assert len(shared.events()) == 1, shared.events()
