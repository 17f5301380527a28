"""BARC-10 and SOCRATES 8: what carries recovery, and readiness."""

from __future__ import annotations

from stepwell.domain.instruments.measures.measure import Answers, Measure, Said, numbered

_BARC10, _SOCRATES = numbered(10, range(1, 7)), numbered(19, range(1, 6))
RECOGNITION = ("1", "3", "7", "10", "12", "15", "17")
AMBIVALENCE = ("2", "6", "11", "16")
TAKING_STEPS = ("4", "5", "8", "9", "13", "14", "18", "19")


def barc10(answers: Answers) -> Said:
    """Ten items of 1 to 6, so 10 to 60, higher is better; positive from 47 on, as in lasting recovery."""
    total = answers.total(_BARC10)
    return Said(total=total, positive=answers.span(_BARC10).at_least(47), missing=answers.blank(_BARC10))


def socrates(answers: Answers) -> Said:
    """Nineteen items of 1 to 5: Recognition 7 to 35, Ambivalence 4 to 20, Taking Steps 8 to 40; no total."""
    return Said(
        subscales={
            "recognition": answers.total(RECOGNITION),
            "ambivalence": answers.total(AMBIVALENCE),
            "taking_steps": answers.total(TAKING_STEPS),
        },
        missing=answers.blank(_SOCRATES),
    )


_MILLER = "Miller & Tonigan, 1996, Psychol Addict Behav 10(2):81-89"
MEASURES = (
    Measure(
        "barc10",
        "BARC-10",
        "now",
        _BARC10,
        "better",
        "Vilsaint et al., 2017, Drug Alcohol Depend 177:71-76",
        "Freely available; permission not required.",
        barc10,
        cutoff=47,
    ),
    *(
        Measure(
            f"socrates8{form}",
            f"SOCRATES 8{form.upper()}",
            "now",
            _SOCRATES,
            "neither",
            _MILLER,
            "Public domain.",
            socrates,
            version="8",
            subscales=("recognition", "ambivalence", "taking_steps"),
        )
        for form in ("a", "d")
    ),
)
