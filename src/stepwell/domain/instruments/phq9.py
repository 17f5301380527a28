"""PHQ-9: nine questions on depression over the last two weeks.

Source: Kroenke, Spitzer & Williams, 2001, J Gen Intern Med 16(9):606-613.
Item and answer codes: LOINC panel 44249-1.
"""

from __future__ import annotations

from enum import Enum

from stepwell.domain.instruments.instrument import BandRange, Instrument, Item, Option


class Severity(Enum):
    """Bands of the total as published with the instrument; none of them is a diagnosis."""

    MINIMAL = "minimal"
    MILD = "mild"
    MODERATE = "moderate"
    MODERATELY_SEVERE = "moderately_severe"
    SEVERE = "severe"


SAFETY_ITEM = 8
"""Where question nine stands in the answers."""

# Trap: LOINC's difficulty answers are not in numeric order (LA6575-0 before LA6574-3).
DIFFICULTY = Item(
    "difficulty",
    "69722-7",
    "If you checked off any problems, how difficult have these problems made it for you to do your work, "
    "take care of things at home, or get along with other people?",
    (
        Option(0, "Not difficult at all", "LA6572-7"),
        Option(1, "Somewhat difficult", "LA6573-5"),
        Option(2, "Very difficult", "LA6575-0"),
        Option(3, "Extremely difficult", "LA6574-3"),
    ),
)

PHQ9 = Instrument(
    key="phq9",
    title="PHQ-9",
    stem="Over the last 2 weeks, how often have you been bothered by any of the following problems?",
    items=(
        Item("interest", "44250-9", "Little interest or pleasure in doing things"),
        Item("mood", "44255-8", "Feeling down, depressed, or hopeless"),
        Item("sleep", "44259-0", "Trouble falling or staying asleep, or sleeping too much"),
        Item("energy", "44254-1", "Feeling tired or having little energy"),
        Item("appetite", "44251-7", "Poor appetite or overeating"),
        Item(
            "self_regard",
            "44258-2",
            "Feeling bad about yourself — or that you are a failure or have let yourself or your family down",
        ),
        Item(
            "concentration",
            "44252-5",
            "Trouble concentrating on things, such as reading the newspaper or watching television",
        ),
        Item(
            "movement",
            "44253-3",
            "Moving or speaking so slowly that other people could have noticed? Or the opposite — being so "
            "fidgety or restless that you have been moving around a lot more than usual",
        ),
        Item(
            "safety",
            "44260-8",
            "Thoughts that you would be better off dead or of hurting yourself in some way",
        ),
    ),
    options=(
        Option(0, "Not at all", "LA6568-5"),
        Option(1, "Several days", "LA6569-3"),
        Option(2, "More than half the days", "LA6570-1"),
        Option(3, "Nearly every day", "LA6571-9"),
    ),
    minimum=0,
    maximum=27,
    reference_period="Over the last 2 weeks",
    credit=(
        "Developed by Drs. Robert L. Spitzer, Janet B.W. Williams, Kurt Kroenke and colleagues, with an "
        "educational grant from Pfizer Inc. No permission required to reproduce, translate, display or "
        "distribute."
    ),
    loinc_panel="44249-1",
    loinc_total="44261-6",
    bands=(
        BandRange(0, 4, Severity.MINIMAL),
        BandRange(5, 9, Severity.MILD),
        BandRange(10, 14, Severity.MODERATE),
        BandRange(15, 19, Severity.MODERATELY_SEVERE),
        BandRange(20, 27, Severity.SEVERE),
    ),
    cutoff=10,  # screening cut-off of the 2001 paper
    reliable_change=6,  # NHS Talking Therapies manual
    unscored=(DIFFICULTY,),
)
