"""PHQ-9, PHQ-2, GAD-7, K6 and WHO-5: mood, worry, distress, well-being."""

from __future__ import annotations

from collections.abc import Mapping

from stepwell.domain.instruments.gad7 import GAD7
from stepwell.domain.instruments.instrument import Instrument
from stepwell.domain.instruments.measures.measure import (
    Answers,
    Measure,
    Reliable,
    Said,
    band_of,
    numbered,
)
from stepwell.domain.instruments.phq9 import PHQ9

_FREE = "No permission required to reproduce, translate, display or distribute (Pfizer Inc.)."
_WEEKS = "the last 2 weeks"
_PHQ9, _GAD7, _K6 = (numbered(count, range(top)) for count, top in ((9, 4), (7, 4), (6, 5)))
_PHQ2, _WHO5 = numbered(2, range(4)), numbered(5, range(6))
MAJOR, OTHER = "algorithm: major", "algorithm: other"
_K6_BANDS = ((0, "low"), (5, "moderate"), (13, "serious"))
_NHS = "NHS Talking Therapies manual"


def _bands(form: Instrument) -> tuple[tuple[int, str], ...]:
    return tuple((each.lowest, str(each.band.value).replace("_", " ")) for each in form.bands)


SAFETY = "safety"
"""Somebody talks with the person today, whatever the total, also when the rest is blank."""


def phq9(answers: Answers) -> Said:
    """Nine items, 0 to 27; no total when one is blank. Any answer above zero to item 9 asks about safety.

    >>> phq9(Answers({str(item): 0 for item in range(1, 9)} | {"9": 1}))
    Said(total=1, subscales={}, band='minimal', positive=False, flags=('safety',), missing=())
    """
    total = answers.total(_PHQ9)
    safety = (SAFETY,) if (answers.get("9") or 0) >= 1 else ()
    return Said(
        total=total,
        band=band_of(total, *_bands(PHQ9)),
        positive=answers.span(_PHQ9).at_least(PHQ9.cutoff),
        flags=(*safety, *_by_algorithm(answers)),
        missing=answers.blank(_PHQ9),
    )


def _by_algorithm(answers: Answers) -> tuple[str, ...]:
    """What the diagnostic algorithm of the 1999 and 2001 papers says, where no blank could change it.

    An item counts from "more than half the days" on, item 9 from "several days" on. One of the items 1 and
    2 has to count: then five and more are `major`, two to four `other`. It is a screen, not a diagnosis.
    """
    lowest = _syndrome({item: answers.get(item) or 0 for item in _PHQ9})
    highest = _syndrome({item: _most(answers.get(item)) for item in _PHQ9})
    return (lowest,) if lowest is not None and lowest == highest else ()


def _most(point: int | None) -> int:
    return 3 if point is None else point


def _syndrome(points: Mapping[str, int]) -> str | None:
    counts = {item for item, point in points.items() if point >= (1 if item == "9" else 2)}
    if len(counts) < 2 or not counts & {"1", "2"}:
        return None
    return MAJOR if len(counts) >= 5 else OTHER


def phq2(answers: Answers) -> Said:
    """The first two items of the PHQ-9, 0 to 6; 3 or more asks for the whole."""
    total = answers.total(_PHQ2)
    return Said(total=total, positive=answers.span(_PHQ2).at_least(3), missing=answers.blank(_PHQ2))


def gad7(answers: Answers) -> Said:
    """Seven items, 0 to 21; no total when one is blank."""
    total = answers.total(_GAD7)
    return Said(
        total=total,
        band=band_of(total, *_bands(GAD7)),
        positive=answers.span(_GAD7).at_least(GAD7.cutoff),
        missing=answers.blank(_GAD7),
    )


def k6(answers: Answers) -> Said:
    """Six items, 0 to 24; 13 or more is serious distress."""
    total = answers.total(_K6)
    return Said(
        total=total,
        band=band_of(total, *_K6_BANDS),
        positive=answers.span(_K6).at_least(13),
        missing=answers.blank(_K6),
    )


def who5(answers: Answers) -> Said:
    """Five items; the total is four times their sum, 0 to 100, higher is better. Below 52 is poor well-being.

    >>> who5(Answers({"1": 3, "2": 3, "3": 2, "4": 2, "5": 2})).total
    48
    """
    raw = answers.total(_WHO5)
    return Said(
        total=None if raw is None else 4 * raw,
        subscales={"raw": raw},
        band=band_of(raw, (0, "poor"), (13, "good")),
        positive=answers.span(_WHO5).below(13),
        missing=answers.blank(_WHO5),
    )


MEASURES = (
    Measure(
        "phq9",
        "PHQ-9",
        _WEEKS,
        _PHQ9,
        "worse",
        "Kroenke, Spitzer & Williams, 2001, J Gen Intern Med 16(9):606-613",
        _FREE,
        phq9,
        form=PHQ9,
        bands=_bands(PHQ9),
        cutoff=PHQ9.cutoff,
        reliable=Reliable(PHQ9.reliable_change, _NHS),
        loinc_panel=PHQ9.loinc_panel,
        loinc_total=PHQ9.loinc_total,
    ),
    Measure(
        "phq2",
        "PHQ-2",
        _WEEKS,
        _PHQ2,
        "worse",
        "Kroenke, Spitzer & Williams, 2003, Med Care 41(11):1284-1292",
        _FREE,
        phq2,
        cutoff=3,
        loinc_panel="55757-9",
        loinc_total="55758-7",
    ),
    Measure(
        "gad7",
        "GAD-7",
        _WEEKS,
        _GAD7,
        "worse",
        "Spitzer, Kroenke, Williams & Löwe, 2006, Arch Intern Med 166(10):1092-1097",
        _FREE,
        gad7,
        form=GAD7,
        bands=_bands(GAD7),
        cutoff=GAD7.cutoff,
        reliable=Reliable(GAD7.reliable_change, _NHS),
        loinc_panel=GAD7.loinc_panel,
        loinc_total=GAD7.loinc_total,
    ),
    Measure(
        "k6",
        "K6",
        "the last 30 days",
        _K6,
        "worse",
        "Kessler et al., 2003, Arch Gen Psychiatry 60(2):184-189",
        "Free to use with the citation.",
        k6,
        bands=_K6_BANDS,
        cutoff=13,
    ),
    Measure(
        "who5",
        "WHO-5",
        _WEEKS,
        _WHO5,
        "better",
        "Topp, Østergaard, Søndergaard & Bech, 2015, Psychother Psychosom 84(3):167-176",
        "World Health Organization; non-commercial, share alike. The text is a slot for the program's own.",
        who5,
        version="1998",
        subscales=("raw",),
        bands=((0, "poor"), (52, "good")),
        cutoff=52,
        reliable=Reliable(10, "Topp, Østergaard, Søndergaard & Bech, 2015"),
    ),
)
