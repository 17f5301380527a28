"""A draft whose facts are older than a later change: seen, and solved again with the facts of now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from stepwell.actions import once
from stepwell.actions.readers import SignedIn
from stepwell.actions.timetabling import gathering, judging, solving
from stepwell.actions.timetabling.drafts import get_draft
from stepwell.actions.timetabling.gathering import Gathered
from stepwell.actions.timetabling.solving import CannotSolve
from stepwell.domain.timetable.life import keeping
from stepwell.domain.timetable.life.carrying import carry_locks, carry_plan
from stepwell.domain.timetable.life.stamping import Changed
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.effects.models import DoneOnce
from stepwell.records.timetable.models import DraftPart

_ACTION = "solve_anew"


def what_changed(by: SignedIn, draft_id: UUID, *, at: datetime) -> Changed:
    """What is other now than when the facts of a draft were gathered; nothing is written.

    Nothing for one that can't be published as it is: in force, being solved, or an answer to a question.
    """
    line = get_draft(by, draft_id)
    parts = list(DraftPart.objects.filter(draft=draft_id).select_related("site", "draft").order_by("site"))
    if not line.may_change or not parts or "asks" in parts[0].draft.question:
        return Changed()
    gathered = gathering.gather(by, [part.site for part in parts], line.week, at=at)
    return judging.changed_since(parts, gathered)


def solve_anew(by: SignedIn, draft_id: UUID, *, seconds: int = 60, key: str, at: datetime) -> None:
    """Gather the facts of the draft's week again and solve it, from the plan there is as far as it holds.

    What is locked stays locked where that is still possible.
    """
    if DoneOnce.objects.filter(key=once.kept(key), account_id=by.account_id, action=_ACTION).exists():
        return
    line = get_draft(by, draft_id)
    if not line.may_change:
        raise CannotSolve(
            gettext_noop("This timetable can't be solved now. Wait for it, or take it back first.")
        )
    parts = list(DraftPart.objects.filter(draft=draft_id).select_related("site").order_by("site"))
    gathered = gathering.gather(by, [part.site for part in parts], line.week, at=at)
    now = {one.site.pk: one for one in gathered}
    fields = [(part, _fields(part, now[part.site_id])) for part in parts]
    _write(by, fields, seconds=seconds, key=key, at=at)


def _fields(part: DraftPart, now: Gathered) -> dict[str, Any]:
    before = keeping.read_problem(part.problem)
    problem = carry_locks(before, solving.asked_of(now))
    start = carry_plan(before, keeping.read_plan(part.plan), problem) if part.plan else None
    return {
        "problem": keeping.write(problem),
        "facts": now.facts,
        "plan": keeping.write(start) if start is not None else "",
    }


@transaction.atomic(durable=True)
def _write(
    by: SignedIn, fields: Sequence[tuple[DraftPart, dict[str, Any]]], *, seconds: int, key: str, at: datetime
) -> None:
    if not once.is_first_time(key, action=_ACTION, account_id=by.account_id, at=at):
        return
    for part, values in fields:
        rows = DraftPart.objects.filter(pk=part.pk, version=part.version, run=part.run)
        is_written = rows.update(
            **values,
            **solving.UNSOLVED,
            points=[],
            run=F("run") + 1,
            version=F("version") + 1,
            stop_at=None,
            limit=solving.limit_of(seconds),
        )
        if not is_written:
            raise CannotSolve(
                gettext_noop("Somebody else changed this week just now. Look at it and try again.")
            )
    again = DraftPart.objects.filter(pk__in=[part.pk for part, _ in fields]).only("pk", "run", "facts")
    solving.queue_all(list(again))
