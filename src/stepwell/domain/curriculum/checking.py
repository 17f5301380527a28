"""What the form of a curriculum can't say: no text is empty, minutes add up, each id stands once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec

from stepwell.domain.curriculum.curriculum import Curriculum, Module, Session

PRACTICE_MINUTES = range(2, 6)
"""How long an evening's practice may take (policy): short enough for a tired evening."""
PRACTICE_STEPS = range(3, 6)
"""How many screens it may have (policy)."""
OUTLINE_POINTS = range(4, 7)
"""How many points a session has from beginning to end (policy)."""


def faults_of_module(module: Module) -> list[str]:
    """One sentence for each fault, with its place as written in the file."""
    faults = [f"{place}: this text is empty." for place in _empty(msgspec.to_builtins(module), "")]
    for session_id, times in Counter(each.id for each in module.sessions).items():
        if times > 1:
            faults.append(f'sessions: "{session_id}" stands {times} times.')
    if not module.sessions:
        faults.append("sessions: a module needs at least one.")
    for session in module.sessions:
        faults += [f"sessions.{session.id}.{fault}" for fault in _faults_of_session(module, session)]
    return faults


def faults_of_week(curriculum: Curriculum) -> list[str]:
    """One sentence for each part of the week that contradicts the modules, and for each id given twice."""
    known = {module.id: module for module in curriculum.modules}
    faults = []
    for part in curriculum.week:
        if part.minutes < 1 or part.times < 1:
            faults.append(f'week: "{part.title.en}" needs at least one minute and one time.')
        if part.module is None:
            continue
        if part.module not in known:
            faults.append(f'week: there is no module "{part.module}".')
        elif known[part.module].minutes != part.minutes:
            wanted = known[part.module].minutes
            faults.append(f'week: a session of "{part.module}" takes {wanted} minutes, not {part.minutes}.')
    ids = Counter(each.id for module in curriculum.modules for each in module.sessions)
    return faults + [
        f'modules: session "{one}" stands {times} times.' for one, times in ids.items() if times > 1
    ]


def _faults_of_session(module: Module, session: Session) -> Iterator[str]:
    outline = module.outline_of(session)
    total = sum(point.minutes for point in outline)
    if any(point.minutes < 1 for point in outline):
        yield "outline: each point takes at least one minute."
    if total != module.minutes:
        yield f"outline: the points add up to {total} minutes, not {module.minutes}."
    if len(outline) not in OUTLINE_POINTS:
        yield f"outline: {len(outline)} points with those of the module; it has 4 to 6."
    if session.practice_minutes not in PRACTICE_MINUTES:
        yield f"practice_minutes: {session.practice_minutes}; a practice takes 2 to 5."
    if len(session.practice) not in PRACTICE_STEPS:
        yield f"practice: {len(session.practice)} steps; it has 3 to 5."


def _empty(value: object, place: str) -> Iterator[str]:
    if isinstance(value, str) and not value.strip():
        yield place
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _empty(inner, f"{place}.{key}" if place else str(key))
    elif isinstance(value, list | tuple):
        for position, inner in enumerate(value):
            yield from _empty(inner, f"{place}[{position}]")
