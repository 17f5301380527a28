"""What a program offers: its length, its phases, and how much of which service a week."""
