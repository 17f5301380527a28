"""All that one person's week could be made of, with the rules that each part of it breaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stepwell.domain.timetable.explain import bits
from stepwell.domain.timetable.explain.bits import RuleSet
from stepwell.domain.timetable.explain.board import Board
from stepwell.domain.timetable.explain.forming import Forming
from stepwell.domain.timetable.explain.leaders import Leaders
from stepwell.domain.timetable.explain.ledger import Ledger
from stepwell.domain.timetable.explain.opening import Opening, Run, beside
from stepwell.domain.timetable.explain.weeks import Option
from stepwell.domain.timetable.facts import Participant, Site, Slot, Therapy, Variant
from stepwell.domain.timetable.laid import Held

CHANGE = 1_000
"""The price of one seat taken or left."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat in a group that stands, by its position in the plan."""

    group: int


@dataclass(frozen=True, slots=True)
class HourAt:
    """An individual hour, and who holds it: None where the person has no counselor."""

    slot: Slot
    counselor: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """One group that could be opened, and what it breaks whoever leads it and whoever else comes."""

    opening: Opening
    breaks: RuleSet


@dataclass(frozen=True, slots=True, eq=False)
class Chance:
    """Groups that could be opened and would give the person the same: therapy, slots, by video or not."""

    therapy: Therapy
    run: Run
    by_video: bool
    candidates: tuple[Candidate, ...]
    always_breaks: RuleSet


@dataclass(frozen=True, slots=True, eq=False)
class Offer:
    """One group to be opened, with who would lead it."""

    opening: Opening
    leader: str


Part = Seat | HourAt | Chance | Offer


