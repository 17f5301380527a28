"""One word that ends all messages."""

from stepwell.domain.wording.words import plain

STOP_WORDS = frozenset(
    {
        *(
            "stop",
            "stopall",
            "stop all",
            "quit",
            "end",
            "revoke",
            "opt out",
            "optout",
            "cancel",
            "unsubscribe",
        ),
        *("alto", "baja", "parar", "para", "pare", "detener", "cancelar", "no mas", "basta"),
    }
)
_POLITE = frozenset({"please", "por favor"})


def is_stop(text: str) -> bool:
    """The whole message is a word that asks for no more messages.

    >>> is_stop(" Stop. "), is_stop("ALTO"), is_stop("I can't stop thinking of it")
    (True, True, False)

    The English words are those of 47 CFR 64.1200(a)(10); the Spanish ones are
    the carriers' usual and some more. A sentence that asks the same in other
    words is for a person to read, not for this.
    """
    words = " ".join("".join(letter if letter.isalnum() else " " for letter in plain(text)).split())
    for polite in _POLITE:
        words = words.removeprefix(f"{polite} ").removesuffix(f" {polite}")
    return words in STOP_WORDS
