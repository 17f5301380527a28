"""Phone contacts and crisis talks: they stand in no timetable, so their note tells its own times."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from stepwell.actions import notes_kept, once, plans_kept, signed_texts
from stepwell.actions.charts import Chart
from stepwell.actions.notes_kept import Kept
from stepwell.actions.refusals import Refusal
from stepwell.actions.room import objectives
from stepwell.domain.notes import signed, written
from stepwell.domain.notes.signed import HAPPENS_ANY_TIME, Kind, SignedText
from stepwell.domain.notes.written import MOST, Written
from stepwell.domain.privacy.access import Part
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.notes.models import Note, NoteEntry

LONGEST = timedelta(hours=12)
"""Longer than this is a slip of the hand."""


class CannotNote(Refusal):
    """The call can't be written down as it is."""


@transaction.atomic(durable=True)
def write_down(
    chart: Chart,
    *,
    kind: Kind,
    starts_at: datetime,
    minutes: int,
    told: Written,
    at: datetime,
    key: str = "",
) -> Kept:
    """Write a contact down and sign it as one act; from then on it is amended."""
    chart.need(Part.NOTES)
    by, staff, episode = chart.by, chart.by.staff, chart.find_episode()
    if staff is None or episode is None:
        raise CannotNote(gettext_noop("A note needs somebody on the staff, and a stay that it belongs to."))
    ends_at = starts_at + timedelta(minutes=minutes)
    texts = _refuse_unfit(kind, told, starts_at=starts_at, ends_at=ends_at, minutes=minutes, at=at)
    if not once.is_first_time(key, action="note_call", account_id=by.account_id, at=at):
        latest = next(
            (one for one in notes_kept.of_person(chart) if one.note and one.note.kind == kind), None
        )
        return latest or notes_kept.NOTHING
    plan = plans_kept.in_force_of({episode.pk: chart}).get(episode.pk)
    chosen = tuple(goal for goal in objectives(plan) if goal.key in texts.goals)
    zone = ZoneInfo(episode.site.zone)
    sealed = chart.seal(written.to_json(texts))
    note = Note.objects.create(
        person=chart.person,
        episode=episode,
        kind=kind.value,
        site=episode.site,
        starts_at=starts_at,
        ends_at=ends_at,
        told=sealed,
        version=1,
        written_at=at,
        written_by=by.account_id,
        signed_at=at,
        waits_for_id=staff.supervisor_id,
        whole_at=None if staff.supervisor_id else at,
    )
    NoteEntry.objects.create(note=note, version=1, told=sealed, written_at=at, written_by=by.account_id)
    text = SignedText(
        kind=kind,
        person=chart.person.full_name,
        held_on=str(starts_at.astimezone(zone).date()),
        starts_at=starts_at.astimezone(zone).isoformat(),
        ends_at=ends_at.astimezone(zone).isoformat(),
        site=episode.site.name,
        service="",
        title="",
        by_video=False,
        came="here",
        minutes_late=0,
        minutes_left_early=0,
        minutes=minutes,
        group_size=None,
        led_by=" ".join(filter(None, (staff.full_name, staff.credential))),
        did=texts.did,
        interventions=texts.interventions,
        participation=texts.participation.value,
        goals=chosen,
        line=texts.line,
        practiced=(),
        overruled=(),
        signer=staff.full_name,
        credential=staff.credential,
        signed_at=at.astimezone(zone).isoformat(),
        is_late=signed.is_late(ends_at, at),
    )
    signed_texts.append(chart, note, 1, text, by=by, at=at)
    chart.note("signed_note", note.pk, at=at)
    return notes_kept.get(chart, note.pk)


def _refuse_unfit(
    kind: Kind, told: Written, *, starts_at: datetime, ends_at: datetime, minutes: int, at: datetime
) -> Written:
    if kind not in HAPPENS_ANY_TIME:
        raise CannotNote(
            gettext_noop("Choose a phone call or a crisis talk. Sessions are written where they stand.")
        )
    if not 1 <= minutes <= LONGEST // timedelta(minutes=1):
        raise CannotNote(gettext_noop("Say how many minutes it took, from 1 to 720."))
    if starts_at >= at or ends_at > at + timedelta(minutes=1):
        raise CannotNote(
            gettext_noop("It can be written down once it is over. Look at the day, the time and the minutes.")
        )
    try:
        texts = {name: written.checked(getattr(told, name)) for name in ("line", "did", "interventions")}
    except written.TooLong as error:
        raise CannotNote(
            gettext_noop("A note has at most %(most)s letters. Shorten it."), most=MOST
        ) from error
    if not texts["did"] or not texts["line"]:
        raise CannotNote(gettext_noop("Say what you did, and how the person answered to it."))
    return Written(told.participation, told.goals, texts["line"], False, texts["did"], texts["interventions"])
