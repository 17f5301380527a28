"""The Brief Addiction Monitor: three subscales and no total, which nobody has validated.

Use is items 4, 5, 6; Risk 1, 2, 3, 8, 11, 15; Protective 9, 10, 12, 13, 14, 16, where higher is better. Items
7A to 7G tell more of item 6, and item 17 stands alone. Item 5 is zero where item 4 is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from stepwell.domain.instruments.measures.measure import Answers, Measure, NotThisAnswer, Said

USE = ("4", "5", "6")
RISK = ("1", "2", "3", "8", "11", "15")
PROTECTIVE = ("9", "10", "12", "13", "14", "16")
MORE_OF_6 = tuple(f"7{letter}" for letter in "ABCDEFG")
DAYS = ("2", "3", "4", "5", "6", *MORE_OF_6, "10", "11", "13", "16")
"""Counted in days; the others in how much."""
_ORDER = (*map(str, range(1, 7)), *MORE_OF_6, *map(str, range(8, 18)))
_FIVE = range(5)


def _items(
    days: Collection[int], others: Collection[int], income: Collection[int]
) -> Mapping[str, Collection[int]]:
    kinds = {item: days if item in DAYS else others for item in _ORDER}
    return {**kinds, "14": income}


def category(answers: Answers) -> Said:
    """Each item 0 to 4: Use to 12, Risk to 24, Protective to 24, with the published flags.

    >>> category(Answers({"4": 1, "5": 0, "6": 0})).flags
    ('use',)
    """
    said = _subscales(answers)
    risk, protective = said.subscales["risk"], said.subscales["protective"]
    flags = [*said.flags]
    flags += ["risk"] if risk is not None and risk >= 12 else []
    flags += ["protective"] if protective is not None and protective <= 12 else []
    return Said(subscales=said.subscales, flags=tuple(flags), missing=said.missing)


def _subscales(answers: Answers) -> Said:
    """Sums of complete subscales, and the flag for any use, which holds for every form."""
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
        flags=("use",) if has_use else (),
        missing=tuple(item for item in _ORDER if item in blank),
    )


_SOURCE = "Cacciola et al., 2013, J Subst Abuse Treat 44(3):256-263; VA Brief Addiction Monitor manual"
_LICENSE = "U.S. Department of Veterans Affairs; free to use."
MEASURES = (
    Measure(
        "bam", "BAM", "the last 30 days", _items(_FIVE, _FIVE, (0, 4)), "neither", _SOURCE, _LICENSE, category
    ),
    Measure(
        "bam-r",
        "BAM-R",
        "the last 30 days",
        _items(range(31), range(31), (0, 30)),
        "neither",
        _SOURCE,
        _LICENSE,
        _subscales,
    ),
    Measure(
        "bam-iop",
        "BAM-IOP",
        "the last 7 days",
        _items(range(8), _FIVE, (0, 4)),
        "neither",
        _SOURCE,
        _LICENSE,
        _subscales,
    ),
)
