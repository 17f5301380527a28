"""What `stepwell start` lays out before the first page: files to serve, and the demo."""

from __future__ import annotations

import hashlib
from pathlib import Path

from stepwell import __version__
from stepwell.interfaces.commands.errors import CommandError
from stepwell.interfaces.commands.progress import step

STAMP = ".collected"
UNFINISHED = "demo-unfinished"


def lay_out_files() -> None:
    """Fonts are cut and static files collected, when this Stepwell has not done so in this folder."""
    from django.conf import settings
    from django.core.management import call_command

    from stepwell.interfaces.shared.fonts import build_fonts

    with step("Cut the fonts") if not settings.DATA.fonts.is_dir() else _quietly():
        build_fonts(settings.DATA.fonts)
    stamp, wanted = settings.DATA.static / STAMP, _fingerprint_of_static()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    with step("Collected styles, scripts and icons"):
        call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(wanted, encoding="utf-8")


class _quietly:  # noqa: N801  # read as a phrase beside `step`
    def __enter__(self) -> None: ...
    def __exit__(self, *_: object) -> None: ...


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


def mark_unfinished(root: Path) -> None:
    (root / UNFINISHED).touch()


def mark_finished(root: Path) -> None:
    (root / UNFINISHED).unlink(missing_ok=True)


def is_unfinished(root: Path) -> bool:
    return (root / UNFINISHED).exists()


def start_over(root: Path) -> None:
    """Forget everything in a demo folder. Any other folder is refused."""
    from stepwell.actions import inviting

    if _holds_something(root) and inviting.find_demo() is None:
        raise CommandError(f"{root} holds real records, and only a demo starts over; name another folder.")
    with step("Cleared the demo"):
        _forget()


def _holds_something(root: Path) -> bool:
    from stepwell.actions import installing
    from stepwell.interfaces.commands.opening import has_tables

    return not is_unfinished(root) and has_tables() and installing.has_organization()


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
