"""DERS: how hard it is to live with one's feelings."""

from __future__ import annotations

from stepwell.domain.instruments.measures.measure import Answers, Measure, Said, numbered

_DERS = numbered(36, range(1, 6))
REVERSED = frozenset(map(str, (1, 2, 6, 7, 8, 10, 17, 20, 22, 24, 34)))
SUBSCALES = {
    "nonacceptance": (11, 12, 21, 23, 25, 29),
    "goals": (13, 18, 20, 26, 33),
    "impulse": (3, 14, 19, 24, 27, 32),
    "awareness": (2, 6, 8, 10, 17, 34),
    "strategies": (15, 16, 22, 28, 30, 31, 35, 36),
    "clarity": (1, 4, 5, 7, 9),
}


def ders(answers: Answers) -> Said:
    """Thirty-six items of 1 to 5, so 36 to 180; eleven count the other way round. No official cut-off.

    >>> ders(Answers(dict.fromkeys(_DERS, 1))).total
    80
    """
    points = {
        item: point if point is None or item not in REVERSED else 6 - point
        for item, point in answers.points.items()
    }
    turned = Answers(points)
    return Said(
        total=turned.total(_DERS),
        subscales={name: turned.total([str(item) for item in items]) for name, items in SUBSCALES.items()},
        missing=answers.blank(_DERS),
    )


MEASURES = (
    Measure(
        "ders",
        "DERS",
        "now",
        _DERS,
        "worse",
        "Gratz & Roemer, 2004, J Psychopathol Behav Assess 26(1):41-54",
        "Kim L. Gratz and Lizabeth Roemer; free for care and research, ask for commercial use. "
        "The text is a slot for the program's own.",
        ders,
        version="36 items",
        subscales=tuple(SUBSCALES),
    ),
)
