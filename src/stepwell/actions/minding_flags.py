"""What was done about a red flag: written down, and then the form goes on or the person is in other hands."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from stepwell.actions import assessing, once
from stepwell.actions.assessing import NO, WHAT, YES, Told
from stepwell.actions.charts import Chart
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Role
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.placement.models import AboutWhat, Answer, Assessment, CameOf, FlagDone
from stepwell.records.program.models import Staff

_CLINICIANS = frozenset({Role.COUNSELOR, Role.INTAKE})


class NotMinded(Refusal):
    """What was done is not told, or a clinician has to look first."""


def is_clinician(chart: Chart) -> bool:
    """Whoever fills in the form has a credential, as the program wrote it down for them."""
    staff = chart.by.staff
    return staff is not None and bool(staff.credential.strip()) and chart.by.role in _CLINICIANS


@transaction.atomic(durable=True)
def write_done(
    chart: Chart, assessment: Assessment, *, flag: str, came_of: str, words: str, key: str, at: datetime
) -> None:
    """Write what was done about a flag that is up, and by whom.

    It goes down where a clinician lets the form go on, or where it was pressed by mistake; where
    the person is in other hands it stays up. Nothing about it is ever taken away.
    """
    staff = assessing.writer(chart)
    if not once.is_first_time(key, action="flag_done", account_id=chart.by.account_id, at=at):
        return
    form = assessing.locked(assessment)
    up = Answer.objects.filter(
        assessment=form, about=AboutWhat.FLAG, what=flag, value=YES, until_at=None
    ).first()
    if up is None:
        raise NotMinded(gettext_noop("This red flag is not up any more. Look again."))
    _check(chart, came_of, words)
    _write(chart, up, came_of, words, staff=staff, at=at)
    if came_of != CameOf.HANDED_OVER:
        assessing.replace_answer(chart, form, Told(AboutWhat.FLAG, flag, NO), staff=staff, at=at)
    chart.note(WHAT, form.pk, at=at)


def _check(chart: Chart, came_of: str, words: str) -> None:
    if came_of not in CameOf.values:
        raise NotMinded(gettext_noop("Choose what came of it."))
    if not words.strip() and came_of != CameOf.MISTAKE:
        raise NotMinded(gettext_noop("Write down what was done, and who did it."))
    if came_of == CameOf.GOES_ON and not is_clinician(chart):
        raise NotMinded(
            gettext_noop(
                "A clinician looks at this before the form goes on. Ask one, and stay with the person."
            )
        )


def _write(chart: Chart, up: Answer, came_of: str, words: str, *, staff: Staff, at: datetime) -> None:
    FlagDone.objects.create(
        answer=up,
        came_of=came_of,
        words=assessing.sealed(chart, words.strip()),
        done_at=at,
        done_by=staff,
        credential=staff.credential,
    )
