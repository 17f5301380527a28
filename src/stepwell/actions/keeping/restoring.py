"""Laying a backup out in a data folder: all of it, or nothing.

Needs no Django and no database, because it comes before them.
"""

from __future__ import annotations

import base64
import binascii
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from stepwell.actions.keeping.backing_up import DATABASE, DUMP, KEPT, copy_part, read_manifest
from stepwell.actions.keeping.sealed_file import Damaged, NotABackup, SealedReader, read_id

KEY_VARIABLE = "STEPWELL_RECOVERY_KEY"

MADE_BY_LOOKING = {"running.lock", "keys", "keys/secret-key"}
"""What a look at an empty data folder may leave in it."""


class CannotRestore(RuntimeError):
    """Nothing was changed, and this sentence says why."""


@dataclass(frozen=True)
class Restored:
    """What was laid out, and where the folder's earlier content was put."""

    root: Path
    parts: int
    made_at: str
    people: int | None
    lines: int | None
    set_aside: Path | None


def restore(file: Path, *, root: Path, key_file: Path | None, over: bool, database_url: str) -> Restored:
    """Check the whole backup in a scratch folder, and only then put it in the data folder's place."""
    if not over and not is_empty(root):
        raise CannotRestore(
            f"{root} holds data already; name an empty folder with --data DIR, or say --over."
        )
    root.parent.mkdir(parents=True, exist_ok=True)
    try:
        scratch = Path(tempfile.mkdtemp(prefix=f".{root.name}-restoring-", dir=root.parent))
    except OSError as error:
        raise CannotRestore(f"{root.parent} can't be written: {error.strerror}.") from None
    try:
        manifest = _lay_out(file, scratch, key=_find_key(file, key_file, root))
        _fill_database(scratch, manifest, database_url)
        set_aside = _exchange(root, scratch)
    except (NotABackup, Damaged) as error:
        raise CannotRestore(f"{file}: {error}") from None
    except OSError as error:
        raise CannotRestore(f"The backup can't be laid out: {error.strerror or error}.") from None
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    counts = manifest["counts"]
    parts, made_at = len(manifest["parts"]), str(manifest["made_at"])
    return Restored(root, parts, made_at, counts.get("people"), counts.get("lines"), set_aside)


def is_empty(root: Path) -> bool:
    """Nothing is in the folder but what looking at it leaves there."""
    if not root.exists():
        return True
    return all(path.relative_to(root).as_posix() in MADE_BY_LOOKING for path in root.rglob("*"))


def _find_key(file: Path, key_file: Path | None, root: Path) -> bytes:
    """The recovery key, from where it is named, from the environment, beside the file, or kept here."""
    try:
        with file.open("rb") as opened:
            name = read_id(opened).hex()
    except OSError as error:
        raise CannotRestore(f"{file} can't be read: {error.strerror}.") from None
    if key_file is not None:
        if not key_file.is_file():
            raise CannotRestore(f"There is no key file {key_file}.")
        return _decoded(key_file.read_text(encoding="utf-8", errors="replace"), str(key_file))
    if os.environ.get(KEY_VARIABLE):
        return _decoded(os.environ[KEY_VARIABLE], KEY_VARIABLE)
    for place in (file.with_name(file.name + ".key"), root / KEPT / f"{name}.key"):
        if place.is_file():
            return _decoded(place.read_text(encoding="utf-8", errors="replace"), str(place))
    raise CannotRestore(f"The recovery key is missing: name its file with --key-file, or set {KEY_VARIABLE}.")


def _decoded(words: str, place: str) -> bytes:
    try:
        key = base64.b64decode(words.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != 32:
        raise CannotRestore(f"{place} holds no recovery key.")
    return key


def _lay_out(file: Path, scratch: Path, *, key: bytes) -> dict[str, Any]:
    with file.open("rb") as opened:
        sealed = SealedReader(opened, key=key)
        manifest = read_manifest(sealed)
        for part in manifest["parts"]:
            target = scratch / _inside(part["path"])
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                digest = copy_part(sealed, part["size"], out)
                out.flush()
                os.fsync(out.fileno())
            if digest != part["sha256"]:
                raise Damaged(f"{part['path']} isn't as it was backed up.")
        if not sealed.at_end():
            raise Damaged("The backup holds more than it says.")
    return manifest


def _inside(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise Damaged("The backup names a file outside the data folder.")
    return path


def _fill_database(scratch: Path, manifest: dict[str, Any], database_url: str) -> None:
    if manifest["kind"] == "sqlite":
        if database_url:
            raise CannotRestore(
                "This backup is of an SQLite database; unset STEPWELL_DATABASE_URL to restore it."
            )
        _check_sqlite(scratch / DATABASE)
        return
    if not database_url:
        raise CannotRestore(
            "This backup is of a PostgreSQL database; name an empty one in STEPWELL_DATABASE_URL."
        )
    program = shutil.which("pg_restore")
    if program is None:
        raise CannotRestore("pg_restore isn't installed; install the PostgreSQL client programs.")
    done = subprocess.run(  # noqa: S603  # our own words, no shell
        [
            *(program, "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"),
            *(
                f"--dbname={os.environ.get('STEPWELL_BACKUP_DATABASE_URL') or database_url}",
                str(scratch / DUMP),
            ),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    (scratch / DUMP).unlink()
    if done.returncode != 0:
        errors = [line for line in done.stderr.splitlines() if "error:" in line.casefold()]
        why = errors[0].partition("ERROR:")[2].strip() or errors[0] if errors else "no reason given"
        raise CannotRestore(f"The database could not be filled ({why}); name an empty one.")


def _check_sqlite(database: Path) -> None:
    import sqlite3

    try:
        connection = sqlite3.connect(database)
        verdict = connection.execute("PRAGMA quick_check").fetchone()[0]
        connection.execute("PRAGMA journal_mode=WAL")
        connection.close()
    except sqlite3.Error as error:
        raise Damaged(f"The database in the backup can't be opened: {error}.") from None
    if verdict != "ok":
        raise Damaged(f"The database in the backup is damaged: {verdict}.")


def _exchange(root: Path, scratch: Path) -> Path | None:
    """Put the scratch folder in the place of the data folder; what was there is set aside, not deleted."""
    aside = None
    if root.exists():
        if is_empty(root):
            shutil.rmtree(root)
        else:
            aside = _free_name(root)
            root.rename(aside)
    try:
        scratch.rename(root)
    except OSError:
        if aside is not None:
            aside.rename(root)
        raise
    return aside


def _free_name(root: Path) -> Path:
    number = 1
    while (aside := root.with_name(f"{root.name}.before-restore-{number}")).exists():
        number += 1
    return aside
