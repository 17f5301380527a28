"""`stepwell`: reads what was asked, settles the data folder, and calls one command."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, Protocol, cast

from stepwell import __version__
from stepwell.interfaces.commands import folder, opening
from stepwell.interfaces.commands.errors import CommandError
from stepwell.interfaces.commands.lifeline import end_with_parent
from stepwell.kernel import clock

DEBUG = "STEPWELL_DEBUG"

EXAMPLES = """
examples:
  stepwell start                            try the demo program in the browser
  stepwell start --data ~/clinic --empty    begin a program of your own
  stepwell import FOLDER --data ~/clinic    bring the records of another system along
  stepwell backup clinic.backup             keep a copy, also while it is running
  stepwell timetable solve WEEK.json --out PLAN.json   make a week from a file, without any data
  stepwell outcomes score WORDS.csv --out OUT.csv      what published definitions say of use patterns
  stepwell placement suggest FINDINGS.json             a level of care from what was found, and why
  stepwell privacy decide CASE.json         may this be told, by which rule, and what goes with it

Data lives in one folder: --data DIR, or STEPWELL_DATA, or ./stepwell-data.
Results go to stdout, progress to stderr. Exit code 2 means: one sentence says what is wrong.
"""


class Module(Protocol):
    """What a module of this folder offers to become a command."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...
    def run(self, options: argparse.Namespace) -> int: ...


@dataclass(frozen=True)
class Command:
    """A word after `stepwell`, and the module that answers it."""

    name: str
    summary: str
    module: str
    makes_folder: bool = False
    """True when the data folder may be new; every other command wants one that is there."""

    needs_data: bool = True
    """False when files named on the command line are all it reads: no data folder, no database."""

    def load(self) -> Module:
        return cast(Module, importlib.import_module(f"stepwell.interfaces.commands.{self.module}"))


COMMANDS = (
    Command("start", "open the program in the browser, with its worker", "start", makes_folder=True),
    Command("worker", "do the work that waits: reminders, messages, tasks", "worker"),
    Command("import", "bring records along from a folder of CSV files", "importing", makes_folder=True),
    Command("report", "print counts of what the database holds, as JSON", "reporting"),
    Command("backup", "write everything into one encrypted file", "backup"),
    Command("restore", "lay a backup out in an empty data folder", "restore", makes_folder=True),
    Command("audit", "check that the access trail is whole", "audit"),
    Command("keys", "put a new key in force", "keys"),
    Command("timetable", "check, solve, repair and explain a week in files", "timetable", needs_data=False),
    Command("placement", "suggest a level of care from a file of findings", "placement", needs_data=False),
    Command("hours", "count hours by a payer's rules, and say why not", "hours", needs_data=False),
    Command("measures", "score the answers to a questionnaire", "measures", needs_data=False),
    Command("notes", "look at the notes of a session as the guards do", "notes", needs_data=False),
    Command("outcomes", "score use patterns by published definitions", "outcomes", needs_data=False),
    Command("signals", "foresee who may stop coming, and judge that", "signals", needs_data=False),
    Command("privacy", "say what may be told to whom, and by which rule", "privacy", needs_data=False),
)


class Parser(argparse.ArgumentParser):
    """Explains a wrong argument in one sentence."""

    def error(self, message: str) -> NoReturn:
        sentence = message[:1].upper() + message[1:]
        self.exit(2, f'{sentence}. See "{self.prog} --help".\n')


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code. Whatever goes wrong is one sentence on stderr."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    end_with_parent()
    try:
        return _run(words)
    except CommandError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output has gone, as in `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception:
        if os.environ.get(DEBUG) == "1":
            raise
        print(_unexpected(words), file=sys.stderr)
        return 2


def _run(words: list[str]) -> int:
    chosen = words[0] if words and not words[0].startswith("-") else None
    if chosen is not None and chosen not in {command.name for command in COMMANDS}:
        raise CommandError(f'"{chosen}" is not a command; "stepwell --help" lists them.')
    options = _parser(chosen=chosen).parse_args(words)
    if options.command is None:
        _parser(chosen=None).print_help()
        return 0
    command = _named(options.command)
    if not command.needs_data:
        return command.load().run(options)
    if options.data is not None:
        os.environ[folder.VARIABLE] = str(Path(options.data).expanduser().absolute())
    with folder.gone_if_refused(folder.path()):
        folder.settle(may_be_new=command.makes_folder)
        if not command.makes_folder:  # the others say when: they look at what they are given first
            opening.set_django_up()
        return command.load().run(options)


def _parser(*, chosen: str | None) -> Parser:
    """The whole command line; only the chosen command's own options are loaded."""
    parser = Parser(
        prog="stepwell",
        description="Runs an Intensive Outpatient Program: weeks, rooms, people, and who may see what.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands", parser_class=Parser)
    shared = Parser(add_help=False)
    shared.add_argument(
        "--data",
        metavar="DIR",
        help="where database, keys and files live (default: STEPWELL_DATA, or ./stepwell-data)",
    )
    for command in COMMANDS:
        words = commands.add_parser(
            command.name,
            help=command.summary,
            description=command.summary[:1].upper() + command.summary[1:] + ".",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            parents=[shared] if command.needs_data else [],
        )
        if command.name == chosen:
            command.load().add_arguments(words)
    return parser


def _named(name: str) -> Command:
    return next(command for command in COMMANDS if command.name == name)


def _unexpected(words: Sequence[str]) -> str:
    """Keep the details in a file, and say where it is; without a data folder say how to see them."""
    no_log = f"Stepwell stopped for a reason it did not expect; run it again with {DEBUG}=1 to see why."
    if any(command.name in words[:1] and not command.needs_data for command in COMMANDS):
        return no_log
    at = clock.now()
    log = folder.path() / "log" / "errors.log"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{at.isoformat()} stepwell {' '.join(sys.argv[1:2])}\n{traceback.format_exc()}\n")
    except OSError:
        return no_log
    return f"Stepwell stopped for a reason it did not expect; the details are in {log}."


def program() -> NoReturn:
    """What the `stepwell` script calls."""
    sys.exit(main())


if __name__ == "__main__":
    program()
