"""Treatment plans: revisions that follow one another, and who signed them."""
