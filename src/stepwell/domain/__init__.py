"""The rules, in plain Python: no framework, no database, no clock. Subjects do not know one another."""
