"""What comes next for everybody the program cares for, whose it is and until when: nobody is without it.

For who only asked it is written down (`stepping`); for an episode it follows from what is known of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.actions import aftercare_days, stay_facts
from stepwell.actions.charts import NotHere
from stepwell.actions.readers import SignedIn
from stepwell.domain.episodes.lifecycle import CARED_FOR
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.episodes.needs import Mover
from stepwell.domain.episodes.next_step import EpisodeFacts, next_step
from stepwell.domain.episodes.steps import STEPS
from stepwell.domain.privacy.access import Role
from stepwell.kernel.civil import at_site
from stepwell.kernel.sentences import Sentence
from stepwell.records.enquiries.models import Enquiry
from stepwell.records.episodes.models import Episode, EpisodeState
from stepwell.records.program.models import Staff, StaffSite
from stepwell.records.steps.models import NextStep

WORDS: Mapping[str, str] = {step.key: step.words for steps in STEPS.values() for step in steps}
"""The words of a step by its key; a key has the same words wherever it holds."""
_BY = {Role.COUNSELOR: Mover.COUNSELOR, Role.INTAKE: Mover.INTAKE, Role.MANAGER: Mover.MANAGER}
_INSTEAD = {
    Mover.INTAKE: (Mover.INTAKE, Mover.COUNSELOR, Mover.MANAGER),
    Mover.COUNSELOR: (Mover.COUNSELOR, Mover.INTAKE, Mover.MANAGER),
    Mover.MANAGER: (Mover.MANAGER, Mover.COUNSELOR, Mover.INTAKE),
    Mover.PERSON: (Mover.COUNSELOR, Mover.INTAKE, Mover.MANAGER),
}
"""Who owns a step at a site where nobody has the role it is for."""


@dataclass(frozen=True)
class Coming:
    """The next step of one enquiry or episode. No step or no owner is what must never be."""

    person_id: UUID
    about: UUID
    """The enquiry or the episode."""
    what: str = ""
    due_at: datetime | None = None
    owner: Staff | None = None
    is_overdue: bool = False

    @property
    def sentence(self) -> Sentence:
        """The step in words."""
        return Sentence(WORDS[self.what])

    @property
    def is_complete(self) -> bool:
        """There is a step, a time and a person who owns it."""
        return bool(self.what) and self.due_at is not None and self.owner is not None


def of_everybody(by: SignedIn, *, at: datetime) -> list[Coming]:
    """The next step of every enquiry and episode that is somebody's work. For the program itself."""
    if by.role is not Role.SYSTEM:
        raise NotHere("There is no such list.")
    cared_for = [state.value for state in CARED_FOR]
    episodes = Episode.objects.filter(state__in=cared_for).select_related("site", "template", "counselor")
    enquiries = list(Enquiry.objects.filter(is_open=True))
    return [*of_enquiries(enquiries, at=at).values(), *of_episodes(list(episodes), at=at).values()]


def of_enquiries(enquiries: Iterable[Enquiry], *, at: datetime) -> dict[UUID, Coming]:
    """The open step of each, by the key of the enquiry."""
    rows = list(enquiries)
    opened = NextStep.objects.filter(enquiry__in=rows, done_at=None).select_related("owner")
    steps = {step.enquiry_id: step for step in opened}
    found = {}
    for row in rows:
        step = steps.get(row.pk)
        found[row.pk] = (
            Coming(row.person_id, row.pk)
            if step is None
            else Coming(row.person_id, row.pk, step.what, step.due_at, step.owner, step.due_at <= at)
        )
    return found


def of_episodes(episodes: Sequence[Episode], *, at: datetime) -> dict[UUID, Coming]:
    """The step that follows from what is known of each, by the key of the episode.

    A fixed number of queries. `site`, `template` and `counselor` are read with the episodes.
    """
    known = stay_facts.facts_of(episodes, at=at)
    since = _since(episodes)
    done = _done(episodes, since)
    owners = _Owners(episodes)
    after = aftercare_days.of_stays(one for one in episodes if one.state == State.CONTINUING_CARE.value)
    found = {}
    for episode in episodes:
        zone = ZoneInfo(episode.site.zone)
        facts = EpisodeFacts(
            state=State(episode.state),
            since=since.get(episode.pk) or at,
            starts_on=episode.starts_on,
            last_contact_at=known[episode.pk].last_tried_at,
            returns_on=known[episode.pk].returns_on,
            contact_due_on=after[episode.pk].due_on if episode.pk in after else None,
            year_ends_on=after[episode.pk].year_ends_on if episode.pk in after else None,
            review_due_on=known[episode.pk].review_due_on,
            seat_held_until=known[episode.pk].seat_held_until,
            done=known[episode.pk].done | done.get(episode.pk, set()),
        )
        step = next_step(facts, at=at, zone=zone)
        found[episode.pk] = (
            Coming(episode.person_id, episode.pk)
            if step is None
            else Coming(
                episode.person_id,
                episode.pk,
                step.key,
                step.due_at,
                owners.of(episode, step.owner),
                step.is_overdue,
            )
        )
    return found


def _since(episodes: Sequence[Episode]) -> dict[UUID, datetime]:
    """When the state in force began: the first minute of its day at the site."""
    zones = {episode.pk: ZoneInfo(episode.site.zone) for episode in episodes}
    rows = EpisodeState.objects.filter(episode__in=list(zones), until_on=None)
    return {key: at_site(day, time(0), zones[key]) for key, day in rows.values_list("episode_id", "from_on")}


def _done(episodes: Sequence[Episode], since: Mapping[UUID, datetime]) -> dict[UUID, set[str]]:
    rows = NextStep.objects.filter(episode__in=[each.pk for each in episodes], done_at__isnull=False)
    found: dict[UUID, set[str]] = defaultdict(set)
    for key, what, done_at in rows.values_list("episode_id", "what", "done_at"):
        if key in since and done_at is not None and done_at >= since[key]:
            found[key].add(what)
    return found


class _Owners:
    """Who owns a step: the counselor of the person, or by name the first of the site with the role."""

    def __init__(self, episodes: Sequence[Episode]) -> None:
        sites = {episode.site_id for episode in episodes}
        rows = StaffSite.objects.filter(site__in=sites, staff__retired_at=None)
        rows = rows.filter(staff__account__role__in=[role.value for role in _BY])
        rows = rows.select_related("staff__account").order_by("staff__family_name", "staff__given_name", "pk")
        self._by_place: dict[tuple[UUID, Mover], Staff] = {}
        for row in rows:
            assert row.staff.account is not None  # asked for by its role
            place = (row.site_id, _BY[Role(row.staff.account.role)])
            self._by_place.setdefault(place, row.staff)

    def of(self, episode: Episode, whose: Mover) -> Staff | None:
        """The first who can own it, in the order of `_INSTEAD`."""
        for mover in _INSTEAD[whose]:
            if mover is Mover.COUNSELOR and episode.counselor is not None:
                return episode.counselor
            found = self._by_place.get((episode.site_id, mover))
            if found is not None:
                return found
        return None
