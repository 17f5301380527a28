"""Another member's name, nickname or initials in a record: who else was in the room is nobody's to read.

42 CFR 2.11 and 2.13: that somebody is a patient is itself protected, also in another patient's record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from stepwell.domain.wording.guards.note import Finding, Guard, Member, Note
from stepwell.domain.wording.words import plain

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_NO_SPACES = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Scripts that put no space between words (Thai, Japanese, Chinese), and Korean, which adds endings."""
_SENTENCE_ENDS = re.compile(r"(?:^|[.!?:;…\n]|[-–—•])\s*[\"“”'‘’(¿¡]*$")
_MONTHS = frozenset({"may", "april", "june", "august", "abril", "julio"})
_BEFORE_A_MONTH = re.compile(
    r"(?:\b(?:in|on|since|until|by|of|from|to|through|early|late|mid|next|last|this)|\d)\W*$", re.I
)
_AFTER_A_MONTH = re.compile(r"^\W*\d")
ORDINARY = frozenset(
    """
    will may mark grace hope faith joy rose bill art pat sue dawn april june august summer autumn ray
    rob frank grant chase drew page rich max miles sky don gene jack carol ivy ruby pearl heath cliff
    dale glen lane wade victor norm earnest guy gay penny sandy rusty sunny star rain brook forest stone
    young long short white black brown green gray day knight king price rice bush wood woods fields hill
    park love moon case ball bell cook baker carter mason hunter fisher walker rosa luz paz sol mar
    blanca clara salvador cruz angel flor dolores consuelo soledad mercedes pilar domingo santos reyes
    rey leon prado abril julio fe esperanza gracia amor victoria
    """.split()
)
"""Names that are ordinary words too: a name only where it is written like one inside a sentence."""
_INITIALS = re.compile(r"(?<![\w.])([A-ZÀ-Þ])\.?[ ]?([A-ZÀ-Þ])\.?(?![\w])")
_ABBREVIATIONS = frozenset("AA NA CM GP ER ED IV OK US TV PO CA DV HR IP OP PM AM".split())
"""Short forms that are nobody's initials when they stand bare."""


def find(note: Note, members: Iterable[Member]) -> Iterator[Finding]:
    """Each place where somebody else of the group is named."""
    everybody = list(members)
    own = {plain(name) for member in everybody if member.id == note.person for name in member.names}
    others = [member for member in everybody if member.id != note.person]
    names = {plain(name) for member in others for name in member.names if name.strip()} - own
    for begins, ends in sorted(
        {*_named(note.line, names), *_initials(note.line, others, everybody, note.person)}
    ):
        sentence = (
            "Somebody else of the group is named here. Say it without the name, as in “another member”."
        )
        yield Finding(Guard.OTHER_MEMBER, note.person, sentence, begins, ends)


def _named(line: str, names: set[str]) -> Iterator[tuple[int, int]]:
    for name in names:
        if _NO_SPACES.search(name):
            yield from ((at.start(), at.end()) for at in re.finditer(re.escape(name), line))
    spoken = [(at.start(), at.end()) for at in _WORD.finditer(line)]
    longest = max((len(name.split()) for name in names), default=0)
    for place in range(len(spoken)):
        for count in range(1, longest + 1):
            if place + count > len(spoken):
                break
            begins, ends = spoken[place][0], spoken[place + count - 1][1]
            text = line[begins:ends]
            found = _name_in(text, names)
            if found and _is_name(line, begins, begins + len(found)):
                yield begins, begins + len(found)


def _name_in(text: str, names: set[str]) -> str:
    """The part of the text that is a name: all of it, or without a possessive ending."""
    for ending in ("", "'s", "’s", "'", "’"):
        bare = text[: len(text) - len(ending)] if ending and text.lower().endswith(ending) else text
        if (bare is not text or not ending) and plain(" ".join(bare.split())) in names:
            return bare
    return ""


def _is_name(line: str, begins: int, ends: int) -> bool:
    """True unless it is an ordinary word, written or placed like one."""
    word, before, after = line[begins:ends], line[:begins], line[ends:]
    if plain(word) not in ORDINARY:
        return True
    if not word[0].isupper() or (_SENTENCE_ENDS.search(before) and not after.startswith(("'s", "’s"))):
        return False
    if plain(word) in _MONTHS:
        return not (_BEFORE_A_MONTH.search(before) or _AFTER_A_MONTH.search(after))
    return True


def _initials(
    line: str, others: Iterable[Member], everybody: Iterable[Member], person: str
) -> Iterator[tuple[int, int]]:
    own = {_initials_of(member) for member in everybody if member.id == person}
    theirs = {_initials_of(member) for member in others} - own - {""}
    for at in _INITIALS.finditer(line):
        letters = plain(at[1] + at[2])
        is_bare = at[0].isalpha()
        if letters in theirs and not (is_bare and at[0] in _ABBREVIATIONS):
            yield at.start(), at.end()


def _initials_of(member: Member) -> str:
    if member.initials:
        return plain("".join(character for character in member.initials if character.isalpha()))
    return (
        plain("".join(name.strip()[0] for name in member.names[:2] if name.strip()))
        if len(member.names) > 1
        else ""
    )
