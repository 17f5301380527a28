"""Cases as files and answers to them: one request, the consents there are, and an instant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from stepwell.domain.privacy.consent import Consent
from stepwell.domain.privacy.disclosure import DisclosurePermit, DisclosureRefusal, Item, decide
from stepwell.domain.privacy.preview import seen
from stepwell.domain.privacy.request import Request
from stepwell.domain.privacy.terms import MEANING, Category
from stepwell.domain.privacy.values import Form, Instant
from stepwell.kernel.strict_json import FileRefused, decode


class Case(Form, frozen=True, kw_only=True):
    """One request, with everything that bears on it."""

    format: Literal["stepwell-privacy-case/1"]
    at: Annotated[Instant, Meta(description="the instant that is asked about, with its offset")]
    request: Request
    consents: tuple[Consent, ...] = ()
    title: Annotated[str | None, Meta(description="what the case is about; not looked at")] = None


class ItemForm(Form, frozen=True, kw_only=True):
    """The answer to one kind of information."""

    category: Category
    reason: str
    rule: str
    source: str
    consent: Annotated[
        str | None, Meta(description="the consent it stands on; where refused, the one that came nearest")
    ]


class NoticeForm(Form, frozen=True, kw_only=True):
    """The notice that must go with it, in two texts of which one is enough (42 CFR 2.32)."""

    version: str
    short: str
    full: str


class ObligationForm(Form, frozen=True, kw_only=True):
    """What must go with the disclosure or follow it."""

    name: str
    source: str
    sentence: str


class Answer(Form, frozen=True, kw_only=True):
    """The decision, its reason and its rule; and the same for each kind of information by itself."""

    format: Literal["stepwell-privacy-answer/1"]
    decision: Annotated[
        Literal["permit", "refuse"],
        Meta(description="permit: at least one kind may be disclosed; refuse: nothing may"),
    ]
    is_complete: Annotated[bool, Meta(description="everything that was asked for may be disclosed")]
    reason: str
    rule: str
    source: str
    permitted: tuple[ItemForm, ...]
    refused: Annotated[tuple[ItemForm, ...], Meta(description="for the trail, never for who asked")]
    consents: Annotated[tuple[str, ...], Meta(description="the consents the permit stands on")]
    notice: NoticeForm | None
    obligations: tuple[ObligationForm, ...]
    says_that_nothing_exists: Annotated[
        bool, Meta(description="the answer must look as if the person had never been here")
    ]
    answer_to_asker: Annotated[
        str | None, Meta(description="what is said to who asked, where nothing is disclosed")
    ]


SCHEMAS: Mapping[str, type[Form]] = {"case": Case, "answer": Answer}


def read_case(text: bytes | str) -> Case:
    """The case of a file. Raises FileRefused with the key and the place of the first fault."""
    case = decode(text, Case)
    seen: set[str] = set()
    for index, consent in enumerate(case.consents):
        if consent.id in seen:
            raise FileRefused(f'consents[{index}].id: "{consent.id}" is the id of another consent already.')
        seen.add(consent.id)
    return case


def answer(case: Case) -> Answer:
    """What `decide` says to the case."""
    return answer_form(decide(case.request, case.consents, at=case.at))


def answer_form(said: DisclosurePermit | DisclosureRefusal) -> Answer:
    """A decision in its exchange form."""
    is_permit = isinstance(said, DisclosurePermit)
    return Answer(
        format="stepwell-privacy-answer/1",
        decision="permit" if is_permit else "refuse",
        is_complete=not said.withheld,
        reason=said.because,
        rule=said.rule.name,
        source=said.rule.source,
        permitted=_items(said.items),
        refused=_items(said.withheld),
        consents=said.consents,
        notice=None if said.notice is None else NoticeForm(**vars(said.notice)),
        obligations=tuple(ObligationForm(**vars(each)) for each in said.obligations),
        says_that_nothing_exists=said.says_that_nothing_exists,
        answer_to_asker=said.answer_to_asker,
    )


def preview(case: Case) -> Answer:
    """What the recipient would get if it asked for everything, and unsigned consents were signed now."""
    return answer_form(seen(case.request, case.consents, at=case.at))


def write_answer(said: Answer) -> bytes:
    """The answer as a `stepwell-privacy-answer/1` file."""
    return msgspec.json.format(msgspec.json.encode(said), indent=1)


def schema(of: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a form: the same that the reader holds files to."""
    said: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(msgspec.json.schema(SCHEMAS[of])))
    kinds = "; ".join(f"{each.value}: {MEANING[each]}" for each in Category)
    said["$defs"]["Category"]["description"] += f" {kinds}."
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **said}


def _items(items: tuple[Item, ...]) -> tuple[ItemForm, ...]:
    return tuple(
        ItemForm(
            category=each.category,
            reason=each.rule.sentence,
            rule=each.rule.name,
            source=each.rule.source,
            consent=each.consent,
        )
        for each in items
    )
