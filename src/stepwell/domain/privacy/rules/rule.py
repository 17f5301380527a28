"""What a rule is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """A name for programs, a source to look up, and a sentence that may be shown and kept in the trail."""

    name: str
    source: str
    sentence: str
