"""A person becomes known, is reachable, and goes through an episode of care."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import Q

from stepwell.actions import admission_checklist, charts, once, rosters
from stepwell.actions.charts import Chart
from stepwell.actions.founding import make_account
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.domain.episodes.checklist import Act
from stepwell.domain.episodes.lifecycle import OPEN, may_move
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.privacy.access import Role
from stepwell.kernel.decisions import Permit
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.enquiries.models import Enquiry
from stepwell.records.episodes.models import BusyKind, BusyTime, Episode, EpisodeState, KeepApart
from stepwell.records.people import sealing
from stepwell.records.people.models import Account, Channel, ContactWishes, Person, Supporter
from stepwell.records.people.names import search_text
from stepwell.records.program.models import ProgramTemplate, Site, Staff
from stepwell.records.tenancy import plainly


class CannotEnroll(Refusal):
    """A person goes through one episode at a time."""


class CannotMove(Refusal):
    """The course of care knows no such move."""


class NotABusyTime(Refusal):
    """Neither a weekday nor a date was told, or both."""


def make_person(
    *,
    given_name: str,
    family_name: str,
    preferred_name: str = "",
    pronouns: str = "",
    languages: Sequence[str],
    birth_date: date | None = None,
    external_id: str = "",
    at: datetime,
    key: str = "",
) -> Person:
    """A person the program knows from now on, with a key of their own for free text.

    The same `key` again gives the person of the first time.
    """
    done, is_first = (
        once.claim(key, action="register_person", account_id=None, at=at) if key else (None, True)
    )
    if done is not None and not is_first:
        return Person.objects.get(pk=done.result["person"])
    person = Person.objects.create(
        given_name=given_name.strip(),
        family_name=family_name.strip(),
        preferred_name=preferred_name.strip(),
        pronouns=pronouns,
        languages=list(languages),
        birth_date=birth_date,
        search_text=search_text(given=given_name, family=family_name, preferred=preferred_name),
        external_id=external_id,
        created_at=at,
    )
    sealing.make_key(person)
    if done is not None:
        done.result = {"person": str(person.pk)}
        done.save(update_fields=["result"])
    return person


register_person = transaction.atomic(durable=True)(make_person)
"""`make_person` in a transaction of its own."""


def write_account(person: Person, *, email: str, role: Role, language: str, at: datetime) -> Account:
    """A way in for a participant or a family member, without a usable password yet."""
    account = make_account(email=email, role=role, language=language, at=at)
    account.person = person
    account.save(update_fields=["person"])
    return account


give_account = transaction.atomic(durable=True)(write_account)
"""`write_account` in a transaction of its own."""


def write_wishes(
    person: Person | Chart,
    *,
    email: str,
    phone: str,
    channel: str,
    safe_from: time,
    safe_until: time,
    zone: str,
    language: str,
    at: datetime,
    key: str = "",
) -> ContactWishes:
    """How, when and in which language the person wants to be reached; the last wish counts.

    A stop word said before stays in force: nobody but the person takes it back. The same
    `key` again leaves a wish told since as it is.
    """
    if not _is_first(person, "wish_contact", key, at):
        return ContactWishes.objects.get(person=_person_of(person))
    wishes, _ = ContactWishes.objects.update_or_create(
        person=_person_of(person),
        defaults={
            "email": email,
            "phone": phone,
            "channel": Channel(channel),
            "safe_from": safe_from,
            "safe_until": safe_until,
            "zone": zone,
            "language": language,
        },
    )
    _note(person, "contact_wishes", wishes, at=at)
    return wishes


wish_contact = transaction.atomic(durable=True)(write_wishes)
"""`write_wishes` in a transaction of its own."""


@transaction.atomic(durable=True)
def name_supporter(person: Person | Chart, *, supporter: Person, relation: str, at: datetime) -> Supporter:
    """Note a relative or friend. It opens nothing to them; a consent would."""
    row, _ = Supporter.objects.get_or_create(
        person=_person_of(person), supporter=supporter, defaults={"relation": relation}
    )
    _note(person, "record", row, at=at)
    return row


def begin_episode(
    person: Person | Chart,
    *,
    site: Site,
    template: ProgramTemplate | None,
    counselor: Staff | None,
    starts_on: date,
    state: State,
    at: datetime,
    by: SignedIn,
) -> Episode:
    """Begin an episode of care in this state. Refused while another one is open."""
    who = _person_of(person)
    if state in OPEN and Episode.objects.filter(person=who, is_open=True).exists():
        raise CannotEnroll(
            gettext_noop("This person is in the program already. End that episode before starting another.")
        )
    episode = Episode.objects.create(
        person=who,
        site=site,
        template=template,
        counselor=counselor,
        state=state.value,
        is_open=state in OPEN,
        starts_on=starts_on,
    )
    EpisodeState.objects.create(
        episode=episode, state=state.value, from_on=starts_on, written_at=at, written_by=by.account_id
    )
    _note(person, "episode", episode, at=at)
    return episode


enroll = transaction.atomic(durable=True)(begin_episode)
"""`begin_episode` in a transaction of its own."""


def write_move(
    chart_or_episode: Chart | Episode,
    *,
    to: State,
    on: date,
    reason: str,
    by: SignedIn,
    at: datetime,
    key: str = "",
) -> Episode:
    """Move an episode to another state from a day on; the states before stay as they were.

    When the episode ends, the person leaves every group on that day. Asking for the
    state that is in force changes nothing, nor does the same `key` again.
    """
    episode = _locked(chart_or_episode)
    is_first = once.is_first_time(key, action="move_episode", account_id=by.account_id, at=at)
    before = State(episode.state)
    if before is to or not is_first:
        return episode
    decision = may_move(before, to)
    if not isinstance(decision, Permit):
        raise CannotMove(
            gettext_noop(
                "This state can't follow the one in force. Choose another state, or start a new episode."
            )
        )
    if (before, to) == (State.ADMITTED, State.ACTIVE):
        _refuse_before_papers(episode, at=at)
    _write_state(episode, to=to, on=on, reason=reason, by=by, at=at)
    if episode.is_open and to not in OPEN:
        rosters.end_all(episode.person, until_on=on, by=by, at=at)
        episode.is_open = False
        episode.ends_on = max(on, episode.starts_on or on)
    episode.state = to.value
    episode.save(update_fields=["state", "is_open", "ends_on"])
    _note(chart_or_episode, "episode", episode, at=at)
    return episode


move_episode = transaction.atomic(durable=True)(write_move)
"""`write_move` in a transaction of its own."""


def _refuse_before_papers(episode: Episode, *, at: datetime) -> None:
    """Treatment doesn't begin while the checklist says that something must come before the first session.

    Who came by another way than an enquiry has their papers there.
    """
    enquiry = Enquiry.objects.filter(episode=episode).select_related("site", "person__key").first()
    if enquiry is None:
        return
    missing = admission_checklist.of_enquiry(enquiry, at=at).stopped_by(Act.ATTEND)
    if missing:
        raise CannotMove(
            gettext_noop("Something has to come before the first session: %(what)s"), what=missing[0].title
        )


def _locked(chart_or_episode: Chart | Episode) -> Episode:
    if isinstance(chart_or_episode, Chart):
        found = chart_or_episode.find_episode()
        if found is None:
            raise CannotMove(gettext_noop("This person is not in the program."))
    else:
        found = chart_or_episode
    return Episode.objects.select_for_update(of=("self",)).select_related("person").get(pk=found.pk)


def _write_state(episode: Episode, *, to: State, on: date, reason: str, by: SignedIn, at: datetime) -> None:
    in_force = EpisodeState.objects.filter(episode=episode, until_on=None)
    if in_force.filter(from_on__gt=on).exists():
        raise CannotMove(gettext_noop("The state in force began after that day. Choose a later day."))
    in_force.update(until_on=on)
    EpisodeState.objects.create(
        episode=episode, state=to.value, from_on=on, reason=reason, written_at=at, written_by=by.account_id
    )


def write_busy(
    person_or_chart: Person | Chart,
    *,
    kind: str,
    weekday: int | None = None,
    on_date: date | None = None,
    from_time: time,
    until_time: time,
    zone: str,
    valid_from: date | None = None,
    valid_until: date | None = None,
    at: datetime,
) -> BusyTime:
    """A time the person can't come, each week on a weekday or once on a date. Telling it twice is once."""
    if (weekday is None) == (on_date is None):
        raise NotABusyTime(gettext_noop("Choose either a day of the week or a date."))
    busy, is_new = BusyTime.objects.get_or_create(
        person=_person_of(person_or_chart),
        kind=BusyKind(kind),
        weekday=weekday,
        on_date=on_date,
        from_time=from_time,
        until_time=until_time,
        zone=zone,
        valid_from=valid_from,
        valid_until=valid_until,
        voided_at=None,
    )
    if is_new:
        _note(person_or_chart, "busy_times", busy, at=at)
    return busy


