"""What somebody needs besides treatment: housing, work, court, medication, rides, with owner, day and outcome."""
