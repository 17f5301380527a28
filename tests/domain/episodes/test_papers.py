"""A text that changed is another version: what people were given stays what it was."""

from __future__ import annotations

import hashlib
import json

import pytest

from stepwell.domain.episodes.checklist import USUAL
from stepwell.domain.episodes.papers import PAPERS, PRIVACY_NOTICE, Text, paper_of

AS_GIVEN = {
    ("privacy_notice", "2026-02-16/1"): "05dd5c04bc30e672",
    ("treatment_consent", "2026-11-01/1"): "614f0728f10915a8",
}
"""Whoever changes a sentence gives the text another version, and its print here."""


def print_of(text: Text) -> str:
    return hashlib.sha256(json.dumps([text.title, text.parts]).encode()).hexdigest()[:16]


@pytest.mark.parametrize("text", PAPERS, ids=lambda text: text.kind)
def test_a_version_is_one_text(text: Text) -> None:
    assert print_of(text) == AS_GIVEN[text.kind, text.version]


def test_every_paper_is_an_item_of_the_checklist() -> None:
    assert {text.kind for text in PAPERS} <= {item.key for item in USUAL}


def test_the_notice_has_its_header_and_its_topics() -> None:
    headings = [heading for heading, _ in PRIVACY_NOTICE.parts]

    assert PRIVACY_NOTICE.title.startswith("Notice of Privacy Practices of ")
    assert {"How we use and share your records", "Your rights", "How to complain"} <= set(headings)


def test_a_kind_nobody_knows_has_no_text() -> None:
    assert paper_of("menu") is None
