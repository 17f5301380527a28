"""The demo's sites, rooms, services, programs and staff."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from typing import Any

from stepwell.actions import founding
from stepwell.demo.doors import email_of
from stepwell.demo.weeks import ZONES, weekday_of
from stepwell.domain.privacy.access import Role
from stepwell.domain.program.programs import from_json
from stepwell.records.program.models import ProgramTemplate, Room, Service, Site, Staff

NAME = "Stepwell Demo Program"
CRISIS_CONTACTS = (
    {"name": "Stepwell Demo Program, after hours", "phone": "555-0142", "text": "", "hours": "24/7"},
)


@dataclass(frozen=True)
class Hire:
    """Somebody who works here; `offsets` are the days of the week they work, by day zero."""

    key: str
    given: str
    family: str
    credential: str
    role: Role
    sites: tuple[str, ...]
    offsets: tuple[int, ...] = (0, 1, 2, 3, 4)
    services: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)
    hours: tuple[str, str] = ("08:30", "17:30")


_LONG = ("08:30", "21:30")
_TALK = ("individual",)
STAFF = (
    Hire(
        "priya",
        "Priya",
        "Natarajan",
        "LCSW",
        Role.COUNSELOR,
        ("riverside",),
        (-1, 0, 2, 4, 5),
        ("group_cbt", "relapse_prevention", *_TALK),
        hours=_LONG,
    ),
    Hire(
        "daniel",
        "Daniel",
        "Okafor",
        "LPC-Associate",
        Role.COUNSELOR,
        ("riverside",),
        (0, 1, 2, 3, 4, 5),
        ("psychoeducation", "relapse_prevention", *_TALK),
        hours=_LONG,
    ),
    Hire(
        "teresa",
        "Teresa",
        "Villanueva",
        "LMFT",
        Role.COUNSELOR,
        ("riverside",),
        (-1, 1, 3, 4),
        ("dbt_skills", "family", "group_cbt", "relapse_prevention", *_TALK),
        ("en", "es"),
        hours=("08:30", "18:30"),
    ),
    Hire(
        "omar",
        "Omar",
        "Haddad",
        "LPC",
        Role.COUNSELOR,
        ("hill", "riverside"),  # where he steps in by video
        (-1, 0, 1, 2, 3, 4),
        ("group_cbt", "relapse_prevention", *_TALK),
        hours=_LONG,
    ),
    Hire(
        "meiling",
        "Mei-Ling",
        "Chen",
        "LCSW",
        Role.COUNSELOR,
        ("hill",),
        (-1, 1, 3, 5),
        ("group_cbt", "relapse_prevention", *_TALK),
        hours=_LONG,
    ),
    Hire(
        "kofi",
        "Kofi",
        "Amoah",
        "LADC",
        Role.COUNSELOR,
        ("hill",),
        (-1, 0, 1, 2, 3, 4, 5),
        ("psychoeducation", "dbt_skills", *_TALK),
        hours=("08:30", "17:30"),
    ),
    Hire("june", "June", "Albright", "RN", Role.INTAKE, ("riverside", "hill")),
    Hire("grace", "Grace", "Oyelaran", "MHA", Role.MANAGER, ("riverside", "hill")),
    Hire("ada", "Ada", "Lindqvist", "CHPC", Role.PRIVACY_OFFICER, ("riverside", "hill")),
)


@dataclass
class Places:
    """What was founded, by the demo's own keys."""

    sites: dict[str, Site] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    topics: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    templates: dict[str, ProgramTemplate] = field(default_factory=dict)
    staff: dict[str, Staff] = field(default_factory=dict)


def found_places(*, day_zero: date, at: datetime) -> Places:
    """Two sites in two zones, five rooms and video, three programs, nine staff; two of them on call."""
    places = Places()
    _open_sites(places, at=at)
    _offer_services(places, at=at)
    for key, title, phases in _TITLES:
        template = from_json(_read(f"programs/{key}.json"))
        places.templates[key] = founding.adopt_template(
            template, titles={"es": title}, phase_titles=phases, at=at
        )
    for number, hire in enumerate(STAFF):
        moment = at + timedelta(minutes=number)
        places.staff[hire.key] = _hire(hire, places, day_zero=day_zero, at=moment)
    for site, key in (("riverside", "priya"), ("hill", "kofi")):
        founding.put_on_call(places.staff[key], site=places.sites[site], starts_at=at, ends_at=None, at=at)
    return places


_PHASES = {"Start": {"es": "Comienzo"}, "Build": {"es": "Avance"}, "Carry on": {"es": "Continuación"}}
_TITLES: tuple[tuple[str, str, dict[str, dict[str, str]]], ...] = (
    ("day", "Programa de día", _PHASES),
    ("evening", "Programa de tarde", _PHASES),
    ("co_occurring", "Programa dual (DBT)", _PHASES),
)


def _open_sites(places: Places, *, at: datetime) -> None:
    for key, name, address in (
        ("riverside", "Riverside", "12 Riverside Walk"),
        ("hill", "Hill", "200 Hill Street"),
    ):
        places.sites[key] = founding.open_site(
            name,
            zone=ZONES[key],
            address=address,
            phone="555-0110" if key == "hill" else "555-0100",
            swap_policy="ask" if key == "hill" else "at_once",
            at=at,
        )
    for site, name, seats in (
        ("riverside", "Room 1", 14),
        ("riverside", "Room 2", 14),
        ("riverside", "Room 3", 4),
        ("hill", "Room 4", 13),
        ("hill", "Room 5", 4),
    ):
        places.rooms[name] = founding.furnish_room(places.sites[site], name=name, seats=seats, at=at)
    places.rooms["Video"] = founding.furnish_room(
        places.sites["riverside"],
        name="Video",
        seats=0,
        is_video=True,
        video_link="https://video.demo.stepwell.invalid/riverside",
        at=at,
    )


def _offer_services(places: Places, *, at: datetime) -> None:
    told: dict[str, dict[str, Any]] = json.loads(_read("services.json"))
    for key, facts in told.items():
        places.services[key] = founding.offer_service(key, kind=facts["kind"], title=facts["title"], at=at)
        places.topics[key] = facts["topics"]


def _hire(hire: Hire, places: Places, *, day_zero: date, at: datetime) -> Staff:
    from_time, until_time = (time.fromisoformat(one) for one in hire.hours)
    return founding.hire(
        hire.given,
        hire.family,
        credential=hire.credential,
        languages=hire.languages,
        sites=[places.sites[site] for site in hire.sites],
        services=[places.services[key] for key in hire.services],
        availability=[
            founding.WeeklyHours(
                places.sites[hire.sites[0]], weekday_of(day_zero, offset), from_time, until_time
            )
            for offset in hire.offsets
        ],
        role=hire.role,
        email=email_of(hire.key),
        at=at,
    )


def _read(name: str) -> str:
    return files("stepwell.demo").joinpath(name).read_text(encoding="utf-8")
