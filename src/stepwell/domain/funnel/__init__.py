"""How people come through the gates: how many of whom, how long it takes, and who stays."""
