"""How the calendar is before and after an act, as keys and values, and how it is put back exactly."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import Field, Model

from stepwell.records.schedule.models import Group, RosterEntry, Session
from stepwell.records.sessions.models import Attendance

FIELDS: Mapping[str, tuple[type[Model], tuple[str, ...]]] = {
    "groups": (
        Group,
        (
            "weekday",
            "start_time",
            "minutes",
            "breaks",
            "room_id",
            "leader_id",
            "min_members",
            "max_members",
            "starts_on",
            "ends_on",
        ),
    ),
    "entries": (RosterEntry, ("from_on", "until_on")),
    "sessions": (
        Session,
        (
            "leader_id",
            "room_id",
            "starts_at",
            "ends_at",
            "held_on",
            "breaks",
            "by_video",
            "video_link",
            "fills_room",
            "status",
        ),
    ),
    "rows": (Attendance, ("state", "starts_at", "held_on", "planned_minutes", "by_video")),
}
"""What an act may change, by table."""

Snapshot = dict[str, dict[str, dict[str, Any]]]


def take(*, group: UUID | None, sessions: Collection[UUID], people: Iterable[UUID] | None = None) -> Snapshot:
    """The series with its roster, these sessions and everybody's place in them; of `people` alone if told."""
    entries = RosterEntry.objects.filter(group=group) if group else RosterEntry.objects.none()
    rows = Attendance.objects.filter(session__in=sessions)
    if people is not None:
        wanted = list(people)
        entries, rows = entries.filter(person__in=wanted), rows.filter(person__in=wanted)
    tables: dict[str, Iterable[Model]] = {
        "groups": Group.objects.filter(pk=group) if group else (),
        "entries": entries,
        "sessions": Session.objects.filter(pk__in=sessions),
        "rows": rows,
    }
    return {name: {str(row.pk): state_of(row, name) for row in found} for name, found in tables.items()}


def state_of(row: Model, table: str) -> dict[str, Any]:
    """What an act may change of a row, as JSON keeps it."""
    return {field: _kept(getattr(row, field)) for field in FIELDS[table][1]}


def _kept(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, (list, tuple)):
        return [_kept(one) for one in value]
    return str(value) if isinstance(value, str) else value


def difference(before: Snapshot, after: Snapshot) -> dict[str, dict[str, dict[str, Any]]]:
    """Of every row that is not as it was, the fields that changed; `before` is None for a new row."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for table, rows in after.items():
        for key, now in rows.items():
            was = before[table].get(key)
            changed = [field for field in now if was is None or was[field] != now[field]]
            if changed:
                step: dict[str, Any] = {"after": {field: now[field] for field in changed}}
                step["before"] = {field: was[field] for field in changed} if was else None
                found.setdefault(table, {})[key] = step
    return found


def is_as(row: Model, table: str, state: Mapping[str, Any]) -> bool:
    """Whether a row still is as the act left it."""
    now = state_of(row, table)
    return all(now[field] == value for field, value in state.items())


def put(row: Model, state: Mapping[str, Any]) -> None:
    """Give a row these values again; the caller saves it."""
    for field, value in state.items():
        setattr(row, field, _field(row, field).to_python(value))


def _field(row: Model, name: str) -> Field[Any, Any]:
    field = row._meta.get_field(name)
    assert isinstance(field, Field)  # FIELDS names columns alone
    return field


def keys_of(steps: Mapping[str, Mapping[str, Any]], table: str) -> Sequence[UUID]:
    """The rows of a table that the act changed."""
    return [UUID(key) for key in steps.get(table, {})]
