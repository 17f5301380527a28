"""The counselor's desk and tablet."""
