"""A written consent, element by element, as 42 CFR 2.31 in force since 2024 wants it.

A consent is kept and read as it was signed, also when something is missing from it: `elements` says what,
and a consent that lacks anything permits nothing.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from msgspec import Meta
from msgspec.structs import replace

from stepwell.domain.privacy.terms import (
    Category,
    DiscloserClass,
    Purpose,
    RecipientClass,
    Signer,
    Statement,
)
from stepwell.domain.privacy.values import Form, Instant, Key, check_day, has_come, is_over


class NamedRecipient(Form, frozen=True, kw_only=True, tag_field="type", tag="named"):
    """One person, office or organization, by its key. An organization stands for those who act for it."""

    id: Key
    name: str | None = None


class ClassOfRecipients(Form, frozen=True, kw_only=True, tag_field="type", tag="class"):
    """A class; the first four only for treatment, payment and operations, the last only for monitoring."""

    of: RecipientClass


class IntermediaryRecipient(Form, frozen=True, kw_only=True, tag_field="type", tag="intermediary"):
    """An intermediary (42 CFR 2.11), and to whom of its members it may hand on."""

    id: Key
    participants: frozenset[Key] = frozenset()
    treating_participants: Annotated[
        bool, Meta(description="all members that treat the person, now or later (2.31(a)(4)(ii)(B))")
    ] = False
    name: str | None = None


class NamedDiscloser(Form, frozen=True, kw_only=True, tag_field="type", tag="named"):
    """One program or holder of records, by its key."""

    id: Key
    name: str | None = None


class ClassOfDisclosers(Form, frozen=True, kw_only=True, tag_field="type", tag="class"):
    """A class of holders, like every program that treats the person."""

    of: DiscloserClass


class LastDay(Form, frozen=True, kw_only=True, tag_field="type", tag="last_day"):
    """Through the end of this day on the clock of the site."""

    day: date

    def __post_init__(self) -> None:
        check_day(self.day)

    def has_come(self, *, at: datetime, zone: ZoneInfo) -> bool:
        """The day is over."""
        return is_over(self.day, at=at, zone=zone)


class OnEvent(Form, frozen=True, kw_only=True, tag_field="type", tag="event"):
    """When an event happens, like the end of treatment; at the latest after a day, if one is given."""

    event: str
    happened_at: Instant | None = None
    last_day: date | None = None

    def __post_init__(self) -> None:
        check_day(self.last_day)

    def has_come(self, *, at: datetime, zone: ZoneInfo) -> bool:
        """The event has happened, or the latest day is over."""
        is_late = self.last_day is not None and is_over(self.last_day, at=at, zone=zone)
        return is_late or has_come(self.happened_at, at=at)


class NoEnd(Form, frozen=True, kw_only=True, tag_field="type", tag="none"):
    """Until it is revoked; the law lets only a consent for treatment, payment and operations say so."""

    def has_come(self, *, at: datetime, zone: ZoneInfo) -> bool:
        """Never."""
        return False


class Signature(Form, frozen=True, kw_only=True):
    """A signature on paper or electronic, which is as good where no other law forbids it."""

    by: Signer
    is_electronic: bool = False


class RightToRevoke(Form, frozen=True, kw_only=True):
    """What the form says: that it can be revoked in writing, how, and that this does not reach back."""

    how: str
    says_what_stays: Annotated[
        bool, Meta(description="the form says that what was already done in reliance on it stays done")
    ] = True


class Consent(Form, frozen=True, kw_only=True):
    """One signed paper. An element that is absent, null, empty or blank is missing."""

    id: Key
    patient: Annotated[str | None, Meta(description="element 1: the person, by the key of `patient.id`")] = (
        None
    )
    disclosers: Annotated[
        tuple[NamedDiscloser | ClassOfDisclosers, ...], Meta(description="element 2: who may disclose")
    ] = ()
    categories: Annotated[frozenset[Category], Meta(description="element 3: what may be disclosed")] = (
        frozenset()
    )
    recipients: Annotated[
        tuple[NamedRecipient | ClassOfRecipients | IntermediaryRecipient, ...],
        Meta(description="element 4: to whom"),
    ] = ()
    purposes: Annotated[frozenset[Purpose], Meta(description="element 5: for what")] = frozenset()
    purpose_in_words: Annotated[
        str | None, Meta(description="what `other` among the purposes means; asked for in the same words")
    ] = None
    is_asked_by_patient: Annotated[
        bool, Meta(description="the patient began it; `at_patient_request` is a purpose only then")
    ] = False
    right_to_revoke: Annotated[
        RightToRevoke | None, Meta(description="element 6: what the form says of revoking")
    ] = None
    ends: Annotated[
        LastDay | OnEvent | NoEnd | None, Meta(description="element 7: when it ends by itself")
    ] = None
    signatures: Annotated[tuple[Signature, ...], Meta(description="element 8")] = ()
    signed_at: Annotated[
        Instant | None, Meta(description="element 9: when it was signed; it permits nothing before")
    ] = None
    statements: Annotated[
        frozenset[Statement],
        Meta(description="element 10, and the statements of elements 4 and 5: what the form says"),
    ] = frozenset()
    revoked_at: Annotated[
        Instant | None, Meta(description="when the revocation came in; from this instant on it binds")
    ] = None
    irrevocable_until: Annotated[
        LastDay | OnEvent | None,
        Meta(description="2.35: only for criminal justice alone; until then a revocation waits"),
    ] = None
    final_disposition_at: Annotated[
        Instant | None, Meta(description="2.35: when the case was over; irrevocable no longer than that")
    ] = None
    is_known_false: Annotated[
        bool, Meta(description="known, or easy to find out, to be materially false (2.31(c)(4))")
    ] = False
    is_condition_of_treatment: Annotated[
        bool, Meta(description="treatment, payment or benefits were made to depend on it (2.31(b)(3))")
    ] = False

    def is_revoked(self, *, at: datetime, zone: ZoneInfo) -> bool:
        """A revocation has come in and binds.

        Criminal justice may have a consent that cannot be revoked for a while; a revocation that came in
        meanwhile binds by itself when the while is over. Source: 42 CFR 2.31(a)(6), 2.35(c).
        """
        return has_come(self.revoked_at, at=at) and not self.is_irrevocable(at=at, zone=zone)

    def is_irrevocable(self, *, at: datetime, zone: ZoneInfo) -> bool:
        """It is for criminal justice alone, and the stated time or event has not come."""
        if self.irrevocable_until is None or self.purposes != {Purpose.CRIMINAL_JUSTICE}:
            return False
        if has_come(self.final_disposition_at, at=at):
            return False
        return not self.irrevocable_until.has_come(at=at, zone=zone)

    def as_if_signed(self, *, at: datetime) -> Consent:
        """What is about to be signed, as if the person signed it now: for looking at what it would show."""
        if self.signed_at is not None:
            return self
        signatures = self.signatures or tuple(Signature(by=each, is_electronic=True) for each in Signer)
        return replace(self, signed_at=at, signatures=signatures)
