"""The year after in the demo: three who finished earlier, the calls they had, and support groups nearby."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from stepwell.actions import (
    aftercare_days,
    alumni,
    caring_after,
    charts,
    enrolling,
    following_up,
    readers,
    summarizing,
    support_groups,
)
from stepwell.actions.charts import Chart
from stepwell.actions.readers import SignedIn
from stepwell.actions.support_groups import Told
from stepwell.demo import graduated
from stepwell.demo.doors import email_of
from stepwell.demo.places import Places
from stepwell.demo.weeks import ZONES
from stepwell.domain.aftercare.follow_ups import FOLLOW_UPS
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.privacy.access import Role
from stepwell.kernel.civil import at_site
from stepwell.records.episodes.models import Episode


@dataclass(frozen=True)
class Earlier:
    """Somebody who finished so many days ago, and how it went on."""

    key: str
    given: str
    family: str
    counselor: str
    ended_ago: int
    silent_days: int = 0
    """Nobody has reached them for so long."""
    answered: tuple[int, ...] = ()
    """Follow-ups by month that they answered."""


EARLIER = (
    Earlier("wren", "Wren", "Castellano", "priya", 118, silent_days=20, answered=(1, 3)),
    Earlier("otis", "Otis", "Halloran", "daniel", 200, silent_days=45, answered=(1,)),
    Earlier("odile", "Odile", "Marchetti", "priya", 371, answered=(1, 3, 6, 12)),
)
GROUPS = (
    ("riverside", Told("Tuesday Circle", "secular", 1, time(19), "Library, 40 River Road", Decimal("0.6"))),
    ("riverside", Told("First Light", "mutual", 0, time(7), "Grace Hall, 9 Mill Street", Decimal("1.2"))),
    (
        "riverside",
        Told("First Light", "mutual", 3, time(18, 30), "Grace Hall, 9 Mill Street", Decimal("1.2")),
    ),
    ("riverside", Told("Peers at the Bridge", "peer", 5, time(10), "Bridge Café, upstairs", Decimal("2.5"))),
    ("riverside", Told("Bread and Psalms", "faith", 6, time(17), "St. Anne's, side door", Decimal("1.8"))),
    (
        "riverside",
        Told(
            "Círculo del Río", "mutual", 2, time(19), "Library, 40 River Road", Decimal("0.6"), language="es"
        ),
    ),
    ("hill", Told("Hill Steps", "mutual", 1, time(18), "12 Summit Avenue", Decimal("0.9"))),
    ("hill", Told("Open Table", "secular", 4, time(12), "Food Hall, room 3", Decimal("1.4"))),
)


def follow(places: Places, *, at: datetime) -> None:
    """The list of groups; then each who finished earlier, in the order of time."""
    manager = places.staff["grace"].account
    assert manager is not None  # hired with one
    grace = readers.of(manager)
    for number, (site, told) in enumerate(GROUPS):
        support_groups.add(grace, places.sites[site], told, key=f"demo-group-{number}", at=at)
    stays = {one.key: _finish(one, places, at=at) for one in EARLIER}
    for one in EARLIER:
        _call(one, stays[one.key], at=at)
    _it_gets_harder(stays["wren"], at=at - timedelta(hours=20))
    _comes_back(stays["odile"], at=at)


def _finish(one: Earlier, places: Places, *, at: datetime) -> Episode:
    zone = ZoneInfo(ZONES["riverside"])
    ended_on = at.astimezone(zone).date() - timedelta(days=one.ended_ago)
    starts_on = ended_on - timedelta(weeks=10)
    began, ended = at_site(starts_on, time(9), zone), at_site(ended_on, time(12), zone)
    person = enrolling.register_person(
        given_name=one.given, family_name=one.family, languages=["en"], at=began
    )
    enrolling.give_account(
        person,
        email=email_of(one.key),
        role=Role.PARTICIPANT,
        language="en",
        at=at - timedelta(days=5),
    )
    episode = enrolling.enroll(
        person,
        site=places.sites["riverside"],
        template=places.templates["evening"],
        counselor=places.staff[one.counselor],
        starts_on=starts_on,
        state=State.ACTIVE,
        at=began,
        by=readers.system(person.organization.pk, name="demo"),
    )
    graduated.graduate(episode, on=ended_on, at=ended)
    episode.refresh_from_db()
    return episode


def _call(one: Earlier, episode: Episode, *, at: datetime) -> None:
    """Talks on the planned days until they fell silent; after that a try that reached nobody."""
    zone = ZoneInfo(ZONES["riverside"])
    today = at.astimezone(zone).date()
    days = aftercare_days.of_stays([episode])[episode.pk].planned
    answered = {_day_of(months, episode): months for months in one.answered}
    for day in sorted({*days, *answered}):
        then = at_site(day, time(15), zone)
        if day >= today:
            break
        chart = graduated.open_chart(episode, at=then)
        if day in answered:
            told = {"use": "none", "support": "yes", "home": "yes", "days": "partly", "groups": "yes"}
            following_up.answer(
                chart, months=answered[day], answers=told, key=f"demo-{one.key}-{day}", at=then
            )
        if day in days:
            is_silent = day > today - timedelta(days=one.silent_days)
            _write(chart, day, was_reached=not is_silent, key=f"demo-call-{one.key}-{day}", at=then)


def _write(chart: Chart, day: date, *, was_reached: bool, key: str, at: datetime) -> None:
    caring_after.write_contact(chart, on=day, was_reached=was_reached, manner="phone", key=key, at=at)


def _day_of(months: int, episode: Episode) -> date:
    assert episode.ends_on is not None  # finished
    rule = next(rule for rule in FOLLOW_UPS if rule.months == months)
    return rule.window(episode.ends_on)[0] + timedelta(days=2)


def _it_gets_harder(episode: Episode, *, at: datetime) -> None:
    """Told on their own page: a call is due within two days."""
    chart = charts.open_own(_own(episode), what="aftercare", at=at)
    caring_after.tell_signs(chart, signs=["craving", "sleep"], key="demo-harder", at=at)


def _comes_back(episode: Episode, *, at: datetime) -> None:
    """Agreed to be invited, is among the alumni, and comes to tell how it went; the summary is signed."""
    then = at - timedelta(days=4)
    alumni.agree(charts.open_own(_own(episode), what="stay_in_touch", at=then), key="demo-agree", at=then)
    chart = graduated.open_chart(episode, at=then)
    words = {
        "reason": "Came after a hospital stay for alcohol use; graduated with goals taken along.",
        "course": "Ten weeks of evenings. Sleep and low mood eased in the fourth week.",
        "condition": "Steady work, sleeping through, no use reported in the last month.",
        "goes_on": "Dr. Amadi at Lakeside, the Tuesday Circle, calls from here for a year.",
    }
    summarizing.sign(chart, episode, words=words, key="demo-summary", at=then)
    caring_after.end_year(chart, key="demo-year", at=then)
    alumni.invite(
        graduated.open_chart(episode, at=at - timedelta(days=1)),
        asks_for="story",
        on=episode.site.day_at(at + timedelta(days=6)),
        starts_at=time(18),
        key="demo-invite-odile",
        at=at - timedelta(days=1),
    )


def _own(episode: Episode) -> SignedIn:
    return readers.of(episode.person.account)
