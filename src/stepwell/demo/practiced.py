"""What the demo's participants practice between sessions: tools, own plans, practices of past evenings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from stepwell.actions import charts, filling_tools, hard_moments, practicing, readers
from stepwell.actions.charts import Chart
from stepwell.actions.practicing import OPEN_FOR
from stepwell.demo.enrolled import Participant, People
from stepwell.demo.places import Places
from stepwell.domain.privacy.access import Purpose
from stepwell.kernel.civil import at_site
from stepwell.records.practice.models import Hearing, Sharing
from stepwell.records.program.models import Staff
from stepwell.records.sessions.models import CAME

IN_BED = time(22, 15)
PRACTICED = ("sam", "luis", "maria", "kayla")
"""Who did the practice of the last evenings they came."""
EVENINGS = 2


@dataclass(frozen=True)
class Filled:
    """A tool that somebody filled in: what, how many days ago, and who sees it."""

    whose: str
    tool: str
    days_ago: int
    shared: Sharing
    told: Mapping[str, str | list[str]] = field(default_factory=dict)


WELL = {
    "reasons": "My daughter's school play in June\nWaking up without fear",
    "early-signs": "I skip lunch\nI stop answering Elena",
    "late-signs": "I drive home past the bar\nI think: just one",
    "situations": "Payday evening\nA fight on the phone",
    "coping": "Money goes to the account, then straight to group\nPut the phone down, walk around the block",
    "about-to": "Leave the place\nCall Elena and say: talk to me\nWait 20 minutes by the river",
    "after-use": "Go to Elena's, don't stay alone\nTell Priya at the next session\nEat and sleep first",
    "naloxone": "Kitchen drawer, left",
    "people": "Elena, 555-0142\nRay from group, 555-0177",
}
SAFETY = {
    "signs": "I lie awake and think everyone would be better off",
    "own": "Cold water on the face\nThe playlist from the lake",
    "places": "The library on Main Street\nThe Tuesday meeting",
    "people": "Elena, 555-0142",
    "professionals": "Riverside front desk, 555-0100",
    "safer": "The old pills are with Elena",
}
TOOLS = (
    Filled(
        "sam",
        "thought-record",
        4,
        Sharing.ALL,
        {
            "situation": "Tuesday at work, the shift lead rolled his eyes",
            "feeling": "Ashamed",
            "feeling-before": "80",
            "thought": "They all think I'm a failure",
            "belief-before": "90",
            "habits": ["mind-reading"],
            "for": "He rolled his eyes",
            "against": "He asked me to train the new one\nHe rolls his eyes at everybody",
            "fairer": "He was tired. I don't know what he thinks.",
            "belief-after": "60",
            "feeling-after": "40",
        },
    ),
    Filled(
        "sam",
        "urge-surfing",
        2,
        Sharing.NOBODY,
        {
            "before": "7",
            "where": "Chest and hands",
            "after": "3",
            "noticed": "It let go after the second minute",
        },
    ),
    Filled(
        "luis",
        "diary-card",
        1,
        Sharing.DONE,
        {
            "urge-use": "2",
            "sad": "1",
            "glad": "3",
            "used": "no",
            "skills": ["waited", "called"],
            "helped": "5",
        },
    ),
    Filled(
        "maria",
        "trigger-map",
        3,
        Sharing.ALL,
        {
            "trigger": "The quiet after the kids are in bed",
            "side": "inside",
            "when": "Around nine",
            "risk": "6",
            "way": ["through"],
            "plan": "Tea, the card of the day, then a shower",
        },
    ),
)


def practice(people: People, places: Places, *, at: datetime) -> None:
    """Everything by the actions of those who do it."""
    _make_plans(people["sam"], places.staff["priya"], at=at)
    for number, one in enumerate(TOOLS):
        _fill(people[one.whose], one, key=f"demo-tool-{number}", at=at)
    for key in PRACTICED:
        _do_practices(people[key], at=at)


def _make_plans(sam: Participant, priya: Staff, *, at: datetime) -> None:
    """Priya and Sam wrote both at the desk; Sam changed one at home and said who hears of a hard moment."""
    written_at = at - timedelta(days=13)
    assert priya.account is not None  # the demo's staff can all sign in
    chart = charts.open_for(
        readers.of(priya.account), sam.person.pk, Purpose.TREATMENT, what="own_plan", at=written_at
    )
    first = {**WELL, "people": "Elena, 555-0142"}
    for tool, told in (("staying-well", first), ("safety-plan", SAFETY)):
        _keep_whole(chart, tool, told, seen_version=0, at=written_at)
    home_at = at - timedelta(days=5)
    own = _own(sam, at=home_at)
    _keep_whole(own, "staying-well", WELL, seen_version=1, at=home_at)
    hard_moments.agree(own, Hearing.NOBODY, key="demo-hears", at=home_at)


def _keep_whole(
    chart: Chart, tool: str, told: Mapping[str, str | list[str]], *, seen_version: int, at: datetime
) -> None:
    filling_tools.keep_whole(
        chart, tool, _sent(told), seen_version=seen_version, key=f"demo-{tool}-{seen_version}", at=at
    )


def _fill(participant: Participant, one: Filled, *, key: str, at: datetime) -> None:
    filled_at = at - timedelta(days=one.days_ago, hours=1)
    chart = _own(participant, at=filled_at)
    entry = filling_tools.begin(chart, one.tool, key=key, at=filled_at)
    filling_tools.save_draft(chart, entry.pk, _sent(one.told), at=filled_at)
    filling_tools.keep(chart, entry.pk, seen_version=0, shared=one.shared, key=f"{key}-kept", at=filled_at)


def _do_practices(participant: Participant, *, at: datetime) -> None:
    """The practices of the last evenings with a group that are over."""
    for evening in _evenings(participant, at=at):
        done_at = at_site(evening, IN_BED, participant.zone)
        chart = _own(participant, at=done_at)
        tonight = practicing.find_tonight(chart, at=done_at)
        if tonight is None or tonight.is_done:
            continue
        key = f"demo-night-{evening}"
        entry = practicing.begin_tonight(chart, key=key, at=done_at)
        told = {"came-of-it": ["a-little"], "words-of-it": ["I saw it coming this time."]}
        filling_tools.save_draft(chart, entry.pk, told, at=done_at)
        filling_tools.keep(chart, entry.pk, seen_version=0, shared=Sharing.ALL, key=f"{key}-kept", at=done_at)


def _evenings(participant: Participant, *, at: datetime) -> list[date]:
    chart = _own(participant, at=at)
    came = chart.attendances.filter(state__in=CAME, session__group__isnull=False, held_on__isnull=False)
    days = came.order_by("-held_on").values_list("held_on", flat=True).distinct()[: EVENINGS + 3]
    # The last one is left to be done by who looks at the demo.
    over = [day for day in days if day and at_site(day, IN_BED, participant.zone) < at - OPEN_FOR]
    return sorted(over[:EVENINGS])


def _own(participant: Participant, *, at: datetime) -> Chart:
    return charts.open_own(readers.of(participant.person.account), what="practice", at=at)


def _sent(told: Mapping[str, str | list[str]]) -> dict[str, list[str]]:
    return {name: value if isinstance(value, list) else [value] for name, value in told.items()}
