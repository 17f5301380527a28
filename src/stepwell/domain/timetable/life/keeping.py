"""Problems and plans of the product as text in the database: a form of our own, read strictly."""

from __future__ import annotations

import msgspec

from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.plan import Plan


def write(value: Problem | Plan) -> str:
    """The same value as text. It holds keys and numbers, and no name of anybody."""
    return msgspec.json.encode(value).decode()


def read_problem(text: str) -> Problem:
    """The problem that `write` wrote."""
    return msgspec.json.decode(text, type=Problem)


def read_plan(text: str) -> Plan:
    """The plan that `write` wrote; an empty text is a plan of nothing."""
    return msgspec.json.decode(text, type=Plan) if text else Plan("")
