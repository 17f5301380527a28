"""Opening the data folder for a command: Django, keys, and the database up to date."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from stepwell.interfaces.commands import folder
from stepwell.interfaces.commands.errors import CommandError
from stepwell.interfaces.commands.progress import say, step

if TYPE_CHECKING:
    from django.db.migrations.executor import MigrationExecutor

SHORTEST_SECRET = 32
"""Letters of a secret that can't be guessed; Stepwell itself makes twice as many."""


def set_django_up() -> None:
    """From here on actions can be imported. Doing it twice is doing it once."""
    _refuse_damaged_secret()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stepwell.site.settings")
    import django

    django.setup()


def _refuse_damaged_secret() -> None:
    secret = folder.secret_key()
    try:
        is_whole = not secret.exists() or len(secret.read_text(encoding="ascii").strip()) >= SHORTEST_SECRET
    except (OSError, ValueError):
        is_whole = False
    if not is_whole:
        raise CommandError(
            f"{secret} is empty or damaged; put it back from a backup, or remove it: "
            "then everybody signs in anew, and links sent before open nothing."
        )


def open_data(*, must_exist: bool = False) -> None:
    """Make the database ready: created and brought up to date where needed, told on stderr.

    With `must_exist`, an empty data folder is refused in one sentence instead; a database
    that a newer Stepwell wrote is refused always.
    """
    set_django_up()
    from django.conf import settings
    from django.core.management import call_command

    if must_exist and not settings.DATABASE_URL and not settings.DATA.database.exists():
        raise CommandError(f"There is no Stepwell data in {folder.path()}; name its folder with --data DIR.")
    executor = _executor()
    _refuse_newer(executor)
    _check()
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        is_new = not executor.loader.applied_migrations
        with step("Made the tables" if is_new else "Brought the tables up to date"):
            call_command("migrate", verbosity=0, interactive=False)
    look_over()


def refuse_newer() -> None:
    """A database that can't be opened, or that a newer Stepwell wrote, is a CommandError. Changes nothing."""
    from django.conf import settings

    if settings.DATABASE_URL or settings.DATA.database.exists():
        _refuse_newer(_executor())


def look_over() -> None:
    """Let SQLite count what its tables hold where that has changed, so that it chooses the right index.

    Without counts it may walk through an organization's rows to find one person's.
    PostgreSQL does this by itself.
    """
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA optimize=0x10002")


def has_tables() -> bool:
    """False for a database nobody has opened yet. Needs Django set up."""
    return bool(_executor().loader.applied_migrations)


def _executor() -> MigrationExecutor:
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        return MigrationExecutor(connection)
    except DatabaseError as error:
        reason = " ".join(str(error).split())
        raise CommandError(f"The database can't be opened ({reason}).") from None


def _refuse_newer(executor: MigrationExecutor) -> None:
    """Tables this program doesn't know were made by a later one, which alone knows what they mean."""
    ours = {label for label, _ in executor.loader.disk_migrations}
    applied = {key for key in executor.loader.applied_migrations if key[0] in ours}
    if applied - set(executor.loader.disk_migrations):
        raise CommandError(f"The data in {folder.path()} was written by a newer Stepwell; update this one.")


def _check() -> None:
    """What site/checks.py finds wrong with this installation stops the command; what it warns of is told."""
    from django.core import checks

    found = checks.run_checks(tags=["installation"], databases=["default"])
    for message in found:
        if message.level >= checks.ERROR:
            raise CommandError(str(message.msg))
        say(str(message.msg))
