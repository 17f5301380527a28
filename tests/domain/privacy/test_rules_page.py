"""The page of rules says what the code says, word for word, and every rule decides something."""

from pathlib import Path

from stepwell.domain.privacy import rules
from stepwell.domain.privacy.terms import MEANING, Category

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "rules" / "privacy.md"
CODE = ROOT / "src" / "stepwell" / "domain" / "privacy"


def test_every_rule_is_on_the_page_with_its_source_and_sentence() -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()

    missing = [
        each.name for each in rules.ALL if f"| `{each.name}` | {each.source} | {each.sentence} |" not in lines
    ]

    assert missing == []


def test_every_kind_of_information_is_on_the_page_with_its_meaning() -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()

    assert set(MEANING) == set(Category)
    assert [each.value for each in Category if f"| `{each.value}` | {MEANING[each]} |" not in lines] == []


def test_a_rule_is_named_once_and_used() -> None:
    modules = (rules.by_consent, rules.by_ground)
    names = [name for each in modules for name, value in vars(each).items() if isinstance(value, rules.Rule)]
    used = "".join(each.read_text(encoding="utf-8") for each in CODE.glob("*.py"))

    assert len(rules.BY_NAME) == len(rules.ALL) == len(names)
    assert [name for name in names if f".{name}" not in used] == []


def test_every_rule_cites_a_section_or_says_that_it_is_policy() -> None:
    assert [each.name for each in rules.ALL if "CFR" not in each.source and "policy" not in each.source] == []
    assert [each.name for each in rules.ALL if not each.sentence.endswith(".")] == []
