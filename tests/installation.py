"""A real installation in a folder of its own, run by real processes: for what a test process can't show."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parent
SOURCE = TESTS.parent / "src"

MAKE = """
import os, django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
import cast
from stepwell.actions import founding
from stepwell.records.tenancy import scope
found = founding.found_organization("Stepwell Test Program", is_demo=True, at=cast.AT)
with scope.within(found.pk):
    cast.assemble(found)
from stepwell.records.audit import anchors
anchors.append(at=cast.AT)
"""
"""The cast, in an SQLite database on the disk."""

IN_SCOPE = """
import django
django.setup()
from stepwell.records.tenancy import scope
from stepwell.records.tenancy.models import Organization
organization = Organization.objects.get(name="Stepwell Test Program")
with scope.within(organization.pk):
"""


def environment(folder: Path, **more: str) -> dict[str, str]:
    """The settings of a process that works on this folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("STEPWELL_")}
    return {
        **kept,
        "STEPWELL_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "stepwell.site.settings",
        "PYTHONPATH": os.pathsep.join([str(SOURCE), str(TESTS)]),
        "PYTHONUTF8": "1",
        **more,
    }


def python(folder: Path, code: str, **more: str) -> str:
    """What this code prints, run in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(folder, **more),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def in_scope(folder: Path, code: str, **more: str) -> str:
    """The same, inside the scope of the cast's organization."""
    indented = "\n".join(f"    {line}" for line in code.strip().splitlines())
    return python(folder, IN_SCOPE + indented, **more)


def stepwell(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """The `stepwell` command, run to its end."""
    return subprocess.run(
        [sys.executable, "-m", "stepwell.interfaces.commands.main", *words],
        env=environment(folder, **more),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def make(folder: Path) -> Path:
    """A new installation with the cast in it."""
    python(folder, MAKE)
    return folder
