"""Time, identifiers and decisions: what every floor stands on, with no knowledge of the subject."""
