"""What a participant lets a loved one see: item by item, until a day, tried before it is signed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.actions import consenting, consents_kept, inviting_supporters, shared_charts
from stepwell.actions.charts import Chart
from stepwell.actions.consents_kept import Kept, Known
from stepwell.actions.inviting_supporters import Invited
from stepwell.actions.refusals import Refusal
from stepwell.actions.shared_charts import Shared
from stepwell.domain.privacy.access import Part
from stepwell.domain.privacy.consent import Consent, LastDay, NamedDiscloser, NamedRecipient, RightToRevoke
from stepwell.domain.privacy.terms import Category, Purpose
from stepwell.kernel.sentences import gettext_noop

ITEMS: tuple[Category, ...] = tuple(each for each in shared_charts.SHOWN if each is not Category.PRESENCE)
"""What can be granted one by one. Whoever sees any of it knows that the person comes here."""
LONGEST = timedelta(days=366)
HOW_TO_REVOKE = gettext_noop(
    "You can take this back at any time: tap Stop now, or write to the program. "
    "It ends at once. What was seen before can't be unseen."
)


class CannotGrant(Refusal):
    """This can't be signed as it stands."""


@dataclass(frozen=True)
class Grant:
    """A loved one, and what they see at this instant."""

    invited: Invited
    consent: Kept | None
    """The one in force, if any."""
    sees: Mapping[Category, bool]

    @property
    def until(self) -> date | None:
        """The last day of what is granted now."""
        ends = self.consent.consent.ends if self.consent else None
        return ends.day if isinstance(ends, LastDay) else None


def list_grants(chart: Chart, *, at: datetime) -> list[Grant]:
    """Everybody the person invited, with what each of them sees now."""
    chart.need(Part.CONSENTS)
    kept, known = consents_kept.list_kept(chart.person), _know(chart, at=at)
    return [_grant(chart, one, kept, known, at=at) for one in inviting_supporters.list_invited(chart)]


def find_grant(chart: Chart, supporter_id: UUID, *, at: datetime) -> Grant:
    """One of them; NotHere for who was not invited."""
    invited = inviting_supporters.find_invited(chart, supporter_id)
    kept, known = consents_kept.list_kept(chart.person), _know(chart, at=at)
    return _grant(chart, invited, kept, known, at=at)


def preview(
    chart: Chart, supporter_id: UUID, *, items: Iterable[Category], until: date, at: datetime
) -> Shared | None:
    """What the loved one would read today if this were signed; None for nothing at all.

    The same decision and the same pages as afterward. What this would replace counts no more.
    """
    invited = inviting_supporters.find_invited(chart, supporter_id)
    tried = paper(chart, invited, items=items, until=until).as_if_signed(at=at)
    known = _know(chart, at=at)
    return shared_charts.as_seen_by(chart.person, invited.supporter, [tried], known=known, at=at)


def seen_now(chart: Chart, supporter_id: UUID, *, at: datetime) -> Shared | None:
    """What the loved one would read today as things are; None for nothing. Writes nothing."""
    invited = inviting_supporters.find_invited(chart, supporter_id)
    kept = consents_kept.list_kept(chart.person, recipient=str(invited.key))
    consents, known = [one.consent for one in kept], _know(chart, at=at)
    return shared_charts.as_seen_by(chart.person, invited.supporter, consents, known=known, at=at)


def grant(
    chart: Chart,
    supporter_id: UUID,
    *,
    items: Iterable[Category],
    until: date,
    replaces: UUID | None = None,
    key: str,
    at: datetime,
) -> Kept:
    """Sign it: from now on, through the last day. What was granted before to the same loved one ends.

    `replaces` is the consent that the page showed; refused when it has been changed since.
    """
    invited = inviting_supporters.find_invited(chart, supporter_id)
    _check_day(chart, until, at=at)
    consent = paper(chart, invited, items=items, until=until)
    return consenting.give(chart, consent, address=invited.email, replaces=replaces, key=key, at=at)


def stop(chart: Chart, supporter_id: UUID, *, key: str, at: datetime) -> None:
    """Take back everything this loved one sees. It binds the very next reading."""
    zone = consents_kept.zone_of(chart.person)
    invited = inviting_supporters.find_invited(chart, supporter_id)
    for each in consents_kept.list_kept(chart.person, recipient=str(invited.key)):
        if each.is_in_force(at=at, zone=zone):
            consenting.revoke(chart, each.row.pk, key=f"{each.row.pk}:{key}", at=at)


def paper(chart: Chart, invited: Invited, *, items: Iterable[Category], until: date) -> Consent:
    """The consent of 42 CFR 2.31 that says this, not signed yet."""
    chosen = frozenset(items)
    if not chosen:
        raise CannotGrant(gettext_noop("Choose at least one thing to share."))
    if not chosen <= set(ITEMS):
        raise CannotGrant(gettext_noop("This can't be shared here."))
    program = chart.person.organization
    return Consent(
        id="not-kept-yet",
        patient=str(chart.person.pk),
        disclosers=(NamedDiscloser(id=str(program.pk), name=program.name),),
        categories=chosen | {Category.PRESENCE},
        recipients=(NamedRecipient(id=str(invited.key), name=invited.name),),
        purposes=frozenset({Purpose.FAMILY}),
        is_asked_by_patient=True,
        right_to_revoke=RightToRevoke(how=HOW_TO_REVOKE),
        ends=LastDay(day=until),
    )


def _know(chart: Chart, *, at: datetime) -> Known:
    """The chart has read the stay that names the clock, or reads it for the page too."""
    episode = chart.find_episode() if chart.may_read(Part.EPISODE) else None
    zone = ZoneInfo(episode.site.zone) if episode else None
    return consents_kept.know(chart.person, at=at, zone=zone)


def _check_day(chart: Chart, until: date, *, at: datetime) -> None:
    today = at.astimezone(consents_kept.zone_of(chart.person)).date()
    if until < today:
        raise CannotGrant(gettext_noop("This day is over. Choose today or a later day."))
    if until > today + LONGEST:
        raise CannotGrant(gettext_noop("Choose a day within a year. You can always share again."))


def _grant(chart: Chart, invited: Invited, kept: Iterable[Kept], known: Known, *, at: datetime) -> Grant:
    mine = [one for one in kept if one.row.recipient == str(invited.key)]
    in_force = [one for one in mine if one.is_in_force(at=at, zone=known.zone)]
    consents = [one.consent for one in mine]
    shared = shared_charts.as_seen_by(chart.person, invited.supporter, consents, known=known, at=at)
    sees: dict[Category, bool] = {item: shared is not None and shared.opens(item) for item in ITEMS}
    return Grant(invited, next(iter(in_force), None), sees)
