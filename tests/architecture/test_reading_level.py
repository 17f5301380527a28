"""What participants and families read is plain: grade 8 at most, and no word that is never shown."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import textstat

from stepwell.domain.wording.person_first import find_unkind

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "stepwell"
SHARED = PACKAGE / "interfaces" / "shared" / "templates"
ACTIONS = PACKAGE / "actions"
READ_BY_THEM = [
    PACKAGE / "interfaces" / "participant",
    PACKAGE / "interfaces" / "family",
    PACKAGE / "interfaces" / "jobs",
    PACKAGE / "interfaces" / "start",
    PACKAGE / "interfaces" / "shared" / "asking.py",
    *(
        SHARED / "shared" / name
        for name in ("phone.html", "help_now.html", "offline.html", "away.html", "base.html")
    ),
    SHARED / "shared" / "suits",
    SHARED / "shared" / "sharing",
    SHARED / "shared" / "talk",
    SHARED / "shared" / "tools",
    PACKAGE / "interfaces" / "shared" / "talking.py",
    PACKAGE / "interfaces" / "shared" / "needing.py",
    PACKAGE / "interfaces" / "shared" / "sharing.py",
    PACKAGE / "interfaces" / "shared" / "suiting.py",
    *(SHARED / "shared" / "parts" / name for name in ("help_contacts.html", "leave.html")),
    *(SHARED / name for name in ("400.html", "403_csrf.html", "404.html", "500.html")),
    *(
        ACTIONS / name
        for name in (
            "answering.py",
            "asking_restrictions.py",
            "checking_in.py",
            "consenting.py",
            "family_sessions.py",
            "filling_tools.py",
            "granting.py",
            "inviting_supporters.py",
            "measuring.py",
            "meeting_needs.py",
            "messaging.py",
            "writing_letters.py",
        )
    ),
]
OVERALL = 8.0
ONE_SENTENCE = 10.0
WHOLE = 5
"""Words from which it is a sentence, and no label of a button that would make the whole look easier."""
LONG = 12
"""Words from which a single sentence is judged: in a short one a single long word decides."""

IN_TEMPLATES = re.compile(
    r"""\{%\s*translate\s+(?P<q>["'])(?P<text>.*?)(?P=q)"""
    r"""|\{%\s*blocktrans(?:late)?\b.*?%\}(?P<block>.*?)\{%\s*endblocktrans(?:late)?\s*%\}""",
    re.DOTALL,
)
MARKING = {
    "_",
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
}


def files_of(places: list[Path]) -> Iterator[Path]:
    for place in places:
        assert place.exists(), f"{place} is gone: say here what came instead"
        yield from [place] if place.is_file() else sorted(place.rglob("*.html")) + sorted(place.rglob("*.py"))


def texts_of(file: Path) -> Iterator[str]:
    source = file.read_text(encoding="utf-8")
    if file.suffix == ".html":
        for found in IN_TEMPLATES.finditer(source):
            yield from re.split(r"\{%\s*plural\s*%\}", found["text"] or found["block"] or "")
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKING:
            yield from (
                one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)
            )


def spoken(text: str) -> str:
    """The words alone, something short in each gap, and a full stop at the end."""
    text = re.sub(r"<[^>]+>", "", text)
    text = re.sub(r"%\(\w+\)[a-z]|\{\{.*?\}\}|\{\w+\}", "this", text).replace("%%", " percent")
    text = re.sub(r"\s+", " ", text).strip()
    return text if text.endswith((".", "?", "!")) else f"{text}."


def syllables(word: str) -> int:
    """Groups of vowels, a silent e left out.

    textstat takes them from a dictionary that it would fetch from the network in the middle of a test.
    """
    word = re.sub(r"[^a-z]", "", word.lower())
    word = re.sub(
        r"(?<=[a-z]{2}[^aeiouyl])e$|(?<=[a-z][^aeiouytd])ed$|(?<=[aeiou][^aeiouyszxcgh])es$", "", word
    )
    return max(1, len(re.findall(r"[aeiouy]+", word)))


def grade(text: str) -> float:
    """Flesch and Kincaid: the school year in which a text reads easily."""
    words = textstat.lexicon_count(text)
    spread = words / len(sentences(text))
    return 0.39 * spread + 11.8 * sum(map(syllables, text.split())) / words - 15.59


def sentences(text: str) -> list[str]:
    return [one for one in re.split(r"(?<=[.?!])\s+", text) if re.search(r"\w", one)]


def everything() -> list[str]:
    return sorted(
        {spoken(text) for file in files_of(READ_BY_THEM) for text in texts_of(file) if text.strip()}
    )


def test_participants_and_families_read_grade_eight_at_most() -> None:
    whole = [one for text in everything() for one in sentences(text) if textstat.lexicon_count(one) >= WHOLE]

    assert len(whole) > 100
    assert grade(" ".join(whole)) <= OVERALL


def test_no_long_sentence_stands_out() -> None:
    hard = {
        sentence: round(grade(sentence), 1)
        for text in everything()
        for sentence in sentences(text)
        if textstat.lexicon_count(sentence) >= LONG and grade(sentence) > ONE_SENTENCE
    }

    assert hard == {}


def test_a_hard_text_would_be_found() -> None:
    hard = "Notwithstanding individual circumstances, participation necessitates collaborative evaluation."

    assert grade(hard) > ONE_SENTENCE


@pytest.mark.parametrize(
    ("word", "heard"),
    [("week", 1), ("craving", 2), ("counselor", 3), ("like", 1), ("planned", 1), ("table", 2)],
)
def test_syllables_are_counted_as_they_are_heard(word: str, heard: int) -> None:
    assert syllables(word) == heard


@pytest.mark.parametrize(
    "file", sorted(PACKAGE.rglob("*.html")), ids=lambda file: str(file.relative_to(PACKAGE))
)
def test_no_page_holds_a_word_that_is_never_shown(file: Path) -> None:
    said = " ".join([*texts_of(file), *re.findall(r">([^<>{}]+)<", file.read_text(encoding="utf-8"))])

    assert find_unkind(said) == ()


def test_an_unkind_word_on_a_page_would_be_found(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text('<p>{% translate "You failed the test" %}</p>', encoding="utf-8")

    assert find_unkind(" ".join(texts_of(page))) != ()
