"""Files named on the command line, read; every refusal is one sentence with the file's name."""

from __future__ import annotations

from pathlib import Path

from stepwell.interfaces.commands.errors import CommandError


def content_of(file: Path) -> bytes:
    """What is in a file, unread."""
    try:
        return file.read_bytes()
    except IsADirectoryError:
        raise CommandError(f"{file} is a folder, not a file.") from None
    except FileNotFoundError:
        raise CommandError(f"There is no file {file}.") from None
    except (OSError, ValueError) as error:
        raise CommandError(f"{file} can't be read: {getattr(error, 'strerror', None) or error}.") from None


def refusal(file: Path, error: Exception) -> CommandError:
    """What is wrong in a file, with the file's name, on one line whatever stands in the file."""
    return CommandError(f"{file}: {' '.join(str(error).split())}")
