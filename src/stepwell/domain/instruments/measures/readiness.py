"""URICA: where somebody stands towards change."""

from __future__ import annotations

from stepwell.domain.instruments.measures.measure import Answers, Measure, Said, numbered

_URICA = numbered(32, range(1, 6))
SUBSCALES = {
    "precontemplation": (1, 5, 11, 13, 23, 26, 29),
    "contemplation": (2, 8, 12, 15, 19, 21, 24),
    "action": (3, 7, 10, 14, 17, 25, 30),
    "maintenance": (6, 16, 18, 22, 27, 28, 32),
}
"""Seven each. Items 4, 9, 20 and 31 are asked and not scored."""
_EACH = 7


def urica(answers: Answers) -> Said:
    """Thirty-two items of 1 to 5: the mean of each stage, and readiness, which is C + A + M - PC (-2 to 14).

    Readiness is read before treatment. While it lasts, its authors read action and maintenance instead.
    Cut-offs of readiness are arbitrary, so no band is said.

    >>> urica(Answers(dict.fromkeys(_URICA, 3))).subscales["readiness"]
    6.0
    """
    sums = {name: answers.total([str(item) for item in items]) for name, items in SUBSCALES.items()}
    means = {name: None if points is None else points / _EACH for name, points in sums.items()}
    return Said(subscales={**means, "readiness": _readiness(sums)}, missing=answers.blank(_URICA))


def _readiness(sums: dict[str, int | None]) -> float | None:
    known = {name: points for name, points in sums.items() if points is not None}
    if len(known) < len(sums):
        return None
    return (sum(known.values()) - 2 * known["precontemplation"]) / _EACH


MEASURES = (
    Measure(
        "urica",
        "URICA",
        "now",
        _URICA,
        "neither",
        "McConnaughy, Prochaska & Velicer, 1983, Psychotherapy 20(3):368-375; readiness as by "
        "DiClemente, Schlundt & Gemmell, 2004, Am J Addict 13(2):103-119",
        "HABITS Lab, University of Maryland, Baltimore County; free. "
        "The text is a slot for the program's own.",
        urica,
        version="32 items",
        subscales=(*SUBSCALES, "readiness"),
    ),
)
