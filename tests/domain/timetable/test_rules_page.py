"""The page of rules says what the code says, word for word."""

from pathlib import Path

from stepwell.domain.timetable.costs import SENTENCES
from stepwell.domain.timetable.rules import RULES

PAGE = Path(__file__).parents[3] / "docs" / "rules" / "timetable.md"


def test_every_rule_and_cost_is_on_the_page_with_its_sentence() -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()

    missing = [rule.name for rule in RULES if f"| `{rule.name}` | {rule.sentence} |" not in lines]
    missing += [name for name, sentence in SENTENCES.items() if f"| `{name}` | {sentence} |" not in lines]

    assert missing == []
