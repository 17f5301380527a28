"""Sentences of templates are looked up once for each language, and say what Django's tags say."""

from __future__ import annotations

import pytest
from django.template import Context, Template, engines
from django.utils.translation import override


def _drawn(text: str, **context: object) -> str:
    return Template(text, engine=engines["django"].engine).render(Context(context))  # type: ignore[attr-defined]  # the stubs know only the base of engines


def test_one_template_speaks_each_reader_s_language_by_turns() -> None:
    template = engines["django"].from_string('{% load i18n %}{% translate "Today" %}')
    said = []
    for language in ("en", "es", "en", "es"):
        with override(language):
            said.append(template.render())
    assert said[:2] == said[2:]
    assert said[0] == "Today" != said[1]


def test_a_name_in_a_sentence_is_told_anew_and_escaped() -> None:
    text = "{% blocktranslate with name=who %}Hello {{ name }}{% endblocktranslate %}"
    template = Template(text, engine=engines["django"].engine)  # type: ignore[attr-defined]  # as above
    assert template.render(Context({"who": "Ana"})) == "Hello Ana"
    assert template.render(Context({"who": "<b>"})) == "Hello &lt;b&gt;"


def test_an_hour_that_ends_a_sentence_ends_it_with_one_dot() -> None:
    text = "{% blocktranslate with until=hour %}Until {{ until }}.{% endblocktranslate %}"
    kept = "{% blocktranslate asvar it with until=hour %}Until {{ until }}.{% endblocktranslate %}{{ it }}"
    assert _drawn(text, hour="8 p.m.") == _drawn(kept, hour="8 p.m.") == "Until 8 p.m."
    assert _drawn(text, hour="noon") == "Until noon."


@pytest.mark.parametrize(("n", "said"), [(1, "1 person"), (3, "3 people")])
def test_a_number_chooses_between_two_sentences(n: int, said: str) -> None:
    text = "{% blocktranslate count n=n %}{{ n }} person{% plural %}{{ n }} people{% endblocktranslate %}"
    assert _drawn(text, n=n) == said == _drawn(text, n=n)


def test_what_a_variable_holds_is_looked_up_each_time() -> None:
    template = Template("{% translate word %}", engine=engines["django"].engine)  # type: ignore[attr-defined]  # as above
    with override("es"):
        said = [template.render(Context({"word": word})) for word in ("Today", "Name", "Today")]
    assert said[0] == said[2] != said[1]
    assert said[0] != "Today"


def test_a_sentence_may_be_kept_under_a_name() -> None:
    assert _drawn('{% translate "Today" as day %}[{{ day }}]') == "[Today]"
