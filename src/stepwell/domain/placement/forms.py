"""The exchange forms of placement, key for key: `stepwell-findings/1`, `stepwell-edition/1` inside it
or alone, and `stepwell-placement/1`. Every key that a form doesn't name is refused."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from stepwell.domain.placement.suggestion import Lacking, Outcome

Key = Annotated[str, Meta(min_length=1, max_length=60)]
Title = Annotated[str, Meta(min_length=1, max_length=300)]
Words = Annotated[str, Meta(max_length=2000)]


class LevelForm(Struct, frozen=True, forbid_unknown_fields=True):
    """A level of care, as the program calls it."""

    id: Key
    title: Title


class RatingForm(Struct, frozen=True, forbid_unknown_fields=True):
    """One answer to a dimension. With `evaluate_first`, what has to be done before a level can follow."""

    id: Key
    title: Title
    evaluate_first: Annotated[str, Meta(max_length=300)] = ""


class DimensionForm(Struct, frozen=True, forbid_unknown_fields=True):
    """One side of a person's life that is rated."""

    id: Key
    title: Title
    ratings: Annotated[tuple[RatingForm, ...], Meta(min_length=1)]


class RedFlagForm(Struct, frozen=True, forbid_unknown_fields=True):
    """A danger that is asked for first; a yes stops the form, and `do_now` is what to do instead."""

    id: Key
    title: Title
    do_now: Title


class EditionForm(Struct, frozen=True, forbid_unknown_fields=True):
    """What a program rates by, and the table from dimension and rating to the id of a level, or null."""

    id: Key
    title: Title
    levels: Annotated[
        tuple[LevelForm, ...], Meta(min_length=1, description="From the least to the most intensive.")
    ]
    offered: Annotated[
        tuple[Key, ...], Meta(min_length=1, description="Ids of the levels that the program gives itself.")
    ]
    red_flags: Annotated[tuple[RedFlagForm, ...], Meta(min_length=1)]
    dimensions: Annotated[tuple[DimensionForm, ...], Meta(min_length=1)]
    table: Annotated[
        dict[Key, dict[Key, Key | None]],
        Meta(description="Each dimension, each of its ratings: the level it asks for; null asks for none."),
    ]


class FindingForm(Struct, frozen=True, forbid_unknown_fields=True):
    """A rating of one dimension; null when it could not be judged yet. A dimension may come several times."""

    dimension: Key
    rating: Key | None
    words: Words = ""


class FindingsForm(Struct, frozen=True, forbid_unknown_fields=True):
    """What was found at one screening."""

    format: Literal["stepwell-findings/1"]
    edition: Annotated[
        str | EditionForm, Meta(description="An edition, or the id of one that ships: stepwell-neutral/1.")
    ]
    red_flags: Annotated[
        dict[Key, bool | None],
        Meta(description="Each red flag of the edition: true, false, or null when not asked yet."),
    ]
    findings: Annotated[
        tuple[FindingForm, ...], Meta(description="Each dimension of the edition at least once.")
    ]


class ReasonForm(Struct, frozen=True, forbid_unknown_fields=True):
    """One finding, with the level that the table gives its rating; null where it asks for none."""

    dimension: str
    rating: str
    level: str | None
    words: str
    sentence: str


class MissingForm(Struct, frozen=True, forbid_unknown_fields=True):
    """A red flag or a dimension that can't be judged yet."""

    what: Literal["red_flag", "dimension"]
    id: str
    why: Lacking
    sentence: str


class SuggestionForm(Struct, frozen=True, forbid_unknown_fields=True):
    """What the findings suggest; a clinician decides."""

    format: Literal["stepwell-placement/1"]
    edition: str
    outcome: Outcome
    level: Annotated[str | None, Meta(description="The level suggested; null when none can be.")]
    at_least: Annotated[str | None, Meta(description="What is known so far asks for this; it can only rise.")]
    sentence: str
    reasons: Annotated[
        tuple[ReasonForm, ...], Meta(description="The findings that led to `at_least`: the most severe need.")
    ]
    other_findings: tuple[ReasonForm, ...]
    red_flags: Annotated[
        tuple[RedFlagForm, ...], Meta(description="Those that are up, with what to do now. First of all.")
    ]
    missing: tuple[MissingForm, ...]
