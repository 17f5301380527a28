"""DAST-10, TAPS and SDS: drug use."""

from __future__ import annotations

from stepwell.domain.instruments.measures.measure import (
    Answers,
    Measure,
    NotThisAnswer,
    Said,
    Span,
    band_of,
    numbered,
)

_YES_NO = (0, 1)
_DAST10, _SDS = numbered(10, _YES_NO), numbered(5, range(4))
_DAST10_BANDS = ((0, "none"), (1, "low"), (3, "moderate"), (6, "substantial"), (9, "severe"))
REVERSED = "3"
NEVER = "never_used_drugs"
_SUBSTANCES = {
    "tobacco": ("1A", "1B", "1C"),
    "alcohol": ("2A", "2B", "2C", "2D"),
    "cannabis": ("3A", "3B", "3C"),
    "stimulants": ("4A", "4B", "4C"),
    "heroin": ("5A", "5B", "5C"),
    "prescription_opioids": ("6A", "6B", "6C"),
    "sedatives": ("7A", "7B", "7C"),
    "prescription_stimulants": ("8A", "8B", "8C"),
}
_PART_1 = ("1", "2", "3", "4")
OTHER = "9A"
"""Any other substance: asked by name on the form, and not scored."""
_TAPS = {
    **numbered(4, range(5)),
    **{item: _YES_NO for items in _SUBSTANCES.values() for item in items},
    OTHER: _YES_NO,
}


def dast10(answers: Answers) -> Said:
    """Ten yes-or-no items, 0 to 10: no is 0 and yes is 1 on the form, and item 3 counts the other way round.

    So ten times no is 1. Of somebody who never used drugs the form asks nothing: `never_used_drugs` says so,
    and the total is 0.

    >>> all_no = {str(item): 0 for item in range(1, 11)}
    >>> dast10(Answers(all_no)).total, dast10(Answers({}, more={"never_used_drugs": True})).total
    (1, 0)
    """
    if answers.more.get(NEVER):
        if any(answers.get(item) for item in _DAST10):
            raise NotThisAnswer(f'"{NEVER}" is true, and still an item is answered with yes.')
        return Said(total=0, band="none", positive=False)
    stopping = answers.get(REVERSED)
    points = {**answers.points, REVERSED: None if stopping is None else 1 - stopping}
    turned = Answers(points)
    total = turned.total(_DAST10)
    return Said(
        total=total,
        band=band_of(total, *_DAST10_BANDS),
        positive=turned.span(_DAST10).at_least(3),
        missing=answers.blank(_DAST10),
    )


def taps(answers: Answers) -> Said:
    """A score for each substance, no total. 1 is problem use, 2 and more a higher risk.

    Part 1 has items 1 to 4 (0 never to 4 daily or almost); any above zero asks for part 2. Both parts of the
    printed form count from 1, so part 2 is told by a letter: A is the substance's own question ("did you
    ..."), B, C and D are the questions below it (printed a, b, c). A substance that wasn't used scores 0.
    """
    first = [answers.get(item) for item in _PART_1]
    subscales = {name: _substance(answers, items) for name, items in _SUBSTANCES.items()}
    has_part_2 = any(answers.get(item) is not None for item in _TAPS if item not in _PART_1)
    if first == [0, 0, 0, 0] and not has_part_2:
        return Said(subscales=dict.fromkeys(subscales, 0), positive=False)
    spans = {name: _span(answers, items) for name, items in _SUBSTANCES.items()}
    is_problem = [span.at_least(1) for span in spans.values()]
    missing = answers.blank(_PART_1) + tuple(
        item
        for name, items in _SUBSTANCES.items()
        if subscales[name] is None
        for item in answers.blank(items)
    )
    return Said(
        subscales=subscales,
        positive=True if any(is_problem) else (None if None in is_problem else False),
        flags=(
            *(f"higher risk: {name}" for name, span in spans.items() if span.at_least(2)),
            *(("other substance",) if answers.get(OTHER) else ()),
        ),
        missing=missing,
    )


def sds(answers: Answers) -> Said:
    """Severity of Dependence Scale: five items, 0 to 15. Its cut-off depends on the drug, so none is said."""
    return Said(total=answers.total(_SDS), missing=answers.blank(_SDS))


def _substance(answers: Answers, items: tuple[str, ...]) -> int | None:
    span = _span(answers, items)
    return span.lowest if span.lowest == span.highest else None


def _span(answers: Answers, items: tuple[str, ...]) -> Span:
    was_used = answers.get(items[0])
    return Span(0, 0) if was_used == 0 else answers.span(dict.fromkeys(items, _YES_NO))


MEASURES = (
    Measure(
        "dast10",
        "DAST-10",
        "the last 12 months",
        _DAST10,
        "worse",
        "Skinner, 1982, Addict Behav 7(4):363-371; bands as printed with the DAST-10",
        "Harvey A. Skinner and CAMH; non-commercial with credit. The text is a slot for the program's own.",
        dast10,
        asks=(NEVER,),
        bands=_DAST10_BANDS,
        cutoff=3,
        loinc_panel="82666-9",
        loinc_total="82667-7",
    ),
    Measure(
        "taps",
        "TAPS",
        "the last 12 months (part 1), the last 3 months (part 2)",
        _TAPS,
        "worse",
        "McNeely et al., 2016, Ann Intern Med 165(10):690-699",
        "National Institute on Drug Abuse; public domain.",
        taps,
        missing_rule="A substance needs every item of it, or a no to its own question.",
        subscales=tuple(_SUBSTANCES),
        loinc_panel="96841-2",
    ),
    Measure(
        "sds",
        "Severity of Dependence Scale",
        "the last 12 months",
        _SDS,
        "worse",
        "Gossop et al., 1995, Addiction 90(5):607-614",
        "Free to use with the citation.",
        sds,
    ),
)
