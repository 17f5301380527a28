"""How texts are compared with lists of words: without case, accents or hidden characters."""

import re
import unicodedata
from collections.abc import Iterable


def plain(text: str) -> str:
    """The text as a reader hears it, for comparing only.

    >>> plain("Clínica ＲＥＨＡＢ so\u200bber")
    'clinica rehab sober'
    """
    wide = unicodedata.normalize("NFKD", text).casefold()
    return "".join(
        character for character in wide if unicodedata.category(character) not in {"Mn", "Cf"}
    ).replace("’", "'")


def pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Finds any of the words as a whole word in plain text; a final * stands for any ending.

    >>> pattern(["rehab*"]).search(plain("Rehabilitation at 6")).group()
    'rehabilitation'
    >>> pattern(["meth"]).search("a method") is None
    True
    """
    alternatives = sorted((_one(plain(word)) for word in words if word.strip()), key=len, reverse=True)
    if not alternatives:
        return re.compile(r"(?!)")
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)")


def _one(word: str) -> str:
    stem, star = (word[:-1], r"\w*") if word.endswith("*") else (word, "")
    return r"[\s\-_]+".join(re.escape(piece) for piece in re.split(r"[\s\-_]+", stem.strip())) + star
