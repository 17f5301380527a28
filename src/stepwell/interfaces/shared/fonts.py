"""The two typefaces, cut down to the letters the pages use.

Atkinson Hyperlegible was drawn for readers with low vision; Source Serif 4 is the
calm face of the titles. Both come from PyPI packages and are not kept in the
repository: `build_fonts` writes them once, at set-up.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import as_file, files
from os import getpid
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

# The calls below that ignore [no-untyped-call] do so because fontTools has no types.

# Latin, Latin-1, Latin Extended-A, punctuation, euro, arrows, and the few signs of the
# pages: trade mark, minus, almost equal, at most, at least, check, cross.
LETTERS: tuple[tuple[int, int], ...] = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x2010, 0x2044),
    (0x20AC, 0x20AC),
    (0x2122, 0x2122),
    (0x2190, 0x2199),
    (0x2212, 0x2212),
    (0x2248, 0x2248),
    (0x2264, 0x2265),
    (0x2713, 0x2717),
)


@dataclass(frozen=True)
class Cut:
    """One weight of one face, and the file it becomes."""

    name: str
    package: str
    source: str
    axes: tuple[tuple[str, float], ...] = ()

    @property
    def pinned(self) -> dict[str, float]:
        """Where each axis of a variable font is held; empty for a font that has none."""
        return dict(self.axes)


CUTS: tuple[Cut, ...] = (
    Cut(
        "atkinson-hyperlegible-400.woff2", "fontpkg_atkinson_hyperlegible", "AtkinsonHyperlegible-Regular.ttf"
    ),
    Cut("atkinson-hyperlegible-700.woff2", "fontpkg_atkinson_hyperlegible", "AtkinsonHyperlegible-Bold.ttf"),
    Cut(
        "source-serif-4-600.woff2",
        "fontpkg_source_serif_4",
        "SourceSerif4[opsz,wght].ttf",
        (("opsz", 24.0), ("wght", 600.0)),
    ),
)


def build_fonts(target: Path) -> None:
    """Each weight lies in `target` as a small woff2 file; what is already there is left alone.

    A file appears whole or not at all, so two processes that start together do each other no harm.
    """
    target.mkdir(parents=True, exist_ok=True)
    for cut in CUTS:
        finished = target / cut.name
        if not finished.exists():
            _write(cut, finished)


def _write(cut: Cut, finished: Path) -> None:
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    half_done = finished.with_name(f".{finished.name}.{getpid()}")
    with as_file(files(cut.package) / "files" / cut.source) as path:
        font = TTFont(path)
        # The letters go first: holding the axes of what is left is then ten times quicker.
        _cutter().subset(font)  # type: ignore[no-untyped-call]  # fontTools has no types here
        if cut.axes:
            instancer.instantiateVariableFont(font, cut.pinned, inplace=True)  # type: ignore[no-untyped-call]  # fontTools has no types here
        font.flavor = "woff2"
        font.save(half_done)
    half_done.replace(finished)


def _cutter() -> subset.Subsetter:
    options = subset.Options()  # type: ignore[no-untyped-call]  # fontTools has no types here
    options.layout_features = ["kern", "liga", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum"]
    options.hinting = False
    cutter = subset.Subsetter(options)  # type: ignore[no-untyped-call]  # fontTools has no types here
    cutter.populate(unicodes=list(_letters()))  # type: ignore[no-untyped-call]  # fontTools has no types here
    return cutter


def _letters() -> Iterator[int]:
    for first, last in LETTERS:
        yield from range(first, last + 1)
