"""Today opens its roster and whom to look at first in one go."""

from __future__ import annotations

from cast import AT, TODAY, Cast
from stepwell.actions import noticing, opening_today
from stepwell.records.audit.models import AccessLine
from stepwell.records.sessions.models import Attendance


def test_one_line_names_everyone_who_is_shown(cast: Cast) -> None:
    Attendance.objects.filter(person=cast.sam, starts_at__lt=AT).update(state="missed")

    roster, attention, _changes = opening_today.open_today(
        cast.sign_in(cast.priya), session_id=cast.today.pk, today=TODAY, at=AT
    )

    assert roster is not None
    assert [line.chart.person.short_name for line in roster.lines] == ["Marcus T.", "Sam R."]
    assert cast.sam in [one.chart.person for one in attention.people]
    line = AccessLine.objects.exclude(role="system").get()
    shown = {chart.person.pk for chart in roster.charts}
    shown |= {one.chart.person.pk for one in attention.people}
    assert (line.what, line.people) == ("today", sorted(str(key) for key in shown))


def test_a_day_without_a_session_opens_only_whom_to_look_at(cast: Cast) -> None:
    priya = cast.sign_in(cast.priya)

    roster, attention, _changes = opening_today.open_today(priya, session_id=None, today=TODAY, at=AT)

    assert roster is None
    assert attention == noticing.look_first(priya, today=TODAY, at=AT)
