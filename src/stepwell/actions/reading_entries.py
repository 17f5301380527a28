"""What was filled in of practices, tools and own plans, as far as a reader may see it.

A practice or tool is read by the person alone until they share it; an own plan is made together with
the counselor, who reads what was kept of it. A draft is read by who typed it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from stepwell.actions.charts import Chart, NotHere
from stepwell.domain.curriculum import files as curricula
from stepwell.domain.practice import files as tools
from stepwell.domain.practice.answers import heading_of
from stepwell.domain.practice.of_session import practice_of
from stepwell.domain.practice.tool import Answer, Tool
from stepwell.domain.privacy.access import Part, Purpose
from stepwell.records.practice.models import Draft, Entry, EntryKind, EntryVersion, Sharing

MOST = 100
"""How many entries or versions a list shows."""
SHARED = (Sharing.DONE, Sharing.ALL)


@dataclass(frozen=True)
class Filled:
    """An entry with its tool and its answers: those of the reader's draft, or else those kept last."""

    entry: Entry
    tool: Tool
    answers: Mapping[str, Answer] = field(default_factory=dict)
    draft_saved_at: datetime | None = None
    """When the reader last typed something that is not kept yet."""
    seen_version: int = 0
    """The version that the reader had before them when they began to type, or else the latest."""

    @property
    def is_plan(self) -> bool:
        """It is made with the counselor, and there is one."""
        return self.tool.kind == "plan"

    @property
    def heading(self) -> str:
        """What it is found again by."""
        return heading_of(self.tool, self.answers)


def tool_of(kind: str, tool_id: str) -> Tool:
    """The tool behind an id. NotHere for one that there is not, or not any more."""
    if kind != EntryKind.PRACTICE:
        found = tools.shipped().get(tool_id)
        if found is None or found.kind != kind:
            raise NotHere("There is no such tool.")
        return found
    try:
        _, topic = curricula.shipped().session(tool_id)
    except LookupError:
        raise NotHere("There is no such practice.") from None
    return practice_of(
        topic.id, title=topic.title, lead=topic.goal, minutes=topic.practice_minutes, steps=topic.practice
    )


def entries_of(chart: Chart) -> QuerySet[Entry]:
    """The entries that a reader of this chart may see: their existence, not yet their words."""
    chart.need(Part.PRACTICE)
    rows = Entry.objects.filter(person=chart.person)
    if chart.purpose is Purpose.OWN:
        return rows
    own_plan = Q(kind=EntryKind.PLAN)
    return rows.filter(own_plan | Q(version__gte=1, shared__in=SHARED))


def find_one(chart: Chart, entry_id: UUID) -> Filled:
    """One entry that the reader may see; NotHere for any other."""
    entry = entries_of(chart).filter(pk=entry_id).first()
    if entry is None:
        raise NotHere("There is no such entry.")
    filled = fill(chart, [entry])
    if not filled:
        raise NotHere("Its tool is not offered any more.")
    return filled[0]


def list_plans(chart: Chart) -> list[Filled]:
    """The person's own plans, begun or kept."""
    return fill(chart, list(entries_of(chart).filter(kind=EntryKind.PLAN).order_by("begun_at")))


def list_entries(chart: Chart, *, at_most: int = MOST) -> list[Filled]:
    """The latest practices and tools that the reader may see."""
    rows = entries_of(chart).exclude(kind=EntryKind.PLAN).order_by("-begun_at")
    return fill(chart, list(rows[:at_most]))


def find_plan(chart: Chart, tool_id: str) -> tuple[Tool, Filled | None, list[EntryVersion]]:
    """A plan of the person with its versions, the latest first; None where nobody began it."""
    tool = tool_of(EntryKind.PLAN, tool_id)
    entry = entries_of(chart).filter(kind=EntryKind.PLAN, tool=tool_id).first()
    if entry is None:
        return tool, None, []
    return tool, fill(chart, [entry])[0], list(entry.versions.order_by("-number")[:MOST])


def read_latest(chart: Chart, filled: Filled) -> dict[str, Answer]:
    """The answers of an entry as they were kept last, without the reader's own draft."""
    version = filled.entry.versions.order_by("-number").first()
    return read_version(chart, version) if version else {}


def read_version(chart: Chart, version: EntryVersion) -> dict[str, Answer]:
    """The answers of a version of an entry that was found by this chart."""
    return dict(unsealed(chart, version.answers).get("answers", {}))


def fill(chart: Chart, rows: Sequence[Entry]) -> list[Filled]:
    """Entries of one person with their words."""
    return fill_each({chart.person.pk: chart}, rows)


def fill_each(opened: Mapping[UUID, Chart], rows: Sequence[Entry]) -> list[Filled]:
    """Entries of several people, opened by one reader: two queries, however many they are."""
    if not rows:
        return []
    account_id = next(iter(opened.values())).by.account_id
    typed = Draft.objects.filter(entry__in=rows, answers__isnull=False)
    drafts = {row.entry_id: row for row in typed.filter(account_id=account_id)} if account_id else {}
    latest = EntryVersion.objects.filter(entry__in=rows, number=F("entry__version"))
    kept = {row.entry_id: row for row in latest}
    found = (_filled(opened[row.person_id], row, drafts.get(row.pk), kept.get(row.pk)) for row in rows)
    return [one for one in found if one is not None]


def unsealed(chart: Chart, sealed: bytes | memoryview[int] | None) -> dict[str, Any]:
    """What `sealed` holds; nothing for nothing."""
    text = chart.read(bytes(sealed), of=Part.PRACTICE) if sealed else ""
    return json.loads(text) if text else {}


def seal(chart: Chart, told: Mapping[str, Any]) -> bytes | None:
    """Answers as they are kept."""
    return chart.seal(json.dumps(told, ensure_ascii=False))


def _filled(chart: Chart, row: Entry, draft: Draft | None, version: EntryVersion | None) -> Filled | None:
    try:
        tool = tool_of(row.kind, row.tool)
    except NotHere:
        return None  # a practice whose session left the curriculum
    answers: dict[str, Answer] = {}
    if version is not None and (chart.purpose is Purpose.OWN or row.shared == Sharing.ALL):
        answers = read_version(chart, version)
    if draft is None:
        return Filled(row, tool, answers, seen_version=row.version)
    typed = unsealed(chart, draft.answers).get("answers", {})
    both = {key: each for key, each in {**answers, **typed}.items() if each is not None}
    return Filled(row, tool, both, draft.saved_at, draft.based_on)
