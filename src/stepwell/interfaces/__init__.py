"""Floor 4: the ways in. They parse, call one action, show the answer."""
