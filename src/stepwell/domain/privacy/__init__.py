"""Who may see which part of a person's chart, and on what ground."""
