"""Two sites in two zones: Marcus and Tova come to Riverside, Nadia to Hill; all three by video."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from actions.timetabling.by_hand import WEEK, gives, small_groups
from cast import Cast, enroll_another
from stepwell.actions.timetabling import jobs, joining_sites, solving
from stepwell.domain.timetable.life.shared import Shared, read_shared
from stepwell.domain.timetable.solver.greedy import greedy
from stepwell.records.episodes.models import ComingWishes
from stepwell.records.people.models import Person
from stepwell.records.program.models import ProgramTemplate, Site
from stepwell.records.schedule.models import Group
from stepwell.records.timetable.models import DraftPart


@dataclass(frozen=True)
class Two:
    tova: Person
    draft: UUID
    shares: list[Shared]

    def part(self, site: Site) -> DraftPart:
        return DraftPart.objects.select_related("draft", "site").get(draft=self.draft, site=site)

    def members(self, site: Site) -> set[str]:
        """Who of a site is in the first group of several sites."""
        groups = self.part(site).laid_out["groups"]
        return {key for told in groups if told["shared"] == self.shares[0].key for key in told["members"]}


def prepare(cast: Cast, at: datetime) -> Person:
    """Three people who come by video; two are a group, and Hill has only one."""
    small_groups()
    ProgramTemplate.objects.update(group_max=6)
    Site.objects.filter(pk=cast.hill.pk).update(zone="America/New_York")
    cast.hill.refresh_from_db()
    Group.objects.filter(pk=cast.group.pk).update(ends_on=WEEK.monday)
    tova = enroll_another(cast, "Tova", "Lund", at=at)
    for person in (cast.marcus, tova, cast.nadia):
        ComingWishes.objects.update_or_create(person=person, defaults={"mode": "tele", "by_video": True})
    return tova


def share(cast: Cast, at: datetime, *, key: str = "two") -> UUID:
    """A draft of both sites, with what they share decided, and none of them solved yet."""
    by = cast.sign_in(cast.grace)
    draft = solving.start_solving(by, site_ids=[cast.riverside.pk, cast.hill.pk], week=WEEK, key=key, at=at)
    runs = dict(DraftPart.objects.filter(draft=draft).values_list("pk", "run"))
    joining_sites.share_now(runs, solve=lambda problem, seconds: greedy(problem))
    return draft


def solve(draft: UUID, site: Site, at: datetime) -> None:
    """One site, as its job would."""
    part = DraftPart.objects.get(draft=draft, site=site)
    jobs.solve_now(part.pk, run=part.run, solve=gives(greedy), now=lambda: at)


def two_sites(cast: Cast, at: datetime) -> Two:
    """A draft of both sites, solved; Hill's job ends first."""
    tova = prepare(cast, at)
    draft = share(cast, at)
    solve(draft, cast.hill, at)
    solve(draft, cast.riverside, at)
    part = DraftPart.objects.get(draft=draft, site=cast.riverside)
    return Two(tova, draft, read_shared(part.facts["shared"]))
