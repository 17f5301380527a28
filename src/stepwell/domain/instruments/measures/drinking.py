"""AUDIT and AUDIT-C: drinking in the last year."""

from __future__ import annotations

from collections.abc import Iterable

from stepwell.domain.instruments.measures.measure import (
    Answers,
    Measure,
    Said,
    band_of,
    contradiction,
    numbered,
)

_AUDIT = {**numbered(8, range(5)), "9": (0, 2, 4), "10": (0, 2, 4)}
_AUDIT_C = numbered(3, range(5))
_ZONES = ((0, "low risk"), (8, "hazardous"), (16, "harmful"), (20, "possible dependence"))
_CUTOFF = {"f": 3, "m": 4}
RECENT = "all points from item 1"
"""Then the person drinks often and little at a time: ask about the last months before saying positive."""


def audit(answers: Answers) -> Said:
    """Ten items, 0 to 40, in the zones of the World Health Organization.

    The printed form skips items 2 to 8 when item 1 is zero, and items 4 to 8 when 2 and 3 are; what it skips
    is zero, not blank. The self-report form prints no such skip, so a drink beside "never" is scored as it
    stands, and flagged.
    """
    asked = answers
    if answers.get("1") == 0:
        asked = answers.with_zeros(map(str, range(2, 9)))
    elif answers.get("2") == answers.get("3") == 0:
        asked = answers.with_zeros(map(str, range(4, 9)))
    total = asked.total(_AUDIT)
    return Said(
        total=total,
        band=band_of(total, *_ZONES),
        positive=asked.span(_AUDIT).at_least(8),
        flags=_beside_never(answers, map(str, range(2, 9))),
        missing=asked.blank(_AUDIT),
    )


def audit_c(answers: Answers) -> Said:
    """The first three items, 0 to 12: positive from 3 for women and from 4 for men.

    >>> three = {"1": 1, "2": 1, "3": 1}
    >>> [audit_c(Answers(three, sex)).positive for sex in ("f", "m", None)]
    [True, False, None]
    """
    asked = answers.with_zeros(("2", "3")) if answers.get("1") == 0 else answers
    total = asked.total(_AUDIT_C)
    said = {
        asked.span(_AUDIT_C).at_least(cutoff) for sex, cutoff in _CUTOFF.items() if asked.sex in (sex, None)
    }
    positive = said.pop() if len(said) == 1 else None
    from_first = bool(total) and total == asked.get("1")
    return Said(
        total=total,
        positive=positive,
        flags=(*((RECENT,) if from_first and positive is not False else ()), *_beside_never(answers, "23")),
        missing=asked.blank(_AUDIT_C),
    )


def _beside_never(answers: Answers, items: Iterable[str]) -> tuple[str, ...]:
    if answers.get("1") != 0:
        return ()
    return tuple(contradiction("1", item) for item in items if answers.get(item))


MEASURES = (
    Measure(
        "audit",
        "AUDIT",
        "the last year",
        _AUDIT,
        "worse",
        "Babor, Higgins-Biddle, Saunders & Monteiro, 2001, AUDIT, 2nd edition, WHO/MSD/MSB/01.6a",
        "World Health Organization; non-commercial. The text is a slot for the program's own.",
        audit,
        version="2nd edition, 2001",
        bands=_ZONES,
        cutoff=8,
        loinc_panel="72110-0",
        loinc_total="75624-7",
    ),
    Measure(
        "audit-c",
        "AUDIT-C",
        "the last year",
        _AUDIT_C,
        "worse",
        "Bush, Kivlahan, McDonell, Fihn & Bradley, 1998, Arch Intern Med 158(16):1789-1795; "
        "Bradley et al., 2007, Alcohol Clin Exp Res 31(7):1208-1217",
        "Public domain.",
        audit_c,
        asks_sex=True,
        loinc_panel="72109-2",
        loinc_total="75626-2",
    ),
)
