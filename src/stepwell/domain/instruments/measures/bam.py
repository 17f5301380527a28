"""The Brief Addiction Monitor: three subscales and no total, which nobody has validated.

Use is items 4, 5, 6; Risk 1, 2, 3, 8, 11, 15; Protective 9, 10, 12, 13, 14, 16, where higher is better. Items
7A to 7G tell more of item 6, and item 17 stands alone. Item 5 is zero where item 4 is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from stepwell.domain.instruments.measures.measure import (
    Answers,
    Measure,
    NotThisAnswer,
    Said,
    contradiction,
)

USE = ("4", "5", "6")
RISK = ("1", "2", "3", "8", "11", "15")
PROTECTIVE = ("9", "10", "12", "13", "14", "16")
MORE_OF_6 = tuple(f"7{letter}" for letter in "ABCDEFG")
DAYS = ("2", "3", "4", "5", "6", *MORE_OF_6, "10", "11", "13", "16")
"""Counted in days; the others, but for income, in how much."""
INCOME = "14"
_ORDER = (*map(str, range(1, 7)), *MORE_OF_6, *map(str, range(8, 18)))
_FIVE = range(5)
_YES = 4
SPREAD = (0, 8, 15, 22, 30)
"""What 0 to 4 count in the sums of the BAM-R, beside days of 0 to 30."""


def _items(days: Collection[int]) -> Mapping[str, Collection[int]]:
    kinds: dict[str, Collection[int]] = {item: days if item in DAYS else _FIVE for item in _ORDER}
    return {**kinds, INCOME: (0, _YES)}


def category(answers: Answers) -> Said:
    """Each item 0 to 4: Use to 12, Risk to 24, Protective to 24, with the published flags.

    A flag is said of an incomplete subscale too, where no blank could take it back.

    >>> category(Answers({"4": 1, "5": 0, "6": 0})).flags
    ('use',)
    """
    said = _subscales(answers)
    risky = answers.span({item: _CATEGORY[item] for item in RISK}).at_least(12)
    unprotected = answers.span({item: _CATEGORY[item] for item in PROTECTIVE}).below(13)
    flags = [name for name, holds in (("risk", risky), ("protective", unprotected)) if holds]
    use = [flag for flag in said.flags if flag == "use"]
    others = [flag for flag in said.flags if flag != "use"]
    return Said(subscales=said.subscales, flags=(*use, *flags, *others), missing=said.missing)


def days_of_30(answers: Answers) -> Said:
    """Days as 0 to 30, and the items of how much spread over the same width: Use to 90, the others to 180.

    They are answered with 0 to 4 as printed and count 0, 8, 15, 22 and 30; income counts 30.

    >>> days_of_30(Answers(dict.fromkeys(RISK, 2))).subscales["risk"]
    51
    """
    spread = {
        item: point if item in DAYS or point is None else SPREAD[point]
        for item, point in answers.points.items()
    }
    return _subscales(Answers(spread, answers.sex, answers.more))


def _subscales(answers: Answers) -> Said:
    """Sums of complete subscales, the flag for any use, and days that don't fit together, for every form."""
    if answers.get("4") == 0:
        if answers.get("5"):
            raise NotThisAnswer(
                "Item 5 (days of heavy drinking) is above zero where item 4 (days of drinking) is zero."
            )
        answers = answers.with_zeros(("5",))
    asked = [item for item in _ORDER if item not in MORE_OF_6]
    named = [item for item in MORE_OF_6 if item in answers.points and answers.get("6")]
    subscales = {
        "use": answers.total(USE),
        "risk": answers.total(RISK),
        "protective": answers.total(PROTECTIVE),
    }
    has_use = any(answers.get(item) for item in USE)
    blank = set(answers.blank([*asked, *named]))
    return Said(
        subscales=subscales,
        flags=(*(("use",) if has_use else ()), *_contradictions(answers)),
        missing=tuple(item for item in _ORDER if item in blank),
    )


def _contradictions(answers: Answers) -> list[str]:
    """Heavy drinking on more days than drinking, and one substance on more days than all of them."""
    pairs = [("4", "5"), *(("6", item) for item in MORE_OF_6)]
    return [
        contradiction(whole, part)
        for whole, part in pairs
        if (most := answers.get(whole)) is not None and (answers.get(part) or 0) > most
    ]


_CATEGORY, _THIRTY, _SEVEN = _items(_FIVE), _items(range(31)), _items(range(8))
_SOURCE = "Cacciola et al., 2013, J Subst Abuse Treat 44(3):256-263; VA Brief Addiction Monitor manual"
_SPREAD_SOURCE = f"{_SOURCE}; weights as in the VA Mental Health Assistant"
_LICENSE = "U.S. Department of Veterans Affairs; free to use."
_MONTH = "the last 30 days"


def _bam(
    name: str,
    look_back: str,
    items: Mapping[str, Collection[int]],
    source: str,
    score: Callable[[Answers], Said],
) -> Measure:
    return Measure(
        name,
        name.upper(),
        look_back,
        items,
        "neither",
        source,
        _LICENSE,
        score,
        subscales=("use", "risk", "protective"),
    )


MEASURES = (
    _bam("bam", _MONTH, _CATEGORY, _SOURCE, category),
    _bam("bam-r", _MONTH, _THIRTY, _SPREAD_SOURCE, days_of_30),
    _bam("bam-iop", "the last 7 days", _SEVEN, _SOURCE, _subscales),
)
