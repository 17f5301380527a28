"""What comes next for everybody on the way: one step, whose it is, and until when."""
