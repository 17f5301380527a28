"""From one folder to another by the command line alone: import, count, back up, restore, verify."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

pytestmark = pytest.mark.embedded

SOURCE = Path(__file__).parents[3] / "src"
SAMPLE = SOURCE / "stepwell" / "demo" / "sample_records"


def stepwell(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("STEPWELL_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "stepwell", *map(str, words)],
        env={**clean, "PYTHONPATH": str(SOURCE), **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("data") / "first"
    done = stepwell("import", SAMPLE, "--data", data, "--organization", "Example")
    assert done.returncode == 0, done.stderr
    assert "8  person" in done.stdout
    return data


def counts(data: Path) -> object:
    return json.loads(stepwell("report", "counts", "--data", data).stdout)


def test_a_copy_restored_in_a_new_folder_tells_the_same(taken: Path, tmp_path: Path) -> None:
    backed_up = stepwell("backup", tmp_path / "copy", "--data", taken)
    assert backed_up.returncode == 0, backed_up.stderr
    restored = stepwell("restore", tmp_path / "copy", "--data", tmp_path / "second")
    assert restored.returncode == 0, restored.stderr
    assert counts(tmp_path / "second") == counts(taken)
    verified = stepwell("audit", "verify", "--data", tmp_path / "second")
    assert (verified.returncode, "whole" in verified.stdout) == (0, True)


def test_importing_again_through_the_environment_doubles_nothing(taken: Path) -> None:
    before = counts(taken)
    again = stepwell("import", SAMPLE, "--organization", "Example", STEPWELL_DATA=str(taken))
    assert again.returncode == 0, again.stderr
    assert counts(taken) == before


def test_a_damaged_folder_leaves_nothing_behind(taken: Path, tmp_path: Path) -> None:
    before = counts(taken)
    broken = shutil.copytree(SAMPLE, tmp_path / "broken")
    with (broken / "medication_dose.csv").open("a", encoding="utf-8") as file:
        file.write("SAMPLE-01,soon,1\n")
    refused = stepwell("import", broken, "--data", taken, "--organization", "Other")
    assert refused.returncode == 2
    assert "medication_dose.csv, line" in refused.stderr
    assert "column day: 'soon'" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert counts(taken) == before


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--anchor", "yesterday", "needs a date like 2020-01-01"),
        ("--zone", "Chicago", "needs a time zone like America/Chicago"),
        ("--organization", "  ", "needs a name"),
    ],
)
def test_a_wrong_option_is_told_in_a_sentence(tmp_path: Path, option: str, value: str, sentence: str) -> None:
    refused = stepwell("import", SAMPLE, "--data", tmp_path / "new", option, value)
    assert (refused.returncode, sentence in refused.stderr) == (2, True)
    assert not (tmp_path / "new" / "stepwell.sqlite3").exists()


def test_what_was_taken_is_anchored_at_once(taken: Path) -> None:
    """A cut end of the trail is seen although no worker has run yet."""
    with closing(sqlite3.connect(taken / "stepwell.sqlite3")) as database:
        database.executescript(
            "DROP TRIGGER audit_accessline_never_delete; DROP TRIGGER audit_accessedperson_never_delete;"
            "DELETE FROM audit_accessedperson; DELETE FROM audit_accessline; DELETE FROM audit_chainhead;"
        )
    verified = stepwell("audit", "verify", "--data", taken)
    assert (verified.returncode, "Traceback" in verified.stderr) == (1, False)
