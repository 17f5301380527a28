"""Reviews of a plan: what asks for one, the evidence it began with, how it ended and who signed."""
