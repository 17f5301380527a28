"""Notes of the cast's group, as tests need them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from cast import AT, Cast
from stepwell.actions import attending, charts, room, signing_notes, writing_notes
from stepwell.actions.attending import Answer
from stepwell.actions.charts import Chart
from stepwell.actions.signing_notes import Signing
from stepwell.actions.writing_notes import Saved, Typed
from stepwell.domain.notes.written import OfSession, Participation, Written
from stepwell.domain.privacy.access import Purpose
from stepwell.records.people.models import Person
from stepwell.records.program.models import Staff

DURING = AT + timedelta(hours=7)
"""Seven in the evening; the group meets from six to nine."""
AFTER = AT + timedelta(hours=9, minutes=5)
SAMS = "Named two people to call on Friday and wrote their numbers down."
MARCUS = "Came late, listened, then asked how others get through a payday."
DID = OfSession(
    title="Coping with cravings", did="Mapped one craving each.", interventions="Functional analysis"
)


def chart_of(cast: Cast, person: Person, who: Staff | None = None, at: datetime = DURING) -> Chart:
    """The person's record, opened by a counselor to write in it."""
    by = cast.sign_in(who or cast.priya)
    return charts.open_for(by, person.pk, Purpose.TREATMENT, what="session_note", at=at)


def mark(cast: Cast, person: Person, answer: Answer | None = None, at: datetime = DURING) -> None:
    """The person came, or what else is told."""
    attending.mark(
        chart_of(cast, person, at=at), session_id=cast.today.pk, answer=answer or Answer("here"), at=at
    )


def write(
    cast: Cast,
    person: Person,
    told: Written,
    *,
    base: int = 0,
    device: str = "",
    key: str = "",
    who: Staff | None = None,
    at: datetime = DURING,
) -> Saved:
    """Save what is written of somebody at today's group."""
    chart = chart_of(cast, person, who, at)
    return writing_notes.write_line(
        chart, session_id=cast.today.pk, told=told, typed=Typed(base, device, key), at=at
    )


def write_all(cast: Cast) -> None:
    """Both came, both have a line, and it is told what the group did."""
    for person, line in ((cast.sam, SAMS), (cast.marcus, MARCUS)):
        mark(cast, person)
        write(cast, person, Written(Participation.FREELY, line=line))
    tell_session(cast, DID)


def tell_session(cast: Cast, told: OfSession, *, base: int = 0) -> None:
    """Save what today's group was about."""
    writing_notes.write_session(
        cast.sign_in(cast.priya), session_id=cast.today.pk, told=told, typed=Typed(base), at=DURING
    )


def sign(
    cast: Cast,
    *,
    reasons: Mapping[tuple[UUID, str], str] | None = None,
    versions: Mapping[UUID, int] | None = None,
    who: Staff | None = None,
    at: datetime = AFTER,
    key: str = "",
) -> Signing:
    """Sign what stands on the page."""
    by = cast.sign_in(who or cast.priya)
    if versions is None:
        now = room.open_room(by, cast.today.pk, at=at)
        versions = {one.person.pk: one.kept.version for one in now.lines}
    return signing_notes.sign(by, cast.today.pk, versions=versions, reasons=reasons or {}, at=at, key=key)
