"""How quick the pages are: `python -m bench.pages`. Never part of the tests, and no test asserts a time."""
