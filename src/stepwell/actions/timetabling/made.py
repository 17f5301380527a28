"""What publishing made and ended, by key, so that it can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from stepwell.records.schedule.models import Session
from stepwell.records.sessions.models import Attendance, AttendanceState


@dataclass
class Made:
    """Keys of rows that were made, and of those that were ended with what they were before."""

    groups: list[UUID] = field(default_factory=list)
    entries: list[UUID] = field(default_factory=list)
    sessions: list[UUID] = field(default_factory=list)
    expected: list[tuple[UUID, UUID]] = field(default_factory=list)
    """Person and session: who joined a group that goes on."""
    ended_groups: list[tuple[UUID, date | None]] = field(default_factory=list)
    ended_entries: list[tuple[UUID, date | None]] = field(default_factory=list)
    cancelled: list[tuple[UUID, bool]] = field(default_factory=list)
    """Session, and whether it filled its room."""
    not_expected: list[UUID] = field(default_factory=list)
    """Attendances that were expected."""
    replaced: list[UUID] = field(default_factory=list)
    people: list[UUID] = field(default_factory=list)

    def cancel(self, sessions: QuerySet[Session]) -> None:
        """Remember sessions, and who is expected at them, before they are called off."""
        rows = list(sessions.values_list("pk", "fills_room"))
        self.cancelled += rows
        self.expect_no_more(Attendance.objects.filter(session__in=[pk for pk, _ in rows]))

    def expect_no_more(self, attendances: QuerySet[Attendance]) -> None:
        """Remember who is expected, before they no longer are."""
        rows = attendances.filter(state=AttendanceState.EXPECTED)
        self.not_expected += rows.values_list("pk", flat=True)

    def as_json(self) -> dict[str, Any]:
        """For the publication's row."""
        return {
            **{
                name: [str(key) for key in getattr(self, name)]
                for name in ("groups", "entries", "sessions", "not_expected", "replaced", "people")
            },
            "expected": [[str(person), str(session)] for person, session in self.expected],
            "ended_groups": [[str(key), _text(day)] for key, day in self.ended_groups],
            "ended_entries": [[str(key), _text(day)] for key, day in self.ended_entries],
            "cancelled": [[str(key), fills] for key, fills in self.cancelled],
        }

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Made:
        """What `as_json` told."""
        return cls(
            **{
                name: list(map(UUID, told[name]))
                for name in ("groups", "entries", "sessions", "not_expected", "replaced", "people")
            },
            expected=[(UUID(person), UUID(session)) for person, session in told["expected"]],
            ended_groups=[(UUID(key), _day(day)) for key, day in told["ended_groups"]],
            ended_entries=[(UUID(key), _day(day)) for key, day in told["ended_entries"]],
            cancelled=[(UUID(key), fills) for key, fills in told["cancelled"]],
        )


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
