"""What stands before any scope: attempts to sign in, counted so that guessing is slow."""
