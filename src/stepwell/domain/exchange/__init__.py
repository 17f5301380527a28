"""The folder of CSV files in which a program's records arrive, as docs/exchange.md describes it."""
