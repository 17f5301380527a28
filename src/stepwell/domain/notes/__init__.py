"""Session notes: what is written of one person at one session, how it is merged, signed and amended."""
