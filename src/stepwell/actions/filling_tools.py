"""Filling in a tool: begun, saved as it is typed, kept as a version, and shared or not.

One engine for practices, tools and own plans; `reading_entries` says who reads what of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from stepwell.actions import once, reading_entries, weeks
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.refusals import Refusal
from stepwell.domain.practice import files as tools
from stepwell.domain.practice.answers import WrongAnswer, all_checked, checked
from stepwell.domain.practice.tool import Answer, Tool
from stepwell.domain.privacy.access import Part, Purpose
from stepwell.kernel.identifiers import new_id
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.practice.models import Draft, Entry, EntryKind, EntryVersion, Sharing


class NotAnAnswer(Refusal):
    """A field doesn't take what was told; `field_id` names it."""

    def __init__(self, field_id: str, template: str) -> None:
        super().__init__(template)
        self.field_id = field_id


class NothingYet(Refusal):
    """There is no word to keep."""


class ChangedMeanwhile(Refusal):
    """Somebody kept another version since this page was shown."""


def sharing_of(code: str) -> Sharing:
    """What a form sent about who sees an entry; nobody for any other word."""
    return Sharing(code) if code in set(Sharing) else Sharing.NOBODY


@transaction.atomic(durable=True)
def begin(chart: Chart, tool_id: str, *, key: str, at: datetime) -> Entry:
    """A new entry of a tool, or the one there is of a plan. Again with the same `key`: the same entry."""
    if chart.purpose is not Purpose.OWN:
        raise NotHere("There is no such page.")
    found = tools.shipped().get(tool_id)
    if found is None:
        raise NotHere("There is no such tool.")
    return open_entry(chart, EntryKind(found.kind), tool_id, key=key, at=at)


def open_entry(
    chart: Chart,
    kind: EntryKind,
    tool_id: str,
    *,
    on: date | None = None,
    session_id: UUID | None = None,
    key: str,
    at: datetime,
) -> Entry:
    """What `begin` gives, within a transaction there is. Of plans there is one, of practices one a day."""
    _need_writer(chart)
    key = key or str(new_id())  # whoever sends none begins anew
    told, is_new = once.claim(key, action="begin_entry", account_id=chart.by.account_id, at=at)
    if not is_new and (before := told.result.get("entry")):
        return reading_entries.find_one(chart, UUID(before)).entry
    day = on or at.astimezone(weeks.zone_of(chart)).date()
    begun = {"on": day, "tool": tool_id, "begun_at": at, "begun_by": chart.by.account_id}
    rows = Entry.objects
    match kind:
        case EntryKind.PLAN:
            one = {"person": chart.person, "kind": kind, "tool": tool_id}
            entry, is_made = rows.get_or_create(**one, defaults={**begun, "shared": Sharing.ALL})
        case EntryKind.PRACTICE:
            one = {"person": chart.person, "kind": kind, "on": day}
            entry, is_made = rows.get_or_create(**one, defaults={**begun, "session_id": session_id})
        case _:
            entry, is_made = rows.create(person=chart.person, kind=kind, **begun), True
    if is_made:
        chart.note(_note_of(entry), entry.pk, at=at)
    told.result = {"entry": str(entry.pk)}
    told.save(update_fields=["result"])
    return entry


@transaction.atomic(durable=True)
def save_draft(
    chart: Chart,
    entry_id: UUID,
    told: Mapping[str, Sequence[str]],
    *,
    filled_at: datetime | None = None,
    at: datetime,
) -> None:
    """Keep what was typed into the fields named by `told`, and nothing else.

    Of two words for one field the later typed counts, in whatever order a phone sends them.
    """
    entry = _locked(chart, entry_id)
    changed = _changed(reading_entries.tool_of(entry.kind, entry.tool), told)
    typed_at = (min(filled_at, at) if filled_at else at).isoformat()
    assert chart.by.account_id is not None  # no job fills in tools
    draft, _ = Draft.objects.get_or_create(
        entry=entry, account_id=chart.by.account_id, defaults={"saved_at": at, "based_on": entry.version}
    )
    before = reading_entries.unsealed(chart, draft.answers)
    answers: dict[str, Answer | None] = before.get("answers", {})
    typed: dict[str, str] = before.get("typed", {})
    if not draft.answers:
        draft.based_on = entry.version
    for key, answer in changed.items():
        if typed.get(key, "") <= typed_at:
            answers[key], typed[key] = answer, typed_at
    draft.answers = reading_entries.seal(chart, {"answers": answers, "typed": typed})
    draft.saved_at = at
    draft.save(update_fields=["answers", "saved_at", "based_on"])


