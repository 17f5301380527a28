"""ISI, OASIS and ODSIS: sleep, and how far anxiety and low mood reach."""

from __future__ import annotations

from stepwell.domain.instruments.measures.measure import Answers, Measure, Said, band_of, numbered

_ISI_BANDS = ((0, "none"), (8, "subthreshold"), (15, "moderate"), (22, "severe"))
_ISI, _FIVE = numbered(7, range(5)), numbered(5, range(5))


def isi(answers: Answers) -> Said:
    """Seven items, 0 to 28; 15 and more is clinical insomnia."""
    total = answers.total(_ISI)
    return Said(
        total=total,
        band=band_of(total, *_ISI_BANDS),
        positive=answers.span(_ISI).at_least(15),
        missing=answers.blank(_ISI),
    )


def five_items(answers: Answers) -> Said:
    """Five items, 0 to 20; positive from 8."""
    total = answers.total(_FIVE)
    return Said(total=total, positive=answers.span(_FIVE).at_least(8), missing=answers.blank(_FIVE))


_ASK = "Published; ask the authors. The text is a slot for the program's own."
MEASURES = (
    Measure(
        "isi",
        "ISI",
        "the last 2 weeks",
        _ISI,
        "worse",
        "Bastien, Vallières & Morin, 2001, Sleep Med 2(4):297-307",
        "Charles M. Morin; by permission. The text is a slot for the program's own.",
        isi,
        bands=_ISI_BANDS,
        cutoff=15,
    ),
    Measure(
        "oasis",
        "OASIS",
        "the last week",
        _FIVE,
        "worse",
        "Norman, Cissell, Means-Christensen & Stein, 2006, Depress Anxiety 23(4):245-249",
        _ASK,
        five_items,
        cutoff=8,
    ),
    Measure(
        "odsis",
        "ODSIS",
        "the last week",
        _FIVE,
        "worse",
        "Bentley, Gallagher, Carl & Barlow, 2014, Psychol Assess 26(3):815-830",
        _ASK,
        five_items,
        cutoff=8,
    ),
)
