"""Rows drawn once with gaps: each shows its own words, which stand for nothing but themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.template import engines
from django.template.backends.django import Template
from django.utils import translation
from django.utils.safestring import SafeString

from stepwell.interfaces.shared import gaps
from stepwell.interfaces.shared.gaps import Gapped

ROW = """{% load i18n %}<li>{{ name }}{% if is_late %} ({% translate "late" %}){% endif %}
{% blocktranslate %}{{ name }} has {{ number }}{% endblocktranslate %}</li>"""


@pytest.fixture
def row(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gapped]:
    def found(_name: str) -> Any:
        template = engines["django"].from_string(ROW)
        assert isinstance(template, Template)
        return template

    monkeypatch.setattr(gaps, "get_template", found)
    with translation.override("en"):
        yield Gapped("any", "name", "number")


def test_each_row_has_its_own_words_also_within_a_sentence(row: Gapped) -> None:
    assert row.fill({"name": "Sam", "number": 2}, is_late=False) == "<li>Sam\nSam has 2</li>"
    assert row.fill({"name": "Ana", "number": 3}, is_late=True) == "<li>Ana (late)\nAna has 3</li>"


def test_a_name_opens_no_tag_and_stands_for_no_gap(row: Gapped) -> None:
    filled = row.fill({"name": "<b>\ue000number\ue001", "number": 2}, is_late=False)

    assert filled.startswith("<li>&lt;b&gt;\ue000number\ue001\n")


def test_what_is_markup_already_stays_as_it_is(row: Gapped) -> None:
    filled = row.fill({"name": SafeString("<b>Sam</b>"), "number": 2}, is_late=False)

    assert filled.startswith("<li><b>Sam</b>\n")
    assert isinstance(filled, SafeString)


def test_rows_are_drawn_anew_for_another_language(row: Gapped) -> None:
    told = {"name": "Sam", "number": 2}
    english = row.fill(told, is_late=True)

    with translation.override("es"):
        assert row.fill(told, is_late=True) != english
