"""What `stepwell start` lays out before the first page: files to serve, and the demo."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from stepwell import __version__
from stepwell.interfaces.commands.errors import CommandError
from stepwell.interfaces.commands.progress import step

STAMP = ".collected"
UNFINISHED = "unfinished"


def lay_out_files() -> None:
    """Fonts are cut and static files collected, when this Stepwell has not done so in this folder."""
    from django.conf import settings
    from django.core.management import call_command

    from stepwell.interfaces.shared.fonts import build_fonts

    with step("Cut the fonts") if not settings.DATA.fonts.is_dir() else nullcontext():
        build_fonts(settings.DATA.fonts)
    stamp, wanted = settings.DATA.static / STAMP, _fingerprint_of_static()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    with step("Collected styles, scripts and icons"):
        call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(wanted, encoding="utf-8")


def _fingerprint_of_static() -> str:
    """Changes when a static file of this program does, or the program itself."""
    from django.contrib.staticfiles.finders import get_finders

    seen = hashlib.sha256(__version__.encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            seen.update(f"{name}:{status.st_size}:{status.st_mtime_ns};".encode())
    return seen.hexdigest()


def load_demo() -> None:
    """The imagined program lives here, whole; when this is cut short, the next start begins again."""
    from stepwell import demo
    from stepwell.kernel import clock

    with step("Loaded the demo program"):
        demo.load(clock.now())


@contextmanager
def without_waiting_for_the_disk() -> Iterator[None]:
    """Many small commits go quickly; at the end all of them are on the disk together.

    Only for a database that is being made: when the power fails meanwhile, the mark that
    it is unfinished lets the next start make it anew.
    """
    from django.db import connection

    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
        yield
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def mark_unfinished(root: Path) -> None:
    (root / UNFINISHED).touch()


def mark_finished(root: Path) -> None:
    (root / UNFINISHED).unlink(missing_ok=True)


def is_unfinished(root: Path) -> bool:
    return (root / UNFINISHED).exists()


def start_over(root: Path) -> None:
    """Forget everything in a demo folder. Any other folder is refused."""
    if holds_real_records():
        raise CommandError(f"{root} holds real records, and only a demo starts over; name another folder.")
    with step("Cleared the demo"):
        _forget()


def begin_again_if_cut_short(root: Path) -> None:
    """A start that was ended while it made its first records left half of them: they go.

    Real records, which another command may have brought since, stay whatever the mark says.
    """
    if is_unfinished(root) and not holds_real_records():
        with step("Cleared what an unfinished start had left"):
            _forget()


def holds_real_records() -> bool:
    """True when any organization here is not imagined; False also for half-made tables."""
    from django.db import DatabaseError

    from stepwell.actions import installing

    try:
        return installing.has_real_organization()
    except DatabaseError:
        return False


def _forget() -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor == "postgresql":
        call_command("flush", interactive=False, verbosity=0)
    else:
        connection.close()
        for tail in ("-wal", "-shm", "-journal", ""):
            Path(f"{settings.DATA.database}{tail}").unlink(missing_ok=True)
    settings.DATA.anchors.unlink(missing_ok=True)
    for message in settings.DATA.mail.rglob("*") if settings.DATA.mail.is_dir() else []:
        if message.is_file():
            message.unlink()
