"""What the groups of a program teach: modules, sessions and the practice of the same evening, as data."""
