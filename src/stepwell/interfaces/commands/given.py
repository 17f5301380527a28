"""Files named on the command line, read; every refusal is one sentence with the file's name."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

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


def add_schema_word(
    words: argparse._SubParsersAction[argparse.ArgumentParser],
    schema: Callable[[str], Any],
    *,
    of: Collection[str],
    first: str,
) -> None:
    """The word `schema`, which prints the JSON Schema of one of these files; `first` is it unless told."""
    shown = words.add_parser(
        "schema", help="the JSON Schema of a file", description="Print a JSON Schema (2020-12)."
    )
    shown.add_argument("of", nargs="?", default=first, choices=list(of), help=f"which (default: {first})")
    shown.set_defaults(answer=lambda options: _print_schema(schema(options.of)))


def _print_schema(schema: Any) -> int:
    print(json.dumps(schema, ensure_ascii=False, indent=1))
    return 0
