"""Bringing a program's records along from an exchange folder (docs/exchange.md)."""
