"""The outbox, keys that make doing it twice doing it once, and schedules."""
