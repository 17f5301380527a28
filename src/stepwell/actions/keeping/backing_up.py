"""A backup: database, keys, anchors and files of one data folder in one encrypted file.

Safe while others write: the anchors are copied before the database, so that they never
tell of a line the copy doesn't hold, and the keyring after it, so that it opens every row.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from stepwell.actions.keeping.sealed_file import PIECE, SealedReader, SealedWriter, read_id

DATABASE = "stepwell.sqlite3"
DUMP = "stepwell.pgdump"
ANCHORS = "keys/trail-anchors.jsonl"
KEPT = "keys/backups"
"""Where a data folder keeps the keys of its own backups."""

LEFT_OUT = {"static", "fonts", "mail", "log", KEPT}
"""Made again on start, or of no use elsewhere; the keys of other backups stay where they are."""


class CannotBackUp(RuntimeError):
    """There is no backup, and this sentence says why."""


@dataclass(frozen=True)
class Made:
    """What a backup holds, as it was read back from the file."""

    file: Path
    key_file: Path
    parts: int
    size: int
    people: int | None
    lines: int | None


def back_up(file: Path, *, root: Path, database_url: str, replace: bool, at: datetime) -> Made:
    """Write a backup of the data folder, read it back, and leave its key beside it.

    Either the whole file is there at the end or none is.
    """
    if file.resolve().is_relative_to(root.resolve()):
        raise CannotBackUp(f"{file} is inside the data folder it would keep; name a place outside {root}.")
    if file.exists() and not replace:
        raise CannotBackUp(f"{file} is there already; choose another name, or say --replace.")
    key_file = file.with_name(file.name + ".key")
    key, backup_id = os.urandom(32), os.urandom(16)
    scratch_file = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with _gathered(root, database_url) as folder:
            manifest = _manifest(folder, at=at, kind="postgresql" if database_url else "sqlite")
            _write(scratch_file, folder, manifest, key=key, backup_id=backup_id)
        _read_back(scratch_file, manifest, key=key)
        words = base64.b64encode(key).decode()
        _keep_private(root / KEPT / f"{backup_id.hex()}.key", words)
        _keep_private(key_file, words)
        scratch_file.replace(file)
    except OSError as error:
        raise CannotBackUp(f"The backup can't be written: {error.strerror or error}.") from None
    finally:
        scratch_file.unlink(missing_ok=True)
    counts = manifest["counts"]
    parts = len(manifest["parts"])
    return Made(file, key_file, parts, file.stat().st_size, counts.get("people"), counts.get("lines"))


@contextmanager
def _gathered(root: Path, database_url: str) -> Iterator[Path]:
    """A consistent copy of everything, in a private folder that is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix=".backup-", dir=root))
    try:
        if (root / ANCHORS).exists():
            _copy(root / ANCHORS, folder / ANCHORS)
        if database_url:
            _dump(database_url, folder / DUMP)
        else:
            _snapshot(root / DATABASE, folder / DATABASE)
        for path in _other_files(root):
            _copy(root / path, folder / path)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _other_files(root: Path) -> Iterator[Path]:
    for path in sorted(root.rglob("*")):
        relative = path.relative_to(root)
        name = relative.as_posix()
        is_left_out = any(name == out or name.startswith(f"{out}/") for out in LEFT_OUT)
        if is_left_out or name.startswith(DATABASE) or name == ANCHORS or path.suffix in {".lock", ".part"}:
            continue
        if any(part.startswith(".") for part in relative.parts) or path.is_symlink() or not path.is_file():
            continue
        yield relative


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.copyfile(source, target)


def _snapshot(source: Path, target: Path) -> None:
    """One moment of the database, without keeping anybody from writing."""
    import sqlite3

    if not source.exists():
        raise CannotBackUp(f"There is no database in {source.parent}.")
    target.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(source, timeout=60)
    try:
        connection.execute("VACUUM INTO ?", (str(target),))
    except sqlite3.Error as error:
        raise CannotBackUp(f"The database can't be copied: {error}.") from None
    finally:
        connection.close()
    copy = sqlite3.connect(target)
    try:
        verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.Error as error:
        verdict = str(error)
    finally:
        copy.close()
    if verdict != "ok":
        raise CannotBackUp(f"The database is damaged: {verdict}.")


