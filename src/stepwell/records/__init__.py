"""Floor 2: the tables, one Django app for each subject. Tables point down, never up."""
