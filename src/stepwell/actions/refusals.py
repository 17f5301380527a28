"""What can't be done, as a sentence for the person who asked for it."""

from __future__ import annotations

from stepwell.kernel.sentences import Gap, Sentence


class Refusal(ValueError):  # names say what is wrong in the domain
    """Nothing was written. `sentence` says what is wrong and what to do; ways in translate and show it.

    Each kind of refusal is a subclass beside the action that raises it.
    """

    def __init__(self, template: str, **params: Gap) -> None:
        self.sentence = Sentence(template, params)
        super().__init__(str(self.sentence))
