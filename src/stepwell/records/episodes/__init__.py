"""Episodes of care with dated states, and the times a person is busy."""
