"""C-SSRS screener and CIWA-Ar: danger now."""

from __future__ import annotations

from collections.abc import Collection

from stepwell.domain.instruments.measures.measure import (
    Answers,
    Measure,
    Said,
    band_of,
    contradiction,
    numbered,
)
from stepwell.domain.instruments.measures.mood import SAFETY

_YES_NO = (0, 1)
LIFETIME, RECENT = "6", "6A"
_CSSRS = {**numbered(6, _YES_NO), RECENT: _YES_NO}
_ONLY_AFTER_2 = ("3", "4", "5")
_HIGH, _MODERATE = {"4", "5", RECENT}, {"3", LIFETIME}
COULD_BE_HIGHER = "could be higher"
_CIWA = {**numbered(9, range(8)), "10": range(5)}
_SEVERE = 16
_CIWA_BANDS = ((0, "absent or minimal"), (8, "mild"), (10, "moderate"), (_SEVERE, "severe"))


def cssrs(answers: Answers) -> Said:
    """No total: the band is the most serious yes. Any yes is a matter of safety, whatever else is blank.

    High: item 4 or 5, or behavior within three months (6A). Moderate: item 3, or behavior before that (6).
    Low: item 1 or 2. Items 3 to 5 are asked only after yes to 2, and 6A only after yes to 6.

    High and moderate are said from the first yes that makes them, with the flag `could be higher` while a
    blank could make it high; low and none need every question that was due, for they send somebody home.

    >>> cssrs(Answers({"1": 1, "2": 1, "3": 0, "4": 1, "5": 0, "6": 0})).band
    'high'
    """
    skipped = [*_ONLY_AFTER_2] if answers.get("2") == 0 else []
    skipped += [RECENT] if answers.get(LIFETIME) == 0 else []
    missing = answers.with_zeros(skipped).blank(_CSSRS)
    yes = {item for item in _CSSRS if answers.get(item)}
    band = _band(yes, missing)
    could_be_higher = band == "moderate" and bool(set(missing) & _HIGH)
    return Said(
        band=band,
        positive=True if yes else (None if missing else False),
        flags=(
            *((SAFETY,) if yes else ()),
            *((COULD_BE_HIGHER,) if could_be_higher else ()),
            *(contradiction("2", item) for item in _ONLY_AFTER_2 if answers.get("2") == 0 and item in yes),
            *((contradiction(LIFETIME, RECENT),) if answers.get(LIFETIME) == 0 and RECENT in yes else ()),
        ),
        missing=missing,
    )


def _band(yes: Collection[str], missing: Collection[str]) -> str | None:
    if _HIGH & {*yes}:
        return "high"
    if _MODERATE & {*yes}:
        return "moderate"
    if {*missing} - {"1"} or (missing and not yes):
        return None  # a blank could make it more serious
    return "low" if yes else "none"


def ciwa_ar(answers: Answers) -> Said:
    """Ten observations, 0 to 67: below 8 absent or minimal, 8 and 9 mild, from 10 moderate, above 15 severe.

    Severe withdrawal can kill, so it is a matter of safety at once, also while an observation is missing.

    >>> ciwa_ar(Answers({"1": 7, "2": 7, "3": 2})).flags
    ('safety',)
    """
    total = answers.total(_CIWA)
    span = answers.span(_CIWA)
    return Said(
        total=total,
        band=band_of(total, *_CIWA_BANDS),
        positive=span.at_least(10),
        flags=(SAFETY,) if span.at_least(_SEVERE) else (),
        missing=answers.blank(_CIWA),
    )


MEASURES = (
    Measure(
        "cssrs",
        "C-SSRS screener",
        "the last month, behavior in the lifetime and the last 3 months",
        _CSSRS,
        "worse",
        "Posner et al., 2011, Am J Psychiatry 168(12):1266-1277; triage of the Columbia Lighthouse Project",
        "The Columbia Lighthouse Project; wording must not be changed. A slot for the program's own text.",
        cssrs,
        version="screener, recent",
        missing_rule="High, moderate from the first yes; low, none only when all that was due is answered.",
        loinc_panel="93373-9",
    ),
    Measure(
        "ciwa-ar",
        "CIWA-Ar",
        "now",
        _CIWA,
        "worse",
        "Sullivan, Sykora, Schneiderman, Naranjo & Sellers, 1989, Br J Addict 84(11):1353-1357",
        "Not copyrighted.",
        ciwa_ar,
        version="revised",
        bands=_CIWA_BANDS,
        cutoff=10,
    ),
)
