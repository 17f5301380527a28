"""Persons, their keys, their contact wishes, and the accounts they sign in with."""