tell_busy = transaction.atomic(durable=True)(write_busy)
"""`write_busy` in a transaction of its own."""


@transaction.atomic(durable=True)
def tell_busy_days(
    chart: Chart,
    *,
    kind: str,
    weekdays: Sequence[int],
    on_date: date | None = None,
    from_time: time,
    until_time: time,
    zone: str,
    key: str,
    at: datetime,
) -> None:
    """The same busy time on days of the week and on a date. The same `key` brings back none voided since."""
    if once.is_first_time(key, action="tell_busy", account_id=chart.by.account_id, at=at):
        days: list[dict[str, Any]] = [{"weekday": weekday} for weekday in weekdays]
        days += [{"on_date": on_date}] if on_date else []
        for day in days:
            write_busy(
                chart,
                kind=kind,
                from_time=from_time,
                until_time=until_time,
                zone=zone,
                at=at,
                **day,
            )


def write_apart(first: Person, second: Person, *, by: SignedIn, at: datetime) -> KeepApart:
    """These two won't be put into one group from now on. No reason is kept.

    Each of them has a line in the trail that names neither the other nor the matter.
    Of two who tell it at once, one writes it.
    """
    row = {"first_id": first.pk, "second_id": second.pk, "written_at": at, "voided_at": None}
    if plainly.insert_if_new(KeepApart, row):
        for person in (first, second):
            charts.note_about(by, [person.pk], "keep_apart", about=person.pk, at=at)
    return KeepApart.objects.get(
        Q(first=first, second=second) | Q(first=second, second=first), voided_at=None
    )


keep_apart = transaction.atomic(durable=True)(write_apart)
"""`write_apart` in a transaction of its own."""


def _is_first(subject: Person | Chart, action: str, key: str, at: datetime) -> bool:
    account_id = subject.by.account_id if isinstance(subject, Chart) else None
    return once.is_first_time(key, action=action, account_id=account_id, at=at)


def _person_of(subject: Person | Chart) -> Person:
    return subject.person if isinstance(subject, Chart) else subject


def _note(
    subject: Person | Chart | Episode,
    what: str,
    row: ContactWishes | Supporter | Episode | BusyTime,
    *,
    at: datetime,
) -> None:
    """What is written through a chart is told in the trail; a bare row comes from founding or import."""
    if isinstance(subject, Chart):
        subject.note(what, row.pk, at=at)
