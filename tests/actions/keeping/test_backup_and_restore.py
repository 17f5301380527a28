"""A backup laid out elsewhere is the same program; a file that isn't whole is refused whole."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import installation
from stepwell.actions.keeping.restoring import CannotRestore, restore

WRITE_SEALED = """
from django.contrib.auth.hashers import make_password
from stepwell.actions import charts, reaching, readers
from stepwell.domain.privacy.access import Purpose
from stepwell.kernel.identifiers import new_id
from stepwell.records.people.models import Account, Person
import cast
sam = Person.objects.get(given_name="Sam")
by = readers.of(Account.objects.get(email="priya@test.stepwell.invalid"))
chart = charts.open_for(by, sam.pk, Purpose.TREATMENT, what="record", at=cast.AT)
task = reaching.open_safety_task(chart, response_id=new_id(), at=cast.AT)
reaching.close(chart, task_id=task.pk, outcome="safe", words="Will call a sister", at=cast.AT)
Account.objects.filter(email="sam@test.stepwell.invalid").update(password=make_password("a long password"))
from stepwell.records.audit import anchors
anchors.append(at=cast.AT)
"""

READ_SEALED = """
from django.contrib.auth.hashers import check_password
from stepwell.records.outreach.models import Task
from stepwell.records.people import sealing
from stepwell.records.people.models import Account
task = Task.objects.exclude(words=None).get()
password = Account.objects.get(email="sam@test.stepwell.invalid").password
print(sealing.open_for(task.person, task.words), check_password("a long password", password))
"""


@pytest.fixture(scope="module")
def living(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a sealed text, a password and anchors in it."""
    folder = installation.make(tmp_path_factory.mktemp("living") / "data")
    installation.in_scope(folder, WRITE_SEALED)
    return folder


