"""A text in each language that Stepwell speaks."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Language = Literal["en", "es"]


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """One text in each language; neither may be missing."""

    en: str
    es: str

    def said_in(self, language: str) -> str:
        """The text in a language, English for any other.

        >>> Words("Rest", "Descanso").said_in("es-mx"), Words("Rest", "Descanso").said_in("fr")
        ('Descanso', 'Rest')
        """
        return self.es if language.split("-")[0] == "es" else self.en
