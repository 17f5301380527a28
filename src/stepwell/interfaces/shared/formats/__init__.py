"""How days and times are written, by language: names that `|date:"…"` and `date_format` understand.

Each language has the same names (a test holds them to it), so a page asks for LONG_DAY_FORMAT and never for
an order of words.
"""