@pytest.fixture(scope="module")
def backup(living: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("backups") / "one.backup"
    done = installation.stepwell(living, "backup", str(file))
    assert done.returncode == 0, done.stderr
    return file


def test_a_restored_program_reads_signs_in_and_has_a_whole_trail(backup: Path, tmp_path: Path) -> None:
    folder = tmp_path / "restored"
    done = installation.stepwell(folder, "restore", str(backup), "--data", str(folder))
    assert done.returncode == 0, done.stderr
    assert installation.in_scope(folder, READ_SEALED) == "Will call a sister True"
    verified = installation.stepwell(folder, "audit", "verify")
    assert (verified.returncode, "whole" in verified.stdout, "broken" in verified.stdout) == (0, True, False)
    assert (folder / "keys" / "secret-key").stat().st_mode & 0o777 == 0o600


def test_a_backup_says_what_it_holds_and_shows_nothing(living: Path, tmp_path: Path) -> None:
    file = tmp_path / "one.backup"
    done = installation.stepwell(living, "backup", str(file))
    assert "5 people" in done.stdout
    assert "lines of the access trail" in done.stdout
    assert file.with_name("one.backup.key").stat().st_mode & 0o777 == 0o600
    content = file.read_bytes()
    assert all(word not in content for word in (b"Reyes", b"Priya", b"SQLite format"))


def test_a_backup_leaves_nothing_readable_behind(living: Path, backup: Path) -> None:
    assert [path.name for path in living.iterdir() if path.name.startswith(".backup-")] == []
    assert [path.name for path in backup.parent.iterdir() if path.name.startswith(".")] == []


def test_an_older_backup_is_not_written_over_unless_asked(living: Path, backup: Path, tmp_path: Path) -> None:
    there = tmp_path / "there.backup"
    there.write_text("somebody's")
    refused = installation.stepwell(living, "backup", str(there))
    assert (refused.returncode, there.read_text()) == (2, "somebody's")
    assert refused.stderr.count("\n") == 1
    assert installation.stepwell(living, "backup", str(there), "--replace").returncode == 0


@pytest.mark.parametrize("name", ["stepwell.sqlite3", "keys/secret-key", "new.backup"])
def test_a_backup_is_not_written_into_the_folder_it_is_of(living: Path, name: str) -> None:
    before = (living / "stepwell.sqlite3").read_bytes()

    done = installation.stepwell(living, "backup", str(living / name), "--replace")

    assert done.returncode == 2
    assert "inside the data folder" in done.stderr
    assert (living / "stepwell.sqlite3").read_bytes() == before
    assert not (living / f"{name}.key").exists()


def test_it_is_whole_while_others_write(living: Path, tmp_path: Path) -> None:
    folder = tmp_path / "busy"
    shutil.copytree(living, folder)
    writing = sqlite3.connect(folder / "stepwell.sqlite3", isolation_level=None)
    writing.execute("PRAGMA journal_mode=WAL")
    writing.execute("BEGIN IMMEDIATE")
    writing.execute("UPDATE tenancy_organization SET name = 'Half-written'")
    done = installation.stepwell(folder, "backup", str(tmp_path / "busy.backup"))
    writing.execute("ROLLBACK")
    writing.close()
    assert done.returncode == 0, done.stderr
    restored = tmp_path / "restored"
    assert installation.stepwell(restored, "restore", str(tmp_path / "busy.backup")).returncode == 0
    names = sqlite3.connect(restored / "stepwell.sqlite3").execute("SELECT name FROM tenancy_organization")
    assert "Half-written" not in {name for (name,) in names}


def test_a_folder_with_data_is_left_alone_unless_told_and_then_set_aside(
    living: Path, backup: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "full"
    shutil.copytree(living, folder)
    refused = installation.stepwell(folder, "restore", str(backup))
    assert refused.returncode == 2
    done = installation.stepwell(folder, "restore", str(backup), "--over")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "full.before-restore-1" / "stepwell.sqlite3").exists()
    assert installation.in_scope(folder, READ_SEALED) == "Will call a sister True"


def test_a_running_program_is_not_restored_over(living: Path, backup: Path, tmp_path: Path) -> None:
    import fcntl

    folder = tmp_path / "running"
    shutil.copytree(living, folder)
    with (folder / "running.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        refused = installation.stepwell(folder, "restore", str(backup), "--over")
    assert (refused.returncode, "running" in refused.stderr) == (2, True)


def test_the_key_is_found_by_file_by_variable_or_in_the_folder_that_made_it(
    living: Path, backup: Path, tmp_path: Path
) -> None:
    alone = tmp_path / "alone.backup"
    shutil.copyfile(backup, alone)
    key = backup.with_name("one.backup.key")
    missing = installation.stepwell(tmp_path / "a", "restore", str(alone))
    assert (missing.returncode, "key" in missing.stderr) == (2, True)
    assert (
        installation.stepwell(tmp_path / "b", "restore", str(alone), "--key-file", str(key)).returncode == 0
    )
    words = key.read_text().strip()
    assert (
        installation.stepwell(tmp_path / "c", "restore", str(alone), STEPWELL_RECOVERY_KEY=words).returncode
        == 0
    )
    again = tmp_path / "again"
    shutil.copytree(living, again)
    assert installation.stepwell(again, "restore", str(alone), "--over").returncode == 0


def refuse(file: Path, root: Path, key: Path) -> str:
    """The sentence of the refusal; nothing may be left behind."""
    with pytest.raises(CannotRestore) as refused:
        restore(file, root=root, key_file=key, over=False, database_url="")
    assert not root.exists()
    assert list(root.parent.glob(f".{root.name}*")) == []
    return str(refused.value)


@given(where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_flipped_bit_anywhere_is_refused(backup: Path, tmp_path: Path, where: float, bit: int) -> None:
    content = bytearray(backup.read_bytes())
    content[int(where * len(content))] ^= 1 << bit
    damaged = tmp_path / "damaged.backup"
    damaged.write_bytes(content)
    refuse(damaged, tmp_path / "nothing", backup.with_name("one.backup.key"))


@given(where=st.floats(0, 1, exclude_max=True))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_cut_anywhere_is_refused(backup: Path, tmp_path: Path, where: float) -> None:
    content = backup.read_bytes()
    damaged = tmp_path / "cut.backup"
    damaged.write_bytes(content[: int(where * len(content))])
    refuse(damaged, tmp_path / "nothing", backup.with_name("one.backup.key"))


@pytest.mark.parametrize("cut", [65536 + 16, 2 * (65536 + 16)])
def test_a_cut_between_two_pieces_is_refused(backup: Path, tmp_path: Path, cut: int) -> None:
    content = backup.read_bytes()
    damaged = tmp_path / "cut.backup"
    damaged.write_bytes(content[: 41 + cut])
    refuse(damaged, tmp_path / "nothing", backup.with_name("one.backup.key"))


def test_what_was_added_or_swapped_is_refused(backup: Path, tmp_path: Path) -> None:
    content, key, size = backup.read_bytes(), backup.with_name("one.backup.key"), 65536 + 16
    damaged = tmp_path / "damaged.backup"
    damaged.write_bytes(content + b"x")
    refuse(damaged, tmp_path / "nothing", key)
    first, second = content[41 : 41 + size], content[41 + size : 41 + 2 * size]
    damaged.write_bytes(content[:41] + second + first + content[41 + 2 * size :])
    refuse(damaged, tmp_path / "nothing", key)


def test_a_file_of_another_kind_and_another_backups_key_are_refused(backup: Path, tmp_path: Path) -> None:
    foreign, key = tmp_path / "foreign", tmp_path / "other.key"
    foreign.write_bytes(b"SQLite format 3\0" * 100)
    assert "isn't a Stepwell backup" in refuse(
        foreign, tmp_path / "nothing", backup.with_name("one.backup.key")
    )
    key.write_text("A" * 43 + "=")
    assert "isn't its key" in refuse(backup, tmp_path / "nothing", key)
    key.write_text("not a key")
    assert "holds no recovery key" in refuse(backup, tmp_path / "nothing", key)


def test_a_damaged_file_is_one_sentence_and_code_2(backup: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.backup"
    damaged.write_bytes(backup.read_bytes()[:-1])
    key = str(backup.with_name("one.backup.key"))
    done = installation.stepwell(tmp_path / "data", "restore", str(damaged), "--key-file", key)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert list((tmp_path / "data").glob("*.sqlite3")) == []


@pytest.mark.parametrize("words", [["backup"], ["keys", "rotate"]])
@pytest.mark.parametrize("where", [0, 8192])
def test_a_damaged_database_is_one_sentence(
    living: Path, tmp_path: Path, words: list[str], where: int
) -> None:
    folder = _copy_of(living, tmp_path)
    with (folder / "stepwell.sqlite3").open("r+b") as file:
        file.seek(where)
        file.write(b"\x5a" * 200_000)

    done = installation.stepwell(folder, *words, *_target(words, tmp_path))

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "The database" in done.stderr
    assert not (folder / "log" / "errors.log").exists()


@pytest.mark.parametrize("words", [["backup"], ["keys", "rotate"]])
def test_data_of_a_newer_program_is_left_to_it(living: Path, tmp_path: Path, words: list[str]) -> None:
    folder = _copy_of(living, tmp_path)
    with sqlite3.connect(folder / "stepwell.sqlite3") as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('people', '9999_x', '2030-01-01')"
        )

    done = installation.stepwell(folder, *words, *_target(words, tmp_path))

    assert (done.returncode, done.stdout) == (2, "")
    assert "newer Stepwell" in done.stderr
    assert not (tmp_path / "copy.backup").exists()


def _copy_of(living: Path, tmp_path: Path) -> Path:
    folder = shutil.copytree(living, tmp_path / "data")
    with sqlite3.connect(folder / "stepwell.sqlite3") as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder


def _target(words: list[str], tmp_path: Path) -> list[str]:
    return [str(tmp_path / "copy.backup")] if words == ["backup"] else []
