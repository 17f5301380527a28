"""Who may read which part of whose record, for which purpose."""
