"""A payer's day: what counts, and why not, by the rules in force on that day."""
