"""The intake desk: everybody on the way in, with the next step, whose it is and when it is due."""
