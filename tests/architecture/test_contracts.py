"""The contracts of pyproject.toml are about this tree, and they find what they are for."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.embedded

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "stepwell"
SAY_NOTHING = {"utils", "util", "helpers", "common", "core", "managers", "misc"}

SEEDED = {
    "a rule that knows Django": (
        "domain/hours/dose.py",
        "import django.db",
        "Rules and kernel know no framework",
    ),
    "a subject that knows another": (
        "domain/hours/dose.py",
        "import stepwell.domain.episodes",
        "Subjects of the domain do not know one another",
    ),
    "a page that reads tables": (
        "interfaces/manager/urls.py",
        "import stepwell.records.people.models",
        "Only records and actions import tables",
    ),
    "a way in that knows another": (
        "interfaces/manager/urls.py",
        "import stepwell.interfaces.participant.urls",
        "The ways in do not know one another",
    ),
    "a table that points up": (
        "records/people/names.py",
        "import stepwell.records.sessions.models",
        "Tables point down",
    ),
    "an action that knows a page": (
        "actions/once.py",
        "import stepwell.interfaces.manager.urls",
        "Floors import downwards only",
    ),
}


def contracts() -> list[dict[str, object]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    return list(settings["contracts"])


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree in a scratch folder, where a violation may be sown."""
    scratch = tmp_path_factory.mktemp("tree")
    shutil.copytree(
        PACKAGE, scratch / "src" / "stepwell", ignore=shutil.ignore_patterns("__pycache__", "static")
    )
    shutil.copy(ROOT / "pyproject.toml", scratch)
    return scratch


def lint(tree: Path) -> str:
    """What import-linter says, without colors and in one line."""
    program = str(Path(sys.executable).with_name("lint-imports"))
    environment = {
        "PYTHONPATH": str(tree / "src"),
        "PATH": "/usr/bin:/bin",
        "NO_COLOR": "1",
        "COLUMNS": "300",
    }
    done = subprocess.run(
        [program, "--no-cache"], cwd=tree, env=environment, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize("seed", SEEDED)
def test_a_seeded_violation_is_found(copy: Path, seed: str) -> None:
    path, line, contract = SEEDED[seed]
    file = copy / "src" / "stepwell" / path
    before = file.read_text(encoding="utf-8")
    file.write_text(f"{before}\n{line}\n", encoding="utf-8")

    said = lint(copy)

    file.write_text(before, encoding="utf-8")
    broken = [said_of for said_of in said.splitlines() if said_of.startswith(contract)]
    assert any("BROKEN" in said_of for said_of in broken), said


def test_every_subject_of_the_domain_is_held_apart() -> None:
    named = next(c for c in contracts() if str(c["name"]).startswith("Subjects of the domain"))["modules"]
    subjects = {
        f"stepwell.domain.{folder.name}"
        for folder in PACKAGE.joinpath("domain").iterdir()
        if is_package(folder)
    }

    assert isinstance(named, list)
    assert set(named) == subjects - {"stepwell.domain.instruments"}


def test_every_way_in_is_held_apart() -> None:
    named = next(c for c in contracts() if str(c["name"]).startswith("The ways in"))["modules"]
    ways = {
        f"stepwell.interfaces.{f.name}" for f in PACKAGE.joinpath("interfaces").iterdir() if is_package(f)
    }

    assert isinstance(named, list)
    assert set(named) == ways - {"stepwell.interfaces.shared", "stepwell.interfaces.commands"}


def test_a_folder_says_what_it_is_about() -> None:
    folders = {path.name for path in PACKAGE.rglob("*") if path.is_dir()}

    assert not folders & SAY_NOTHING


def is_package(folder: Path) -> bool:
    return (folder / "__init__.py").exists()
