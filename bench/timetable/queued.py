"""The database's side of `workers`: tables, drafts of many sites on the queue, and how many wait."""

from __future__ import annotations

import sys
from zoneinfo import ZoneInfo

import django


def main() -> int:
    """One command: migrate, queue SITES PEOPLE SECONDS, or waiting."""
    django.setup()
    match sys.argv[1:]:
        case ["migrate"]:
            from django.core.management import call_command

            call_command("migrate", verbosity=0)
        case ["queue", sites, people, seconds]:
            _queue(int(sites), int(people), int(seconds))
        case ["waiting"]:
            print(_waiting())
        case _:
            raise SystemExit(__doc__)
    return 0


def _queue(sites: int, people: int, seconds: int) -> None:
    from bench.timetable import generating
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
        for number in range(sites):
            problem = generating.problem(people, seed=number)
            site = founding.open_site(f"Site {number}", zone="America/Chicago", at=at)
            part = DraftPart.objects.create(
                draft=draft,
                site=site,
                problem=keeping.write(problem),
                facts=_facts(problem),
                limit=seconds,
            )
            solving.queue(part)


def _facts(problem: object) -> dict[str, object]:
    therapies = problem.therapies  # type: ignore[attr-defined]  # a Problem
    return {
        "services": {each.id: each.slots * 60 for each in therapies},
        "limits": {each.id: [each.min, each.max] for each in therapies},
        "leaders": [],
        "slots": [[slot.day, slot.minute] for slot in problem.slots],  # type: ignore[attr-defined]  # as above
        "hour_minutes": 60,
        "floors": {each.id: each.min_hours * 60 for each in problem.participants},  # type: ignore[attr-defined]
        "own": {},
        "no_hour": [],
        "busy_minutes": 0,
        "closed": [],
        "rooms": [],
        "room_before": [],
    }


def _waiting() -> int:
    from stepwell.records.tenancy import scope
    from stepwell.records.tenancy.models import Organization
    from stepwell.records.timetable.models import DraftPart, DraftState

    with scope.within(Organization.objects.get().pk):
        return DraftPart.objects.filter(state__in=[DraftState.WAITING, DraftState.SOLVING]).count()


if __name__ == "__main__":
    raise SystemExit(main())
