"""From what was found at the screening to a suggested level of care, and which finding says so."""
