"""Numbers given on the command line: how long, how many, which chance."""

from __future__ import annotations

import argparse

_MOST_THREADS = 1024
_LAST_SEED = 2**31 - 1


def add_effort(parser: argparse.ArgumentParser, *, seconds: float = 60) -> None:
    """How much a search may take."""
    parser.add_argument(
        "--seconds",
        type=_seconds,
        default=seconds,
        metavar="N",
        help="stop after so long (default: %(default)s)",
    )
    parser.add_argument(
        "--threads", type=_count, default=1, metavar="N", help="processors to use (default: %(default)s)"
    )
    parser.add_argument(
        "--seed", type=_seed, default=0, metavar="N", help="the same seed gives the same plan (default: 0)"
    )


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds < float("inf"):
        raise argparse.ArgumentTypeError(f'"{text}" is not a number of seconds above 0')
    return seconds


def _count(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= _MOST_THREADS:
        raise argparse.ArgumentTypeError(f'"{text}" is not a whole number from 1 to {_MOST_THREADS}')
    return int(text)


def _seed(text: str) -> int:
    if not text.isdecimal() or int(text) > _LAST_SEED:
        raise argparse.ArgumentTypeError(f'"{text}" is not a whole number from 0 to {_LAST_SEED}')
    return int(text)
