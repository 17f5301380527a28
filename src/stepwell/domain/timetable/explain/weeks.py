"""Every week that one person could have, found day by day; weeks that give the same are kept once.

Exact: what is thrown away gives the same as what is kept and costs no less, or could no longer help
whatever the rest of the week brings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from stepwell.domain.timetable.explain import bits
from stepwell.domain.timetable.explain.bits import RuleSet
from stepwell.domain.timetable.explain.ledger import Aim, Given, Ledger

What = TypeVar("What")


@dataclass(frozen=True, slots=True, eq=False)
class Option(Generic[What]):
    """Something a person could have in the week: a seat, an individual hour, a group to be opened.

    `breaks` are the rules it breaks by itself, `stays` those broken by leaving it; `busy` its slots and
    `beside` the slots that touch them, as bits; `take` and `leave` are prices.
    """

    what: What
    day: int
    first: int
    length: int
    gives: Given
    therapy: int
    busy: int
    beside: int
    by_video: bool
    breaks: RuleSet
    stays: RuleSet
    is_now: bool
    take: int
    leave: int


@dataclass(frozen=True, slots=True)
class Limits:
    """The most hours of a week and of a day, and the price of each hour above the latter where it may be."""

    week: int
    day: int
    over_day: int = 0


@dataclass(frozen=True, slots=True)
class Chosen(Generic[What]):
    """What was chosen, last first, and before it the rest."""

    option: Option[What]
    before: Chosen[What] | None


Weeks = dict[Given, tuple[int, tuple["Chosen[What] | None", ...]]]
"""By what they give: the price of the cheapest week, and what it holds, day by day."""


_Days = dict[Given, tuple[int, "Chosen[What] | None"]]


def chosen_in(days: Iterable[Chosen[What] | None]) -> list[Option[What]]:
    """All that a week holds."""
    found = []
    for day in days:
        link = day
        while link is not None:
            found.append(link.option)
            link = link.before
    return found


def weeks_of(
    options: Sequence[Option[What]],
    rules: RuleSet,
    limits: Limits,
    ledger: Ledger,
    aim: Aim,
) -> Weeks[What]:
    """The cheapest week for everything a week can give that is less short than the aim."""
    by_day: dict[int, list[Option[What]]] = {}
    for option in sorted(options, key=lambda each: each.first):
        by_day.setdefault(option.day, []).append(option)
    days = [_days_of(each, rules, limits, ledger) for each in by_day.values()]
    most = limits.week if rules & bits.MEMBER_HOURS else None
    hopes = _hopes(days, ledger)
    weeks: Weeks[What] = {0: (0, ())}
    for day, hope in zip(days, hopes, strict=True):
        weeks = _longer(weeks, day, most, ledger, hope | ledger.hour, aim)
    return {given: week for given, week in weeks.items() if ledger.is_less(given, aim)}


def _longer(
    weeks: Weeks[What],
    day: _Days[What],
    most: int | None,
    ledger: Ledger,
    hope: Given,
    aim: Aim,
) -> Weeks[What]:
    """The weeks with one day more, without those that no longer help even with all that may be hoped for."""
    longer: Weeks[What] = {}
    hopeless: set[Given] = set()
    once, least = ledger.once, ledger.least if most is None else ledger.least_but_hours
    for had, (price, held) in weeks.items():
        for more, (extra, chosen) in day.items():
            if had & more & once:
                continue
            given = least[had + more]
            known = longer.get(given)
            if known is None:
                if given in hopeless:
                    continue
                if _is_hopeless(given, most, ledger, hope, aim):
                    hopeless.add(given)
                    continue
            elif known[0] <= price + extra:
                continue
            longer[given] = (price + extra, (*held, chosen))
    return longer


def _is_hopeless(given: Given, most: int | None, ledger: Ledger, hope: Given, aim: Aim) -> bool:
    if most is not None and ledger.hours(given) > most:
        return True
    return not ledger.is_less(ledger.least[hope + (given & ~ledger.hour)], aim)


def _hopes(days: Sequence[Mapping[Given, object]], ledger: Ledger) -> list[Given]:
    """For each day, at least what all later days together could give."""
    hopes = [0]
    for day in reversed(days[1:]):
        hopes.append(hopes[-1] + ledger.most_of(day))
    return hopes[::-1]


_State = tuple[Given, int, int, int, int]
"""Of a day so far: what it gives, the therapies in it, the slots taken, those in person, those by video."""

_States = dict[_State, tuple[int, "Chosen[What] | None"]]


def _days_of(options: Sequence[Option[What]], rules: RuleSet, limits: Limits, ledger: Ledger) -> _Days[What]:
    """The cheapest day for everything a day can give."""
    held = _Held.of(rules, limits)
    states: _States[What] = {(0, 0, 0, 0, 0): (0, None)}
    for option in options:
        states = _with(option, states, held, ledger)
    days: _Days[What] = {}
    least = ledger.least_but_hours if rules & bits.MEMBER_HOURS else ledger.least
    for (given, *_), (price, chosen) in states.items():
        hours = ledger.hours(given)
        if hours:
            price += limits.over_day * max(0, hours - limits.day)
            given += ledger.day
        given = least[given]
        if given not in days or price < days[given][0]:
            days[given] = (price, chosen)
    return days


@dataclass(frozen=True, slots=True)
class _Held:
    """Which rules hold within a day."""

    rules: RuleSet
    most: int | None
    once: bool
    clash: bool
    travel: bool

    @classmethod
    def of(cls, rules: RuleSet, limits: Limits) -> _Held:
        bounds = [limits.week] if rules & bits.MEMBER_HOURS else []
        if rules & bits.MEMBER_HOURS_DAY:
            bounds.append(limits.day)
        return cls(
            rules,
            min(bounds, default=None),
            bool(rules & bits.THERAPY_ONCE_A_DAY),
            bool(rules & bits.MEMBER_CLASH),
            bool(rules & bits.TRAVEL),
        )


def _with(option: Option[What], states: _States[What], held: _Held, ledger: Ledger) -> _States[What]:
    """The states after one option more was taken or left."""
    leaves_any = not option.stays & held.rules
    after: _States[What] = {}
    for state, (price, chosen) in states.items():
        state = _forget(state, option.first)
        left = price + option.leave
        if leaves_any and (state not in after or left < after[state][0]):
            after[state] = (left, chosen)
        taken = _take(option, state, held, ledger)
        if taken is None:
            continue
        paid = price + option.take
        if taken not in after or paid < after[taken][0]:
            after[taken] = (paid, Chosen(option, chosen))
    return after


def _forget(state: _State, first: int) -> _State:
    """The state without slots that nothing beginning at `first` or later can touch."""
    given, once, busy, in_person, by_video = state
    if not busy and not in_person and not by_video:
        return state
    gone = max(0, first - 1)
    return (given, once, busy >> gone << gone, in_person >> gone << gone, by_video >> gone << gone)


def _take(option: Option[What], state: _State, held: _Held, ledger: Ledger) -> _State | None:
    """The state with the option, or None where a rule forbids it."""
    given, once, busy, in_person, by_video = state
    if given & option.gives & ledger.once or once & option.therapy or busy & option.busy:
        return None
    if option.beside & (in_person if option.by_video else by_video):
        return None
    total = given + option.gives
    if held.most is None:
        total = ledger.least[total]
    elif ledger.hours(total) > held.most:
        return None
    if held.once:
        once |= option.therapy
    if held.clash:
        busy |= option.busy
    if held.travel and option.beside:
        in_person, by_video = _seated(option, in_person, by_video)
    return (total, once, busy, in_person, by_video)


def _seated(option: Option[What], in_person: int, by_video: int) -> tuple[int, int]:
    return (in_person, by_video | option.busy) if option.by_video else (in_person | option.busy, by_video)
