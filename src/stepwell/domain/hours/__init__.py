"""Hours of treatment: what was really attended, and whether the week holds enough of it."""
