"""The picture of the course and its tables, made from the data and written into docs/rules/episodes.md.

`python -m stepwell.domain.episodes.picture docs/rules/episodes.md` writes them anew, and a test compares.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from stepwell.domain.episodes.lifecycle import (
    BEFORE_A_SEAT,
    IN_TREATMENT,
    TRANSITIONS,
    EpisodeState,
    Transition,
    in_words,
)
from stepwell.domain.episodes.needs import Mover
from stepwell.domain.episodes.steps import STEPS, Step

_S = EpisodeState
_GROUPS: Mapping[str, frozenset[EpisodeState]] = {
    "On the way in": BEFORE_A_SEAT,
    "In treatment": IN_TREATMENT,
}
_BEGIN, _END = "<!-- {name}: made by stepwell.domain.episodes.picture -->", "<!-- end of {name} -->"


def mermaid() -> str:
    """The states and moves as a Mermaid diagram; states that share a move are drawn as one group."""
    lines = ["stateDiagram-v2", "    direction LR", "    [*] --> enquiry"]
    for title, states in _GROUPS.items():
        lines.append(f'    state "{title}" as {_key(title)} {{')
        lines += [f"        {_state(state)}" for state in EpisodeState if state in states]
        lines.append("    }")
    grouped = frozenset[EpisodeState]().union(*_GROUPS.values())
    lines += [f"    {_state(each)}" for each in EpisodeState if each not in grouped and each is not _S.ENDED]
    for step in TRANSITIONS:
        lines += [f"    {start} --> {step.after.value}: {step.name}" for start in _starts(step)]
    return "\n".join(lines)


def moves_table() -> str:
    """Every move: from where, to where, by whom, and what it needs."""
    rows = [
        (
            each.name,
            _listed(in_words(state) for state in EpisodeState if state in each.before),
            in_words(each.after),
            _listed(mover.value for mover in Mover if mover in each.by),
            _listed(need.value for need in each.needs) or "–",
        )
        for each in TRANSITIONS
    ]
    return _table(("move", "from", "to", "by", "needs"), rows)


def steps_table() -> str:
    """Every next step: when it holds, whose it is, when it is due, and where that comes from."""
    rows = [
        (in_words(state), step.words, step.owner.value, _due(step), step.source)
        for state, steps in STEPS.items()
        for step in steps
    ]
    return _table(("state", "next step", "owner", "due", "source"), rows)


def drawn_into(page: str) -> str:
    """The page with the picture and the tables between their marks."""
    parts = {
        "picture": f"```mermaid\n{mermaid()}\n```",
        "moves": moves_table(),
        "next steps": steps_table(),
    }
    for name, text in parts.items():
        begin, end = _BEGIN.format(name=name), _END.format(name=name)
        before, mark, rest = page.partition(begin)
        _, close, after = rest.partition(end)
        if not mark or not close:
            raise ValueError(f"The page has no place for {name}: {begin} … {end}")
        page = f"{before}{begin}\n{text}\n{end}{after}"
    return page


def _starts(step: Transition) -> list[str]:
    """Where the arrows of a move begin: at a group when all of it may make the move."""
    left, starts = set(step.before), []
    for title, states in _GROUPS.items():
        if states <= left and step.after not in states:
            starts.append(_key(title))
            left -= states
    return starts + [each.value for each in EpisodeState if each in left]


def _due(step: Step) -> str:
    return f"{_when(step)}; where nothing else holds" if step.otherwise else _when(step)


def _when(step: Step) -> str:
    if step.minutes:
        return f"{step.minutes} minutes after {step.start.value}"
    if step.days:
        return f"by closing, {step.days} {'day' if step.days == 1 else 'days'} after {step.start.value}"
    return step.start.value


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _state(state: EpisodeState) -> str:
    return f'state "{in_words(state)}" as {state.value}'


def _key(title: str) -> str:
    return title.lower().replace(" ", "_")


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)


if __name__ == "__main__":
    file = Path(sys.argv[1])
    file.write_text(drawn_into(file.read_text(encoding="utf-8")), encoding="utf-8")
