"""Who takes over what, when somebody who leads sessions can't come: the best of all ways, by counting them.

Source: program policy. What is lost by a way out is told by `Loss`, in the order in
which it counts; a day has few sessions, so every combination that could be the best is
looked at, and none is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import reduce
from uuid import UUID

from stepwell.kernel.spans import Span


class Way(Enum):
    """What becomes of a session."""

    SUBSTITUTE = "substitute"
    VIDEO = "video"
    MOVED = "moved"
    CANCELLED = "cancelled"


@dataclass(frozen=True, order=True)
class Loss:
    """What a way out costs people, the worst first: nobody's hours are bought with somebody's comfort.

    >>> Loss(hours_lost=1) > Loss(cannot_come=0, moved=12, by_video=12)
    True
    """

    hours_lost: int = 0
    """People who lose the session and find no other in the week."""
    cannot_come: int = 0
    """People who lose it as it is, but could go to another."""
    moved: int = 0
    """People whose hour changes."""
    by_video: int = 0
    """People who come by video and did not mean to."""
    strangers: int = 0
    """People whose leader they don't know."""
    load: int = 0
    """Minutes the substitute has already that day, so that the work is spread."""

    def __add__(self, other: Loss) -> Loss:
        return Loss(
            self.hours_lost + other.hours_lost,
            self.cannot_come + other.cannot_come,
            self.moved + other.moved,
            self.by_video + other.by_video,
            self.strangers + other.strangers,
            self.load + other.load,
        )


@dataclass(frozen=True)
class WayOut:
    """One way for one session: who leads, when, where, and what it costs. Cancelling takes nobody's time."""

    session: UUID
    way: Way
    span: Span
    loss: Loss
    leader: UUID | None = None
    room: UUID | None = None
    people: frozenset[UUID] = frozenset()
    """Who would have to be there, so that two sessions don't want one person at the same time."""


NOTHING = Loss()


def best(ways: Mapping[UUID, Sequence[WayOut]]) -> dict[UUID, WayOut]:
    """For each session one way, no leader, room or member in two places at once, at the least loss in all.

    Exact: a combination is given up only when what it has lost already, with the least
    that every session left must lose, is not better than the best known. Of equal ones
    the first in the order given is taken, so the same day gives the same plan. A session
    must have a way that is always possible: cancelling.
    """
    order = list(ways)
    for session in order:
        if not any(way.way is Way.CANCELLED for way in ways[session]):
            raise ValueError("Cancelling must be among the ways of every session.")
    least = _least_from(order, ways)
    found: tuple[Loss, list[WayOut]] | None = None

    def look(place: int, chosen: list[WayOut], lost: Loss) -> None:
        nonlocal found
        if found is not None and not lost + least[place] < found[0]:
            return
        if place == len(order):
            found = (lost, list(chosen))
            return
        for way in sorted(ways[order[place]], key=lambda one: one.loss):
            if not any(collide(way, other) for other in chosen):
                look(place + 1, [*chosen, way], lost + way.loss)

    look(0, [], NOTHING)
    assert found is not None  # cancelling everything is always possible
    return {way.session: way for way in found[1]}


def total(ways: Iterable[WayOut]) -> Loss:
    """What a day's ways cost together."""
    return reduce(lambda lost, way: lost + way.loss, ways, NOTHING)


def collide(one: WayOut, other: WayOut) -> bool:
    """Two sessions want the same leader, room or member while both are on."""
    if Way.CANCELLED in (one.way, other.way) or not one.span.overlaps(other.span):
        return False
    same_leader = one.leader is not None and one.leader == other.leader
    same_room = one.room is not None and one.room == other.room
    return same_leader or same_room or bool(one.people & other.people)


def _least_from(order: Sequence[UUID], ways: Mapping[UUID, Sequence[WayOut]]) -> list[Loss]:
    """The least that the sessions from each place on must lose, each looked at alone.

    In an order like this one a sum of leasts is never above any sum of others.
    """
    least = [NOTHING]
    for session in reversed(order):
        least.append(least[-1] + min(way.loss for way in ways[session]))
    return least[::-1]
