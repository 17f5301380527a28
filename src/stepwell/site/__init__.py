"""Floor 5: settings, root addresses, start-up checks."""
