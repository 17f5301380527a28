"""PC-PTSD-5 and PCL-5: what a trauma left."""

from __future__ import annotations

from collections.abc import Sequence

from stepwell.domain.instruments.measures.measure import (
    Answers,
    Measure,
    NotThisAnswer,
    Reliable,
    Said,
    Span,
    numbered,
)

_SCREEN, _PCL5 = numbered(5, (0, 1)), numbered(20, range(5))
EXPOSED = "exposed"
_CLUSTERS = {"B": (range(1, 6), 1), "C": (range(6, 8), 1), "D": (range(8, 15), 2), "E": (range(15, 21), 2)}
_COUNTS_FROM = 2
CLUSTER_RULE = "cluster rule"


def pc_ptsd_5(answers: Answers) -> Said:
    """Five yes-or-no items; 3 and more asks for the PCL-5. Never exposed (`exposed`: false) is 0.

    The printed form ends where there was no such event: a yes beside it is a contradiction, and refused.
    """
    if answers.more.get(EXPOSED) is False:
        said_yes = [item for item in _SCREEN if answers.get(item)]
        if said_yes:
            raise NotThisAnswer(
                f"Item {said_yes[0]} is a yes where `exposed` is false. Correct one of the two."
            )
        return Said(total=0, positive=False)
    total = answers.total(_SCREEN)
    return Said(total=total, positive=answers.span(_SCREEN).at_least(3), missing=answers.blank(_SCREEN))


def pcl5(answers: Answers) -> Said:
    """Twenty items, 0 to 80; positive from 31, or by the clusters of DSM-5: an item counts from 2 on.

    >>> clusters = {"1": 2, "6": 2, "8": 2, "9": 2, "15": 2, "16": 2}
    >>> pcl5(Answers({str(item): clusters.get(str(item), 0) for item in range(1, 21)})).flags
    ('cluster rule',)
    """
    total = answers.total(_PCL5)
    items = {name: [str(item) for item in numbers] for name, (numbers, _) in _CLUSTERS.items()}
    met = all(_counts(answers, items[name]).at_least(needed) for name, (_, needed) in _CLUSTERS.items())
    unmet = any(_counts(answers, items[name]).below(needed) for name, (_, needed) in _CLUSTERS.items())
    reached = answers.span(_PCL5).at_least(31)
    return Said(
        total=total,
        subscales={name: answers.total(each) for name, each in items.items()},
        positive=True if met or reached else (False if unmet and reached is False else None),
        flags=(CLUSTER_RULE,) if met else (),
        missing=answers.blank(_PCL5),
    )


def _counts(answers: Answers, items: Sequence[str]) -> Span:
    """How many of a cluster count, at least and at most."""
    known = sum((answers.get(item) or 0) >= _COUNTS_FROM for item in items)
    return Span(known, known + len(answers.blank(items)))


_LICENSE = "U.S. Department of Veterans Affairs, National Center for PTSD; public domain."
MEASURES = (
    Measure(
        "pc-ptsd-5",
        "PC-PTSD-5",
        "the last month",
        _SCREEN,
        "worse",
        "Prins et al., 2016, J Gen Intern Med 31(10):1206-1211",
        _LICENSE,
        pc_ptsd_5,
        asks=(EXPOSED,),
        cutoff=3,
    ),
    Measure(
        "pcl5",
        "PCL-5",
        "the last month",
        _PCL5,
        "worse",
        "Blevins, Weathers, Davis, Witte & Domino, 2015, J Trauma Stress 28(6):489-498",
        _LICENSE,
        pcl5,
        version="the last month, without Criterion A",
        subscales=tuple(_CLUSTERS),
        cutoff=31,
        reliable=Reliable(15, "Marx et al., 2022, Psychol Assess 34(2):197-203"),
        loinc_panel="101697-1",
    ),
)
