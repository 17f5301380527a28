"""The practice of an evening as a tool: the session's own steps, then what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from stepwell.domain.practice.tool import Field, Option, Screen, Tool
from stepwell.kernel.bilingual import Words

CAME_OF_IT = "came-of-it"
WORDS_OF_IT = "words-of-it"

HELPED = (
    Option("helped", "It helped", "Me ayudó"),
    Option("a-little", "It helped a little", "Me ayudó un poco"),
    Option("not-this-time", "Not this time", "Esta vez no"),
    Option("hard", "It was hard to do", "Me costó hacerlo"),
)

_LAST = Screen(
    title=Words("What came of it?", "¿Qué resultó?"),
    fields=(
        Field(CAME_OF_IT, "choice", Words("How was it", "Cómo fue"), options=HELPED),
        Field(
            WORDS_OF_IT,
            "text",
            Words("A line about it", "Unas palabras sobre eso"),
            hint=Words("What did you notice?", "¿Qué notaste?"),
        ),
    ),
)


def practice_of(topic_id: str, *, title: Words, lead: Words, minutes: int, steps: Sequence[Words]) -> Tool:
    """One screen a step, and one for what came of it."""
    asked = [
        Screen(step, (Field(f"step-{number}", "text", Words("Your words", "Tus palabras")),))
        for number, step in enumerate(steps, start=1)
    ]
    return Tool(topic_id, "practice", title, lead, minutes, (*asked, _LAST), heading=WORDS_OF_IT)
