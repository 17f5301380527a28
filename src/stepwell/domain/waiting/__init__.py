"""Who gets the next seat, why, and how long that may take."""
