"""What people of the demo wish of their week, and a timetable of the next one to look at.

The draft is solved by the product's own worker, which finds it waiting when it begins.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from zoneinfo import ZoneInfo

from stepwell.actions import charts, readers
from stepwell.actions.timetabling import solving, telling
from stepwell.actions.timetabling.telling import WishedBlock
from stepwell.demo.characters import chance
from stepwell.demo.enrolled import Participant, People
from stepwell.demo.places import Places
from stepwell.demo.weeks import ZONES
from stepwell.domain.timetable.facts import Mode
from stepwell.kernel.weeks import Week
from stepwell.records.people.models import Account

SECONDS = 8
_MODES: dict[str, Mode] = {"luis": "tele", "ana": "tele", "maria": "in", "robert": "in"}
_LATE = WishedBlock(None, time(19, 30), time(21, 30), dislike=2)
_EARLY = WishedBlock(None, time(7), time(10), dislike=1)
_MIDDAY = WishedBlock(None, time(12), time(15), dislike=3)


def wish(people: People, *, at: datetime) -> None:
    """Most people have told which hours they would rather not have, some how they would rather come."""
    for key, participant in people.items():
        if participant.ended_on is not None:
            continue
        blocks = tuple(_blocks(key, participant))
        if not blocks and key not in _MODES:
            continue
        account = Account.objects.get(person=participant.person)
        chart = charts.open_own(readers.of(account), what="busy_times", at=at)
        telling.tell_wishes(
            chart,
            mode=_MODES.get(key, "either"),
            same_gender=False,
            gender="",
            blocks=blocks,
            key=f"demo-wishes-{key}",
            at=at,
        )


def _blocks(key: str, participant: Participant) -> Iterator[WishedBlock]:
    luck = chance(f"wishes {key}")
    cohort = participant.character.cohort
    if luck.random() < 0.25:
        return
    if "evening" in cohort:
        yield _MIDDAY if luck.random() < 0.6 else _EARLY
    elif "day" in cohort:
        yield _LATE
    else:
        yield _EARLY
    if luck.random() < 0.3:
        yield WishedBlock(luck.randrange(5), time(17), time(21, 30), dislike=2)


def draft(places: Places, *, at: datetime) -> None:
    """The next week of both sites, asked for by the manager."""
    account = places.staff["grace"].account
    assert account is not None  # everybody who is hired has one
    solving.start_solving(
        readers.of(account),
        site_ids=[site.pk for site in places.sites.values()],
        week=Week.at(at, ZoneInfo(ZONES["riverside"])).next(),
        seconds=SECONDS,
        key="demo-timetable",
        at=at,
    )
