"""What may be answered to a field. Every field may be left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stepwell.domain.practice.tool import Answer, Answers, Field, Tool
from stepwell.kernel.sentences import gettext_noop

MOST_LETTERS = 2000

TOO_LONG = gettext_noop("Use at most 2000 letters.")
NOT_ON_SCALE = gettext_noop("Choose one of the numbers, or leave it out.")
NOT_OFFERED = gettext_noop("Choose one of the words shown, or leave it out.")


class WrongAnswer(ValueError):
    """An answer that its field doesn't take; `field_id` names the field, the text says what to do."""

    def __init__(self, field_id: str, words: str) -> None:
        super().__init__(words)
        self.field_id = field_id
        self.words = words


def checked(field: Field, told: Sequence[str]) -> Answer | None:
    """What was told, as it is kept; None for nothing. Raises WrongAnswer.

    >>> from stepwell.kernel.bilingual import Words
    >>> ruler = Field("now", "scale", Words("How strong", "Qué tan fuerte"))
    >>> checked(ruler, ["7"]), checked(ruler, [""]), checked(ruler, [])
    ('7', None, None)
    """
    values = [value.replace("\r\n", "\n").replace("\0", "").strip() for value in told]
    values = [value for value in values if value]
    if not values or field.kind == "timer":
        return None
    match field.kind:
        case "tags":
            return _offered(field, values)
        case "choice":
            return _offered(field, values[-1:])[0]
        case "scale":
            return _on_scale(field, values[-1])
    if len(values[-1]) > MOST_LETTERS:
        raise WrongAnswer(field.id, TOO_LONG)
    return values[-1]


def all_checked(tool: Tool, told: Mapping[str, Sequence[str]]) -> dict[str, Answer]:
    """Every field's answer that was told. Raises WrongAnswer for the first that its field doesn't take."""
    found = {field.id: checked(field, told.get(field.id, ())) for field in tool.fields()}
    return {key: answer for key, answer in found.items() if answer is not None}


def lines_of(answer: Answer | None) -> list[str]:
    """The things that were told one a line.

    >>> lines_of("Mo, 555-0100\\n\\n Ana")
    ['Mo, 555-0100', 'Ana']
    """
    text = answer if isinstance(answer, str) else "\n".join(answer or ())
    return [line.strip() for line in text.splitlines() if line.strip()]


def heading_of(tool: Tool, answers: Answers) -> str:
    """The first line by which an entry is found again in a list; empty where there is none."""
    return next(iter(lines_of(answers.get(tool.heading))), "")[:80]


def _offered(field: Field, values: list[str]) -> list[str]:
    offered = [option.id for option in field.options]
    if any(value not in offered for value in values):
        raise WrongAnswer(field.id, NOT_OFFERED)
    return [one for one in offered if one in values]


def _on_scale(field: Field, value: str) -> str:
    if not value.isascii() or not value.isdigit() or len(value) > 3:
        raise WrongAnswer(field.id, NOT_ON_SCALE)
    number = int(value)
    if number > field.most or number % field.step:
        raise WrongAnswer(field.id, NOT_ON_SCALE)
    return str(number)
