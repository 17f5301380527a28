"""Pieces of pages that are the same for everybody, drawn once for each thing they are drawn from.

Nothing that is known of a person belongs here: such pieces are drawn each time, behind the gate to a record.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock

from django.utils.safestring import SafeString


class Kept:
    """So many drawn pieces by what they were drawn from; the longest kept makes room for a new one.

    >>> kept, drawn = Kept(most=1), iter("abc")
    >>> [str(kept.get(key, lambda: SafeString(next(drawn)))) for key in (1, 1, 2, 1)]
    ['a', 'a', 'b', 'c']
    """

    def __init__(self, *, most: int) -> None:
        self._most = most
        self._pieces: dict[Hashable, SafeString] = {}
        self._lock = Lock()

    def get(self, key: Hashable, draw: Callable[[], SafeString]) -> SafeString:
        """The piece for this key, which must name everything that `draw` looks at, the language too."""
        piece = self._pieces.get(key)
        if piece is None:
            piece = draw()
            with self._lock:
                if len(self._pieces) >= self._most:
                    del self._pieces[next(iter(self._pieces))]
                self._pieces[key] = piece
        return piece
