"""Tasks that somebody owns, and what is sent to people."""
