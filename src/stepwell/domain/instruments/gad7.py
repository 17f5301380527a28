"""GAD-7: seven questions on anxiety over the last two weeks.

Source: Spitzer, Kroenke, Williams & Löwe, 2006, Arch Intern Med 166(10):1092-1097.
Item and answer codes: LOINC panel 69737-5.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

from stepwell.domain.instruments.instrument import BandRange, Instrument, Item, Option


class Severity(Enum):
    """Bands of the total as published with the instrument; none of them is a diagnosis."""

    MINIMAL = "minimal"
    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"


# Trap: a misprint of the first anchor, "Not at all sure", circulates; the instrument says "Not at all".
OPTIONS = (
    Option(0, "Not at all", "LA6568-5"),
    Option(1, "Several days", "LA6569-3"),
    Option(2, "More than half the days", "LA6570-1"),
    Option(3, "Nearly every day", "LA6571-9"),
)

# Trap: in LOINC's form the second question alone has LA18938-3 ("More days than not") as its third answer.
_OPTIONS_OF_ITEM_2 = (*OPTIONS[:2], Option(2, "More than half the days", "LA18938-3"), OPTIONS[3])

ANSWER_CODES: Mapping[str, int] = MappingProxyType(
    {option.loinc: option.value for option in (*OPTIONS, *_OPTIONS_OF_ITEM_2)}
)
"""What each LOINC answer code counts; both codes for "2" are read, whichever question they came with."""

GAD7 = Instrument(
    key="gad7",
    title="GAD-7",
    stem="Over the last 2 weeks, how often have you been bothered by the following problems?",
    items=(
        Item("nervous", "69725-0", "Feeling nervous, anxious or on edge"),
        Item("control", "68509-9", "Not being able to stop or control worrying", _OPTIONS_OF_ITEM_2),
        Item("worry", "69733-4", "Worrying too much about different things"),
        Item("relaxing", "69734-2", "Trouble relaxing"),
        Item("restless", "69735-9", "Being so restless that it is hard to sit still"),
        Item("irritable", "69689-8", "Becoming easily annoyed or irritable"),
        Item("afraid", "69736-7", "Feeling afraid as if something awful might happen"),
    ),
    options=OPTIONS,
    minimum=0,
    maximum=21,
    reference_period="Over the last 2 weeks",
    credit=(
        "Developed by Drs. Robert L. Spitzer, Janet B.W. Williams, Kurt Kroenke and colleagues, with an "
        "educational grant from Pfizer Inc. No permission required to reproduce, translate, display or "
        "distribute."
    ),
    loinc_panel="69737-5",
    loinc_total="70274-6",
    bands=(
        BandRange(0, 4, Severity.MINIMAL),
        BandRange(5, 9, Severity.MILD),
        BandRange(10, 14, Severity.MODERATE),
        BandRange(15, 21, Severity.SEVERE),
    ),
    cutoff=10,  # screening cut-off of the 2006 paper; services that screen at 8 find more and err more
    reliable_change=4,  # NHS Talking Therapies manual
)
