"""Messages that stay inside: between a participant, their counselor, and a supporter who was let in."""
