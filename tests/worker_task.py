"""A queued task that leaves a mark; a real worker process imports it by its path."""

from __future__ import annotations

from pathlib import Path

from django_tasks import task


@task
def leave_a_mark(path: str) -> None:
    """Write one more line."""
    with Path(path).open("a", encoding="utf-8") as file:
        file.write("done\n")
