"""The course of one stay in the program, from the decision to admit to continuing care."""
