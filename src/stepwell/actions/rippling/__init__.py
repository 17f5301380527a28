"""A series or a session changes, or somebody comes or goes: everyone touched is shown, then it is one act."""
