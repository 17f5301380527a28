"""The simple plan, as a contestant."""

from __future__ import annotations

from bench.timetable import simple
from bench.timetable.contestants import telling


def main() -> None:
    asked = telling.task()
    asked.tell(simple.plan(asked.problem))


if __name__ == "__main__":
    main()
