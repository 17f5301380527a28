"""Who asked for help before any care began: how to reach them, where it stands, the screening agreed."""
