"""What people practice between sessions: practices, tools and own plans, with drafts and kept versions."""
