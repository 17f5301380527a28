"""The `stepwell` command: one module for each thing it can be told.

A module offers `add_arguments(parser)` and `run(options) -> int`, and stands in the
tuple of main.py. It imports Django, actions and records inside `run`, because
`--help` must not need a data folder. What goes wrong for a reason a person can act on
is a CommandError with one sentence.
"""
