"""What is asked at 1, 3, 6 and 12 months, beside the questionnaires that are scored.

The subjects are those that outcome monitoring asks for in common (use, work,
home, support, help wanted); the wording is our own, and nothing is scored.
A question that wasn't answered stays without an answer: it never counts as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stepwell.kernel.sentences import gettext_noop


@dataclass(frozen=True)
class Question:
    """One question with its answers by code."""

    key: str
    words: str
    answers: tuple[tuple[str, str], ...]


_YES_NO = (("yes", gettext_noop("Yes")), ("partly", gettext_noop("Partly")), ("no", gettext_noop("No")))

QUESTIONS = (
    Question(
        "use",
        gettext_noop("In the last 30 days, on how many did you use something you want to stay away from?"),
        (
            ("none", gettext_noop("None")),
            ("some", gettext_noop("1 to 3")),
            ("more", gettext_noop("4 or more")),
        ),
    ),
    Question("support", gettext_noop("Do you have people who support you?"), _YES_NO),
    Question("home", gettext_noop("Is your home safe, and does it last?"), _YES_NO),
    Question("days", gettext_noop("Do you have work, school or another way to fill your days?"), _YES_NO),
    Question("groups", gettext_noop("Do you go to a support group?"), _YES_NO),
    Question("wants_help", gettext_noop("Would you like more help from us now?"), _YES_NO),
)


class NotAnAnswer(ValueError):
    """There is no such question, or it has no such answer."""


def checked(answers: Mapping[str, str]) -> dict[str, str]:
    """The answers that were given, blanks left out; raises NotAnAnswer for what can't be chosen.

    >>> checked({"use": "none", "home": ""})
    {'use': 'none'}
    """
    known = {question.key: {code for code, _ in question.answers} for question in QUESTIONS}
    given = {key: code for key, code in answers.items() if code}
    for key, code in given.items():
        if code not in known.get(key, set()):
            raise NotAnAnswer(f"{key} has no answer {code}.")
    return given
