"""The end of the program and the year after: what was asked for, what was written, who was reached."""
