"""The few things a component needs that a template cannot do by itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

import lucide
from django import template
from django.forms import BaseForm, BoundField
from django.urls import get_script_prefix, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from stepwell.interfaces.shared.gaps import Gapped

register = template.Library()


@register.simple_tag
def icon(name: str, size: int | str = 20, label: str = "") -> SafeString:
    """An icon drawn in the page itself: silent beside words, named when it stands alone.

    An unknown name raises when the page is drawn, so a misspelling is found by the first test of that page.
    """
    return _drawn(str(name) + "", int(size), str(label))


@lru_cache(maxsize=256)
def _drawn(name: str, size: int, label: str) -> SafeString:
    """Every row of a list shows the same few icons: each is drawn once."""
    words = {"role": "img", "aria-label": label} if label else {"aria-hidden": "true"}
    # The name and label pass through an XML writer, which escapes them.
    drawn = lucide._render_icon(
        name, size, **{"class": "icon", "focusable": "false", "stroke-width": "1.9", **words}
    )
    # In rem, so that an icon grows with the letters beside it.
    for side in ("width", "height"):
        drawn = drawn.replace(f'{side}="{size}"', f'{side}="{size / 16:g}rem"', 1)
    return mark_safe(drawn)  # noqa: S308


@register.simple_tag
def attributes(attrs: Mapping[str, Any]) -> SafeString:
    """The attributes a component was given and did not name itself, each value escaped.

    Cotton's own ``{{ attrs }}`` trusts a value that already begins and ends with a quotation mark, so a name
    typed by a person could open an attribute. No component here prints it.

    >>> attributes({"data-name": '" onclick="x"', "hx-post": "/a", "disabled": True})
    ' data-name="&quot; onclick=&quot;x&quot;" hx-post="/a" disabled'
    """
    # Cotton notes here which attributes the component named in its <c-vars>; it offers no public way to ask.
    named: Collection[str] = getattr(attrs, "_exclude_from_str", ())
    return format_html_join(
        "",
        "{}",
        (
            (format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value),)
            for name, value in attrs.items()
            if name not in named and value is not False and value is not None
        ),
    )


@register.simple_tag(takes_context=True)
def drawn(context: template.Context, name: str) -> SafeString:
    """A part of a page drawn in this context, to be shown in more places than one."""
    assert context.template is not None
    return context.template.engine.get_template(name).render(context)


_LANGUAGES = Gapped("shared/parts/language.html", "csrf_token", "next")


@register.simple_tag(takes_context=True)
def languages(context: template.Context) -> SafeString:
    """The form that changes to another language and comes back."""
    request = context.get("request")
    back = context.get("language_next") or (request.get_full_path() if request else "")
    return _LANGUAGES.fill({"csrf_token": context.get("csrf_token", ""), "next": back})


@register.simple_tag
def address(url_name: str, key: UUID) -> str:
    """The address of a page about one row: what `url` says, with the route looked up once for all rows."""
    before, after = _around_key(url_name, get_script_prefix())
    return f"{before}{key}{after}"


@lru_cache(maxsize=256)
def _around_key(url_name: str, prefix: str) -> tuple[str, str]:
    anybody = UUID(int=0)
    before, _, after = reverse(url_name, args=[anybody]).partition(str(anybody))
    return before, after


@register.filter
def initials(name: object) -> str:
    """The first letters of the first and last word, for an avatar.

    >>> initials("Luis O."), initials("Ana María de la Cruz"), initials("Sam"), initials("")
    ('LO', 'AC', 'S', '')
    """
    words = [word for word in str(name).split() if word[0].isalnum()]
    return "".join(word[0] for word in ([words[0], words[-1]] if len(words) > 1 else words)).upper()


@register.filter
def pips_of(on: int, of: int) -> list[bool]:
    """How many of so many small marks are filled, first to last.

    >>> pips_of(2, 4)
    [True, True, False, False]
    """
    return [place < int(on) for place in range(int(of))]


@register.filter
def is_one_of(field: BoundField, kinds: str) -> bool:
    """Whether the field's control is one of these widget classes, given by name and separated by commas."""
    return type(field.field.widget).__name__ in kinds.split(",")


@register.filter
def problems(form: BaseForm | None) -> Iterator[tuple[str, str]]:
    """Each thing wrong with the form, as (id of the control to go to, its label and the sentence).

    The id is empty for what is wrong with the form as a whole.
    """
    if form is None:
        return
    for sentence in form.non_field_errors():
        yield "", str(sentence)
    for field in form:
        for sentence in field.errors:
            yield _first_control(field), f"{field.label}: {sentence}"


def _first_control(field: BoundField) -> str:
    # A group of radios or boxes has no control with the field's own id: its first choice is id_name_0.
    if field.use_fieldset and field.subwidgets:
        return str(field.subwidgets[0].id_for_label or field.auto_id)
    return str(field.id_for_label or field.auto_id)
