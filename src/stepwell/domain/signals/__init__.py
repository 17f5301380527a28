"""Who may stop coming: facts of a person's own weeks, weights as data, and how good they were."""
