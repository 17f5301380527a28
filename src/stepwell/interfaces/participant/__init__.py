"""What a participant sees, on a phone first."""
