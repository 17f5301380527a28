"""The week: what keeps people busy, and when sessions take place."""
