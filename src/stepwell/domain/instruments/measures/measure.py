"""What a scorer is, what it is given, and what it says. A band or a positive screen is not a diagnosis."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from stepwell.domain.instruments.change import Change, between
from stepwell.domain.instruments.instrument import Instrument

EVERY_ITEM = "A sum needs every item of it; nothing is prorated."
"""The rule for blanks of every instrument here, unless it names its own."""


class NotThisAnswer(ValueError):
    """An answer that the printed form doesn't offer, told by its item."""


@dataclass(frozen=True)
class Span:
    """Where a sum lies while some items are blank; both ends are the same without a blank.

    What holds at both ends is said, and what doesn't is None. So a blank never makes a statement, and
    never hides one that it can't change.
    """

    lowest: int
    highest: int

    def at_least(self, cutoff: int) -> bool | None:
        """Whether the sum reaches a cut-off; None where the blanks decide.

        >>> [Span(4, 5).at_least(cutoff) for cutoff in (3, 5, 6)]
        [True, None, False]
        """
        return self.lowest >= cutoff if (self.lowest >= cutoff) == (self.highest >= cutoff) else None

    def below(self, cutoff: int) -> bool | None:
        """Whether the sum stays below a cut-off; None where the blanks decide."""
        reached = self.at_least(cutoff)
        return None if reached is None else not reached


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

    def span(self, items: Mapping[str, Collection[int]]) -> Span:
        """The lowest and the highest sum that these items can have, however the blanks were answered."""
        known = [(self.points.get(item), offered) for item, offered in items.items()]
        return Span(
            sum(min(offered) if point is None else point for point, offered in known),
            sum(max(offered) if point is None else point for point, offered in known),
        )

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
    subscales: Mapping[str, int | float | None] = field(default_factory=dict)
    band: str | None = None
    positive: bool | None = None
    flags: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reliable:
    """From how many points on a change is more than the error of measuring, and who published that."""

    points: int
    source: str


@dataclass(frozen=True)
class Measure:
    """One questionnaire: what each item may be answered with, what the answers say, and where that stands.

    `form` holds the published words where they may be shipped and were read; without it the words are a
    slot for the program's own text.
    """

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
    form: Instrument | None = None
    version: str = ""
    missing_rule: str = EVERY_ITEM
    subscales: tuple[str, ...] = ()
    bands: tuple[tuple[int, str], ...] = ()
    """From which total on, and the name."""
    cutoff: int | None = None
    """The screening cut-off of the total, where there is one for everybody."""
    reliable: Reliable | None = None
    """None where nobody published one: then no change is called reliable."""
    loinc_panel: str = ""
    loinc_total: str = ""

    @property
    def languages(self) -> tuple[str, ...]:
        """Those whose published words are shipped."""
        return self.form.languages if self.form else ()

    def change(self, before: int, after: int) -> Change | None:
        """What became of a total, by the scale's own direction; None without a published error."""
        if self.reliable is None or self.higher == "neither":
            return None
        better = self.higher == "better"
        return between(
            before, after, reliable=self.reliable.points, cutoff=self.cutoff, higher_is_better=better
        )

    def read(
        self,
        points: Mapping[str, int | None],
        *,
        sex: str | None = None,
        more: Mapping[str, bool] | None = None,
    ) -> Said:
        """What the answers say. NotThisAnswer names the item that can't be so."""
        points = {item.upper(): point for item, point in points.items()}
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


def contradiction(first: str, second: str) -> str:
    """The flag of two answers that can't both be so, by their items.

    Each is offered by the form, so neither is refused: they are scored as given and told, as the software
    of the Department of Veterans Affairs tells days of the BAM that don't fit together.
    """
    return f"contradiction: {first} and {second}"


def _listed(items: Mapping[str, object]) -> str:
    names = list(items)
    return f"{names[0]} to {names[-1]}" if all(map(str.isdigit, names)) else ", ".join(names)


def _offered(points: Collection[int]) -> str:
    ordered = sorted(points)
    if len(ordered) > 2 and ordered == list(range(ordered[0], ordered[-1] + 1)):
        return f"{ordered[0]} to {ordered[-1]}"
    return f"{', '.join(map(str, ordered[:-1]))} or {ordered[-1]}"