def _dump(database_url: str, target: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise CannotBackUp(
            "pg_dump isn't installed; install the PostgreSQL client programs to back this database up."
        )
    url = os.environ.get("STEPWELL_BACKUP_DATABASE_URL") or database_url
    done = subprocess.run(  # noqa: S603  # our own words, no shell
        [program, "--format=custom", "--no-owner", "--no-privileges", f"--file={target}", f"--dbname={url}"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        if "row-level security" in done.stderr or "row security" in done.stderr:
            raise CannotBackUp(
                "This database role may not read all organizations at once; "
                "name a role with BYPASSRLS in STEPWELL_BACKUP_DATABASE_URL (docs/operate/backup.md)."
            )
        last = done.stderr.strip().splitlines()
        raise CannotBackUp(f"pg_dump could not read the database: {last[-1] if last else 'no reason given'}.")


def _manifest(folder: Path, *, at: datetime, kind: str) -> dict[str, Any]:
    paths = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    parts = [
        {"path": name, "size": (folder / name).stat().st_size, "sha256": _digest(folder / name)}
        for name in paths
    ]
    counts = _counts(folder / DATABASE) if kind == "sqlite" else {}
    return {"made_at": at.isoformat(), "kind": kind, "parts": parts, "counts": counts}


def _counts(database: Path) -> dict[str, int]:
    import sqlite3

    connection = sqlite3.connect(database)
    try:
        one = {
            "people": "SELECT count(*) FROM people_person",
            "lines": "SELECT count(*) FROM audit_accessline",
        }
        return {name: int(connection.execute(sql).fetchone()[0]) for name, sql in one.items()}
    except sqlite3.Error:
        raise CannotBackUp("The database isn't one of Stepwell's.") from None
    finally:
        connection.close()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(target: Path, folder: Path, manifest: dict[str, Any], *, key: bytes, backup_id: bytes) -> None:
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        sealed = SealedWriter(out, key=key, backup_id=backup_id)
        words = json.dumps(manifest).encode()
        sealed.write(len(words).to_bytes(8, "big") + words)
        for part in manifest["parts"]:
            with (folder / part["path"]).open("rb") as file:
                while data := file.read(PIECE):
                    sealed.write(data)
        sealed.close()
        out.flush()
        os.fsync(out.fileno())


def read_manifest(sealed: SealedReader) -> dict[str, Any]:
    """What the backup says it holds. Its seal has been checked, so it says what was written."""
    size = int.from_bytes(sealed.exactly(8), "big")
    manifest: dict[str, Any] = json.loads(sealed.exactly(size))
    return manifest


def _read_back(path: Path, manifest: dict[str, Any], *, key: bytes) -> None:
    with path.open("rb") as file:
        read_id(file)
        sealed = SealedReader(file, key=key)
        is_same = read_manifest(sealed) == manifest and all(
            _digest_of(sealed, part["size"]) == part["sha256"] for part in manifest["parts"]
        )
        if not is_same or not sealed.at_end():
            raise CannotBackUp("What was written can't be read back; try another disk.")


def _digest_of(sealed: SealedReader, size: int, out: BinaryIO | None = None) -> str:
    digest = hashlib.sha256()
    while size > 0:
        data = sealed.exactly(min(size, PIECE))
        digest.update(data)
        if out is not None:
            out.write(data)
        size -= len(data)
    return digest.hexdigest()


def copy_part(sealed: SealedReader, size: int, out: BinaryIO) -> str:
    """Write the next part out; its digest."""
    return _digest_of(sealed, size, out)


def _keep_private(path: Path, words: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(
        os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii"
    ) as out:
        out.write(f"{words}\n")
        out.flush()
        os.fsync(out.fileno())
    scratch.replace(path)
