"""How often the guards are right on the labelled lines: precision and recall of each."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stepwell.domain.wording.guards.looking import look
from stepwell.domain.wording.guards.note import Guard, Member, Note

LABELLED = Path(__file__).with_name("labelled.json")


@dataclass(frozen=True)
class Measured:
    """What became of the labelled lines of one guard."""

    guard: Guard
    wrong_alarms: tuple[str, ...]
    overlooked: tuple[str, ...]
    found: int
    lines: int

    @property
    def precision(self) -> float:
        return self.found / (self.found + len(self.wrong_alarms))

    @property
    def recall(self) -> float:
        return self.found / (self.found + len(self.overlooked))


def measure() -> list[Measured]:
    """Each guard on its own lines, in the order of the file."""
    labelled = json.loads(LABELLED.read_text(encoding="utf-8"))
    group = tuple(Member(each["id"], tuple(each["names"])) for each in labelled["group"])
    return [_measured(Guard(name), each, group) for name, each in labelled.items() if name != "group"]


def _measured(guard: Guard, lines: dict[str, Any], group: tuple[Member, ...]) -> Measured:
    yes = [(str(line), _raises(guard, line, lines["of"], group)) for line in lines["yes"]]
    no = [(str(line), _raises(guard, line, lines["of"], group)) for line in lines["no"]]
    return Measured(
        guard,
        wrong_alarms=tuple(line for line, raised in no if raised),
        overlooked=tuple(line for line, raised in yes if not raised),
        found=sum(raised for _, raised in yes),
        lines=len(yes) + len(no),
    )


def _raises(guard: Guard, line: str | list[str], person: str, group: tuple[Member, ...]) -> bool:
    text, other = (line, "") if isinstance(line, str) else line
    others = [Note(group[1].id, other)] if other else []
    return any(each.guard is guard for each in look(Note(person, text), others=others, group=group))