class Space:
    """One person's possible week: the groups that stand, an individual hour, and one group to be opened."""

    def __init__(self, board: Board, leaders: Leaders, person: Participant) -> None:
        self.board = board
        self.leaders = leaders
        self.person = person
        self.week = board.week
        self.problem = board.problem
        self.ledger = Ledger(person, board.problem.weights)
        self.forming = Forming(board, leaders, person)
        self._therapy_bit = {each.id: 1 << index for index, each in enumerate(self.problem.therapies)}
        self.now = {index for index, held in enumerate(self.week.held) if person.id in held.members}
        self.hour_now = self._hour_now()
        self.seats = tuple(self._seat(index, held) for index, held in enumerate(self.week.held))
        self.hours = tuple(self._hours())
        self.chances = tuple(self._chances())
        self.own_counselors = bits.union(leaders.bit[each] for each in person.counselors)

    def as_option(
        self, chance: Chance, *, by_counselor: bool, offer: Offer | None = None, price: int = 0
    ) -> Option[Part]:
        """A group to be opened, as a part of the week."""
        marks = self.ledger.opens | (self.ledger.by_counselor if by_counselor else 0)
        return self._option(
            offer or chance,
            chance.run,
            gives=self.ledger.of_group(chance.therapy.id, len(chance.run.slots)) + marks,
            therapy=self._therapy_bit[chance.therapy.id],
            by_video=chance.by_video,
            breaks=0,
            price=price,
        )

    def _hour_now(self) -> HourAt | None:
        hour = self.week.hours.get(self.person.id)
        return HourAt(hour.slots[0], hour.counselor) if hour else None

    def _seat(self, index: int, held: Held) -> Option[Part]:
        is_now = index in self.now
        run = Run(held.slots, held.day, beside(self.problem, held.slots))
        breaks = self._of_time(held.therapy, run, by_video=held.site.tele)
        breaks |= self._of_variant(held.therapy, held.variant) & ~bits.GENDERED_VARIANT
        breaks |= self._of_members(held, is_now=is_now)
        if not held.site.tele and held.site.id != self.person.site:
            breaks |= bits.MEMBER_SITE
        return self._option(
            Seat(index),
            run,
            gives=self.ledger.of_group(held.therapy.id, held.therapy.slots),
            length=held.therapy.slots,
            therapy=self._therapy_bit[held.therapy.id],
            by_video=held.site.tele,
            breaks=breaks,
            stays=self._of_leaving(held) if is_now else 0,
            is_now=is_now,
        )

    def _option(
        self,
        what: Part,
        run: Run,
        *,
        gives: int,
        length: int | None = None,
        therapy: int,
        by_video: bool,
        breaks: RuleSet,
        stays: RuleSet = 0,
        is_now: bool = False,
        price: int = 0,
    ) -> Option[Part]:
        travels = not isinstance(what, HourAt)
        return Option(
            what=what,
            day=run.day,
            first=run.slots[0],
            length=length or len(run.slots),
            gives=gives,
            therapy=therapy,
            busy=_slots(run.slots),
            beside=_slots(run.beside) if travels else 0,
            by_video=by_video,
            breaks=breaks,
            stays=stays,
            is_now=is_now,
            take=price + (0 if is_now else CHANGE),
            leave=CHANGE if is_now else 0,
        )

    def free_for(self, by_video: bool, *, family: bool = False) -> frozenset[Slot]:
        """When the person, or the person's family, is free for a group."""
        if family:
            return self.person.family_avail
        return self.person.tele_avail if by_video else self.person.avail

    def _of_time(self, therapy: Therapy, run: Run, *, by_video: bool) -> RuleSet:
        """What a group of this therapy, held then, breaks for the person."""
        person = self.person
        breaks = 0
        if not self.free_for(by_video).issuperset(run.slots):
            breaks |= bits.MEMBER_FREE
        if therapy.family and not person.family_avail.issuperset(run.slots):
            breaks |= bits.FAMILY_FREE
        if not therapy.open and not person.need.get(therapy.id):
            breaks |= bits.NEEDED_OR_OPEN
        return breaks

    def _of_variant(self, therapy: Therapy, variant: Variant) -> RuleSet:
        person = self.person
        breaks = 0
        if variant.lang not in person.langs:
            breaks |= bits.MEMBER_LANGUAGE
        if variant.gender is None:
            return breaks | (bits.SAME_GENDER if therapy.id in person.same_gender else 0)
        if variant.gender != person.gender:
            breaks |= bits.MEMBER_GENDER
        return breaks if therapy.gendered else breaks | bits.GENDERED_VARIANT

    def _of_members(self, held: Held, *, is_now: bool) -> RuleSet:
        breaks = 0
        if not is_now and len(held.members) >= held.therapy.max:
            breaks |= bits.GROUP_MAX
        own = self.board.person_bit[self.person.id]
        apart = self.board.apart.get(own, 0)
        if apart and apart & (own | bits.union(self.board.person_bit[other] for other in held.members)):
            breaks |= bits.KEPT_APART
        if self.person.id in held.site.not_for:
            breaks |= bits.KEPT_APART
        if held.group.facilitator in self.person.avoid_fac:
            breaks |= bits.LEADER_TO_AVOID
        return breaks

    def _of_leaving(self, held: Held) -> RuleSet:
        stays = bits.GROUP_MIN if len(held.members) <= held.therapy.min else 0
        for locked in self.problem.locked.groups:
            same = locked.place == held.group.place and locked.facilitator == held.group.facilitator
            if same and self.person.id in locked.members:
                stays |= bits.LOCKED_GROUP
        return stays

    def _hours(self) -> Iterator[Option[Part]]:
        locked = self.person.id in self.problem.locked.individual
        for run in self._times_for_hour():
            for counselor in self._may_hold():
                hour = HourAt(run.slots[0], counselor)
                is_now = hour == self.hour_now
                kept = self.ledger.hour_kept if is_now else 0
                yield self._option(
                    hour,
                    run,
                    gives=len(run.slots) + self.ledger.hour + kept,
                    therapy=0,
                    by_video=True,
                    breaks=self._of_hour(run, counselor),
                    stays=bits.LOCKED_INDIVIDUAL if is_now and locked else 0,
                    is_now=is_now,
                )

    def _times_for_hour(self) -> tuple[Run, ...]:
        """Every place for an individual hour, and where it is now."""
        runs = self.board.runs(self.problem.individual_slots)
        hour = self.week.hours.get(self.person.id)
        if hour is None or any(run.slots == hour.slots for run in runs):
            return runs
        return (*runs, Run(hour.slots, hour.day, ()))

    def _may_hold(self) -> tuple[str | None, ...]:
        """The person's counselors, and whoever holds the hour now."""
        counselors: tuple[str | None, ...] = self.person.counselors or (None,)
        if self.hour_now is None or self.hour_now.counselor in counselors:
            return counselors
        return (*counselors, self.hour_now.counselor)

    def _of_hour(self, run: Run, counselor: str | None) -> RuleSet:
        breaks = 0
        if not self.person.tele_avail.issuperset(run.slots):
            breaks |= bits.INDIVIDUAL_FREE
        if counselor is None:
            return breaks | bits.INDIVIDUAL_COUNSELOR
        if counselor not in self.person.counselors:
            breaks |= bits.INDIVIDUAL_COUNSELOR
        own = set(self._slots_now(counselor))
        if not self.problem.facilitator[counselor].avail.issuperset(run.slots):
            breaks |= bits.COUNSELOR_FREE
        if self.leaders.is_busy(counselor, [slot for slot in run.slots if slot not in own]):
            breaks |= bits.LEADER_CLASH
        if self.leaders.hours_left[counselor] + len(own) < len(run.slots):
            breaks |= bits.LEADER_HOURS
        return breaks

    def _slots_now(self, counselor: str) -> tuple[Slot, ...]:
        """Where this counselor holds the person's hour now."""
        hour = self.week.hours.get(self.person.id)
        return hour.slots if hour and hour.counselor == counselor else ()

    def _chances(self) -> Iterator[Chance]:
        sites = [
            each
            for each in self.problem.sites
            if each.seats is None and (each.tele or each.id == self.person.site)
        ]
        for therapy in self.problem.therapies:
            fits = [(each, self._of_variant(therapy, each)) for each in self.problem.variants]
            for run in self.board.runs(therapy.slots):
                for by_video in (False, True):
                    breaks = self._of_time(therapy, run, by_video=by_video)
                    candidates = tuple(
                        self._candidate(therapy, variant, site, run, breaks | more)
                        for site in sites
                        if site.tele == by_video
                        for variant, more in fits
                    )
                    if candidates:
                        yield Chance(therapy, run, by_video, candidates, _in_all(candidates))

    def _candidate(
        self, therapy: Therapy, variant: Variant, site: Site, run: Run, breaks: RuleSet
    ) -> Candidate:
        opening = self.board.opening(therapy, variant, site, run)
        own = self.board.person_bit[self.person.id]
        if self.board.apart.get(own, 0) & own:
            breaks |= bits.KEPT_APART
        if therapy.max < 1:
            breaks |= bits.GROUP_MAX
        return Candidate(opening, breaks | self.board.of_place(opening))


def _slots(slots: tuple[Slot, ...]) -> int:
    return bits.union(1 << slot for slot in slots)


def _in_all(candidates: tuple[Candidate, ...]) -> RuleSet:
    common = bits.ALL
    for candidate in candidates:
        common &= candidate.breaks
    return common
