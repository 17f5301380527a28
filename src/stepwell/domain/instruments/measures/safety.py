"""C-SSRS screener and CIWA-Ar: danger now."""

from __future__ import annotations

from stepwell.domain.instruments.measures.measure import Answers, Measure, Said, at_least, band_of, numbered
from stepwell.domain.instruments.measures.mood import SAFETY

_YES_NO = (0, 1)
LIFETIME, RECENT = "6", "6A"
_CSSRS = {**numbered(6, _YES_NO), RECENT: _YES_NO}
_ONLY_AFTER_2 = ("3", "4", "5")
_CIWA = {**numbered(9, range(8)), "10": range(5)}


def cssrs(answers: Answers) -> Said:
    """No total: the band is the most serious yes. Any yes is a matter of safety, whatever else is blank.

    High: item 4 or 5, or behavior within three months (6A). Moderate: item 3, or behavior before that (6).
    Low: item 1 or 2. Items 3 to 5 are asked only after yes to 2, and 6A only after yes to 6.

    >>> cssrs(Answers({"1": 1, "2": 1, "3": 0, "4": 1, "5": 0, "6": 0})).band
    'high'
    """
    skipped = [*_ONLY_AFTER_2] if answers.get("2") == 0 else []
    skipped += [RECENT] if answers.get(LIFETIME) == 0 else []
    missing = answers.with_zeros(skipped).blank(_CSSRS)
    yes = {item for item in _CSSRS if answers.get(item)}
    if yes & {"4", "5", RECENT}:
        band: str | None = "high"
    elif missing and not (yes and set(missing) <= {"1"}):
        band = None  # what is blank could make it more serious
    elif yes & {"3", LIFETIME}:
        band = "moderate"
    else:
        band = "low" if yes else "none"
    positive = True if yes else (None if missing else False)
    return Said(band=band, positive=positive, flags=(SAFETY,) if yes else (), missing=missing)


def ciwa_ar(answers: Answers) -> Said:
    """Ten observations, 0 to 67: to 9 mild, from 10 moderate, above 15 severe withdrawal."""
    total = answers.total(_CIWA)
    return Said(
        total=total,
        band=band_of(total, (0, "mild"), (10, "moderate"), (16, "severe")),
        positive=at_least(total, 10),
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
    ),
)
