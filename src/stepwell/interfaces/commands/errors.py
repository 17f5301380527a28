from __future__ import annotations


class CommandError(Exception):
    """One sentence for the person at the keyboard: what is wrong, and what to do. Exit code 2."""
