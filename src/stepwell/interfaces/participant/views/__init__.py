"""A participant's pages. Each parses, calls actions, and shows the answer."""
