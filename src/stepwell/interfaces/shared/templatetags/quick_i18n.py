"""Django's tags of translation, with each sentence of a template looked up once for each language.

A page says some hundred sentences, and the same ones to everybody. It stands in the place of Django's
own library (settings.TEMPLATES), so templates load `i18n` as ever.
"""

from __future__ import annotations

from typing import Any

from django.template import Library, Node
from django.template.base import Parser, Token, Variable
from django.template.context import Context
from django.templatetags import i18n
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from stepwell.interfaces.shared.words import one_dot

register = Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


class Said(Node):
    """A sentence that stands in the template, in the reader's language."""

    child_nodelists = ()

    def __init__(self, translated: i18n.TranslateNode) -> None:
        self._translated = translated
        self._known: dict[str | None, str] = {}

    def render(self, context: Context) -> Any:
        """What Django's tag says, kept for the next time."""
        language = get_language()
        known = self._known.get(language)
        if known is None:
            known = self._known[language] = self._translated.render(context)
        return known


class Filled(i18n.BlockTranslateNode):
    """A sentence with gaps, whose own words are put together once."""

    def render_token_list(self, tokens: list[Token]) -> tuple[str, list[str]]:
        """The sentence to look up and the names of its gaps."""
        known: dict[int, tuple[str, list[str]]] = self.__dict__.setdefault("_known", {})
        if id(tokens) not in known:
            known[id(tokens)] = super().render_token_list(tokens)
        sentence, names = known[id(tokens)]
        return sentence, list(names)  # Django adds to this list

    def render(self, context: Context, nested: bool = False) -> Any:
        """What Django's tag says; a gap that brings its own dot ("8 p.m.") ends the sentence as well."""
        told = super().render(context, nested)
        if self.asvar:
            context[self.asvar] = SafeString(one_dot(context[self.asvar]))
        return one_dot(told) if ".." in told else told


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> Node:
    """Django's tag; what it says depends on nothing but the language when a bare sentence is named."""
    node: i18n.TranslateNode = i18n.do_translate(parser, token)
    named = node.filter_expression
    is_bare = isinstance(named.var, Variable) and named.var.lookups is None and not named.filters
    return node if node.asvar or node.message_context or not is_bare else Said(node)


@register.tag("blocktranslate")
@register.tag("blocktrans")
def blocktranslate(parser: Parser, token: Token) -> Node:
    """Django's tag."""
    node: i18n.BlockTranslateNode = i18n.do_block_translate(parser, token)
    node.__class__ = Filled
    return node
