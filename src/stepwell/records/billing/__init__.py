"""Payers with their dated rules, who pays for whom, and what was billed or overruled for a day."""
