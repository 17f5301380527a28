"""Work that happens by the clock or after a change: the worker's side."""
