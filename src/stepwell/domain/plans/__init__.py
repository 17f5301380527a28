"""The treatment plan as a golden thread, from what was found to what served it, and the gaps in it."""
