"""A request for information about a person: who asks, of whom, for what, what, and on what ground."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import ZoneInfo

from msgspec import Meta

from stepwell.domain.privacy.bases import Basis, ByConsent
from stepwell.domain.privacy.terms import Category, DiscloserClass, Purpose, Relation, Standing
from stepwell.domain.privacy.values import Form, Instant, Key


class Restriction(Form, frozen=True, kw_only=True):
    """What the program has agreed with the person not to do (42 CFR 2.26). An empty list means every one."""

    agreed_at: Instant
    ended_at: Instant | None = None
    recipients: frozenset[Key] = frozenset()
    relations: frozenset[Relation] = frozenset()
    categories: frozenset[Category] = frozenset()
    purposes: frozenset[Purpose] = frozenset()


class Patient(Form, frozen=True, kw_only=True):
    """The person the information is about, or would be about if they were here."""

    id: Key
    standing: Standing = Standing.ADULT
    standing_since: Annotated[
        Instant | None,
        Meta(description="since when they lack capacity or are dead: what they signed before stays theirs"),
    ] = None
    restrictions: tuple[Restriction, ...] = ()


class Discloser(Form, frozen=True, kw_only=True):
    """Who is asked for the information, and would give it."""

    id: Key
    classes: Annotated[
        frozenset[DiscloserClass], Meta(description="the classes it belongs to with this person")
    ] = frozenset()


class Recipient(Form, frozen=True, kw_only=True):
    """Who would get the information."""

    id: Key
    relation: Relation
    aliases: Annotated[
        frozenset[Key], Meta(description="other keys that are known to be the same recipient")
    ] = frozenset()
    acts_for: Annotated[
        frozenset[Key],
        Meta(description="organizations in whose name it asks; a consent may name one of them"),
    ] = frozenset()
    through: Annotated[Key | None, Meta(description="the intermediary through which it would come")] = None
    is_under_hipaa: Annotated[
        bool, Meta(description="a covered entity or a business associate (45 CFR 160.103)")
    ] = False
    monitors_patient: Annotated[
        bool, Meta(description="has a duty to monitor the person for criminal justice (2.35(a))")
    ] = False

    @property
    def keys(self) -> frozenset[str]:
        """All keys under which a consent may name it."""
        return frozenset({self.id}) | self.aliases | self.acts_for


class Request(Form, frozen=True, kw_only=True):
    """Everything that is asked for at once; each category is answered by itself."""

    patient: Patient
    discloser: Discloser
    recipient: Recipient
    purpose: Purpose
    categories: Annotated[frozenset[Category], Meta(min_length=1)]
    zone: Annotated[str, Meta(description="the time zone of the site, like America/New_York; days end by it")]
    purpose_in_words: Annotated[str | None, Meta(description="what the purpose `other` means")] = None
    basis: Basis = ByConsent()

    def __post_init__(self) -> None:
        try:
            ZoneInfo(self.zone)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f'"{self.zone}" is not a time zone; name one like America/New_York') from error

    @property
    def clock(self) -> ZoneInfo:
        """The clock on the wall of the site."""
        return ZoneInfo(self.zone)

    @property
    def is_from_patient(self) -> bool:
        """The person asks about themselves."""
        return self.recipient.relation is Relation.PATIENT and self.recipient.id == self.patient.id
