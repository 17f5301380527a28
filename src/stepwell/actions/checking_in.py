"""The daily check-in: how one day was, in the person's own rating."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from stepwell.actions import once, weeks
from stepwell.actions.charts import Chart
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Part
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.measures.models import CheckIn, Use
from stepwell.records.people.models import Person
from stepwell.records.tenancy import composed, plainly
from stepwell.records.tenancy.composed import Gaps

DAYS_BACK = 14
"""How late a day may be filled in. Program policy: a diary filled in later is memory, not a day."""

MOST_WORDS = 2000
MOST_SLEEP = Decimal(24)


class NotACheckIn(Refusal):
    """A part is outside its scale; `field` names it."""

    def __init__(self, field: str, template: str, **params: str | int) -> None:
        super().__init__(template, **params)
        self.field = field


@dataclass(frozen=True)
class Saved:
    """The check-in, and whether it is the one that counts for its day."""

    check_in: CheckIn
    counts: bool


def zone_of(chart: Chart) -> ZoneInfo:
    """The zone the person lives in: what they said, or else the site's."""
    wishes = chart.contact_wishes
    return ZoneInfo(wishes.zone) if wishes else weeks.zone_of(chart)


@transaction.atomic(durable=True)
def check_in(
    chart: Chart,
    *,
    on: date,
    mood: int | None = None,
    craving: int | None = None,
    sleep_hours: Decimal | None = None,
    use: str = Use.UNSAID,
    words: str = "",
    key: str,
    at: datetime,
    filled_at: datetime | None = None,
) -> Saved:
    """Keep how a day was. Every part can be left out.

    A later one for the same day counts instead and the earlier stays. `filled_at` is when a
    phone without a network took it down: one that was overtaken by a newer one is kept, but
    does not count. A clock that names a time when the day could not be filled in is not believed.
    """
    _refuse_wrong(mood=mood, craving=craving, sleep_hours=sleep_hours, use=use, words=words)
    _refuse_day(on, today=at.astimezone(zone_of(chart)).date())
    _locked(person=chart.person.pk)  # two phones at once wait for each other
    chart.need(Part.CHECK_INS)
    current = _of_day.first(person=chart.person.pk, on=on)
    if not once.is_first_time(key, action="check_in", account_id=chart.by.account_id, at=at) and current:
        return Saved(current, counts=True)
    written_at = _written_at(filled_at, at=at)
    counts = current is None or current.written_at <= written_at
    if counts and current:
        chart.check_ins.filter(pk=current.pk).update(is_current=False)
    row = CheckIn(
        person=chart.person,
        on=on,
        mood=mood,
        craving=craving,
        sleep_hours=sleep_hours,
        use=use,
        words=chart.seal(words.strip()),
        written_at=written_at,
        is_current=counts,
    )
    plainly.insert(CheckIn, [vars(row)])
    chart.note("check_in", row.pk, at=at)
    return Saved(row, counts=counts)


@composed.once
def _locked(gap: Gaps) -> QuerySet[Person]:
    return Person.objects.select_for_update().filter(pk=gap.person)


@composed.once
def _of_day(gap: Gaps) -> QuerySet[CheckIn]:
    return CheckIn.objects.filter(person_id=gap.person, is_current=True, on=gap.on)


def days_open(chart: Chart, *, at: datetime) -> list[date]:
    """The days that can be filled in now, today first."""
    today = at.astimezone(zone_of(chart)).date()
    return [today - timedelta(days=back) for back in range(DAYS_BACK + 1)]


def _written_at(filled_at: datetime | None, *, at: datetime) -> datetime:
    is_believed = filled_at is not None and filled_at > at - timedelta(days=DAYS_BACK + 2)
    return min(filled_at, at) if filled_at is not None and is_believed else at


def _refuse_wrong(
    *, mood: int | None, craving: int | None, sleep_hours: Decimal | None, use: str, words: str
) -> None:
    if mood is not None and not 1 <= mood <= 5:
        raise NotACheckIn("mood", gettext_noop("Choose one of the five words, or none."))
    if craving is not None and not 0 <= craving <= 10:
        raise NotACheckIn(
            "craving", gettext_noop("Craving goes from 0 to 10. Move the slider, or leave it out.")
        )
    if sleep_hours is not None and not 0 <= sleep_hours <= MOST_SLEEP:
        raise NotACheckIn(
            "sleep_hours", gettext_noop("Sleep is between 0 and 24 hours. Write it like 7 or 7.5.")
        )
    if use not in set(Use):
        raise NotACheckIn("use", gettext_noop("Choose yes, no, or rather not say."))
    if len(words) > MOST_WORDS:
        raise NotACheckIn("words", gettext_noop("Use at most %(most)s letters."), most=MOST_WORDS)


def _refuse_day(on: date, *, today: date) -> None:
    if on > today:
        raise NotACheckIn("on", gettext_noop("That day is still ahead. Choose today or a day before."))
    if on < today - timedelta(days=DAYS_BACK):
        raise NotACheckIn(
            "on",
            gettext_noop("A day can be filled in for %(days)s days. Choose a later one."),
            days=DAYS_BACK,
        )
