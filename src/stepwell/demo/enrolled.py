"""Everybody of the demo comes into the program, joins groups, and moves on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from stepwell.actions import enrolling, grouping
from stepwell.actions.readers import SignedIn
from stepwell.demo import graduated
from stepwell.demo.characters import Character, chance
from stepwell.demo.doors import email_of
from stepwell.demo.grouped import Groups, groups_of
from stepwell.demo.places import Places
from stepwell.demo.weeks import COHORTS, ZONES, weekday_of
from stepwell.domain.episodes.lifecycle import EpisodeState
from stepwell.domain.privacy.access import Role
from stepwell.kernel.civil import at_site
from stepwell.records.episodes.models import Episode
from stepwell.records.people.models import Person


@dataclass
class Participant:
    """A character with the rows that stand for them."""

    character: Character
    person: Person
    episode: Episode
    site_key: str
    zone: ZoneInfo
    ended_on: date | None = None
    states: list[tuple[EpisodeState, date]] = field(default_factory=list)

    def at(self, day: date, clock: time) -> datetime:
        """The instant of a time on a day where this person meets the program."""
        return at_site(day, clock, self.zone)


People = dict[str, Participant]

_ENDS = {
    EpisodeState.GRADUATED: [
        (EpisodeState.ACTIVE, 3),
        (EpisodeState.STEP_DOWN, 56),
        (EpisodeState.GRADUATED, 70),
    ],
    EpisodeState.CONTINUING_CARE: [
        (EpisodeState.ACTIVE, 3),
        (EpisodeState.GRADUATED, 70),
        (EpisodeState.CONTINUING_CARE, 72),
    ],
    EpisodeState.LEFT: [(EpisodeState.ACTIVE, 3), (EpisodeState.LEFT, 19)],
    EpisodeState.STEP_DOWN: [(EpisodeState.ACTIVE, 3), (EpisodeState.STEP_DOWN, 56)],
    EpisodeState.HOLD: [(EpisodeState.ACTIVE, 3), (EpisodeState.HOLD, 31)],
    EpisodeState.ACTIVE: [(EpisodeState.ACTIVE, 3)],
}
"""After how many days of the episode each state began."""
_REASONS = {
    EpisodeState.LEFT: "stopped_coming",
    EpisodeState.HOLD: "hospital_stay",
}


def enroll_everybody(
    characters: Iterable[Character],
    places: Places,
    groups: Groups,
    *,
    day_zero: date,
    by: SignedIn,
    began: datetime,
    at: datetime,
) -> People:
    """Each in turn: known, reachable, enrolled, in groups; those whose stay has ended have left them."""
    people: People = {}
    for number, character in enumerate(characters):
        moment = began + timedelta(hours=1, minutes=number)
        people[character.key] = _enroll(character, places, groups, day_zero=day_zero, by=by, began=moment)
    _name_elena(people["sam"], at=began + timedelta(hours=1))
    _tell_busy(people, day_zero=day_zero, at=began)
    viktor, tomas = people["viktor"].person, people["tomas"].person
    enrolling.keep_apart(viktor, tomas, by=by, at=began + timedelta(days=2))
    return people


def _enroll(
    character: Character, places: Places, groups: Groups, *, day_zero: date, by: SignedIn, began: datetime
) -> Participant:
    cohort = COHORTS[character.cohort]
    zone = ZoneInfo(ZONES[cohort.site])
    starts_on = character.starts_on(day_zero)
    person = enrolling.register_person(
        given_name=character.given,
        family_name=character.family,
        preferred_name=character.preferred,
        pronouns=character.pronouns,
        languages=character.languages,
        birth_date=character.born_on(day_zero),
        at=began,
    )
    email = email_of(character.key)
    enrolling.give_account(person, email=email, role=character.role, language=character.language, at=began)
    enrolling.wish_contact(
        person,
        email=email,
        phone="",
        channel="email",
        safe_from=time(8),
        safe_until=time(21),
        zone=str(zone),
        language=character.language,
        at=began,
    )
    joined_at = at_site(starts_on, time(7), zone)
    is_pending = character.state is EpisodeState.PENDING
    episode = enrolling.enroll(
        person,
        site=places.sites[cohort.site],
        template=places.templates[cohort.template],
        counselor=places.staff[character.counselor],
        starts_on=starts_on,
        state=EpisodeState.PENDING if is_pending else EpisodeState.ADMITTED,
        at=joined_at,
        by=by,
    )
    participant = Participant(character, person, episode, cohort.site, zone)
    for group in groups_of(character.key, character.cohort, character.days, groups):
        grouping.join(group, person, from_on=starts_on, by=by, at=joined_at)
    _move_on(participant, starts_on=starts_on, by=by)
    return participant


def _move_on(participant: Participant, *, starts_on: date, by: SignedIn) -> None:
    character = participant.character
    for state, days in _ENDS.get(character.state, []):
        if days > character.days_in:
            continue
        on = starts_on + timedelta(days=days)
        if state is EpisodeState.GRADUATED:
            graduated.graduate(participant.episode, on=on, at=participant.at(on, time(8)))
            participant.ended_on = on
            continue
        moved = enrolling.move_episode(
            participant.episode,
            to=state,
            on=on,
            reason=_REASONS.get(state, ""),
            by=by,
            at=participant.at(on, time(8)),
        )
        participant.ended_on = participant.ended_on or moved.ends_on


def _name_elena(sam: Participant, *, at: datetime) -> None:
    elena = enrolling.register_person(
        given_name="Elena", family_name="Reyes", pronouns="she/her", languages=["en", "es"], at=at
    )
    enrolling.name_supporter(sam.person, supporter=elena, relation="sister", at=at)
    enrolling.give_account(elena, email=email_of("elena"), role=Role.FAMILY, language="en", at=at)


_SHIFTS = (
    ("sam", "work", (0, 1, 2, 5), "07:30", "16:00"),  # the warehouse
    ("maria", "work", (4, 5), "08:00", "17:00"),
    ("maria", "work", (4,), "17:30", "23:30"),
    ("maria", "care", (-1,), "12:30", "14:30"),
    ("maria", "care", (-1, 0, 1, 2, 3, 4), "14:30", "17:00"),
    ("maria", "work", (-1, 0, 1, 2, 3, 5), "17:30", "23:30"),
    ("maria", "work", (1, 3), "06:00", "14:00"),
    ("maria", "court", (-1,), "09:00", "12:00"),
    ("robert", "court", (4,), "09:00", "13:00"),
    ("robert", "work", (-1, 1, 3), "12:00", "21:00"),
    ("jo", "work", (4,), "22:00", "06:00"),  # a night shift
)


def _tell_busy(people: People, *, day_zero: date, at: datetime) -> None:
    told = list(_SHIFTS)
    known = {key for key, *_ in told}
    for key, participant in people.items():
        luck = chance(f"busy {key}")
        if key in known or participant.character.state in {EpisodeState.LEFT, EpisodeState.GRADUATED}:
            continue
        if "evening" in participant.character.cohort and luck.random() < 0.7:
            told.append((key, "work", (1, 3), "08:30", "16:30"))
        elif luck.random() < 0.5:
            told.append((key, "care", (1, 4), "15:30", "17:30"))
    for key, kind, offsets, start, end in told:
        for offset in offsets:
            enrolling.tell_busy(
                people[key].person,
                kind=kind,
                weekday=weekday_of(day_zero, offset),
                from_time=time.fromisoformat(start),
                until_time=time.fromisoformat(end),
                zone=str(people[key].zone),
                at=at,
            )
