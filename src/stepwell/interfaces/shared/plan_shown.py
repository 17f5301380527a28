"""A treatment plan as its pages show it: the thread as a list, and the boxes of its picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from stepwell.actions.plan_choices import Choices
from stepwell.actions.plan_evidence import Evidence
from stepwell.domain.plans.nodes import KINDS, AnyNode, Finding, Intervention, MeasuredBy, Objective, name_of
from stepwell.domain.plans.plan import Plan
from stepwell.domain.plans.served import sessions_of
from stepwell.interfaces.shared.charts.thread import Box, thread_chart
from stepwell.interfaces.shared.plan_words import (
    KINDS as KIND_WORDS,
)
from stepwell.interfaces.shared.plan_words import (
    MANY,
    MEASURED,
    SOURCES,
    STANDING_TONES,
    STANDINGS,
)
from stepwell.interfaces.shared.words import said, titled

Words = str | Promise


@dataclass
class Shown:
    """One node of the thread: its words, what is known of it, what it lacks, and what comes from it."""

    node: AnyNode
    kind: str
    name: Words
    notes: list[Words] = field(default_factory=list)
    served: str = ""
    """What served it, in a sentence; empty where nothing can."""
    gaps: list[str] = field(default_factory=list)
    standing: Words = ""
    tone: str = ""
    following: list[Shown] = field(default_factory=list)
    again: bool = False
    """It stands in the list already, under another of those it comes from."""


def shown_thread(
    evidence: Evidence, choices: Choices, *, names: Mapping[str, Words] = KIND_WORDS
) -> list[Shown]:
    """The nodes that come from nothing, each with what comes from it; every node is told whole once."""
    plan = evidence.facts.plan
    seen: set[str] = set()
    return [
        _with_following(plan, node, evidence, choices, seen, names)
        for node in plan.nodes
        if not node.comes_from
    ]


def shown_node(node: AnyNode, evidence: Evidence, choices: Choices) -> Shown:
    """One node with all that is known of it."""
    kind = name_of(node)
    found = Shown(node, kind, KIND_WORDS[kind], notes_of(node, choices), served_by(node, evidence))
    found.gaps = [said(sentence) for sentence in evidence.gaps_of(node.key)]
    if isinstance(node, Objective):
        found.standing, found.tone = standing_of(node), STANDING_TONES[node.standing.value]
    return found


def standing_of(node: AnyNode) -> Words:
    """Where an objective stands; nothing for any other node."""
    return STANDINGS[node.standing.value] if isinstance(node, Objective) else ""


def notes_of(node: AnyNode, choices: Choices) -> list[Words]:
    """What stands beside the words of a node."""
    if isinstance(node, Finding):
        return [SOURCES[node.source.value], *([_day(node.found_on)] if node.found_on else [])]
    if isinstance(node, Objective):
        by = [gettext("by %(day)s") % {"day": _day(node.target_on)}] if node.target_on else []
        measured = node.measured_by is not MeasuredBy.NOTHING
        return [*by, *([MEASURED[node.measured_by.value]] if measured else [])]
    return _of_intervention(node, choices) if isinstance(node, Intervention) else []


def _of_intervention(node: Intervention, choices: Choices) -> list[Words]:
    group, service = choices.group(node.group), choices.service(node.service)
    what = group.title if group else service.title if service else None
    notes: list[Words] = [titled(what) if what else gettext("a practice of one's own")]
    if node.times_a_week:
        times = ngettext("once a week", "%(n)d times a week", node.times_a_week)
        notes.append(times % {"n": node.times_a_week} if node.times_a_week > 1 else times)
    who = choices.person(node.staff)
    if who is not None:
        notes.append(who.full_name)
    if node.by_person:
        notes.append(gettext("the person"))
    return notes


def served_by(node: AnyNode, evidence: Evidence) -> str:
    """What served a node so far: sessions of an intervention, totals of an objective."""
    if isinstance(node, Intervention) and not node.is_practice:
        came = sessions_of(node, evidence.facts.sessions)
        if not came:
            return gettext("no session yet")
        words = ngettext("%(n)d session, last on %(day)s", "%(n)d sessions, last on %(day)s", len(came))
        return words % {"n": len(came), "day": _day(came[-1].on)}
    return _measured(node, evidence) if isinstance(node, Objective) else ""


def _measured(node: Objective, evidence: Evidence) -> str:
    if node.measured_by is MeasuredBy.CHECK_INS:
        days = evidence.check_in_days
        return ngettext("%(n)d check-in", "%(n)d check-ins", days) % {"n": days}
    if not node.measured_by.is_instrument:
        return ""
    totals = evidence.facts.totals(node.measured_by.value)
    name = MEASURED[node.measured_by.value]
    if not totals:
        return gettext("%(name)s: no answers yet") % {"name": name}
    if len(totals) == 1:
        return f"{name}: {totals[0].total} ({_day(totals[0].on)})"
    return f"{name}: {totals[0].total} → {totals[-1].total} ({_day(totals[-1].on)})"


def draw_thread(
    evidence: Evidence, choices: Choices, *, url_of: Callable[[AnyNode], str], label: str
) -> SafeString:
    """The thread as a picture: a column for each kind, lines from node to node, a link on each."""
    boxes = []
    for node in evidence.facts.plan.nodes:
        one = shown_node(node, evidence, choices)
        column = KINDS.index(type(node))
        boxes.append(
            Box(
                key=node.key,
                column=column,
                title=str(one.name),
                words=node.words,
                note=" · ".join(str(note) for note in one.notes),
                url=url_of(node),
                comes_from=node.comes_from,
                kind=one.kind,
                lacks=tuple(one.gaps),
            )
        )
        if one.served:
            boxes.append(
                Box(
                    key=f"{node.key}-served",
                    column=len(KINDS),
                    title="",
                    words=one.served,
                    comes_from=(node.key,),
                    kind="served",
                )
            )
    return thread_chart(boxes, [str(words) for words in MANY.values()], label=label)


def _with_following(
    plan: Plan,
    node: AnyNode,
    evidence: Evidence,
    choices: Choices,
    seen: set[str],
    names: Mapping[str, Words],
) -> Shown:
    found = shown_node(node, evidence, choices)
    found.name = names[found.kind]
    if node.key in seen:
        found.again = True
        return found
    seen.add(node.key)
    found.following = [
        _with_following(plan, each, evidence, choices, seen, names) for each in plan.following(node.key)
    ]
    return found


def _day(day: date | None) -> str:
    return date_format(day, "MONTH_DAY_FORMAT") if day else ""
