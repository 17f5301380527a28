"""What may be said to whom, on which channel, and when."""
