"""Findings and editions as files, read strictly; suggestions as files; and the JSON Schemas of both."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from typing import Any, Literal

import msgspec
from msgspec import Struct

from stepwell.domain.placement import forms
from stepwell.domain.placement.edition import Dimension, Edition, Level, NotAnEdition, Rating, RedFlag
from stepwell.domain.placement.findings import Finding, Findings, NotFindings
from stepwell.domain.placement.suggestion import Missing, Need, Suggestion
from stepwell.kernel.strict_json import FileRefused, decode

SHIPPED: Mapping[str, str] = {"stepwell-neutral/1": "neutral.json"}
"""Editions that come with the product: their ids and their files beside this module."""

SCHEMAS: Mapping[str, type[Struct]] = {
    "findings": forms.FindingsForm,
    "edition": forms.EditionForm,
    "suggestion": forms.SuggestionForm,
}


def read_findings(text: bytes | str) -> Findings:
    """The findings of a `stepwell-findings/1` file, with their edition.

    Raises FileRefused when it is not JSON, when a key is missing, unknown, of
    a wrong type or given twice, when the edition contradicts itself, and when
    a red flag, dimension or rating is not in the edition or is forgotten.
    """
    form = decode(text, forms.FindingsForm)
    edition = shipped(form.edition) if isinstance(form.edition, str) else _edition(form.edition, "edition.")
    told = tuple(Finding(each.dimension, each.rating, each.words) for each in form.findings)
    try:
        return Findings(edition, form.red_flags, told)
    except NotFindings as error:
        raise FileRefused(str(error)) from error


def read_edition(text: bytes | str) -> Edition:
    """An edition in a file of its own. Raises FileRefused like `read_findings`."""
    return _edition(decode(text, forms.EditionForm), "")


def shipped(edition_id: str) -> Edition:
    """An edition that comes with the product. Raises FileRefused for any other.

    >>> [level.id for level in shipped("stepwell-neutral/1").levels]
    ['weekly', 'intensive_outpatient', 'day', 'residential', 'hospital']
    """
    if edition_id not in SHIPPED:
        raise FileRefused(
            f'edition: "{edition_id}" does not come with Stepwell; there is {", ".join(SHIPPED)}.'
            " Put an edition of your own here as an object."
        )
    return read_edition(shipped_text(edition_id))


def shipped_text(edition_id: str) -> bytes:
    """The file of an edition that comes with the product, to copy and change."""
    return resources.files(__package__).joinpath(SHIPPED[edition_id]).read_bytes()


def write_suggestion(suggestion: Suggestion) -> bytes:
    """The suggestion as a `stepwell-placement/1` file."""
    return msgspec.json.format(msgspec.json.encode(suggestion_form(suggestion)), indent=1)


def read_suggestion(text: bytes | str) -> forms.SuggestionForm:
    """A `stepwell-placement/1` file as it was written. Raises FileRefused for anything else."""
    return decode(text, forms.SuggestionForm)


def suggestion_form(suggestion: Suggestion) -> forms.SuggestionForm:
    """The suggestion, key for key, in English."""
    return forms.SuggestionForm(
        format="stepwell-placement/1",
        edition=suggestion.edition.id,
        outcome=suggestion.outcome,
        level=_id(suggestion.level),
        at_least=_id(suggestion.at_least),
        sentence=str(suggestion.sentence),
        reasons=tuple(map(_reason, suggestion.because)),
        other_findings=tuple(map(_reason, suggestion.other_needs)),
        red_flags=tuple(forms.RedFlagForm(each.id, each.title, each.do_now) for each in suggestion.red_flags),
        missing=tuple(map(_missing, suggestion.missing)),
    )


def schema(of: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a form: the same that the reader holds files to."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(SCHEMAS[of])}


def _edition(form: forms.EditionForm, at: str) -> Edition:
    try:
        return Edition(
            id=form.id,
            title=form.title,
            levels=tuple(Level(each.id, each.title) for each in form.levels),
            offered=form.offered,
            red_flags=tuple(RedFlag(each.id, each.title, each.do_now) for each in form.red_flags),
            dimensions=tuple(map(_dimension, form.dimensions)),
            table=form.table,
        )
    except NotAnEdition as error:
        raise FileRefused(f"{at}{error}") from error


def _dimension(form: forms.DimensionForm) -> Dimension:
    ratings = tuple(Rating(each.id, each.title, each.evaluate_first) for each in form.ratings)
    return Dimension(form.id, form.title, ratings)


def _reason(need: Need) -> forms.ReasonForm:
    return forms.ReasonForm(
        need.dimension.id, need.rating.id, _id(need.level), need.words, str(need.sentence)
    )


def _id(level: Level | None) -> str | None:
    return None if level is None else level.id


def _missing(missing: Missing) -> forms.MissingForm:
    what: Literal["red_flag", "dimension"] = "red_flag" if isinstance(missing.what, RedFlag) else "dimension"
    return forms.MissingForm(what, missing.what.id, missing.why, str(missing.sentence))
