"""Django's SQLite, where who wants to write is woken when the one before is done."""
