"""The database's side of `workers`: tables, drafts of many sites on the queue, and what became of them."""

from __future__ import annotations

import json
import sys
from typing import Any
from zoneinfo import ZoneInfo

import django

ZONES = ("America/Chicago", "America/New_York")


def main() -> int:
    """One command: migrate, queue SITES PEOPLE SECONDS FIRST, waiting, or told."""
    django.setup()
    match sys.argv[1:]:
        case ["migrate"]:
            from django.core.management import call_command

            call_command("migrate", verbosity=0)
        case ["queue", sites, people, seconds, first]:
            _queue(int(sites), int(people), int(seconds), int(first))
        case ["waiting"]:
            print(_waiting())
        case ["told"]:
            print(json.dumps(_told()))
        case _:
            raise SystemExit(__doc__)
    return 0


def _queue(sites: int, people: int, seconds: int, first: int) -> None:
    """One draft of so many sites, made from this seed on, and its jobs."""
    from stepwell.actions import founding
    from stepwell.actions.timetabling import solving
    from stepwell.domain.timetable.life import keeping
    from stepwell.kernel import clock
    from stepwell.kernel.weeks import Week
    from stepwell.records.tenancy import scope
    from stepwell.records.tenancy.models import Organization
    from stepwell.records.timetable.models import Draft, DraftPart

    at = clock.now()
    found = Organization.objects.first() or founding.found_organization("Bench", is_demo=True, at=at)
    with scope.within(found.pk):
        week = Week.at(at, ZoneInfo("UTC")).next()
        draft = Draft.objects.create(monday=week.monday, made_at=at, made_by_name="bench")
        parts = []
        for number in range(first, first + sites):
            site = founding.open_site(f"Site {number}", zone=ZONES[number % len(ZONES)], at=at)
            problem = _problem(people, number, str(site.pk))
            parts.append(
                DraftPart.objects.create(
                    draft=draft,
                    site=site,
                    problem=keeping.write(problem),
                    facts=_facts(problem),
                    limit=seconds,
                )
            )
        solving.queue_all(parts)


def _problem(people: int, seed: int, site: str) -> Any:
    from bench.timetable import generating
    from bench.timetable.halving import halved

    return halved(generating.problem(people, seed=seed, sites=1), site=site)


def _facts(problem: Any) -> dict[str, Any]:
    half = problem.slot_minutes
    return {
        "services": {each.id: each.slots * half for each in problem.therapies},
        "limits": {each.id: [each.min, each.max] for each in problem.therapies},
        "sizes": {each.id: [each.min, each.max] for each in problem.therapies},
        "leaders": [],
        "slots": [[slot.day, slot.minute] for slot in problem.slots],
        "hour_minutes": problem.individual_slots * half,
        "floors": {each.id: each.min_hours * half for each in problem.participants},
        "own": {},
        "no_hour": [],
        "busy_minutes": 0,
        "closed": [],
        "rooms": [
            {"key": f"{place.id} {problem.name} {n}", "seats": 14, "is_video": place.tele, "closed": []}
            for place in problem.sites
            for n in range(place.rooms)
        ],
        "room_before": [],
    }


def _waiting() -> int:
    from stepwell.records.timetable.models import DraftPart, DraftState

    with _scope():
        return DraftPart.objects.filter(state__in=[DraftState.WAITING, DraftState.SOLVING]).count()


def _told() -> dict[str, Any]:
    """How good the plans are, over all parts; how many broke, and how many groups several sites share."""
    from stepwell.records.timetable.models import DraftPart, DraftState

    with _scope():
        parts = list(DraftPart.objects.values("state", "objective", "bound", "facts", "laid_out"))
    solved = [part for part in parts if part["objective"] is not None and part["bound"] is not None]
    shared = {share["key"] for part in parts for share in part["facts"].get("shared", ())}
    return {
        "parts": len(parts),
        "broken": sum(part["state"] == DraftState.BROKEN for part in parts),
        "objective": sum(part["objective"] for part in solved),
        "bound": sum(part["bound"] for part in solved),
        "shared": len(shared),
        "seats": sum(
            len(told["members"]) for part in parts for told in part["laid_out"]["groups"] if told["shared"]
        ),
    }


def _scope() -> Any:
    from stepwell.records.tenancy import scope
    from stepwell.records.tenancy.models import Organization

    return scope.within(Organization.objects.get().pk)


if __name__ == "__main__":
    raise SystemExit(main())
