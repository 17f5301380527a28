"""Names as they are searched: case-folded, without accents, in any script."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """The text as it is compared.

    >>> fold("José  ÁLVAREZ")
    'jose alvarez'
    """
    # PostgreSQL keeps no NUL, so no name has one, and a search for it would be an error there.
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("\0", " "))
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def search_text(*, given: str, family: str, preferred: str) -> str:
    """What a person is found by: every name, each word preceded by a blank.

    >>> search_text(given="José", family="Álvarez", preferred="Pepe")
    ' jose alvarez pepe'
    """
    words = dict.fromkeys(fold(f"{given} {family} {preferred}").split())
    return "".join(f" {word}" for word in words)[:400]
