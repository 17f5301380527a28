"""Floor 3: one function for each thing a person does, and the gate to a person's record."""