@transaction.atomic(durable=True)
def keep(
    chart: Chart, entry_id: UUID, *, seen_version: int, shared: Sharing | None = None, key: str, at: datetime
) -> Entry:
    """The draft becomes the next version. Refused when another was kept since `seen_version`.

    `shared` says anew who sees the entry. A practice counts as done without a word too.
    """
    entry = _locked(chart, entry_id)
    if not once.is_first_time(key, action="keep_entry", account_id=chart.by.account_id, at=at):
        return entry
    answers = reading_entries.find_one(chart, entry_id).answers
    if not answers and entry.kind != EntryKind.PRACTICE:
        raise _nothing_yet()
    if shared is not None:
        _share(entry, shared)
    _add_version(chart, entry, answers, seen_version=seen_version, at=at)
    return entry


@transaction.atomic(durable=True)
def keep_whole(
    chart: Chart,
    tool_id: str,
    told: Mapping[str, Sequence[str]],
    *,
    seen_version: int,
    key: str,
    at: datetime,
) -> Entry:
    """A plan as one page told it, at the desk: the next version, or the first."""
    _need_writer(chart)
    tool = reading_entries.tool_of(EntryKind.PLAN, tool_id)
    try:
        answers = all_checked(tool, told)
    except WrongAnswer as wrong:
        raise NotAnAnswer(wrong.field_id, wrong.words) from wrong
    if not answers:
        raise _nothing_yet()
    begun = open_entry(chart, EntryKind.PLAN, tool_id, key=f"{key[:70]}:entry", at=at)
    entry = _locked(chart, begun.pk)
    if once.is_first_time(key, action="keep_plan", account_id=chart.by.account_id, at=at):
        _add_version(chart, entry, answers, seen_version=seen_version, at=at)
    return entry


@transaction.atomic(durable=True)
def share(chart: Chart, entry_id: UUID, shared: Sharing, *, key: str, at: datetime) -> Entry:
    """Who sees the entry from now on. What was read before stays read."""
    if chart.purpose is not Purpose.OWN:
        raise NotHere("There is no such page.")
    entry = _locked(chart, entry_id)
    if once.is_first_time(key, action="share_entry", account_id=chart.by.account_id, at=at):
        _share(entry, shared)
        entry.save(update_fields=["shared"])
        chart.note(_note_of(entry), entry.pk, at=at, shared=entry.shared)
    return entry


def _changed(tool: Tool, told: Mapping[str, Sequence[str]]) -> dict[str, Answer | None]:
    fields = [one for one in tool.fields() if one.id in told and one.kind != "timer"]
    try:
        return {one.id: checked(one, told[one.id]) for one in fields}
    except WrongAnswer as wrong:
        raise NotAnAnswer(wrong.field_id, wrong.words) from wrong


def _locked(chart: Chart, entry_id: UUID) -> Entry:
    """The entry, of which one writer at a time keeps a version: the person's own, or a plan at the desk."""
    _need_writer(chart)
    rows = Entry.objects.select_for_update(of=("self",)).filter(person=chart.person, pk=entry_id)
    if chart.purpose is not Purpose.OWN:
        rows = rows.filter(kind=EntryKind.PLAN)
    entry = rows.first()
    if entry is None:
        raise NotHere("There is no such entry.")
    return entry


def _add_version(
    chart: Chart, entry: Entry, answers: Mapping[str, Answer], *, seen_version: int, at: datetime
) -> None:
    if entry.version != seen_version:
        raise ChangedMeanwhile(
            gettext_noop(
                "This was saved on another page while you wrote. Your words are still here. "
                "Look at both, then save again."
            )
        )
    assert chart.by.account_id is not None  # no job fills in tools
    entry.version += 1
    entry.done_at = entry.done_at or at
    entry.save(update_fields=["version", "done_at", "shared"])
    EntryVersion.objects.create(
        entry=entry,
        number=entry.version,
        answers=reading_entries.seal(chart, {"answers": answers}) if answers else None,
        written_at=at,
        written_by=chart.by.account_id,
        writer=chart.by.name,
    )
    entry.drafts.filter(account_id=chart.by.account_id).update(answers=None)
    chart.note(_note_of(entry), entry.pk, at=at, version=entry.version)


def _share(entry: Entry, shared: Sharing) -> None:
    """An own plan is made with the counselor and stays with both; anything else is as the person says."""
    if entry.kind != EntryKind.PLAN:
        entry.shared = shared


def _nothing_yet() -> NothingYet:
    return NothingYet(gettext_noop("Write at least one word first. Any field will do."))


def _note_of(entry: Entry) -> str:
    return "own_plan" if entry.kind == EntryKind.PLAN else "practice"


def _need_writer(chart: Chart) -> None:
    chart.need(Part.PRACTICE)
    if chart.purpose not in {Purpose.OWN, Purpose.TREATMENT}:
        raise NotHere("There is no such page.")
