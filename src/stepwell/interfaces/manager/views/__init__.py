"""The manager's and intake's pages, one module a subject."""
