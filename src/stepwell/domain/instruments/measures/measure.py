"""What a scorer is, what it is given, and what it says. A band or a positive screen is not a diagnosis."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field


class NotThisAnswer(ValueError):
    """An answer that the printed form doesn't offer, told by its item."""


@dataclass(frozen=True)
class Answers:
    """The raw points of the printed form by item number; None for a blank, which is never a zero."""

    points: Mapping[str, int | None]
    sex: str | None = None
    """"f" or "m", where a cut-off depends on it."""
    more: Mapping[str, bool] = field(default_factory=dict)

    def get(self, item: str) -> int | None:
        return self.points.get(item)

    def blank(self, items: Iterable[str]) -> tuple[str, ...]:
        """Those that are not answered, in the order of the form."""
        return tuple(item for item in items if self.points.get(item) is None)

    def total(self, items: Collection[str]) -> int | None:
        """The sum of complete answers; None when one is blank."""
        known = [self.points.get(item) for item in items]
        complete = [point for point in known if point is not None]
        return sum(complete) if len(complete) == len(known) else None

    def with_zeros(self, items: Iterable[str]) -> Answers:
        """The same with zeros where the printed form skips these items and they are blank."""
        zeros = {item: 0 for item in items if self.points.get(item) is None}
        return Answers({**self.points, **zeros}, self.sex, self.more)


@dataclass(frozen=True)
class Said:
    """What answers add up to. Whatever can't be said from what is there is None, not a guess."""

    total: int | None = None
    subscales: Mapping[str, int | None] = field(default_factory=dict)
    band: str | None = None
    positive: bool | None = None
    flags: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measure:
    """One questionnaire as a scorer: what each item may be answered with, and what the answers say."""

    name: str
    title: str
    look_back: str
    items: Mapping[str, Collection[int]]
    """The points that the printed form offers, by item, in its order."""
    higher: str
    """What a higher number means: "worse", "better", or "neither"."""
    source: str
    license: str
    score: Callable[[Answers], Said]
    asks_sex: bool = False
    asks: tuple[str, ...] = ()
    """Further yes-or-no keys that may stand beside the answers."""

    def read(
        self,
        points: Mapping[str, int | None],
        *,
        sex: str | None = None,
        more: Mapping[str, bool] | None = None,
    ) -> Said:
        """What the answers say. NotThisAnswer names the item that can't be so."""
        for item, point in points.items():
            if item not in self.items:
                raise NotThisAnswer(f"{self.title} has no item {item}; its items are {_listed(self.items)}.")
            if point is not None and point not in self.items[item]:
                offered = _offered(self.items[item])
                raise NotThisAnswer(
                    f"Item {item} of {self.title} is answered with {offered}, not with {point}."
                )
        return self.score(Answers(points, sex, more or {}))


def numbered(count: int, points: Collection[int]) -> dict[str, Collection[int]]:
    """Items 1 to `count`, each answered with one of these points."""
    return {str(number): points for number in range(1, count + 1)}


def band_of(total: int | None, *bands: tuple[int, str]) -> str | None:
    """The name of the band: of those that begin at the total or below, the highest.

    >>> band_of(9, (0, "minimal"), (5, "mild"), (10, "moderate"))
    'mild'
    """
    names = [name for begins, name in bands if total is not None and total >= begins]
    return names[-1] if names else None


def at_least(total: int | None, cutoff: int) -> bool | None:
    """Whether a total reaches a cut-off; None where there is no total."""
    return None if total is None else total >= cutoff


def _listed(items: Mapping[str, object]) -> str:
    names = list(items)
    return f"{names[0]} to {names[-1]}" if all(map(str.isdigit, names)) else ", ".join(names)


def _offered(points: Collection[int]) -> str:
    ordered = sorted(points)
    if len(ordered) > 2 and ordered == list(range(ordered[0], ordered[-1] + 1)):
        return f"{ordered[0]} to {ordered[-1]}"
    return f"{', '.join(map(str, ordered[:-1]))} or {ordered[-1]}"
