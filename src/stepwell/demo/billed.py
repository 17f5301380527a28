"""Two payers with rules of their own: whose days are billed, one that shouldn't be, one that is overruled."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from stepwell.actions import billing_days, charts, payers, readers
from stepwell.actions.billing_days import DayAct
from stepwell.actions.charts import Chart
from stepwell.demo.enrolled import Participant, People
from stepwell.demo.places import Places
from stepwell.domain.episodes.lifecycle import IN_TREATMENT
from stepwell.domain.privacy.access import Purpose
from stepwell.records.billing.models import Payer

BY_DAY = {"day_minutes": 90, "largest_group": 12, "plan_days": 90, "note_required": False}
BY_QUARTER_HOUR = {"unit": "15min", "largest_group": 8, "note_required": False}
NOTHING_BILLED_SINCE = timedelta(days=9)
NOTES_SINCE = timedelta(days=7)
"""Since so many days the first of the two asks for a signed note."""
MOST = 12


def bill(people: People, places: Places, *, at: datetime) -> None:
    """Everybody in treatment has a payer; older days of some are billed."""
    account = places.staff["grace"].account
    assert account is not None  # hired with one
    by = readers.of(account)
    told_at = at - timedelta(days=20)
    chosen = [
        payers.choose_rules(by, name=name, own=own, from_on=date(at.year - 1, 1, 1), key=name, at=told_at)
        for name, own in (
            (
                "Prairie Health Plan",
                _rules("Prairie Health Plan", BY_DAY, notes_since=at.date() - NOTES_SINCE),
            ),
            ("State Medicaid", _rules("State Medicaid", BY_QUARTER_HOUR)),
        )
    ]
    going = [each for each in people.values() if each.character.state in IN_TREATMENT][:MOST]
    for number, participant in enumerate(going):
        payer = chosen[number % 2]
        assert isinstance(payer, Payer)  # just made
        chart = charts.open_for(by, participant.person.pk, Purpose.OPERATIONS, what="billing", at=told_at)
        starts_on = participant.episode.starts_on or told_at.date()
        payers.link(chart, payer.pk, from_on=starts_on, key=f"demo-pays-{number}", at=told_at)
        if number < 3:
            _billed(participant, chart, at=at)


def _billed(participant: Participant, chart: Chart, *, at: datetime) -> None:
    """What is older than nine days is billed, and one day of a quiet agreement is overruled."""
    key, last = participant.character.key, at.astimezone(participant.zone).date() - NOTHING_BILLED_SINCE
    days = billing_days.days_of([chart], last - timedelta(weeks=4), last)
    unbilled = [each.day for each in days if each.is_unbilled]
    if unbilled:
        billing_days.bill(chart, unbilled, key=f"demo-bill-{key}", at=at - timedelta(days=5))
        words = "The plan asked for it back: another program billed the same evening."
        billing_days.overrule(
            chart,
            unbilled[-1],
            DayAct.COUNTS_NOT,
            words=words,
            key=f"demo-not-{key}",
            at=at - timedelta(days=2),
        )
    short = [each.day for each in days if not each.counted.counts]
    if short:
        words = "Agreed with the plan by phone: the bus was late for everybody."
        billing_days.overrule(
            chart, short[-1], DayAct.COUNTS, words=words, key=f"demo-do-{key}", at=at - timedelta(days=2)
        )


def _rules(name: str, rules: Mapping[str, object], *, notes_since: date | None = None) -> str:
    editions = [{"from": "2020-01-01", "source": "Imagined, for the demo.", **rules}]
    if notes_since is not None:
        editions.append({**editions[0], "from": notes_since.isoformat(), "note_required": True})
    return json.dumps({"format": "stepwell-hours-rules/1", "name": name, "editions": editions})
