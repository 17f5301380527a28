"""Organizations, and the scope outside of which no row can be read."""
