"""A hard moment: one's own plan and people to call, and who hears of it by what was agreed.

Opening the page tells nobody. Somebody hears of it only when the person agreed to that before, and
then they are told in the person's own thread of messages, where the person reads it too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from stepwell.actions import messaging, once, reading_entries
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.reading_entries import Filled
from stepwell.domain.practice.answers import lines_of
from stepwell.domain.privacy.access import Part, Purpose
from stepwell.records.practice.models import Hearing, HearingRule


@dataclass(frozen=True)
class HardMoment:
    """What the page opens: the plans there are, and the people named in them."""

    plans: dict[str, Filled]
    people: list[str]
    hears: Hearing


def find(chart: Chart) -> HardMoment:
    """One's own plans as they were kept last, and whom they name to call."""
    plans = {one.tool.id: one for one in reading_entries.list_plans(chart) if one.entry.version}
    named = [line for one in plans.values() for line in lines_of(one.answers.get("people"))]
    return HardMoment(plans, list(dict.fromkeys(named)), rule_of(chart))


def hearing_of(code: str) -> Hearing:
    """What a form sent about who hears; nobody for any other word."""
    return Hearing(code) if code in set(Hearing) else Hearing.NOBODY


def rule_of(chart: Chart) -> Hearing:
    """Who hears of it; nobody until the person agreed to something else."""
    chart.need(Part.PRACTICE)
    row = HearingRule.objects.filter(person=chart.person).order_by("-agreed_at", "-pk").first()
    return Hearing(row.who) if row else Hearing.NOBODY


@transaction.atomic(durable=True)
def agree(chart: Chart, who: Hearing, *, key: str, at: datetime) -> None:
    """The person says who hears of it from now on."""
    _need_own(chart)
    if once.is_first_time(key, action="agree_hearing", account_id=chart.by.account_id, at=at):
        assert chart.by.account_id is not None  # no job agrees to anything
        row = HearingRule.objects.create(
            person=chart.person, who=who.value, agreed_at=at, agreed_by=chart.by.account_id
        )
        chart.note("hearing_rule", row.pk, at=at, who=who.value)


def tell(chart: Chart, words: str, *, key: str, at: datetime) -> None:
    """A message to the counselor in the person's own thread: once for a key."""
    _need_own(chart)
    messaging.write(chart, None, words, key=key, at=at)


def _need_own(chart: Chart) -> None:
    chart.need(Part.PRACTICE)
    if chart.purpose is not Purpose.OWN:
        raise NotHere("There is no such page.")
